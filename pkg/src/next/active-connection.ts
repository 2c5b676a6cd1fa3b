/** Which connection logins use, as Cora says at this moment. Exported by `@cora/auth/next`. */

import type { ActiveAuthProvider } from "../react/by-connection.js";
import type { VerifierConnection } from "../session/index.js";
import { passOn } from "./answer.js";
import { askApi } from "./api.js";
import type { ApiFailure, ApiOptions } from "./api.js";

/** The connection that logins use, as far as a server has to know it. */
export interface ActiveConnection extends ActiveAuthProvider {
  /** Its version: a login that was begun under another is not finished. */
  readonly version: number;
  /** The issuer that its tokens name, exactly. */
  readonly issuer: string;
  /** Of kinds that speak OpenID Connect. */
  readonly openId?: OpenIdClient;
  /** What its tokens are verified with. The core reads it as strictly as everything. */
  readonly verification: VerifierConnection;
}

/** What a login by the authorization code flow begins with (OpenID Connect Core §3.1). */
export interface OpenIdClient {
  readonly clientId: string;
  /** Where the discovery document is. */
  readonly discoveryUri: string;
  /** Which token Cora is to be shown. */
  readonly tokenUse: "access_token" | "id_token";
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
}

/** Why nobody can sign in at the moment. */
export type SignInProblem = ApiFailure | "no_active_connection" | "connection_unsupported" | "client_secret_missing";

/** The connection to sign in by, or why nobody can sign in. */
export type FoundConnection =
  | { readonly status: "found"; readonly connection: ActiveConnection }
  | { readonly status: "problem"; readonly code: SignInProblem };

const SENTENCES: Readonly<Record<SignInProblem, string>> = {
  no_active_connection: "No sign-in provider is in use. An administrator has to activate a connection.",
  connection_unsupported: "The sign-in provider in use is of a kind that this application cannot sign in by. An administrator has to choose another.",
  client_secret_missing: "This application was not given its secret at the sign-in provider in use. An operator has to add it.",
  api_unreachable: "The server that knows how to sign in cannot be reached. Please try again.",
  api_timeout: "The server that knows how to sign in takes too long to answer. Please try again.",
  api_invalid_answer: "The server that knows how to sign in gave an answer that this application does not understand.",
};

/** A sign-in that came to nothing, by the codes that the routes of an application come back with; those in capitals are Auth.js's. */
const FAILURES: Readonly<Record<string, string>> = {
  sign_in_outdated: "Sign-in was changed after you had begun, or you took too long. Nothing has happened; please sign in again.",
  AccessDenied: "The sign-in provider said that it is another than it has to be, so you were not signed in.",
};

/** What to tell people about it, and about the `?error=` of a sign-in that came to nothing; `undefined` for a text that is no such code. */
export function signInProblemSentence(code: string): string | undefined {
  if (Object.hasOwn(FAILURES, code)) return FAILURES[code];
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code as SignInProblem] : undefined;
}

const problem = (code: SignInProblem): FoundConnection => ({ status: "problem", code });

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Kinds whose logins are the authorization code flow of OpenID Connect; Clerk's are made by scripts of its own. */
const OPENID_KINDS: ReadonlySet<unknown> = new Set(["okta", "oidc", "entra_id", "google", "auth0", "cognito", "keycloak"]);

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= 2048;
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.length <= 50 && value.every(isText);

/** Whether a URL is one of this machine. */
export const isOnThisMachine = (url: string): boolean => ["127.0.0.1", "[::1]", "localhost"].includes(new URL(url).hostname);

/** An https address, or one on this machine. */
export function isAddress(value: unknown): value is string {
  if (!isText(value) || !URL.canParse(value)) return false;
  const { protocol } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isOnThisMachine(value));
}

function read(data: unknown): FoundConnection {
  if (typeof data !== "object" || data === null || !("connection" in data)) return problem("api_invalid_answer");
  const { connection } = data;
  if (connection === null) return problem("no_active_connection");
  const { verification } = data as { readonly verification?: unknown };
  if (typeof connection !== "object" || typeof verification !== "object" || verification === null) return problem("api_invalid_answer");
  const { audiences, clientId, discoveryUri, displayName, id, issuer, kind, publishableKey, scopes, tokenUse, version } = connection as Record<string, unknown>;
  const isNamed = typeof id === "string" && UUID.test(id) && Number.isSafeInteger(version) && isText(kind) && isText(displayName);
  if (!isNamed || !isAddress(issuer)) return problem("api_invalid_answer");
  const common = { id, version: version as number, kind, displayName, issuer, verification: verification as VerifierConnection };
  if (kind === "clerk") {
    return isText(publishableKey) ? { status: "found", connection: { ...common, publishableKey } } : problem("connection_unsupported");
  }
  if (!OPENID_KINDS.has(kind) || (tokenUse !== "access_token" && tokenUse !== "id_token")) return problem("connection_unsupported");
  if (!isText(clientId) || !isAddress(discoveryUri) || !isTexts(scopes) || !isTexts(audiences)) return problem("api_invalid_answer");
  return { status: "found", connection: { ...common, openId: { clientId, discoveryUri, tokenUse, scopes, audiences } } };
}

/**
 * The connection that logins use now. Never rejects: whatever is not clear is a reason not to sign anybody in.
 *
 * WHY it is asked for each time and kept nowhere: administrators switch it while an application runs, and a login by what is not in use any more could only
 * fail.
 */
export async function getActiveAuthProvider(options: ApiOptions): Promise<FoundConnection> {
  const answer = await askApi(options, { path: "auth/active-connection" });
  if (!answer.ok) return problem(answer.code);
  return answer.status === 200 && answer.body.success ? read(answer.body.data) : problem("api_invalid_answer");
}

/** What `<AuthProvider adapters={…}>` asks for: the connection in use as browsers may know it, or a problem with the sentence for it. */
export function activeConnectionAnswer(found: FoundConnection): Response {
  if (found.status === "problem") {
    return passOn(503, JSON.stringify({ success: false, code: found.code, error: SENTENCES[found.code] }), null);
  }
  const { displayName, id, kind, publishableKey } = found.connection;
  const connection: ActiveAuthProvider = { id, kind, displayName, ...(publishableKey !== undefined && { publishableKey }) };
  return passOn(200, JSON.stringify({ success: true, data: { connection } }), null);
}
