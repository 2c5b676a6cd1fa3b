"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import type { Schema } from "../../client/index.js";
import { useAdmin } from "../provider.js";
import { ask } from "./request.js";
import type { AdminPath, Method, PathValues } from "./request.js";
import { CACHE } from "./cache.js";
import { isTooMany, isUnproven, secondsUntilRetry } from "./refusal.js";

type Consequence = Schema<"Consequence">;

/** A command to the server. */
export interface CommandCall {
  readonly method: Exclude<Method, "GET">;
  readonly path: AdminPath;
  readonly at?: PathValues;
  readonly body?: unknown;
  /** The version of the row that the person saw. */
  readonly version?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** The sentence that is said after success. */
  readonly said?: string;
  /** `true` if the request changes nothing, so that what is shown stays as it is. */
  readonly reads?: boolean;
  /**
   * Leaves the page of what the command has removed. Nothing on it is read again: other pages read
   * when they are shown.
   */
  readonly leave?: () => void;
  /** Called with the reason if the command is refused. */
  readonly refused?: (error: Error) => void;
}

/** The answer to a command that was not given. */
export interface Previewed {
  readonly consequences: readonly Consequence[];
  /** The whole answer, as the command would give it. */
  readonly answer: unknown;
}

/** The state of commands, and the functions that give them. */
export interface Command {
  /**
   * Gives a command. Returns the answer, or `undefined` if it was refused. A command that needs a
   * new proof waits for it, and one that was one too many waits as long as the server says.
   */
  readonly run: <T = unknown>(call: CommandCall) => Promise<T | undefined>;
  /** Asks for the consequences of a command, which is not given. */
  readonly preview: (call: CommandCall) => Promise<Previewed>;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly forget: () => void;
}

const toError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Gives commands, one at a time, and reads again what is shown after each. */
export function useCommand(): Command {
  const { changed, client, onProof, reauthenticate, say, texts } = useAdmin();
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const send = useCallback(
    <T>(call: CommandCall, dryRun: boolean) =>
      ask<T>(client, call.method, call.path, {
        at: call.at,
        query: { version: call.version, ...(dryRun && { dryRun: true }) },
        body: call.body ?? {},
        headers: call.headers,
      }),
    [client],
  );
  // Ends the wait of a refused command: `true` gives it again.
  const waiting = useRef<((again: boolean) => void) | null>(null);
  const stopWaiting = useCallback(() => waiting.current?.(false), []);
  useEffect(() => stopWaiting, [stopWaiting]);
  const chance = useCallback(
    (refusal: Error) =>
      new Promise<boolean>((resolve) => {
        const stops: (() => void)[] = [];
        waiting.current = (again) => {
          waiting.current = null;
          for (const stop of stops) stop();
          resolve(again);
        };
        const again = () => waiting.current?.(true);
        if (isUnproven(refusal)) {
          if (reauthenticate === undefined) return waiting.current(false);
          stops.push(onProof(again));
          return;
        }
        // One request too many was not carried out. After any other failure nobody knows.
        const seconds = isTooMany(refusal) ? secondsUntilRetry(refusal) : null;
        if (seconds === null) return waiting.current(false);
        const timer = setTimeout(again, seconds * 1000);
        stops.push(() => clearTimeout(timer));
      }),
    [onProof, reauthenticate],
  );
  const run = useCallback(
    async <T>(call: CommandCall) => {
      stopWaiting();
      for (;;) {
        setPending(true);
        setError(null);
        try {
          const answer = await send<T>(call, false);
          if (call.reads === true) return answer;
          say(call.said ?? texts.shared.done);
          changed({ path: call.path, at: call.at ?? {} });
          await queries.invalidateQueries({
            queryKey: [CACHE],
            ...(call.leave !== undefined && { refetchType: "none" as const }),
          });
          call.leave?.();
          return answer;
        } catch (thrown) {
          const refusal = toError(thrown);
          setError(refusal);
          setPending(false);
          if (await chance(refusal)) continue;
          call.refused?.(refusal);
          return undefined;
        } finally {
          setPending(false);
        }
      }
    },
    [chance, changed, queries, say, send, stopWaiting, texts],
  );
  const preview = useCallback(
    async (call: CommandCall) => {
      const answer = await send<{ readonly consequences?: readonly Consequence[] | null }>(call, true);
      return { consequences: answer.consequences ?? [], answer };
    },
    [send],
  );
  const forget = useCallback(() => {
    stopWaiting();
    setError(null);
  }, [stopWaiting]);
  return { run, preview, pending, error, forget };
}
