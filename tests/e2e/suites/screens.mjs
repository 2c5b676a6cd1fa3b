import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

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
  /** Opens a page for which the profile route gives this answer. */
  const answering = async (answer) => {
    const page = await world.visitor();
    await page.route("**/api/auth/session", (route) =>
      route.fulfill({ json: { user: { id: "x" }, expires: "2099-01-01T00:00:00Z" } }),
    );
    await page.route("**/api/profile", answer);
    await page.goto(stack.urls.web);
    return page;
  };

  await check("signed_out", async () => {
    const page = await world.visitor();
    await page.goto(stack.urls.web);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    await looked(page, "signed-out");
    await page.goto(`${stack.urls.web}/?error=sign_in_outdated&from=%2Freports`);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    await looked(page, "signed-out-with-notes");
  });

  await check("loading", async () => {
    const page = await answering(() => {});
    await page.getByRole("status").waitFor();
    await looked(page, "loading");
  });

  await check("admitted", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Ivan");
    await page.getByTestId("outcome").waitFor();
    await looked(page, "admitted");
  });

  await check("admitted_with_long_texts_and_several_organizations", async () => {
    const real = await world.visitor();
    await world.signIn(real, "Ivan");
    await real.getByTestId("outcome").waitFor();
    const body = await (await real.context().request.get(`${stack.urls.web}/api/profile`)).json();
    const [first] = body.data.session.session.organizations;
    body.data.full_name = LONG;
    body.data.session.session.organizations = [
      { ...first, name: LONG },
      { ...first, id: "0198c0de-0000-7000-8000-0000000000a2", name: "Globex", slug: "globex", role: "org_user" },
    ];
    let refusal;
    const page = await answering((route) => {
      const request = route.request();
      if (refusal !== undefined && request.method() === "PUT") return route.fulfill({ status: 403, json: refusal });
      if (request.method() === "PUT")
        body.data.session.session.currentOrganizationId = request.postDataJSON().currentOrganizationId;
      return route.fulfill({ json: body });
    });
    await page.getByTestId("outcome").waitFor();
    await looked(page, "admitted-long");
    await page.getByRole("button", { name: "Work in Globex" }).click();
    await page.getByRole("button", { name: `Work in ${LONG}` }).waitFor();
    await page.getByRole("heading", { name: /Globex .*where you work now/ }).waitFor();
    refusal = { success: false, code: "not_a_member", error: "You are no member there." };
    await page.getByRole("button", { name: `Work in ${LONG}` }).click();
    await page.getByRole("alert").getByText("You are no member there.").waitFor();
    await page.getByRole("heading", { name: /Globex .*where you work now/ }).waitFor();
  });

  await check("denied", async () => {
    const page = await world.visitor();
    await world.signIn(page, "Sam");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await looked(page, "denied");
  });

  for (const code of ["confirm_account", "awaiting_approval", "use_sso"]) {
    await check(`pending_${code}`, async () => {
      const page = await answering((route) =>
        route.fulfill({
          status: 403,
          json: {
            success: false,
            code,
            error: `A sentence about what is to be done next: ${LONG}.`,
            requestId: "0198c0de",
          },
        }),
      );
      await page.getByText("A sentence about what is to be done next").waitFor();
      await looked(page, `pending-${code}`);
    });
  }

  await check("failed", async () => {
    const page = await answering((route) =>
      route.fulfill({
        status: 503,
        json: { success: false, code: "try_again", error: "The server is busy. Please try again." },
      }),
    );
    await page.getByRole("heading", { name: "We could not load your account" }).waitFor();
    await looked(page, "failed");
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
    const page = await nobody.page.context().request.get(`${stack.urls.web}/connections`, { maxRedirects: 0 });
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
    await denied.page.getByRole("heading", { name: "You do not have access yet" }).waitFor();
    denied.forget();
    await denied.page.reload();
    await denied.page.getByRole("heading", { name: "You do not have access yet" }).waitFor();
    for (const text of ["Role on the platform", "Who may come in, and why?"])
      assert.equal(denied.saw(text), false, text);
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
