// A real `cora serve` with its own database, and the demo's OpenID provider.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { Browser } from "./browser.mjs";
import { openFront } from "./front.mjs";

export const ACME = "00000000-0000-7000-8000-0000000000a1";
export const CONNECTION = "00000000-0000-7000-8000-0000000000c1";
export const GRACE = "00000000-0000-7000-8000-000000000001";
/** The redirect URI of the tests' applications. Nothing listens there: the browser stops before it.
 */ export const REDIRECT_URI = "http://127.0.0.1:9/callback";
const AUDIENCE = "https://api.acme.example";
const PROVIDER = fileURLToPath(new URL("../../demo/provider/server.mjs", import.meta.url));

/** Runs one statement in an SQLite file, and prints its rows. Node 20 has no SQLite. */
const STATEMENT = `
import json, sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=30) as database:
    database.row_factory = sqlite3.Row
    print(json.dumps([dict(row) for row in database.execute(sys.argv[2])]))
`;

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits for the line that a program prints when it is ready. */
export function listening(child, name) {
  return new Promise((found, failed) => {
    createInterface({ input: child.stdout }).on("line", (line) => found(line.replace("listening on ", "")));
    child.once("error", failed);
    child.once("exit", (status) => failed(new Error(`${name} ended with ${status} before it was ready`)));
  });
}

function run(command, args, env) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, errors] = ["", ""];
    child.stdout.on("data", (chunk) => (out += chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.once("error", failed);
    child.once("exit", (status) =>
      status === 0 ? done(out) : failed(new Error(`${args.join(" ")} ended with ${status}:\n${errors}${out}`)),
    );
  });
}

const seedOf = (provider) => ({
  policy: { accessMode: "restricted" },
  organizations: [{ id: ACME, name: "Acme", slug: "acme" }],
  connections: [
    {
      id: CONNECTION,
      kind: "oidc",
      displayName: "Demo provider",
      status: "active",
      settings: {
        issuer: provider,
        clientId: "cora-demo-web",
        clientSecret: "env:CORA_SECRET_DEMO",
        audiences: [AUDIENCE],
        authorizedParties: ["cora-demo-web"],
        algorithms: ["RS256"],
        tokenUse: "access_token",
        discoveryUri: `${provider}/.well-known/openid-configuration`,
        jwksUri: `${provider}/jwks`,
      },
    },
  ],
  users: [
    {
      id: GRACE,
      email: "grace@platform.example",
      emailVerified: true,
      name: "Grace Owner",
      platformRole: "platform_owner",
      identities: [{ connectionId: CONNECTION, subject: "usr_grace" }],
    },
  ],
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
});

/**
 * Starts the world. `cora` is the program; `database` the URL of an empty PostgreSQL, if it is not
 * SQLite. With a number of `servers`, that many processes share the database behind a proxy, which
 * is the issuer's address. `serve` are more arguments of `cora serve`, `log` its level.
 */
export async function openWorld({ cora, database, servers, serve = [], log: level = "info" }) {
  const program = resolve(cora);
  const folder = mkdtempSync(join(tmpdir(), "cora-issuer-"));
  const [coraPort, providerPort] = [await freePort(), await freePort()];
  const [issuer, provider] = [coraPort, providerPort].map((port) => `http://127.0.0.1:${port}`);
  const secret = randomBytes(32).toString("base64url");
  const children = [];
  const close = () => {
    for (const child of children.splice(0)) child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const upstream = spawn(process.execPath, [PROVIDER], {
      env: {
        ...process.env,
        PROVIDER: "demo",
        PORT: String(providerPort),
        ISSUER: provider,
        CLIENT_SECRET: secret,
        REDIRECT_URIS: `${issuer}/auth/callback/${CONNECTION}`,
        JWKS_FILE: join(folder, "provider-keys.json"),
      },
      stdio: ["ignore", "pipe", openSync(join(folder, "provider.log"), "w")],
    });
    children.push(upstream);
    await listening(upstream, "the provider");

    const env = {
      ...process.env,
      CORA_DATABASE: database ?? join(folder, "cora.sqlite"),
      CORA_SECRET_KEYS: `test:${randomBytes(32).toString("base64")}`,
      CORA_SECRET_DEMO: secret,
      RUST_LOG: level,
    };
    await run(program, ["migrate"], env);
    const seed = join(folder, "seed.json");
    writeFileSync(seed, JSON.stringify(seedOf(provider)));
    await run(program, ["seed", "--allow-loopback-http", seed], env);

    /** Registers an application, and returns its identifier and its secret, if it has one. */
    const register = async (name, kind, more = []) => {
      const development = more.includes("--development") ? [] : ["--development", "true"];
      const args = ["application", "add", "--name", name, "--kind", kind, ...development, ...more];
      const printed = await run(program, args, env);
      const value = (label) => new RegExp(`^${label} +(\\S+)$`, "m").exec(printed)?.[1];
      return { id: value("client_id"), secret: value("client_secret") };
    };

    const log = join(folder, "cora.log");
    const logFile = openSync(log, "a");
    /** Starts a server, and returns its process once it listens. */
    const start = async (port) => {
      const shared = servers === undefined ? [] : ["--public-url", issuer, "--trusted-proxies", "127.0.0.0/8"];
      const args = ["serve", "--listen", `127.0.0.1:${port}`, "--allow-loopback-http", ...shared, ...serve];
      const server = spawn(program, args, { env, stdio: ["ignore", "pipe", logFile] });
      children.push(server);
      await listening(server, "cora serve");
      return server;
    };
    const backends = [];
    let front;
    if (servers === undefined) await start(coraPort);
    else {
      for (let number = 0; number < servers; number += 1) {
        const port = await freePort();
        backends.push({ port, process: await start(port) });
      }
      front = await openFront(
        coraPort,
        backends.map(({ port }) => port),
      );
      children.push({ kill: front.close });
    }
    /** Kills a server without warning, and waits until it is gone. */
    const kill = async (port) => {
      const backend = backends.find((one) => one.port === port);
      if (backend.process.exitCode !== null || backend.process.signalCode !== null) return;
      const gone = new Promise((done) => backend.process.once("exit", done));
      backend.process.kill("SIGKILL");
      await gone;
    };
    /** Starts a server that was killed. */
    const restart = async (port) => {
      backends.find((one) => one.port === port).process = await start(port);
    };

    /** Chooses a person on the provider's page, if it is that, and goes on. */
    const choose = async (page, name, options) => {
      if (!page.html.includes("Who is signing in?")) return page;
      const person = page.html.split("<button").find((part) => part.includes(name));
      return page.submit({ person: /value="([^"]+)"/.exec(person)?.[1] }, options);
    };

    /** Signs a person in at an authorization URL. Returns the URL of the application's answer. */
    const signIn = async (browser, url, name, stopAt = REDIRECT_URI) => {
      const page = await choose(await browser.open(url, { stopAt }), name, { stopAt });
      if (page.location === undefined) throw new Error(`the browser stopped at “${page.title}” (${page.status})`);
      return page.location;
    };

    let owner;
    /** Calls Cora's own API as an owner of the platform. Returns the status and the answer. */
    const admin = async (method, path, body) => {
      owner ??= await register("Console", "web", ["--redirect-uri", REDIRECT_URI, "--pkce", "nonce"]);
      const { id, secret } = owner;
      const parameters = { client_id: id, redirect_uri: REDIRECT_URI, response_type: "code", scope: "openid" };
      const url = `${issuer}/oauth2/authorize?${new URLSearchParams({ ...parameters, nonce: "n" })}`;
      const code = (await signIn(new Browser(), url, "Grace")).searchParams.get("code");
      const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI };
      const redemption = new URLSearchParams({ ...form, client_id: id, client_secret: secret });
      const tokens = await (await fetch(`${issuer}/oauth2/token`, { method: "POST", body: redemption })).json();
      const response = await fetch(`${issuer}${path}`, {
        method,
        headers: { authorization: `Bearer ${tokens.access_token}`, "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, answer: await response.json() };
    };

    /** Runs a statement behind Cora's back, and returns its rows. */
    const sql = async (statement) =>
      database
        ? (await import("./postgres.mjs")).query(database, statement)
        : JSON.parse(await run("python3", ["-c", STATEMENT, env.CORA_DATABASE, statement], env));

    let cluster;
    const companions = new Map();
    return {
      /** Returns the world that `open` opens once for a name. It ends with this one. */
      companion: async (name, open) => {
        if (!companions.has(name)) {
          companions.set(
            name,
            open().then((world) => {
              children.push({ kill: world.close });
              return world;
            }),
          );
        }
        return companions.get(name);
      },
      cora,
      /** Returns a private PostgreSQL, which ends with this world. */
      postgres: async () => {
        cluster ??= import("./postgres.mjs").then(async ({ openPostgres }) => {
          const postgres = await openPostgres();
          children.push({ kill: postgres.close });
          return postgres;
        });
        return cluster;
      },
      issuer,
      provider,
      admin,
      sql,
      front,
      backends,
      kill,
      restart,
      /** Writes a file, and returns its path. */
      file: (name, content) => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      },
      run: (args) => run(program, args, env),
      register,
      choose,
      signIn,
      browser: () => new Browser(),
      log: () => readFileSync(log, "utf8"),
      close,
    };
  } catch (error) {
    for (const name of ["cora.log", "provider.log"]) {
      try {
        console.error(readFileSync(join(folder, name), "utf8").slice(-4000));
      } catch {
        // It has not begun.
      }
    }
    close();
    throw error;
  }
}
