// Written by `cora generate types`. Do not edit.
import "@cora/auth";

declare module "@cora/auth" {
  interface Register {
    permission: "invoices:read" | "invoices:approve" | "reports:read";
    role: "approver";
  }
}
