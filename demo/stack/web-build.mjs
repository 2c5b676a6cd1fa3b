import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** The installed parts of our package, according to its `files`. */
const PACKED = ["package.json", "dist"];
/** The sources of the web application's build, in addition to our installed package. */
const SOURCES = ["app", "components", "lib", "proxy.ts", "next.config.ts", "package.json", "tsconfig.json"];

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function digest(directory) {
  const hash = createHash("sha256");
  for (const file of PACKED.flatMap((name) => filesBelow(join(directory, name)))) {
    hash
      .update(`${file.slice(directory.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * Updates the installed copy of our package. npm made the copy when the demo was installed, and
 * does not notice that the package was built again.
 */
export function refreshPackage(built, installed) {
  if (!existsSync(join(built, "dist"))) throw new Error("the npm package is not built; run `cargo xtask build` first");
  if (digest(built) === digest(installed)) return;
  for (const name of PACKED) {
    rmSync(join(installed, name), { recursive: true, force: true });
    cpSync(join(built, name), join(installed, name), { recursive: true });
  }
}

/**
 * Returns `true` if the web application has to be built: it never was, or one of its inputs has
 * changed.
 */
export function buildIsStale(web, installedPackage) {
  const id = join(web, ".next", "BUILD_ID");
  if (!existsSync(id)) return true;
  const builtAt = statSync(id).mtimeMs;
  // The change time counts for the package: unpacking keeps the original modification times.
  const changed = [
    ...SOURCES.flatMap((source) => filesBelow(join(web, source))).map((file) => statSync(file).mtimeMs),
    ...PACKED.flatMap((name) => filesBelow(join(installedPackage, name))).map((file) => statSync(file).ctimeMs),
  ];
  return changed.some((at) => at > builtAt);
}
