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
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}

/** Returns the paths of the cases below a folder of the corpus, relative to it, by code units. */
function filesOf(folder) {
  const entries = readdirSync(`${ROOT}/tests/corpus/${folder}`, { recursive: true });
  const names = entries.map((entry) => entry.replaceAll("\\", "/")).filter((name) => name.endsWith(".json"));
  return names.map((name) => `${folder}/${name}`).sort();
}

const read = (file) => ({ ...JSON.parse(readFileSync(`${ROOT}/tests/corpus/${file}`, "utf8")), file });

/**
 * Returns all cases, by path: `{file, operation, why, pitfall?, property?, input, inputText?,
 * expect}`.
 */
export function readCases() {
  const cases = [];
  for (const operation of [
    "authorize",
    "connection",
    "discovery",
    "email",
    "fields",
    "has",
    "keys",
    "life_cycle",
    "policy_diff",
    "provisioning",
    "redirect",
    "route",
    "session",
    "session_state",
    "settings_diff",
    "suggestion",
    "token",
  ]) {
    for (const one of filesOf(operation).map(read)) cases.push({ ...one, operation, input: sorted(one.input) });
  }
  if (cases.length === 0) throw new Error("the corpus is empty");
  return cases;
}

/** Returns the signed tokens, by path. */
export function readSignedCases() {
  const cases = filesOf("verify").map(read);
  if (cases.length === 0) throw new Error("there are no signed tokens");
  return cases;
}

const NATIVE = [
  ["cora-testkit", "corpus_answers"],
  ["cora-jwt", "signed_answers"],
];

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
  if (error || status !== 0)
    throw new Error(`the native answers could not be had: ${error?.message ?? `status ${status}`}`);
  return stdout;
}
