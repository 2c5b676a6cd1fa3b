"use client";

import type { ReactNode } from "react";

import type { Schema } from "../../client/index.js";
import type { KnownNames } from "../data/names.js";
import type { AdminPage } from "../paths.js";
import { useAdmin } from "../provider.js";
import { Link } from "./screen.js";
import { readable, templateParts } from "./text.js";

type ExplainedRemedy = Schema<"ExplainedRemedy">;
type RemedyChange = Schema<"RemedyChange">;

/** Properties of {@link Remedies}. */
export interface RemediesProps {
  readonly remedies: readonly ExplainedRemedy[];
  readonly names?: KnownNames;
  /** `true` if the person is admitted already. */
  readonly admitted?: boolean;
  /** The address of the person, with which the pages of the changes begin. */
  readonly address?: string | null;
  /** The organizations of the administrator to which an invitation would let the person in. */
  readonly inviting?: readonly { readonly id: string; readonly name: string }[];
}

/** The objects that changes name, whatever their kind. */
interface Objects {
  readonly kind?: string;
  readonly answer?: string;
  readonly domainId?: string;
  readonly invitationId?: string;
  readonly organizationId?: string;
  readonly connectionId?: string;
  readonly userId?: string;
  readonly group?: string;
  readonly enrollmentMode?: Schema<"EnrollmentMode">;
  readonly seatLimit?: number;
  readonly strategy?: string;
  readonly accessMode?: string;
}

/** Returns the page on which a change is made; `null` if it is made elsewhere. */
export function pageOf(change: RemedyChange): AdminPage | null {
  const { connectionId, organizationId, userId }: Objects = change;
  switch (change.kind) {
    case "create_invitation":
    case "resend_invitation":
      return organizationId === undefined ? null : { page: "organization", id: organizationId, tab: "invitations" };
    case "verify_domain":
    case "change_domain":
      return organizationId === undefined ? null : { page: "organization", id: organizationId, tab: "domains" };
    case "raise_seat_limit":
    case "reopen_organization":
      return { page: "organizations" };
    case "approve_waitlist":
      return { page: "requests" };
    case "resolve_identity_conflict":
      return { page: "conflicts" };
    case "restore_user":
      return userId === undefined ? null : { page: "user", id: userId };
    case "activate_connection":
    case "use_connection":
      return connectionId === undefined ? null : { page: "connection", id: connectionId };
    case "add_strategy":
    case "confirm_links":
    case "allow_invitation_claims":
    case "ignore_incomplete_groups":
    case "allow_subaddresses":
    case "allow_disposable":
    case "unblock_domain":
    case "change_access_mode":
      return { page: "policy" };
    default:
      return null;
  }
}

/** Returns the capability that a change needs on its page, and the organization if it is in one. */
export function neededFor(change: RemedyChange): readonly [capability: string, organizationId?: string] | null {
  const page = pageOf(change);
  switch (page?.page) {
    case "organization":
      return [page.tab === "domains" ? "domains:manage" : "invitations:manage", page.id];
    case "organizations":
      return ["organizations:manage"];
    case "requests":
    case "conflicts":
    case "user":
      return ["users:manage"];
    case "connection":
      return ["idp:activate"];
    case "policy":
      return ["policy:write"];
    default:
      return null;
  }
}

/**
 * Returns the query with which the page of a change begins: the dialog that makes the change, with
 * its values, or the edited setting of the policy.
 */
export function prefillOf(
  change: RemedyChange,
  address: string | null,
  names: KnownNames,
): Readonly<Record<string, string>> {
  const objects: Objects = change;
  const { answer = "", domainId = "", invitationId = "", organizationId = "", userId = "" } = objects;
  // A list shows one page of its rows, so the row of the change is searched for too.
  const organization = names[organizationId] ?? "";
  switch (change.kind) {
    case "create_invitation":
      return { invite: address ?? "" };
    case "resend_invitation":
      return { q: address ?? "", resend: invitationId };
    case "approve_waitlist":
      return { approve: address ?? "" };
    case "restore_user":
      return { restore: userId };
    case "resolve_identity_conflict":
      return { user: userId, answer: answer.replace("_", "-") };
    case "verify_domain":
      return { record: domainId };
    case "change_domain":
      return { change: domainId, mode: objects.enrollmentMode ?? "" };
    case "raise_seat_limit":
      return { q: organization, seats: organizationId, limit: String(objects.seatLimit ?? "") };
    case "reopen_organization":
      return { q: organization, reopen: organizationId };
    case "add_strategy":
      return { strategy: objects.strategy ?? "" };
    case "confirm_links":
      return { accountLinking: "confirm" };
    case "allow_invitation_claims":
      return { invitationClaim: "mailbox_code" };
    case "ignore_incomplete_groups":
      return { incompleteGroups: "ignore_mappings" };
    case "allow_subaddresses":
      return { subaddressing: "allow" };
    case "allow_disposable":
      return { disposable: "allow" };
    case "change_access_mode":
      return { accessMode: objects.accessMode ?? "" };
    default:
      return {};
  }
}

/** A change in a sentence, with the names of its objects. */
function ChangeSentence({ change, names }: { readonly change: RemedyChange; readonly names: KnownNames }): ReactNode {
  const { policy, why, words } = useAdmin().texts;
  const nameOf = (id: string | undefined) => (id === undefined ? "–" : (names[id] ?? id));
  const objects: Objects = change;
  const values: Readonly<Record<string, string>> = {
    organization: nameOf(objects.organizationId),
    connection: nameOf(objects.connectionId),
    user: nameOf(objects.userId),
    group: objects.group ?? "–",
    mode: objects.enrollmentMode === undefined ? "–" : words.enrollmentMode[objects.enrollmentMode],
    seats: String(objects.seatLimit ?? "–"),
    strategy: policy.strategyNames[objects.strategy ?? ""] ?? objects.strategy ?? "–",
    access: policy.accessModes[objects.accessMode ?? ""]?.[0] ?? objects.accessMode ?? "–",
  };
  return templateParts(why.changes[change.kind] ?? readable(change.kind)).map(({ name, text }, at) =>
    name ? <bdi key={at}>{values[text] ?? text}</bdi> : <span key={at}>{text}</span>,
  );
}

/** The party that makes a change, the people whom it concerns, and the link to its page. */
function ChangeText({
  actor,
  address,
  change,
  names,
  reach,
}: {
  readonly change: RemedyChange;
  readonly actor: Schema<"RemedyActor">;
  readonly reach: Schema<"RemedyReach">;
  readonly names: KnownNames;
  readonly address: string | null;
}) {
  const { can, texts } = useAdmin();
  const { why } = texts;
  const page = pageOf(change);
  const needed = neededFor(change);
  return (
    <>
      <p>
        <strong>
          <ChangeSentence change={change} names={names} />
        </strong>
      </p>
      <p className="cora-soft">
        {why.reach[reach] ?? reach} · {why.actor[actor] ?? actor}
      </p>
      {page !== null && needed !== null && can(...needed) && (
        <p>
          <Link to={page} query={prefillOf(change, address, names)}>
            {why.go}
          </Link>
        </p>
      )}
    </>
  );
}

/** The changes that would let a person in, the smallest first. */
export function Remedies({ address = null, admitted = false, inviting = [], names = {}, remedies }: RemediesProps) {
  const { why, words } = useAdmin().texts;
  if (remedies.length === 0 && inviting.length === 0)
    return <p className="cora-soft">{admitted ? why.admitted : why.noRemedy}</p>;
  const others = remedies.findIndex(({ steps }) => steps.some(({ reach }) => reach !== "person"));
  const shown = ({ alsoAdmits, result, steps }: ExplainedRemedy) => (
    <li key={JSON.stringify(steps)} data-remedy={steps.map(({ change }) => change.kind).join(" ")}>
      <ul className="cora-plain">
        {steps.map((step) => (
          <li key={JSON.stringify(step.change)}>
            <ChangeText {...step} names={names} address={address} />
          </li>
        ))}
      </ul>
      <p className="cora-soft">
        {result === null ? why.dependsOnProvider : why.gives(words.outcome[result.outcome])}
        {" · "}
        {alsoAdmits === null ? why.alone : why.also(alsoAdmits.admitted, alsoAdmits.tried)}
        {alsoAdmits !== null && alsoAdmits.names.length > 0 && <> {alsoAdmits.names.join(", ")}</>}
      </p>
    </li>
  );
  const first = others < 0 ? remedies.length : others;
  return (
    <ol className="cora-remedies">
      {remedies.slice(0, first).map(shown)}
      {inviting.map(({ id, name }) => (
        <li key={id} data-remedy="create_invitation">
          <ChangeText
            change={{ kind: "create_invitation", organizationId: id }}
            actor="organization"
            reach="person"
            names={{ ...names, [id]: name }}
            address={address}
          />
          <p className="cora-soft">{why.byInvitation}</p>
        </li>
      ))}
      {remedies.slice(first).map(shown)}
    </ol>
  );
}
