// A private PostgreSQL for one run: that of demo/postgres.
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import pg from "pg";

import { listening } from "./world.mjs";

const START = fileURLToPath(new URL("../../demo/postgres/start.mjs", import.meta.url));

/** Runs statements in a database, and returns the rows of the last one. */
export async function query(url, ...statements) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

let clusters = 0;

/** Starts PostgreSQL, which is deleted when this process ends or when it is closed. */
export async function openPostgres({ durable = false } = {}) {
  clusters += 1;
  const folder = join(tmpdir(), `cora-issuer-postgres-${process.pid}-${clusters}`);
  const child = spawn(process.execPath, [START, folder, "--fresh", ...(durable ? ["--durable"] : [])], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const url = await listening(child, "PostgreSQL");
  let databases = 0;
  return {
    /** Creates an empty database, and returns its URL. */
    async database() {
      databases += 1;
      const name = `world_${databases}`;
      await query(url, `CREATE DATABASE ${name}`);
      const other = new URL(url);
      other.pathname = `/${name}`;
      return other.href;
    },
    close: () => child.kill("SIGTERM"),
  };
}
