import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const MANIFEST = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));

/**
 * Returns what a bundler includes with a file under the given condition: files of the package, and
 * names of other modules.
 */
function reached(file, condition) {
  const files = new Set();
  const others = new Set();
  const open = [join(PACKAGE, file)];
  while (open.length > 0) {
    const path = open.pop();
    if (files.has(path)) continue;
    assert.ok(existsSync(path), `${path} is imported and not there`);
    files.add(path);
    for (const [, name] of readFileSync(path, "utf8").matchAll(
      /^(?:import\s*|(?:import|export)\b[^"'=;]*\bfrom\s*)["']([^"']+)["']/gm,
    )) {
      if (name.startsWith(".")) open.push(join(dirname(path), name));
      else if (name.startsWith("#")) open.push(join(PACKAGE, MANIFEST.imports[name][condition]));
      else others.add(name);
    }
  }
  return { files: [...files].map((path) => path.slice(PACKAGE.length)), others: [...others] };
}

test("a_browser_bundle_holds_neither_the_packed_module_nor_anything_of_node", () => {
  // Two entries are for servers of Node alone.
  const ofNode = ["./node", "./express"];
  const entries = Object.entries(MANIFEST.exports).flatMap(([name, entry]) =>
    entry.types && !ofNode.includes(name) ? [entry] : [],
  );
  assert.ok(entries.length > 10);
  for (const entry of entries) {
    const { files, others } = reached(entry.default, "default");
    assert.ok(!files.includes("dist/glue/module.js"), `${entry.default} takes in the packed module`);
    assert.deepEqual(
      others.filter((name) => name.startsWith("node:")),
      [],
    );
  }
});

test("the_core_needs_no_other_package", () => {
  for (const condition of ["node", "default"]) {
    const { others } = reached("dist/index.js", condition);
    assert.deepEqual(
      others.filter((name) => !name.startsWith("node:")),
      [],
    );
  }
});

test("react_is_taken_in_by_its_own_subpath_alone", () => {
  assert.ok(reached("dist/react/index.js", "default").others.includes("react"));
  for (const entry of ["server/index", "server/hono", "server/express", "server/node", "browser/index"])
    assert.ok(!reached(`dist/${entry}.js`, "default").others.includes("react"), entry);
});

test("the_workers_script_does_not_take_in_what_starts_it", () => {
  const { files } = reached("dist/workbench/worker.js", "default");
  assert.ok(files.includes("dist/workbench/host/fetched.js"));
  assert.ok(
    !files.includes("dist/workbench/host/browser.js"),
    "a bundler would build the worker into itself, for ever",
  );
});

test("whoever_decides_on_logins_alone_takes_in_nothing_of_the_workbench", () => {
  assert.ok(!reached("dist/index.js", "default").files.some((path) => path.startsWith("dist/workbench/")));
});
