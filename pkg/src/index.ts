/**
 * `@cora/auth`: the decision core. Pure functions over plain data: no clock, no network, no storage.
 *
 * @example
 * ```ts
 * import { decide } from "@cora/auth";
 *
 * const decision = decide({ now, connection, login, policy, facts });
 * if (decision.outcome.kind === "denied") console.log(decision.reason, decision.userMessage);
 * ```
 */
import { decisionOf } from "./decision.js";
import { core } from "./instance.js";
import { jsonOf, textOf } from "./text.js";
import type {
  DecideInput,
  Decision,
  EmailAddress,
} from "./glue/types.js";

export { CoraError } from "./errors.js";
export type { CoraErrorCode, LoadErrorCode } from "./errors.js";
export { Engine } from "./engine.js";
export { init } from "./instance.js";
export type { WasmSource } from "./load/loader.js";
export type * from "./glue/types.js";

/**
 * Decides who may come in at a login, into which organization, as what, and why. Not being let in is a decision, no error.
 *
 * Plan and trace are worked out when one of them is first read. Whoever decides on many logins under one configuration makes an
 * {@link Engine}.
 *
 * @param input The time, the login as its verified token says, its connection, the policy, and what is stored about it.
 * @throws {CoraError} with every fault of the input, or a {@link LoadErrorCode}.
 */
export function decide(input: DecideInput): Decision {
  const text = jsonOf(input);
  return decisionOf(decided(text, false), () => decided(text, true));
}

/**
 * Decides on a `DecideInput` document and answers with a `Decision` document: the same bytes as every other host.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} with every fault of the input, or a {@link LoadErrorCode}.
 */
export const decideJson = (text: string): string => decided(textOf(text), true);

const decided = (text: string, whole: boolean): string => core.ask(text, (exports, bytes) => exports.decide(bytes, whole));

/**
 * Explains the decision on an input as a tree of text, for administrators: lines each ended by a line feed.
 *
 * @throws {CoraError} with every fault of the input, or a {@link LoadErrorCode}.
 */
export const explain = (input: DecideInput): string => core.ask(jsonOf(input), (exports, bytes) => exports.explain(bytes));

/**
 * Reads an e-mail address: `original` is to show, `canonical` the only form to compare.
 *
 * @throws {CoraError} `invalid_email`, saying which rule it breaks and not quoting it.
 */
export const parseEmail = (text: string): EmailAddress => 
  JSON.parse(core.ask(textOf(text), (exports, bytes) => exports.parseEmail(bytes)));

/** The version of the core, as `1.2.3`. */
export const version = (): string => core.ask("", (exports, bytes) => exports.version(bytes));
