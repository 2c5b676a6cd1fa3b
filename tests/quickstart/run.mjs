// Does what each quick start says, literally, and signs a person in to the application with a
// browser.
//
//   CORA_BIN=target/debug/cora node tests/quickstart/run.mjs [NAME …]
//
// Runs docs/quickstart/NAME.md, or all of them. The package is the one of this checkout, which has
// to be built; other packages are the registry's. Rust is not compiled here: its code has to be
// that of crates/axum/examples, which was compiled with CORA_BIN. CHROMIUM names the browser; the
// default is /usr/bin/chromium.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { stepsOf } from "./document.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const DOCUMENTS = fileURLToPath(new URL("../../docs/quickstart", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../crates/axum/examples/cora.rs", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../pkg", import.meta.url));
const { chromium } = createRequire(join(PACKAGE, "package.json"))("playwright-core");
/** Time for one command, and for a server to get ready. */
const PATIENCE_MS = 300_000;
/** An access token lives 300 seconds and is renewed in its last 60. */
const NEAR_THE_END_MS = 250_000;
const PERSON = "Ada Adams";

const { CORA_BIN: cora } = process.env;
if (!cora) {
  console.error("CORA_BIN has to name the cora binary");
  process.exit(2);
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/**
 * Returns a folder with a `cora` that is the binary of this checkout, on a port of the test's own.
 */
function withCora(folder, port, providerPort) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const ports = `--port ${port} --provider-port ${providerPort}`;
  const script = `#!/bin/sh\ntest "$1" = dev && set -- "$@" ${ports}\nexec "${resolve(cora)}" "$@"\n`;
  writeFileSync(join(bin, "cora"), script);
  chmodSync(join(bin, "cora"), 0o755);
  return bin;
}

/** Adds a `cargo` that makes nothing, and runs the example in the place of a program. */
function withExample(bin) {
  const example = join(dirname(resolve(cora)), "examples/cora");
  writeFileSync(join(bin, "cargo"), `#!/bin/sh\ntest "$1" != run || exec "${example}"\n`);
  chmodSync(join(bin, "cargo"), 0o755);
}

/** Checks that Rust code of a document is the example's. */
function isExample(content) {
  const example = readFileSync(EXAMPLE, "utf8");
  assert.equal(content, example.slice(example.indexOf("use std::env;")), "the code is that of the example");
}

/** Packs the package, as it would be published. */
function packed(folder) {
  const args = ["pack", "--ignore-scripts", "--pack-destination", folder, "--json"];
  const [{ filename }] = JSON.parse(execFileSync("npm", args, { cwd: PACKAGE, encoding: "utf8" }));
  return join(folder, filename.replace("@", "").replace("/", "-"));
}

/** A place in which the steps of one quick start are done. */
class Place {
  children = [];

  constructor(folder, env, tarball) {
    Object.assign(this, { folder, env, tarball, cwd: join(folder, "work"), clock: join(folder, "clock") });
    mkdirSync(this.cwd);
    writeFileSync(this.clock, "0");
  }

  /** Runs commands to their end. The folder that they change to is that of the next step. */
  async command(text) {
    const script = `set -e\n${text.replaceAll(/(npm install .*)@cora\/auth/g, `$1"${this.tarball}"`)}\npwd >"${this.folder}/cwd"`;
    const child = spawn("sh", ["-c", script], { cwd: this.cwd, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    const said = collected(child);
    const timer = setTimeout(() => child.kill(), PATIENCE_MS);
    const status = await new Promise((done) => child.once("close", done));
    clearTimeout(timer);
    if (status !== 0) throw new Error(`it ended with ${status}: ${text}\n${said()}`);
    this.cwd = execFileSync("cat", [join(this.folder, "cwd")], { encoding: "utf8" }).trim();
  }

  file(name, content) {
    const path = join(this.cwd, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** Starts commands that stay, and waits until they say the address that they are ready at. */
  async running(text) {
    const isCora = /^cora /m.test(text);
    const preload = { NODE_OPTIONS: `--import ${pathToFileURL(join(HERE, "clock.mjs"))}`, CORA_TEST_CLOCK: this.clock };
    const child = spawn("sh", ["-c", text], {
      cwd: this.cwd,
      env: isCora ? this.env : { ...this.env, ...preload },
      stdio: ["ignore", "pipe", "pipe"],
      // A process group, so that what the shell started is stopped with it.
      detached: true,
    });
    this.children.push(child);
    const said = collected(child);
    const until = Date.now() + PATIENCE_MS;
    while (!/(?:listening on|Local:) +http:\/\/localhost:\d+/.test(said())) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${text}\n${said()}`);
      if (Date.now() > until) throw new Error(`it does not get ready: ${text}\n${said()}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    this.said = said;
  }

  async close() {
    for (const child of this.children.splice(0).reverse()) {
      const ended = new Promise((done) => child.once("close", done));
      try {
        process.kill(-child.pid, "SIGTERM");
      } catch {
        // It has ended.
      }
      if (child.exitCode === null && child.signalCode === null) await ended;
    }
  }
}

function collected(child) {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  return () => said;
}

/** Signs a person in and out with a browser, and lets an access token come to its end between. */
async function walkThrough(browser, url, place) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const name = () => page.getByRole("heading", { level: 1, name: PERSON });
  const session = async () =>
    (await context.cookies(url)).filter(({ name }) => /^(?:__Host-)?cora\.[0-9a-f-]+$/.test(name)).map((c) => c.value);
  try {
    const signIn = async () => {
      await page
        .getByRole("link", { name: "Sign in" })
        .or(page.getByRole("button", { name: "Sign in" }))
        .click();
      await page.getByRole("heading", { name: "Who are you?" }).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `the provider's page is ${width} px wide`);
      await page.getByRole("button", { name: PERSON }).click();
      await name().waitFor();
      assert.equal(new URL(page.url()).origin, url);
    };
    await page.goto(url);
    await signIn();
    const [first] = await session();
    assert.ok(first, "the application keeps a cookie");

    writeFileSync(place.clock, String(NEAR_THE_END_MS));
    await new Promise((done) => setTimeout(done, 300));
    await page.goto(url);
    await name().waitFor();
    const until = Date.now() + 10_000;
    while ((await session())[0] === first) {
      assert.ok(Date.now() < until, "the session is renewed near the end of its token");
      await new Promise((done) => setTimeout(done, 100));
    }

    // A page shows nobody at once; it has left and come back when it loads again.
    const back = page.waitForEvent("load");
    await page.getByRole("button", { name: "Sign out" }).click();
    await back;
    await page.getByText("Sign in", { exact: true }).waitFor();
    assert.equal(new URL(page.url()).origin, url);
    assert.deepEqual(await session(), []);
    // Cora has ended its session too: the person is asked again.
    await signIn();
    assert.deepEqual(errors, []);
  } catch (error) {
    error.message += `\nat ${page.url()}\n${errors.join("\n")}\n${await page.content().catch(() => "")}`;
    throw error;
  } finally {
    await context.close();
  }
}

async function quickStart(name, browser, tarball) {
  const folder = mkdtempSync(join(tmpdir(), `cora-quickstart-${name}-`));
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()];
  const [port, coraPort, providerPort, apiPort] = ports;
  const bin = withCora(folder, coraPort, providerPort);
  withExample(bin);
  const { NODE_ENV: _, NODE_OPTIONS: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    PATH: `${bin}:${process.env.PATH}`,
    PORT: String(port),
    API_PORT: String(apiPort),
    NEXT_TELEMETRY_DISABLED: "1",
    NO_COLOR: "1",
    // A person is asked whether a package may be fetched, and says yes.
    npm_config_yes: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  };
  const place = new Place(folder, env, tarball);
  try {
    for (const step of stepsOf(join(DOCUMENTS, `${name}.md`))) {
      if (step.command !== undefined) await place.command(step.command);
      else if (step.running !== undefined) await place.running(step.running);
      else {
        if (step.file.endsWith(".rs")) isExample(step.content);
        place.file(step.file, step.content);
      }
    }
    await walkThrough(browser, `http://localhost:${port}`, place);
  } catch (error) {
    error.message += `\n${place.said?.().slice(-4000) ?? ""}`;
    throw error;
  } finally {
    await place.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const all = readdirSync(DOCUMENTS).map((file) => file.replace(/\.md$/, ""));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`there is no quick start ${unknown.join(", ")}; there are ${all.join(", ")}`);
  process.exit(2);
}
const shared = mkdtempSync(join(tmpdir(), "cora-quickstart-"));
let failed = 0;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const tarball = packed(shared);
  for (const name of wanted.length > 0 ? wanted : all) {
    const began = Date.now();
    try {
      await quickStart(name, browser, tarball);
      console.log(`ok    ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}\n${error.message}\n${error.stack}`);
    }
  }
} finally {
  await browser.close();
  rmSync(shared, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
