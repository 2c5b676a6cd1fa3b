// Runs the soak on Node (20,000 calls of each kind to each function):
//
//   node tests/runtimes/soak-node.mjs [--count N]
import { readFileSync } from "node:fs";

import { sessionTargets, soak, targets, workbenchTargets } from "./soak.mjs";

// The module's memory is not part of the package's interface, so it is intercepted where the engine
// creates it.
let exports;
const Instance = WebAssembly.Instance;
WebAssembly.Instance = function (module, imports) {
  const instance = new Instance(module, imports);
  exports = instance.exports;
  return instance;
};
const lib = await import("../../pkg/dist/index.js");
const sessions = await import("../../pkg/dist/session/index.js");
const bench = await import("../../pkg/dist/workbench/index.js");

const input = (file) => JSON.parse(readFileSync(new URL(`../corpus/${file}`, import.meta.url), "utf8")).input;
const flag = process.argv.indexOf("--count");
const count = flag > 0 ? Number(process.argv[flag + 1]) : 20_000;
const started = performance.now();
const decideInput = input("provisioning/access/stranger_is_denied_by_default.json");
const tokenInput = input("token/valid_access_token_is_accepted.json");
const faults = soak(
  lib.CoraError,
  { ...targets(lib, decideInput), ...sessionTargets(sessions, tokenInput), ...workbenchTargets(bench) },
  {
    count,
    held: () => ({ bytes: exports.memory.buffer.byteLength, slots: exports.__wbindgen_externrefs.length }),
    progress: (line) => console.log(line),
  },
);
for (const fault of faults) console.error(fault);
console.log(
  `soak: ${count} calls of each kind in ${Math.round((performance.now() - started) / 1000)} s, ${faults.length} faults`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
