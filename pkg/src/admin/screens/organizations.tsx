"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import { codeOf } from "../data/refusal.js";
import { ask } from "../data/request.js";
import { useResource } from "../data/resources.js";
import { canonical } from "../data/three-way.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { DialogForm } from "../parts/dialog-form.js";
import { TextField } from "../parts/field.js";
import { RowActions } from "../parts/list.js";
import type { Filter } from "../parts/list.js";
import { ListScreen } from "../parts/list-screen.js";
import { Badge, Failure, Notice, Skeleton } from "../parts/notice.js";
import { Dialog, Facts, Link, Part, Screen } from "../parts/screen.js";
import { StaleMerge } from "../parts/stale-merge.js";
import { useUnsaved } from "../parts/unsaved.js";
import { Ltr, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";
import type { OrganizationScreenProps } from "./members.js";

type Organization = Schema<"OrganizationView">;
type Asked =
  | { readonly what: "create" }
  | { readonly what: "seats" | "close" | "reopen"; readonly organization: Organization };

/** Lists the organizations of the platform. */
export function OrganizationsScreen() {
  const { can, texts } = useAdmin();
  const { people, words } = texts;
  const { organizations } = people;
  const manage = can("organizations:manage");
  const filters: readonly Filter[] = [
    { name: "q", label: organizations.search, kind: "search" },
    {
      name: "status",
      label: organizations.status,
      kind: "choice",
      options: Object.entries(words.organizationStatus).map(([value, label]) => ({ value, label })),
    },
  ];
  const [chosen, setAsked] = useState<Asked | null>(null);
  const [values, setValues] = useQueryValues();
  const close = () => {
    setAsked(null);
    setValues({ seats: "", limit: "", reopen: "" });
  };
  /** The dialog that a link leads to. */
  const linked = (rows: readonly Organization[]): Asked | null => {
    const what = values["seats"] ? "seats" : "reopen";
    const organization = rows.find(({ id }) => id === values[what]);
    return !manage || organization === undefined ? null : { what, organization };
  };
  return (
    <ListScreen<Organization>
      title={organizations.title}
      lead={organizations.lead}
      needs="organizations:read"
      path="/admin/orgs"
      filters={filters}
      keyOf={({ id }) => id}
      none={organizations.none}
      noneText={organizations.noneText}
      first={manage ? { label: organizations.create, run: () => setAsked({ what: "create" }) } : undefined}
      rowActions={
        manage
          ? (organization) => (
              <RowActions
                name={organization.name}
                actions={[
                  { id: "seats", label: organizations.setSeats, run: () => setAsked({ what: "seats", organization }) },
                  ...(organization.status === "inactive"
                    ? [
                        {
                          id: "reopen",
                          label: organizations.reopen,
                          run: () => setAsked({ what: "reopen" as const, organization }),
                        },
                      ]
                    : []),
                ]}
              />
            )
          : undefined
      }
      columns={[
        {
          id: "name",
          header: organizations.name,
          sort: "name",
          cell: ({ id, name, slug }) => (
            <span className="cora-person">
              <Link to={{ page: "organization", id }}>
                <bdi>{name}</bdi>
              </Link>
              <span className="cora-soft">
                <Ltr>{slug}</Ltr>
              </span>
            </span>
          ),
        },
        {
          id: "seats",
          header: organizations.seats,
          cell: ({ seatLimit, seatsUsed }) => organizations.seatsUsed(seatsUsed, seatLimit),
        },
        {
          id: "status",
          header: organizations.status,
          cell: ({ status }) => (
            <Badge tone={status === "active" ? "good" : "plain"}>{words.organizationStatus[status] ?? status}</Badge>
          ),
        },
        {
          id: "created",
          header: organizations.created,
          sort: "createdAt",
          cell: ({ createdAt }) => <When at={createdAt} />,
        },
      ]}
    >
      {({ rows }) => {
        const asked = chosen ?? linked(rows);
        return (
          <>
            {asked?.what === "create" && <CreateDialog close={close} />}
            {asked?.what === "seats" && (
              <SeatsDialog organization={asked.organization} close={close} first={values["limit"]} />
            )}
            {asked?.what === "reopen" && (
              <CommandDialog
                title={organizations.reopenTitle(asked.organization.name)}
                confirm={organizations.reopen}
                close={close}
                call={(reason) => ({
                  method: "POST",
                  path: "/admin/orgs/{orgId}/reopen",
                  at: { orgId: asked.organization.id },
                  body: { reason },
                  version: asked.organization.version,
                })}
              />
            )}
          </>
        );
      }}
    </ListScreen>
  );
}

function CreateDialog({ close }: { readonly close: () => void }) {
  const { people, shared } = useAdmin().texts;
  const { organizations } = people;
  const { error, pending, run } = useCommand();
  const [name, setName] = useState("");
  const [slug, setSlug] = useState("");
  const create = async () => {
    const body = { name: name.trim(), ...(slug.trim() !== "" && { slug: slug.trim() }) };
    const created = await run({ method: "POST", path: "/orgs", body, said: shared.saved });
    if (created !== undefined) close();
  };
  return (
    <Dialog title={organizations.create} close={close}>
      <DialogForm
        submit={create}
        label={organizations.create}
        disabled={pending || name.trim() === ""}
        error={error}
        close={close}
      >
        <TextField label={organizations.name} value={name} change={setName} required maxLength={255} />
        <TextField label={organizations.slug} hint={organizations.slugHint} dir="ltr" value={slug} change={setSlug} />
      </DialogForm>
    </Dialog>
  );
}

function SeatsDialog({
  close,
  first,
  organization,
}: {
  readonly organization: Organization;
  readonly close: () => void;
  /** The limit that the field begins with; the one in force if absent. */
  readonly first: string | undefined;
}) {
  const { organizations } = useAdmin().texts.people;
  const [limit, setLimit] = useState(first || String(organization.seatLimit ?? ""));
  return (
    <CommandDialog
      title={`${organizations.setSeats}: ${organization.name}`}
      confirm={organizations.setSeats}
      close={close}
      changes={[
        { field: "seatLimit", label: organizations.seatLimit, before: organization.seatLimit, mine: limit || null },
      ]}
      call={(reason) => ({
        method: "PUT",
        path: "/admin/orgs/{orgId}/seat-limit",
        at: { orgId: organization.id },
        body: { seatLimit: limit.trim() === "" ? null : Number(limit), reason },
        version: organization.version,
      })}
    >
      <TextField
        label={organizations.seatLimit}
        hint={organizations.seatLimitHint}
        inputMode="numeric"
        pattern="[0-9]*"
        value={limit}
        change={setLimit}
      />
    </CommandDialog>
  );
}

/** Shows and changes an organization's name, and closes it. */
export function OrganizationSettingsScreen({ orgId }: OrganizationScreenProps) {
  const { can, texts } = useAdmin();
  const { people, shared, words } = texts;
  const { organizations } = people;
  const { data, error, loading, retry } = useResource<Organization>("/orgs/{orgId}", { at: { orgId } });
  const [closing, setClosing] = useState(false);
  return (
    <Screen title={organizations.tabs.settings} needs="org:read" organizationId={orgId}>
      {loading && <Skeleton lines={5} />}
      {error && <Failure error={error} retry={retry} />}
      {data !== undefined && (
        <>
          {data.status === "inactive" && <Notice tone="warn" title={organizations.closed} />}
          <Facts
            facts={[
              [organizations.status, words.organizationStatus[data.status] ?? data.status],
              [organizations.seats, organizations.seatsUsed(data.seatsUsed, data.seatLimit)],
              [organizations.created, <When key="created" at={data.createdAt} />],
            ]}
          />
          {can("org:update", orgId) && <RenameForm organization={data} />}
          {can("org:delete", orgId) && data.status === "active" && (
            <Part title={organizations.close}>
              <p>{organizations.closeText}</p>
              <p>
                <button type="button" className="cora-button cora-danger" onClick={() => setClosing(true)}>
                  {organizations.closeConfirm(data.name)}
                </button>
              </p>
            </Part>
          )}
          {closing && (
            <CommandDialog
              title={organizations.closeTitle(data.name)}
              confirm={organizations.closeConfirm(data.name)}
              danger
              typed={data.slug}
              close={() => setClosing(false)}
              call={(reason) => ({
                method: "DELETE",
                path: "/orgs/{orgId}",
                at: { orgId },
                body: { reason },
                version: data.version,
                said: shared.done,
              })}
            >
              <p>{organizations.closeText}</p>
            </CommandDialog>
          )}
        </>
      )}
    </Screen>
  );
}

/** The texts of an organization that are edited here. */
const textsOf = ({ name, slug }: Pick<Organization, "name" | "slug">) => ({ name, slug });

function RenameForm({ organization }: { readonly organization: Organization }) {
  const { client, texts } = useAdmin();
  const { people, shared } = texts;
  const { organizations } = people;
  const { error, pending, run } = useCommand();
  const [base, setBase] = useState(organization);
  const [mine, setMine] = useState(textsOf(organization));
  const [theirs, setTheirs] = useState<Organization | null>(null);
  const edited = canonical(mine) !== canonical(textsOf(base));
  useUnsaved(edited);
  // Text that was not edited follows the organization; edited text is never replaced.
  if (!edited && organization.version > base.version) {
    setBase(organization);
    setMine(textsOf(organization));
  }
  const at = { orgId: organization.id };
  const save = async ({ name, slug }: typeof mine, version: number) => {
    setTheirs(null);
    const done = await run<Organization>({
      method: "PUT",
      path: "/orgs/{orgId}",
      at,
      body: { name: name.trim(), slug: slug.trim() },
      version,
      said: shared.saved,
      refused: (refusal) => {
        if (codeOf(refusal) === "stale_version")
          void ask<Organization>(client, "GET", "/orgs/{orgId}", { at }).then(setTheirs);
      },
    });
    if (done === undefined) return;
    setBase(done);
    setMine(textsOf(done));
  };
  return (
    <form
      className="cora-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(mine, base.version);
      }}
    >
      <TextField
        label={organizations.name}
        value={mine.name}
        change={(name) => setMine({ ...mine, name })}
        required
        maxLength={255}
      />
      <TextField
        label={organizations.slug}
        hint={organizations.slugHint}
        dir="ltr"
        value={mine.slug}
        change={(slug) => setMine({ ...mine, slug })}
      />
      {theirs !== null && (
        <StaleMerge
          before={textsOf(base)}
          theirs={textsOf(theirs)}
          mine={mine}
          save={(merged) => void save(merged as typeof mine, theirs.version)}
        />
      )}
      {error !== null && theirs === null && <Failure error={error} title={shared.refused} />}
      <div className="cora-buttons">
        <button
          type="submit"
          className="cora-button cora-primary"
          disabled={!edited || pending || mine.name.trim() === ""}
        >
          {shared.save}
        </button>
      </div>
    </form>
  );
}
