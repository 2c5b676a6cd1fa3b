// Builds the whole package into dist/: the five WebAssembly modules, the ES modules with their
// types, and the console's files. Checks the sizes of the WebAssembly modules. A step whose inputs
// have not changed is skipped.
//
//   node scripts/build.mjs [--only wasm|typescript|console|size] [--module NAME] [--breakdown]
//
// --module builds only this module, for a quick test; the others stay unchanged. --breakdown prints
// the sizes of the modules' parts. Needs cargo with the wasm32-unknown-unknown target.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

import { MODULES, buildModules, fileOf, isBuilt, packedOf, sizesOf, typesOf, withNames } from "./modules.mjs";
import { printBreakdown } from "./size.mjs";
import { forget, hashOf, read, write } from "./stamp.mjs";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(PACKAGE, "dist");
const GLUE = join(PACKAGE, "src/glue");
/** The record of the inputs that the files in dist/ were made from. */
const STAMP = join(PACKAGE, "node_modules/.cache/cora/typescript.json");

/** The same of the files in dist/console/. */
const CONSOLE_STAMP = join(PACKAGE, "node_modules/.cache/cora/console.json");

/** The module that Node loads. Its types are the package's. */
const WORKBENCH = MODULES.find(({ name }) => name === "cora-workbench");

const STEPS = { wasm: buildWasm, typescript: buildTypescript, console: buildConsole, size: checkSize };

function run(command, args) {
  console.log(`$ ${command} ${args.join(" ")}`);
  const PATH = [join(PACKAGE, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const { status, error } = spawnSync(command, args, { cwd: PACKAGE, stdio: "inherit", env: { ...process.env, PATH } });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ended with status ${status}`);
}

/** Returns the modules that are asked for. */
function wanted() {
  const name = argument("--module");
  return name === undefined ? MODULES : MODULES.filter((module) => module.name === name);
}

async function buildWasm() {
  if (wanted().length === 0)
    throw new Error(
      `unknown module ${argument("--module")}; use one of ${MODULES.map((module) => module.name).join(", ")}`,
    );
  await buildModules(wanted());
  // WHY only the types: only numbers cross the boundary, so src/core.ts calls the functions of the
  // module directly, and its loaders are in src/load/. Nothing else that wasm-bindgen generates is
  // used.
  mkdirSync(GLUE, { recursive: true });
  const files = {
    ".gitignore": "*\n",
    "types.d.ts": sorted(readFileSync(typesOf(WORKBENCH), "utf8")),
    "module.js": `export const packed = ${JSON.stringify(read(packedOf(WORKBENCH)))};\n`,
    "module.d.ts":
      "/** The workbench's module, compressed by brotli, in base64. */\nexport declare const packed: string;\n",
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(GLUE, file), text);
}

/**
 * Sorts declarations by name. WHY: the linker determines their order, so an unrelated change could
 * move them.
 */
function sorted(declarations) {
  const blocks = declarations.trimEnd().split(/\n\n(?=\/\*\*|export )/);
  const nameOf = (block) => /^(?:export )(?:declare )?\w+ (\w+)/m.exec(block)?.[1] ?? "";
  return `${blocks
    .map((block) => [nameOf(block), block])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, block]) => block)
    .join("\n\n")}\n`;
}

/** Lists the files below a folder of the package. */
const below = (folder) =>
  readdirSync(join(PACKAGE, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

function buildTypescript() {
  const modules = MODULES.filter(isBuilt);
  if (!modules.includes(WORKBENCH))
    throw new Error(`${fileOf(WORKBENCH)} does not exist yet: run the step \`wasm\` first`);
  const configurations = readdirSync(PACKAGE)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(PACKAGE, name));
  const key = hashOf([...configurations, ...below("src"), ...below("scripts"), ...modules.map(fileOf)]);
  const stamp = read(STAMP);
  if (stamp?.key === key && stamp.files.every((file) => existsSync(join(PACKAGE, file)))) {
    console.log("dist/ is up to date");
    return;
  }
  forget(STAMP);
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  for (const module of modules) cpSync(fileOf(module), join(DIST, `${module.name}.wasm`));
  // WHY only tsc: bundling would move "use client" from the top of the React files, and every
  // import of the package has to get the same CoraError and the same instance.
  run("tsc", ["--project", "tsconfig.json"]);
  run("tsc", ["--project", "tsconfig.slim.json"]);
  // The compiler keeps the name of `x.slim.ts`, and what imports `x.js` as it is.
  for (const file of below("dist/slim").filter((path) => path.includes(".slim.")))
    renameSync(file, file.replace(".slim.", "."));
  mkdirSync(join(DIST, "glue"), { recursive: true });
  cpSync(join(GLUE, "module.js"), join(DIST, "glue/module.js"));
  for (const file of ["types.d.ts", "module.d.ts"]) {
    for (const folder of ["glue", "slim/glue"]) cpSync(join(GLUE, file), join(DIST, folder, file));
  }
  for (const license of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(PACKAGE, "..", license), join(DIST, license));
  write(STAMP, { key, files: below("dist").map((file) => file.slice(PACKAGE.length)) });
}

/** Builds the console's files out of the package's. The console uses several modules. */
function buildConsole() {
  if (!MODULES.every(({ name }) => existsSync(join(DIST, `${name}.wasm`)))) {
    console.log("dist/console needs all modules and was not built");
    return;
  }
  const inputs = below("dist").filter((file) => !file.startsWith(join(DIST, "console")));
  const key = hashOf([...inputs, ...below("console"), join(PACKAGE, "admin.css"), ...below("scripts")]);
  if (read(CONSOLE_STAMP)?.key === key && existsSync(join(DIST, "console/index.html"))) {
    console.log("dist/console is up to date");
    return;
  }
  forget(CONSOLE_STAMP);
  run("node", ["scripts/console.mjs"]);
  write(CONSOLE_STAMP, { key });
}

async function checkSize() {
  const tooLarge = [];
  for (const module of wanted().filter(isBuilt)) {
    if (process.argv.includes("--breakdown")) printBreakdown(await withNames(module), 40);
    const { bytes, gzip, brotli } = sizesOf(module);
    console.log(
      `${module.name}.wasm: ${bytes} bytes, gzip ${gzip}, brotli ${brotli}; at most ${module.maxGzip} with gzip`,
    );
    if (gzip > module.maxGzip)
      tooLarge.push(`${module.name}.wasm is ${gzip - module.maxGzip} bytes too large with gzip`);
  }
  if (tooLarge.length > 0) throw new Error(tooLarge.join("; "));
}

/** Returns the value that follows an option on the command line. */
function argument(option) {
  const at = process.argv.indexOf(option);
  return at < 0 ? undefined : process.argv[at + 1];
}

const only = argument("--only");
if (only !== undefined && !(only in STEPS)) {
  console.error(`unknown step ${only}; use one of ${Object.keys(STEPS).join(", ")}`);
  process.exit(2);
}
try {
  for (const [name, step] of Object.entries(STEPS)) if (only === undefined || only === name) await step();
} catch (error) {
  console.error(`build: ${error.message}`);
  process.exit(1);
}
