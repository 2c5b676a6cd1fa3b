import { signInProblemSentence } from "@cora/auth/next";

/** A sign-in that came to nothing, by the codes that the routes of this application come back with. */
const FAILURES: Readonly<Record<string, string>> = {
  sign_in_outdated: "Sign-in was changed after you had begun, or you took too long. Nothing has happened; please sign in again.",
  AccessDenied: "The sign-in provider said that it is another than it has to be, so you were not signed in.",
};

/** What to tell somebody who came back with a code. */
export const failureSentence = (code: string): string =>
  (Object.hasOwn(FAILURES, code) ? FAILURES[code] : signInProblemSentence(code)) ?? "The sign-in did not work. Please try again.";
