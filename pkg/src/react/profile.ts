/** Requests the user's profile from the profile route and parses the response. */

import type { AuthenticatedSession, UnifiedSession } from "../index.js";
import { AuthChangeError } from "./errors.js";
import type { AuthMessageCode } from "./errors.js";
import type { AuthExplanation, AuthMessage, Knowledge, SessionRules } from "./state.js";

/** Timeout for a response, in milliseconds. */
const TIMEOUT_MS = 15_000;

type JsonObject = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** Returns the state for a failure to determine who is signed in. */
export const failure = (code: AuthMessageCode, sentence: string): Knowledge => ({
  status: "error",
  message: { code, text: sentence },
});

function messageOf(body: unknown, code: AuthMessageCode, sentence: string): AuthMessage {
  const answer = isObject(body) ? body : {};
  const connectionId = text(answer.connectionId);
  const requestId = text(answer.requestId);
  return {
    code: (text(answer.code) as AuthMessageCode | undefined) ?? code,
    text: text(answer.error) ?? sentence,
    ...(connectionId !== undefined && { connectionId }),
    ...(requestId !== undefined && { requestId }),
  };
}

/**
 * Returns the session in a response, or `undefined` if it is not one.
 *
 * WHY the core is called and its result ignored: it validates the session as strictly as every
 * other input and throws if it is not one, so its form is not described a second time here.
 */
function sessionOf(data: JsonObject, rules: SessionRules): UnifiedSession | undefined {
  const session = data.session as UnifiedSession;
  try {
    rules.carry?.(session, data.answers);
    rules.can(session, "org:read");
    return session;
  } catch {
    return undefined;
  }
}

function admitted(body: unknown, rules: SessionRules): Knowledge {
  const unreadable = failure("invalid_answer", "The server sent an invalid response.");
  if (!isObject(body) || !isObject(body.data)) return unreadable;
  const { data } = body;
  const session = sessionOf(data, rules);
  switch (session?.status) {
    case "authenticated":
      return {
        status: "authenticated",
        session: session.session satisfies AuthenticatedSession,
        fullName: text(data.fullName) ?? null,
        explanation: isObject(data.explanation) ? (data.explanation as unknown as AuthExplanation) : null,
        serverTime: Number.isSafeInteger(data.serverTime) ? (data.serverTime as number) : null,
        message: null,
      };
    case "pending":
      return { status: "pending", message: messageOf(body, session.message, "You do not have access yet.") };
    case "unauthenticated":
      return { status: "unauthenticated", message: null };
    case "error":
      return { status: "error", message: messageOf(body, session.message, "Something went wrong. Please try again.") };
    default:
      return unreadable;
  }
}

/**
 * Returns the state that a response of the profile route stands for. 401 means that nobody is
 * signed in, 403 that the user is not admitted. The user must be able to tell them apart.
 */
function read(status: number, body: unknown, rules: SessionRules): Knowledge {
  if (status === 200) return admitted(body, rules);
  if (status === 401) {
    const message = messageOf(body, "token_expired", "Your session has ended. Please sign in again.");
    return { status: "unauthenticated", message };
  }
  if (status === 403)
    return { status: "pending", message: messageOf(body, "access_denied", "You do not have access.") };
  return { status: "error", message: messageOf(body, "server_error", "Something went wrong. Please try again.") };
}

/** The tokens to send, each `null` if the route adds it on the server, or there is none. */
export interface PresentedTokens {
  /** The token of the session. */
  readonly token: string | null;
  /** The access token that the provider issued with it. */
  readonly providerAccessToken: string | null;
}

/** A request to the profile route. */
export interface ProfileQuestion extends PresentedTokens {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly rules: SessionRules;
  /** The values that the request presents, or the organization to work in from now on. */
  readonly presenting?: Presenting;
}

/** The values that a request may present. */
export interface Presenting {
  readonly bootstrapToken?: string;
  readonly linkProof?: string;
  /** The invitation whose link the user opened. */
  readonly invitationId?: string;
  readonly currentOrganizationId?: string;
}

function tokenHeaders({ providerAccessToken, token }: PresentedTokens): Record<string, string> {
  return {
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(token !== null && providerAccessToken !== null && { "x-cora-access-token": providerAccessToken }),
  };
}

/**
 * Sends the request, and waits until the core is loaded to read the response. Never rejects: every
 * result is a state.
 */
export async function ask(question: ProfileQuestion): Promise<Knowledge> {
  const { presenting: sent, rules, url } = question;
  const headers: Record<string, string> = { accept: "application/json", ...tokenHeaders(question) };
  if (sent !== undefined) headers["content-type"] = "application/json";
  const ready = rules.ready().then(
    () => true,
    (error: unknown) => {
      // The person is told a sentence. A developer has to learn what is in the way, such as a
      // content security policy that lets no WebAssembly run.
      console.error(error);
      return false;
    },
  );
  let response: Response;
  let body: unknown;
  try {
    response = await question.fetch(url, {
      method: sent === undefined ? "GET" : "currentOrganizationId" in sent ? "PUT" : "POST",
      headers,
      body: sent === undefined ? null : JSON.stringify(sent),
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.json().catch(() => undefined);
  } catch {
    return failure("unreachable", "The server cannot be reached. Check your connection and try again.");
  }
  if (!(await ready)) {
    return failure("core_unavailable", "A part of this page could not be loaded. Check your connection and try again.");
  }
  return read(response.status, body, rules);
}

/**
 * Requests that the code be sent that confirms a link or an address, or claims the invitation.
 * Rejects with a sentence for the user if it was not sent.
 */
export async function askLinkConfirmation(
  { fetch, url, ...tokens }: Pick<ProfileQuestion, "fetch" | "url" | keyof PresentedTokens>,
  invitationId?: string,
): Promise<void> {
  let status: number | undefined;
  let body: unknown;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        ...tokenHeaders(tokens),
      },
      body: JSON.stringify({ askLinkConfirmation: true, ...(invitationId !== undefined && { invitationId }) }),
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = response.status;
    body = await response.json().catch(() => undefined);
  } catch {
    throw new AuthChangeError("unreachable", "The server cannot be reached. Check your connection and try again.");
  }
  const delivery = isObject(body) && isObject(body.data) ? body.data.delivery : undefined;
  if (status === 200 && delivery === "sent") return;
  const { code, text: sentence } = messageOf(body, "not_sent", "The email could not be sent. Please try again later.");
  throw new AuthChangeError(code, sentence);
}
