import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const SERVICES = ["provider", "cora", "web"];

/** A port on this machine that nobody listens on: the wanted one if it is free. */
async function freePort(wanted) {
  for (const port of wanted ? [wanted, 0] : [0]) {
    const server = createServer();
    const found = await new Promise((resolve) => {
      server.once("error", () => resolve(undefined));
      server.listen(port, "127.0.0.1", () => resolve(server.address().port));
    });
    if (found === undefined) continue;
    await new Promise((resolve) => server.close(resolve));
    return found;
  }
  throw new Error("there is no free port");
}

/**
 * What one run leaves to the next, in `stack.json` in the state directory: ports, which are used again when they are free;
 * the issuer, which never changes, so that people stay the same people; secrets; and the time of the first run.
 */
export async function openState(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "stack.json");
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const ports = {};
  for (const service of SERVICES) ports[service] = await freePort(known?.ports[service]);
  const state = {
    issuer: known?.issuer ?? `http://127.0.0.1:${ports.provider}`,
    clientSecret: known?.clientSecret ?? randomBytes(32).toString("base64url"),
    sessionSecret: known?.sessionSecret ?? randomBytes(32).toString("base64url"),
    firstRun: known?.firstRun ?? Math.floor(Date.now() / 1000),
    ports,
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { ...state, isFirstRun: known === undefined };
}
