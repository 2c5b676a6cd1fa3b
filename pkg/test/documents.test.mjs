// The first example of the README does what its comments say, and prints what follows it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "node:util";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

/** Returns the first code block of a language in the README. */
function block(language) {
  const readme = readFileSync(join(PACKAGE, "../README.md"), "utf8");
  return readme.split(`\n\`\`\`${language}\n`)[1].split("\n```")[0];
}

/** Compiles TypeScript in a folder of the package, where the package is found by its name. */
async function run(source) {
  const folder = mkdtempSync(join(PACKAGE, "test-d/documents/.run-"));
  try {
    writeFileSync(join(folder, "readme.ts"), source);
    const options = ["--ignoreConfig", "--noCheck", "--target", "es2022", "--module", "nodenext", "--rootDir", folder];
    const tsc = join(PACKAGE, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [tsc, join(folder, "readme.ts"), ...options, "--outDir", folder]);
    await import(pathToFileURL(join(folder, "readme.js")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the_example_of_the_readme_does_what_it_says", async () => {
  const shown = [];
  globalThis.shown = (value, comment) => shown.push([value, comment]);
  // A line `expression // value` states the expression's value.
  const source = block("ts").replaceAll(
    /^(\w.*?\S) +\/\/ (['[].*)$/gm,
    (_, expression, value) => `globalThis.shown(${expression}, ${value});`,
  );
  const printed = [];
  const { log } = console;
  console.log = (...values) => printed.push(format(...values));
  try {
    await run(source);
  } finally {
    console.log = log;
    delete globalThis.shown;
  }
  assert.equal(shown.length, 2);
  for (const [value, comment] of shown) assert.deepEqual(value, comment);
  assert.equal(printed.join("\n").trimEnd(), block("text").trimEnd());
});
