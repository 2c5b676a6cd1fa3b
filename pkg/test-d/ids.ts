// An identifier of one kind cannot stand for one of another kind, nor can an arbitrary text.
import { authorize, can, createRouteMatcher, has } from "@cora/auth/session";
import type { Capability, ConnectionId, InvitationId, OrganizationId, UnifiedSession, UserId } from "@cora/auth";

declare const user: UserId;
declare const organization: OrganizationId;
declare const connection: ConnectionId;
declare const session: UnifiedSession;

export const text: string = user;

// @ts-expect-error a user is not an organization
export const mixedUp: OrganizationId = user;
// @ts-expect-error a connection is not an invitation
export const alsoMixedUp: InvitationId = connection;
// @ts-expect-error an arbitrary text is not an identifier
export const minted: UserId = "0198c0de-0000-7000-8000-0000000000b1";

can(session, "idp:read");
can(session, "members:read", organization);
can(session, "members:read", null);
// @ts-expect-error a user in place of an organization
can(session, "members:read", user);
// @ts-expect-error an unknown capability
can(session, "members:write");
// @ts-expect-error a session is required
can(null, "idp:read");

has(session, { capability: "members:manage", organizationRole: "org_admin", organizationId: organization });
// @ts-expect-error an unknown role
has(session, { platformRole: "admin" });
// @ts-expect-error a platform role in place of an organization role
has(session, { organizationRole: "platform_owner" });
// @ts-expect-error a typo
has(session, { capabilty: "idp:read" });
authorize(session, "idp:activate", { roleVersion: 1 });
// @ts-expect-error an unknown capability
authorize(session, "idp:delete");
// @ts-expect-error access is public or protected
createRouteMatcher([{ pattern: "/", access: "open" }]);

export const capability: Capability = "policy:read";
