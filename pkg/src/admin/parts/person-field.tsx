"use client";

import { useEffect, useId, useState } from "react";

import type { Schema } from "../../client/index.js";
import { useList, useResource } from "../data/resources.js";
import { useAdmin } from "../provider.js";
import { Field } from "./field.js";
import { nameOf } from "./organization.js";

const TYPING_MS = 300;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * A field for a person. It suggests the people whose name or address begins with what is typed, and
 * its value is an identifier.
 */
export function PersonField({
  change,
  label,
  value,
}: {
  readonly label: string;
  readonly value: string;
  readonly change: (userId: string) => void;
}) {
  const { can, texts } = useAdmin();
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState("");
  const [reported, setReported] = useState(value);
  if (value !== reported) {
    setReported(value);
    setTyped(value);
  }
  useEffect(() => {
    const timer = setTimeout(() => setAsked(UUID.test(typed) ? "" : typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const search = can("users:manage");
  const found = useList<Schema<"UserRow">>("/admin/users", {
    query: { q: asked, limit: 8 },
    enabled: search && asked !== "",
  });
  const chosen = useResource<Schema<"UserRow">>("/admin/users/{userId}", {
    at: { userId: value },
    enabled: search && value !== "",
  });
  return (
    <Field label={label} hint={chosen.data === undefined ? texts.shared.personHint : nameOf(chosen.data)}>
      {(ids) => (
        <>
          <input
            {...ids}
            list={`${id}people`}
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              const next = event.currentTarget.value.trim();
              setTyped(event.currentTarget.value);
              if (next === "" || UUID.test(next)) change(next);
            }}
          />
          <datalist id={`${id}people`}>
            {found.rows.map((person) => (
              <option
                key={person.userId}
                value={person.userId}
                label={[person.fullName, person.email].filter(Boolean).join(" · ")}
              />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
