import { createRequire } from "node:module";

import { createFamily } from "../../demo/stack/children.mjs";
import { startStack } from "../../demo/stack/start.mjs";
import { createTap } from "./tap.mjs";

const require = createRequire(new URL("../../demo/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** The longest time to wait for anything on a page, in milliseconds. */
const PATIENCE = 20_000;

/** The path at which providers answer Cora. */
const CALLBACK = "/auth/callback/";

const goOn = (page) => page.getByRole("button", { name: "Continue without it" });

/** Matches a text in the form of a signed token. */
const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/;

/** Searches every response of a page's own origin for tokens, which must not be there. */
function watch(page, origin, leaks) {
  page.on("response", async (response) => {
    if (!response.url().startsWith(origin)) return;
    const body = await response.text().catch(() => "");
    if (TOKEN.test(body)) leaks.push(response.url());
  });
}

/**
 * Starts everything, and a browser. `started` is called first with the world to close, in case the
 * start fails halfway.
 */
export async function openWorld(options, started) {
  const family = createFamily();
  const closing = [];
  const world = {
    close: async () => {
      for (const close of closing.splice(0).reverse()) await close();
    },
  };
  started(world);
  closing.push(() => family.stop());
  let tap;
  const stack = await startStack({
    ...options,
    family,
    between: async (url) => {
      tap = await createTap(url);
      closing.push(tap.close);
      return tap.url;
    },
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  closing.push(() => browser.close());
  const leaks = [];

  return Object.assign(world, {
    family,
    stack,
    tap,
    /** The URLs of responses in which a page got a token. */
    leaks,
    /** Opens a page in a separate browser context for one person. */
    async visitor(contextOptions = {}) {
      const context = await browser.newContext(contextOptions);
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      watch(page, stack.urls.web, leaks);
      page.faults = [];
      page.on("pageerror", (error) => page.faults.push(error.message));
      return page;
    },
    /** Opens the start page, and signs in at the provider as a person. */
    async signIn(page, name) {
      await page.goto(stack.urls.web);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await this.choose(page, name);
    },
    /**
     * Chooses a person on the provider's page. Waits for the application, or for the page of Cora
     * on which the person stops.
     */
    async choose(page, name) {
      await page.getByRole("heading", { name: "Who is signing in?" }).waitFor();
      await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
      await page.waitForURL(({ origin, pathname }) => origin === stack.urls.web || pathname.startsWith(CALLBACK));
      if (new URL(page.url()).origin === stack.urls.web) return;
      if ((await goOn(page).count()) > 0) await this.arrive(page);
    },
    /**
     * Waits for the application. While the platform has no owner, everybody is asked for the setup
     * token, and goes on without it.
     */
    async arrive(page) {
      await goOn(page).or(page.getByRole("banner")).first().waitFor();
      if (new URL(page.url()).origin !== stack.urls.web) await goOn(page).click();
      await page.waitForURL(`${stack.urls.web}/**`);
    },
    async signOut(page) {
      // The page forgets the session at once, and leaves for Cora, which ends its own.
      const back = page.waitForEvent("load");
      await page.getByRole("button", { name: "Sign out" }).first().click();
      await back;
      await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    },
  });
}

/** Reads what a page shows a person who was admitted. */
export async function admission(page) {
  await page.getByTestId("outcome").waitFor();
  const text = (id) => page.getByTestId(id).allTextContents();
  const [[outcome], [reason], roles] = await Promise.all([text("outcome"), text("reason"), text("role")]);
  return { outcome, reason, roles };
}

/** Returns the sentence by which Cora tells a person why they are not admitted. */
export async function denial(page) {
  await page.getByRole("heading", { name: /^(?:You are not signed in|One more step)$/ }).waitFor();
  return page.locator("main p").first().textContent();
}

/** Enters a setup token on Cora's page. */
export async function enterSetupToken(page, token) {
  await page.getByLabel("Setup token").fill(token);
  const form = page.locator("form").filter({ has: page.getByLabel("Setup token") });
  await form.getByRole("button", { name: "Continue" }).click();
}
