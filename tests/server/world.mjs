// A real `cora serve` with its own database, and an issuer in this process that signs tokens.
import { spawn } from "node:child_process";
import { createSign, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

export const ACME = "00000000-0000-7000-8000-0000000000a1";
export const CONNECTION = "00000000-0000-7000-8000-0000000000c1";
export const OWNER = "00000000-0000-7000-8000-000000000001";
export const MEMBER = "00000000-0000-7000-8000-000000000002";

/**
 * Runs a command to its end and returns its status. WHY asynchronously: the issuer has to respond
 * meanwhile.
 */
export function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    spawn(command, args, { stdio: "inherit", ...options })
      .on("error", failed)
      .on("exit", (status) => done(status ?? 1));
  });
}

/** Returns the address in the line that a program prints when it is ready. */
export function listening(child, name) {
  return new Promise((found, failed) => {
    createInterface({ input: child.stdout }).on("line", (line) => found(line.replace("listening on ", "")));
    child.once("error", failed);
    child.once("exit", (status) => failed(new Error(`${name} ended with ${status} before it was ready`)));
  });
}

async function startIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = { ...publicKey.export({ format: "jwk" }), kid: "key-1", alg: "ES256", use: "sig" };
  let hanging = false;
  const server = createServer((request, response) => {
    if (hanging) return;
    const documents = {
      "/keys": { keys: [key] },
      "/.well-known/openid-configuration": {
        issuer: url,
        jwks_uri: `${url}/keys`,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
      },
    };
    const document = documents[request.url ?? ""];
    response
      .writeHead(document ? 200 : 404, { "content-type": "application/json" })
      .end(JSON.stringify(document ?? {}));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}`;
  const token = (subject, email) => {
    const now = Math.floor(Date.now() / 1000);
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = {
      iss: url,
      sub: subject,
      aud: "https://api.acme.example",
      scope: "openid",
      iat: now,
      exp: now + 3 * 3600,
      email,
      email_verified: true,
    };
    const text = `${part({ alg: "ES256", kid: "key-1", typ: "JWT" })}.${part(claims)}`;
    return `${text}.${createSign("sha256").update(text).sign({ key: privateKey, dsaEncoding: "ieee-p1363" }, "base64url")}`;
  };
  /** Sets whether the issuer accepts requests and does not answer them. */
  const hang = (on) => {
    hanging = on;
    if (!on) server.closeAllConnections();
  };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url, token, hang, close };
}

const user = (id, name, role, platformRole) => ({
  id,
  email: `${name}@acme.example`,
  emailVerified: true,
  platformRole,
  identities: [{ connectionId: CONNECTION, subject: name }],
  memberships: [{ organizationId: ACME, role }],
});

/**
 * Creates the world: one organization whose domain admits users, its owner Olga, its member Ben.
 * `database` is the URL of an empty PostgreSQL; a SQLite file when absent.
 */
export async function openWorld({ cora, database }) {
  const program = resolve(cora);
  const folder = mkdtempSync(join(tmpdir(), "cora-server-"));
  const issuer = await startIssuer();
  const location = database ?? join(folder, "cora.sqlite");
  const env = { ...process.env, CORA_DATABASE: location };
  const seed = {
    organizations: [{ id: ACME, name: "Acme", slug: "acme" }],
    connections: [
      {
        id: CONNECTION,
        kind: "oidc",
        displayName: "Sign-in",
        issuer: issuer.url,
        status: "active",
        clientId: "web",
        tokenUse: "access_token",
        audiences: ["https://api.acme.example"],
        algorithms: ["ES256"],
        jwksUri: `${issuer.url}/keys`,
      },
    ],
    users: [user(OWNER, "olga", "org_owner", "platform_owner"), user(MEMBER, "ben", "org_user", "platform_user")],
    domainRules: [
      {
        id: "00000000-0000-7000-8000-0000000000d1",
        organizationId: ACME,
        pattern: "acme.example",
        verification: "ownership",
        state: "verified",
        enrollmentMode: "automatic_membership",
      },
    ],
  };
  const seedFile = join(folder, "seed.json");
  writeFileSync(seedFile, JSON.stringify(seed));
  const servers = new Set();
  const world = {
    folder,
    database: location,
    provider: issuer,
    token: issuer.token,
    /** Starts a server and returns its address and process. */
    async start() {
      const child = world.spawn("serve");
      return { url: await listening(child, "cora serve"), child };
    },
    /** Starts the service by a command of `cora`, with additional environment variables. */
    spawn(command, more = {}) {
      const log = openSync(join(folder, "cora.log"), "a");
      // A file that may not grow is an error of the write, not the end of the process.
      const script = 'trap \'\' XFSZ; exec "$0" "$@"';
      const child = spawn("sh", ["-c", script, program, command, "--allow-loopback-http"], {
        env: { ...env, ...more },
        stdio: ["ignore", "pipe", log],
      });
      servers.add(child);
      child.once("exit", () => servers.delete(child));
      return child;
    },
    close() {
      for (const server of servers) server.kill("SIGKILL");
      issuer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const args of [["migrate"], ["seed", "--allow-loopback-http", seedFile]]) {
      if ((await run(program, args, { env, stdio: ["ignore", "ignore", "inherit"] })) !== 0)
        throw new Error(`cora ${args[0]} failed`);
    }
  } catch (error) {
    world.close();
    throw error;
  }
  return world;
}
