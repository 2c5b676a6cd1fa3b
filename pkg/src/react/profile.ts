/** Asks the profile route who somebody is, and reads what it answers. */

import type { AuthenticatedSession, UnifiedSession } from "../index.js";
import { AuthChangeError } from "./errors.js";
import type { AuthExplanation, AuthMessage, Knowledge, SessionRules } from "./state.js";

/** How long an answer is waited for, in milliseconds. */
const TIMEOUT_MS = 15_000;

type JsonObject = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** A state for what could not be found out. */
export const failure = (code: string, sentence: string): Knowledge => ({
  status: "error",
  message: { code, text: sentence },
});

function messageOf(body: unknown, code: string, sentence: string): AuthMessage {
  const answer = isObject(body) ? body : {};
  const connectionId = text(answer.connectionId);
  const requestId = text(answer.requestId);
  return {
    code: text(answer.code) ?? code,
    text: text(answer.error) ?? sentence,
    ...(connectionId !== undefined && { connectionId }),
    ...(requestId !== undefined && { requestId }),
  };
}

/**
 * The session in an answer, if it is one. WHY the core is asked for nothing: it reads the session as strictly as every
 * other input and throws if it is not one, so its form is not described a second time here.
 */
function sessionOf(data: JsonObject, rules: SessionRules): UnifiedSession | undefined {
  const session = data.session as UnifiedSession;
  try {
    rules.can(session, "org:read");
    return session;
  } catch {
    return undefined;
  }
}

function admitted(body: unknown, rules: SessionRules): Knowledge {
  const unreadable = failure("invalid_answer", "The server gave an answer that this page does not understand.");
  if (!isObject(body) || !isObject(body.data)) return unreadable;
  const { data } = body;
  const session = sessionOf(data, rules);
  switch (session?.status) {
    case "authenticated":
      return {
        status: "authenticated",
        session: session.session satisfies AuthenticatedSession,
        fullName: text(data.full_name) ?? null,
        explanation: isObject(data.explanation) ? (data.explanation as unknown as AuthExplanation) : null,
        serverTime: Number.isSafeInteger(data.serverTime) ? (data.serverTime as number) : null,
        message: null,
      };
    case "pending":
      return { status: "pending", message: messageOf(body, session.message, "You cannot come in yet.") };
    case "unauthenticated":
      return { status: "unauthenticated", message: null };
    case "error":
      return { status: "error", message: messageOf(body, session.message, "Something went wrong. Please try again.") };
    default:
      return unreadable;
  }
}

/** What an answer of the profile route says. 401 is "who are you", 403 is "you may not": never the same to the person. */
function read(status: number, body: unknown, rules: SessionRules): Knowledge {
  if (status === 200) return admitted(body, rules);
  if (status === 401) {
    const message = messageOf(body, "token_expired", "Your session has ended. Please sign in again.");
    return { status: "unauthenticated", message };
  }
  if (status === 403) return { status: "pending", message: messageOf(body, "access_denied", "You do not have access.") };
  return { status: "error", message: messageOf(body, "server_error", "Something went wrong. Please try again.") };
}

/** What is asked. */
export interface ProfileQuestion {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly rules: SessionRules;
  /** The token to send, or `null` where the route adds it on the server. */
  readonly token: string | null;
  /** What is presented with the question: something that the person was given, or an organization to work in from now on. */
  readonly presenting?: Presenting;
}

/** What may be presented with a question. */
export type Presenting = { readonly bootstrapToken: string } | { readonly linkProof: string } | { readonly currentOrganizationId: string };

/** Asks, and waits for the core to be there to read the answer. Never rejects: whatever happens is a state. */
export async function ask(question: ProfileQuestion): Promise<Knowledge> {
  const { presenting: sent, rules, token, url } = question;
  const headers: Record<string, string> = { accept: "application/json" };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (sent !== undefined) headers["content-type"] = "application/json";
  const ready = rules.ready().then(
    () => true,
    () => false,
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

/** Has the code sent that confirms a link. Rejects with a sentence for the person when that was not done. */
export async function askLinkConfirmation({ fetch, token, url }: Pick<ProfileQuestion, "fetch" | "token" | "url">): Promise<void> {
  let status: number | undefined;
  let body: unknown;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json", ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ askLinkConfirmation: true }),
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
  const { code, text: sentence } = messageOf(body, "not_sent", "The mail could not be sent. Please try again later.");
  throw new AuthChangeError(code, sentence);
}
