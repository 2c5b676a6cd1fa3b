// Runs the end-to-end tests: people log in with a browser through the real provider, and the tests
// check what the pages show.
//
//   CORA_BIN=target/debug/cora CORA_JSON_ROWS=target/debug/examples/json_rows \
//     node tests/e2e/run.mjs [--without] [suite …]
//
// Runs all suites, those named, or with --without all but those named.
//
// Needs the npm packages of demo/ (npm ci), the built npm package (pkg/dist) and Chromium
// (CHROMIUM, else the system's).

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { clusterFolder } from "../../demo/stack/postgres.mjs";
import { createReport } from "./report.mjs";
import { concurrency } from "./suites/concurrency.mjs";
import { connections } from "./suites/connections.mjs";
import { expiry } from "./suites/expiry.mjs";
import { linking } from "./suites/linking.mjs";
import { people } from "./suites/people.mjs";
import { playground } from "./suites/playground.mjs";
import { restart } from "./suites/restart.mjs";
import { screens } from "./suites/screens.mjs";
import { strictMode } from "./suites/strict-mode.mjs";
import { trouble } from "./suites/trouble.mjs";
import { whatIf } from "./suites/what-if.mjs";
import { openWorld } from "./world.mjs";

const SUITES = {
  people,
  trouble,
  connections,
  whatIf,
  playground,
  concurrency,
  restart,
  expiry,
  linking,
  screens,
  strictMode,
};

const cora = process.env.CORA_BIN;
const isWithout = process.argv[2] === "--without";
const named = process.argv.slice(isWithout ? 3 : 2);
const unknown = named.filter((name) => !(name in SUITES));
const wanted = Object.keys(SUITES).filter((name) => named.length === 0 || named.includes(name) !== isWithout);
if (!cora || !process.env.CORA_JSON_ROWS || unknown.length > 0) {
  const missing = "CORA_BIN has to name the cora binary, CORA_JSON_ROWS the example json_rows of cora-store";
  console.error(unknown.length > 0 ? `there is no suite ${unknown.join(", ")}` : missing);
  console.error(`suites: ${Object.keys(SUITES).join(", ")}`);
  process.exit(2);
}

/** Set if each world stores its data in a PostgreSQL of its own instead of SQLite. */
const postgres = process.env.CORA_E2E_POSTGRES === "1";
const report = createReport();
const directory = mkdtempSync(join(tmpdir(), "cora-e2e-"));
const open = [];
const states = new Set();

/** Closes everything that was started. */
async function closeAll() {
  await Promise.all(open.splice(0).map((world) => world.close()));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => void closeAll().finally(() => process.exit(130)));
}

/**
 * Starts everything on a state directory of its own. If the name was used before, it starts on the
 * state that the earlier start left.
 */
async function start(name, options = {}) {
  const stateDirectory = join(directory, name);
  states.add(stateDirectory);
  const world = await openWorld({ ...options, postgres, cora: resolve(cora), stateDirectory }, (starting) => {
    open.push(starting);
  });
  return world;
}

for (const [name, suite] of Object.entries(SUITES)) {
  if (!wanted.includes(name)) continue;
  report.heading(name);
  try {
    await suite({ check: report.check, start });
  } catch (error) {
    report.failed(`the suite ${name} could not go on`, error);
  }
  await closeAll();
}
for (const state of states) rmSync(clusterFolder(state), { recursive: true, force: true });
rmSync(directory, { recursive: true, force: true });
process.exitCode = report.finish();
