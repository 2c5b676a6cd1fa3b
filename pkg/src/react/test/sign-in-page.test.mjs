import assert from "node:assert/strict";
import { test } from "node:test";

import { createElement } from "react";
import { renderToString } from "react-dom/server";

import { AuthProvider } from "../../../dist/react/index.js";
import { SIGN_IN_TEXTS, SignInPage } from "../../../dist/react/pages.js";
import { TestAuthProvider } from "../../../dist/testing/index.js";
import { adapter } from "./fixtures.mjs";

const state = { by: { displayName: "Acme" }, error: null, wanted: null };
const rendered = (properties) => {
  const page = createElement(SignInPage, { state, ...properties }, createElement("p", null, "protected"));
  return renderToString(
    createElement(AuthProvider, { adapter: adapter({ status: "signed_in", sessionKey: "ivan" }) }, page),
  );
};

test("the_server_shows_neither_what_is_protected_nor_a_sign_in_before_it_is_known_who_asks", () => {
  const page = rendered({});
  assert.match(page, /aria-busy="true"/);
  for (const text of ["protected", "<button", SIGN_IN_TEXTS.title]) assert.equal(page.includes(text), false, text);
});

const inState = (auth, properties) => {
  const page = createElement(SignInPage, { state, ...properties }, createElement("p", null, "protected"));
  return renderToString(createElement(TestAuthProvider, { auth }, page));
};

test("a_code_is_offered_wherever_one_is_of_use_and_nowhere_else", () => {
  const forms = {
    confirm_account: SIGN_IN_TEXTS.confirm,
    verify_email: SIGN_IN_TEXTS.verify,
    claim_invitation: SIGN_IN_TEXTS.claim,
    access_denied: null,
    use_sso: null,
  };
  for (const [code, title] of Object.entries(forms)) {
    const page = inState({ status: "pending", message: { code, text: "No." } });
    assert.equal(page.includes("one-time-code"), title !== null, code);
    assert.ok(title === null || page.includes(title), code);
    assert.equal(page.includes("protected"), false);
  }
});

test("a_signed_in_user_claims_an_invitation_above_what_is_protected", () => {
  const explanation = { outcome: "returning", reason: "returning_user", message: "claim_invitation", trace: null };
  const page = inState({ status: "authenticated", email: "ana.lopez@consulting.example", explanation });
  assert.match(page, /a\*\*\*@consulting\.example/);
  assert.equal(page.includes("ana.lopez"), false);
  assert.ok(page.indexOf("one-time-code") < page.indexOf("protected"));
  assert.equal(inState({ status: "authenticated" }).includes("one-time-code"), false);
});

test("a_signed_in_user_proves_their_own_address_above_what_is_protected", () => {
  const explanation = { outcome: "returning", reason: "returning_user", message: "verify_email", trace: null };
  const page = inState({ status: "authenticated", email: "ana@consulting.example", explanation });
  assert.ok(page.includes(SIGN_IN_TEXTS.verify));
  assert.ok(page.indexOf("one-time-code") < page.indexOf("protected"));
});

test("an_application_says_it_in_its_own_words", () => {
  assert.match(rendered({ texts: { loading: "Einen Augenblick…" } }), /<h1>Einen Augenblick…<\/h1>/);
});

test("a_page_of_cora_has_a_field_for_an_address_next_to_the_connections", () => {
  const choices = [
    { id: "c1", displayName: "Acme" },
    { id: "c2", displayName: "Partner" },
  ];
  const page = (by) => inState({ status: "unauthenticated" }, { state: { ...state, by, byAddress: true } });
  const buttons = (text) => [...text.matchAll(/<button[^>]*>([^<]*)</g)].map(([, label]) => label);
  const { addressContinue, signIn, signInWith } = SIGN_IN_TEXTS;
  const both = page({ displayName: "Acme", choices });
  assert.match(both, /<input[^>]* type="email"/);
  assert.deepEqual(buttons(both), [addressContinue, signInWith("Acme"), signInWith("Partner")]);
  assert.deepEqual(buttons(page({ displayName: "Acme", choices: choices.slice(0, 1) })), [addressContinue, signIn]);
  // Organizations alone have connections: an address is the only way.
  assert.deepEqual(buttons(page({ displayName: "", choices: [] })), [addressContinue]);
  // Other adapters cannot ask.
  assert.equal(inState({ status: "unauthenticated" }).includes('type="email"'), false);
});
