"use client";

import type { Schema } from "../../../client/index.js";
import { CheckField, RadioCards, SelectField, TextField } from "../../parts/field.js";
import { useAdmin } from "../../provider.js";

/** A policy, as the server states it. */
export type Policy = Schema<"ProvisioningPolicy">;

/** All strategies. One that is missing does not compile. */
const STRATEGIES = Object.keys({
  invitation: true,
  connection: true,
  group: true,
  domain: true,
} satisfies Record<Schema<"Strategy">, true>) as readonly Schema<"Strategy">[];
const DAY = 86_400;

/** Returns the list with one item moved by one place. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const to = at + by;
  const item = list[at];
  const other = list[to];
  if (item === undefined || other === undefined) return list;
  return list.map((one, index) => (index === at ? other : index === to ? item : one));
}

const optionsOf = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([value, label]) => ({ value, label }));

/** Edits the settings of a policy that are a choice or a number. */
export function PolicyForm({ change, policy }: { readonly policy: Policy; readonly change: (policy: Policy) => void }) {
  const { policy: texts } = useAdmin().texts;
  const set = (changes: Partial<Policy>) => change({ ...policy, ...changes });
  const used = policy.strategies as readonly Schema<"Strategy">[];
  const unused = STRATEGIES.filter((one) => !used.includes(one));
  const nameOf = (strategy: string) => texts.strategyNames[strategy] ?? strategy;
  return (
    <>
      <RadioCards
        legend={texts.access}
        value={policy.accessMode}
        options={Object.entries(texts.accessModes).map(([value, [label, hint]]) => ({ value, label, hint }))}
        change={(accessMode) => set({ accessMode: accessMode as Policy["accessMode"] })}
      />
      <fieldset className="cora-fieldset">
        <legend>{texts.strategies}</legend>
        <ol className="cora-order">
          {used.map((strategy, at) => (
            <li key={strategy}>
              <CheckField
                label={texts.use(nameOf(strategy))}
                checked
                change={() => set({ strategies: used.filter((one) => one !== strategy) })}
              />
              <span className="cora-buttons">
                <button
                  type="button"
                  className="cora-icon-button"
                  aria-label={texts.earlier(nameOf(strategy))}
                  disabled={at === 0}
                  onClick={() => set({ strategies: [...moved(used, at, -1)] })}
                >
                  <span aria-hidden="true">↑</span>
                </button>
                <button
                  type="button"
                  className="cora-icon-button"
                  aria-label={texts.later(nameOf(strategy))}
                  disabled={at === used.length - 1}
                  onClick={() => set({ strategies: [...moved(used, at, 1)] })}
                >
                  <span aria-hidden="true">↓</span>
                </button>
              </span>
            </li>
          ))}
          {unused.map((strategy) => (
            <li key={strategy}>
              <CheckField
                label={texts.use(nameOf(strategy))}
                checked={false}
                change={() => set({ strategies: [...used, strategy] })}
              />
            </li>
          ))}
        </ol>
      </fieldset>
      <CheckField
        label={texts.verified}
        hint={texts.verifiedHint}
        checked={policy.requireVerifiedEmail}
        change={(requireVerifiedEmail) => set({ requireVerifiedEmail })}
      />
      <SelectField
        label={texts.linking}
        value={policy.accountLinking}
        options={optionsOf(texts.linkingOptions)}
        change={(value) => set({ accountLinking: value as Policy["accountLinking"] })}
      />
      <SelectField
        label={texts.subaddressing}
        value={policy.subaddressing}
        options={optionsOf(texts.subaddressingOptions)}
        change={(value) => set({ subaddressing: value as Policy["subaddressing"] })}
      />
      <SelectField
        label={texts.disposable}
        hint={texts.disposableHint}
        value={policy.disposable}
        options={optionsOf(texts.subaddressingOptions)}
        change={(value) => set({ disposable: value as Policy["disposable"] })}
      />
      <fieldset className="cora-fieldset">
        <legend>{texts.invitations}</legend>
        <SelectField
          label={texts.claim}
          value={policy.invitationClaim}
          options={optionsOf(texts.claimOptions)}
          change={(value) => set({ invitationClaim: value as Policy["invitationClaim"] })}
        />
        <SelectField
          label={texts.multiple}
          value={policy.multipleInvitations}
          options={optionsOf(texts.multipleOptions)}
          change={(value) => set({ multipleInvitations: value as Policy["multipleInvitations"] })}
        />
        <TextField
          label={texts.lifetime}
          type="number"
          min={1}
          max={365}
          value={String(Math.round(policy.invitationLifetimeSeconds / DAY))}
          change={(days) => /^\d+$/.test(days) && set({ invitationLifetimeSeconds: Number(days) * DAY })}
        />
      </fieldset>
      <CheckField label={texts.seats} checked={policy.enforceSeats} change={(enforceSeats) => set({ enforceSeats })} />
      <CheckField
        label={texts.personal}
        checked={policy.personalOrganization}
        change={(personalOrganization) => set({ personalOrganization })}
      />
      <CheckField
        label={texts.reconcile}
        checked={policy.reconcileOnLogin}
        change={(reconcileOnLogin) => set({ reconcileOnLogin })}
      />
      <p className="cora-soft">{texts.moreInCode}</p>
    </>
  );
}
