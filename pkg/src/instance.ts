import { loader } from "#load";

import { CoraError, errorOf } from "./errors.js";
import * as glue from "./glue/cora_bg.js";
import type { WasmSource } from "./load/loader.js";

interface CoreExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  readonly __wbindgen_start: () => void;
}

let compiled: WebAssembly.Module | undefined;
let active: CoreExports | undefined;
let loading: Promise<void> | undefined;
/** Whether a call is under way; a getter of an input may make another one inside it. */
let running = false;
/** Whether a call ended in the middle of the module, which leaves its state unknown. */
let broken = false;

function start(module: WebAssembly.Module, instance: WebAssembly.Instance) {
  // The glue keeps views of the memory; growing it by nothing detaches them, so that it looks at the new one.
  active?.memory.grow(0);
  active = instance.exports as CoreExports;
  glue.__wbg_set_wasm(active);
  active.__wbindgen_start();
  compiled = module;
  broken = false;
}

/** Every function that the module imports is in the glue, under whichever module's name. */
function importsOf(module: WebAssembly.Module): WebAssembly.Imports {
  const functions = glue as unknown as WebAssembly.ModuleImports;
  return Object.fromEntries(WebAssembly.Module.imports(module).map((item) => [item.module, functions]));
}

async function load(source?: WasmSource) {
  const module = await loader.load(source);
  const instance = await WebAssembly.instantiate(module, importsOf(module));
  // A call may have loaded it meanwhile, where that is possible without waiting.
  if (active === undefined) start(module, instance);
}

/**
 * Loads the core. In a browser it has to be awaited before anything else of the package is used; in Node it may be, and
 * nothing is lost without it. Calling it again does nothing, calls at the same time share one load, and a load that failed
 * can be tried again. Exported by `@cora/auth`.
 *
 * @param source Where to have the module from: a URL, a response, its bytes, or the compiled module (as an edge runtime imports
 * it). The package's own `cora.wasm` when absent.
 * @throws {CoraError} `wasm_load_failed`.
 */
export async function init(source?: WasmSource): Promise<void> {
  if (active !== undefined) return;
  loading ??= load(source).finally(() => {
    loading = undefined;
  });
  await loading;
}

/** Calls into the core, loading it first where that takes no waiting. */
export function call<T>(operation: (core: typeof glue) => T): T {
  const outermost = !running;
  if (active === undefined || (broken && outermost)) {
    const module = compiled ?? loader.now();
    start(module, new WebAssembly.Instance(module, importsOf(module)));
  }
  running = true;
  try {
    return operation(glue);
  } catch (thrown) {
    // The core throws strings; whatever else comes out of it is the engine's, and means that it did not get to its end.
    if (typeof thrown === "string") throw errorOf(thrown);
    broken = true;
    throw new CoraError("wasm_trapped", "the core stopped in the middle of a call", {
      help: "Call again. If the same input does it every time, report it.",
      cause: thrown,
    });
  } finally {
    if (outermost) running = false;
  }
}
