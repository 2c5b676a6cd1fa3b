import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

import { decide } from "../../../dist/index.js";
import { useUnifiedAuth } from "../../../dist/react/index.js";
import { can } from "../../../dist/session/index.js";
import {
  profileAnswer,
  situation,
  testAdapter,
  testAuth,
  TestAuthProvider,
  testId,
  testSession,
} from "../../../dist/testing/index.js";
import { admitted } from "../../react/test/fixtures.mjs";

test("each_situation_is_decided_as_it_is_called", () => {
  const outcomes = {
    stranger: "denied",
    returning: "returning",
    invited: "provisioned",
    domain: "provisioned",
    bootstrap: "provisioned",
    link_confirmation: "link_confirmation_required",
    suspended: "denied",
  };
  const found = Object.fromEntries(Object.keys(outcomes).map((name) => [name, decide(situation(name)).outcome.kind]));
  assert.deepEqual(found, outcomes);
});

test("what_a_test_session_may_do_is_the_cores_to_say", () => {
  const session = testSession({ organizations: [{ name: "Acme", role: "org_admin" }, { name: "Globex" }] });
  const unified = { status: "authenticated", session };
  assert.equal(can(unified, "members:manage", testId("organization Acme")), true);
  assert.equal(can(unified, "members:manage", testId("organization Globex")), false);
  assert.ok(session.capabilities.includes("members:manage") && !session.capabilities.includes("idp:read"));
  assert.ok(testSession({ platformRole: "platform_admin" }).capabilities.includes("idp:write"));
  assert.equal(
    testSession({ organizations: [{ name: "Acme" }, { name: "Globex" }], currentOrganization: "Globex" })
      .currentOrganizationId,
    testId("organization Globex"),
  );
  assert.throws(() => testSession({ currentOrganization: "Acme" }), /no organization "Acme"/);
  assert.throws(() => testSession({ userId: "ivan" }), { code: "invalid_id" });
});

test("identifiers_are_uuids_and_differ", () => {
  const ids = Array.from({ length: 500 }, (_, index) => testId(`text ${index}`));
  assert.equal(new Set(ids).size, 500);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("a_component_shows_what_the_hook_is_told", () => {
  const Who = () => {
    const auth = useUnifiedAuth();
    return createElement(
      "p",
      null,
      `${auth.status} ${auth.session?.email} ${auth.can("org:read", testId("organization Acme"))} ${auth.message?.code}`,
    );
  };
  const shown = (auth) => renderToStaticMarkup(createElement(TestAuthProvider, { auth }, createElement(Who)));
  assert.equal(
    shown({ status: "authenticated", organizations: [{ name: "Acme" }] }),
    "<p>authenticated ivan@acme.example true undefined</p>",
  );
  assert.equal(shown({ status: "loading" }), "<p>loading undefined false undefined</p>");
  assert.equal(
    shown({ status: "pending", message: { code: "access_denied", text: "No." } }),
    "<p>pending undefined false access_denied</p>",
  );
});

test("the_functions_are_the_tests_own_and_do_nothing_otherwise", async () => {
  const left = [];
  const auth = testAuth({ status: "unauthenticated" }, { signIn: async (options) => void left.push(options) });
  await auth.signIn({ redirectTo: "/x" });
  await auth.signOut();
  assert.deepEqual(left, [{ redirectTo: "/x" }]);
});

test("the_adapter_does_as_it_is_told", async () => {
  const adapter = testAdapter({ token: "t" });
  let heard = 0;
  const stop = adapter.subscribe(() => (heard += 1));
  assert.equal(await adapter.getToken(), null);
  await adapter.signIn();
  assert.deepEqual(
    [adapter.getSnapshot(), await adapter.getToken()],
    [{ status: "signed_in", sessionKey: "ivan" }, "t"],
  );
  await adapter.signOut({ redirectTo: "/" });
  stop();
  adapter.become({ status: "loading" });
  assert.equal(heard, 2);
  assert.deepEqual(adapter.calls, [
    { name: "signIn", options: undefined },
    { name: "signOut", options: { redirectTo: "/" } },
  ]);
});

test("the_profile_answer_has_the_form_of_the_real_one", () => {
  const answer = profileAnswer(testSession());
  for (const name of Object.keys(admitted().data)) assert.ok(name in answer.data, name);
});

test("the_slim_build_takes_the_module_that_it_is_given_and_looks_for_none", async () => {
  const module = new WebAssembly.Module(readFileSync(new URL("../../../dist/cora.wasm", import.meta.url)));
  const session = new WebAssembly.Module(readFileSync(new URL("../../../dist/cora-session.wasm", import.meta.url)));
  const slim = await import("@cora/auth/slim");
  const slimSession = await import("@cora/auth/slim/session");
  assert.throws(() => slim.decide(situation("stranger")), { code: "not_initialised" });
  await assert.rejects(slim.init(), { code: "wasm_load_failed" });
  await slim.init(module);
  assert.equal(slim.decide(situation("stranger")).outcome.kind, "denied");
  await slimSession.init(session);
  assert.equal(slimSession.can({ status: "authenticated", session: testSession() }, "idp:read"), false);
});
