/**
 * `@cora/auth`: the decision core. Pure functions over plain data: no clock, no network, no
 * storage.
 *
 * @example
 * ```ts
 * import { decide } from "@cora/auth";
 *
 * const decision = decide({ now, connection, login, policy, facts });
 * if (decision.outcome.kind === "denied") console.log(decision.reason, decision.userMessage);
 * ```
 */
import { lazyDecision } from "./decision.js";
import { core } from "./instance.js";
import { toJson, toText } from "./text.js";
import type { DecideInput, Decision, EmailAddress } from "./glue/types.js";

export { CoraError } from "./errors.js";
export type { CoraErrorCode, LoadErrorCode } from "./errors.js";
export { Engine } from "./engine.js";
export { init } from "./instance.js";
export type { WasmSource } from "./load/loader.js";
export type * from "./glue/types.js";
export type { ApplicationPermission } from "./register.js";

/**
 * The application's own permissions and roles, for the type checker. `cora generate types` writes
 * them into this interface, so that a misspelled one does not compile.
 *
 * @example
 * ```ts
 * declare module "@cora/auth" {
 *   interface Register {
 *     permission: "invoices:read" | "invoices:approve";
 *   }
 * }
 * ```
 */
export interface Register {}

/**
 * Decides who may come in at a login, into which organization, as what, and why. A denied login is
 * a decision, not an error.
 *
 * Plan and trace are computed when one of them is first read. To decide on many logins under one
 * configuration, create an {@link Engine}.
 *
 * @param input the time, the login as its verified token states it, its connection, the policy, and
 * the stored facts about it.
 * @throws {CoraError} All faults of the input, or a {@link LoadErrorCode}.
 */
export function decide(input: DecideInput): Decision {
  const text = toJson(input);
  return lazyDecision(decided(text, false), () => decided(text, true));
}

/**
 * Decides on a `DecideInput` document and returns a `Decision` document: the same bytes as on every
 * other host.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} All faults of the input, or a {@link LoadErrorCode}.
 */
export const decideJson = (text: string): string => decided(toText(text), true);

const decided = (text: string, whole: boolean): string =>
  core.ask(text, (exports, bytes) => exports.decide(bytes, whole));

/**
 * Explains the decision on an input as a text tree for administrators. Each line ends with a line
 * feed.
 *
 * @throws {CoraError} All faults of the input, or a {@link LoadErrorCode}.
 */
export const explain = (input: DecideInput): string =>
  core.ask(toJson(input), (exports, bytes) => exports.explain(bytes));

/**
 * Parses an e-mail address. `original` is the form to display, `canonical` the only form to
 * compare.
 *
 * @throws {CoraError} `invalid_email`, with a message that names the broken rule and does not quote
 * the address.
 */
export const parseEmail = (text: string): EmailAddress =>
  JSON.parse(core.ask(toText(text), (exports, bytes) => exports.parseEmail(bytes)));

/** Returns the version of the core, such as `1.2.3`. */
export const version = (): string => core.ask("", (exports, bytes) => exports.version(bytes));
