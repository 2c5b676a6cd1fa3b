// The server keeps to its OpenAPI document: schemathesis makes requests of every operation, right and wrong ones, and looks whether
// each answer is one that the document has. No answer may be a fault of the server.
//
//   CORA_BIN=target/debug/cora SCHEMATHESIS=…/schemathesis node tests/contract/run.mjs [--max-examples N]
//
// The server is a real one, with a database of its own, and an issuer of this script's whose owner asks.
import { spawn } from "node:child_process";
import { createSign, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const cora = process.env.CORA_BIN;
const schemathesis = process.env.SCHEMATHESIS;
if (!cora || !schemathesis) {
  console.error("CORA_BIN has to name the cora binary, SCHEMATHESIS the program schemathesis (pip install schemathesis)");
  process.exit(2);
}
const at = process.argv.indexOf("--max-examples");
const examples = at < 0 ? "30" : process.argv[at + 1];

const ACME = "00000000-0000-7000-8000-0000000000a1";
const CONNECTION = "00000000-0000-7000-8000-0000000000c1";
const OWNER = "00000000-0000-7000-8000-000000000001";
const MEMBER = "00000000-0000-7000-8000-000000000002";

const folder = mkdtempSync(join(tmpdir(), "cora-contract-"));
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { ...publicKey.export({ format: "jwk" }), kid: "key-1", alg: "ES256", use: "sig" };

/** The issuer: its keys, and where they are. */
const issuerServer = createServer((request, response) => {
  const documents = {
    "/keys": { keys: [key] },
    "/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys`, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
  };
  const document = documents[request.url ?? ""];
  response.writeHead(document ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(document ?? {}));
});
await new Promise((done) => issuerServer.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${issuerServer.address().port}`;

function token(subject, email) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: issuer, sub: subject, aud: "https://api.acme.example", scope: "openid", iat: now, exp: now + 3 * 3600, email, email_verified: true };
  const text = `${part({ alg: "ES256", kid: "key-1", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createSign("sha256").update(text).sign({ key: privateKey, dsaEncoding: "ieee-p1363" }, "base64url")}`;
}

const user = (id, name, role, platformRole) => ({
  id, email: `${name}@acme.example`, emailVerified: true, platformRole,
  identities: [{ connectionId: CONNECTION, subject: name }], memberships: [{ organizationId: ACME, role }],
});
const seed = {
  organizations: [{ id: ACME, name: "Acme", slug: "acme" }],
  connections: [{
    id: CONNECTION, kind: "oidc", displayName: "Sign-in", issuer, status: "active", clientId: "web", tokenUse: "access_token",
    audiences: ["https://api.acme.example"], algorithms: ["ES256"], jwksUri: `${issuer}/keys`,
  }],
  users: [user(OWNER, "olga", "org_owner", "platform_owner"), user(MEMBER, "ben", "org_user", "platform_user")],
};
const [database, seedFile] = [join(folder, "cora.sqlite"), join(folder, "seed.json")];
writeFileSync(seedFile, JSON.stringify(seed));

/** Runs a command to its end; its status. WHY not at once: the issuer has to answer meanwhile. */
function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    spawn(command, args, { stdio: "inherit", ...options }).on("error", failed).on("exit", (status) => done(status ?? 1));
  });
}

let server;
let status = 1;
try {
  const program = resolve(cora);
  for (const args of [["migrate", "--database", database], ["seed", "--database", database, "--allow-loopback-http", seedFile]]) {
    if ((await run(program, args)) !== 0) throw new Error(`cora ${args[0]} failed`);
  }
  const log = join(folder, "cora.log");
  server = spawn(program, ["serve", "--database", database, "--allow-loopback-http"], { stdio: ["ignore", "pipe", openSync(log, "w")] });
  const url = await new Promise((found, failed) => {
    createInterface({ input: server.stdout }).on("line", (line) => found(line.replace("listening on ", "")));
    server.on("exit", () => failed(new Error(`cora serve ended; see ${log}`)));
  });

  const checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance,unsupported_method";
  // WHY the names in the paths: those of rows that are there, so that more than refusals is seen.
  const names = { orgId: ACME, userId: MEMBER, providerType: CONNECTION };
  const config = join(folder, "schemathesis.toml");
  const parameters = Object.entries(names).map(([name, value]) => `"path.${name}" = "${value}"`);
  writeFileSync(config, `[parameters]\n${parameters.join("\n")}\n`);
  status = await run(schemathesis, [
    "--config-file", config, "run", `${url}/openapi.json`, "--header", `Authorization: Bearer ${token("olga", "olga@acme.example")}`,
    "--checks", checks, "--max-examples", examples, "--phases", process.env.PHASES ?? "coverage,fuzzing", "--seed", "1", "--request-timeout", "20",
  ], { cwd: folder });
} finally {
  server?.kill("SIGTERM");
  issuerServer.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = status;
