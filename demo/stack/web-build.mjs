import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** What of our package is installed, as its `files` say. */
const PACKED = ["package.json", "dist"];
/** What the build of the web application is made from, besides itself: our package as it is installed. */
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
    hash.update(`${file.slice(directory.length)}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/**
 * Brings the installed copy of our package up to date. npm made the copy when the demo was installed, and does not notice
 * that the package was built again.
 */
export function refreshPackage(built, installed) {
  if (!existsSync(join(built, "dist"))) throw new Error("the npm package is not built; run `cargo xtask build` first");
  if (digest(built) === digest(installed)) return;
  for (const name of PACKED) {
    rmSync(join(installed, name), { recursive: true, force: true });
    cpSync(join(built, name), join(installed, name), { recursive: true });
  }
}

/** Whether the web application has to be built: it never was, or something it is made from has changed since. */
export function buildIsStale(web, installedPackage) {
  const id = join(web, ".next", "BUILD_ID");
  if (!existsSync(id)) return true;
  const builtAt = statSync(id).mtimeMs;
  // The change time counts for the package: unpacking keeps the modification times of what was packed.
  const changed = [
    ...SOURCES.flatMap((source) => filesBelow(join(web, source))).map((file) => statSync(file).mtimeMs),
    ...PACKED.flatMap((name) => filesBelow(join(installedPackage, name))).map((file) => statSync(file).ctimeMs),
  ];
  return changed.some((at) => at > builtAt);
}
