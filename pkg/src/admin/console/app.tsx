"use client";

import { StrictMode, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";

import { createCoraClient } from "../../client/index.js";
import type { CoraClient } from "../../client/index.js";
import type { OrganizationId, UnifiedSession } from "../../index.js";
import { sessionRules } from "../../react/rules.js";
import type { Can } from "../access.js";
import type { ConsoleSession } from "../data/pending.js";
import { ask } from "../data/request.js";
import { historyLocation } from "../location.js";
import { Failure, Notice, Skeleton } from "../parts/notice.js";
import { AdminProvider, useTexts } from "../provider.js";
import { AdminConsole } from "./console.js";
import { ConsoleDoor } from "./door.js";

/** The capabilities of an operator session, which only repairs connections. */
const OPERATOR: ReadonlySet<string> = new Set(["idp:read", "idp:write", "idp:activate"]);
const NOBODY = { userId: "", name: "" };
/** The rules of the core about sessions. Their module is loaded next to the session. */
const RULES = sessionRules(undefined);
const NOTHING: Can = () => false;

type State =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "known"; readonly session: ConsoleSession };

/** Takes the token out of the fragment of the address, which is not sent and not kept. */
function tokenInFragment(name: string): string | null {
  const token = new URLSearchParams(globalThis.location.hash.slice(1)).get(name);
  if (token !== null)
    globalThis.history.replaceState(null, "", globalThis.location.pathname + globalThis.location.search);
  return token;
}

/** Presents the token of a link that was made on the server, once. */
async function presentLinkToken(client: CoraClient, setup: string | null, operator: string | null) {
  if (setup !== null) await ask(client, "POST", "/console/api/setup", { body: { token: setup } });
  if (operator !== null) await ask(client, "POST", "/console/api/operator", { body: { token: operator } });
}

function App({
  base,
  client,
  link,
}: {
  readonly base: string;
  readonly client: CoraClient;
  readonly link: () => Promise<void>;
}) {
  const [state, setState] = useState<State>({ kind: "loading" });
  const [location] = useState(historyLocation);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let left = false;
    const read = async () => {
      if (asked === 0) await link();
      return await ask<ConsoleSession>(client, "GET", "/console/api/session");
    };
    Promise.all([read(), RULES.ready()]).then(
      ([session]) => left || setState({ kind: "known", session }),
      (error: unknown) =>
        left || setState({ kind: "failed", error: error instanceof Error ? error : new Error(String(error)) }),
    );
    return () => {
      left = true;
    };
  }, [asked, client, link]);
  const refresh = () => setAsked((now) => now + 1);
  const session = state.kind === "known" ? state.session : null;
  const can = useMemo<Can>(() => {
    if (session?.state === "operator")
      return (capability, organization) => organization === undefined && OPERATOR.has(capability);
    const authenticated = session?.session;
    if (session?.state !== "signed_in" || !authenticated) return NOTHING;
    const held = { status: "authenticated", session: authenticated } as unknown as UnifiedSession;
    return (capability, ...[organization]) => RULES.can(held, capability as never, organization as OrganizationId);
  }, [session]);
  const person = useMemo(
    () =>
      session?.session
        ? { userId: session.session.userId, name: session.fullName ?? session.session.email ?? session.session.userId }
        : NOBODY,
    [session],
  );
  const signOut = () =>
    void ask(client, "DELETE", "/console/api/session").then(
      () => globalThis.location.assign(base),
      () => refresh(),
    );
  const inside = session?.state === "signed_in" || session?.state === "operator";
  return (
    <AdminProvider client={client} person={person} can={can} location={location} base={base}>
      {state.kind === "loading" && (
        <main className="cora-door">
          <Skeleton lines={6} />
        </main>
      )}
      {state.kind === "failed" && (
        <main className="cora-door">
          <Failure error={state.error} retry={refresh} />
        </main>
      )}
      {session !== null && !inside && (
        <ConsoleDoor session={session} refresh={refresh} leave={(url) => globalThis.location.assign(url)} />
      )}
      {session !== null && inside && (
        <>
          {session.state === "operator" && <OperatorNotice />}
          <AdminConsole
            base={base}
            organizations={session.session?.organizations ?? []}
            account={<Account name={person.name} signOut={signOut} />}
          />
        </>
      )}
    </AdminProvider>
  );
}

function OperatorNotice() {
  return <Notice tone="warn" title={useTexts().console.operator} />;
}

function Account({ name, signOut }: { readonly name: string; readonly signOut: () => void }) {
  const { console: words } = useTexts();
  return (
    <span className="cora-buttons">
      {name !== "" && <bdi className="cora-soft">{name}</bdi>}
      <button type="button" className="cora-button" onClick={signOut}>
        {words.signOut}
      </button>
    </span>
  );
}

/**
 * Starts the console that the server answers. Its base is the page's, and the server's routes are
 * next to it.
 */
export function startConsole(root: HTMLElement): void {
  const base = new URL(document.baseURI).pathname;
  const client = createCoraClient({
    baseUrl: new URL("..", document.baseURI).href.replace(/\/$/, ""),
    headers: { "x-cora-console": "1" },
    credentials: "same-origin",
  });
  const [setup, operator] = [tokenInFragment("setup"), tokenInFragment("operator")];
  let presented: Promise<void> | undefined;
  const link = () => (presented ??= presentLinkToken(client, setup, operator));
  createRoot(root).render(
    <StrictMode>
      <App base={base} client={client} link={link} />
    </StrictMode>,
  );
}
