// Sets a platform up in the console, from `cora init` to the second person invited, and asks why
// somebody cannot sign in: by the mouse, or with --keyboard by the keyboard alone. Counts what it
// takes, and makes the pictures of docs/console.md with --pictures FOLDER.
//
//   node tests/screens/setup.mjs [--keyboard] [--pictures FOLDER]
//
// Needs target/debug/cora, a built package and the npm packages of the demo's provider.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./console-server.mjs";
import { freePort } from "./free-port.mjs";

const from = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const BY_KEYBOARD = process.argv.includes("--keyboard");
const at = process.argv.indexOf("--pictures");
const PICTURES = at < 0 ? null : process.argv[at + 1];
/** The most actions of the person, and the most seconds that they wait for us. */
const MOST_ACTIONS = 60;
const MOST_WAITING = 30;

const folder = mkdtempSync(join(tmpdir(), "cora-setup-"));
// Pictures have the same addresses each time.
const [port, providerPort] = PICTURES === null ? [await freePort(), await freePort()] : [7400, 7401];
const [service, provider] = [port, providerPort].map((one) => `http://127.0.0.1:${one}`);
const secret = randomBytes(32).toString("base64url");
const env = {
  ...process.env,
  CORA_DATABASE: join(folder, "cora.sqlite"),
  CORA_SECRET_KEYS: `k1:${randomBytes(32).toString("base64")}`,
};
const children = new Set();

/** Starts a program, and waits until it listens. */
const start = async (command, args, more) => {
  const child = spawn(command, args, { env: { ...env, ...more }, stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  await new Promise((done, fail) => {
    let text = "";
    child.stdout.on("data", (part) => {
      text += part;
      if (text.includes("listening on")) done();
    });
    child.once("exit", (code) => fail(new Error(`${command} ended with ${code}: ${text}`)));
  });
  child.removeAllListeners("exit");
  return child;
};
const stop = async (child) => {
  children.delete(child);
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await gone;
};
/** The identity provider, with the addresses that were registered at it. */
const startProvider = (redirectUris) =>
  start(process.execPath, [from("demo/provider/server.mjs")], {
    PROVIDER: "demo",
    PORT: String(providerPort),
    ISSUER: provider,
    CLIENT_SECRET: secret,
    REDIRECT_URIS: redirectUris.join(" "),
    JWKS_FILE: join(folder, "provider-keys.json"),
  });

let actions = 0;
let waited = 0;

/** Goes to an element with the Tab key alone, as far as it takes. */
async function tabTo(page, locator) {
  await locator.waitFor();
  for (let step = 0; step < 150; step += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    // Of the buttons of one choice, Tab reaches the chosen one; the arrows reach the others.
    const isOfChoice = await locator.evaluate(
      (element) => element.type === "radio" && document.activeElement?.name === element.name,
    );
    await page.keyboard.press(isOfChoice ? "ArrowDown" : "Tab");
  }
  throw new Error(`the keyboard does not reach ${locator}`);
}
/** Waits for what the console shows next, which is our time. */
async function shows(locator) {
  const began = performance.now();
  await locator.first().waitFor();
  waited += performance.now() - began;
}
async function press(page, locator) {
  actions += 1;
  if (!BY_KEYBOARD) return await locator.click();
  await tabTo(page, locator);
  await page.keyboard.press((await locator.evaluate(({ type }) => type === "radio")) ? "Space" : "Enter");
}
async function type(page, locator, text) {
  actions += 1;
  if (!BY_KEYBOARD) return await locator.fill(text);
  await tabTo(page, locator);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
}
/** The pictures that docs/console.md shows, in their order. */
const shown = [...readFileSync(from("docs/console.md"), "utf8").matchAll(/images\/console\/([\w-]+)\.png/g)].map(
  ([, name]) => name,
);
const taken = [];
/** Takes a picture of the page from an element on. */
async function picture(page, name, top = page.locator("body")) {
  taken.push(name);
  if (PICTURES === null) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.evaluate(() => document.activeElement?.blur());
  await top.first().evaluate((element) => {
    element.scrollIntoView({ block: "start" });
    scrollBy(0, -24);
  });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const token = execFileSync(from("target/debug/cora"), ["init"], { env, encoding: "utf8" }).trim();
const tests = `${service}/auth/connection-test/callback`;
let upstream = await startProvider([tests]);
await start(from("target/debug/cora"), [
  "serve",
  ...["--listen", `127.0.0.1:${port}`, "--public-url", service, "--allow-loopback-http"],
  ...["--sign-in-url", "http://127.0.0.1:3000/", "--console-folder", from("pkg/dist/console")],
]);
const browser = await launch();
try {
  const context = await browser.newContext({
    viewport: { width: 1024, height: 620 },
    reducedMotion: "reduce",
    locale: "en-US",
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const button = (name) => page.getByRole("button", { name, exact: true });
  const heading = (name) => page.getByRole("heading", { name, exact: true });

  // The setup token.
  await page.goto(`${service}/console`);
  await shows(heading("Set up this platform"));
  await picture(page, "setup");
  await type(page, page.getByLabel("Setup token"), token);
  await press(page, button("Continue"));

  // The connection.
  await shows(page.getByText("Nobody can sign in yet"));
  await press(page, page.getByRole("main").getByRole("link", { name: "Add a connection" }));
  await type(page, page.getByRole("textbox", { name: "Or paste what you have" }), provider);
  await press(page, button("Ask the provider for its document"));
  await shows(page.getByText("This looks like"));
  await picture(page, "provider", heading("Or paste what you have"));
  await press(page, page.getByRole("status").getByRole("button", { name: "Continue" }));
  await shows(page.getByText(tests));
  await press(page, button("Continue"));
  await type(page, page.getByLabel("Name", { exact: true }), "Acme login");
  await type(page, page.getByLabel("Client ID"), "cora-demo-web");
  await type(page, page.getByLabel("Client secret"), secret);
  await type(page, page.getByLabel("Audiences"), "https://api.acme.example");
  await press(page, button("Save as a draft"));
  await shows(page.getByText(`${service}/auth/callback/`));
  // What the administrator registers at the provider meanwhile.
  const registered = await page.locator("main code").allTextContents();
  await stop(upstream);
  upstream = await startProvider(registered.filter((text) => text.startsWith(service)));
  await press(page, button("Check the provider"));
  await shows(page.getByText("The provider answers, and its document agrees"));
  await picture(page, "check", heading("Register these redirect addresses at the provider"));
  await press(page, button("Continue"));

  // The test login.
  await press(page, button("Start a test login"));
  const link = page.getByRole("link", { name: "Sign in at the provider" });
  await shows(link);
  const opening = context.waitForEvent("page");
  await press(page, link);
  const login = await opening;
  await press(login, login.getByRole("button", { name: /Grace Owner/ }));
  await login.waitForURL(`${tests}**`);
  await login.close();
  await page.bringToFront();
  await shows(page.getByText("The test login succeeded"));
  await picture(page, "test", page.getByText("The test login succeeded"));
  await press(page, button("Continue"));
  await press(page, button("Activate").last());
  await shows(page.getByRole("dialog"));
  await picture(page, "activate");
  await press(page, page.getByRole("dialog").getByRole("button", { name: /^Activate/ }));

  // The owner.
  await shows(page.getByText("you become the owner of this platform"));
  await press(page, button("Sign in"));
  await press(page, page.getByRole("button", { name: /Grace Owner/ }));
  const navigation = page.getByRole("navigation").first();
  await shows(navigation.getByRole("link", { name: "Organizations" }));

  // An organization, and an invitation.
  await press(page, navigation.getByRole("link", { name: "Organizations" }));
  await press(page, button("Create an organization"));
  await type(page, page.getByLabel("Name", { exact: true }), "Acme");
  await press(page, page.getByRole("dialog").getByRole("button", { name: "Create an organization" }));
  await press(page, page.getByRole("row").getByRole("link", { name: "Acme" }));
  await press(page, page.getByRole("main").getByRole("link", { name: "Invitations" }));
  await press(page, button("Invite people"));
  await type(page, page.getByLabel("Addresses"), "ivan@partner.example");
  await picture(page, "invite");
  await press(page, button("Send 1 invitation"));
  await shows(page.getByRole("row", { name: /ivan@partner.example/ }));

  // The policy.
  await press(page, navigation.getByRole("link", { name: "Policy" }));
  await press(page, page.getByRole("radio", { name: "They wait" }));
  await picture(page, "policy");
  await press(page, button("Save the policy"));
  await shows(page.getByText("It counts from the next login on."));

  // Why?
  await press(page, navigation.getByRole("link", { name: "Why?" }));
  await type(page, page.getByLabel("Address or name"), "kate@globex.example");
  await press(page, button("Find"));
  await press(page, button("Ask"));
  await shows(page.getByText("This person is put on the waitlist."));
  await picture(page, "why", page.getByText("This person is put on the waitlist."));

  const seconds = Math.round(waited / 1000);
  const taking = actions;
  // The provider is gone, and nobody can sign in: the operator repairs the connection on the host.
  await context.clearCookies();
  await stop(upstream);
  const repair = performance.now();
  const [opened] = /https?:\/\/\S+#operator=\S+/.exec(
    execFileSync(from("target/debug/cora"), ["console", "link", "--public-url", service], { env, encoding: "utf8" }),
  );
  await page.goto("about:blank");
  await page.goto(opened);
  await shows(page.getByText("Operator session: connections only"));
  await press(page, page.getByRole("main").getByRole("link", { name: "Acme login" }));
  await press(page, page.getByRole("main").getByRole("link", { name: "Settings" }));
  await type(page, page.getByLabel("Name", { exact: true }), "Acme login, repaired");
  await press(page, button("Save"));
  await shows(page.getByText("Saved as number"));
  const refused = await page.evaluate(async () => {
    const answers = {};
    for (const path of ["users", "policy", "orgs", "applications", "requests"]) {
      const answer = await fetch(`/admin/${path}`, { headers: { "x-cora-console": "1" } });
      answers[path] = answer.status;
    }
    return answers;
  });
  assert.deepEqual(new Set(Object.values(refused)), new Set([403]), JSON.stringify(refused));
  assert.ok(performance.now() - repair < 60_000, "the repair takes less than a minute");

  assert.deepEqual(taken, shown, "docs/console.md shows the pictures that are made here");
  for (const name of shown) assert.ok(existsSync(from(`docs/images/console/${name}.png`)), name);
  assert.ok(taking <= MOST_ACTIONS, `${taking} actions`);
  assert.ok(seconds <= MOST_WAITING, `${seconds} s of waiting`);
  console.log(`ok set up by the ${BY_KEYBOARD ? "keyboard" : "mouse"}: ${taking} actions, ${seconds} s of waiting`);
} finally {
  await browser.close();
  for (const child of children) child.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
