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
}

/** The objects that changes name, whatever their kind. */
interface Objects {
  readonly kind?: string;
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
    case "change_access_mode":
      return { page: "policy" };
    default:
      return null;
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

/** The changes that would let a person in, the smallest first. */
export function Remedies({ admitted = false, names = {}, remedies }: RemediesProps) {
  const { why, words } = useAdmin().texts;
  if (remedies.length === 0) return <p className="cora-soft">{admitted ? why.admitted : why.noRemedy}</p>;
  return (
    <ol className="cora-remedies">
      {remedies.map(({ alsoAdmits, result, steps }) => (
        <li key={JSON.stringify(steps)} data-remedy={steps.map(({ change }) => change.kind).join(" ")}>
          <ul className="cora-plain">
            {steps.map(({ actor, change, reach }) => {
              const page = pageOf(change);
              return (
                <li key={JSON.stringify(change)}>
                  <p>
                    <strong>
                      <ChangeSentence change={change} names={names} />
                    </strong>
                  </p>
                  <p className="cora-soft">
                    {why.reach[reach] ?? reach} · {why.actor[actor] ?? actor}
                  </p>
                  {page !== null && (
                    <p>
                      <Link to={page}>{why.go}</Link>
                    </p>
                  )}
                </li>
              );
            })}
          </ul>
          <p className="cora-soft">
            {result === null ? why.dependsOnProvider : why.gives(words.outcome[result.outcome])}
            {" · "}
            {alsoAdmits === null ? why.alone : why.also(alsoAdmits.admitted, alsoAdmits.tried)}
            {alsoAdmits !== null && alsoAdmits.names.length > 0 && <> {alsoAdmits.names.join(", ")}</>}
          </p>
        </li>
      ))}
    </ol>
  );
}
