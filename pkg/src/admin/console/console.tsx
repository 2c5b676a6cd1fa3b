"use client";

import { Suspense, lazy, useEffect, useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import { Route, Router, Switch } from "wouter";

import type { Schema } from "../../client/index.js";
import { useResource } from "../data/resources.js";
import { Empty, Skeleton } from "../parts/notice.js";
import { Link, Screen, Tabs } from "../parts/screen.js";
import { adminPath } from "../paths.js";
import type { OrganizationTab } from "../paths.js";
import { AdminBase, useAdmin, useLocation } from "../provider.js";
import type { ApplicationTab } from "../screens/applications/page.js";
import type { ConnectionTab } from "../screens/connections/page.js";
import { Boundary } from "./boundary.js";
import { organizationEntries, platformEntries } from "./navigation.js";
import { Shortcuts } from "./shortcuts.js";

const OverviewScreen = lazy(async () => ({ default: (await import("../screens/overview.js")).OverviewScreen }));
const WhyScreen = lazy(async () => ({ default: (await import("../screens/why.js")).WhyScreen }));
const ConnectionsScreen = lazy(async () => ({
  default: (await import("../screens/connections/list.js")).ConnectionsScreen,
}));
const ConnectionScreen = lazy(async () => ({
  default: (await import("../screens/connections/page.js")).ConnectionScreen,
}));
const ConnectionWizard = lazy(async () => ({
  default: (await import("../screens/connections/wizard.js")).ConnectionWizard,
}));
const PolicyScreen = lazy(async () => ({ default: (await import("../screens/policy/screen.js")).PolicyScreen }));
const DomainsScreen = lazy(async () => ({ default: (await import("../screens/domains.js")).DomainsScreen }));
const UsersScreen = lazy(async () => ({ default: (await import("../screens/users.js")).UsersScreen }));
const UserScreen = lazy(async () => ({ default: (await import("../screens/users.js")).UserScreen }));
const RequestsScreen = lazy(async () => ({ default: (await import("../screens/requests.js")).RequestsScreen }));
const OrganizationsScreen = lazy(async () => ({
  default: (await import("../screens/organizations.js")).OrganizationsScreen,
}));
const OrganizationSettingsScreen = lazy(async () => ({
  default: (await import("../screens/organizations.js")).OrganizationSettingsScreen,
}));
const MembersScreen = lazy(async () => ({ default: (await import("../screens/members.js")).MembersScreen }));
const InvitationsScreen = lazy(async () => ({
  default: (await import("../screens/invitations.js")).InvitationsScreen,
}));
const LoginsScreen = lazy(async () => ({ default: (await import("../screens/logins.js")).LoginsScreen }));
const LoginScreen = lazy(async () => ({ default: (await import("../screens/logins.js")).LoginScreen }));
const AuditScreen = lazy(async () => ({ default: (await import("../screens/audit.js")).AuditScreen }));
const ApplicationsScreen = lazy(async () => ({
  default: (await import("../screens/applications/list.js")).ApplicationsScreen,
}));
const ApplicationScreen = lazy(async () => ({
  default: (await import("../screens/applications/page.js")).ApplicationScreen,
}));
const ConflictsScreen = lazy(async () => ({ default: (await import("../screens/conflicts.js")).ConflictsScreen }));
const ConsoleSessionsScreen = lazy(async () => ({ default: (await import("./sessions.js")).ConsoleSessionsScreen }));
const SystemScreen = lazy(async () => ({ default: (await import("../screens/system.js")).SystemScreen }));

/** Properties of {@link AdminConsole}. */
export interface AdminConsoleProps {
  /** The path below which the console is, such as `/admin`; `/` if absent. */
  readonly base?: string;
  /** The organizations of the person, for the navigation. */
  readonly organizations?: readonly { readonly id: string; readonly name: string }[];
  /** The content at the end of the head, such as a button that signs out. */
  readonly account?: ReactNode;
  /** `true` for the console of `cora serve`, whose sessions have a page. */
  readonly ownSessions?: boolean;
}

/** All screens with their navigation. Needs an `<AdminProvider>` above it. */
export function AdminConsole({ account, base = "/", organizations = [], ownSessions = false }: AdminConsoleProps) {
  return (
    <AdminBase base={base}>
      <Shell organizations={organizations} account={account} base={base} ownSessions={ownSessions} />
    </AdminBase>
  );
}

/** The time in which the heading of a new page is waited for, in milliseconds. */
const HEADING_MS = 5000;

/** Has wouter read and change the location of the screens. */
function useRouterLocation() {
  const { location } = useAdmin();
  const { path } = useLocation();
  return useMemo(
    () =>
      [path, (to: string, options?: { replace?: boolean }) => location.go(to, options)] as [string, typeof location.go],
    [location, path],
  );
}

function Shell({
  account,
  base,
  organizations,
  ownSessions,
}: Required<Pick<AdminConsoleProps, "base" | "organizations" | "ownSessions">> & { readonly account: ReactNode }) {
  const { can, texts } = useAdmin();
  const { console: words } = texts;
  const { path } = useLocation();
  const entries = platformEntries(can, texts);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  // Open on one page only: going to another one closes it.
  const [menu, setMenu] = useState<string | null>(null);
  // The heading of a new page gets the focus, so that a screen reader begins there.
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    // The page may be loading still.
    const began = performance.now();
    const timer = setInterval(() => {
      const heading = main.current?.querySelector<HTMLElement>("h1");
      heading?.focus();
      if (heading || performance.now() - began > HEADING_MS) clearInterval(timer);
    }, 30);
    return () => clearInterval(timer);
  }, [path]);
  const below = path.slice(base.replace(/\/$/, "").length) || "/";
  const isCurrent = (to: string) => (to === "/" ? below === "/" : below === to || below.startsWith(`${to}/`));
  return (
    <div className="cora-console">
      <a className="cora-skip" href="#cora-main">
        {texts.shared.skip}
      </a>
      <header className="cora-console-head">
        <button
          type="button"
          className="cora-button cora-menu-button"
          aria-expanded={menu === path}
          aria-controls="cora-navigation"
          onClick={() => setMenu(menu === path ? null : path)}
        >
          {words.menu}
        </button>
        <strong>{words.name}</strong>
        <Shortcuts entries={entries} />
        {account}
      </header>
      <nav
        id="cora-navigation"
        className={`cora-console-nav${menu === path ? "" : " cora-closed"}`}
        aria-label={words.navigation}
      >
        <ul>
          {entries.map(({ label, to }) => (
            <li key={adminPath(to)}>
              <Link to={to} current={isCurrent(adminPath(to))}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
        {organizations.length > 0 && (
          <>
            <p className="cora-nav-title" id="cora-nav-organizations">
              {words.organizations}
            </p>
            <ul aria-labelledby="cora-nav-organizations">
              {organizations.map(({ id, name }) => (
                <li key={id}>
                  <Link
                    to={{ page: "organization", id }}
                    current={below.startsWith(`/orgs/${encodeURIComponent(id)}/`)}
                  >
                    <bdi>{name}</bdi>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </nav>
      <main id="cora-main" className="cora-console-main" ref={main} tabIndex={-1}>
        <Boundary key={path}>
          <Suspense fallback={<Skeleton lines={8} />}>
            <Router base={base === "/" ? "" : base.replace(/\/$/, "")} hook={useRouterLocation as never}>
              <Pages ownSessions={ownSessions} />
            </Router>
          </Suspense>
        </Boundary>
      </main>
    </div>
  );
}

function Pages({ ownSessions }: { readonly ownSessions: boolean }) {
  const { can, texts } = useAdmin();
  const { console: words } = texts;
  const [first] = platformEntries(can, texts);
  return (
    <Switch>
      <Route path="/">
        {can("audit:read") ? (
          <OverviewScreen />
        ) : can("idp:read") ? (
          <ConnectionsScreen />
        ) : (
          <Start first={first !== undefined} />
        )}
      </Route>
      <Route path="/why">
        <WhyScreen />
      </Route>
      <Route path="/connections">
        <ConnectionsScreen />
      </Route>
      <Route path="/connections/new">
        <ConnectionWizard />
      </Route>
      <Route path="/connections/:id/:tab?">
        {({ id, tab }) => <ConnectionScreen key={id} id={id} tab={(tab ?? "overview") as ConnectionTab} />}
      </Route>
      <Route path="/policy">
        <PolicyScreen />
      </Route>
      <Route path="/domains">
        <DomainsScreen />
      </Route>
      <Route path="/users">
        <UsersScreen />
      </Route>
      <Route path="/users/:id">{({ id }) => <UserScreen key={id} id={id} />}</Route>
      <Route path="/requests">
        <RequestsScreen />
      </Route>
      <Route path="/conflicts">
        <ConflictsScreen />
      </Route>
      <Route path="/applications">
        <ApplicationsScreen />
      </Route>
      <Route path="/applications/:id/:tab?">
        {({ id, tab }) => <ApplicationScreen key={id} id={id} tab={(tab ?? "settings") as ApplicationTab} />}
      </Route>
      {ownSessions && (
        <Route path="/sessions">
          <ConsoleSessionsScreen />
        </Route>
      )}
      <Route path="/organizations">
        <OrganizationsScreen />
      </Route>
      <Route path="/orgs/:id/:tab">
        {({ id, tab }) => <OrganizationPages key={id} id={id} tab={tab as OrganizationTab} />}
      </Route>
      <Route path="/logins">
        <LoginsScreen />
      </Route>
      <Route path="/logins/:id">{({ id }) => <LoginScreen key={id} id={id} />}</Route>
      <Route path="/audit">
        <AuditScreen />
      </Route>
      <Route path="/system">
        <SystemScreen />
      </Route>
      <Route>
        <section className="cora-screen">
          <h1 tabIndex={-1}>{words.notFound}</h1>
          <p>{words.notFoundText}</p>
        </section>
      </Route>
    </Switch>
  );
}

function Start({ first }: { readonly first: boolean }) {
  const { console: words } = useAdmin().texts;
  return (
    <section className="cora-screen">
      <h1 tabIndex={-1}>{words.name}</h1>
      {!first && <p>{words.notAdministrator}</p>}
    </section>
  );
}

function OrganizationPages({ id, tab }: { readonly id: string; readonly tab: OrganizationTab }) {
  const { can, texts } = useAdmin();
  const { organizations } = texts.people;
  const inside = can("org:read", id);
  const { data } = useResource<Schema<"OrganizationView">>("/orgs/{orgId}", { at: { orgId: id }, enabled: inside });
  const entries = organizationEntries(id, can, texts);
  if (!inside)
    return (
      <Screen title={texts.console.organization} needs="organizations:read">
        <Empty title={organizations.notInside} />
      </Screen>
    );
  return (
    <>
      {data !== undefined && (
        <p className="cora-scope">
          <bdi>{data.name}</bdi>
        </p>
      )}
      <Tabs
        label={organizations.tabsOf(data?.name ?? "")}
        current={tab}
        tabs={entries.map(({ label, to }) => ({ id: to.page === "organization" ? (to.tab ?? "") : "", label, to }))}
      />
      {tab === "members" && <MembersScreen orgId={id} />}
      {tab === "invitations" && <InvitationsScreen orgId={id} />}
      {tab === "requests" && <RequestsScreen orgId={id} />}
      {tab === "domains" && <DomainsScreen orgId={id} />}
      {tab === "activity" && <AuditScreen orgId={id} />}
      {tab === "settings" && <OrganizationSettingsScreen orgId={id} />}
    </>
  );
}
