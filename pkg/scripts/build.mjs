// Builds the package into dist/, wholly: the WebAssembly module with its glue, the ES modules and the CommonJS ones with their
// types, and the check of the module's size.
//
//   node scripts/build.mjs [--only wasm|typescript|size] [--breakdown]
//
// Needs cargo with the wasm32-unknown-unknown target, wasm-pack, and the wasm-bindgen command of the library's version.
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { printBreakdown } from "./size.mjs";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const CRATE = join(PACKAGE, "../bindings/wasm");
const DIST = join(PACKAGE, "dist");
const GLUE = join(PACKAGE, "src/glue");
const MODULE = join(DIST, "cora.wasm");

/** The most that the module may take, compressed with gzip -9: 120 KiB. */
const MAX_GZIP_BYTES = 120 * 1024;

/** What makes of dist/cjs a package scope of its own: its files are CommonJS, and its loaders lie beside them. */
const CJS_MANIFEST = {
  type: "commonjs",
  sideEffects: false,
  imports: { "#load": { node: "./load/node.js", default: "./load/script.js" } },
};

const STEPS = { wasm: buildWasm, typescript: buildTypescript, size: checkSize };

function run(command, args) {
  console.log(`$ ${command} ${args.join(" ")}`);
  // The commands of this package come first: wasm-pack takes its wasm-opt from here instead of downloading one.
  const PATH = [join(PACKAGE, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const { status, error } = spawnSync(command, args, { cwd: PACKAGE, stdio: "inherit", env: { ...process.env, PATH } });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with status ${status}`);
}

function wasmPack(outDir, ...flags) {
  run("wasm-pack", ["build", CRATE, "--profile", "wasm", "--target", "bundler", "--out-dir", outDir, "--out-name", "cora",
    "--mode", "no-install", "--no-pack", ...flags]);
}

function buildWasm() {
  rmSync(join(GLUE, "snippets"), { recursive: true, force: true });
  wasmPack(GLUE);
  mkdirSync(DIST, { recursive: true });
  renameSync(join(GLUE, "cora_bg.wasm"), MODULE);
  // WHY: of the generated files only the functions are used. The generated loader imports the module as if it were a script,
  // which neither Node nor a browser can do; src/instance.ts and src/load/ are the loaders.
  rmSync(join(GLUE, "cora.js"));
  rmSync(join(GLUE, "cora_bg.wasm.d.ts"));
  // WHY: a snippet's folder is named by a hash that changes with the compiler; in one file with the rest it needs no name.
  const snippets = join(GLUE, "snippets");
  for (const path of readdirSync(snippets, { recursive: true }).filter((path) => path.endsWith(".js"))) {
    appendFileSync(join(GLUE, "cora_bg.js"), readFileSync(join(snippets, path)));
  }
  rmSync(snippets, { recursive: true });
  const types = readFileSync(join(GLUE, "cora.d.ts"), "utf8");
  rmSync(join(GLUE, "cora.d.ts"));
  const setter = "/** Gives the functions the instance that they call. */\nexport function __wbg_set_wasm(exports: WebAssembly.Exports): void;";
  const packed = brotliCompressSync(readFileSync(MODULE)).toString("base64");
  writeFileSync(join(GLUE, "module.js"), `export const packed = "${packed}";\n`);
  writeFileSync(join(GLUE, "module.d.ts"), "/** The module, compressed by brotli, in base64. */\nexport declare const packed: string;\n");
  writeFileSync(join(GLUE, "cora_bg.d.ts"), `${types.trimEnd()}\n\n${setter}\n`);
}

function buildTypescript() {
  if (!existsSync(MODULE)) throw new Error("there is no dist/cora.wasm yet: run the step `wasm` first");
  const module = readFileSync(MODULE);
  rmSync(DIST, { recursive: true });
  mkdirSync(join(DIST, "cjs"), { recursive: true });
  writeFileSync(MODULE, module);
  // WHY tsc alone: bundling would move "use client" from the top of the React files, and every import of the package has to meet
  // one and the same CoraError and instance.
  run("tsc", ["--project", "tsconfig.json"]);
  run("tsc", ["--project", "tsconfig.cjs.json"]);
  run("tsc", ["--ignoreConfig", "--allowJs", "--checkJs", "false", "--module", "commonjs", "--target", "es2022", "--outDir",
    "dist/cjs/glue", "src/glue/cora_bg.js", "src/glue/module.js"]);
  for (const file of ["cora_bg.js", "module.js"]) cpSync(join(GLUE, file), join(DIST, "glue", file));
  for (const file of ["cora_bg.d.ts", "module.d.ts"]) {
    for (const folder of ["glue", "cjs/glue"]) cpSync(join(GLUE, file), join(DIST, folder, file));
  }
  for (const license of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(PACKAGE, "..", license), join(DIST, license));
  writeFileSync(join(DIST, "cjs/package.json"), `${JSON.stringify(CJS_MANIFEST, null, 2)}\n`);
}

function checkSize() {
  if (process.argv.includes("--breakdown")) breakdown();
  const module = readFileSync(MODULE);
  const zipped = gzipSync(module, { level: 9 }).length;
  const brotli = brotliCompressSync(module).length;
  console.log(`cora.wasm: ${module.length} bytes, gzip ${zipped}, brotli ${brotli}; at most ${MAX_GZIP_BYTES} with gzip`);
  if (zipped > MAX_GZIP_BYTES) throw new Error(`cora.wasm is ${zipped - MAX_GZIP_BYTES} bytes too large with gzip`);
}

/** The same module with the names of its functions, in parts. */
function breakdown() {
  const folder = join(PACKAGE, "node_modules/.cache/named");
  wasmPack(folder, "--no-opt");
  const named = join(folder, "named.wasm");
  const manifest = readFileSync(join(CRATE, "Cargo.toml"), "utf8");
  const flags = /^wasm-opt = (\[.*\])$/m.exec(manifest)?.[1];
  if (!flags) throw new Error("bindings/wasm/Cargo.toml names no wasm-opt flags");
  run("wasm-opt", [...JSON.parse(flags), "--debuginfo", join(folder, "cora_bg.wasm"), "--output", named]);
  printBreakdown(readFileSync(named), 40);
}

const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
if (only !== undefined && !(only in STEPS)) {
  console.error(`unknown step ${only}; one of ${Object.keys(STEPS).join(", ")}`);
  process.exit(2);
}
try {
  for (const [name, step] of Object.entries(STEPS)) if (only === undefined || only === name) step();
} catch (error) {
  console.error(`build: ${error.message}`);
  process.exit(1);
}
