"use client";

import { AuthProvider, fetchActiveAuthProvider } from "@cora/auth/react";
import type { AdapterLoaders } from "@cora/auth/react";
import type { ReactNode } from "react";

const adapters: AdapterLoaders = {
  default: async () => {
    const { authjsAdapter } = await import("@cora/auth/react/authjs");
    return authjsAdapter({ providerId: async () => (await fetchActiveAuthProvider()).id });
  },
};

/** The context of every page. */
export const Providers = ({ children }: { readonly children: ReactNode }) => (
  <AuthProvider adapters={adapters}>{children}</AuthProvider>
);
