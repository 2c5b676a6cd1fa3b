// A service of `cora dev` with the built console, people to sign in as, and a browser.
//
// CORA_BIN names the program; the default is target/debug/cora. CHROMIUM names the browser.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./console-server.mjs";
import { freePort } from "./free-port.mjs";

const from = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** The program. */
export const CORA = process.env.CORA_BIN === undefined ? from("target/debug/cora") : resolve(process.env.CORA_BIN);
/** The longest time to wait for anything on a page, in milliseconds: other tests run at once. */
const PATIENCE = 60_000;

/**
 * Starts the service. `seed` is imported, as `cora seed` does it. What the console of any page says
 * is in `faults`, and so is each exception.
 */
export async function devService({ seed } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "cora-screens-"));
  const [port, providerPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${port}`;
  const data = join(folder, "data");
  if (seed !== undefined) writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  const start = async (more = []) => {
    const child = spawn(
      CORA,
      [
        "dev",
        ...["--folder", data, "--port", String(port), "--provider-port", String(providerPort)],
        ...["--console-folder", from("pkg/dist/console")],
        ...more,
      ],
      { stdio: ["ignore", "pipe", process.env.CORA_LOUD === undefined ? "ignore" : "inherit"] },
    );
    await new Promise((done, fail) => {
      let text = "";
      child.stdout.on("data", (part) => {
        text += part;
        if (text.includes("listening on")) done();
      });
      child.once("exit", (code) => fail(new Error(`cora dev ended with ${code}: ${text}`)));
    });
    child.removeAllListeners("exit");
    return child;
  };
  const stop = async (child, signal) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  };
  let child = await start(seed === undefined ? [] : ["--seed", join(folder, "seed.json")]);
  const browser = await launch();
  const faults = [];

  const service = {
    url,
    provider: `http://localhost:${providerPort}`,
    folder,
    browser,
    faults,
    /** Opens a page in a browser of its own. */
    async visitor(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        reducedMotion: "reduce",
        locale: "en-US",
        timezoneId: "UTC",
        ...options,
      });
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => {
        // Refusals are what these tests provoke, and the browser writes a line about each.
        if (
          ["error", "warning"].includes(message.type()) &&
          !/the server responded with a status of/.test(message.text())
        )
          faults.push(`${message.text()} at ${page.url()}`);
      });
      return page;
    },
    /** Signs in at the console as a person of the development provider. */
    async signIn(page, subject, path = "/console") {
      await page.goto(`${url}${path}`);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.locator(`button[value=${subject}]`).click();
      await page.waitForURL(`${url}/console**`);
    },
    /** Opens a page for a person who is signed in. */
    async person(subject, path) {
      const page = await service.visitor();
      await service.signIn(page, subject, path);
      return page;
    },
    /** Sends a request with the session of a page's browser, and returns its status and body. */
    async ask(page, method, path, body) {
      const answer = await page.context().request.fetch(`${url}${path}`, {
        method,
        headers: { "x-cora-console": "1", origin: url, "content-type": "application/json" },
        ...(body !== undefined && { data: JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isOne =
        /json$/.test(answer.headers()["content-type"] ?? "") && !/ndjson/.test(answer.headers()["content-type"]);
      return { status: answer.status(), ...(isOne ? JSON.parse(text) : { text }) };
    },
    /** Ends the service at once, as a machine that loses its power does. */
    kill: () => stop(child, "SIGKILL"),
    /** Starts the service again, on the same data. */
    async again() {
      child = await start();
    },
    async close() {
      await browser.close();
      await stop(child, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return service;
}
