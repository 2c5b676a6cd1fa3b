import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const MODULE = new URL("../dist/cora.wasm", import.meta.url);
const INPUT = JSON.parse(
  readFileSync(
    new URL("../../tests/corpus/provisioning/access/stranger_is_denied_by_default.json", import.meta.url),
    "utf8",
  ),
).input;

// A file that is imported with `?fresh=…` imports the others in the same way.
register(
  `data:text/javascript,${encodeURIComponent(`export async function resolve(specifier, context, next) {
    const [fresh] = /\\?fresh=\\d+$/.exec(context.parentURL) ?? [];
    const found = await next(specifier, context);
    return fresh && found.url.startsWith("file:") ? { ...found, url: found.url + fresh } : found;
  }`)}`,
);
let loaded = 0;
/** Returns the package, loaded again: its files are evaluated a second time. */
const fresh = () => import(`../dist/index.js?fresh=${++loaded}`);

test("node_needs_no_init", async () => {
  const imported = await import("@cora/auth");
  assert.equal(imported.decide(INPUT).outcome.kind, "denied");
  assert.equal(require("@cora/auth").decide(INPUT).outcome.kind, "denied");
});

test("import_and_require_give_the_same_modules", async () => {
  const { exports } = require("@cora/auth/package.json");
  const entries = Object.keys(exports).filter((entry) => exports[entry].types);
  assert.ok(entries.length > 10);
  for (const entry of entries) {
    const name = `@cora/auth${entry.slice(1)}`;
    const [required, imported] = [require(name), await import(name)];
    assert.ok(Object.keys(imported).length > 0, name);
    for (const key of Object.keys(imported)) assert.equal(required[key], imported[key], `${key} of ${name}`);
  }
});

test("importing_the_package_loads_nothing", async () => {
  const Module = WebAssembly.Module;
  WebAssembly.Module = function () {
    throw new Error("compiled at import");
  };
  try {
    const lib = await fresh();
    assert.throws(
      () => lib.version(),
      (error) => error instanceof lib.CoraError && error.code === "wasm_load_failed" && /init\(/.test(error.help),
    );
    WebAssembly.Module = Module;
    assert.match(lib.version(), /^\d+\.\d+\.\d+$/, "a failed load can be tried again");
  } finally {
    WebAssembly.Module = Module;
  }
});

test("init_may_be_called_any_number_of_times", async () => {
  const lib = await fresh();
  await Promise.all([lib.init(), lib.init()]);
  await lib.init();
  assert.equal(lib.decide(INPUT).outcome.kind, "denied");
});

test("init_takes_bytes_and_a_module", async () => {
  for (const source of [readFileSync(MODULE), new WebAssembly.Module(readFileSync(MODULE))]) {
    const lib = await fresh();
    await lib.init(source);
    assert.equal(lib.decide(INPUT).outcome.kind, "denied");
  }
});

test("a_source_that_is_no_module_is_refused_and_nothing_is_lost", async () => {
  const lib = await fresh();
  await assert.rejects(
    lib.init(new Uint8Array([0])),
    (error) => error instanceof lib.CoraError && error.code === "wasm_load_failed",
  );
  assert.equal(lib.decide(INPUT).outcome.kind, "denied");
});

test("a_getter_of_an_input_may_call_the_core", async () => {
  const lib = await fresh();
  const input = { ...INPUT };
  let inner;
  Object.defineProperty(input, "now", {
    enumerable: true,
    get() {
      inner = lib.decide(INPUT).outcome.kind;
      return INPUT.now;
    },
  });
  assert.equal(lib.decide(input).outcome.kind, "denied");
  assert.equal(inner, "denied");
});

test("a_full_stack_breaks_one_call_and_not_the_next", async () => {
  const lib = await fresh();
  const expected = lib.decideJson(JSON.stringify(INPUT));
  const codes = new Set();
  const dive = () => {
    try {
      dive();
    } catch {
      // Each level on the way back tries with a little more stack than the one before.
    }
    try {
      lib.decide(INPUT);
      return;
    } catch (error) {
      codes.add(error.code ?? error.constructor.name);
      throw error;
    }
  };
  try {
    dive();
  } catch {
    // The outermost levels may fail like the others.
  }
  assert.ok(codes.size > 0, "the stack was never full");
  for (let n = 0; n < 1000; n++) assert.equal(lib.decideJson(JSON.stringify(INPUT)), expected);
});

test("errors_name_code_place_and_all_faults", async () => {
  const lib = await fresh();
  assert.throws(
    () => lib.decide({ ...INPUT, policy: { acessMode: "public", accessMode: "open" } }),
    (error) => {
      assert.ok(error instanceof lib.CoraError && error instanceof Error);
      assert.equal(error.name, "CoraError");
      assert.equal(error.code, "unknown_field");
      assert.equal(error.path, "/policy/acessMode");
      assert.equal(error.help, "Did you mean `accessMode`?");
      assert.deepEqual(
        error.issues.map((issue) => issue.code),
        ["unknown_field", "unknown_value"],
      );
      return true;
    },
  );
});

test("text_with_half_a_surrogate_pair_is_refused", async () => {
  const lib = await fresh();
  for (const half of ["\ud800", "\udfff", "\ud800x\udc00"]) {
    const text = JSON.stringify(INPUT).replace("acme", `ac${half}me`);
    assert.throws(
      () => lib.decideJson(text),
      (error) => error.code === "invalid_json",
    );
    assert.throws(
      () => lib.parseEmail(`a${half}@acme.example`),
      (error) => ["invalid_json", "invalid_email"].includes(error.code),
    );
  }
  assert.throws(
    () => lib.decide({ ...INPUT, login: { ...INPUT.login, subject: "\ud800" } }),
    (error) => error.code === "invalid_json",
  );
});

test("too_long_a_text_is_measured_and_refused_without_reading_it", async () => {
  const lib = await fresh();
  for (const [text, bytes] of [
    ["x".repeat(2_000_000), 2_000_000],
    ["😀".repeat(600_000), 2_400_000],
    [`x${"😀".repeat(600_000)}`, 2_400_001],
  ]) {
    assert.throws(
      () => lib.decideJson(text),
      (error) => error.code === "input_too_large" && error.message.includes(`${bytes} bytes`),
    );
  }
});
