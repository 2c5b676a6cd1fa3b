// Records the inputs of a build step, so that the step runs again only when they have changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Hashes the contents of files, in the order given. A missing file differs from an empty one. */
export function hashOf(files, ...more) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(existsSync(file) ? readFileSync(file) : "missing")
      .update("\0");
  return hash.update(JSON.stringify(more)).digest("hex");
}

/** Returns the value that `write` stored in this file, or `undefined` if none is complete. */
export function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Stores a value. Call it last: an interrupted step must leave no stamp. */
export function write(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value)}\n`);
}

/** Deletes a stamp. Call it first, before anything is changed. */
export const forget = (file) => rmSync(file, { force: true });
