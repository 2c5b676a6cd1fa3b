"use client";

import { AuthProvider } from "@cora/auth/react";
import { authjsAdapter } from "@cora/auth/react/authjs";
import type { ReactNode } from "react";

import { activeProviderId } from "../lib/active-provider";

const adapter = authjsAdapter({ providerId: activeProviderId });

/** What every page stands in. */
export const Providers = ({ children }: { readonly children: ReactNode }) => (
  <AuthProvider adapter={adapter}>{children}</AuthProvider>
);
