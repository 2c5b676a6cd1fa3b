import type { Core, CoreExports } from "./core.js";
import { CoraError } from "./errors.js";

/** The record by which an object in a module's memory is freed. */
interface Resource {
  readonly core: Core<never>;
  readonly number: number;
  readonly generation: number;
  readonly free: (exports: never, number: number) => void;
}

function release({ core, free, generation, number }: Resource) {
  // Everything in an instance is gone with it, and the next one may reuse the number.
  if (core.generation === generation) core.call((exports) => free(exports, number));
}

/** Frees objects that have become unreachable. `free()` frees them without waiting for this. */
const finalizer = new FinalizationRegistry<Resource>((resource) => {
  try {
    release(resource);
  } catch {
    // The instance is broken and will be replaced, together with what it held.
  }
});

/** An object in a module's memory that lives until it is freed: an engine or a simulation. */
export class WasmHandle<E extends CoreExports = CoreExports> {
  readonly #core: Core<E>;
  readonly #number: number;
  readonly #generation: number;
  readonly #what: string;
  #resource: Resource | undefined;

  /** @param number the handle that the current instance returned for the object. */
  constructor(core: Core<E>, number: number, what: string, free: (exports: E, number: number) => void) {
    this.#core = core;
    this.#number = number;
    this.#generation = core.generation;
    this.#what = what;
    this.#resource = { core, number, generation: core.generation, free } as unknown as Resource;
    finalizer.register(this, this.#resource, this);
  }

  /**
   * Returns the core and the handle.
   *
   * @throws {CoraError} `engine_closed`.
   */
  open(): { readonly core: Core<E>; readonly number: number } {
    if (this.#resource !== undefined) {
      this.#core.ready();
      if (this.#core.generation === this.#generation) return { core: this.#core, number: this.#number };
    }
    const why =
      this.#resource === undefined
        ? "it was freed"
        : "the core stopped in the middle of a call and lost its state";
    throw new CoraError("engine_closed", `the ${this.#what} is closed: ${why}`, {
      help: `Create a new ${this.#what}. Read a decision's plan and trace before you free its engine.`,
    });
  }

  /** Frees the object. Freeing it again does nothing. */
  free(): void {
    if (this.#resource === undefined) return;
    const resource = this.#resource;
    this.#resource = undefined;
    finalizer.unregister(this);
    release(resource);
  }
}
