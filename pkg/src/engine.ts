/// <reference lib="esnext.disposable" preserve="true" />
import { decisionOf } from "./decision.js";
import type { Configuration, Decision, DecisionSummary, EngineLogin } from "./glue/types.js";
import { Held } from "./held.js";
import { core } from "./instance.js";
import { jsonOf, MAX_LARGE_BYTES, textOf } from "./text.js";

/**
 * A configuration that has been read and indexed once, for many logins: policy, connections, domain rules. However much is configured,
 * a decision looks at what concerns its login. Exported by `@cora/auth`.
 *
 * It lies in the module's memory until it is freed: by `free()`, at the end of the block that declared it with `using`, or some time
 * after nothing refers to it any more.
 *
 * @example
 * ```ts
 * const engine = new Engine({ policy, connections, domainRules });
 * const { outcome, reason } = engine.decide({ now, login, facts });
 * ```
 */
export class Engine {
  readonly #held: Held;

  /**
   * @param configuration at most 64 MiB as JSON. It is not looked at again: later changes of it change nothing here.
   * @throws {CoraError} with every fault of the configuration, or a `LoadErrorCode`.
   */
  constructor(configuration: Configuration) {
    const number = core.count(jsonOf(configuration), (exports, bytes) => exports.engineNew(bytes), MAX_LARGE_BYTES);
    this.#held = new Held(core, number, "engine", (exports, engine) => exports.engineFree(engine));
  }

  /**
   * Decides on a login, as the function `decide` does. A login that names no connection of the configuration is `identity_invalid`.
   *
   * Plan and trace are worked out when one of them is first read, which has to be before the engine is freed.
   *
   * @throws {CoraError} with every fault of the login, `engine_closed`, or another `LoadErrorCode`.
   */
  decide(login: EngineLogin): Decision {
    const text = jsonOf(login);
    return decisionOf(this.#decide(text, false), () => this.#decide(text, true));
  }

  /**
   * As {@link decide}, without plan and trace.
   *
   * @throws {CoraError} as {@link decide}.
   */
  summarize(login: EngineLogin): DecisionSummary {
    return JSON.parse(this.#decide(jsonOf(login), false)) as DecisionSummary;
  }

  /**
   * Decides on an `EngineLogin` document and answers with a `Decision` document: the same bytes as every other host.
   *
   * @param text JSON of at most 1 MiB in UTF-8.
   * @throws {CoraError} as {@link decide}.
   */
  decideJson(text: string): string {
    return this.#decide(textOf(text), true);
  }

  /**
   * Explains the decision on a login as a tree of text, for administrators: lines each ended by a line feed.
   *
   * @throws {CoraError} as {@link decide}.
   */
  explain(login: EngineLogin): string {
    const text = jsonOf(login);
    const { number } = this.#held.open();
    return core.ask(text, (exports, bytes) => exports.engineExplain(number, bytes));
  }

  /** Gives the memory back. What is asked of the engine after that is `engine_closed`; freeing it again does nothing. */
  free(): void {
    this.#held.free();
  }

  /** As {@link free}, for `using`. */
  [Symbol.dispose](): void {
    this.#held.free();
  }

  #decide(text: string, whole: boolean): string {
    const { number } = this.#held.open();
    return core.ask(text, (exports, bytes) => exports.engineDecide(number, bytes, whole));
  }
}
