"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { readAddresses } from "../data/addresses.js";
import { useCommand } from "../data/command.js";
import { chunkKey } from "../data/csv.js";
import { useList } from "../data/resources.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { SelectField, TextAreaField } from "../parts/field.js";
import { List, RowActions, useFilterValues } from "../parts/list.js";
import type { Filter, RowAction } from "../parts/list.js";
import { Badge, Empty, Failure, Notice } from "../parts/notice.js";
import type { Tone } from "../parts/notice.js";
import { useRoleOptions } from "../parts/organization.js";
import { Dialog, Link, Screen } from "../parts/screen.js";
import { sentence } from "../parts/text.js";
import { Ltr, Own, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";
import { InviteFromCsv } from "./invite-from-csv.js";
import type { OrganizationScreenProps } from "./members.js";

type BulkOutcome = Schema<"BulkRowResult">;

type Invitation = Schema<"InvitationRow"> & { readonly delivery?: string | null };
type Asked =
  | { readonly what: "invite" | "file" }
  | { readonly what: "resend" | "withdraw"; readonly invitation: Invitation };

const TONES: Readonly<Record<string, Tone>> = { pending: "info", accepted: "good", expired: "warn", revoked: "plain" };
const DAY = 86_400;

/** Lists the invitations of an organization, and invites people. */
export function InvitationsScreen({ orgId }: OrganizationScreenProps) {
  const { can, texts } = useAdmin();
  const { people, words } = texts;
  const { invitations } = people;
  const filters: readonly Filter[] = [
    { name: "q", label: invitations.search, kind: "search" },
    {
      name: "status",
      label: invitations.status,
      kind: "choice",
      options: Object.entries(words.invitationStatus).map(([value, label]) => ({ value, label })),
    },
  ];
  const list = useList<Invitation>("/orgs/{orgId}/invites", { at: { orgId }, query: useFilterValues(filters) });
  const [chosen, setAsked] = useState<Asked | null>(null);
  // A link may lead to one of the dialogs.
  const [values, setValues] = useQueryValues();
  const linked = list.rows.find(({ id }) => id === values["resend"]);
  const asked: Asked | null =
    chosen ??
    (values["invite"] ? { what: "invite" } : linked === undefined ? null : { what: "resend", invitation: linked });
  const close = () => {
    setAsked(null);
    setValues({ invite: "", resend: "" });
  };
  const actions = (invitation: Invitation): readonly RowAction[] =>
    invitation.status === "pending" || invitation.status === "expired"
      ? [
          { id: "resend", label: invitations.resend, run: () => setAsked({ what: "resend", invitation }) },
          {
            id: "withdraw",
            label: invitations.withdraw,
            danger: true,
            run: () => setAsked({ what: "withdraw", invitation }),
          },
        ]
      : [];
  const invite = (
    <>
      <button type="button" className="cora-button cora-primary" onClick={() => setAsked({ what: "invite" })}>
        {invitations.invite}
      </button>
      <button type="button" className="cora-button" onClick={() => setAsked({ what: "file" })}>
        {invitations.fromFile}
      </button>
    </>
  );
  return (
    <Screen
      title={invitations.title}
      lead={invitations.lead}
      needs="invitations:manage"
      organizationId={orgId}
      actions={invite}
    >
      {asked?.what === "file" && <InviteFromCsv orgId={orgId} onDone={close} />}
      <List
        caption={invitations.title}
        list={list}
        filters={filters}
        keyOf={({ id }) => id}
        actions={(row) => <RowActions name={row.email} actions={actions(row)} />}
        empty={
          <Empty title={invitations.none}>
            <p>{invitations.noneText}</p>
          </Empty>
        }
        columns={[
          { id: "address", header: invitations.address, sort: "email", cell: ({ email }) => <Ltr>{email}</Ltr> },
          { id: "role", header: invitations.role, cell: ({ role }) => words.organizationRole[role] ?? role },
          {
            id: "status",
            header: invitations.status,
            cell: ({ acceptedBy, claimedAs, status }) => (
              <>
                <Badge tone={TONES[status] ?? "plain"}>{words.invitationStatus[status]}</Badge>
                {claimedAs !== null && (
                  <span className="cora-soft cora-block">
                    <Ltr>{invitations.claimedAs(claimedAs)}</Ltr>
                  </span>
                )}
                {acceptedBy !== null && can("users:read") && (
                  <span className="cora-soft cora-block">
                    <Link to={{ page: "user", id: acceptedBy }}>{invitations.acceptedBy}</Link>
                  </span>
                )}
              </>
            ),
          },
          {
            id: "by",
            header: invitations.invitedBy,
            cell: ({ invitedByName }) => (invitedByName ? <Own>{invitedByName}</Own> : "–"),
          },
          {
            id: "delivery",
            header: invitations.delivery,
            cell: ({ delivery }) => (delivery ? (words.delivery[delivery] ?? delivery) : "–"),
          },
          { id: "sent", header: invitations.sent, sort: "createdAt", cell: ({ createdAt }) => <When at={createdAt} /> },
          {
            id: "expires",
            header: invitations.expires,
            sort: "expiresAt",
            cell: ({ expiresAt }) => <When at={expiresAt} />,
          },
        ]}
      />
      {asked?.what === "invite" && <InviteDialog orgId={orgId} close={close} first={values["invite"] ?? ""} />}
      {asked?.what === "resend" && (
        <CommandDialog
          title={invitations.resendTitle(asked.invitation.email)}
          confirm={invitations.resendConfirm}
          close={close}
          call={(reason) => ({
            method: "POST",
            path: "/orgs/{orgId}/invites/{inviteId}/resend",
            at: { orgId, inviteId: asked.invitation.id },
            body: { reason },
            version: asked.invitation.version,
          })}
        />
      )}
      {asked?.what === "withdraw" && (
        <CommandDialog
          title={invitations.withdrawTitle(asked.invitation.email)}
          confirm={invitations.withdrawConfirm}
          danger
          close={close}
          call={(reason) => ({
            method: "DELETE",
            path: "/orgs/{orgId}/invites/{inviteId}",
            at: { orgId, inviteId: asked.invitation.id },
            body: { reason },
            version: asked.invitation.version,
          })}
        />
      )}
    </Screen>
  );
}

/** The outcome of one invitation, in words. */
export function InviteOutcome({ outcome }: { readonly outcome: BulkOutcome }) {
  const { invitations } = useAdmin().texts.people;
  const good = outcome.outcome === "invited" || outcome.outcome === "would_invite";
  return (
    <>
      <Badge tone={good ? "good" : "bad"}>
        {outcome.outcome === "invited" ? invitations.invited : good ? invitations.wouldInvite : invitations.refused}
      </Badge>{" "}
      {!good && outcome.message && sentence(outcome.message)} {!good && outcome.code && <code>{outcome.code}</code>}
    </>
  );
}

function InviteDialog({
  close,
  first,
  orgId,
}: {
  readonly orgId: string;
  readonly close: () => void;
  /** The address that the field begins with. */
  readonly first: string;
}) {
  const { shared, people } = useAdmin().texts;
  const { invitations } = people;
  const roles = useRoleOptions();
  const { error, pending, run } = useCommand();
  const [text, setText] = useState(first);
  const [role, setRole] = useState("org_user");
  const [days, setDays] = useState("");
  // The same addresses again are the same request, until it was answered.
  const [salt, setSalt] = useState(() => crypto.randomUUID());
  const [outcomes, setOutcomes] = useState<readonly BulkOutcome[] | null>(null);
  const { addresses, bad, twice } = readAddresses(text);
  const faults = [
    ...(bad.length > 0 ? [invitations.addressesBad(bad.join(", "))] : []),
    ...(twice.length > 0 ? [invitations.addressesTwice(twice.join(", "))] : []),
  ];
  const ready = !pending && addresses.length > 0 && bad.length === 0;
  const send = async () => {
    const rows = addresses.map((email) => ({
      email,
      role,
      ...(days !== "" && { lifetimeSeconds: Number(days) * DAY }),
    }));
    const answer = await run<{ readonly rows: readonly BulkOutcome[] }>({
      method: "POST",
      path: "/orgs/{orgId}/invites/bulk",
      at: { orgId },
      body: { rows },
      headers: { "idempotency-key": await chunkKey(orgId, rows, salt) },
    });
    if (answer === undefined) return;
    setSalt(crypto.randomUUID());
    if (answer.rows.every(({ outcome }) => outcome === "invited")) close();
    else setOutcomes(answer.rows);
  };
  return (
    <Dialog title={invitations.invite} close={close}>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void send();
        }}
      >
        <TextAreaField
          label={invitations.addresses}
          hint={invitations.addressesHint}
          {...(faults.length > 0 && text !== "" && { error: faults.join(" ") })}
          rows={5}
          value={text}
          change={setText}
        />
        <SelectField label={invitations.role} value={role} options={roles} change={setRole} />
        <SelectField
          label={invitations.lifetime}
          value={days}
          options={[
            { value: "", label: invitations.usual },
            ...[1, 7, 14, 30].map((n) => ({ value: String(n), label: invitations.days(n) })),
          ]}
          change={setDays}
        />
        {error !== null && <Failure error={error} title={shared.refused} />}
        {outcomes !== null && (
          <Notice
            tone="warn"
            role="status"
            title={invitations.sentSummary(
              outcomes.filter(({ outcome }) => outcome === "invited").length,
              outcomes.filter(({ outcome }) => outcome !== "invited").length,
            )}
          >
            <ul>
              {outcomes
                .filter(({ outcome }) => outcome !== "invited")
                .map((outcome) => (
                  <li key={outcome.index}>
                    <Ltr>{addresses[outcome.index] ?? ""}</Ltr> <InviteOutcome outcome={outcome} />
                  </li>
                ))}
            </ul>
          </Notice>
        )}
        <div className="cora-buttons">
          <button type="submit" className="cora-button cora-primary" disabled={!ready}>
            {invitations.send(addresses.length)}
          </button>
          <button type="button" className="cora-button" onClick={close}>
            {outcomes === null ? shared.cancel : shared.close}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
