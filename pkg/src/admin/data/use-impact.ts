"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import type { Schema } from "../../client/index.js";
import type { Configuration, ProvisioningPolicy } from "../../workbench/index.js";
import { useAdmin } from "../provider.js";
import { simulateImpact } from "./impact.js";
import type { Impact } from "./impact.js";
import { ask } from "./request.js";
import { loginsOf, readSamples } from "./samples.js";
import type { Samples } from "./samples.js";

type Policy = Schema<"ProvisioningPolicy">;

/** The state of a simulation of a change. */
export type ImpactState =
  | { readonly kind: "ready" }
  | { readonly kind: "running"; readonly done: number; readonly of: number }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "done"; readonly impact: Impact };

/** The effect of a policy on past logins, and the functions that work it out. */
export interface ImpactOfChange {
  readonly state: ImpactState;
  readonly start: () => void;
  readonly stop: () => void;
}

/**
 * Decides on the samples of logins by two policies, in the browser, by the code that the server
 * runs. The samples and the rest of the configuration are read once.
 */
export function useImpact(before: Policy, after: Policy): ImpactOfChange {
  const { client } = useAdmin();
  const [state, setState] = useState<ImpactState>({ kind: "ready" });
  const running = useRef<AbortController | null>(null);
  const read = useRef<{ readonly samples: Samples; readonly stored: Schema<"ConfigurationInForce"> } | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    const show = (next: ImpactState) => signal.aborted || setState(next);
    show({ kind: "running", done: 0, of: 0 });
    try {
      if (read.current === null) {
        const [stored, samples] = await Promise.all([
          ask<Schema<"ConfigurationInForce">>(client, "GET", "/admin/configuration", { signal }),
          readSamples(client, {}, signal),
        ]);
        read.current = { stored, samples };
      }
      const { samples, stored } = read.current;
      if (samples.count === 0) return show({ kind: "none" });
      const { connections = [], domainRules = [] } = stored.configuration;
      const configuration = (of: Policy): Configuration => ({
        policy: of as unknown as ProvisioningPolicy,
        connections: connections as NonNullable<Configuration["connections"]>,
        domainRules: domainRules as NonNullable<Configuration["domainRules"]>,
      });
      const impact = await simulateImpact(configuration(before), configuration(after), loginsOf(samples), {
        signal,
        onProgress: (done) => show({ kind: "running", done, of: samples.count }),
      });
      show({ kind: "done", impact });
    } catch (thrown) {
      show({ kind: "failed", error: thrown instanceof Error ? thrown : new Error(String(thrown)) });
    }
  }, [after, before, client]);

  const stop = useCallback(() => {
    running.current?.abort();
    setState({ kind: "ready" });
  }, []);
  return { state, start: () => void start(), stop };
}
