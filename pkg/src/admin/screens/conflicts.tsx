"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { RowActions } from "../parts/list.js";
import type { Filter } from "../parts/list.js";
import { ListScreen } from "../parts/list-screen.js";
import { Badge, Notice } from "../parts/notice.js";
import { Link } from "../parts/screen.js";
import { Identifier, Ltr, Own, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";

type Conflict = Schema<"IdentityConflictRow">;
type Answer = "same-person" | "another-person" | "dismiss";
type Asked = { readonly conflict: Conflict; readonly answer: Answer };

const PATHS = {
  "same-person": "/admin/identity-conflicts/{conflictId}/same-person",
  "another-person": "/admin/identity-conflicts/{conflictId}/another-person",
  dismiss: "/admin/identity-conflicts/{conflictId}/dismiss",
} as const satisfies Record<Answer, string>;
const ANSWERS = Object.keys(PATHS) as readonly Answer[];

/** Lists the conflicts about addresses, and decides them. */
export function ConflictsScreen() {
  const { can, person, texts } = useAdmin();
  const { conflicts, shared } = texts;
  const filters: readonly Filter[] = [
    {
      name: "status",
      label: conflicts.status,
      kind: "choice",
      usual: conflicts.statuses.open,
      options: [{ value: "all", label: conflicts.all }],
    },
    {
      name: "kind",
      label: conflicts.kind,
      kind: "choice",
      options: Object.entries(conflicts.kindNames).map(([value, label]) => ({ value, label })),
    },
  ];
  const [chosen, setAsked] = useState<Asked | null>(null);
  const [values, setValues] = useQueryValues();
  const manage = can("users:manage");
  /** The answer that a link leads to. */
  const linked = (rows: readonly Conflict[]): Asked | null => {
    const answer = ANSWERS.find((one) => one === values["answer"]);
    const conflict = rows.find((row) => row.userId === values["user"] && row.status === "open" && !isOwn(row));
    return !manage || answer === undefined || conflict === undefined ? null : { answer, conflict };
  };
  const close = () => {
    setAsked(null);
    setValues({ user: "", answer: "" });
  };
  const isOwn = (conflict: Conflict) => conflict.userId === person.userId || conflict.claimantId === person.userId;
  return (
    <ListScreen<Conflict>
      title={conflicts.title}
      lead={conflicts.lead}
      needs="users:read"
      path="/admin/identity-conflicts"
      filters={filters}
      keyOf={({ id }) => id}
      none={conflicts.none}
      noneText={conflicts.noneText}
      rowActions={
        manage
          ? (conflict) =>
              conflict.status !== "open" || isOwn(conflict) ? null : (
                <RowActions
                  name={nameOf(conflict)}
                  actions={[
                    {
                      id: "same",
                      label: conflicts.samePerson,
                      run: () => setAsked({ conflict, answer: "same-person" }),
                    },
                    {
                      id: "another",
                      label: conflicts.anotherPerson,
                      run: () => setAsked({ conflict, answer: "another-person" }),
                    },
                    { id: "dismiss", label: conflicts.dismiss, run: () => setAsked({ conflict, answer: "dismiss" }) },
                  ]}
                />
              )
          : undefined
      }
      columns={[
        {
          id: "holder",
          header: conflicts.holder,
          cell: (conflict) => (
            <span className="cora-person">
              <Link to={{ page: "user", id: conflict.userId }}>
                <Own>{nameOf(conflict)}</Own>
              </Link>
              {conflict.email !== null && conflict.email !== conflict.userName && (
                <span className="cora-soft">
                  <Ltr>{conflict.email}</Ltr>
                </span>
              )}
            </span>
          ),
        },
        {
          id: "claimant",
          header: conflicts.claimant,
          cell: ({ claimantId, claimantName, connectionId, connectionName, issuer, subject }) => (
            <span className="cora-person">
              {claimantId !== null && (
                <Link to={{ page: "user", id: claimantId }}>
                  <Own>{claimantName ?? shared.formerUser}</Own>
                </Link>
              )}
              <Link to={{ page: "connection", id: connectionId }}>
                {connectionName === null ? <Ltr>{issuer}</Ltr> : <bdi>{connectionName}</bdi>}
              </Link>
              <Identifier value={subject} what={conflicts.claimant} />
            </span>
          ),
        },
        { id: "kind", header: conflicts.kind, cell: ({ kind }) => conflicts.kinds[kind] },
        {
          id: "status",
          header: conflicts.status,
          cell: (conflict) => (
            <>
              <Badge tone={conflict.status === "open" ? "warn" : "plain"}>{conflicts.statuses[conflict.status]}</Badge>
              {conflict.status === "open" && isOwn(conflict) && (
                <span className="cora-soft cora-block">{conflicts.own}</span>
              )}
              {conflict.reason !== null && (
                <span className="cora-soft cora-block">
                  <Own>{conflict.reason}</Own>
                </span>
              )}
            </>
          ),
        },
        { id: "opened", header: conflicts.opened, sort: "openedAt", cell: ({ openedAt }) => <When at={openedAt} /> },
      ]}
    >
      {({ rows }) => {
        const asked = chosen ?? linked(rows);
        return asked !== null && <AnswerDialog {...asked} close={close} />;
      }}
    </ListScreen>
  );
}

const nameOf = ({ email, userId, userName }: Conflict) => userName ?? email ?? userId;

function AnswerDialog({ answer, close, conflict }: Asked & { readonly close: () => void }) {
  const { conflicts } = useAdmin().texts;
  const name = nameOf(conflict);
  const words: Readonly<Record<Answer, readonly [title: string, confirm: string, text: string]>> = {
    "same-person": [conflicts.samePersonTitle(name), conflicts.samePerson, conflicts.samePersonText],
    "another-person": [conflicts.anotherPersonTitle(name), conflicts.anotherPerson, conflicts.anotherPersonText],
    dismiss: [conflicts.dismissTitle, conflicts.dismiss, conflicts.dismissText],
  };
  const [title, confirm, text] = words[answer];
  const joins = answer === "same-person" && conflict.claimantId !== null;
  return (
    <CommandDialog
      title={title}
      confirm={confirm}
      danger={answer !== "dismiss"}
      close={close}
      {...(joins && { explain: (would) => <Join join={(would as Schema<"SamePerson">).join} /> })}
      call={(reason) => ({
        method: "POST",
        path: PATHS[answer],
        at: { conflictId: conflict.id },
        body: { reason },
      })}
    >
      <p>{text}</p>
      {answer === "same-person" && <p>{joins ? conflicts.samePersonJoins : conflicts.samePersonLinks}</p>}
    </CommandDialog>
  );
}

/** Shows what of one account would become part of the other. */
function Join({ join }: { readonly join: Schema<"AccountJoin"> | null }) {
  const { conflicts, words } = useAdmin().texts;
  if (join === null) return null;
  const { identities, membershipRequests, memberships, platformRole, unlinked } = join;
  return (
    <Notice tone="info" title={conflicts.moves}>
      <ul>
        <li>{conflicts.movesIdentities(identities.length)}</li>
        <li>{conflicts.movesMemberships(memberships.length)}</li>
        {membershipRequests.length > 0 && <li>{conflicts.movesRequests(membershipRequests.length)}</li>}
        {unlinked.length > 0 && <li>{conflicts.movesUnlinked(unlinked.length)}</li>}
        <li>{words.platformRole[platformRole] ?? platformRole}</li>
      </ul>
    </Notice>
  );
}
