import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The installed parts of our package, according to its `files`. */
const PACKED = ["package.json", "dist", "styles.css", "admin.css"];
/** The sources of the web application's build, in addition to our installed package. */
const SOURCES = ["app", "components", "lib", "proxy.ts", "next.config.ts", "package.json", "tsconfig.json"];

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Hashes the names below a directory, and the contents, of all files at these paths. */
function digest(directory, paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesBelow(join(directory, path)))) {
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
  if (digest(built, PACKED) === digest(installed, PACKED)) return;
  for (const name of PACKED) {
    rmSync(join(installed, name), { recursive: true, force: true });
    cpSync(join(built, name), join(installed, name), { recursive: true });
  }
}

/**
 * Returns `true` if the web application has to be built: it never was, or one of its inputs has
 * changed.
 */
export function buildIsStale(web, inputs) {
  const stamp = stampOf(web);
  return !existsSync(stamp) || readFileSync(stamp, "utf8") !== inputs;
}

/** Returns a hash of what the web application is built from. Take it before the build. */
export function inputsOf(web, installedPackage) {
  return [
    digest(join(web, ".."), ["package-lock.json", ...SOURCES.map((name) => join("web", name))]),
    digest(installedPackage, PACKED),
  ].join(" ");
}

/** Records that a build of these inputs is complete. */
export const recordBuild = (web, inputs) => writeFileSync(stampOf(web), inputs);

/** Forgets the last build, before the next one begins. */
export const forgetBuild = (web) => rmSync(stampOf(web), { force: true });

const stampOf = (web) => join(web, ".next", "cora-inputs");
