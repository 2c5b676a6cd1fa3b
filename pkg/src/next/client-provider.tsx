"use client";

import { useRouter } from "next/navigation.js";
import { useCallback } from "react";
import type { ReactNode } from "react";

import { CoraProvider } from "../react/cora-provider.js";
import type { SessionAnswer } from "../server/session.js";

/**
 * The browser's part of `<CoraProvider>`: what the server has rendered is renewed with the user.
 */
export function ClientProvider({
  children,
  initial,
  url,
}: {
  readonly children: ReactNode;
  readonly initial: SessionAnswer | null;
  readonly url: string;
}) {
  const router = useRouter();
  const onChange = useCallback(() => router.refresh(), [router]);
  return (
    <CoraProvider initial={initial} url={url} onChange={onChange}>
      {children}
    </CoraProvider>
  );
}
