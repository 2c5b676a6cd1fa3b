// `status` distinguishes the states of authentication, and the compiler reports one that is not
// handled.
import type { UnifiedAuth } from "@cora/auth/react";
import type { ServerAuth } from "@cora/auth/next";

export function shown(auth: UnifiedAuth): string {
  switch (auth.status) {
    case "loading":
      return "";
    case "unauthenticated":
      return auth.message?.text ?? "";
    case "pending":
    case "error":
      return auth.message.text;
    case "authenticated":
      return auth.session.email ?? auth.userId;
    default:
      return auth satisfies never;
  }
}

export function served(auth: ServerAuth): boolean {
  switch (auth.status) {
    case "authenticated":
      return auth.can("org:read");
    case "unauthenticated":
    case "pending":
    case "error":
      return auth.code === "token_missing";
    default:
      return auth satisfies never;
  }
}

declare const auth: UnifiedAuth;
// @ts-expect-error: there is no session before the status says so
export const session: object = auth.session;
