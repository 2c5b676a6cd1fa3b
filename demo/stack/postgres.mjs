import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const START = fileURLToPath(new URL("../postgres/start.mjs", import.meta.url));

/**
 * Returns the data folder of a state directory's PostgreSQL: inside it, unless root starts it. In
 * that case PostgreSQL runs as a user who may not read root's folders, so it gets a temporary
 * folder.
 */
export function clusterFolder(stateDirectory) {
  if (process.getuid?.() !== 0) return join(stateDirectory, "postgres");
  return join(tmpdir(), `cora-postgres-${createHash("sha256").update(stateDirectory).digest("hex").slice(0, 16)}`);
}

/** Starts PostgreSQL as a child of `family`. Returns its URL, which contains the password. */
export async function startPostgres(family, { log, stateDirectory }) {
  const folder = clusterFolder(stateDirectory);
  const marker = join(stateDirectory, "postgres-is-at");
  // Data in another folder is forgotten together with the state directory.
  if (!existsSync(marker)) rmSync(folder, { recursive: true, force: true });
  writeFileSync(marker, `${folder}\n`);
  const server = family.start({
    name: "PostgreSQL",
    command: process.execPath,
    args: [START, folder],
    log,
    env: process.env,
  });
  return await family.listening(server);
}
