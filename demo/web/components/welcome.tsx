"use client";

import type { Capability } from "@cora/auth";
import type { AuthenticatedAuth, AuthExplanation } from "@cora/auth/react";

import { readable, welcomeSentence } from "../lib/words";
import { Abilities } from "./abilities";
import { Organizations } from "./organizations";
import { Trace } from "./trace";

const IN_ORGANIZATION: readonly Capability[] = [
  "org:read",
  "org:update",
  "members:read",
  "members:manage",
  "invitations:manage",
];
const ON_PLATFORM: readonly Capability[] = ["idp:read", "idp:write", "policy:read", "policy:write"];

/** Shows the user's identity, their capabilities, and the reasons. */
export function Welcome({
  auth,
  explanation,
}: {
  readonly auth: AuthenticatedAuth;
  readonly explanation: AuthExplanation | null;
}) {
  const { can, organizations, session } = auth;
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

      <Organizations auth={auth} abilities={IN_ORGANIZATION} />

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
