"use client";

import { useEffect, useRef } from "react";
import type { MouseEvent, ReactNode } from "react";

import { useAddress, useAdmin } from "../provider.js";
import type { AdminPage } from "../paths.js";

/** A link to another page of the console; outside of it, its text alone. */
export function Link({
  children,
  className,
  current,
  query,
  to,
}: {
  readonly to: AdminPage;
  readonly query?: Readonly<Record<string, string>>;
  readonly className?: string;
  /** `true` if the page is the one that is shown. */
  readonly current?: boolean;
  readonly children: ReactNode;
}) {
  const { location } = useAdmin();
  const href = useAddress()(to, query);
  if (href === undefined) return <span className={className}>{children}</span>;
  const follow = (event: MouseEvent) => {
    // A new tab or window is the browser's work.
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    location.go(href);
  };
  return (
    <a href={href} className={className} aria-current={current === true ? "page" : undefined} onClick={follow}>
      {children}
    </a>
  );
}

/** The properties of {@link Screen}. */
export interface ScreenProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** The buttons next to the title. */
  readonly actions?: ReactNode;
  /** The capability without which the screen shows nothing. */
  readonly needs: string;
  /** The organization in which the capability is needed; the platform if absent. */
  readonly organizationId?: string | undefined;
  readonly children: ReactNode;
}

/**
 * The frame of a screen: its heading, a sentence and its actions. It shows nothing to a person
 * without the capability.
 */
export function Screen({ actions, children, lead, needs, organizationId, title }: ScreenProps) {
  const { can, denied } = useAdmin();
  const allowed = can(needs, organizationId);
  useEffect(() => {
    if (!allowed) denied(needs);
  }, [allowed, denied, needs]);
  if (!allowed) return null;
  return (
    <section className="cora-screen">
      <header className="cora-screen-head">
        <div className="cora-screen-title">
          <h1 tabIndex={-1}>{title}</h1>
          {lead !== undefined && <p className="cora-lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="cora-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** A part of a screen with its own heading. */
export function Part({
  actions,
  children,
  title,
}: {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="cora-part">
      <div className="cora-part-head">
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** One tab: a page of the console, or a button if the tabs are inside of one page. */
export interface Tab {
  readonly id: string;
  readonly label: ReactNode;
  readonly to?: AdminPage;
}

/** Navigation between the parts of a screen. */
export function Tabs({
  current,
  label,
  select,
  tabs,
}: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly current: string;
  readonly select?: (id: string) => void;
}) {
  const { base } = useAdmin();
  return (
    <nav className="cora-tabs" aria-label={label}>
      {tabs.map(({ id, label: text, to }) =>
        to !== undefined && base !== undefined ? (
          <Link key={id} to={to} current={id === current}>
            {text}
          </Link>
        ) : (
          <button
            key={id}
            type="button"
            aria-current={id === current ? "true" : undefined}
            onClick={() => select?.(id)}
          >
            {text}
          </button>
        ),
      )}
    </nav>
  );
}

/** A list of names and values. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="cora-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A native dialog, which traps the focus and gives it back. */
export function Dialog({
  children,
  close,
  title,
}: {
  readonly title: ReactNode;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open) return;
    const before = document.activeElement;
    element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="cora-dialog"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
