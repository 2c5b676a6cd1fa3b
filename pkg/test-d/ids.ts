// An identifier of one kind cannot stand for one of another kind, nor can any text.
import { can } from "@cora/auth";
import type { Capability, ConnectionId, InvitationId, OrganizationId, UnifiedSession, UserId } from "@cora/auth";

declare const user: UserId;
declare const organization: OrganizationId;
declare const connection: ConnectionId;
declare const session: UnifiedSession;

export const text: string = user;

// @ts-expect-error a user is no organization
export const mixedUp: OrganizationId = user;
// @ts-expect-error a connection is no invitation
export const alsoMixedUp: InvitationId = connection;
// @ts-expect-error any text is no identifier
export const minted: UserId = "0198c0de-0000-7000-8000-0000000000b1";

can(session, "idp:read");
can(session, "members:read", organization);
can(session, "members:read", null);
// @ts-expect-error a user in an organization's place
can(session, "members:read", user);
// @ts-expect-error a capability that there is not
can(session, "members:write");
// @ts-expect-error a session is needed
can(null, "idp:read");

export const capability: Capability = "policy:read";
