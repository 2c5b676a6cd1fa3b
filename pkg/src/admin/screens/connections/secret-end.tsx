"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { CommandDialog } from "../../parts/command-dialog.js";
import { TextField } from "../../parts/field.js";
import { Notice } from "../../parts/notice.js";
import { Part } from "../../parts/screen.js";
import { When } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import { useKind } from "./kind.js";
import type { ConnectionRow } from "./state.js";

const DAY = 86_400;

/** The time before the end from which on a secret ends soon, as in the overview. */
const SOON = 90 * DAY;

/** Returns the second at which a day begins in UTC, as `cora connection secret-expiry` counts. */
export function secondOf(day: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? null : at / 1000;
}

/** Returns the day of a second in UTC, as a field for a day has it. */
export const dayOf = (second: number | null) =>
  second === null ? "" : new Date(second * 1000).toISOString().slice(0, 10);

/** Returns `true` if settings refer to a secret, which can end. */
export const hasSecret = (
  fields: readonly Pick<Schema<"ConnectionField">, "name" | "shape">[],
  settings: Readonly<Record<string, unknown>>,
) => fields.some(({ name, shape }) => shape === "secret" && typeof settings[name] === "string");

/** The end of a secret: not known, far away, soon or over. */
export function stateOfEnd(end: number | null, now: number): "unknown" | "later" | "soon" | "over" {
  if (end === null) return "unknown";
  if (end <= now) return "over";
  return end - now <= SOON ? "soon" : "later";
}

/** The end of the secret of some settings, in words. */
export function SecretEnd({ end }: { readonly end: number | null }) {
  const { connections } = useAdmin().texts;
  return end === null ? connections.secretUnknown : <When at={end} />;
}

/** Shows when the secret of the settings in use ends, or else of the latest ones. */
export function SecretPart({ row }: { readonly row: ConnectionRow }) {
  const { can, now, texts } = useAdmin();
  const { connections } = texts;
  const { kind } = useKind(row.providerType);
  const [asked, setAsked] = useState(false);
  if (kind === undefined || !hasSecret(kind.fields, row.config)) return null;
  const end = row.secretExpiresAt;
  const state = stateOfEnd(end, now() / 1000);
  const warned = state === "soon" || state === "over";
  return (
    <Part
      title={connections.secret}
      actions={
        can("idp:write") && (
          <button type="button" className="cora-button" onClick={() => setAsked(true)}>
            {connections.secretState}
          </button>
        )
      }
    >
      {warned ? (
        <Notice
          tone={state === "over" ? "bad" : "warn"}
          title={state === "over" ? connections.secretOver : connections.secretSoon}
        >
          <p>
            <SecretEnd end={end} /> · {connections.secretReplace}
          </p>
        </Notice>
      ) : (
        <p>
          {connections.secretEnds} <SecretEnd end={end} />
        </p>
      )}
      {state === "unknown" && <p className="cora-soft">{connections.secretText}</p>}
      {asked && (
        <SecretEndDialog
          row={row}
          number={row.activeNumber ?? row.latestNumber}
          end={end}
          close={() => setAsked(false)}
        />
      )}
    </Part>
  );
}

/** Asks on which day the provider ends the secret of settings. */
export function SecretEndDialog({
  close,
  end,
  number,
  row,
}: {
  readonly row: ConnectionRow;
  /** The number of the settings. */
  readonly number: number;
  /** The end that is known now. */
  readonly end: number | null;
  readonly close: () => void;
}) {
  const { connections, shared } = useAdmin().texts;
  const [day, setDay] = useState(dayOf(end));
  const mine = secondOf(day);
  return (
    <CommandDialog
      title={connections.secretTitle(row.displayName, number)}
      confirm={day === "" && end !== null ? connections.secretForget : shared.save}
      ready={day !== dayOf(end) && (day === "" || mine !== null)}
      withoutReason
      close={close}
      changes={[
        {
          field: "secretExpiresAt",
          label: connections.secretDay,
          before: end,
          mine,
          words: (value) => (typeof value === "number" ? dayOf(value) : connections.secretUnknown),
        },
      ]}
      call={() => ({
        method: "PUT",
        path: "/admin/idp-config/{providerType}/secret-expiry",
        at: { providerType: row.id },
        body: { number, ...(mine !== null && { expiresAt: mine }) },
        version: row.version,
        said: shared.saved,
      })}
    >
      <TextField
        label={connections.secretDay}
        hint={connections.secretDayHint}
        type="date"
        value={day}
        change={setDay}
      />
    </CommandDialog>
  );
}
