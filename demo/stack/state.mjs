import { randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { PROVIDERS } from "../provider/registry.mjs";

const SERVICES = [...Object.keys(PROVIDERS), "cora", "web"];

/**
 * Returns a free port on this machine that is not among the taken ones: the wanted one if possible.
 *
 * WHY below 32768: systems give outgoing connections higher ports, so that a port that the system
 * chose may be in use when a service is started again.
 */
async function freePort(wanted, taken) {
  const others = Array.from({ length: 50 }, () => randomInt(20_000, 32_768));
  for (const port of wanted === undefined ? others : [wanted, ...others]) {
    if (taken.includes(port)) continue;
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error("no port is free");
}

/** Returns an object with a value for each provider. */
const forEachProvider = (make) => Object.fromEntries(Object.keys(PROVIDERS).map((name) => [name, make(name)]));

/**
 * Loads the state that one run leaves to the next, in `stack.json` in the state directory: ports,
 * which are reused if they are free; the issuers, which never change, so that people keep their
 * identity; secrets; the time of the first run; and the providers' addresses when their connections
 * were seeded. `remember` stores changes of it.
 */
export async function openState(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "stack.json");
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const ports = {};
  for (const service of SERVICES) ports[service] = await freePort(known?.ports[service], Object.values(ports));
  const issuers = forEachProvider(
    (name) => known?.issuers?.[name] ?? `http://127.0.0.1:${ports[name]}${PROVIDERS[name].path}`,
  );
  for (const [name, { displayName, kind }] of Object.entries(PROVIDERS)) {
    // WHY: the addresses of a Keycloak realm are derived from its issuer, so the provider has to be
    // there.
    if (kind !== "keycloak" || new URL(issuers[name]).port === String(ports[name])) continue;
    throw new Error(
      `${displayName} has to be at ${issuers[name]}, but the port is in use; stop the process that uses it, or use another state directory`,
    );
  }
  const state = {
    issuers,
    clientSecrets: forEachProvider((name) => known?.clientSecrets?.[name] ?? randomBytes(32).toString("base64url")),
    cookieSecret: known?.cookieSecret ?? randomBytes(32).toString("base64url"),
    secretKey: known?.secretKey ?? randomBytes(32).toString("base64"),
    applicationSecret: known?.applicationSecret ?? null,
    firstRun: known?.firstRun ?? Math.floor(Date.now() / 1000),
    ports,
    seededUrls: known?.seededUrls ?? {},
  };
  const keep = (whole) => {
    writeFileSync(`${file}.new`, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  keep(state);
  let newest = state;
  const remember = (changes) => {
    newest = { ...newest, ...changes };
    keep(newest);
  };
  return { ...state, isFirstRun: known === undefined, remember };
}
