"use client";

import { useEffect, useState } from "react";

import { useAdmin, useTexts } from "../provider.js";
import { relativeTime, shortened } from "./text.js";

const COPIED_MS = 2000;

/** A button that copies a text. */
export function Copy({ value, what }: { readonly value: string; readonly what: string }) {
  const { say, texts } = useAdmin();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    void navigator.clipboard.writeText(value).then(() => {
      setCopied(true);
      say(texts.shared.copied);
    });
  return (
    <button type="button" className="cora-icon-button" aria-label={texts.shared.copy(what)} onClick={copy}>
      {copied ? (
        <span aria-hidden="true">✓</span>
      ) : (
        <svg className="cora-copy-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
          <path d="M10.5 3.5v-.5a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h.5" />
        </svg>
      )}
    </button>
  );
}

/** Shows an identifier, shortened in the middle, with a button that copies the whole. */
export function Identifier({
  value,
  what,
  most = 20,
}: {
  readonly value: string;
  readonly what: string;
  readonly most?: number;
}) {
  return (
    <span className="cora-identifier">
      <code dir="ltr" title={value}>
        {shortened(value, most)}
      </code>{" "}
      <Copy value={value} what={what} />
    </span>
  );
}

/** Shows an address, a domain or another text that is written from left to right. */
export function Ltr({ children }: { readonly children: string }) {
  return <bdi dir="ltr">{children}</bdi>;
}

/** Shows a text that a person wrote, in its own direction. */
export function Own({ children }: { readonly children: string }) {
  return <bdi>{children}</bdi>;
}

/** Shows a time: relative, with the absolute one in the viewer's zone as its title. */
export function When({ at }: { readonly at: string | number | null | undefined }) {
  const { locale, now, texts } = useAdmin();
  if (at === null || at === undefined) return <>{texts.shared.never}</>;
  // Numbers are seconds, as in tokens.
  const date = new Date(typeof at === "number" ? at * 1000 : at);
  if (Number.isNaN(date.getTime())) return <>{at}</>;
  const absolute = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(date);
  return (
    <time dateTime={date.toISOString()} title={`${absolute} · ${date.toISOString()}`}>
      {relativeTime(date.getTime(), now(), locale)}
    </time>
  );
}

/** Shows a person: the name, and below it the address. */
export function Person({
  email,
  name,
}: {
  readonly name: string | null | undefined;
  readonly email?: string | null | undefined;
}) {
  const { shared } = useTexts();
  return (
    <span className="cora-person">
      {name ? <Own>{name}</Own> : !email && <span className="cora-soft">{shared.unnamed}</span>}
      {email && (
        <span className={name ? "cora-soft" : undefined}>
          <Ltr>{email}</Ltr>
        </span>
      )}
    </span>
  );
}
