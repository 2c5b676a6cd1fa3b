// Clients of other makers against the issuer: a real `cora serve`, the demo's provider, and a
// browser without scripts.
//
//   CORA_BIN=target/debug/cora node tests/issuer/run.mjs [name …]
//
// Runs every suite that needs nothing but Node, or those of the names and folders that are given.
// `DATABASE` names a PostgreSQL database that is empty; otherwise the data is in an SQLite file.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { openWorld } from "./world.mjs";

const { CORA_BIN: cora, DATABASE: database } = process.env;
if (!cora) {
  console.error("CORA_BIN has to name the cora binary");
  process.exit(2);
}
/** Suites that need Python, which the machine may not have. They are run by name. */
const IN_PYTHON = ["authlib"];
const folder = fileURLToPath(new URL("suites", import.meta.url));
const wanted = process.argv.slice(2);
const isWanted = (name) => wanted.some((one) => name === one || name.startsWith(`${one}/`));
const names = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".mjs"))
  .map((name) => name.slice(0, -".mjs".length))
  .filter((name) => (wanted.length === 0 ? !IN_PYTHON.includes(name) : isWanted(name)))
  .sort();
if (names.length === 0) {
  console.error(`no suite is named ${wanted.join(", ")}`);
  process.exit(2);
}

let failed = 0;
const world = await openWorld({ cora, database });
try {
  for (const name of names) {
    const { tests } = await import(`./suites/${name}.mjs`);
    for (const [title, test] of Object.entries(tests)) {
      const began = Date.now();
      try {
        await test(world);
        console.log(`ok    ${name}: ${title} (${Date.now() - began} ms)`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL  ${name}: ${title}\n${error.stack}`);
      }
    }
  }
  if (failed > 0) console.log(world.log().split("\n").slice(-40).join("\n"));
} finally {
  world.close();
}
process.exit(failed === 0 ? 0 : 1);
