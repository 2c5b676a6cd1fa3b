import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { createCoraClient, data, ServerError } from "@cora/auth/client";

/** Returns a client whose server gives this response. */
function served(status, body, seen = []) {
  const fetch = async (request) => {
    seen.push(request);
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  };
  let tokens = 0;
  return createCoraClient({ baseUrl: "https://cora.acme.example", fetch, getToken: async () => `token-${++tokens}` });
}

test("a request carries a fresh token, its path and its body", async () => {
  const seen = [];
  const cora = served(201, { success: true, data: { outcome: "done" } }, seen);
  const params = { path: { orgId: "a/b" } };
  const made = await data(cora.POST("/orgs/{orgId}/invites", { params, body: { email: "ana@acme.example" } }));
  assert.deepEqual(made, { outcome: "done" });
  await data(cora.POST("/orgs/{orgId}/invites", { params, body: { email: "ana@acme.example" } }));
  assert.equal(seen[0].url, "https://cora.acme.example/orgs/a%2Fb/invites");
  assert.deepEqual(await seen[0].json(), { email: "ana@acme.example" });
  assert.deepEqual(
    seen.map((request) => request.headers.get("authorization")),
    ["Bearer token-1", "Bearer token-2"],
  );
});

test("a refusal is an error with the server's code", async () => {
  const cora = served(409, { success: false, error: "nobody else owns it", code: "last_owner", requestId: "r1" });
  const params = { path: { orgId: "o", userId: "u" } };
  await assert.rejects(data(cora.DELETE("/orgs/{orgId}/members/{userId}", { params })), (error) => {
    assert(error instanceof ServerError);
    assert.deepEqual([error.status, error.code, error.requestId, error.issues], [409, "last_owner", "r1", []]);
    return true;
  });
});

test("the page of a proxy is no answer", async () => {
  for (const [status, body] of [
    [502, "<html>bad gateway</html>"],
    [403, JSON.stringify("no")],
  ]) {
    await assert.rejects(data(served(status, body).GET("/orgs")), { name: "ServerError", code: "no_answer", status });
  }
});

test("without a token the request goes out without one", async () => {
  const seen = [];
  const fetch = async (request) => {
    seen.push(request);
    return Response.json({ success: true, data: { version: "1" } });
  };
  const cora = createCoraClient({ baseUrl: "https://cora.acme.example", fetch, getToken: () => null });
  await data(cora.GET("/health"));
  assert.equal(seen[0].headers.get("authorization"), null);
});

test("the access token of the provider goes out with the token, and not without", async () => {
  const seen = [];
  const fetch = async (request) => {
    seen.push([request.headers.get("authorization"), request.headers.get("x-cora-access-token")]);
    return Response.json({ success: true, data: { version: "1" } });
  };
  for (const token of ["id", null]) {
    const getProviderAccessToken = async () => "opaque";
    const cora = createCoraClient({
      baseUrl: "https://cora.acme.example",
      fetch,
      getToken: () => token,
      getProviderAccessToken,
    });
    await data(cora.GET("/health"));
  }
  assert.deepEqual(seen, [
    ["Bearer id", "opaque"],
    [null, null],
  ]);
});

test("the server's own codes are those of the type", () => {
  const textOf = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
  const [, variants] = /pub enum ServerCode \{(.*?)\n\}/s.exec(textOf("../../../../crates/server/src/error.rs"));
  const server = [...variants.matchAll(/^    (\w+),$/gm)].map(([, name]) =>
    name.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase(),
  );
  const [, union] = /type OwnCode =(.*?);/s.exec(textOf("../../server-code.ts"));
  assert.deepEqual(
    [...union.matchAll(/"(\w+)"/g)].map(([, code]) => code),
    [...server, "too_many_requests"],
  );
});
