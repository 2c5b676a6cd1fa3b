// A snippet of docs/web.md, literally, with what it leaves out.
import { decide } from "@cora/auth";
import { situation, TestAuthProvider } from "@cora/auth/testing";
import type { ReactNode } from "react";

declare function render(element: ReactNode): void;
declare function Members(): ReactNode;

render(<TestAuthProvider auth={{ status: "authenticated", organizations: [{ name: "Acme", role: "org_admin" }] }}><Members /></TestAuthProvider>);
decide(situation("invited")).outcome.kind;                          // "provisioned"
