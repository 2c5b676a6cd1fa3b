import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { accessTokenOf } from "../tokens.mjs";
import { denial } from "../world.mjs";

const AXE = readFileSync(
  createRequire(new URL("../../../demo/package.json", import.meta.url)).resolve("axe-core/axe.min.js"),
  "utf8",
);
const WIDTHS = { narrow: 360, wide: 1280 };
/** A text of the maximum length of a name and of an organization. */
const LONG =
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft von und zu Hohenlohe-Langenburg, Zweigniederlassung Süd";

/**
 * The pages have no faults for people who cannot see them, cannot use a mouse, or have a small
 * screen. `SCREENS` names a folder to save screenshots in.
 */
export async function screens({ check, start }) {
  const world = await start("screens");
  const { stack } = world;

  async function looked(page, name) {
    for (const [width, pixels] of Object.entries(WIDTHS)) {
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize({ width: pixels, height: 800 });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        if (process.env.SCREENS)
          await page.screenshot({
            path: join(process.env.SCREENS, `${name}-${width}-${colorScheme}.png`),
            fullPage: true,
          });
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(wider <= 0, `${name} is ${wider} pixels too wide at ${pixels}`);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const found = violations.map(
          ({ help, id, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" ")}`,
        );
        assert.deepEqual(found, [], `${name} ${width} ${colorScheme}`);
      }
    }
  }
  await check("signed_out", async () => {
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    await looked(page, "signed-out");
    await page.goto(`${stack.urls.web}/?error=sign_in_outdated&from=%2Freports`);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    await looked(page, "signed-out-with-notes");
  });

  await check("admitted", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    await page.getByTestId("outcome").waitFor();
    await looked(page, "admitted");
  });

  await check("admitted_with_long_texts_and_several_organizations", async () => {
    const token = await accessTokenOf(stack, "demo", "usr_ivan");
    const ask = await fetch(`${stack.urls.cora}/profiles/me`, { headers: { authorization: `Bearer ${token}` } });
    const body = await ask.json();
    const [first] = body.data.session.session.organizations;
    body.data.session.session.organizations = [
      { ...first, name: LONG },
      { ...first, id: "0198c0de-0000-7000-8000-0000000000a2", name: "Globex", slug: "globex", role: "org_user" },
    ];
    world.tap.standIn("/profiles/me", { body });
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    await page.getByRole("button", { name: "Work in Globex" }).waitFor();
    await page.getByRole("heading", { name: new RegExp(`^${LONG.slice(0, 40)}.*current organization`) }).waitFor();
    await looked(page, "admitted-long");
    // Ivan is a member of one of them in truth.
    await page.getByRole("button", { name: "Work in Globex" }).click();
    await page.getByRole("alert").getByText("You are not a member of this organization.").waitFor();
    await page.getByRole("heading", { name: new RegExp(`^${LONG.slice(0, 40)}.*current organization`) }).waitFor();
    world.tap.standIn("/profiles/me", undefined);
  });

  await check("denied", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Sam");
    await denial(page);
    await looked(page, "denied");
    await page.getByRole("link", { name: "Back to the application" }).click();
    await page.waitForURL(`${stack.urls.web}/**`);
    await page.getByRole("main").getByRole("alert").waitFor();
    await looked(page, "turned-back");
  });

  await check("sign_in_is_unavailable", async () => {
    const page = await world.visitor();
    world.tap.setDown(true);
    await page.goto(stack.urls.web);
    await page.getByRole("heading", { name: "Sign-in is unavailable" }).waitFor();
    await looked(page, "unavailable");
    world.tap.setDown(false);
  });

  await check("pages_for_everybody", async () => {
    const page = await world.visitor();
    for (const path of ["/what-if", "/playground"]) {
      await page.goto(stack.urls.web + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await looked(page, path.slice(1));
    }
  });

  await check("everything_is_reached_by_the_keyboard_and_seen_where_it_is", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    await page.getByTestId("outcome").waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    const reached = new Set();
    for (let press = 0; press < 60; press += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const { activeElement: element } = document;
        if (element === null || element === document.body) return null;
        const { boxShadow, outlineStyle, outlineWidth } = getComputedStyle(element);
        return {
          name: element.textContent.trim().slice(0, 40) || element.id,
          isSeen: (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none",
        };
      });
      if (at === null) break;
      assert.ok(at.isSeen, `${at.name} does not show that it has the focus`);
      reached.add(at.name);
    }
    const out = [...reached].find((name) => /sign out/i.test(name));
    assert.ok(out, [...reached].join(", "));
    await page.getByRole("button", { name: "Sign out" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });

  await check("nothing_protected_is_ever_shown_to_who_may_not_see_it_and_no_sign_in_to_who_is_signed_in", async () => {
    // Collects every text that the page has shown since it was opened.
    const watched = async () => {
      const page = await world.visitor();
      const shown = new Set();
      await page.exposeBinding("coraShown", (_source, text) => void shown.add(text));
      await page.addInitScript(() => {
        const tell = () => document.body && globalThis.coraShown(document.body.innerText);
        new MutationObserver(tell).observe(document, { subtree: true, childList: true, characterData: true });
      });
      return { page, saw: (text) => [...shown].some((part) => part.includes(text)), forget: () => shown.clear() };
    };
    const nobody = await watched();
    await nobody.page.goto(`${stack.urls.web}/connections`);
    await nobody.page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    assert.ok(nobody.saw("Sign in to continue"), "it listens");
    assert.equal(nobody.saw("A connection is an identity provider"), false);
    const asking = { headers: { accept: "text/html" }, maxRedirects: 0 };
    const page = await nobody.page.context().request.get(`${stack.urls.web}/connections`, asking);
    assert.equal(page.status(), 303);
    assert.equal(/<\w/.test(await page.text()), false, "no page comes with being sent elsewhere");

    const somebody = await watched();
    await world.signIn(somebody.page, "Ivan");
    await somebody.page.getByTestId("outcome").waitFor();
    somebody.forget();
    await somebody.page.reload();
    await somebody.page.getByTestId("outcome").waitFor();
    assert.ok(somebody.saw("Ivan Invited"), "it listens");
    assert.equal(
      somebody.saw("Who may come in, and why?"),
      false,
      "a sign-in page was shown to somebody who is signed in",
    );

    const denied = await watched();
    await world.signIn(denied.page, "Sam");
    await denial(denied.page);
    await denied.page.goto(stack.urls.web);
    await denied.page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    assert.equal(denied.saw("Role on the platform"), false);
  });

  await check("going_back_after_signing_out_shows_nobody", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    await page.getByTestId("outcome").waitFor();
    await page.goto(`${stack.urls.web}/what-if`);
    await page.goto(stack.urls.web);
    await page.getByTestId("outcome").waitFor();
    await world.signOut(page);
    // Goes back to the public page, and on to the one that showed a person.
    for (const step of ["goBack", "goBack", "goForward"]) {
      await page[step]();
      await page.waitForLoadState();
      assert.equal(await page.getByText("Ivan Invited").count(), 0, step);
    }
    await page.goForward();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  });
}
