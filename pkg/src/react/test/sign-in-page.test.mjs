import assert from "node:assert/strict";
import { test } from "node:test";

import { createElement } from "react";
import { renderToString } from "react-dom/server";

import { AuthProvider } from "../../../dist/react/index.js";
import { SIGN_IN_TEXTS, SignInPage } from "../../../dist/react/pages.js";
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

test("an_application_says_it_in_its_own_words", () => {
  assert.match(rendered({ texts: { loading: "Einen Augenblick…" } }), /<h1>Einen Augenblick…<\/h1>/);
});
