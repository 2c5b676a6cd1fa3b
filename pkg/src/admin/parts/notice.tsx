"use client";

import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";

import { ServerError } from "../../client/index.js";
import { codeOf, isTooMany, isUnproven, secondsUntilRetry } from "../data/refusal.js";
import { useAdmin, useTexts } from "../provider.js";
import { Copy } from "./values.js";
import { sentence } from "./text.js";

/** The kinds of notices, each with its own mark and color. */
export type Tone = "good" | "bad" | "warn" | "info" | "plain";

const MARKS: Readonly<Record<Tone, string>> = { good: "✓", bad: "✗", warn: "!", info: "i", plain: "·" };

/** Shows a message in a box, with a mark that does not depend on color. */
export function Notice({
  children,
  role,
  title,
  tone,
}: {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly role?: "alert" | "status";
  readonly children?: ReactNode;
}) {
  return (
    <div className={`cora-notice cora-${tone}`} role={role}>
      <span className="cora-mark" aria-hidden="true">
        {MARKS[tone]}
      </span>
      <div className="cora-notice-body">
        {title !== undefined && <p className="cora-notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** Shows a state in one or two words. */
export function Badge({ children, tone = "plain" }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={`cora-badge cora-${tone}`}>
      <span aria-hidden="true">{MARKS[tone]}</span> {children}
    </span>
  );
}

/** Counts down to the next try after a failure, and begins it once. */
function NextTry({
  again,
  error,
  seconds,
}: {
  readonly error: Error;
  readonly seconds: number;
  readonly again: (() => void) | undefined;
}) {
  const { shared } = useTexts();
  const [count, setCount] = useState({ error, left: seconds });
  const left = count.error === error ? count.left : seconds;
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  }, [again]);
  useEffect(() => {
    if (left <= 0) return latest.current?.();
    const timer = setTimeout(() => setCount({ error, left: left - 1 }), 1000);
    return () => clearTimeout(timer);
  }, [error, left]);
  const itself = again !== undefined || isTooMany(error);
  return <p role="timer">{left <= 0 ? shared.tryNow : itself ? shared.nextTry(left) : shared.tryIn(left)}</p>;
}

/** Has the person sign in again in another window, so that the page stays as it is. */
function SignInAgain({ reauthenticate }: { readonly reauthenticate: () => Promise<void> }) {
  const { shared } = useTexts();
  const [said, setSaid] = useState(shared.signInKeeps);
  const begin = () => {
    setSaid(shared.signInWaiting);
    reauthenticate().catch((error: unknown) =>
      setSaid(error instanceof ServerError ? sentence(error.message) : shared.signInBlocked),
    );
  };
  return (
    <>
      <p role="status">{said}</p>
      <p>
        <button type="button" className="cora-button cora-primary" onClick={begin}>
          {shared.signInAgain}
        </button>
      </p>
    </>
  );
}

/** Shows the expectations that a policy does not meet. */
function Unmet({ error }: { readonly error: ServerError }) {
  const { shared } = useTexts();
  const failures = error.refusal?.failures ?? [];
  if (failures.length === 0) return null;
  return (
    <ul>
      {failures.map(({ message, name }) => (
        <li key={name}>
          <strong>
            <bdi>{name}</bdi>
          </strong>
          {shared.colon} {sentence(message)}
        </li>
      ))}
    </ul>
  );
}

/** Shows why a request failed, with its code, its request identifier and its faults. */
export function Failure({
  error,
  retry,
  title,
}: {
  readonly error: Error;
  /** Asks again. Without it, the failure is that of a command, which waits by itself. */
  readonly retry?: (() => void) | undefined;
  readonly title?: string;
}) {
  const { reauthenticate, texts } = useAdmin();
  const { shared } = texts;
  const refused = error instanceof ServerError;
  const stale = refused && error.code === "stale_version";
  const seconds = secondsUntilRetry(error);
  return (
    <Notice tone="bad" role="alert" title={title ?? shared.failed}>
      <p>{stale ? shared.changedMeanwhile : refused ? sentence(error.message) : shared.unreachable}</p>
      {refused && error.issues.length > 0 && (
        <ul>
          {error.issues.map(({ code, help, message, path }) => (
            <li key={`${path} ${code} ${message}`}>
              {path !== "" && (
                <>
                  <code dir="ltr">{path}</code>{" "}
                </>
              )}
              {sentence(message)} {help && sentence(help)}
            </li>
          ))}
        </ul>
      )}
      {refused && <Unmet error={error} />}
      <p className="cora-soft">
        {shared.code} <code>{codeOf(error)}</code>
        {refused && error.requestId !== null && (
          <>
            {" · "}
            {shared.request} <code dir="ltr">{error.requestId}</code>{" "}
            <Copy value={error.requestId} what={shared.request} />
          </>
        )}
      </p>
      {seconds !== null && <NextTry error={error} seconds={seconds} again={retry} />}
      {isUnproven(error) && reauthenticate !== undefined && <SignInAgain reauthenticate={reauthenticate} />}
      {retry !== undefined && (
        <p>
          <button type="button" className="cora-button" onClick={retry}>
            {shared.tryAgain}
          </button>
        </p>
      )}
    </Notice>
  );
}

/** Shows that a list is empty, why it is for, and the first action. */
export function Empty({ children, title }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="cora-empty">
      <p className="cora-empty-title">{title}</p>
      {children}
    </div>
  );
}

/**
 * Shows the shape of what is being loaded. It appears after a moment, so that fast answers do not
 * flash.
 */
export function Skeleton({ lines = 4 }: { readonly lines?: number }) {
  const { shared } = useTexts();
  return (
    <div className="cora-skeleton" role="status">
      <span className="cora-hidden">{shared.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="cora-bone" />
      ))}
    </div>
  );
}
