// Compares what the WebAssembly module imports, and the types it comes with, with the golden files beside its crate.
//
//   node scripts/check-golden.mjs [--update]
//
// A difference is a change of the public interface, or of what the module can reach: it has to be meant. Needs a built package.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const module = new WebAssembly.Module(readFileSync(file("dist/cora.wasm")));
const imports = WebAssembly.Module.imports(module)
  // The hash in a name changes with the compiler.
  .map(({ module: from, name, kind }) => `${kind} ${from.replace(/-[0-9a-f]{16}\//, "/")} ${name.replace(/_[0-9a-f]{16}$/, "")}`)
  .sort();

const golden = {
  "types.golden.d.ts": readFileSync(file("dist/glue/cora_bg.d.ts"), "utf8"),
  "imports.golden.txt": `${imports.join("\n")}\n`,
};

let different = false;
for (const [name, actual] of Object.entries(golden)) {
  const path = file(`../bindings/wasm/${name}`);
  if (process.argv.includes("--update")) {
    writeFileSync(path, actual);
    console.log(`wrote bindings/wasm/${name}`);
    continue;
  }
  const expected = readFileSync(path, "utf8");
  if (expected === actual) {
    console.log(`bindings/wasm/${name} is as it was`);
    continue;
  }
  different = true;
  const [before, after] = [expected.split("\n"), actual.split("\n")];
  const at = before.findIndex((line, index) => line !== after[index]);
  const line = at < 0 ? before.length : at;
  console.error(`bindings/wasm/${name} differs at line ${line + 1}:\n- ${before[line]}\n+ ${after[line]}`);
}
if (different) {
  console.error("If this is meant: npm run check:golden -- --update");
  process.exit(1);
}
