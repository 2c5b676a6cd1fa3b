import assert from "node:assert/strict";
import { test } from "node:test";

import { createProfileHandler } from "../../../dist/next/index.js";

const TOKEN = "header.claims.signature";
const APP = "https://app.acme.example";
const admitted = { success: true, data: { id: 1 } };

/** Returns a handler over an API that gives `answer`, and the requests that the API received. */
function handler(answer, changes = {}) {
  const asked = [];
  const routes = createProfileHandler({
    apiUrl: "https://cora.acme.example",
    getAccessToken: async () => TOKEN,
    fetch: async (url, init) => {
      asked.push({ url: String(url), init });
      return answer(init);
    },
    ...changes,
  });
  return { ...routes, asked };
}

const get = () => new Request(`${APP}/api/profile`, { headers: { host: "app.acme.example" } });

const post = (body, headers = {}) =>
  new Request(`${APP}/api/profile`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { host: "app.acme.example", origin: APP, "content-type": "application/json", ...headers },
  });

const codeOf = async (response) => (await response.json()).code;

test("the_token_goes_to_the_api_and_the_answer_to_the_browser_uncached", async () => {
  const { GET, asked } = handler(() =>
    Response.json(admitted, { headers: { "set-cookie": "a=b", "x-internal": "1" } }),
  );
  const response = await GET(get());
  assert.equal(asked[0].url, "https://cora.acme.example/profiles/me");
  assert.equal(asked[0].init.headers.authorization, `Bearer ${TOKEN}`);
  assert.equal(asked[0].init.headers["x-cora-bootstrap-token"], undefined);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), admitted);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("set-cookie"), null);
  assert.equal(response.headers.get("x-internal"), null);
});

test("a_path_in_the_apis_address_is_kept", async () => {
  const { GET, asked } = handler(() => Response.json(admitted), { apiUrl: "https://acme.example/cora" });
  await GET(get());
  assert.equal(asked[0].url, "https://acme.example/cora/profiles/me");
});

test("a_denial_goes_on_with_its_status_words_and_retry_after", async () => {
  const denial = { success: false, error: "You do not have access.", code: "access_denied" };
  const denied = await handler(() => Response.json(denial, { status: 403 })).GET(get());
  assert.equal(denied.status, 403);
  assert.deepEqual(await denied.json(), denial);
  const busy = { success: false, error: "Please try again.", code: "try_again" };
  const later = await handler(() => Response.json(busy, { status: 503, headers: { "retry-after": "1" } })).GET(get());
  assert.equal(later.headers.get("retry-after"), "1");
});

test("without_a_session_nothing_is_asked", async () => {
  for (const token of [null, "", "two words", "line\nbreak"]) {
    const { GET, asked } = handler(() => Response.json(admitted), { getAccessToken: async () => token });
    const response = await GET(get());
    assert.equal(response.status, 401);
    assert.equal(await codeOf(response), "token_missing");
    assert.equal(asked.length, 0);
  }
});

test("an_answer_that_repeats_the_token_is_not_passed_on", async () => {
  const response = await handler(() => Response.json({ success: true, data: { echoed: TOKEN } })).GET(get());
  assert.equal(response.status, 502);
  assert.ok(!(await response.text()).includes(TOKEN));
});

test("an_error_that_names_the_token_does_not_reach_the_browser", async () => {
  const { GET } = handler(() => {
    throw new Error(`cannot send ${TOKEN}`);
  });
  const response = await GET(get());
  assert.equal(response.status, 502);
  const text = await response.text();
  assert.ok(!text.includes(TOKEN));
  assert.equal(JSON.parse(text).code, "api_unreachable");
});

test("c21_a_redirect_is_not_followed_with_the_token", async () => {
  const { GET, asked } = handler(
    () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } }),
  );
  const response = await GET(get());
  assert.equal(asked[0].init.redirect, "manual");
  assert.equal(asked.length, 1);
  assert.equal(await codeOf(response), "api_invalid_answer");
});

test("an_answer_that_is_not_the_apis_or_too_long_is_not_passed_on", async () => {
  for (const body of ["<html>", "[]", "{}", `{"success":true,"data":"${"x".repeat(1024 * 1024)}"}`]) {
    const response = await handler(() => new Response(body)).GET(get());
    assert.equal(response.status, 502);
    assert.equal(await codeOf(response), "api_invalid_answer");
  }
});

test("an_api_that_does_not_answer_in_time_is_given_up", async () => {
  // The timer behind `AbortSignal.timeout` does not keep a process alive; a connection would.
  const connection = setTimeout(() => {}, 60_000);
  const { GET } = handler(
    (init) => new Promise((_, reject) => init.signal.addEventListener("abort", () => reject(init.signal.reason))),
    { timeoutMs: 20 },
  );
  const response = await GET(get());
  clearTimeout(connection);
  assert.equal(response.status, 504);
  assert.equal(await codeOf(response), "api_timeout");
});

test("a_session_that_cannot_be_read_is_said_so_without_details", async () => {
  const { GET } = handler(() => Response.json(admitted), {
    getAccessToken: async () => {
      throw new Error("secret detail");
    },
  });
  const response = await GET(get());
  assert.equal(response.status, 500);
  assert.ok(!(await response.text()).includes("secret detail"));
});

test("a_bootstrap_token_is_passed_on_from_our_own_page", async () => {
  const { POST, asked } = handler(() => Response.json(admitted));
  const response = await POST(post({ bootstrapToken: "cbt_abc" }));
  assert.equal(response.status, 200);
  assert.equal(asked[0].init.method, undefined);
  assert.equal(asked[0].init.headers["x-cora-bootstrap-token"], "cbt_abc");
});

test("a_post_from_another_origin_or_from_none_is_refused", async () => {
  const foreign = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://app.acme.example.evil.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ];
  for (const headers of foreign) {
    const { POST, asked } = handler(() => Response.json(admitted));
    const response = await POST(post({ bootstrapToken: "cbt_abc" }, headers));
    assert.equal(response.status, 403, JSON.stringify(headers));
    assert.equal(await codeOf(response), "cross_origin");
    assert.equal(asked.length, 0);
  }
  const bare = post({ bootstrapToken: "cbt_abc" });
  bare.headers.delete("origin");
  assert.equal((await handler(() => Response.json(admitted)).POST(bare)).status, 403);
});

test("the_public_origin_counts_where_a_proxy_rewrites_the_host", async () => {
  const { POST } = handler(() => Response.json(admitted), { publicOrigin: APP });
  assert.equal((await POST(post({ bootstrapToken: "cbt_abc" }, { host: "10.0.0.7:3000" }))).status, 200);
  const foreign = { host: "evil.example", origin: "https://evil.example" };
  assert.equal((await POST(post({ bootstrapToken: "cbt_abc" }, foreign))).status, 403);
});

test("a_body_that_is_not_exactly_a_bootstrap_token_is_refused", async () => {
  const bodies = [
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"bootstrapToken":1}',
    '{"bootstrapToken":"a","x":1}',
    '{"bootstrapToken":""}',
  ];
  bodies.push(
    '{"bootstrapToken":"a b"}',
    '{"bootstrapToken":"a\\nb"}',
    JSON.stringify({ bootstrapToken: "x".repeat(5000) }),
  );
  for (const body of bodies) {
    const { POST, asked } = handler(() => Response.json(admitted));
    const response = await POST(post(body));
    assert.equal(response.status, 400, body.slice(0, 40));
    assert.equal(await codeOf(response), "invalid_input");
    assert.equal(asked.length, 0);
  }
});

const put = (body, headers) => new Request(post(body, headers), { method: "PUT" });
const ORGANIZATION = "0198c0de-0000-7000-8000-00000000000a";

test("a_switch_of_the_organization_is_passed_on_from_our_own_page", async () => {
  const { PUT, asked } = handler(() => Response.json(admitted));
  const response = await PUT(put({ currentOrganizationId: ORGANIZATION }));
  assert.equal(response.status, 200);
  assert.equal(asked[0].init.method, "PUT");
  assert.equal(asked[0].init.body, JSON.stringify({ currentOrganizationId: ORGANIZATION }));
  assert.equal(asked[0].init.headers.authorization, `Bearer ${TOKEN}`);
});

test("what_else_a_page_would_change_of_a_profile_is_refused", async () => {
  for (const body of [
    {},
    [],
    "",
    { currentOrganizationId: "acme" },
    { currentOrganizationId: null },
    { currentOrganizationId: ORGANIZATION, platformRole: "platform_owner" },
  ]) {
    const { PUT, asked } = handler(() => Response.json(admitted));
    const response = await PUT(put(body));
    assert.equal(response.status, 400, JSON.stringify(body));
    assert.equal(asked.length, 0);
  }
  const { PUT, asked } = handler(() => Response.json(admitted));
  assert.equal(
    (await PUT(put({ currentOrganizationId: ORGANIZATION }, { origin: "https://evil.example" }))).status,
    403,
  );
  assert.equal(asked.length, 0);
});

test("an_api_address_that_is_no_http_url_is_refused_at_once", () => {
  for (const apiUrl of ["", "cora.acme.example", "file:///etc"]) {
    assert.throws(() => createProfileHandler({ apiUrl, getAccessToken: async () => null }), TypeError);
  }
});

const INVITATION = "00000000-0000-7000-8000-0000000000e1";

test("what_a_person_presents_goes_to_the_api_as_a_header_and_a_code_is_asked_for_by_its_route", async () => {
  for (const [body, url, header] of [
    [{ bootstrapToken: "b" }, "/profiles/me", ["x-cora-bootstrap-token", "b"]],
    [{ linkProof: "p" }, "/profiles/me", ["x-cora-link-proof", "p"]],
    [{ askLinkConfirmation: true }, "/profiles/me/link-confirmation", ["authorization", `Bearer ${TOKEN}`]],
    [{ invitationId: INVITATION }, "/profiles/me", ["x-cora-invitation", INVITATION]],
    [{ linkProof: "p", invitationId: INVITATION }, "/profiles/me", ["x-cora-link-proof", "p"]],
    [{ linkProof: "p", invitationId: INVITATION }, "/profiles/me", ["x-cora-invitation", INVITATION]],
    [
      { askLinkConfirmation: true, invitationId: INVITATION },
      "/profiles/me/link-confirmation",
      ["x-cora-invitation", INVITATION],
    ],
  ]) {
    const { POST, asked } = handler(() => Response.json(admitted));
    assert.equal((await POST(post(body))).status, 200);
    assert.equal(new URL(asked[0].url).pathname, url);
    assert.equal(asked[0].init.headers[header[0]], header[1]);
    assert.equal(asked[0].init.method ?? "GET", "askLinkConfirmation" in body ? "POST" : "GET");
  }
  for (const body of [
    { linkProof: "a b" },
    { linkProof: 1 },
    { askLinkConfirmation: false },
    { bootstrapToken: "b", linkProof: "p" },
    { linkProof: "p", invitationId: "e1" },
    { invitationId: 1 },
    {},
    [],
    { other: "x" },
  ]) {
    const { POST, asked } = handler(() => Response.json(admitted));
    assert.equal(await codeOf(await POST(post(body))), "invalid_input", JSON.stringify(body));
    assert.equal(asked.length, 0);
  }
});
