/** Why nobody can sign in at the moment. */
export type SignInProblem =
  | "no_active_connection"
  | "connection_unsupported"
  | "client_secret_missing"
  | "api_unreachable"
  | "api_timeout"
  | "api_invalid_answer";

const PROBLEMS: Record<SignInProblem, string> = {
  no_active_connection: "No sign-in provider is in use. An administrator has to activate a connection.",
  connection_unsupported: "The sign-in provider in use is of a kind that this application cannot sign in by. An administrator has to choose another.",
  client_secret_missing: "This application was not given its secret at the sign-in provider in use. An operator has to add it.",
  api_unreachable: "The server that knows how to sign in cannot be reached. Please try again.",
  api_timeout: "The server that knows how to sign in takes too long to answer. Please try again.",
  api_invalid_answer: "The server that knows how to sign in gave an answer that this application does not understand.",
};

/** A sign-in that came to nothing, by the codes that the routes of this application come back with. */
const FAILURES: Record<string, string> = {
  ...PROBLEMS,
  sign_in_outdated: "Sign-in was changed after you had begun, or you took too long. Nothing has happened; please sign in again.",
  AccessDenied: "The sign-in provider said that it is another than it has to be, so you were not signed in.",
};

const isOwn = (code: string) => Object.hasOwn(FAILURES, code);

/** Whether a code is one of a sign-in that is not possible at all. */
export const isSignInProblem = (code: unknown): code is SignInProblem => typeof code === "string" && Object.hasOwn(PROBLEMS, code);

/** What to tell somebody who came back with a code. */
export const failureSentence = (code: string): string =>
  (isOwn(code) ? FAILURES[code] : undefined) ?? "The sign-in did not work. Please try again.";
