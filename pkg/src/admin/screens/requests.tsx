"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import type { AdminPath } from "../data/request.js";
import { useList } from "../data/resources.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { List } from "../parts/list.js";
import { Empty, Failure, Notice } from "../parts/notice.js";
import { nameOf } from "../parts/organization.js";
import { Link, Screen } from "../parts/screen.js";
import { Person, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";

type BulkOutcome = Schema<"BulkRowResult">;
type RequestRow = Schema<"QueuedRequest">;

type Answer = "approve" | "deny";
type Asked = { readonly row: RequestRow; readonly answer: Answer };

/** The request of an address on the waitlist, as far as an answer needs it. */
const waitlisted = (email: string): RequestRow => ({ kind: "waitlist", email }) as RequestRow;

/** Properties of {@link RequestsScreen}. */
export interface RequestsScreenProps {
  /** The organization whose requests are answered; the queue of the platform if absent. */
  readonly orgId?: string;
}

const keyOf = (row: RequestRow) =>
  row.kind === "waitlist" ? `waitlist ${row.email}` : `${row.organizationId} ${row.userId}`;

/** The organization that a person asks to join; `null` on the waitlist. */
const placeIdOf = (row: RequestRow) => (row.kind === "waitlist" ? null : (row.organizationId ?? null));

/** Lists the people who wait for an answer, and answers them one by one or together. */
export function RequestsScreen({ orgId }: RequestsScreenProps) {
  const { can, texts } = useAdmin();
  const { people, shared, words } = texts;
  const { requests } = people;
  const platform = useList<RequestRow>("/admin/requests", { enabled: orgId === undefined });
  const own = useList<Schema<"MembershipRequestRow">>("/orgs/{orgId}/membership-requests", {
    at: { orgId: orgId ?? "" },
    enabled: orgId !== undefined,
  });
  const list =
    orgId === undefined
      ? platform
      : {
          ...own,
          rows: own.rows
            .filter(({ status }) => status === "pending")
            .map((row): RequestRow => ({ ...row, kind: "memberships", organizationId: orgId })),
        };
  const { error, pending, run } = useCommand();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [opened, setAsked] = useState<Asked | null>(null);
  // A link may lead to the approval of an address.
  const [values, setValues] = useQueryValues();
  const { approve = "" } = values;
  const asked: Asked | null =
    opened ?? (approve !== "" && orgId === undefined ? { row: waitlisted(approve), answer: "approve" } : null);
  const [bulk, setBulk] = useState<readonly BulkOutcome[]>([]);
  // On the platform's queue too, an organization's requests are answered in the organization.
  const mayAnswer = (row: RequestRow) =>
    row.kind === "waitlist" ? can("users:manage") : can("members:manage", row.organizationId ?? undefined);
  const some = list.rows.some(mayAnswer);
  const chosen = list.rows.filter((row) => selected.has(keyOf(row)) && mayAnswer(row));

  /** Answers the selected people: one request for each organization, and one for the waitlist. */
  async function answerAll(answer: Answer) {
    const outcomes: BulkOutcome[] = [];
    const places = new Set(chosen.map(placeIdOf));
    for (const place of places) {
      const rows = chosen.filter((row) => placeIdOf(row) === place);
      const path: AdminPath = place === null ? "/admin/waitlist/bulk" : "/orgs/{orgId}/membership-requests/bulk";
      const answers = rows.map((row) => ({
        ...(row.kind === "waitlist" ? { email: row.email } : { userId: row.userId }),
        answer,
      }));
      const at = place === null ? {} : { orgId: place };
      const done = await run<{ readonly rows: readonly BulkOutcome[] }>({
        method: "POST",
        path,
        at,
        body: { answers },
      });
      if (done === undefined) break;
      outcomes.push(...done.rows);
    }
    setBulk(outcomes);
    setSelected(new Set());
  }

  const refused = bulk.filter(({ code }) => code !== undefined && code !== null).length;
  const placeOf = (row: RequestRow) =>
    row.kind === "waitlist" ? requests.waitlist : (row.organizationName ?? row.organizationId ?? "–");
  return (
    <Screen
      title={requests.title}
      lead={requests.lead}
      needs={orgId === undefined ? "users:read" : "members:manage"}
      organizationId={orgId}
    >
      {chosen.length > 0 && (
        <div className="cora-buttons cora-bulk">
          <span role="status">{requests.selected(chosen.length)}</span>
          <button
            type="button"
            className="cora-button cora-primary"
            disabled={pending}
            onClick={() => void answerAll("approve")}
          >
            {requests.approveAll}
          </button>
          <button type="button" className="cora-button" disabled={pending} onClick={() => void answerAll("deny")}>
            {requests.denyAll}
          </button>
        </div>
      )}
      {error !== null && <Failure error={error} title={shared.refused} />}
      {bulk.length > 0 && (
        <Notice
          tone={refused === 0 ? "good" : "warn"}
          role="status"
          title={requests.bulkDone(bulk.length - refused, refused)}
        />
      )}
      <List
        caption={requests.title}
        list={list}
        keyOf={keyOf}
        actions={
          some
            ? (row) =>
                mayAnswer(row) && (
                  <span className="cora-buttons">
                    <button type="button" className="cora-button" onClick={() => setAsked({ row, answer: "approve" })}>
                      {requests.approve}
                    </button>
                    <button
                      type="button"
                      className="cora-button cora-quiet"
                      onClick={() => setAsked({ row, answer: "deny" })}
                    >
                      {requests.deny}
                    </button>
                  </span>
                )
            : undefined
        }
        empty={
          <Empty title={requests.none}>
            <p>{requests.noneText}</p>
          </Empty>
        }
        columns={[
          {
            id: "person",
            header: requests.person,
            cell: (row) => {
              const person = <Person name={row.kind === "waitlist" ? null : row.fullName} email={row.email} />;
              if (!mayAnswer(row)) return person;
              return (
                <span className="cora-pick">
                  <input
                    type="checkbox"
                    aria-label={requests.select(nameOf(row))}
                    checked={selected.has(keyOf(row))}
                    onChange={(event) =>
                      setSelected(
                        new Set(
                          event.currentTarget.checked
                            ? [...selected, keyOf(row)]
                            : [...selected].filter((one) => one !== keyOf(row)),
                        ),
                      )
                    }
                  />
                  {person}
                </span>
              );
            },
          },
          {
            id: "wants",
            header: requests.wants,
            cell: (row) =>
              row.kind === "memberships" && row.organizationId && orgId === undefined ? (
                <Link to={{ page: "organization", id: row.organizationId, tab: "requests" }}>
                  <bdi>{placeOf(row)}</bdi>
                </Link>
              ) : (
                <bdi>{placeOf(row)}</bdi>
              ),
          },
          {
            id: "role",
            header: requests.role,
            cell: (row) => (row.kind === "waitlist" ? "–" : (words.organizationRole[row.role] ?? row.role)),
          },
          {
            id: "since",
            header: requests.since,
            cell: (row) => <When at={row.kind === "waitlist" ? row.addedAt : row.requestedAt} />,
          },
        ]}
      />
      {asked !== null && mayAnswer(asked.row) && (
        <CommandDialog
          title={(asked.answer === "approve" ? requests.approveTitle : requests.denyTitle)(nameOf(asked.row))}
          confirm={(asked.answer === "approve" ? requests.approveConfirm : requests.denyConfirm)(nameOf(asked.row))}
          danger={asked.answer === "deny"}
          close={() => {
            setAsked(null);
            setValues({ approve: "" });
          }}
          call={(reason) =>
            asked.row.kind === "waitlist"
              ? {
                  method: "POST",
                  path: asked.answer === "approve" ? "/admin/waitlist/approve" : "/admin/waitlist/deny",
                  body: { email: asked.row.email, reason },
                }
              : {
                  method: "POST",
                  path:
                    asked.answer === "approve"
                      ? "/orgs/{orgId}/membership-requests/{userId}/approve"
                      : "/orgs/{orgId}/membership-requests/{userId}/deny",
                  at: { orgId: asked.row.organizationId ?? "", userId: asked.row.userId },
                  body: { reason },
                }
          }
        >
          {asked.answer === "approve" && (
            <p>
              {asked.row.kind === "waitlist"
                ? requests.approveWaitlist
                : requests.approveText(words.organizationRole[asked.row.role] ?? asked.row.role, placeOf(asked.row))}
            </p>
          )}
        </CommandDialog>
      )}
    </Screen>
  );
}
