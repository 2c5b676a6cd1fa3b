"use client";

import type { ReactNode } from "react";

import { ServerError } from "../../client/index.js";
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

/** The code with which the server wants a new proof of who the person is. */
const REAUTHENTICATE = "reauthentication_needed";

/** Returns the code of a refusal. */
const codeOf = (error: Error): string => (error instanceof ServerError ? error.code : "no_answer");

/** Shows why a request failed, with its code, its request identifier and its faults. */
export function Failure({
  error,
  retry,
  title,
}: {
  readonly error: Error;
  readonly retry?: (() => void) | undefined;
  readonly title?: string;
}) {
  const { reauthenticate, texts } = useAdmin();
  const { shared } = texts;
  const refused = error instanceof ServerError;
  const stale = refused && error.code === "stale_version";
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
      {codeOf(error) === REAUTHENTICATE && reauthenticate !== undefined && (
        <p>
          <button type="button" className="cora-button cora-primary" onClick={reauthenticate}>
            {shared.signInAgain}
          </button>
        </p>
      )}
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
