/** Reads from Cora which connections logins currently use. Exported by `@cora/auth/next`. */

import type { ActiveAuthProvider } from "../react/by-connection.js";
import type { VerifierConnection } from "../session/index.js";
import { askApi } from "./api.js";
import type { ApiFailure, ApiOptions } from "./api.js";
import { isOpenIdKind } from "./openid-kinds.js";
import { passOn } from "./response.js";
import { isUuid } from "./uuid.js";

/** The connection that logins use, as far as a server has to know it. */
export interface ActiveConnection extends ActiveAuthProvider {
  /** The connection's version. A login that began under another version is not completed. */
  readonly version: number;
  /** The exact issuer that the connection's tokens name. */
  readonly issuer: string;
  /** Set for kinds that speak OpenID Connect. */
  readonly openId?: OpenIdClient;
  /**
   * The input for verifying the connection's tokens. The core validates it as strictly as every
   * other input.
   */
  readonly verification: VerifierConnection;
}

/**
 * The parameters with which a login by the authorization code flow begins (OpenID Connect Core
 * §3.1).
 */
export interface OpenIdClient {
  readonly clientId: string;
  /** The URL of the discovery document. */
  readonly discoveryUri: string;
  /** The token to present to Cora. */
  readonly tokenUse: "access_token" | "id_token";
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  /** The organization at the provider to ask for; `null` if any is accepted. */
  readonly organization: string | null;
}

/** The reason that nobody can sign in at the moment. */
export type SignInProblem = ApiFailure | "no_active_connection" | "connection_unsupported";

/** The connection to sign in with, or the reason that nobody can sign in. */
export type FoundConnection =
  | { readonly status: "found"; readonly connection: ActiveConnection }
  | { readonly status: "problem"; readonly code: SignInProblem };

/** The connections to sign in with, or the reason that nobody can sign in. */
export type FoundConnections =
  /** The connections, the default first; never empty. */
  | { readonly status: "found"; readonly connections: readonly [ActiveConnection, ...ActiveConnection[]] }
  | { readonly status: "problem"; readonly code: SignInProblem };

const SENTENCES: Readonly<Record<SignInProblem, string>> = {
  no_active_connection: "No sign-in provider is active. An administrator has to activate a connection.",
  connection_unsupported:
    "This application does not support the active sign-in provider. An administrator has to choose another.",
  api_unreachable: "The sign-in server cannot be reached. Please try again.",
  api_timeout: "The sign-in server is taking too long to respond. Please try again.",
  api_invalid_answer: "The sign-in server sent an invalid response.",
};

/** Returns the sentence for the user about a {@link SignInProblem}; `undefined` for other texts. */
export const signInProblemSentence = (code: string): string | undefined =>
  Object.hasOwn(SENTENCES, code) ? SENTENCES[code as SignInProblem] : undefined;

const problem = (code: SignInProblem) => ({ status: "problem", code }) as const;

/** The maximum number of connections that are read. */
const MAX_CONNECTIONS = 50;

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= 2048;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 50 && value.every(isText);

/** Returns `true` if a URL is on this machine. */
export const isOnThisMachine = (url: string): boolean =>
  ["127.0.0.1", "[::1]", "localhost"].includes(new URL(url).hostname);

/** Returns `true` for an https URL, or an http URL on this machine. */
export function isAddress(value: unknown): value is string {
  if (!isText(value) || !URL.canParse(value)) return false;
  const { protocol } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isOnThisMachine(value));
}

/** Returns the parts of an answer that are one connection each: the default, then the others. */
function parts(data: object): readonly unknown[] {
  const { connections } = data as { readonly connections?: unknown };
  // A server of an earlier version states the default alone.
  const others = Array.isArray(connections) ? connections.slice(0, MAX_CONNECTIONS) : [];
  const isDefault = (one: unknown) =>
    typeof one === "object" && one !== null && "default" in one && one.default === true;
  return [data, ...others.filter((one) => !isDefault(one))];
}

function readAll(data: unknown): FoundConnections {
  if (typeof data !== "object" || data === null || !("connection" in data)) return problem("api_invalid_answer");
  const read = parts(data).map(readOne);
  const found = read.flatMap((one) => (one.status === "found" ? [one.connection] : []));
  const [first, ...others] = found;
  if (first !== undefined) return { status: "found", connections: [first, ...others] };
  // Nobody can sign in, and the default says why.
  return problem(read[0]?.status === "problem" ? read[0].code : "api_invalid_answer");
}

function readOne(data: unknown): FoundConnection {
  if (typeof data !== "object" || data === null || !("connection" in data)) return problem("api_invalid_answer");
  const { connection } = data;
  if (connection === null) return problem("no_active_connection");
  const { verification } = data as { readonly verification?: unknown };
  if (typeof connection !== "object" || typeof verification !== "object" || verification === null)
    return problem("api_invalid_answer");
  const {
    audiences,
    clientId,
    discoveryUri,
    displayName,
    id,
    issuer,
    kind,
    publishableKey,
    requestedOrganization,
    scopes,
    tokenUse,
    version,
  } = connection as Record<string, unknown>;
  const isNamed =
    isUuid(id) && id === id.toLowerCase() && Number.isSafeInteger(version) && isText(kind) && isText(displayName);
  if (!isNamed || !isAddress(issuer)) return problem("api_invalid_answer");
  const common = {
    id,
    version: version as number,
    kind,
    displayName,
    issuer,
    verification: verification as VerifierConnection,
  };
  if (kind === "clerk") {
    return isText(publishableKey)
      ? { status: "found", connection: { ...common, publishableKey } }
      : problem("connection_unsupported");
  }
  if (!isOpenIdKind(kind) || (tokenUse !== "access_token" && tokenUse !== "id_token"))
    return problem("connection_unsupported");
  if (!isText(clientId) || !isAddress(discoveryUri) || !isTexts(scopes) || !isTexts(audiences))
    return problem("api_invalid_answer");
  // A server of an earlier version states none.
  const organization = isText(requestedOrganization) ? requestedOrganization : null;
  return {
    status: "found",
    connection: { ...common, openId: { clientId, discoveryUri, tokenUse, scopes, audiences, organization } },
  };
}

/**
 * Returns the connections that logins use now, as far as this package supports them, the default
 * first. Never rejects: any uncertainty is a reason not to sign anybody in.
 *
 * WHY they are requested each time and never cached: administrators switch connections while an
 * application runs, and a login with a connection that is no longer in use can only fail.
 */
export async function getActiveAuthProviders(options: ApiOptions): Promise<FoundConnections> {
  const answer = await askApi(options, { path: "auth/active-connection" });
  if (!answer.ok) return problem(answer.code);
  return answer.status === 200 && answer.body.success ? readAll(answer.body.data) : problem("api_invalid_answer");
}

/** Returns the connection to offer first: the first of {@link getActiveAuthProviders}. */
export async function getActiveAuthProvider(options: ApiOptions): Promise<FoundConnection> {
  return firstOf(await getActiveAuthProviders(options));
}

/** Returns the first of several connections. */
export const firstOf = (found: FoundConnections): FoundConnection =>
  found.status === "found" ? { status: "found", connection: found.connections[0] } : found;

/** Returns one connection, or the reason that there is none, as several. */
export const asSeveral = (found: FoundConnection | FoundConnections): FoundConnections =>
  "connection" in found ? { status: "found", connections: [found.connection] } : found;

/** Returns a connection as far as browsers may know it. */
function shown({ displayName, id, kind, publishableKey }: ActiveConnection): ActiveAuthProvider {
  return { id, kind, displayName, ...(publishableKey !== undefined && { publishableKey }) };
}

/**
 * Returns the response for `<AuthProvider adapters={…}>`: the active connections as far as browsers
 * may know them, or a problem with its sentence.
 */
export function activeConnectionAnswer(found: FoundConnections): Response {
  if (found.status === "problem") {
    return passOn(503, JSON.stringify({ success: false, code: found.code, error: SENTENCES[found.code] }), null);
  }
  const connections = found.connections.map(shown);
  return passOn(200, JSON.stringify({ success: true, data: { connection: connections[0], connections } }), null);
}
