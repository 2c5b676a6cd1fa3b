"use client";

import { StrictMode, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";

import { createCoraClient } from "../../client/index.js";
import type { CoraClient } from "../../client/index.js";
import type { OrganizationId } from "../../index.js";
import { sessionRules } from "../../react/rules.js";
import type { Can } from "../access.js";
import type { ConsoleSession } from "../data/console-session.js";
import { ask } from "../data/request.js";
import { historyLocation } from "../location.js";
import { Failure, Notice, Skeleton } from "../parts/notice.js";
import { Link } from "../parts/screen.js";
import { AdminProvider, useTexts } from "../provider.js";
import { AdminConsole } from "./console.js";
import { ConsoleDoor } from "./door.js";
import { Proven, isProven, proveInWindow } from "./proof.js";

const NOBODY = { userId: "", name: "" };
const leave = (url: string) => globalThis.location.assign(url);

/** The rules of the core about sessions. Their module is loaded next to the session. */
const RULES = sessionRules(undefined);

/**
 * The commands after which the session is another one: the person is in other organizations, or,
 * while they set the platform up, can sign in.
 */
const CHANGES_SESSION =
  /^\/(?:orgs(?:\/\{orgId\}(?:\/members\/\{userId\})?)?|invites\/.*|admin\/idp-config\/.*\/activate)$/;

type State =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "known"; readonly session: ConsoleSession };

/** The token of a link, and what it is for. */
interface LinkToken {
  readonly kind: "operator" | "setup";
  readonly token: string;
}

/** Takes the token out of the fragment of the address, which is not sent and not kept. */
function tokenInFragment(): LinkToken | null {
  const parameters = new URLSearchParams(globalThis.location.hash.slice(1));
  for (const kind of ["operator", "setup"] as const) {
    const token = parameters.get(kind);
    if (token === null) continue;
    globalThis.history.replaceState(null, "", globalThis.location.pathname + globalThis.location.search);
    return { kind, token };
  }
  return null;
}

/** Presents the token of a link, once: of `…#operator=` or of `…#setup=`. */
async function presentLinkToken(client: CoraClient, base: string, link: LinkToken | null) {
  if (link === null) return;
  const { kind, token } = link;
  await ask(client, "POST", kind === "operator" ? "/console/api/operator" : "/console/api/setup", { body: { token } });
  globalThis.history.replaceState(null, "", `${base}connections`);
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
  const authenticated = session?.session;
  const can = useMemo<Can>(() => {
    const held = session?.session;
    if (held !== undefined) {
      const known = { status: "authenticated", session: held } as const;
      return (capability, ...[organization]) => RULES.can(known, capability as never, organization as OrganizationId);
    }
    // An operator, or a person who sets the platform up.
    const capabilities = new Set(session?.capabilities ?? []);
    return (capability, organization) => organization === undefined && capabilities.has(capability);
  }, [session]);
  const person = useMemo(
    () =>
      authenticated
        ? { userId: authenticated.userId, name: session?.fullName ?? authenticated.email ?? authenticated.userId }
        : NOBODY,
    [authenticated, session?.fullName],
  );
  const signOut = () =>
    void ask(client, "DELETE", "/console/api/session").then(
      () => globalThis.location.assign(base),
      () => refresh(),
    );
  const prove = async () => {
    await proveInWindow(client, base);
    const now = await ask<ConsoleSession>(client, "GET", "/console/api/session");
    // SECURITY: nothing that one person has entered is sent in the name of another.
    if (now.session?.userId !== authenticated?.userId) {
      globalThis.location.reload();
      return await new Promise<void>(() => {});
    }
    setState({ kind: "known", session: now });
  };
  const inside = session?.state === "signed_in" || session?.state === "operator";
  return (
    <AdminProvider
      client={client}
      person={person}
      can={can}
      location={location}
      base={base}
      onReauthenticate={prove}
      onChanged={({ path }) => void (CHANGES_SESSION.test(path) && refresh())}
    >
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
      {session !== null && !inside && <ConsoleDoor session={session} refresh={refresh} leave={leave} />}
      {session !== null && inside && (
        <>
          {session.state !== "signed_in" && <StateNotice kind={session.kind} />}
          <AdminConsole
            base={base}
            ownSessions={session.state === "signed_in"}
            organizations={authenticated?.organizations ?? []}
            account={<Account name={person.name} signOut={signOut} />}
          />
        </>
      )}
    </AdminProvider>
  );
}

/** Says what a session without a person is for. */
function StateNotice({ kind }: { readonly kind: ConsoleSession["kind"] }) {
  const { console: words } = useTexts();
  if (kind === "operator") return <Notice tone="warn" title={words.operator} />;
  return (
    <Notice tone="info" title={words.setupFirst}>
      <p>{words.becomeOwner}</p>
    </Notice>
  );
}

function Account({ name, signOut }: { readonly name: string; readonly signOut: () => void }) {
  const { console: words } = useTexts();
  return (
    <span className="cora-buttons">
      {name !== "" && (
        <Link to={{ page: "sessions" }}>
          <span className="cora-hidden">{words.sessions}: </span>
          <bdi>{name}</bdi>
        </Link>
      )}
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
  const token = tokenInFragment();
  let presented: Promise<void> | undefined;
  const link = () => (presented ??= presentLinkToken(client, base, token));
  const content = isProven(base) ? (
    <AdminProvider client={client} person={NOBODY} can={() => false}>
      <Proven />
    </AdminProvider>
  ) : (
    <App base={base} client={client} link={link} />
  );
  createRoot(root).render(<StrictMode>{content}</StrictMode>);
}
