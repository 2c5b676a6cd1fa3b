// Runs the suite on workerd, the runtime of Cloudflare Workers, without an `init()`:
//
//   node tests/runtimes/run-workerd.mjs [--answers FILE]
//
// The worker is bundled as its users' tools do it: with the condition `workerd`, and the .wasm
// files as separate modules.
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { readCases, readNativeAnswers, readSignedCases } from "./corpus.mjs";
import { printer } from "./print.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const MODULES = ["cora.wasm", "cora-session.wasm"];
/** The operations on connections belong to the workbench, which only Node and browsers have. */
const WORKBENCH = new Set([
  "connection",
  "discovery",
  "fields",
  "life_cycle",
  "policy_diff",
  "settings_diff",
  "suggestion",
]);

const folder = mkdtempSync(join(tmpdir(), "cora-workerd-"));
await build({
  entryPoints: [here("worker.mjs")],
  outfile: join(folder, "worker.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  conditions: ["workerd", "worker", "browser"],
  logLevel: "warning",
  // The package's own compiler configuration is not its users'.
  tsconfigRaw: {},
  plugins: [
    {
      name: "modules-beside",
      setup(bundle) {
        bundle.onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true }));
      },
    },
  ],
});
for (const name of MODULES) copyFileSync(here(`../../pkg/dist/${name}`), join(folder, name));
const modules = MODULES.map((name) => `(name = "./${name}", wasm = embed "${name}")`).join(", ");
writeFileSync(
  join(folder, "worker.capnp"),
  `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    compatibilityDate = "2026-11-01",
    modules = [(name = "worker.js", esModule = embed "worker.js"), ${modules}],
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`,
);

// WHY the control file descriptor: it reports the port that the system assigned.
const workerd = spawn(here("node_modules/.bin/workerd"), ["serve", join(folder, "worker.capnp"), "--control-fd=3"], {
  stdio: ["ignore", "inherit", "inherit", "pipe"],
});
try {
  const port = await new Promise((resolve, reject) => {
    let text = "";
    workerd.once("error", reject);
    workerd.once("exit", (code) => reject(new Error(`workerd ended with status ${code}`)));
    workerd.stdio[3].on("data", (chunk) => {
      text += chunk;
      for (const line of text.split("\n").slice(0, -1)) {
        const { event, port } = JSON.parse(line);
        if (event === "listen") resolve(port);
      }
    });
  });
  const version = JSON.parse(readFileSync(here("node_modules/workerd/package.json"), "utf8")).version;
  const print = printer(`workerd ${version}`);
  const cases = readCases().filter(({ operation }) => !WORKBENCH.has(operation));
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    body: JSON.stringify({ cases, native: readNativeAnswers(), signed: readSignedCases() }),
  });
  if (!response.ok) throw new Error(`the worker answered with status ${response.status}: ${await response.text()}`);
  const { faulty, reports } = await response.json();
  reports.forEach(print.report);
  print.end(faulty);
} finally {
  workerd.kill();
  rmSync(folder, { recursive: true, force: true });
}
