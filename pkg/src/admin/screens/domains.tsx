"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { DialogForm } from "../parts/dialog-form.js";
import { RadioCards, SelectField, TextField } from "../parts/field.js";
import { RowActions } from "../parts/list.js";
import type { Filter } from "../parts/list.js";
import { ListScreen } from "../parts/list-screen.js";
import { Badge, Notice } from "../parts/notice.js";
import type { Tone } from "../parts/notice.js";
import { Dialog, Link } from "../parts/screen.js";
import { Ltr, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";
import { DomainRecord } from "./domain-record.js";

type Rule = Schema<"DomainRule">;
type Asked = { readonly rule: Rule; readonly what: "record" | "change" | "remove" } | { readonly what: "add" };

const TONES: Readonly<Record<Schema<"VerificationState">, Tone>> = {
  pending: "info",
  verified: "good",
  expired: "warn",
  failed: "bad",
};

/** Properties of {@link DomainsScreen}. */
export interface DomainsScreenProps {
  /** The organization whose domains are managed; those of all organizations if absent. */
  readonly orgId?: string;
}

/** Lists domains with their proofs, and shows the record that proves one. */
export function DomainsScreen({ orgId }: DomainsScreenProps) {
  const { can, texts } = useAdmin();
  const { people, words } = texts;
  const { domains } = people;
  const filters: readonly Filter[] = [
    { name: "q", label: domains.search, kind: "search" },
    {
      name: "state",
      label: domains.state,
      kind: "choice",
      options: Object.entries(words.verificationState).map(([value, label]) => ({ value, label })),
    },
  ];
  const [chosen, setAsked] = useState<Asked | null>(null);
  const [values, setValues] = useQueryValues();
  const close = () => {
    setAsked(null);
    setValues({ record: "", change: "", mode: "" });
  };
  /** The dialog that a link leads to. */
  const linked = (rows: readonly Rule[]): Asked | null => {
    const what = values["record"] ? "record" : "change";
    const rule = rows.find(({ id }) => id === values[what]);
    return manage && rule !== undefined ? { rule, what } : null;
  };
  const manage = orgId !== undefined && can("domains:manage", orgId);
  return (
    <ListScreen<Rule>
      title={domains.title}
      lead={domains.lead}
      needs={orgId === undefined ? "organizations:read" : "domains:manage"}
      organizationId={orgId}
      path={orgId === undefined ? "/admin/domains" : "/orgs/{orgId}/email-domains"}
      {...(orgId !== undefined && { at: { orgId } })}
      filters={filters}
      keyOf={({ id }) => id}
      none={domains.none}
      noneText={domains.noneText}
      first={manage ? { label: domains.add, run: () => setAsked({ what: "add" }) } : undefined}
      rowActions={
        manage
          ? (rule) => (
              <RowActions
                name={rule.domain}
                actions={[
                  { id: "record", label: domains.show, run: () => setAsked({ rule, what: "record" }) },
                  { id: "change", label: domains.change, run: () => setAsked({ rule, what: "change" }) },
                  { id: "remove", label: domains.remove, danger: true, run: () => setAsked({ rule, what: "remove" }) },
                ]}
              />
            )
          : undefined
      }
      columns={[
        {
          id: "domain",
          header: domains.domain,
          sort: "domain",
          cell: ({ class: kind, domain }) => (
            <>
              <Ltr>{domain}</Ltr>
              {kind === "public_provider" && <span className="cora-soft cora-block">{domains.publicProvider}</span>}
            </>
          ),
        },
        ...(orgId === undefined
          ? [
              {
                id: "organization",
                header: domains.organization,
                cell: ({ organizationId, organizationName }: Rule) => (
                  <Link to={{ page: "organization", id: organizationId, tab: "domains" }}>
                    <bdi>{organizationName ?? organizationId}</bdi>
                  </Link>
                ),
              },
            ]
          : []),
        { id: "mode", header: domains.mode, cell: ({ enrollmentMode }) => words.enrollmentMode[enrollmentMode] },
        {
          id: "state",
          header: domains.state,
          cell: ({ state }) => <Badge tone={TONES[state]}>{words.verificationState[state]}</Badge>,
        },
        { id: "level", header: domains.level, cell: ({ verification }) => words.verificationLevel[verification] },
        { id: "checked", header: domains.checked, cell: ({ checkedAt }) => <When at={checkedAt} /> },
      ]}
    >
      {({ rows }) => {
        const asked = chosen ?? linked(rows);
        return (
          <>
            {asked?.what === "add" && orgId !== undefined && (
              <AddDialog orgId={orgId} close={close} added={(rule) => setAsked({ rule, what: "record" })} />
            )}
            {asked?.what === "record" && (
              <Dialog title={domains.verifyTitle(asked.rule.domain)} close={close}>
                <DomainRecord rule={rows.find(({ id }) => id === asked.rule.id) ?? asked.rule} />
                <div className="cora-buttons">
                  <button type="button" className="cora-button" onClick={close}>
                    {texts.shared.close}
                  </button>
                </div>
              </Dialog>
            )}
            {asked?.what === "change" && <ChangeDialog rule={asked.rule} close={close} first={values["mode"]} />}
            {asked?.what === "remove" && (
              <CommandDialog
                title={domains.removeTitle(asked.rule.domain)}
                confirm={domains.removeConfirm(asked.rule.domain)}
                danger
                close={close}
                call={(reason) => ({
                  method: "DELETE",
                  path: "/orgs/{orgId}/email-domains/{domainId}",
                  at: { orgId: asked.rule.organizationId, domainId: asked.rule.id },
                  body: { reason },
                  version: asked.rule.version,
                })}
              >
                <p>{domains.removeText}</p>
              </CommandDialog>
            )}
          </>
        );
      }}
    </ListScreen>
  );
}

function useModeOptions() {
  const { people, words } = useAdmin().texts;
  return Object.entries(words.enrollmentMode).map(([value, label]) => ({
    value,
    label,
    ...(value === "automatic_membership" && { hint: people.domains.needsOwnership }),
  }));
}

function AddDialog({
  added,
  close,
  orgId,
}: {
  readonly orgId: string;
  readonly close: () => void;
  readonly added: (rule: Rule) => void;
}) {
  const { people, shared, words } = useAdmin().texts;
  const { domains } = people;
  const { error, pending, run } = useCommand();
  const [domain, setDomain] = useState("");
  const [mode, setMode] = useState<string>("automatic_suggestion");
  const [level, setLevel] = useState("ownership");
  const [connectionId, setConnectionId] = useState("");
  const modes = useModeOptions();
  const add = async () => {
    const body = {
      domain: domain.trim(),
      enrollmentMode: mode,
      verification: level,
      ...(connectionId.trim() !== "" && { connectionId: connectionId.trim() }),
    };
    const path = "/orgs/{orgId}/email-domains";
    const rule = await run<Rule>({ method: "POST", path, at: { orgId }, body, said: shared.saved });
    if (rule !== undefined) added(rule);
  };
  return (
    <Dialog title={domains.add} close={close}>
      <DialogForm
        submit={add}
        label={domains.add}
        disabled={pending || domain.trim() === ""}
        error={error}
        close={close}
      >
        <TextField
          label={domains.domain}
          hint={domains.domainHint}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={domain}
          change={setDomain}
          required
        />
        <RadioCards legend={domains.mode} value={mode} options={modes} change={setMode} />
        {mode === "enterprise_sso" && (
          <TextField label={domains.connection} dir="ltr" value={connectionId} change={setConnectionId} required />
        )}
        <SelectField
          label={domains.level}
          value={level}
          options={Object.entries(words.verificationLevel).map(([value, label]) => ({ value, label }))}
          change={setLevel}
        />
      </DialogForm>
    </Dialog>
  );
}

function ChangeDialog({
  close,
  first,
  rule,
}: {
  readonly rule: Rule;
  readonly close: () => void;
  /** The mode that is chosen first; the one in force if absent. */
  readonly first: string | undefined;
}) {
  const { people, words } = useAdmin().texts;
  const { domains } = people;
  const [mode, setMode] = useState<string>(first || rule.enrollmentMode);
  const modes = useModeOptions();
  return (
    <CommandDialog
      title={domains.changeTitle(rule.domain)}
      confirm={domains.change}
      close={close}
      changes={[
        {
          field: "enrollmentMode",
          label: domains.mode,
          before: rule.enrollmentMode,
          mine: mode,
          words: (value) => words.enrollmentMode[value as Rule["enrollmentMode"]] ?? String(value),
        },
      ]}
      call={(reason) => ({
        method: "PUT",
        path: "/orgs/{orgId}/email-domains/{domainId}",
        at: { orgId: rule.organizationId, domainId: rule.id },
        body: {
          enrollmentMode: mode,
          connectionId: rule.connectionId,
          requiredGroups: rule.requiredGroups,
          reason,
        },
        version: rule.version,
      })}
    >
      <RadioCards legend={domains.mode} value={mode} options={modes} change={setMode} />
      {rule.state !== "verified" && <Notice tone="warn" title={domains.notYet} />}
    </CommandDialog>
  );
}
