import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const MODULE = new URL("../dist/cora.wasm", import.meta.url);
const INPUT = JSON.parse(
  readFileSync(
    new URL("../../tests/corpus/provisioning/access/stranger_is_denied_by_default.json", import.meta.url),
    "utf8",
  ),
).input;

/** Returns the package, loaded again: its files are evaluated a second time. */
function fresh() {
  for (const path of Object.keys(require.cache)) if (path.includes("/dist/cjs/")) delete require.cache[path];
  return require("@cora/auth");
}

test("node_needs_no_init", async () => {
  const imported = await import("@cora/auth");
  assert.equal(imported.decide(INPUT).outcome.kind, "denied");
  assert.equal(fresh().decide(INPUT).outcome.kind, "denied");
});

test("importing_the_package_loads_nothing", () => {
  const Module = WebAssembly.Module;
  WebAssembly.Module = function () {
    throw new Error("compiled at import");
  };
  try {
    const lib = fresh();
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
  const lib = fresh();
  await Promise.all([lib.init(), lib.init()]);
  await lib.init();
  assert.equal(lib.decide(INPUT).outcome.kind, "denied");
});

test("init_takes_bytes_and_a_module", async () => {
  for (const source of [readFileSync(MODULE), new WebAssembly.Module(readFileSync(MODULE))]) {
    const lib = fresh();
    await lib.init(source);
    assert.equal(lib.decide(INPUT).outcome.kind, "denied");
  }
});

test("a_source_that_is_no_module_is_refused_and_nothing_is_lost", async () => {
  const lib = fresh();
  await assert.rejects(
    lib.init(new Uint8Array([0])),
    (error) => error instanceof lib.CoraError && error.code === "wasm_load_failed",
  );
  assert.equal(lib.decide(INPUT).outcome.kind, "denied");
});

test("a_getter_of_an_input_may_call_the_core", () => {
  const lib = fresh();
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

test("a_full_stack_breaks_one_call_and_not_the_next", () => {
  const lib = fresh();
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

test("errors_name_code_place_and_all_faults", () => {
  const lib = fresh();
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

test("text_with_half_a_surrogate_pair_is_refused", () => {
  const lib = fresh();
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

test("too_long_a_text_is_measured_and_refused_without_reading_it", () => {
  const lib = fresh();
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
