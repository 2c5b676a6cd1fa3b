// Builds the functions of a project, and runs the zips with AWS's own runtime client.
//
//   CORA_BIN=target/debug/cora LAMBDA_PYTHON=…/bin/python node tests/project/lambda.mjs
//
// LAMBDA_PYTHON is a Python with `awslambdaric`, 3.11 to 3.13. Packages come from the registry.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const { CORA_BIN, LAMBDA_PYTHON } = process.env;
if (!CORA_BIN || !LAMBDA_PYTHON) {
  console.error("CORA_BIN and LAMBDA_PYTHON have to name programs");
  process.exit(2);
}
const cora = resolve(CORA_BIN);
const python = (...rest) => execFileSync(LAMBDA_PYTHON, rest, { encoding: "utf8" }).trim();
const version = python("-c", "import sys; print('%d.%d' % sys.version_info[:2])");
const architecture = process.arch === "arm64" ? "arm64" : "x86_64";

const MANIFEST = `cora: 1
module: { name: kb, displayName: Knowledge base, version: 1.0.0 }
capabilities:
  kb:read: { describe: Read., grantedTo: [org_user, org_admin, org_owner] }
functions: { bases: { source: backend/bases, layers: [common] } }
layers: { common: { source: backend/common } }
env: { KB_BUCKET: { describe: The bucket of documents., scope: function } }
routes:
  - { method: GET, path: "/kb/bases/{baseId}", handler: bases.get_base, access: kb:read }
  - { method: POST, path: /kb/bases, handler: bases.add_base, access: session }
`;
const HANDLERS = `from cora_env import KB_BUCKET
from cora_request import Refused
from org_common import Base
from pydantic import ValidationError


def get_base(request, baseId):
    return Base(id=f"{KB_BUCKET}/{baseId}", size=1).model_dump()


def add_base(request):
    try:
        return Base.model_validate_json(request.body).model_dump()
    except ValidationError:
        raise Refused(422, "base_invalid", "this is not a base") from None
`;
const COMMON = "from pydantic import BaseModel\n\n\nclass Base(BaseModel):\n    id: str\n    size: int\n";
const LOCKED = [
  "annotated-types==0.7.0",
  "pydantic==2.12.5",
  "pydantic-core==2.41.5",
  "typing-extensions==4.15.0",
  "typing-inspection==0.4.2",
];

const folder = mkdtempSync(join(tmpdir(), "cora-lambda-"));
const project = join(folder, "acme-app");
const backend = join(project, "modules/kb/backend");

function run(...rest) {
  return spawnSync(cora, [...rest, "--project", project], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function build(expected, ...rest) {
  const built = run("project", "build", "--python", LAMBDA_PYTHON, ...rest);
  assert.equal(built.status, expected, built.stdout + built.stderr);
  return built;
}

function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `Bearer ${part({ alg: "ES256" })}.${part({ sub: "u1", org_id: "o1", ...claims })}.c2ln`;
}

/** Runs a zip behind the runtime API of Lambda, and returns the answers to events. */
async function invoke(events, variables = { KB_BUCKET: "docs" }) {
  const [task, layer] = [join(folder, "task"), join(folder, "opt")];
  for (const [zip, into] of [
    ["kb_bases", task],
    ["layers/kb_common", layer],
  ]) {
    python("-m", "zipfile", "-e", join(project, `build/${zip}.zip`), into);
  }
  const [waiting, answers] = [[...events], []];
  let done;
  const all = new Promise((resolve) => (done = resolve));
  const api = createServer((request, response) => {
    if (request.method === "GET") {
      assert.equal(request.url, "/2018-06-01/runtime/invocation/next");
      const event = waiting.shift();
      // Without an event, the function waits until it is ended.
      if (event === undefined) return done();
      response.setHeader("content-type", "application/json");
      response.setHeader("lambda-runtime-aws-request-id", `r${answers.length}`);
      response.setHeader("lambda-runtime-deadline-ms", String(Date.now() + 10_000));
      response.setHeader("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-west-1:111122223333:function:kb");
      return response.end(JSON.stringify(event));
    }
    let body = "";
    request.on("data", (data) => (body += data));
    request.on("end", () => {
      answers.push({ url: request.url, ...JSON.parse(body) });
      response.writeHead(202, { "content-type": "application/json" }).end('{"status":"OK"}');
      if (request.url.endsWith("/error")) done();
    });
  });
  await new Promise((ready) => api.listen(0, "127.0.0.1", ready));
  const env = {
    ...variables,
    PATH: process.env.PATH,
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${api.address().port}`,
    AWS_LAMBDA_FUNCTION_NAME: "kb_bases",
    AWS_LAMBDA_FUNCTION_VERSION: "1",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
    AWS_LAMBDA_LOG_GROUP_NAME: "kb",
    AWS_LAMBDA_LOG_STREAM_NAME: "kb",
    LAMBDA_TASK_ROOT: task,
    PYTHONPATH: join(layer, "python"),
  };
  const child = spawn(LAMBDA_PYTHON, ["-m", "awslambdaric", "cora_routes.handler"], { cwd: task, env });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  child.stderr.on("data", (data) => (said += data));
  const ended = new Promise((_, reject) => {
    child.once("exit", (code) => reject(new Error(`the runtime ended with ${code}: ${said}`)));
  });
  ended.catch(() => {});
  const deadline = new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`no answer: ${said}`)), 60_000).unref(),
  );
  await Promise.race([all, ended, deadline]);
  child.kill();
  api.closeAllConnections();
  await new Promise((closed) => api.close(closed));
  return answers;
}

function event(routeKey, claims, { parameters, body } = {}) {
  return {
    version: "2.0",
    routeKey,
    rawPath: "/kb",
    headers: { authorization: token(claims) },
    pathParameters: parameters,
    requestContext: { requestId: "r1", http: { method: routeKey.split(" ")[0] } },
    body,
    isBase64Encoded: false,
  };
}

try {
  execFileSync(cora, ["project", "new", project], { stdio: ["ignore", "pipe", "pipe"] });
  const file = join(project, "cora.project.yaml");
  const runtime = (python) => `runtime: { python: "${python}", architecture: ${architecture} }\n`;
  appendFileSync(file, `  kb: { path: modules/kb }\n${runtime(version)}`);
  for (const name of ["bases", "common"]) mkdirSync(join(backend, name), { recursive: true });
  writeFileSync(join(project, "modules/kb/cora.module.yaml"), MANIFEST);
  writeFileSync(join(backend, "bases/handlers.py"), HANDLERS);
  writeFileSync(join(backend, "common/org_common.py"), COMMON);
  const locked = join(backend, "common/requirements.txt");

  const without = build(1);
  assert.match(without.stderr, /error\[import_unresolved\].*`pydantic`/);
  writeFileSync(locked, LOCKED.filter((line) => !line.startsWith("annotated")).join("\n"));
  const lacking = build(1);
  // Pydantic imports it once a model is defined, which no import shows.
  assert.match(lacking.stderr, /error\[package_unlocked\].*`pydantic` 2\.12\.5 needs `annotated-types`/);
  console.log("ok    a function without its packages, or one that they need, is not packaged");

  writeFileSync(locked, LOCKED.join("\n"));
  build(0);
  const zip = readFileSync(join(project, "build/layers/kb_common.zip"));
  const started = performance.now();
  const again = build(0);
  const warm = performance.now() - started;
  assert.match(again.stdout, /^current  build\/layers\/kb_common.zip/);
  build(0, "--check", "--wheels", join(project, "build/wheels"));
  rmSync(join(project, "build/layers"), { recursive: true });
  build(0, "--wheels", join(project, "build/wheels"));
  assert.ok(readFileSync(join(project, "build/layers/kb_common.zip")).equals(zip));
  console.log(`ok    the same wheels make the same bytes; nothing to build takes ${Math.round(warm)} ms`);

  const reader = { permissions: ["kb:read"], permissions_version: 1 };
  const other = { permissions: [], permissions_version: 1 };
  const parameters = { baseId: "b1" };
  const answers = await invoke([
    event("GET /kb/bases/{baseId}", reader, { parameters }),
    event("GET /kb/bases/{baseId}", other, { parameters }),
    event("POST /kb/bases", other, { body: '{"id":"b2","size":"7"}' }),
    event("POST /kb/bases", other, { body: "{}" }),
  ]);
  assert.deepEqual(
    answers.map(({ statusCode, body }) => [statusCode, JSON.parse(body).error?.code ?? JSON.parse(body)]),
    [
      [200, { id: "docs/b1", size: 1 }],
      [403, "permission_missing"],
      [200, { id: "b2", size: 7 }],
      [422, "base_invalid"],
    ],
  );
  console.log("ok    AWS's runtime client runs the zips: allowed and refused by permission");

  const [failed] = await invoke([], {});
  assert.match(failed.errorMessage, /env_missing: KB_BUCKET/);
  console.log("ok    a function without one of its variables says so when it starts");

  // The wheels of another Python below this one: what CORA's layer was.
  const foreign = version === "3.13" ? "3.12" : "3.13";
  const manifest = MANIFEST.replace("backend/common }", `backend/common, python: "${foreign}" }`);
  writeFileSync(join(project, "modules/kb/cora.module.yaml"), manifest);
  const misfit = build(1);
  assert.match(misfit.stderr, /error\[artifact_abi_mismatch\]: the layer `kb\.common` has `pydantic-core`/);
  console.log("ok    a layer for another Python is refused");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
