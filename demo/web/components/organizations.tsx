"use client";

import type { Capability, SessionOrganization } from "@cora/auth";
import type { AuthenticatedAuth } from "@cora/auth/react";
import { useEffect, useState } from "react";

import { Abilities } from "./abilities";
import { WorkHere } from "./work-here";

/**
 * Shows the organizations that the user is a member of. The session has the one that they work in;
 * Cora knows the others.
 */
export function Organizations({
  abilities,
  auth,
}: {
  readonly abilities: readonly Capability[];
  readonly auth: AuthenticatedAuth;
}) {
  const { can, listOrganizations, session } = auth;
  const [others, setOthers] = useState<readonly SessionOrganization[]>([]);
  const current = session.currentOrganizationId;
  useEffect(() => {
    let left = false;
    listOrganizations().then(
      (all) => left || setOthers(all.filter(({ id }) => id !== current)),
      // The current one is shown all the same.
      () => {},
    );
    return () => {
      left = true;
    };
  }, [listOrganizations, current]);
  const shown = [...auth.organizations, ...others];
  return (
    <section className="card" aria-labelledby="organizations">
      <h2 id="organizations">{shown.length === 1 ? "Your organization" : "Your organizations"}</h2>
      {shown.length === 0 && <p>You are not a member of any organization.</p>}
      {shown.map((organization) => (
        <article key={organization.id} className="organization">
          <h3>
            {organization.name} <code data-testid="role">{organization.role}</code>
            {organization.id === current && <span className="soft"> – current organization</span>}
          </h3>
          {organization.id === current ? (
            <Abilities of={abilities} allowed={(capability) => can(capability, organization.id)} />
          ) : (
            <WorkHere organization={organization} switchOrganization={auth.switchOrganization} />
          )}
        </article>
      ))}
    </section>
  );
}
