import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { adminHandler } from "../../../dist/admin/server/index.js";
import { pathOf } from "../../../dist/admin/server/path.js";

const APP = "https://app.acme.example";
const openapi = JSON.parse(readFileSync(new URL("../../../../crates/server/openapi.json", import.meta.url), "utf8"));

/** A handler over an API that records what it is asked. */
function handlerOver(
  answer = () => Response.json({ success: true, data: [] }),
  session = { status: "authenticated", token: "t-1" },
) {
  const asked = [];
  const handler = adminHandler({
    auth: async () => session,
    path: "/api/cora",
    apiUrl: "https://cora.acme.example/",
    fetch: async (url, init) => {
      asked.push({ url, ...init, headers: Object.fromEntries(init.headers) });
      return await answer(url, init);
    },
  });
  return { asked, handler };
}

const request = (method, path, headers = { origin: APP, "sec-fetch-site": "same-origin" }, body = "{}") =>
  new Request(`${APP}/api/cora${path}`, {
    method,
    headers: { host: "app.acme.example", "content-type": "application/json", cookie: "session=secret", ...headers },
    ...(method !== "GET" && { body }),
  });

test("the token is added on the server, and nothing else of the browser's is passed", async () => {
  const { asked, handler } = handlerOver(() =>
    Response.json(
      { success: true, data: 1 },
      { headers: { "set-cookie": "a=b", "retry-after": "3", "x-request-id": "r" } },
    ),
  );
  const answer = await handler.POST(
    request("POST", "/orgs/o-1/invites?dryRun=true", {
      origin: APP,
      "idempotency-key": "k",
      authorization: "Bearer mine",
    }),
  );
  assert.deepEqual(asked, [
    {
      url: "https://cora.acme.example/orgs/o-1/invites?dryRun=true",
      method: "POST",
      headers: { authorization: "Bearer t-1", "content-type": "application/json", "idempotency-key": "k" },
      body: "{}",
      cache: "no-store",
      redirect: "manual",
      signal: asked[0].signal,
    },
  ]);
  assert.equal(answer.headers.get("set-cookie"), null);
  assert.deepEqual(
    ["retry-after", "x-request-id", "cache-control", "x-content-type-options"].map((name) => answer.headers.get(name)),
    ["3", "r", "no-store", "nosniff"],
  );
});

test("another page gives no command, and reads nothing", async () => {
  const { asked, handler } = handlerOver();
  for (const [method, headers] of [
    ["POST", { origin: "https://evil.example" }],
    ["POST", {}],
    ["POST", { origin: APP, "sec-fetch-site": "same-site" }],
    ["GET", { "sec-fetch-site": "cross-site" }],
    ["GET", { origin: "null" }],
  ]) {
    const answer = await handler[method](request(method, "/orgs", headers));
    assert.deepEqual([answer.status, (await answer.json()).code], [403, "cross_site_request"]);
  }
  assert.deepEqual(asked, []);
  assert.equal((await handler.GET(request("GET", "/orgs", {}))).status, 200);
});

test("no path reaches another route of Cora's", () => {
  const at = (path, method = "GET") => pathOf(method, `/api/cora${path}`, "/api/cora");
  assert.equal(at("/admin/users"), "/admin/users");
  assert.equal(at("/admin/users/a%20b"), "/admin/users/a%20b");
  for (const path of [
    "/health",
    "/oauth2/token",
    "/admin",
    "/admin/users/%2e%2e",
    "/admin/users/..%2Fpolicy",
    "/admin/users/a%5Cb",
    "/admin/users/%",
    "/admin//users",
    "/provisioning/evaluate",
    "/console/api/session",
  ])
    assert.equal(at(path), undefined, path);
  assert.equal(at("/admin/users", "DELETE"), undefined);
  assert.equal(pathOf("GET", "/api/corax/admin/users", "/api/cora"), undefined);
  for (const [path, methods] of Object.entries(openapi.paths))
    if (/^\/(?:admin|orgs|invites)/.test(path))
      for (const method of Object.keys(methods)) {
        const asked = path.replaceAll(/\{\w+\}/g, "x");
        assert.equal(at(asked, method.toUpperCase()), asked, `${method} ${path}`);
      }
});

test("a person who is not signed in is told so, and a server that fails too", async () => {
  const stranger = handlerOver(undefined, { status: "unauthenticated", code: "sign_in_required" });
  assert.equal((await stranger.handler.GET(request("GET", "/orgs"))).status, 401);
  assert.deepEqual(stranger.asked, []);
  const codeOf = async (answer) => {
    const response = await handlerOver(answer).handler.GET(request("GET", "/orgs"));
    return [response.status, (await response.json()).code];
  };
  assert.deepEqual(await codeOf(() => Promise.reject(new Error("refused"))), [502, "api_unreachable"]);
  assert.deepEqual(
    await codeOf(() => new Response(null, { status: 302, headers: { location: "https://x.example" } })),
    [502, "api_invalid_answer"],
  );
  const long = await handlerOver().handler.POST(request("POST", "/orgs", undefined, "x".repeat(1024 * 1024 + 1)));
  assert.equal(long.status, 413);
});
