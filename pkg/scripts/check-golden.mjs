// Compares the imports, exports and types of the WebAssembly modules with the golden files next to
// their crate.
//
//   node scripts/check-golden.mjs [--update]
//
// A difference is a change of the public interface, or of what the module can reach, and has to be
// intended. Needs a built package.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const nameOf = (name) => name.replace(/_[0-9a-f]{16}$/, "");
const modules = ["cora.wasm", "cora-admin.wasm", "cora-page.wasm", "cora-session.wasm", "cora-workbench.wasm"].map(
  (name) => ({
    name,
    module: new WebAssembly.Module(readFileSync(file(`dist/${name}`))),
  }),
);
// The hash in a name changes with the compiler.
const crossings = modules.flatMap(({ module, name }) => [
  ...WebAssembly.Module.imports(module).map(
    (item) => `${name} imports ${item.kind} ${item.module} ${nameOf(item.name)}`,
  ),
  ...WebAssembly.Module.exports(module).map((item) => `${name} exports ${item.kind} ${item.name}`),
]);

const [whole, ...small] = modules
  .toReversed()
  .map(({ name }) => crossings.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length)));
const missing = small.flat().filter((line) => !whole.includes(line));
if (missing.length > 0) {
  console.error(
    `cora-workbench.wasm lacks items of another module, so Node cannot use it for all:\n${missing.join("\n")}`,
  );
  process.exit(1);
}

const golden = {
  "types.golden.d.ts": readFileSync(file("dist/glue/types.d.ts"), "utf8"),
  "crossings.golden.txt": `${crossings.sort().join("\n")}\n`,
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
    console.log(`bindings/wasm/${name} is up to date`);
    continue;
  }
  different = true;
  const [before, after] = [expected.split("\n"), actual.split("\n")];
  const at = before.findIndex((line, index) => line !== after[index]);
  const line = at < 0 ? before.length : at;
  console.error(`bindings/wasm/${name} differs at line ${line + 1}:\n- ${before[line]}\n+ ${after[line]}`);
}
if (different) {
  console.error("If this is intended: npm run check:golden -- --update");
  process.exit(1);
}
