// Makes a project with a module, and sends requests to the made entry of its function in Python, as
// the gateway sends them.
//
//   CORA_BIN=target/debug/cora node tests/project/run.mjs
//
// Needs python3, 3.11 or newer.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn } from "node:child_process";

const { CORA_BIN } = process.env;
if (!CORA_BIN) {
  console.error("CORA_BIN has to name the cora binary");
  process.exit(2);
}
const cora = resolve(CORA_BIN);
const DISPATCH = fileURLToPath(new URL("dispatch.py", import.meta.url));

const MANIFEST = `cora: 1
module: { name: kb, displayName: Knowledge base, version: 1.0.0 }
capabilities:
  kb:read: { describe: Read., grantedTo: [org_user, org_admin, org_owner] }
functions: { bases: { source: backend/bases } }
routes:
  - { method: GET, path: /kb/bases, handler: bases.list_bases, access: session }
  - { method: GET, path: "/kb/bases/{baseId}", handler: bases.get_base, access: kb:read }
  - { method: POST, path: /kb/bases, handler: bases.add_base, access: kb:read }
  - { method: ANY, path: "/kb/files/{rest+}", handler: bases.file, access: public, reason: signed links }
  - { method: GET, path: /kb/broken, handler: bases.broken, access: session }
`;
const HANDLERS = `from cora_request import Refused, Response


def list_bases(request):
    return {"user": request.claims["sub"], "query": request.query}


def get_base(request, baseId):
    if baseId == "gone":
        raise Refused(404, "base_unknown", "there is no such base")
    return {"id": baseId}


def add_base(request):
    return Response(201, request.json(), {"location": "/kb/bases/b1"})


def file(request, rest):
    return {"rest": rest, "claims": request.claims}


def broken(request):
    raise ValueError("a secret of the database")
`;

const folder = mkdtempSync(join(tmpdir(), "cora-project-"));
const project = join(folder, "acme-app");
const source = join(project, "modules/kb/backend/bases");
const made = join(project, "cora.generated/functions/kb_bases");

function apply() {
  execFileSync(cora, ["project", "apply", "--project", project], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Answers events by the function, in a process of its own, next to which this one goes on. */
async function dispatch(events, env = {}) {
  const python = spawn("python3", ["-B", DISPATCH, source, made], { env: { ...process.env, ...env } });
  let [out, err] = ["", ""];
  python.stdout.on("data", (data) => (out += data));
  python.stderr.on("data", (data) => (err += data));
  python.stdin.end(JSON.stringify(events));
  const status = await new Promise((done) => python.once("close", done));
  assert.equal(status, 0, err);
  const answers = JSON.parse(out.trim().split("\n").at(-1));
  return {
    said: out,
    answers: answers.map((answer) => ({ ...answer, value: answer.body && JSON.parse(answer.body) })),
  };
}

function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `Bearer ${part({ alg: "ES256" })}.${part({ sub: "u1", org_id: "o1", ...claims })}.c2ln`;
}

function event(routeKey, { authorization, parameters, body, query } = {}) {
  return {
    version: "2.0",
    routeKey,
    rawPath: "/kb",
    headers: authorization === undefined ? {} : { Authorization: authorization },
    pathParameters: parameters,
    queryStringParameters: query,
    requestContext: { requestId: "r1", http: { method: routeKey.split(" ")[0] } },
    body,
    isBase64Encoded: false,
  };
}

try {
  execFileSync(cora, ["project", "new", project], { stdio: ["ignore", "pipe", "pipe"] });
  const added = '  kb: { path: modules/kb }\nruntime: { python: "3.13", architecture: arm64 }\n';
  appendFileSync(join(project, "cora.project.yaml"), added);
  mkdirSync(source, { recursive: true });
  writeFileSync(join(project, "modules/kb/cora.module.yaml"), MANIFEST);
  writeFileSync(join(source, "handlers.py"), HANDLERS);
  apply();

  const reader = token({ permissions: ["kb:read"], permissions_version: 1 });
  const other = token({ permissions: [], permissions_version: 1 });
  const { answers, said } = await dispatch([
    event("GET /kb/bases", { authorization: other, query: { a: "b" } }),
    event("GET /kb/bases"),
    event("GET /kb/bases", { authorization: "Bearer x.y.z" }),
    event("GET /kb/bases/{baseId}", { authorization: reader, parameters: { baseId: "b'\"1" } }),
    event("GET /kb/bases/{baseId}", { authorization: other, parameters: { baseId: "b1" } }),
    event("GET /kb/bases/{baseId}", { authorization: reader, parameters: { baseId: "gone" } }),
    event("GET /kb/bases/{baseId}", { authorization: reader }),
    event("POST /kb/bases", { authorization: reader, body: '{"name":"B"}' }),
    event("POST /kb/bases", { authorization: reader, body: "{" }),
    event("ANY /kb/files/{rest+}", { parameters: { rest: "a/b" }, authorization: other }),
    event("GET /kb/broken", { authorization: other }),
    event("GET /kb/unknown", { authorization: other }),
  ]);
  assert.deepEqual(
    answers.map(({ statusCode, value }) => [statusCode, value?.error?.code ?? value]),
    [
      [200, { user: "u1", query: { a: "b" } }],
      [401, "token_missing"],
      [401, "token_missing"],
      [200, { id: "b'\"1" }],
      [403, "permission_missing"],
      [404, "base_unknown"],
      [400, "parameter_missing"],
      [201, { name: "B" }],
      [400, "invalid_json"],
      [200, { rest: "a/b", claims: {} }],
      [500, "internal"],
      [404, "route_unknown"],
    ],
  );
  assert.equal(answers[7].headers.location, "/kb/bases/b1");
  assert.ok(answers.every(({ headers }) => headers["x-request-id"] === "r1"));
  assert.ok(!said.includes("a secret of the database"));
  console.log("ok    every route answers, and refuses a caller without its permission");

  // A token without room for the lists: userinfo has them, for the same user and organization.
  let answer = { status: 200, body: {} };
  const issuer = createServer((request, response) => {
    assert.equal(request.url, "/userinfo");
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise((done) => issuer.listen(0, "127.0.0.1", done));
  const env = { CORA_URL: `http://127.0.0.1:${issuer.address().port}` };
  const short = token({ permissions_version: 1 });
  for (const [status, body, expected] of [
    [200, { sub: "u1", org_id: "o1", permissions: ["kb:read"] }, 200],
    [200, { sub: "u1", org_id: "o1", permissions: [] }, 403],
    [200, { sub: "u1", org_id: "o2", permissions: ["kb:read"] }, 401],
    [200, { sub: "u2", org_id: "o1", permissions: ["kb:read"] }, 401],
    [401, {}, 401],
    [500, {}, 503],
  ]) {
    answer = { status, body };
    const asked = [event("GET /kb/bases/{baseId}", { authorization: short, parameters: { baseId: "b1" } })];
    assert.equal((await dispatch(asked, env)).answers[0].statusCode, expected, JSON.stringify(body));
  }
  await new Promise((done) => issuer.close(done));
  const asked = [event("GET /kb/bases/{baseId}", { authorization: short, parameters: { baseId: "b1" } })];
  assert.equal((await dispatch(asked, env)).answers[0].statusCode, 503);
  console.log("ok    permissions that the token has no room for are asked for");

  execFileSync(cora, ["module", "new", "notes", "--project", project], { stdio: ["ignore", "pipe", "pipe"] });
  apply();
  const unittest = ["-B", "-m", "unittest", "discover", "modules/notes/backend/items"];
  const tested = spawnSync("python3", unittest, { cwd: project, encoding: "utf8" });
  assert.equal(tested.status, 0, tested.stderr);
  assert.match(tested.stderr, /Ran 3 tests/);
  console.log("ok    the tests of a new module pass");

  writeFileSync(join(source, "handlers.py"), HANDLERS.replace("def broken", "def mended"));
  const failed = spawnSync("python3", ["-B", DISPATCH, source, made], { input: "[]", encoding: "utf8" });
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /AttributeError: .*'broken'/);
  console.log("ok    a handler that does not exist fails at the start");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
