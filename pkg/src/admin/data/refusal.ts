import { ServerError } from "../../client/index.js";

/** The codes with which the server wants the person to sign in again. */
const UNPROVEN: ReadonlySet<string> = new Set([
  "reauthentication_needed",
  "console_session_over",
  "session_superseded",
]);

/** The time after which a server that states none is asked again, in seconds. */
const USUAL_SECONDS = 5;

/** Returns the code of a refusal. */
export const codeOf = (error: Error): string => (error instanceof ServerError ? error.code : "no_answer");

/** Returns `true` if the server wants the person to sign in again. */
export const isUnproven = (error: Error) => UNPROVEN.has(codeOf(error));

/** Returns `true` if the request was not carried out because there were too many. */
export const isTooMany = (error: Error) => error instanceof ServerError && error.status === 429;

/** Returns the seconds after which to ask again; `null` if asking again does not help. */
export function secondsUntilRetry(error: Error): number | null {
  if (!(error instanceof ServerError) || (error.status !== 503 && error.status !== 429)) return null;
  return Math.max(1, error.retryAfter ?? USUAL_SECONDS);
}

/** Returns the row as it is now, if the refusal states it. */
export function currentRow(error: Error): Readonly<Record<string, unknown>> | undefined {
  return error instanceof ServerError && error.code === "stale_version"
    ? (error.refusal?.current ?? undefined)
    : undefined;
}

/** Returns the version of the row as it is now, if the refusal states it. */
export function currentVersion(error: Error): number | undefined {
  const version = currentRow(error)?.["version"];
  return typeof version === "number" ? version : undefined;
}
