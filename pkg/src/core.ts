import { CoraError, toCoraError } from "./errors.js";
import type { Loader, WasmSource } from "./load/loader.js";
import { MAX_INPUT_BYTES, utf8Length } from "./text.js";

/**
 * The exports of every module; `bindings/wasm` documents each. `bytes` is the length of the text
 * that was written into the input buffer (`allocInput`). An operation returns the length of its
 * answer or, negated, the length of a failure.
 */
export interface ModuleExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  readonly allocInput: (bytes: number) => number;
  readonly shrink: () => void;
  readonly outputPtr: () => number;
  readonly inputTooLarge: (bytes: number, limit: number) => number;
  readonly version: (bytes: number) => number;
}

/** The additional exports of the module that decides on logins. */
export interface CoreExports extends ModuleExports {
  readonly decide: (bytes: number, whole: boolean) => number;
  readonly explain: (bytes: number) => number;
  readonly parseEmail: (bytes: number) => number;
  readonly engineNew: (bytes: number) => number;
  readonly engineFree: (engine: number) => void;
  readonly engineDecide: (engine: number, bytes: number, whole: boolean) => number;
  readonly engineExplain: (engine: number, bytes: number) => number;
}

const NO_BYTES = new Uint8Array();

/**
 * A WebAssembly module: loaded on first use or by `init`, and replaced by a new instance when it
 * breaks.
 */
export class Core<E extends ModuleExports = CoreExports> {
  readonly #loader: Loader;
  readonly #encoder: NonNullable<Loader["encoder"]>;
  readonly #decoder: NonNullable<Loader["decoder"]>;
  #compiled: WebAssembly.Module | undefined;
  #active: E | undefined;
  #loading: Promise<void> | undefined;
  /** `true` if a call ended in the middle of the module, which leaves its state unknown. */
  #broken = false;
  /** The last known view of the module's input buffer. */
  #input = NO_BYTES;
  /** The number of instances so far. A handle from one instance is meaningless in the next. */
  generation = 0;

  constructor(loader: Loader) {
    this.#loader = loader;
    this.#encoder = loader.encoder ?? new TextEncoder();
    this.#decoder = loader.decoder ?? new TextDecoder();
  }

  /** Loads the module; see `init` of `@cora/auth`. */
  async init(source?: WasmSource): Promise<void> {
    if (this.#active !== undefined) return;
    this.#loading ??= this.#load(source).finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  async #load(source?: WasmSource) {
    const module = await this.#loader.load(source);
    const instance = await WebAssembly.instantiate(module, importsOf(module));
    // A call may have loaded the module meanwhile, on hosts that can load it synchronously.
    if (this.#active === undefined) this.#start(module, instance);
  }

  #start(module: WebAssembly.Module, instance: WebAssembly.Instance): E {
    this.#active = instance.exports as E;
    this.#compiled = module;
    this.#input = NO_BYTES;
    this.#broken = false;
    this.generation += 1;
    return this.#active;
  }

  /** Returns the instance, loading or replacing it synchronously where the host can. */
  ready(): E {
    if (this.#active !== undefined && !this.#broken) return this.#active;
    const module = this.#compiled ?? this.#loader.now();
    return this.#start(module, new WebAssembly.Instance(module, importsOf(module)));
  }

  /**
   * Calls into the module. Any exception other than a `CoraError` comes from the WebAssembly engine
   * and means that the call did not finish.
   */
  call<T>(work: (exports: E) => T): T {
    const exports = this.ready();
    try {
      return work(exports);
    } catch (thrown) {
      if (thrown instanceof CoraError) throw thrown;
      this.#broken = true;
      throw new CoraError("wasm_trapped", "the core stopped in the middle of a call", {
        help: "Call again. If the same input always causes this, report a bug.",
        cause: thrown,
      });
    }
  }

  /**
   * Runs an operation on a text and returns its answer as text.
   *
   * @param limit the maximum number of UTF-8 bytes that the operation reads.
   * @throws {CoraError} The failure of the operation.
   */
  ask(text: string, operation: (exports: E, bytes: number) => number, limit = MAX_INPUT_BYTES): string {
    return this.call((exports) => this.#readOutput(exports, this.#run(exports, text, operation, limit)));
  }

  /** Runs an operation that answers with a number; otherwise like {@link ask}. */
  count(text: string, operation: (exports: E, bytes: number) => number, limit = MAX_INPUT_BYTES): number {
    return this.call((exports) => {
      const number = this.#run(exports, text, operation, limit);
      if (number < 0) this.#readOutput(exports, number);
      return number;
    });
  }

  #run(exports: E, text: string, operation: (exports: E, bytes: number) => number, limit: number): number {
    // WHY before writing: the module's memory never shrinks, so a text that is too long to be read
    // is never copied into it. Each UTF-16 unit takes at least one byte.
    if (text.length > limit) return exports.inputTooLarge(utf8Length(text), limit);
    const result = operation(exports, this.#write(exports, text));
    if (this.#input.length > MAX_INPUT_BYTES * 4) {
      this.#input = NO_BYTES;
      exports.shrink();
    }
    return result;
  }

  /** Writes a text into the module and returns its length in bytes. */
  #write(exports: E, text: string): number {
    const { read, written } = this.#encoder.encodeInto(text, this.#inputBuffer(exports, text.length));
    if (read === text.length) return written;
    // The text is not all ASCII, where a unit takes one byte. A unit takes at most three bytes.
    const rest = text.slice(read);
    return (
      written +
      this.#encoder.encodeInto(rest, this.#inputBuffer(exports, written + rest.length * 3).subarray(written)).written
    );
  }

  #inputBuffer(exports: E, bytes: number): Uint8Array<ArrayBuffer> {
    const place = exports.allocInput(bytes);
    // A view of a memory that has grown since is empty.
    if (this.#input.byteOffset !== place || this.#input.length < bytes) {
      this.#input = new Uint8Array(exports.memory.buffer as ArrayBuffer, place, bytes);
    }
    return this.#input;
  }

  #readOutput(exports: E, length: number): string {
    const text = this.#decoder.decode(new Uint8Array(exports.memory.buffer, exports.outputPtr(), Math.abs(length)));
    if (length < 0) throw toCoraError(text);
    return text;
  }
}

/**
 * Stubs the two functions that wasm-bindgen makes every module import. They serve values that cross
 * the boundary, and only numbers cross it here.
 */
function importsOf(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => void>> = {};
  for (const item of WebAssembly.Module.imports(module)) (imports[item.module] ??= {})[item.name] = () => {};
  return imports;
}
