import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { PROVIDERS } from "../provider/registry.mjs";
import { startPostgres } from "./postgres.mjs";
import { APPLICATION, CONNECTIONS, secretVariable, seedOf } from "./seed.mjs";
import { openState } from "./state.mjs";
import { buildIsStale, forgetBuild, inputsOf, recordBuild, refreshPackage } from "./web-build.mjs";

const demo = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(demo, "web");
const require = createRequire(join(web, "package.json"));

const CLOCK = new URL("../../tests/quickstart/clock.mjs", import.meta.url);

/** Returns the environment without the variables that would change how our processes behave. */
function cleanEnvironment(extra) {
  const { NODE_ENV: _, NODE_OPTIONS: __, ...env } = process.env;
  return { ...env, NEXT_TELEMETRY_DISABLED: "1", ...extra };
}

const installedPackage = () => dirname(require.resolve("@cora/auth/package.json"));
const nextCommand = () => require.resolve("next/dist/bin/next");

/** Builds the web application with our package as it is now, if one of them has changed. */
export async function buildWeb(family, log, say) {
  refreshPackage(join(demo, "../pkg"), installedPackage());
  const inputs = inputsOf(web, installedPackage());
  if (!buildIsStale(web, inputs)) return;
  forgetBuild(web);
  say("building the web application …");
  // `next dev` leaves types of its pages; the build would check those of pages that are gone.
  rmSync(join(web, ".next/dev/types"), { recursive: true, force: true });
  const build = await family.run(process.execPath, [nextCommand(), "build", web], cleanEnvironment({}));
  writeFileSync(log, `${build.stdout}${build.stderr}`, { mode: 0o600 });
  if (build.code !== 0) throw new Error(`the web application could not be built:\n${build.stdout}${build.stderr}`);
  recordBuild(web, inputs);
}

/** Returns the connections in use, from Cora's public route, the default first. */
export async function activeConnections(coraUrl) {
  const response = await fetch(`${coraUrl}/auth/active-connection`, { signal: AbortSignal.timeout(10_000) });
  const answer = await response.json();
  if (!answer.success) throw new Error(`Cora did not return the active connections: ${answer.error}`);
  return answer.data.connections.flatMap(({ connection }) => (connection === null ? [] : [connection]));
}

/** Runs a Cora command that has to succeed. */
async function must(family, cora, args, env) {
  const result = await family.run(cora, args, env);
  if (result.code !== 0) throw new Error(`cora ${args[0]} failed:\n${result.stderr || result.stdout}`);
  return result.stdout;
}

/**
 * Prepares the database. Returns a fresh bootstrap token, or `null` if the platform has its owner
 * and no token is issued any more.
 */
async function prepareDatabase(family, cora, env) {
  const result = await family.run(cora, ["init"], env);
  if (result.code === 0) return result.stdout.trim();
  if (!/owner/.test(result.stderr)) throw new Error(`cora init failed:\n${result.stderr || result.stdout}`);
  await must(family, cora, ["migrate"], env);
  return null;
}

/** Returns a new secret of the application at Cora, which prints it once. */
async function newSecret(family, cora, env) {
  const printed = await must(family, cora, ["application", "secret", APPLICATION], env);
  const secret = /^client_secret +(\S+)$/m.exec(printed)?.[1];
  if (secret === undefined) throw new Error("cora application secret did not print a secret");
  return secret;
}

/** Starts the providers and returns their addresses. */
async function startProviders(family, { callbacksOf, logs, state, stateDirectory, tokenSeconds }) {
  const urls = {};
  for (const [name, { displayName }] of Object.entries(PROVIDERS)) {
    const provider = family.start({
      name: `the provider “${displayName}”`,
      command: process.execPath,
      args: [join(demo, "provider", "server.mjs")],
      log: join(logs, `provider-${name}.log`),
      env: cleanEnvironment({
        PROVIDER: name,
        PORT: String(state.ports[name]),
        ISSUER: state.issuers[name],
        CLIENT_SECRET: state.clientSecrets[name],
        REDIRECT_URIS: callbacksOf(name).join(" "),
        JWKS_FILE: join(stateDirectory, `provider-${name}-keys.json`),
        ...(tokenSeconds !== undefined && { TOKEN_SECONDS: String(tokenSeconds) }),
      }),
    });
    urls[name] = await family.listening(provider);
  }
  return urls;
}

/**
 * Starts the providers, Cora and the web application as children of `family`, and connects them.
 * Rejects if one of them does not start; the caller then ends the others.
 *
 * `policy` contains the differences from the demo's policy. With `mailUrl` (`smtp://…`) mail is
 * sent there.
 *
 * `tokenSeconds` is the lifetime of the providers' tokens in seconds; an hour when absent.
 *
 * With `postgres` the data is in a PostgreSQL that is started too, instead of SQLite.
 *
 * `between` may put a proxy in front of Cora: it receives Cora's address and returns the one that
 * the application and browsers are to use, which is the issuer. With `clock`, the name of a file,
 * the application's clock is ahead by the milliseconds in it. `say` receives progress messages.
 */
export async function startStack(options) {
  const {
    between = async (url) => url,
    clock,
    cora,
    family,
    mailUrl,
    policy,
    postgres = false,
    say = () => {},
    stateDirectory,
    tokenSeconds,
    webMode = "start",
  } = options;
  const logs = join(stateDirectory, "logs");
  const state = await openState(stateDirectory);
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  if (postgres) say("starting PostgreSQL …");
  const database = postgres
    ? await startPostgres(family, { log: join(logs, "postgres.log"), stateDirectory })
    : join(stateDirectory, "cora.sqlite");
  // Passed in the environment, which process listings do not show: the URL of PostgreSQL contains
  // the password.
  const withDatabase = { ...process.env, CORA_DATABASE: database };
  const webUrl = `http://127.0.0.1:${state.ports.web}`;
  if (webMode === "start") await buildWeb(family, join(logs, "build.log"), say);
  else refreshPackage(join(demo, "../pkg"), installedPackage());

  const issuer = await between(`http://127.0.0.1:${state.ports.cora}`);
  // Cora is the providers' only client. Each connection has a redirect URI, and test logins theirs.
  const callbacksOf = (name) => [
    `${issuer}/auth/callback/${CONNECTIONS[name]}`,
    `${issuer}/auth/connection-test/callback`,
  ];
  const providerUrls = await startProviders(family, { callbacksOf, logs, state, stateDirectory, tokenSeconds });
  const secrets = Object.entries(state.clientSecrets);

  const bootstrapToken = await prepareDatabase(family, cora, withDatabase);
  const server = family.start({
    name: "cora serve",
    command: cora,
    args: [
      ...["serve", "--listen", `127.0.0.1:${state.ports.cora}`, "--public-url", issuer],
      ...["--sign-in-url", `${webUrl}/api/auth/sign-in`, "--allow-loopback-http", "--trace-for-users"],
    ],
    log: join(logs, "cora.log"),
    env: {
      ...withDatabase,
      CORA_SECRET_KEYS: `demo:${state.secretKey}`,
      ...(mailUrl !== undefined && { CORA_SMTP_URL: mailUrl, CORA_MAIL_FROM: "Acme <no-reply@acme.example>" }),
      ...Object.fromEntries(secrets.map(([name, secret]) => [secretVariable(name), secret])),
    },
  });
  const coraUrl = await family.listening(server);
  // Seeded while Cora is running, because Cora knows the connections in use.
  const isFirst = state.seededUrls.demo === undefined;
  const active = isFirst ? [CONNECTIONS.demo] : (await activeConnections(coraUrl)).map(({ id }) => id);
  const seed = join(stateDirectory, "seed.json");
  writeFileSync(seed, `${JSON.stringify(seedOf({ ...state, active, policy, providerUrls, webUrl }), null, 2)}\n`);
  await must(family, cora, ["seed", "--allow-loopback-http", seed], withDatabase);
  state.remember({ seededUrls: providerUrls });
  const applicationSecret = state.applicationSecret ?? (await newSecret(family, cora, withDatabase));
  state.remember({ applicationSecret });

  const application = family.start({
    name: "the web application",
    command: process.execPath,
    args: [nextCommand(), webMode, web, "--hostname", "127.0.0.1", "--port", String(state.ports.web)],
    log: join(logs, "web.log"),
    env: cleanEnvironment({
      // The application knows nothing of any provider.
      CORA_URL: issuer,
      CORA_CLIENT_ID: APPLICATION,
      CORA_CLIENT_SECRET: applicationSecret,
      CORA_COOKIE_SECRET: state.cookieSecret,
      ...(clock !== undefined && { CORA_TEST_CLOCK: clock, NODE_OPTIONS: `--import ${CLOCK}` }),
    }),
  });
  await family.answering(application, webUrl);

  return {
    bootstrapToken,
    clientSecrets: state.clientSecrets,
    connections: CONNECTIONS,
    database,
    killCora: () => family.kill(server),
    isFirstRun: state.isFirstRun,
    issuers: state.issuers,
    urls: { cora: coraUrl, issuer, providers: providerUrls, web: webUrl },
  };
}
