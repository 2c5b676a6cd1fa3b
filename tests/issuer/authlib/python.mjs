// An environment of Python with the packages that `requirements.txt` names by their hashes.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));

function run(program, args, missing) {
  try {
    execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    throw new Error(`${missing}\n${error.stderr?.toString().slice(-2000) ?? error.message}`);
  }
}

/** Returns the path of the environment's Python, and makes the environment if it is not there. */
export function python() {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  const folder = join(ROOT, "target/tools", `authlib-${hash}`);
  const [program, stamp] = [join(folder, "bin/python"), join(folder, "installed")];
  if (existsSync(stamp)) return program;
  rmSync(folder, { recursive: true, force: true });
  run("python3", ["-m", "venv", folder], "Python 3.10 or newer with venv is missing (Debian: python3-venv)");
  run(
    program,
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", REQUIREMENTS],
    "the packages of tests/issuer/authlib/requirements.txt could not be installed from PyPI",
  );
  writeFileSync(stamp, "");
  return program;
}
