"use client";

import { useEffect } from "react";

import type { CoraClient } from "../../client/index.js";
import { ask } from "../data/request.js";
import { Notice } from "../parts/notice.js";
import { useTexts } from "../provider.js";

/** The page of the console to which a sign-in in another window returns. */
const PAGE = "proven";
/** The channel by which the windows of the console tell each other of a sign-in. */
const CHANNEL = "cora-console";

/** Returns `true` if the window was opened for a sign-in, and that succeeded. */
export const isProven = (base: string) => globalThis.location.pathname === `${base}${PAGE}`;

/**
 * Has the person sign in again in another window. Fulfilled when they have. What they entered in
 * this one stays, and nothing of it is stored.
 *
 * @throws {Error} If the browser opens no window.
 */
export async function proveInWindow(client: CoraClient, base: string): Promise<void> {
  // Opened before the request: a browser opens windows during a click alone.
  const opened = globalThis.open("", "_blank", "popup,width=520,height=720");
  if (opened === null) throw new Error("the browser opened no window");
  const channel = new BroadcastChannel(CHANNEL);
  try {
    const proven = new Promise<void>((resolve) => {
      channel.onmessage = () => resolve();
    });
    const { authorizationUrl } = await ask<{ readonly authorizationUrl: string }>(
      client,
      "POST",
      "/console/api/session",
      { body: { returnTo: `${base}${PAGE}`, fresh: true } },
    );
    opened.location.assign(authorizationUrl);
    await proven;
  } catch (error) {
    opened.close();
    throw error;
  } finally {
    channel.close();
  }
}

/** Tells the window that asked for the sign-in, and closes its own. */
export function Proven() {
  const { console: words } = useTexts();
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(PAGE);
    channel.close();
    globalThis.close();
  }, []);
  return (
    <main className="cora-door">
      <h1>{words.proven}</h1>
      <Notice tone="good" title={words.provenText} />
    </main>
  );
}
