"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, use, useCallback, useMemo, useState, useSyncExternalStore } from "react";
import type { FocusEvent, ReactNode } from "react";

import type { CoraClient } from "../client/index.js";
import { ServerError } from "../client/index.js";
import type { OrganizationId } from "../index.js";
import type { AdminPerson, Can } from "./access.js";
import { CACHE } from "./data/cache.js";
import { joinPath, memoryLocation, splitPath } from "./location.js";
import type { AdminLocation } from "./location.js";
import { adminPath } from "./paths.js";
import type { AdminPage } from "./paths.js";
import { withTexts } from "./texts/index.js";
import type { AdminTexts, AdminTextsInput } from "./texts/index.js";

/** A change that a screen has made. */
export interface AdminChange {
  /** The route of the command. */
  readonly path: string;
  /** The identifiers in the route. */
  readonly at: Readonly<Record<string, string>>;
}

/** Properties of {@link AdminProvider}. */
export interface AdminProviderProps {
  /** The client of the server, made by `createCoraClient`. */
  readonly client: CoraClient;
  /** The person who is signed in. */
  readonly person: AdminPerson;
  /** Decides which screens and buttons are shown: `can` of `useUnifiedAuth()`. */
  readonly can: Can;
  /** The addresses of the screens; in memory if absent. */
  readonly location?: AdminLocation;
  /**
   * The path below which `<AdminConsole>` is. Without it, screens do not link to each other.
   */
  readonly base?: string;
  /** Texts in other words or another language. */
  readonly texts?: AdminTextsInput;
  /** The language of numbers and times, such as `en-GB`; the browser's if absent. */
  readonly locale?: string;
  /** The direction of the texts. */
  readonly dir?: "ltr" | "rtl";
  /** The application's query client; the screens make their own if absent. */
  readonly queryClient?: QueryClient;
  /** Returns the time that relative times count from. */
  readonly now?: () => number;
  /** Called after each command that succeeded. */
  readonly onChanged?: (change: AdminChange) => void;
  /** Called when a screen is not shown because the person lacks a capability. */
  readonly onDenied?: (capability: string) => void;
  /**
   * Has the person sign in again, when the server wants a new proof for a command. If it returns a
   * promise, the command is given again when that is fulfilled: the form stays as it is meanwhile.
   * It rejects if the person cannot sign in now, such as when the browser blocks a window.
   */
  readonly onReauthenticate?: () => void | Promise<void>;
  readonly children: ReactNode;
}

/** A message for the live regions. */
interface Said {
  readonly polite: string;
  readonly assertive: string;
}

/** The services that the screens share. */
export interface Admin {
  readonly client: CoraClient;
  readonly person: AdminPerson;
  readonly can: (capability: string, organizationId?: string) => boolean;
  readonly location: AdminLocation;
  readonly base: string | undefined;
  readonly texts: AdminTexts;
  readonly locale: string | undefined;
  readonly now: () => number;
  readonly changed: (change: AdminChange) => void;
  readonly denied: (capability: string) => void;
  readonly reauthenticate: (() => Promise<void>) | undefined;
  /** Calls `listener` after each new proof, and returns a function that stops it. */
  readonly onProof: (listener: () => void) => () => void;
  /** Has a screen reader read a text, at once if it is assertive. */
  readonly say: (text: string, how?: "polite" | "assertive") => void;
}

const Context = createContext<Admin | null>(null);

const MINUTE_MS = 60_000;

/** Creates a query client with the screens' settings: a refusal is final, a lost answer is not. */
export function createAdminQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: MINUTE_MS / 2,
        retry: (count, error) => !(error instanceof ServerError) && count < 2,
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: "always" },
    },
  });
}

const NOTHING = () => {};

/** Scrolls an element with the focus out from under a bar that stays at the edge of the page. */
function keepInSight({ target }: FocusEvent<HTMLElement>) {
  if (target.matches(":focus-visible") && target.closest("dialog") === null)
    target.scrollIntoView({ block: "nearest" });
}

/** Provides what the administrators' screens need. Exported by `@cora/auth/admin`. */
export function AdminProvider({ children, dir = "ltr", ...props }: AdminProviderProps) {
  const [own] = useState(createAdminQueryClient);
  const [memory] = useState(() => memoryLocation());
  const [said, setSaid] = useState<Said>({ polite: "", assertive: "" });
  const say = useCallback(
    (text: string, how: "polite" | "assertive" = "polite") => setSaid((before) => ({ ...before, [how]: text })),
    [],
  );
  const { base, can, client, locale, location = memory, now = Date.now, onChanged, onDenied, person } = props;
  const { onReauthenticate } = props;
  const texts = useMemo(() => withTexts(props.texts), [props.texts]);
  const queries = props.queryClient ?? own;
  const [proofs] = useState(() => new Set<() => void>());
  const reauthenticate = useMemo(() => {
    if (onReauthenticate === undefined) return undefined;
    return async () => {
      const proven = onReauthenticate();
      if (proven === undefined) return;
      await proven;
      for (const listener of [...proofs]) listener();
      await queries.invalidateQueries({ queryKey: [CACHE] });
    };
  }, [onReauthenticate, proofs, queries]);
  const onProof = useCallback(
    (listener: () => void) => {
      proofs.add(listener);
      return () => {
        proofs.delete(listener);
      };
    },
    [proofs],
  );
  const admin = useMemo<Admin>(
    () => ({
      client,
      person,
      can: (capability, organizationId) =>
        organizationId === undefined
          ? can(capability as never)
          : can(capability as never, organizationId as OrganizationId),
      location,
      base,
      texts,
      locale,
      now,
      changed: onChanged ?? NOTHING,
      denied: onDenied ?? NOTHING,
      reauthenticate,
      onProof,
      say,
    }),
    [base, can, client, locale, location, now, onChanged, onDenied, onProof, person, reauthenticate, say, texts],
  );
  return (
    <QueryClientProvider client={queries}>
      <Context value={admin}>
        <div className="cora-admin" dir={dir} lang={locale} onFocus={keepInSight}>
          {children}
          <div className="cora-hidden" role="status">
            {said.polite}
          </div>
          <div className="cora-hidden" role="alert">
            {said.assertive}
          </div>
        </div>
      </Context>
    </QueryClientProvider>
  );
}

/** Gives the screens below it the path of the console. */
export function AdminBase({ base, children }: { readonly base: string; readonly children: ReactNode }) {
  const admin = useAdmin();
  const below = useMemo(() => ({ ...admin, base }), [admin, base]);
  return <Context value={below}>{children}</Context>;
}

/** Returns the services that {@link AdminProvider} gives. */
export function useAdmin(): Admin {
  const admin = use(Context);
  if (admin === null) throw new Error("this component needs an <AdminProvider> above it");
  return admin;
}

/** Returns the texts. */
export const useTexts = () => useAdmin().texts;

/** Returns the current path and query, and renders again when they change. */
export function useLocation(): { readonly path: string; readonly query: URLSearchParams } {
  const { location } = useAdmin();
  const current = useSyncExternalStore(location.subscribe, location.current, location.current);
  return useMemo(() => splitPath(current), [current]);
}

/** Returns the values in the query of the address, and a function that replaces some of them. */
export function useQueryValues(): readonly [
  values: Readonly<Record<string, string>>,
  change: (changes: Readonly<Record<string, string>>) => void,
] {
  const { location } = useAdmin();
  const { query } = useLocation();
  const values = useMemo(() => Object.fromEntries(query), [query]);
  const change = useCallback(
    (changes: Readonly<Record<string, string>>) => {
      const now = splitPath(location.current());
      for (const [name, value] of Object.entries(changes)) now.query.set(name, value);
      location.go(joinPath(now.path, now.query), { replace: true });
    },
    [location],
  );
  return [values, change];
}

/** Returns a function that makes the address of a page, or `undefined` outside of the console. */
export function useAddress(): (to: AdminPage, query?: Readonly<Record<string, string>>) => string | undefined {
  const { base } = useAdmin();
  return useCallback(
    (to, query = {}) =>
      base === undefined
        ? undefined
        : joinPath(base.replace(/\/$/, "") + adminPath(to), new URLSearchParams({ ...query })),
    [base],
  );
}
