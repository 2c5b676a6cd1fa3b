import { core } from "#workbench";

import type {
  ChangeConnectionInput,
  CheckDiscoveryInput,
  ConnectionChange,
  ConnectionReport,
  ConnectionSettings,
  DiscoveryReport,
} from "../glue/types.js";
import { toJson, toText } from "../text.js";
import { requireWorkbench } from "./exports.js";
import type { WorkbenchExports } from "./exports.js";

type Operation = (exports: WorkbenchExports, bytes: number) => number;

const validate: Operation = (exports, bytes) => exports.validateConnection(bytes);
const check: Operation = (exports, bytes) => exports.checkDiscovery(bytes);
const change: Operation = (exports, bytes) => exports.changeConnection(bytes);

const ask = (text: string, operation: Operation): string => requireWorkbench(core).ask(text, operation);

/**
 * Validates the settings of a connection, and derives what follows from them. Faults of the
 * settings are part of the report; only an input that is not a `ConnectionSettings` throws.
 *
 * Exported by `@cora/auth/workbench`.
 *
 * @example
 * ```ts
 * const { ok, issues, derived } = validateConnection({
 *   kind: "okta",
 *   settings: {
 *     issuer: "https://acme.okta.com/oauth2/default",
 *     clientId: "0oa1b2c3d4e5f6g7h8i9",
 *     audiences: ["api://default"],
 *   },
 * });
 * if (ok) console.log("keys at", derived?.jwksUri);
 * for (const { path, message, help } of issues) console.log(path, message, help);
 * ```
 *
 * @param settings the kind and settings of a connection, at most 1 MiB as JSON. A secret is named
 * by a reference.
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const validateConnection = (settings: ConnectionSettings): ConnectionReport =>
  JSON.parse(ask(toJson(settings), validate)) as ConnectionReport;

/**
 * Validates a `ConnectionSettings` document and returns a `ConnectionReport` document: the same
 * bytes as on every other host. Unlike {@link validateConnection} it also reports duplicate
 * members. Exported by `@cora/auth/workbench`.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} As {@link validateConnection}.
 */
export const validateConnectionJson = (text: string): string => ask(toText(text), validate);

/**
 * Checks that a provider's discovery document and key set meet a connection's needs. It fetches
 * nothing; the caller passes the documents as they were received.
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
 * @param input a configuration as {@link validateConnection} returns it, and the documents, at most
 * 1 MiB as JSON.
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const checkDiscovery = (input: CheckDiscoveryInput): DiscoveryReport =>
  JSON.parse(ask(toJson(input), check)) as DiscoveryReport;

/**
 * Checks a `CheckDiscoveryInput` document and returns a `DiscoveryReport` document: the same bytes
 * as on every other host. Unlike {@link checkDiscovery} it also reports duplicate members in the
 * provider's documents. Exported by `@cora/auth/workbench`.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} As {@link checkDiscovery}.
 */
export const checkDiscoveryJson = (text: string): string => ask(toText(text), check);

/**
 * Decides on a command to a connection, and plans the writes: effects under guards, for one
 * transaction. It writes nothing. A refused command is not an error: `ok` is false, `reason` says
 * why, and the plan is empty.
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
 * @param input the time, the actor, the command, and the stored facts, at most 1 MiB as JSON.
 * @throws {CoraError} All faults of an input that cannot be read, or a `LoadErrorCode`.
 */
export const changeConnection = (input: ChangeConnectionInput): ConnectionChange =>
  JSON.parse(ask(toJson(input), change)) as ConnectionChange;

/**
 * Decides on a `ChangeConnectionInput` document and returns a `ConnectionChange` document: the same
 * bytes as on every other host. Exported by `@cora/auth/workbench`.
 *
 * @param text JSON of at most 1 MiB in UTF-8.
 * @throws {CoraError} As {@link changeConnection}.
 */
export const changeConnectionJson = (text: string): string => ask(toText(text), change);
