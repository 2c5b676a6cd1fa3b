// A private PostgreSQL for the tests of this folder, with the packages of demo/postgres.
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { listening } from "./world.mjs";

const START = fileURLToPath(new URL("../../demo/postgres/start.mjs", import.meta.url));

let clusters = 0;

/**
 * Starts a PostgreSQL that can be killed and restarted, and that acknowledges a write only after it
 * is on the disk.
 */
export async function startPostgres() {
  const folder = join(tmpdir(), `cora-postgres-${process.pid}-${++clusters}`);
  const reserved = createServer();
  await new Promise((done) => reserved.listen(0, "127.0.0.1", done));
  const { port } = reserved.address();
  await new Promise((done) => reserved.close(done));
  let child;
  const postgres = {
    url: "",
    async start() {
      // The processes that the killed server left behind still have to notice and end.
      for (let attempt = 0; ; attempt += 1) {
        child = spawn(process.execPath, [START, folder, "--port", String(port)], {
          stdio: ["ignore", "pipe", "ignore"],
        });
        try {
          postgres.url = await listening(child, "PostgreSQL");
          return;
        } catch (error) {
          if (attempt === 50) throw error;
          await sleep(200);
        }
      }
    },
    async kill() {
      const ended = new Promise((done) => child.once("exit", done));
      process.kill(Number(readFileSync(join(folder, "data/postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
      await ended;
    },
    async close() {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await postgres.start();
  return postgres;
}
