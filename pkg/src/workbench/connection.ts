import { core } from "#workbench";

import type {
  ChangeConnectionInput,
  CheckDiscoveryInput,
  ConnectionChange,
  ConnectionReport,
  ConnectionSettings,
  DiscoveryReport,
} from "../glue/types.js";
import { jsonOf, textOf } from "../text.js";
import { ofWorkbench } from "./exports.js";
import type { WorkbenchExports } from "./exports.js";

type Operation = (exports: WorkbenchExports, bytes: number) => number;

const validate: Operation = (exports, bytes) => exports.validateConnection(bytes);
const check: Operation = (exports, bytes) => exports.checkDiscovery(bytes);
const change: Operation = (exports, bytes) => exports.changeConnection(bytes);

const ask = (text: string, operation: Operation): string => ofWorkbench(core).ask(text, operation);

/**
 * Looks the settings of a connection over: all that is wrong with them, and what follows from them. What is wrong with the settings is in
 * the report and is no error; only what is no `ConnectionSettings` is.
 *
 * Exported by `@cora/auth/workbench`.
 *
 * @example
 * ```ts
 * const { ok, issues, derived } = validateConnection({
 *   kind: "okta",
 *   settings: { issuer: "https://acme.okta.com/oauth2/default", clientId: "0oa1b2c3d4e5f6g7h8i9", audiences: ["api://default"] },
 * });
 * if (ok) console.log("keys at", derived?.jwksUri);
 * for (const { path, message, help } of issues) console.log(path, message, help);
 * ```
 *
 * @param settings kind and settings of a connection, of at most 1 MiB as JSON. A secret is named by a reference.
 * @throws {CoraError} with every fault of an input that cannot be read, or a `LoadErrorCode`.
 */
export const validateConnection = (settings: ConnectionSettings): ConnectionReport =>
  JSON.parse(ask(jsonOf(settings), validate)) as ConnectionReport;

/**
 * As {@link validateConnection}, from a `ConnectionSettings` document to a `ConnectionReport` document: the same bytes as every other host.
 * What stands twice is found too. Exported by `@cora/auth/workbench`.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} as {@link validateConnection}.
 */
export const validateConnectionJson = (text: string): string => ask(textOf(text), validate);

/**
 * Looks a provider's discovery document and key set over: whether they are those that a connection needs. It fetches nothing; whoever
 * fetched them passes them as they came.
 *
 * Exported by `@cora/auth/workbench`.
 *
 * @example
 * ```ts
 * const { configuration, derived } = validateConnection(settings);
 * if (configuration !== null && derived?.discoveryUri) {
 *   const document = await (await fetch(derived.discoveryUri)).json();
 *   const jwks = await (await fetch(document.jwks_uri)).json();
 *   const { ok, issues, usableKeyIds } = checkDiscovery({ configuration, document, jwks });
 * }
 * ```
 *
 * @param input a configuration as {@link validateConnection} answers it, and the documents, of at most 1 MiB as JSON.
 * @throws {CoraError} with every fault of an input that cannot be read, or a `LoadErrorCode`.
 */
export const checkDiscovery = (input: CheckDiscoveryInput): DiscoveryReport =>
  JSON.parse(ask(jsonOf(input), check)) as DiscoveryReport;

/**
 * As {@link checkDiscovery}, from a `CheckDiscoveryInput` document to a `DiscoveryReport` document: the same bytes as every other host. What
 * stands twice in the provider's documents is found too. Exported by `@cora/auth/workbench`.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} as {@link checkDiscovery}.
 */
export const checkDiscoveryJson = (text: string): string => ask(textOf(text), check);

/**
 * Decides what becomes of a command to a connection, and plans what is to be written: effects under guards, for one transaction. It writes
 * nothing. A command that is refused is no error: `ok` is false, `reason` says why, and the plan is empty.
 *
 * Exported by `@cora/auth/workbench`.
 *
 * @example
 * ```ts
 * const { ok, reason, plan } = changeConnection({
 *   now: Math.floor(Date.now() / 1000),
 *   actor: { kind: "user", userId },
 *   command: { command: "activate", expectedVersion: 3 },
 *   facts,
 * });
 * if (!ok) console.log(reason);
 * ```
 *
 * @param input the time, who commands what, and what is stored, of at most 1 MiB as JSON.
 * @throws {CoraError} with every fault of an input that cannot be read, or a `LoadErrorCode`.
 */
export const changeConnection = (input: ChangeConnectionInput): ConnectionChange =>
  JSON.parse(ask(jsonOf(input), change)) as ConnectionChange;

/**
 * As {@link changeConnection}, from a `ChangeConnectionInput` document to a `ConnectionChange` document: the same bytes as every other host.
 * Exported by `@cora/auth/workbench`.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} as {@link changeConnection}.
 */
export const changeConnectionJson = (text: string): string => ask(textOf(text), change);
