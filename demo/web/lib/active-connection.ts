import type { VerifierConnection } from "@cora/auth/session";

import { askCora } from "./cora-api";
import { environment } from "./environment";
import type { SignInProblem } from "./sign-in-problem";

/** How long Cora is waited for, in milliseconds: a person is waiting too. */
const TIMEOUT_MS = 5000;

/** The connection that logins use, as far as Auth.js has to know it. */
export interface ActiveConnection {
  /** Its identifier; stands in routes and names of cookies. */
  readonly id: string;
  /** Its version: a login that was begun under another is not finished. */
  readonly version: number;
  readonly kind: string;
  /** Its name for people. */
  readonly displayName: string;
  /** The issuer that its tokens name, exactly. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the discovery document is. */
  readonly discoveryUri: string;
  /** Which token Cora is to be shown. */
  readonly tokenUse: "access_token" | "id_token";
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  /** What its tokens are verified with. The core reads it as strictly as everything. */
  readonly verification: VerifierConnection;
}

/** The connection to sign in by, or why nobody can sign in. */
export type FoundConnection =
  | { readonly status: "found"; readonly connection: ActiveConnection }
  | { readonly status: "problem"; readonly code: SignInProblem };

const problem = (code: SignInProblem): FoundConnection => ({ status: "problem", code });

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Kinds whose logins are the authorization code flow of OpenID Connect; Clerk's are made by scripts of its own. */
const OPENID_KINDS: ReadonlySet<unknown> = new Set(["okta", "oidc", "entra_id", "google", "auth0", "cognito", "keycloak"]);

const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= 2048;
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.length <= 50 && value.every(isText);

/** An https address, or one on this machine. */
function isAddress(value: unknown): value is string {
  if (!isText(value) || !URL.canParse(value)) return false;
  const { hostname, protocol } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(hostname));
}

function read(data: unknown): FoundConnection {
  if (typeof data !== "object" || data === null || !("connection" in data)) return problem("api_invalid_answer");
  const { connection } = data;
  if (connection === null) return problem("no_active_connection");
  const { verification } = data as { readonly verification?: unknown };
  if (typeof connection !== "object" || typeof verification !== "object" || verification === null) return problem("api_invalid_answer");
  const { audiences, clientId, discoveryUri, displayName, id, issuer, kind, scopes, tokenUse, version } = connection as Record<string, unknown>;
  const named = typeof id === "string" && UUID.test(id) && Number.isSafeInteger(version) && isText(kind) && isText(displayName);
  if (!named || !isAddress(issuer) || !isTexts(scopes) || !isTexts(audiences)) return problem("api_invalid_answer");
  const isOpenId = OPENID_KINDS.has(kind) && (tokenUse === "access_token" || tokenUse === "id_token");
  if (!isOpenId) return problem("connection_unsupported");
  if (!isText(clientId) || !isAddress(discoveryUri)) return problem("api_invalid_answer");
  const clientSecret = environment().clientSecrets.get(id);
  if (clientSecret === undefined) return problem("client_secret_missing");
  return {
    status: "found",
    connection: {
      id, version: version as number, kind, displayName, issuer, clientId, clientSecret, discoveryUri, tokenUse, scopes, audiences,
      verification: verification as VerifierConnection,
    },
  };
}

/**
 * The connection that logins use now.
 *
 * WHY it is asked for at each request and kept nowhere: administrators switch it while this application runs, and a login by what is not in
 * use any more could only fail. Whatever is not clear is a reason not to sign anybody in.
 */
export async function findActiveConnection(): Promise<FoundConnection> {
  const answer = await askCora({ path: "auth/active-connection", timeoutMs: TIMEOUT_MS });
  if (!answer.ok) return problem(answer.code);
  return answer.status === 200 && answer.body.success ? read(answer.body.data) : problem("api_invalid_answer");
}
