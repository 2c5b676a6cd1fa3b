// A snippet of docs/admin-components.md, literally, with what it leaves out.
"use client";
import { AdminProvider, historyLocation } from "@cora/auth/admin";
import { AdminConsole } from "@cora/auth/admin/console";
import "@cora/auth/admin.css";

<AdminProvider client={client} person={person} can={can} location={historyLocation()}>
  <AdminConsole base="/admin" organizations={session.organizations} />
</AdminProvider>;

declare const client: import("@cora/auth/admin").AdminProviderProps["client"];
declare const person: import("@cora/auth/admin").AdminPerson;
declare const can: import("@cora/auth/admin").AdminProviderProps["can"];
declare const session: import("@cora/auth").AuthenticatedSession;
