/**
 * `@cora/auth/admin/core`: what an administrator's page asks while it is filled in, answered by the
 * code that the server runs. In browsers it has its own module, which is built for size:
 * `cora-admin.wasm`.
 *
 * @example
 * ```ts
 * import { connectionFields, init, suggestConnection, validateConnection } from "@cora/auth/admin/core";
 *
 * await init();
 * const { kind, settings, findings } = suggestConnection({ text: pasted });
 * if (kind !== null) {
 *   const { fields } = connectionFields({ kind });
 *   const { issues } = validateConnection({ kind, settings });
 * }
 * ```
 */
import { core } from "#admin";

import type {
  CheckDiscoveryInput,
  Configuration,
  ConnectionFields,
  ConnectionFieldsInput,
  ConnectionReport,
  ConnectionSettings,
  ConnectionSuggestion,
  DecideInput,
  Decision,
  DiffPolicyInput,
  DiffSettingsInput,
  DiscoveryReport,
  EmailAddress,
  LintReport,
  PolicyChange,
  Remedy,
  SettingChange,
  SuggestConnectionInput,
} from "../glue/types.js";
import type { WasmSource } from "../load/loader.js";
import { MAX_LARGE_BYTES, toJson, toText } from "../text.js";
import { requireAdmin } from "./exports.js";
import type { AdminExports } from "./exports.js";

export { CoraError } from "../errors.js";
export type { CoraErrorCode, LoadErrorCode } from "../errors.js";
export type { WasmSource } from "../load/loader.js";
export type * from "../glue/types.js";

type Operation = (exports: AdminExports, bytes: number) => number;

const ask = (text: string, operation: Operation, limit?: number): string =>
  requireAdmin(core).ask(text, operation, limit);

const whole: Operation = (exports, bytes) => exports.decide(bytes, true);
const validate: Operation = (exports, bytes) => exports.validateConnection(bytes);
const check: Operation = (exports, bytes) => exports.checkDiscovery(bytes);
const fields: Operation = (exports, bytes) => exports.connectionFields(bytes);
const suggest: Operation = (exports, bytes) => exports.suggestConnection(bytes);
const settingsDiff: Operation = (exports, bytes) => exports.diffSettings(bytes);
const policyDiff: Operation = (exports, bytes) => exports.diffPolicy(bytes);

/**
 * Loads the administrators' module; see `init` of `@cora/auth`, which loads another one in
 * browsers, and the same one in Node. Exported by `@cora/auth/admin/core`.
 *
 * @param source the module's location or contents; the package's own `cora-admin.wasm` when absent.
 * @throws {CoraError} `wasm_load_failed`.
 */
export async function init(source?: WasmSource): Promise<void> {
  await core.init(source);
}

/**
 * Decides on a login. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const decide = (input: DecideInput): Decision => JSON.parse(ask(toJson(input), whole)) as Decision;

/**
 * Decides on a `DecideInput` document and returns a `Decision` document: the same bytes as on the
 * server. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link decide}.
 */
export const decideJson = (text: string): string => ask(toText(text), whole);

/**
 * Explains the decision on a login as a tree of text. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link decide}.
 */
export const explain = (input: DecideInput): string => ask(toJson(input), (exports, bytes) => exports.explain(bytes));

/**
 * Lists what would let the person of a refused login in; see `remedies` of `@cora/auth/workbench`.
 * Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link decide}.
 */
export const remedies = (input: DecideInput): Remedy[] =>
  JSON.parse(ask(toJson(input), (exports, bytes) => exports.remedies(bytes))) as Remedy[];

/**
 * Parses an e-mail address. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} `invalid_email`, which does not quote the address.
 */
export const parseEmail = (address: string): EmailAddress =>
  JSON.parse(ask(toText(address), (exports, bytes) => exports.parseEmail(bytes))) as EmailAddress;

/**
 * Lints a configuration while it is edited. Knows the short lists of domains alone, so that the
 * module is small: the classes of the stored rules count, and names that only look alike are not
 * found. The server and `@cora/auth/workbench` know all lists. Exported by `@cora/auth/admin/core`.
 *
 * @param configuration at most 64 MiB as JSON.
 * @throws {CoraError} All faults of a configuration that cannot be read, or a `LoadErrorCode`.
 */
export const lint = (configuration: Configuration): LintReport =>
  JSON.parse(ask(toJson(configuration), (exports, bytes) => exports.lintBriefly(bytes), MAX_LARGE_BYTES)) as LintReport;

/**
 * Validates the settings of a connection; see `validateConnection` of `@cora/auth/workbench`.
 * Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const validateConnection = (settings: ConnectionSettings): ConnectionReport =>
  JSON.parse(ask(toJson(settings), validate)) as ConnectionReport;

/**
 * Validates a `ConnectionSettings` document and returns a `ConnectionReport` document: the same
 * bytes as on the server. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link validateConnection}.
 */
export const validateConnectionJson = (text: string): string => ask(toText(text), validate);

/**
 * Checks that a provider's documents meet a connection's needs; see `checkDiscovery` of
 * `@cora/auth/workbench`. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const checkDiscovery = (input: CheckDiscoveryInput): DiscoveryReport =>
  JSON.parse(ask(toJson(input), check)) as DiscoveryReport;

/**
 * Checks a `CheckDiscoveryInput` document and returns a `DiscoveryReport` document: the same bytes
 * as on the server. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link checkDiscovery}.
 */
export const checkDiscoveryJson = (text: string): string => ask(toText(text), check);

/**
 * Describes the settings of a kind of provider for a form: groups, labels, shapes, bounds and
 * examples. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const connectionFields = (input: ConnectionFieldsInput): ConnectionFields =>
  JSON.parse(connectionFieldsJson(toJson(input))) as ConnectionFields;

/**
 * Describes the settings of the kind of a `ConnectionFieldsInput` document as a `ConnectionFields`
 * document. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link connectionFields}.
 */
export const connectionFieldsJson = (text: string): string => ask(toText(text), fields);

/**
 * Suggests a kind of provider and its settings for a pasted text: an issuer, the address of a
 * document or of a console, a discovery document, a key, a `.env` file. Nothing is fetched, and no
 * suggestion holds a secret. Exported by `@cora/auth/admin/core`.
 *
 * @param input the text, at most 64 KiB, and the discovery document where it was fetched.
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const suggestConnection = (input: SuggestConnectionInput): ConnectionSuggestion =>
  JSON.parse(suggestConnectionJson(toJson(input))) as ConnectionSuggestion;

/**
 * Suggests settings for the text of a `SuggestConnectionInput` document, as a
 * `ConnectionSuggestion` document. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link suggestConnection}.
 */
export const suggestConnectionJson = (text: string): string => ask(toText(text), suggest);

/**
 * Lists the differences between two sets of settings. Values that are not known to be public are
 * `"***"`. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const diffSettings = (input: DiffSettingsInput): SettingChange[] =>
  JSON.parse(diffSettingsJson(toJson(input))) as SettingChange[];

/**
 * Lists the differences between the settings of a `DiffSettingsInput` document. Exported by
 * `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link diffSettings}.
 */
export const diffSettingsJson = (text: string): string => ask(toText(text), settingsDiff);

/**
 * Lists the differences between two policies. Entries of a list are compared by what they are
 * about. Exported by `@cora/auth/admin/core`.
 *
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const diffPolicy = (input: DiffPolicyInput): PolicyChange[] =>
  JSON.parse(diffPolicyJson(toJson(input))) as PolicyChange[];

/**
 * Lists the differences between the policies of a `DiffPolicyInput` document. Exported by
 * `@cora/auth/admin/core`.
 *
 * @throws {CoraError} As {@link diffPolicy}.
 */
export const diffPolicyJson = (text: string): string => ask(toText(text), policyDiff);
