// docs/security/conformance.md against the tests.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

const DOCUMENT = new URL("../../../../docs/security/conformance.md", import.meta.url);

export const tests = {
  async "the table names every module that has a test, and no other as tested"() {
    const table = new Map();
    for (const [, name, result] of readFileSync(DOCUMENT, "utf8").matchAll(/^\| `(oidcc-[^`]+)` \| ([a-z ]+) \|/gm)) {
      assert.ok(["passed", "warning", "deviates", "does not apply"].includes(result), `${name}: ${result}`);
      assert.ok(!table.has(name), `${name} is there twice`);
      table.set(name, result);
    }
    const tested = new Set();
    for (const file of readdirSync(new URL(".", import.meta.url))) {
      if (file === "table.mjs") continue;
      const { tests: modules } = await import(new URL(file, import.meta.url));
      for (const name of Object.keys(modules)) if (/^oidcc-[\w-]+$/i.test(name)) tested.add(name);
    }
    for (const name of tested) assert.ok(table.has(name), `${name} is not in the table`);
    for (const [name, result] of table) {
      if (result !== "does not apply") assert.ok(tested.has(name), `${name} has no test`);
    }
    assert.equal(table.size, 62);
  },
};
