// Reads the conformance corpus and the native answers to it, for the runners on Node.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Sorts the members of a value by name: the native reader does so, and a report follows the input's
 * order.
 */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

/** Returns all cases, by file name: `{file, operation, name, input, inputText?, expect}`. */
export function readCases() {
  const cases = [];
  for (const operation of ["authorize", "connection", "discovery", "email", "has", "keys", "life_cycle", "provisioning", "redirect", "route", "session", "session_state", "token"]) {
    for (const name of readdirSync(`${ROOT}/tests/corpus/${operation}`).sort()) {
      const file = `${operation}/${name}`;
      const one = JSON.parse(readFileSync(`${ROOT}/tests/corpus/${file}`, "utf8"));
      cases.push({ ...one, file, operation, input: sorted(one.input) });
    }
  }
  if (cases.length === 0) throw new Error("the corpus is empty");
  return cases;
}

/** Returns the signed tokens, by file name. */
export function readSignedCases() {
  const cases = readdirSync(`${ROOT}/tests/corpus/verify`).sort().map((name) => {
    const file = `verify/${name}`;
    return { ...JSON.parse(readFileSync(`${ROOT}/tests/corpus/${file}`, "utf8")), file };
  });
  if (cases.length === 0) throw new Error("there are no signed tokens");
  return cases;
}

const NATIVE = [["cora-testkit", "corpus_answers"], ["cora-jwt", "signed_answers"]];

/**
 * Returns the native answers, by file: from the file that `CORA_NATIVE_ANSWERS` names, or else by
 * running the native programs.
 */
export function readNativeAnswers() {
  const path = process.env.CORA_NATIVE_ANSWERS;
  let text;
  if (path) text = readFileSync(path, "utf8");
  else text = NATIVE.map(answersOf).join("");
  return Object.fromEntries(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ file, answer }) => [file, answer]),
  );
}

function answersOf([crate, example]) {
  const { status, stdout, error } = spawnSync("cargo", ["run", "--quiet", "-p", crate, "--example", example], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error || status !== 0) throw new Error(`the native answers could not be had: ${error?.message ?? `status ${status}`}`);
  return stdout;
}
