// Checks that `cora lambda` answers the requests of a gateway, through the runtime API of AWS
// Lambda ("Using the Lambda runtime API for custom runtimes").
//
//   CORA_BIN=target/debug/cora node tests/server/lambda.mjs
import assert from "node:assert/strict";
import { createServer } from "node:http";

import { OWNER, openWorld } from "./world.mjs";

const { CORA_BIN: cora } = process.env;
if (!cora) {
  console.error("CORA_BIN has to name the cora binary");
  process.exit(2);
}

/**
 * Starts a runtime API that sends events to a function and receives its responses, one event at a
 * time.
 */
async function startRuntime() {
  const events = [];
  const [waiting, answers] = [[], new Map()];
  const give = (response, { id, event }) => {
    response
      .writeHead(200, {
        "content-type": "application/json",
        "lambda-runtime-aws-request-id": id,
        "lambda-runtime-deadline-ms": String(Date.now() + 30_000),
        "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-central-1:123456789012:function:cora",
      })
      .end(JSON.stringify(event));
  };
  const server = createServer(async (request, response) => {
    const [, id, what] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)(?:\/(response|error))?$/.exec(request.url) ?? [];
    if (id === "next") {
      const event = events.shift();
      if (event) give(response, event);
      else waiting.push(response);
      return;
    }
    const body = Buffer.concat(await request.toArray()).toString();
    response.writeHead(202).end();
    answers.get(id)?.({ what, body: JSON.parse(body) });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  let number = 0;
  return {
    address: `127.0.0.1:${server.address().port}`,
    /** Returns the function's response to an event. */
    async ask(event) {
      const id = `request-${++number}`;
      const answered = new Promise((done) => answers.set(id, done));
      const response = waiting.shift();
      if (response) give(response, { id, event });
      else events.push({ id, event });
      const { what, body } = await Promise.race([
        answered,
        new Promise((_, failed) => setTimeout(failed, 30_000, new Error("no answer")).unref()),
      ]);
      assert.equal(what, "response", JSON.stringify(body));
      return { status: body.statusCode, headers: body.headers, body: JSON.parse(body.body) };
    },
    close: () => server.close().closeAllConnections(),
  };
}

/** Returns a request as API Gateway's HTTP APIs forward it (payload format 2.0). */
function request(method, path, { token, body, from = "192.0.2.1" } = {}) {
  const [rawPath, rawQueryString = ""] = path.split("?");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    isBase64Encoded: false,
    ...(body && { body: JSON.stringify(body) }),
    headers: { host: "cora.acme.example", ...(token && { authorization: `Bearer ${token}` }) },
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName: "cora.acme.example",
      domainPrefix: "cora",
      requestId: "id",
      routeKey: "$default",
      stage: "$default",
      time: "01/Jan/2026:00:00:00 +0000",
      timeEpoch: 1_767_225_600_000,
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: from, userAgent: "test" },
    },
  };
}

const world = await openWorld({ cora });
const runtime = await startRuntime();
try {
  world.spawn("lambda", {
    AWS_LAMBDA_RUNTIME_API: runtime.address,
    AWS_LAMBDA_FUNCTION_NAME: "cora",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
    AWS_LAMBDA_FUNCTION_VERSION: "1",
    AWS_LAMBDA_LOG_STREAM_NAME: "",
    AWS_LAMBDA_LOG_GROUP_NAME: "",
    CORA_RATE_LIMIT: "1",
    CORA_RATE_BURST: "20",
  });
  const olga = world.token("olga", "olga@acme.example");
  const health = await runtime.ask(request("GET", "/health"));
  assert.equal(health.status, 200);
  const me = await runtime.ask(request("GET", "/profiles/me", { token: olga }));
  assert.deepEqual([me.status, me.body.data.userId], [200, OWNER]);
  const ada = await runtime.ask(request("GET", "/profiles/me", { token: world.token("ada", "ada@acme.example") }));
  assert.equal(ada.body.data.explanation.reason, "domain_admits");
  const founded = await runtime.ask(request("POST", "/orgs", { token: olga, body: { name: "Beta" } }));
  assert.deepEqual([founded.status, founded.body.data.slug], [201, "beta"]);
  const page = await runtime.ask(request("GET", "/admin/orgs?limit=1", { token: olga }));
  assert.equal(page.body.data.items.length, 1);
  const refused = await runtime.ask(request("GET", "/orgs"));
  assert.deepEqual([refused.status, refused.body.code], [401, "token_missing"]);
  assert.equal(refused.headers["x-request-id"], refused.body.requestId);

  // Each client has its own limit, by the address that the gateway reports.
  const statuses = [];
  for (let times = 0; times < 25; times += 1)
    statuses.push((await runtime.ask(request("GET", "/orgs", { from: "198.51.100.7" }))).status);
  assert(statuses.includes(429), statuses.join());
  assert.equal((await runtime.ask(request("GET", "/orgs", { from: "203.0.113.5" }))).status, 401);
  console.log("ok a gateway is answered as a browser is");
} finally {
  world.close();
  runtime.close();
}
