/**
 * The connections on the administrators' page, and requests about them. The routes are Cora's,
 * reached through our own server.
 */

import { stepsIn } from "./test-run";
import type { Step } from "./test-run";
import { sentence } from "./words";

/** Timeout for a response, in milliseconds; longer than the server's timeout for Cora. */
const TIMEOUT_MS = 25_000;

/** The status of a connection. */
export type ConnectionStatus = "draft" | "validated" | "tested" | "active" | "disabled";

/** Settings as JSON. Secrets are references. */
export type Settings = { readonly [name: string]: unknown };

/** A connection in the list. */
export interface ConnectionRow {
  readonly id: string;
  readonly providerType: string;
  readonly displayName: string;
  /** The active settings, or else the latest ones. */
  readonly config: Settings;
  readonly status: ConnectionStatus;
  /** `true` if people are offered this one first. */
  readonly isDefault: boolean;
  /** The organization that owns the connection, or `null` for a connection of the platform. */
  readonly organizationId: string | null;
  /** The version, which counts the changes of the connection; sent back with each command. */
  readonly version: number;
  /** The number of the active settings, or `null`. */
  readonly activeNumber: number | null;
  /** The number of the latest settings. */
  readonly latestNumber: number;
  readonly updatedAt: string;
}

/** A fault in the settings or in a provider's documents. */
export interface ConnectionIssue {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** The location: a JSON Pointer into the settings. */
  readonly path: string;
  readonly message: string;
  readonly help: string | null;
}

/** The reason that a command was not executed. */
export interface Refusal {
  readonly code: string;
  /** The reason, as a sentence. */
  readonly text: string;
  readonly issues: readonly ConnectionIssue[];
  readonly status: number;
}

/** The result of a request. */
export type Reply<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly refusal: Refusal };

/** The commands for a connection. */
export type Action = "validate" | "check" | "test" | "activate" | "rollback" | "disable" | "default";

type JsonObject = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOr = (value: unknown, otherwise: string) => (typeof value === "string" && value !== "" ? value : otherwise);

const refused = (code: string, text: string): Reply<never> => ({
  ok: false,
  refusal: { code, text, issues: [], status: 0 },
});

/** Returns the issues in a value, or an empty list. */
export function issuesIn(value: unknown): readonly ConnectionIssue[] {
  if (!isObject(value) || !Array.isArray(value.issues)) return [];
  return value.issues.filter(isObject).map(({ code, help, message, path, severity }) => ({
    code: textOr(code, "unknown"),
    severity: severity === "warning" ? "warning" : "error",
    // Cora's paths are relative to its own request body, in which the settings are a member. Here
    // they are relative to the settings.
    path: textOr(path, "").replace(/^\/settings(?=\/|$)/, ""),
    message: textOr(message, ""),
    help: typeof help === "string" ? help : null,
  }));
}

async function ask(method: "GET" | "POST" | "PUT", path: string, body?: JsonObject): Promise<Reply<unknown>> {
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(path === "" ? "/api/connections" : `/api/connections/${path}`, {
      method,
      cache: "no-store",
      headers: { accept: "application/json", ...(body && { "content-type": "application/json" }) },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = response.status;
    answer = await response.json();
  } catch {
    return refused("unreachable", "The server cannot be reached. Check your connection and try again.");
  }
  if (!isObject(answer)) return refused("invalid_answer", "The server sent an invalid response.");
  if (answer.success === true) return { ok: true, data: answer.data };
  const text = sentence(textOr(answer.error, "the server refused the request without a reason"));
  return { ok: false, refusal: { code: textOr(answer.code, "unknown"), text, issues: issuesIn(answer), status } };
}

const STATUSES: ReadonlySet<unknown> = new Set(["draft", "validated", "tested", "active", "disabled"]);

function isRow(value: unknown): value is ConnectionRow {
  if (!isObject(value)) return false;
  const {
    activeNumber,
    config,
    displayName,
    id,
    isDefault,
    latestNumber,
    organizationId,
    providerType,
    status,
    version,
  } = value;
  const texts = [id, providerType, displayName].every((text) => typeof text === "string");
  const numbers =
    typeof version === "number" &&
    typeof latestNumber === "number" &&
    (activeNumber === null || typeof activeNumber === "number");
  const owner = organizationId === null || typeof organizationId === "string";
  return texts && numbers && owner && typeof isDefault === "boolean" && isObject(config) && STATUSES.has(status);
}

/** Loads all connections. */
export async function listConnections(): Promise<Reply<readonly ConnectionRow[]>> {
  const reply = await ask("GET", "");
  if (!reply.ok) return reply;
  if (Array.isArray(reply.data) && reply.data.every(isRow)) return { ok: true, data: reply.data };
  return refused("invalid_answer", "The server sent an invalid response.");
}

/** Loads one connection, as it is stored now. */
export async function readConnection(id: string): Promise<Reply<ConnectionRow>> {
  const reply = await ask("GET", id);
  if (!reply.ok) return reply;
  if (isRow(reply.data)) return { ok: true, data: reply.data };
  return refused("invalid_answer", "The server sent an invalid response.");
}

/**
 * Loads the latest settings of a connection, for editing. They may be newer than the active ones.
 */
export async function latestSettings({
  activeNumber: active,
  config,
  id,
  latestNumber: latest,
}: ConnectionRow): Promise<Reply<Settings>> {
  if (active === null || active === latest) return { ok: true, data: config };
  const reply = await history(id, "versions");
  if (!reply.ok) return reply;
  const entry = reply.data.find(({ number }) => number === latest);
  if (isObject(entry?.config)) return { ok: true, data: entry.config };
  return refused("invalid_answer", "The server sent an invalid response.");
}

/** Stores new settings, unless somebody else has changed the connection since `version`. */
export const saveSettings = (id: string, version: number, config: Settings) => ask("PUT", id, { config, version });

/** Executes a command on a connection. */
export const command = (id: string, action: Action, body: JsonObject = {}) => ask("POST", `${id}/${action}`, body);

/** The result of checking the provider's documents. */
export interface Checked {
  readonly ok: boolean;
  readonly issues: readonly ConnectionIssue[];
  readonly steps: readonly Step[];
}

/** Fetches the provider's documents and checks them against the latest settings. */
export async function checkConnection(id: string): Promise<Reply<Checked>> {
  const reply = await command(id, "check");
  if (!reply.ok) return reply;
  if (!isObject(reply.data)) return refused("invalid_answer", "The server sent an invalid response.");
  const { log, ok, report } = reply.data;
  return { ok: true, data: { ok: ok === true, issues: issuesIn(report), steps: stepsIn(log) } };
}

/** Loads a connection's past: its versions of settings, or its audit log. */
export async function history(id: string, of: "versions" | "audit"): Promise<Reply<readonly JsonObject[]>> {
  const reply = await ask("GET", `${id}/${of}`);
  if (!reply.ok) return reply;
  const rows = isObject(reply.data) ? reply.data.items : null;
  if (Array.isArray(rows) && rows.every(isObject)) return { ok: true, data: rows };
  return refused("invalid_answer", "The server sent an invalid response.");
}

/** A test login. */
export interface TestRun {
  readonly id: string;
  /** The URL to log in at; `null` if the test login is over. */
  readonly authorizationUrl: string | null;
  readonly status: string;
  /** The deadline for its callback, in milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly details: JsonObject;
}

function testRunIn(data: unknown): Reply<TestRun> {
  const id = isObject(data) ? (data.testRunId ?? data.id) : undefined;
  if (isObject(data) && typeof id === "string" && typeof data.status === "string") {
    const url = data.authorizationUrl;
    const usable = typeof url === "string" && /^https?:\/\//.test(url);
    const expiresAt = Date.parse(String(data.expiresAt));
    return {
      ok: true,
      data: { id, status: data.status, authorizationUrl: usable ? url : null, expiresAt, details: data },
    };
  }
  return refused("invalid_answer", "The server sent an invalid response.");
}

/** Begins a test login. */
export async function beginTest(id: string): Promise<Reply<TestRun>> {
  const reply = await command(id, "test");
  return reply.ok ? testRunIn(reply.data) : reply;
}

/** Loads the state of a test login. */
export async function readTest(id: string, run: string): Promise<Reply<TestRun>> {
  const reply = await ask("GET", `${id}/tests/${run}`);
  return reply.ok ? testRunIn(reply.data) : reply;
}
