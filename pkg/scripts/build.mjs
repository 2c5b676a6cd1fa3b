// Builds the package into dist/, wholly: the four WebAssembly modules, the ES modules and the CommonJS ones with their types,
// and the check of the modules' sizes.
//
//   node scripts/build.mjs [--only wasm|typescript|size] [--breakdown]
//
// Needs cargo with the wasm32-unknown-unknown target, wasm-pack, and the wasm-bindgen command of the library's version.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { printBreakdown } from "./size.mjs";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const CRATE = join(PACKAGE, "../bindings/wasm");
const DIST = join(PACKAGE, "dist");
const GLUE = join(PACKAGE, "src/glue");

/** What wasm-opt is told to make a module small. */
const SMALL = ["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"];

/**
 * The modules, made from one crate: the one that browsers decide logins with, small; the one that pages ask what a session may do, the smallest; the one for the
 * edge, which verifies tokens as well; and the one with the workbench, fast, which Node uses for everything. `maxGzip` is the most that one may take, compressed with gzip -9.
 */
const MODULES = [
  { name: "cora", profile: "wasm", features: ["decision"], flags: SMALL, maxGzip: 104 * 1024 },
  { name: "cora-page", profile: "wasm-session", features: ["page"], flags: SMALL, maxGzip: 34 * 1024 },
  { name: "cora-session", profile: "wasm-session", features: ["session"], flags: SMALL, maxGzip: 60 * 1024 },
  { name: "cora-workbench", profile: "wasm-fast", features: ["workbench"], flags: ["-O3"], maxGzip: 544 * 1024 },
];
const fileOf = ({ name }) => join(DIST, `${name}.wasm`);

/** Where the slim build has what the package's `imports` lead to elsewhere. */
const SLIM_IMPORTS = { "#load": "load/script.js", "#session": "session/host/script.js", "#signatures": "session/crypto/web.js" };

const STEPS = { wasm: buildWasm, typescript: buildTypescript, size: checkSize };

function run(command, args) {
  console.log(`$ ${command} ${args.join(" ")}`);
  // The commands of this package come first: wasm-pack takes its wasm-opt from here instead of downloading one.
  const PATH = [join(PACKAGE, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const { status, error } = spawnSync(command, args, { cwd: PACKAGE, stdio: "inherit", env: { ...process.env, PATH } });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with status ${status}`);
}

/** Has the crate built as a module; returns where it is, not yet optimised, with the types beside it as `cora.d.ts`. */
function wasmPack({ features, name, profile }) {
  const folder = join(PACKAGE, "node_modules/.cache", name);
  const extra = ["--no-default-features", "--features", features.join(",")];
  run("wasm-pack", ["build", CRATE, "--profile", profile, "--target", "bundler", "--out-dir", folder, "--out-name", "cora",
    "--mode", "no-install", "--no-pack", "--no-opt", ...extra]);
  return folder;
}

function buildWasm() {
  mkdirSync(DIST, { recursive: true });
  rmSync(GLUE, { recursive: true, force: true });
  mkdirSync(GLUE, { recursive: true });
  writeFileSync(join(GLUE, ".gitignore"), "*\n");
  // WHY: of what wasm-bindgen generates only the types are used. Nothing but numbers crosses the boundary, so the functions of the module
  // are called as they are (src/core.ts), and its loaders are in src/load/.
  let folder;
  for (const module of MODULES) {
    folder = wasmPack(module);
    run("wasm-opt", [...module.flags, join(folder, "cora_bg.wasm"), "--output", fileOf(module)]);
  }
  cpSync(join(folder, "cora.d.ts"), join(GLUE, "types.d.ts"));
  const packed = brotliCompressSync(readFileSync(fileOf(MODULES.at(-1)))).toString("base64");
  writeFileSync(join(GLUE, "module.js"), `export const packed = "${packed}";\n`);
  writeFileSync(join(GLUE, "module.d.ts"), "/** The workbench's module, compressed by brotli, in base64. */\nexport declare const packed: string;\n");
}

function buildTypescript() {
  const modules = MODULES.map((module) => {
    if (!existsSync(fileOf(module))) throw new Error(`there is no ${fileOf(module)} yet: run the step \`wasm\` first`);
    return [fileOf(module), readFileSync(fileOf(module))];
  });
  rmSync(DIST, { recursive: true });
  mkdirSync(join(DIST, "cjs"), { recursive: true });
  for (const [path, bytes] of modules) writeFileSync(path, bytes);
  // WHY tsc alone: bundling would move "use client" from the top of the React files, and every import of the package has to meet
  // one and the same CoraError and instance.
  run("tsc", ["--project", "tsconfig.json"]);
  run("tsc", ["--project", "tsconfig.cjs.json"]);
  run("tsc", ["--project", "tsconfig.slim.json"]);
  run("tsc", ["--project", "tsconfig.slim.json", "--outDir", "dist/slim/cjs", "--module", "CommonJS", "--verbatimModuleSyntax", "false"]);
  run("tsc", ["--ignoreConfig", "--allowJs", "--checkJs", "false", "--module", "commonjs", "--target", "es2022", "--outDir",
    "dist/cjs/glue", "src/glue/module.js"]);
  mkdirSync(join(DIST, "glue"), { recursive: true });
  cpSync(join(GLUE, "module.js"), join(DIST, "glue/module.js"));
  for (const file of ["types.d.ts", "module.d.ts"]) {
    for (const folder of ["glue", "cjs/glue", "slim/glue", "slim/cjs/glue"]) cpSync(join(GLUE, file), join(DIST, folder, file));
  }
  for (const license of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(PACKAGE, "..", license), join(DIST, license));
  for (const folder of ["slim/cjs", "slim"]) settle(join(DIST, folder), SLIM_IMPORTS);
  for (const folder of ["cjs", "slim/cjs"]) nameCommonJs(join(DIST, folder));
}

/** The files of a build below a folder, without those of another build in it. */
const filesOf = (folder) =>
  readdirSync(folder, { recursive: true }).map(String).filter((path) => /\.(?:js|d\.ts)$/.test(path) && !(folder.endsWith("slim") && path.startsWith("cjs")));

/** Writes in where `#…` leads, for a build in which it leads to one place. */
function settle(folder, imports) {
  for (const path of filesOf(folder)) {
    const [file, up] = [join(folder, path), "../".repeat(path.split("/").length - 1) || "./"];
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/(["'])(#\w+)\1/g, (whole, quote, name) => (name in imports ? `${quote}${up}${imports[name]}${quote}` : whole)));
  }
}

/** Names the files of a CommonJS build so that they are known as such without a manifest beside them. */
function nameCommonJs(folder) {
  for (const path of filesOf(folder)) {
    const file = join(folder, path);
    const text = readFileSync(file, "utf8").replace(/(["'])(\.{1,2}\/[^"']+)\.js\1/g, "$1$2.cjs$1");
    rmSync(file);
    writeFileSync(file.replace(/\.d\.ts$/, ".d.cts").replace(/\.js$/, ".cjs"), text);
  }
}

function checkSize() {
  const tooLarge = [];
  for (const module of MODULES) {
    if (process.argv.includes("--breakdown")) breakdown(module);
    const bytes = readFileSync(fileOf(module));
    const zipped = gzipSync(bytes, { level: 9 }).length;
    const brotli = brotliCompressSync(bytes).length;
    console.log(`${module.name}.wasm: ${bytes.length} bytes, gzip ${zipped}, brotli ${brotli}; at most ${module.maxGzip} with gzip`);
    if (zipped > module.maxGzip) tooLarge.push(`${module.name}.wasm is ${zipped - module.maxGzip} bytes too large with gzip`);
  }
  if (tooLarge.length > 0) throw new Error(tooLarge.join("; "));
}

/** The same module with the names of its functions, in parts. */
function breakdown(module) {
  const folder = wasmPack(module);
  const named = join(folder, "named.wasm");
  run("wasm-opt", [...module.flags, "--debuginfo", join(folder, "cora_bg.wasm"), "--output", named]);
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
