"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useList, useResource } from "../data/resources.js";
import { useAdmin } from "../provider.js";
import { nameOf } from "./organization.js";
import { SuggestedField } from "./suggested-field.js";

/** The number of rows that a field suggests. */
const MOST = 8;

/** The properties of a field whose value is an identifier. */
export interface IdentifierFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (id: string) => void;
}

/** A field for a person. It suggests people by the begin of their name or address. */
export function PersonField({ change, label, value }: IdentifierFieldProps) {
  const { can, texts } = useAdmin();
  const [asked, setAsked] = useState("");
  const search = can("users:read");
  const found = useList<Schema<"UserRow">>("/admin/users", {
    query: { q: asked, limit: MOST },
    enabled: search && asked !== "",
  });
  const chosen = useResource<Schema<"UserRow">>("/admin/users/{userId}", {
    at: { userId: value },
    enabled: search && value !== "",
  });
  return (
    <SuggestedField
      label={label}
      hint={chosen.data === undefined ? texts.shared.personHint : nameOf(chosen.data)}
      value={value}
      change={change}
      search={setAsked}
      suggested={found.rows.map((person) => ({
        id: person.userId,
        label: [person.fullName, person.email].filter(Boolean).join(" · "),
      }))}
    />
  );
}

/** A field for an organization. It suggests organizations by the begin of their name. */
export function OrganizationField({ change, label, value }: IdentifierFieldProps) {
  const { can, texts } = useAdmin();
  const [asked, setAsked] = useState("");
  const found = useList<Schema<"OrganizationView">>("/admin/orgs", {
    query: { q: asked, limit: MOST },
    enabled: can("organizations:read"),
  });
  const chosen = found.rows.find(({ id }) => id === value);
  return (
    <SuggestedField
      label={label}
      hint={chosen?.name ?? texts.shared.organizationHint}
      value={value}
      change={change}
      search={setAsked}
      suggested={found.rows.map(({ id, name, slug }) => ({ id, label: `${name} · ${slug}` }))}
    />
  );
}
