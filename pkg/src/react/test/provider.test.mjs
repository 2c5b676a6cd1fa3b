import assert from "node:assert/strict";
import { test } from "node:test";

import { createElement } from "react";
import { renderToString } from "react-dom/server";

import { AuthProvider, useUnifiedAuth } from "../../../dist/react/index.js";
import { adapter } from "./fixtures.mjs";

const Status = () => createElement("p", null, useUnifiedAuth().status);

test("a_missing_provider_is_named_with_the_remedy", () => {
  assert.throws(
    () => renderToString(createElement(Status)),
    (error) =>
      error.code === "auth_provider_missing" &&
      /<AuthProvider>/.test(error.message) &&
      /@cora\/auth\/react/.test(error.help),
  );
});

test("a_page_rendered_on_the_server_says_loading_and_asks_nothing", () => {
  const provider = adapter({ status: "signed_in", sessionKey: "ivan" });
  const page = renderToString(createElement(AuthProvider, { adapter: provider }, createElement(Status)));
  assert.equal(page, "<p>loading</p>");
  assert.equal(provider.listeners.size, 0);
});
