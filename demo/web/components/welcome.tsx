"use client";

import type { Capability } from "@cora/auth";
import type { AuthenticatedAuth } from "@cora/auth/react";
import { useEffect } from "react";

import { forgetSetupToken } from "../lib/setup-token";
import { readable, welcomeSentence } from "../lib/words";
import { Trace } from "./trace";
import { WorkHere } from "./work-here";

const IN_ORGANIZATION: readonly Capability[] = [
  "org:read",
  "org:update",
  "members:read",
  "members:manage",
  "invitations:manage",
];
const ON_PLATFORM: readonly Capability[] = ["idp:read", "idp:write", "policy:read", "policy:write"];

function Abilities({
  allowed,
  of,
}: {
  readonly of: readonly Capability[];
  readonly allowed: (one: Capability) => boolean;
}) {
  return (
    <ul className="chips">
      {of.map((capability) => {
        const yes = allowed(capability);
        return (
          <li key={capability} className={yes ? "yes" : "no"}>
            <span aria-hidden="true">{yes ? "✓" : "–"}</span> <code>{capability}</code>
            <span className="hidden">{yes ? ": yes" : ": no"}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Shows the user's identity, their capabilities, and the reasons. */
export function Welcome({ auth }: { readonly auth: AuthenticatedAuth }) {
  const { can, explanation, organizations, session } = auth;
  useEffect(forgetSetupToken, []);
  const names = Object.fromEntries(organizations.map(({ id, name }) => [id, name]));
  return (
    <>
      <section className="card" aria-labelledby="who">
        {explanation && (
          <p className={`badge ${explanation.outcome}`} data-testid="outcome">
            {explanation.outcome}
          </p>
        )}
        <h1 id="who">{auth.fullName ?? session.email ?? "You"}</h1>
        {explanation && <p className="lead">{welcomeSentence(explanation.outcome)}</p>}
        <dl>
          <dt>E-mail</dt>
          <dd>
            {session.email ?? "none"} <span className="soft">({readable(session.emailEvidence)})</span>
          </dd>
          <dt>Role on the platform</dt>
          <dd>
            <code>{session.platformRole}</code>
          </dd>
          <dt>User</dt>
          <dd>
            <code>{session.userId}</code>
          </dd>
          <dt>Identity</dt>
          <dd>
            <code>{session.identity.subject}</code> <span className="soft">at {session.identity.issuer}</span>
          </dd>
        </dl>
        <h2>Your permissions on the platform</h2>
        <Abilities of={ON_PLATFORM} allowed={(capability) => can(capability)} />
      </section>

      <section className="card" aria-labelledby="organizations">
        <h2 id="organizations">{organizations.length === 1 ? "Your organization" : "Your organizations"}</h2>
        {organizations.length === 0 && <p>You are not a member of any organization.</p>}
        {organizations.map((organization) => (
          <article key={organization.id} className="organization">
            <h3>
              {organization.name} <code data-testid="role">{organization.role}</code>
              {organization.id === session.currentOrganizationId && <span className="soft"> – current organization</span>}
            </h3>
            {organization.id !== session.currentOrganizationId && (
              <WorkHere organization={organization} switchOrganization={auth.switchOrganization} />
            )}
            <Abilities of={IN_ORGANIZATION} allowed={(capability) => can(capability, organization.id)} />
          </article>
        ))}
      </section>

      <section className="card" aria-labelledby="why">
        <h2 id="why">Why</h2>
        {explanation && (
          <p>
            The reason is <code data-testid="reason">{explanation.reason}</code>.
          </p>
        )}
        {explanation?.trace ? (
          <Trace trace={explanation.trace} names={names} />
        ) : (
          <p>This server does not show reasons to users.</p>
        )}
      </section>
    </>
  );
}
