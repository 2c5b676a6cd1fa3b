// Builds the WebAssembly modules into a cache, each only when its sources have changed.
//
// cargo compiles the crate, wasm-bindgen (crates/wasm-tools) prepares the module, and wasm-opt
// optimizes it. cargo compiles one module while wasm-opt works on the previous one.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { forget, hashOf, read, write } from "./stamp.mjs";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const ROOT = join(PACKAGE, "..");
const CACHE = join(PACKAGE, "node_modules/.cache/cora");

/** Arguments of wasm-opt that make a module small. */
const SMALL = ["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"];

/**
 * The modules, built from one crate. `cora` decides logins in browsers and is small. `cora-page`
 * answers what a session may do, and is the smallest, because every page loads it. `cora-session`
 * also verifies tokens, for the edge. `cora-admin` answers what administrators' pages ask while
 * they are filled in, and is loaded after their first paint. `cora-workbench` has everything and is
 * fast; Node uses it for everything.
 *
 * `level` is the compiler's optimization level: a session is used at every request, so a little
 * size is traded for a quarter of the time. `maxGzip` is the limit of the module's size in bytes,
 * compressed with gzip -9.
 */
export const MODULES = [
  { name: "cora-workbench", level: "3", features: "workbench", flags: ["-O3"], maxGzip: 720 * 1024 },
  { name: "cora", level: "z", features: "decision", flags: SMALL, maxGzip: 135 * 1024 },
  { name: "cora-admin", level: "z", features: "admin", flags: SMALL, maxGzip: 309 * 1024 },
  { name: "cora-page", level: "s", features: "page", flags: SMALL, maxGzip: 34.5 * 1024 },
  { name: "cora-session", level: "s", features: "session", flags: SMALL, maxGzip: 75 * 1024 },
];

/** Returns the path of the finished module in the cache. */
export const fileOf = ({ name }) => join(CACHE, name, `${name}.wasm`);
/** Returns the path of the TypeScript declarations of the module's exports. */
export const typesOf = ({ name }) => join(CACHE, name, "cora.d.ts");
/** Returns the path of the module compressed with brotli. */
export const packedOf = ({ name }) => join(CACHE, name, `${name}.wasm.br`);
const stampOf = ({ name }) => join(CACHE, name, "built.json");

/** Returns `true` if a module has been built, perhaps from other sources. */
export const isBuilt = (module) =>
  [fileOf(module), typesOf(module), packedOf(module)].every(existsSync) && read(stampOf(module)) !== undefined;

/** Returns the sizes of a module in bytes: uncompressed, with gzip -9, with brotli. */
export const sizesOf = ({ name }) => read(stampOf({ name })).sizes;

const PATH = [join(PACKAGE, "node_modules/.bin"), process.env.PATH].join(delimiter);

/** Runs a command to its end; rejects if it fails. */
function run(command, args, env = {}) {
  console.log(
    `$ ${Object.entries(env)
      .map(([name, value]) => `${name}=${value} `)
      .join("")}${command} ${args.join(" ")}`,
  );
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: "inherit", env: { ...process.env, PATH, ...env } });
    child.on("error", (error) => failed(new Error(`${command} could not be started: ${error.message}`)));
    child.on("exit", (status) => (status === 0 ? done() : failed(new Error(`${command} ended with status ${status}`))));
  });
}

function output(command, args) {
  const { stdout, status } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with status ${status}`);
  return stdout;
}

/** Lists the files that every module depends on but cargo's list of sources does not name. */
function settings() {
  const folders = ["crates", "bindings"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .sort()
      .map((name) => join(ROOT, folder, name, "Cargo.toml")),
  );
  const scripts = ["modules.mjs", "stamp.mjs"].map((name) => join(PACKAGE, "scripts", name));
  scripts.push(join(ROOT, "crates/wasm-tools/src/bindgen.rs"));
  return [
    join(ROOT, "Cargo.lock"),
    join(ROOT, "Cargo.toml"),
    join(ROOT, ".cargo/config.toml"),
    join(PACKAGE, "package-lock.json"),
    ...folders,
    ...scripts,
  ];
}

/** Reads the source files that cargo compiled a module from, out of the list next to the module. */
function sources(list) {
  const text = readFileSync(list, "utf8");
  const names = text
    .slice(text.indexOf(": ") + 2)
    .replaceAll("\\ ", "\0")
    .split(/\s+/)
    .filter(Boolean);
  return names.map((name) => name.replaceAll("\0", " ")).sort();
}

/** Returns the program that runs wasm-bindgen: `CORA_WASM_BINDGEN`, else one that it builds. */
async function bindgen(target) {
  if (process.env.CORA_WASM_BINDGEN) return process.env.CORA_WASM_BINDGEN;
  await run("cargo", ["build", "--quiet", "--package", "wasm-tools", "--bin", "cora-wasm-bindgen"]);
  return join(target, "debug/cora-wasm-bindgen");
}

async function optimize(module, stamp, state) {
  const folder = join(CACHE, module.name);
  await run("wasm-opt", [...module.flags, join(folder, "cora_bg.wasm"), "--output", fileOf(module)]);
  const bytes = readFileSync(fileOf(module));
  const brotli = brotliCompressSync(bytes);
  write(packedOf(module), brotli.toString("base64"));
  write(stamp, {
    ...state,
    sizes: { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length },
  });
}

/** Builds those of the given modules that are out of date. */
export async function buildModules(modules = MODULES) {
  const compiler = output("rustc", ["-vV"]);
  const flags = process.env.RUSTFLAGS ?? "";
  const key = (module, files) => hashOf([...settings(), ...files], module, compiler, flags);
  const outdated = modules.filter((module) => {
    return !isBuilt(module) || read(stampOf(module)).key !== key(module, read(stampOf(module)).files);
  });
  for (const module of modules) if (!outdated.includes(module)) console.log(`${module.name}.wasm is up to date`);
  if (outdated.length === 0) return;

  const target = JSON.parse(output("cargo", ["metadata", "--format-version", "1", "--no-deps"])).target_directory;
  const wasmBindgen = await bindgen(target);
  const optimizing = [];
  for (const module of outdated) {
    const [folder, stamp] = [join(CACHE, module.name), stampOf(module)];
    forget(stamp);
    mkdirSync(folder, { recursive: true });
    const build = [
      "build",
      "--package",
      "cora-wasm",
      "--profile",
      "wasm",
      "--target",
      "wasm32-unknown-unknown",
      "--no-default-features",
      "--features",
      module.features,
    ];
    const started = Date.now();
    await run("cargo", build, { CARGO_PROFILE_WASM_OPT_LEVEL: module.level });
    const built = join(target, "wasm32-unknown-unknown/wasm");
    // WHY a copy: cargo gives the next module the same name.
    copyFileSync(join(built, "cora_wasm.wasm"), join(folder, "compiled.wasm"));
    const files = sources(join(built, "cora_wasm.d"));
    await run(wasmBindgen, [join(folder, "compiled.wasm"), folder]);
    // A file that was changed meanwhile is perhaps not what was compiled: then the next run builds
    // the module again.
    const isSure = [...settings(), ...files].every((file) => statSync(file).mtimeMs < started);
    optimizing.push(optimize(module, stamp, { files, key: isSure ? key(module, files) : null }));
  }
  const failed = (await Promise.allSettled(optimizing)).find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
}

/** Optimizes a module again, keeping the names of its functions; returns its bytes. */
export async function withNames(module) {
  const named = join(CACHE, module.name, "named.wasm");
  await run("wasm-opt", [...module.flags, "--debuginfo", join(CACHE, module.name, "cora_bg.wasm"), "--output", named]);
  return readFileSync(named);
}
