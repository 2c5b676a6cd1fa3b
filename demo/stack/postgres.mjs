import { createHash } from "node:crypto";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const START = fileURLToPath(new URL("../postgres/start.mjs", import.meta.url));

/**
 * Where the data of a state directory's PostgreSQL is: in it, but where root starts it. Then it runs as somebody who may not look into root's
 * folders, so that it gets one among the temporary ones.
 */
export function clusterFolder(stateDirectory) {
  if (process.getuid?.() !== 0) return join(stateDirectory, "postgres");
  return join(tmpdir(), `cora-postgres-${createHash("sha256").update(stateDirectory).digest("hex").slice(0, 16)}`);
}

/** Starts it as a child of `family`; answers with its URL, which has the password in it. */
export async function startPostgres(family, { log, stateDirectory }) {
  const folder = clusterFolder(stateDirectory);
  const marker = join(stateDirectory, "postgres-is-at");
  // Data that lies elsewhere is forgotten with the state directory.
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
