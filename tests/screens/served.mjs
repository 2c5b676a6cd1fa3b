// Signs in to the console of a real service, and opens every page of it: `cora dev` serves it, its
// provider vouches for the person, and the first one owns the platform.
//
//   node tests/screens/served.mjs     (needs target/debug/cora and a built package)
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { freePort } from "./free-port.mjs";

const from = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { chromium } = createRequire(from("pkg/package.json"))("playwright-core");
const PICTURES = process.env.CORA_PICTURES;

const folder = mkdtempSync(join(tmpdir(), "cora-console-"));
const [port, providerPort] = [await freePort(), await freePort()];
const service = `http://localhost:${port}`;
const dev = spawn(
  from("target/debug/cora"),
  [
    "dev",
    ...["--folder", join(folder, "data"), "--port", String(port), "--provider-port", String(providerPort)],
    ...["--console-folder", from("pkg/dist/console")],
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const ready = new Promise((done, fail) => {
  let text = "";
  dev.stdout.on("data", (part) => {
    text += part;
    if (text.includes("listening on")) done(text);
  });
  dev.once("exit", (code) => fail(new Error(`cora dev ended with ${code}: ${text}`)));
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  assert.match(await ready, new RegExp(`console +${service}/console`));
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults = [];
  page.on("console", (message) => {
    // The page after a fresh proof closes its window, which this test did not open.
    if (/Scripts may close only/.test(message.text())) return;
    if (["error", "warning"].includes(message.type())) faults.push(`${message.text()} at ${page.url()}`);
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("response", async (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  // Each resource is read once for a page.
  let asked = [];
  page.on("request", (request) => {
    if (request.method() === "GET" && request.resourceType() === "fetch") asked.push(request.url());
  });
  const readOnce = (name) => {
    const twice = asked.filter((url, index) => asked.indexOf(url) !== index);
    if (twice.length > 0) faults.push(`${name} reads again: ${twice.join(", ")}`);
    asked = [];
  };
  const settled = async () => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
  };
  const shown = async (name) => {
    await settled();
    const alerts = await page.getByRole("alert").allTextContents();
    assert.deepEqual(
      alerts.filter((text) => text.trim() !== ""),
      [],
      `${name} shows no failure`,
    );
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  };

  await page.goto(`${service}/console/users`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("button[value=dev_ada]").click();
  await page.getByRole("row", { name: /ada/i }).waitFor();
  assert.equal(page.url(), `${service}/console/users`, "the person comes back to where they were");
  await shown("users");

  // An organization, and somebody who is invited to it.
  await page.goto(`${service}/console/organizations`);
  // The links come with the session, after the page has loaded: none is there before.
  const navigation = page.getByRole("navigation").first();
  await navigation.getByRole("link").first().waitFor();
  const pages = await navigation.getByRole("link").all();
  const names = await Promise.all(pages.map(async (link) => [await link.innerText(), await link.getAttribute("href")]));
  assert.ok(names.length >= 11, `an owner sees all pages: ${names}`);
  await settled();
  for (const [name, href] of names) {
    asked = [];
    await navigation.getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.ok(page.url().endsWith(href.replace(/^\.*/, "")), `${page.url()} is ${href}`);
    await shown(name.replaceAll(/\W+/g, "-").toLowerCase());
    readOnce(name);
  }
  // Each page opens by its address too.
  for (const [name, href] of names) {
    asked = [];
    await page.goto(new URL(href, `${service}/console/`).href);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await shown("reloaded");
    readOnce(`the reloaded ${name}`);
  }
  // A fresh proof returns to its own page.
  const begun = await page.evaluate(async () => {
    const answer = await fetch("/console/api/session", {
      method: "POST",
      headers: { "content-type": "application/json", "x-cora-console": "1" },
      body: JSON.stringify({ returnTo: "/console/proven", fresh: true }),
    });
    return await answer.json();
  });
  await page.goto(begun.data.authorizationUrl);
  await page.locator("button[value=dev_ada]").click();
  await page.getByRole("heading", { name: "You are signed in again" }).waitFor();
  await page.goto(`${service}/console/users`);
  await page.getByRole("row", { name: /ada/i }).waitFor();
  const stored = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
  assert.deepEqual(stored, [[], [], ""], "nothing is stored in the browser");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.deepEqual(faults, [], "no request fails, and nothing is said in the browser's console");
  console.log(`ok the console of a real service: ${names.length} pages`);
} finally {
  await browser.close();
  dev.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
