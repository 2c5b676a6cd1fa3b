import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { createElement } from "react";
import { renderToString } from "react-dom/server";

import { CAPABILITIES } from "../../../dist/capabilities.js";
import { carriedRules } from "../../../dist/react/carried.js";
import { coraAdapter } from "../../../dist/react/cora.js";
import { CoraProvider, OrganizationSwitcher, Show, UserButton, useUnifiedAuth } from "../../../dist/react/index.js";
import { createAuthStore } from "../../../dist/react/store.js";
import { answerOf } from "../../../dist/server/session.js";
import { can, has } from "../../../dist/session/index.js";
import { ACME, page, settle } from "./fixtures.mjs";

const PLATFORM = ["platform_user", "platform_admin", "platform_owner"];
const ORGANIZATION = ["org_user", "org_admin", "org_owner"];
const OTHER = "0198c0de-0000-7000-8000-00000000000b";
const NOW = 1_800_000_000;

const profile = {
  fullName: "Ivan Invited",
  email: "ivan@acme.example",
  emailEvidence: "verified",
  organization: { id: ACME, name: "Acme", slug: "acme" },
};
const claims = (changes = {}) => ({
  sub: "0198c0de-0000-7000-8000-000000000001",
  sid: "s1",
  exp: NOW + 300,
  iat: NOW,
  scope: [],
  authTime: null,
  acr: null,
  amr: [],
  organization: { id: ACME, role: "org_admin" },
  platformRole: "platform_user",
  roleVersion: 1,
  actor: null,
  ...changes,
});
const answer = (changes) => answerOf(claims(changes), profile, "https://cora.acme.example", NOW);
const signedOut = { session: { status: "unauthenticated" }, fullName: null, serverTime: NOW, answers: null };

/** The text of a page as a server renders it. */
const rendered = (initial, ...children) =>
  renderToString(createElement(CoraProvider, { initial }, ...children)).replaceAll("<!-- -->", "");
const Who = () => {
  const auth = useUnifiedAuth();
  return createElement("p", null, `${auth.status} ${auth.fullName ?? ""} ${auth.can("members:manage", ACME)}`);
};

test("w19_the_first_paint_knows_who_it_is_and_asks_nobody", () => {
  const before = globalThis.fetch;
  globalThis.fetch = () => assert.fail("a request");
  try {
    assert.equal(rendered(answer(), createElement(Who)), "<p>authenticated Ivan Invited true</p>");
    assert.equal(rendered(signedOut, createElement(Who)), "<p>unauthenticated  false</p>");
    assert.equal(rendered(null, createElement(Who)), "<p>loading  false</p>");
  } finally {
    globalThis.fetch = before;
  }
});

test("w22_a_page_needs_no_webassembly", () => {
  const before = globalThis.WebAssembly;
  globalThis.WebAssembly = undefined;
  try {
    assert.equal(rendered(answer(), createElement(Who)), "<p>authenticated Ivan Invited true</p>");
  } finally {
    globalThis.WebAssembly = before;
  }
});

test("what_the_answer_carries_is_what_the_core_says_of_every_role_and_question", () => {
  const organizations = [null, ...ORGANIZATION.map((role) => ({ id: ACME, role }))];
  for (const platformRole of PLATFORM) {
    for (const organization of organizations) {
      const { answers, session } = answer({ platformRole, organization });
      const rules = carriedRules();
      rules.carry(session, JSON.parse(JSON.stringify(answers)));
      for (const id of [undefined, ACME, OTHER]) {
        for (const capability of CAPABILITIES)
          assert.equal(rules.can(session, capability, id), can(session, capability, id));
        for (const capability of [undefined, "members:manage", "users:manage"])
          for (const organizationRole of [undefined, ...ORGANIZATION])
            for (const least of [undefined, ...PLATFORM]) {
              const requirement = {
                ...(capability && { capability }),
                ...(organizationRole && { organizationRole }),
                ...(least && { platformRole: least }),
                ...(id && { organizationId: id }),
              };
              assert.equal(rules.has(session, requirement), has(session, requirement), JSON.stringify(requirement));
            }
      }
    }
  }
});

test("an_answer_without_the_cores_answers_is_not_believed", async () => {
  const rules = carriedRules();
  const { answers, session } = answer();
  for (const bad of [undefined, null, {}, { ...answers, platform: null }, { ...answers, endsIn: "soon" }]) {
    rules.carry(session, bad);
    assert.throws(() => rules.can(session, "org:read"));
  }
});

/** Creates a store over the handler's answers, which the test gives one by one. */
async function opened(answers, { initial } = {}) {
  const asked = [];
  const fetch = async (url, init) => {
    asked.push(`${init?.method ?? "GET"} ${url}`);
    const next = answers.shift();
    if (next === undefined) throw new TypeError("fetch failed");
    return Response.json(next.body, { status: next.status });
  };
  const went = [];
  const tab = page(fetch);
  const adapter = coraAdapter({
    fetch,
    goTo: (url) => went.push(url),
    here: () => "/reports",
    isSignedOut: initial === "out",
  });
  const store = createAuthStore({ adapter, page: tab, profileUrl: "/api/auth/session", rules: carriedRules() });
  const stop = store.subscribe(() => {});
  await settle();
  await settle();
  return { asked, went, page: tab, store, stop };
}

const ok = (changes) => ({ status: 200, body: { success: true, data: { ...answer(changes), explanation: null } } });
const over = { status: 401, body: { success: false, code: "session_ended", error: "Your session has ended." } };

test("a_page_without_an_initial_state_asks_once", async () => {
  const { asked, stop, store } = await opened([ok()]);
  const { fullName, status } = store.getSnapshot();
  assert.deepEqual([status, fullName], ["authenticated", "Ivan Invited"]);
  assert.deepEqual(asked, ["GET /api/auth/session"]);
  stop();
});

test("a_session_that_has_ended_is_nobody_with_the_reason", async () => {
  const { stop, store } = await opened([over]);
  const { message, status } = store.getSnapshot();
  assert.deepEqual([status, message.code], ["unauthenticated", "session_ended"]);
  stop();
});

test("w11_one_failed_request_is_not_for_good", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const answers = [];
    const { page: tab, stop, store } = await opened(answers);
    assert.equal(store.getSnapshot().status, "error");
    answers.push(ok());
    mock.timers.tick(5000);
    await settle();
    await settle();
    assert.equal(store.getSnapshot().status, "authenticated", "by time");
    stop();
    const again = [];
    const second = await opened(again);
    again.push(ok());
    second.page.comeBack();
    await settle();
    await settle();
    assert.equal(second.store.getSnapshot().status, "authenticated", "when the network or the person is back");
    second.stop();
    assert.equal(tab.listeners(), 0);
  } finally {
    mock.timers.reset();
  }
});

test("w01_a_page_that_is_open_renews_its_session_before_the_end", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: NOW * 1000 });
  try {
    const { asked, stop, store } = await opened([ok(), ok({ exp: NOW + 550, iat: NOW + 250 })]);
    mock.timers.tick(249_000);
    await settle();
    assert.equal(asked.length, 1);
    mock.timers.tick(2000);
    await settle();
    assert.equal(asked.length, 2);
    assert.equal(store.getSnapshot().status, "authenticated");
    stop();
  } finally {
    mock.timers.reset();
  }
});

test("w25_a_sign_out_in_another_tab_leaves_nothing_here", async () => {
  const { page: tab, stop, store } = await opened([ok(), over]);
  tab.hear("signed_out");
  assert.equal(store.getSnapshot().status, "unauthenticated");
  assert.equal(store.getSnapshot().session, null);
  stop();
});

test("signing_in_and_out_go_to_the_handler_and_on_to_cora", async () => {
  const out = { status: 200, body: { success: true, data: { location: "https://cora.acme.example/oauth2/logout" } } };
  const { asked, page: tab, stop, store, went } = await opened([ok(), out]);
  await store.getSnapshot().signIn({ redirectTo: "/a?b=c", connectionId: "c1" });
  await store.getSnapshot().signIn();
  await store.getSnapshot().signIn({ redirectTo: "/", connectionId: "c1", loginHint: "ana@globex.example" });
  assert.deepEqual(went.splice(2), ["/api/auth/sign-in?return_to=%2F&connection=c1&login_hint=ana%40globex.example"]);
  assert.deepEqual(went, [
    "/api/auth/sign-in?return_to=%2Fa%3Fb%3Dc&connection=c1",
    "/api/auth/sign-in?return_to=%2Freports",
  ]);
  await store.getSnapshot().signOut();
  assert.equal(asked[1], "POST /api/auth/sign-out");
  assert.equal(went[2], "https://cora.acme.example/oauth2/logout");
  assert.deepEqual(tab.told, ["signed_out"]);
  assert.equal(store.getSnapshot().status, "unauthenticated");
  stop();
});

test("an_address_is_asked_about_at_the_handler_and_a_refusal_is_a_sentence", async () => {
  const found = { status: 200, body: { success: true, data: { connectionId: "c1" } } };
  const none = { status: 200, body: { success: true, data: { connectionId: null } } };
  const busy = { status: 503, body: { success: false, code: "issuer_unreachable", error: "Please try again." } };
  const { asked, stop, store } = await opened([ok(), found, none, busy]);
  const { connectionOf } = store.getSnapshot();
  assert.equal(await connectionOf("ana@globex.example"), "c1");
  assert.equal(await connectionOf("ana@nobody.example"), null);
  await assert.rejects(connectionOf("ana@globex.example"), { name: "AuthChangeError", message: "Please try again." });
  assert.deepEqual(asked.slice(1), Array(3).fill("POST /api/auth/connections"));
  stop();
});

test("switching_the_organization_asks_the_handler_and_tells_the_other_tabs", async () => {
  const list = {
    status: 200,
    body: {
      success: true,
      data: {
        organizations: [
          { id: ACME, name: "Acme" },
          { id: OTHER, name: "Other" },
        ],
      },
    },
  };
  const {
    asked,
    page: tab,
    stop,
    store,
  } = await opened([ok(), list, ok({ organization: { id: OTHER, role: "org_user" } })]);
  assert.equal((await store.getSnapshot().listOrganizations()).length, 2);
  await store.getSnapshot().switchOrganization(OTHER);
  assert.deepEqual(asked.slice(1), ["GET /api/auth/organization", "PUT /api/auth/session"]);
  assert.equal(store.getSnapshot().session.currentOrganizationId, OTHER);
  assert.deepEqual(tab.told, ["changed"]);
  stop();
});

test("w32_in_a_page_null_is_no_organization_and_never_the_platform", async () => {
  const { stop, store } = await opened([ok({ platformRole: "platform_owner", organization: null })]);
  const auth = store.getSnapshot();
  assert.equal(auth.can("users:manage"), true);
  assert.equal(auth.can("users:manage", auth.session.currentOrganizationId), false);
  assert.equal(auth.can("users:manage", undefined), false);
  stop();
});

test("show_is_for_those_who_meet_the_condition", () => {
  const shows = (initial, when) =>
    rendered(initial, createElement(Show, { when, fallback: "no", loading: "wait" }, "yes"));
  for (const [when, expected] of [
    [{}, "yes"],
    [{ permission: "members:manage" }, "yes"],
    [{ permission: "members:manage", organization: ACME }, "yes"],
    [{ permission: "members:manage", organization: OTHER }, "no"],
    [{ permission: "members:manage", organization: null }, "no"],
    [{ permission: "users:manage", platform: true }, "no"],
    [{ role: "org_admin" }, "yes"],
    [{ role: "org_owner" }, "no"],
    [{ role: "platform_admin" }, "no"],
    [{ signedOut: true }, "no"],
  ])
    assert.equal(shows(answer(), when), expected, JSON.stringify(when));
  assert.equal(shows(signedOut, { signedOut: true }), "yes");
  assert.equal(shows(signedOut, {}), "no");
  assert.equal(shows(null, {}), "wait");
});

test("the_button_and_the_switcher_are_labeled_html", () => {
  const html = rendered(answer(), createElement(UserButton, null, "More"), createElement(OrganizationSwitcher));
  assert.match(html, /<summary>Ivan Invited<\/summary><p>ivan@acme\.example<\/p>More<button type="button">Sign out/);
  assert.match(html, /<label for="([^"]+)">Organization<\/label><select id="\1">/);
  assert.match(html, new RegExp(`<option value="${ACME}" selected="">Acme</option>`));
  assert.match(rendered(signedOut, createElement(UserButton)), /<button type="button"[^>]*>Sign in<\/button>/);
  assert.equal(rendered(signedOut, createElement(OrganizationSwitcher)), "");
});

test("the_style_sheet_names_the_components_classes_and_nothing_else", async () => {
  const { readFileSync } = await import("node:fs");
  const sheet = readFileSync(new URL("../../../styles.css", import.meta.url), "utf8");
  const components = readFileSync(new URL("../components.tsx", import.meta.url), "utf8");
  const classes = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
  assert.deepEqual(classes(sheet, /\.(cora-[a-z-]+)/g), classes(components, /className="([^"]+)"/g));
  const rules = sheet.replace(/\/\*[\s\S]*?\*\//g, "").split("}");
  for (const selector of rules.flatMap((rule) => rule.split("{")[0].split(",")).filter((text) => text.trim() !== ""))
    assert.match(selector, /\.cora-/, "the page's own elements keep their styles");
  assert.doesNotMatch(sheet, /url\(|@import/, "it loads nothing");
});

test("w15_a_page_without_a_channel_between_tabs_works", async () => {
  const { browserPage } = await import("../../../dist/react/page.js");
  const before = globalThis.BroadcastChannel;
  delete globalThis.BroadcastChannel;
  try {
    const tab = browserPage();
    tab.onTold(() => {})();
    tab.tell("changed");
  } finally {
    globalThis.BroadcastChannel = before;
  }
});

test("w25_a_page_does_not_miss_what_another_tab_told_before_it_listened", async () => {
  const { browserPage } = await import("../../../dist/react/page.js");
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  };
  try {
    /** What a page is told that begins to listen now. */
    const told = async (tab) => {
      const events = [];
      const stop = tab.onTold((event) => events.push(event));
      await settle();
      stop();
      return events;
    };
    const [first, second] = [browserPage("w25"), browserPage("w25")];
    assert.deepEqual(await told(first), []);
    first.tell("changed");
    assert.deepEqual(await told(first), [], "its own words are none");
    assert.deepEqual(await told(second), ["changed"], "the page was asked for before");
    assert.deepEqual(await told(second), [], "once");
    assert.deepEqual(await told(browserPage("another application")), []);
    for (const name of kept.keys()) kept.set(name, `${Math.floor(performance.timeOrigin) - 1} changed`);
    assert.deepEqual(await told(browserPage("w25")), [], "a page that was asked for later shows it already");
    globalThis.localStorage = {
      getItem: () => assert.fail("refused"),
      setItem: () => assert.fail("refused"),
    };
    const refused = browserPage("w25");
    assert.deepEqual(await told(refused), []);
    refused.tell("changed");
  } finally {
    delete globalThis.localStorage;
  }
});

test("copies_of_the_package_share_the_context", async () => {
  const copy = await import("../../../dist/react/context.js?copy");
  const { StoreContext } = await import("../../../dist/react/context.js");
  assert.equal(copy.StoreContext, StoreContext);
});
