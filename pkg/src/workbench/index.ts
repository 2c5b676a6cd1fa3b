/**
 * `@cora/auth/workbench`: tools for administrators before a configuration or a connection goes
 * live. In browsers it has its own module, larger and faster than the one that decides on logins.
 * `simulateInWorker` loads it in its worker; for everything else `init()` does.
 *
 * @example
 * ```ts
 * import { lint, simulateInWorker } from "@cora/auth/workbench";
 *
 * for (const { code, path, message, fix } of lint(edited).findings) {
 *   console.log(path, code, message, fix);
 * }
 * const { changed } = await simulateInWorker(current, edited, logins);
 * ```
 */
import { core } from "#workbench";

import type { Configuration, DecideInput, LintReport, Remedy } from "../glue/types.js";
import type { WasmSource } from "../load/loader.js";
import { toJson, MAX_LARGE_BYTES, toText } from "../text.js";
import { requireWorkbench } from "./exports.js";

export { CoraError } from "../errors.js";
export type { CoraErrorCode, LoadErrorCode } from "../errors.js";
export type { WasmSource } from "../load/loader.js";
export type * from "../glue/types.js";
export {
  changeConnection,
  changeConnectionJson,
  checkDiscovery,
  checkDiscoveryJson,
  validateConnection,
  validateConnectionJson,
} from "./connection.js";
export { simulateInWorker } from "./in-worker.js";
export type { Logins } from "./in-worker.js";
export type { RunOptions, SimulationProgress } from "./scheduling.js";
export { Simulation } from "./simulation.js";
export type { SimulationOptions } from "./simulation.js";

/**
 * Loads the workbench's module; see `init` of `@cora/auth`, which loads another one in browsers,
 * and the same one in Node. Exported by `@cora/auth/workbench`.
 *
 * @param source the module's location or contents; the package's own `cora-workbench.wasm` when
 * absent.
 * @throws {CoraError} `wasm_load_failed`.
 */
export async function init(source?: WasmSource): Promise<void> {
  await core.init(source);
}

/**
 * Lints a configuration: finds what its author hardly intended. A configuration that can be read
 * may still admit nobody, or everybody. Exported by `@cora/auth/workbench`.
 *
 * @throws {CoraError} All faults of a configuration that cannot be read, or a `LoadErrorCode`.
 */
export const lint = (configuration: Configuration): LintReport => lintJson(toJson(configuration));

/**
 * Lints a `Configuration` document while it is being written. Unlike {@link lint} it also finds
 * invalid JSON and duplicate members. Exported by `@cora/auth/workbench`.
 *
 * @param text JSON of at most 64 MiB in UTF-8.
 * @throws {CoraError} As {@link lint}.
 */
export const lintJson = (text: string): LintReport =>
  JSON.parse(
    requireWorkbench(core).ask(toText(text), (exports, bytes) => exports.lint(bytes), MAX_LARGE_BYTES),
  ) as LintReport;

/**
 * Lists what would let the person of a refused login in: changes of this person first, then those
 * of one organization, then those of everybody. Each was tried, and comes with the decision after
 * it. Exported by `@cora/auth/workbench`.
 *
 * Invitations are considered to the organizations among the facts; add others to them. A remedy
 * shows organizations, rules and users that the person must not learn of.
 *
 * @returns an empty list if the login is admitted, or if nothing that is known here helps.
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const remedies = (input: DecideInput): Remedy[] =>
  JSON.parse(requireWorkbench(core).ask(toJson(input), (exports, bytes) => exports.remedies(bytes))) as Remedy[];
