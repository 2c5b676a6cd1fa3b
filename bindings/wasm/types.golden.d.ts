/**
 * A token's header and claims, and the connection to check them against.
 */
export interface AcceptTokenInput {
    /**
     * The time of the check, in seconds since the epoch, UTC.
     */
    now: UnixSeconds;
    /**
     * The connection that is to accept the token.
     */
    connection: Connection;
    /**
     * The header, as decoded from the token.
     */
    header: Record<string, unknown>;
    /**
     * The claims, as decoded from the token. Its signature must have been verified.
     */
    claims: Record<string, unknown>;
    /**
     * The answer of the userinfo endpoint, fetched with the access token of the same login; null
     * if it was not asked. It is read only where [`AcceptedToken::userinfo`] says without it that
     * it is wanted or required.
     */
    userinfo?: Record<string, unknown> | null;
}

/**
 * The content of an accepted token.
 */
export interface AcceptedToken {
    /**
     * The identity that logs in.
     */
    login: LoginIdentity;
    /**
     * The session at the provider.
     */
    session: ProviderSession;
    /**
     * The need for the answer of the userinfo endpoint, to accept the token again with it.
     */
    userinfo: UserinfoNeed;
    /**
     * The parts of the login that the answer of the userinfo endpoint completed.
     */
    fromUserinfo: UserinfoClaim[];
}

/**
 * The policy for a person whom no strategy admits.
 */
export type AccessMode = "restricted" | "public" | "waitlist";

/**
 * An access token that the issuer made and that is not over.
 */
export interface AccessToken {
    /**
     * The application that it was issued to (`aud`, `client_id`).
     */
    applicationId: ApplicationId;
    /**
     * The application session (`sid`).
     */
    applicationSessionId: ApplicationSessionId;
    /**
     * The user (`sub`).
     */
    userId: UserId;
    /**
     * The scopes of the token.
     */
    scopes: Scope[];
    /**
     * The time at which it was issued.
     */
    issuedAt: UnixSeconds;
    /**
     * The first moment at which it is over.
     */
    expiresAt: UnixSeconds;
    /**
     * The identifier (`jti`).
     */
    tokenId: string;
}

/**
 * Two accounts of one person that become one, and what moves.
 */
export interface AccountJoin {
    /**
     * The account that stays: the holder's.
     */
    userId: UserId;
    /**
     * The account that ends. It is deprovisioned, and has no identity.
     */
    joinedUserId: UserId;
    /**
     * The identities that become those of the account that stays, with all that they remember.
     */
    identities: IdentityKey[];
    /**
     * The identities whose link to the account that stays is removed: its other subjects at the
     * issuer of the conflict.
     */
    unlinked: IdentityKey[];
    /**
     * The memberships of the account that stays, as far as they are new or change. An ended one
     * keeps the person out.
     */
    memberships: MembershipFacts[];
    /**
     * The organizations whose membership requests become those of the account that stays.
     */
    membershipRequests: OrganizationId[];
    /**
     * The role on the platform that the account that stays has afterwards.
     */
    platformRole: PlatformRole;
}

/**
 * The stored facts about two accounts that may be joined. The order of the lists has no meaning.
 */
export interface AccountJoinFacts {
    /**
     * The user to whom the identity of the conflict is linked, other than the holder.
     */
    claimant: UserFacts;
    /**
     * The identities of both users; at most 200.
     */
    identities?: OwnedIdentity[];
    /**
     * The memberships of both users, ended ones included; at most 4000.
     */
    memberships?: MembershipFacts[];
    /**
     * The actor's memberships of these organizations; at most 4000.
     */
    actorMemberships?: MembershipFacts[];
    /**
     * The membership requests of both users that nobody has answered; at most 2000.
     */
    membershipRequests?: OwnedRequest[];
}

/**
 * The policy for a new identity whose address already belongs to a user.
 */
export type AccountLinking = "never" | "confirm" | "verified_email";

/**
 * The part of a connection in use that a command to another one depends on.
 */
export interface ActiveConnection {
    /**
     * The connection's identifier.
     */
    id: ConnectionId;
    /**
     * The connection's version.
     */
    version: number;
    /**
     * The number of the settings in use.
     */
    activeNumber: number;
    /**
     * The issuer of the settings in use.
     */
    issuer: Issuer;
    /**
     * The part of the settings in use that tells tokens of this issuer apart.
     */
    pin?: ConnectionPin;
    /**
     * `true` if this is the platform's default connection. If none is marked, the platform's
     * connection in use with the lowest identifier is.
     */
    isDefault?: boolean;
    /**
     * The organization that owns the connection; null for a connection of the platform.
     */
    organizationId?: OrganizationId | null;
}

/**
 * The actor who gives a command.
 */
export type Actor = { kind: "user"; userId: UserId } | { kind: "operator" };

/**
 * A command, its actor, and the stored facts.
 */
export interface AdministerInput {
    /**
     * The time of the command.
     */
    now: UnixSeconds;
    /**
     * The identifier of the audit record, generated by the host.
     */
    auditId: AuditId;
    /**
     * The actor who gives the command.
     */
    actor: Actor;
    /**
     * The actor's reason, in their own words.
     */
    reason?: ChangeReason | null;
    /**
     * The command.
     */
    command: AdministrationCommand;
    /**
     * The version of the command's row that the actor has seen. If the row has another, nothing is
     * changed; unchecked when absent.
     */
    version?: number | null;
    /**
     * The stored facts about everything that [`AdministrationCommand::subjects`] names.
     */
    facts: AdministrationFacts;
}

/**
 * An action, as recorded in the audit log. A closed list.
 */
export type AdministrationAction = "organization_created" | "organization_updated" | "organization_closed" | "organization_reopened" | "seat_limit_changed" | "member_added" | "member_role_changed" | "member_role_released" | "member_removed" | "invitation_created" | "invitation_resent" | "invitation_revoked" | "invitation_accepted" | "domain_added" | "domain_changed" | "domain_proof_recorded" | "domain_removed" | "membership_request_approved" | "membership_request_denied" | "waitlist_approved" | "waitlist_denied" | "identity_conflict_resolved" | "identities_carried_over" | "policy_saved" | "policy_rolled_back" | "user_suspended" | "user_restored" | "platform_role_changed" | "user_deprovisioned" | "user_sessions_ended" | "user_seeded" | "identity_unlinked" | "user_erased" | "recovery_token_issued" | "bootstrap_token_revoked" | "application_registered" | "application_changed" | "application_secret_added" | "application_secret_removed" | "application_permissions_changed" | "member_application_roles_changed" | "profile_updated";

/**
 * The result of a command, and the changes to write.
 */
export interface AdministrationChange {
    /**
     * `true` if the stored state is as requested. Otherwise nothing is to be written.
     */
    ok: boolean;
    /**
     * The reason for the result.
     */
    reason: AdministrationReason;
    /**
     * The changes to write, in this order.
     */
    effects: AdministrationEffect[];
}

/**
 * A command. The host generates the identifiers of what it creates.
 *
 * In JSON, the family does not show: the member `command` names the command.
 */
export type AdministrationCommand = OrganizationCommand | MemberCommand | InvitationCommand | DomainCommand | UserCommand | PolicyCommand | IdentityConflictCommand | ApplicationCommand;

/**
 * One change. Its author is the actor, if a user, and its time is the time of the
 * command.
 *
 * In JSON, the family does not show: the member `effect` names the effect.
 */
export type AdministrationEffect = OrganizationEffect | MemberEffect | InvitationEffect | DomainEffect | UserEffect | PolicyEffect | IdentityConflictEffect | ApplicationEffect | AuditEffect;

/**
 * The stored facts that one command depends on, as they are now.
 */
export interface AdministrationFacts {
    /**
     * The actor; absent if they do not exist.
     */
    actor?: UserFacts | null;
    /**
     * The actor's membership of the organization, including an ended one.
     */
    actorMembership?: MembershipFacts | null;
    /**
     * The organization; absent if it does not exist.
     */
    organization?: OrganizationFacts | null;
    /**
     * The URL of the organization's logo.
     */
    logoUrl?: PictureUrl | null;
    /**
     * The organization's presentation; absent if it does not exist.
     */
    about?: OrganizationAbout | null;
    /**
     * The slugs of other organizations that begin with the requested one; at most 1000.
     */
    takenSlugs?: Slug[];
    /**
     * The user concerned; absent if they do not exist.
     */
    user?: UserFacts | null;
    /**
     * `true` if another user, who is not deprovisioned, has the user's address.
     */
    emailHeldByAnother?: boolean;
    /**
     * The organizations without a free seat that the user is an active member of; at most 1000.
     */
    fullOrganizations?: OrganizationId[];
    /**
     * The user's membership of the organization, including an ended one.
     */
    userMembership?: MembershipFacts | null;
    /**
     * The number of owners of the organization whose account is active; unknown when absent.
     */
    activeOwnerCount?: number | null;
    /**
     * The user's request to join the organization.
     */
    membershipRequest?: MembershipRequestFacts | null;
    /**
     * The data that belongs to the user, if it was requested.
     */
    held?: DeprovisionFacts;
    /**
     * The conflict, whose holder is the user concerned; absent if it does not exist.
     */
    identityConflict?: IdentityConflictFacts | null;
    /**
     * The invitation; absent if it does not exist.
     */
    invitation?: InvitationFacts | null;
    /**
     * `true` if the address has an open invitation to the organization.
     */
    alreadyInvited?: boolean;
    /**
     * `true` if an active member of the organization has the address, proven to be theirs.
     */
    alreadyMember?: boolean;
    /**
     * The domain rule; absent if it does not exist. It may belong to another organization.
     */
    domain?: DomainRuleFacts | null;
    /**
     * The rules with the domain's name, of every organization; at most 1000.
     */
    domainRules?: DomainRuleFacts[];
    /**
     * The address's status on the waitlist; absent if it is not on it.
     */
    waitlist?: WaitlistStatus | null;
    /**
     * The named connection; absent if it does not exist.
     */
    connection?: ConnectionOwner | null;
    /**
     * The policy in force; the default policy when none is stored.
     */
    policy?: ProvisioningPolicy;
    /**
     * The named version of the policy; absent if it does not exist.
     */
    earlierPolicy?: ProvisioningPolicy | null;
    /**
     * The expectations of the policy in force, if they were requested; at most 100.
     */
    expectations?: PolicyExpectation[];
    /**
     * The number of active owners of the platform.
     */
    platformOwnerCount?: number;
    /**
     * The application; absent if it does not exist.
     */
    application?: RegisteredApplication | null;
    /**
     * The versions of the rows that the command may change.
     */
    versions?: RowVersions;
    /**
     * The application's roles that the actor has in the organization; at most 50.
     */
    actorApplicationRoles?: RoleName[];
    /**
     * The application's roles that the user has in the organization; at most 50.
     */
    userApplicationRoles?: RoleName[];
}

/**
 * The result of a command. A closed list.
 */
export type AdministrationReason = "done" | "unchanged" | "not_allowed" | "organization_not_found" | "organization_inactive" | "name_missing" | "slug_invalid" | "slug_taken" | "seats_in_use" | "user_not_found" | "user_not_active" | "own_account" | "member_not_found" | "already_member" | "invitation_needed" | "role_above_own" | "last_owner" | "last_platform_owner" | "last_identity" | "seat_limit_reached" | "invitation_not_found" | "invitation_not_pending" | "invitation_expired" | "already_invited" | "inviter_not_authorized" | "email_unverified" | "lifetime_out_of_range" | "connection_not_found" | "domain_not_found" | "domain_exists" | "domain_not_ownable" | "domain_taken" | "verification_insufficient" | "request_not_found" | "request_not_pending" | "not_waitlisted" | "conflict_not_found" | "conflict_not_open" | "conflict_not_applicable" | "second_subject" | "membership_removed" | "stale_version" | "policy_has_errors" | "policy_expectations_fail" | "policy_expectations_invalid" | "version_not_found" | "application_not_found" | "application_exists" | "application_has_errors" | "owner_needed" | "secret_not_used" | "secret_limit_reached" | "secret_not_found" | "permissions_have_errors" | "application_role_not_found" | "role_not_invitable" | "owner_active" | "reason_missing";

/**
 * An active user who owns or administers the platform.
 */
export interface Administrator {
    /**
     * The user's identifier.
     */
    userId: UserId;
    /**
     * The issuers at which the user has an identity; at most 100.
     */
    issuers?: Issuer[];
}

/**
 * A network or a name at which providers may be although it is not public.
 *
 * As text: a network in CIDR notation (`10.0.0.0/8`, RFC 4632 §3.1), an address, a host name of
 * one or more labels (`sso.corp.acme.internal`), or `*.` and a name, which stands for every name
 * below it and not for the name itself. At most 255 bytes.
 */
export type AllowedHost = string;

/**
 * A registered application, with every default filled in.
 */
export interface Application {
    /**
     * The identifier of the application: its `client_id`.
     */
    id: ApplicationId;
    /**
     * The name that people see.
     */
    name: DisplayName;
    /**
     * The kind of the application.
     */
    kind: ApplicationKind;
    /**
     * `false` if the application is switched off: nobody signs in, and no session is renewed.
     */
    enabled: boolean;
    /**
     * `true` if the application is for development: loopback over plain http is allowed.
     */
    development: boolean;
    /**
     * The redirect URIs; at most 100.
     */
    redirectUris: RegisteredRedirectUri[];
    /**
     * The URIs to which a logout may return; at most 100.
     */
    postLogoutRedirectUris: RegisteredRedirectUri[];
    /**
     * The origins of the application's pages, for requests across origins; at most 100.
     */
    origins: WebOrigin[];
    /**
     * The connections by which people may come; at most 100. Empty for all of them.
     */
    connections: ConnectionId[];
    /**
     * The way of authentication.
     */
    authentication: ClientAuthentication;
    /**
     * The public keys of `private_key_jwt`: a JSON Web Key Set (RFC 7517 §5); absent for another
     * way of authentication.
     */
    keys?: Record<string, unknown> | null;
    /**
     * The extent to which requests need a code challenge.
     */
    pkce: Pkce;
    /**
     * The lengths of the application's sessions.
     */
    session: SessionLengths;
    /**
     * The URL that is told of logouts (OpenID Connect Back-Channel Logout 1.0 §2.2); absent if the
     * application has no store to honor it.
     */
    backChannelLogoutUri?: EndpointUrl | null;
    /**
     * `true` if the application's tokens reach Cora's own API as their user does.
     */
    apiAccess: boolean;
    /**
     * The handling of the provider's tokens after a sign-in to the application.
     */
    upstream?: UpstreamTokens;
}

/**
 * A command about applications.
 */
export type ApplicationCommand = { command: "create_application"; applicationId: ApplicationId; settings: ApplicationSettings; report: ApplicationReport } | { command: "change_application"; applicationId: ApplicationId; settings: ApplicationSettings; version?: number | null; report: ApplicationReport } | { command: "add_application_secret"; applicationId: ApplicationId; secretId: ApplicationSecretId; secretHash: TokenHash; expiresAt?: UnixSeconds | null } | { command: "set_application_permissions"; applicationId: ApplicationId; permissions: ApplicationPermissions; version?: number | null } | { command: "remove_application_secret"; applicationId: ApplicationId; secretId: ApplicationSecretId };

/**
 * The facts that the check of an application's settings depends on.
 */
export interface ApplicationContext {
    /**
     * The lengths of browser sessions, as the operator has set them.
     */
    browserSession?: SessionLengths;
    /**
     * The stored connections, or those of them that the settings name.
     */
    connections?: ConnectionId[];
    /**
     * `true` to allow addresses of this machine for back-channel logout, over plain http too. For
     * local testing.
     */
    allowLoopback?: boolean;
    /**
     * The hosts and networks that the operator allows although they are not public.
     */
    allowedHosts?: AllowedHost[];
}

/**
 * An effect of a command about applications.
 */
export type ApplicationEffect = { effect: "insert_application"; applicationId: ApplicationId; settings: ApplicationSettings } | { effect: "update_application"; applicationId: ApplicationId; settings: ApplicationSettings } | { effect: "insert_application_secret"; applicationId: ApplicationId; secretId: ApplicationSecretId; secretHash: TokenHash; expiresAt: UnixSeconds | null } | { effect: "set_application_permissions"; applicationId: ApplicationId; permissions: ApplicationPermissions } | { effect: "delete_application_secret"; secretId: ApplicationSecretId };

/**
 * An application that signs people in through Cora's issuer: its `client_id`.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type ApplicationId = string & { readonly __brand: "ApplicationId" };

/**
 * One problem with an application's settings.
 */
export interface ApplicationIssue {
    /**
     * The issue code.
     */
    code: ApplicationIssueCode;
    /**
     * The severity. Settings with an error are not stored.
     */
    severity: Severity;
    /**
     * A JSON Pointer (RFC 6901) into the settings, such as `/redirectUris/0/uri`.
     */
    path: string;
    /**
     * The message for people: lower case, no full stop, input in backticks.
     */
    message: string;
    /**
     * The remedy, as a sentence; null if there is none.
     */
    help: string | null;
}

/**
 * The code of a problem with an application's settings. A closed list.
 */
export type ApplicationIssueCode = "name_missing" | "redirect_uri_missing" | "redirect_uri_not_allowed" | "redirect_uri_invalid" | "origin_invalid" | "authentication_not_allowed" | "pkce_required" | "session_length_invalid" | "connection_unknown" | "logout_uri_invalid" | "key_invalid" | "upstream_not_allowed";

/**
 * The kind of an application (OAuth 2.1 §2.1).
 */
export type ApplicationKind = "web" | "spa" | "native" | "service";

/**
 * The permissions and roles that an application defines.
 */
export interface ApplicationPermissions {
    /**
     * The permissions; at most 200.
     */
    permissions?: PermissionDefinition[];
    /**
     * The application's own roles; at most 50.
     */
    roles?: RoleDefinition[];
}

/**
 * All problems of an application's settings.
 */
export interface ApplicationReport {
    /**
     * `true` if there is no error. Only such settings are stored.
     */
    ok: boolean;
    /**
     * The problems, in the order of the settings.
     */
    issues: ApplicationIssue[];
}

/**
 * A secret of an application. Its content is not stored.
 */
export interface ApplicationSecretFacts {
    /**
     * The identifier of the secret.
     */
    id: ApplicationSecretId;
    /**
     * The first moment at which it is no longer valid; absent if it does not expire.
     */
    expiresAt?: UnixSeconds | null;
}

/**
 * A secret of an application.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type ApplicationSecretId = string & { readonly __brand: "ApplicationSecretId" };

/**
 * An application session, as it is stored.
 */
export interface ApplicationSessionFacts {
    /**
     * The identifier of the session: the `sid` of its tokens.
     */
    id: ApplicationSessionId;
    /**
     * The browser session that it is a part of.
     */
    browserSessionId: BrowserSessionId;
    /**
     * The application.
     */
    applicationId: ApplicationId;
    /**
     * The times of the session.
     */
    times: SessionTimes;
}

/**
 * One application's part of a browser session: the `sid` of its tokens.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type ApplicationSessionId = string & { readonly __brand: "ApplicationSessionId" };

/**
 * An application as its administrator writes it. Absent fields have the defaults of §14.1.
 */
export interface ApplicationSettings {
    /**
     * The name that people see.
     */
    name: DisplayName;
    /**
     * The kind of the application.
     */
    kind: ApplicationKind;
    /**
     * `false` if the application is switched off. `true` when absent.
     */
    enabled?: boolean;
    /**
     * `true` if the application is for development.
     */
    development?: boolean;
    /**
     * The redirect URIs; at most 100.
     */
    redirectUris?: RegisteredRedirectUri[];
    /**
     * The URIs to which a logout may return; at most 100.
     */
    postLogoutRedirectUris?: RegisteredRedirectUri[];
    /**
     * The origins of the application's pages; at most 100.
     */
    origins?: WebOrigin[];
    /**
     * The connections by which people may come; at most 100. Empty for all of them.
     */
    connections?: ConnectionId[];
    /**
     * The way of authentication. When absent: `none` for public kinds, `secret` for others.
     */
    authentication?: ClientAuthentication | null;
    /**
     * The public keys of `private_key_jwt`: a JSON Web Key Set.
     */
    keys?: Record<string, unknown> | null;
    /**
     * The extent to which requests need a code challenge. `required` when absent.
     */
    pkce?: Pkce;
    /**
     * The lengths of the application's sessions.
     */
    session?: SessionLengths;
    /**
     * The URL that is told of logouts; absent if the application has no store to honor it.
     */
    backChannelLogoutUri?: EndpointUrl | null;
    /**
     * `true` if the application's tokens reach Cora's own API. `true` when absent.
     */
    apiAccess?: boolean;
    /**
     * The handling of the provider's tokens after a sign-in to the application. `forget` when
     * absent.
     */
    upstream?: UpstreamTokens;
}

/**
 * An audience (`aud`), authorized party (`azp`) or client identifier, compared exactly. At
 * most 2048 bytes.
 */
export type Audience = string;

/**
 * The record of a command.
 */
export type AuditEffect = { effect: "record_audit"; auditId: AuditId; action: AdministrationAction; organizationId: OrganizationId | null; userId: UserId | null; target: string | null; changes: FieldChange[]; reason: ChangeReason | null };

/**
 * An audit record.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type AuditId = string & { readonly __brand: "AuditId" };

/**
 * The data of an authenticated session.
 */
export interface AuthenticatedSession {
    /**
     * The kind of identity provider of the login.
     */
    provider: ConnectionKind;
    /**
     * The user.
     */
    userId: UserId;
    /**
     * The user's identity at the provider.
     */
    identity: IdentityKey;
    /**
     * The session at the provider; null if the provider names none.
     */
    sessionId: SessionId | null;
    /**
     * The address as the provider writes it; null if the login has none that could be parsed.
     */
    email: string | null;
    /**
     * The evidence about the address.
     */
    emailEvidence: EmailEvidence;
    /**
     * The user's role on the platform.
     */
    platformRole: PlatformRole;
    /**
     * The user's organizations, ordered by identifier.
     */
    organizations: SessionOrganization[];
    /**
     * The user's current organization; null if they have none.
     */
    currentOrganizationId: OrganizationId | null;
    /**
     * The user's capabilities on the platform and in the current organization.
     */
    capabilities: Capability[];
    /**
     * The permissions of the application in the current organization (§15); at most 200. Empty if
     * the session is not an application's.
     */
    permissions?: PermissionId[];
    /**
     * The permissions of the application on the platform; at most 200. Empty if the session is not
     * an application's.
     */
    platformPermissions?: PermissionId[];
    /**
     * The time at which the token was issued; null if the token does not state it.
     */
    issuedAt: UnixSeconds | null;
    /**
     * The first moment at which the session is over; null if the token does not state it.
     */
    expiresAt: UnixSeconds | null;
    /**
     * The version of the user's roles, incremented when they change. A session with an older
     * version is stale.
     */
    roleVersion: number;
    /**
     * The identity that acts on the user's behalf; null if there is none.
     */
    actor: IdentityKey | null;
}

/**
 * The class of an authentication (`acr`), as the provider names it. At most 512 bytes.
 */
export type AuthenticationContext = string;

/**
 * A claim by which a login falls short of a required proof.
 */
export type AuthenticationLack = "acr" | "amr" | "auth_time";

/**
 * A method of an authentication (an item of `amr`), as the provider names it. At most 128
 * bytes.
 */
export type AuthenticationMethod = string;

/**
 * The answer to a permission check.
 */
export type Authorization = "allowed" | "denied" | "stale";

/**
 * The answer to an authorization request, before the login of the session is decided again.
 */
export type AuthorizationAnswer = { answer: "page"; code: AuthorizationPageCode } | { answer: "redirect"; redirectUri: RedirectUri; state: RequestState | null; error: AuthorizationErrorCode; description: string | null } | { answer: "sign_in"; request: AuthorizationRequest; objection: SessionObjection; askLogin: boolean; askSelectAccount: boolean } | { answer: "session"; request: AuthorizationRequest };

/**
 * An error code in an application's answer (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6,
 * OpenID Connect Core Unmet Authentication Requirements 1.0).
 */
export type AuthorizationErrorCode = "invalid_request" | "unauthorized_client" | "access_denied" | "unsupported_response_type" | "invalid_scope" | "server_error" | "temporarily_unavailable" | "login_required" | "interaction_required" | "account_selection_required" | "unmet_authentication_requirements" | "request_not_supported" | "request_uri_not_supported";

/**
 * An authorization request as it arrives, and the facts behind it.
 */
export interface AuthorizationInput {
    /**
     * The time of the request.
     */
    now: UnixSeconds;
    /**
     * The query, or the body of a form, as the browser sent it.
     */
    query: string;
    /**
     * The facts that the request names.
     */
    facts: RequestFacts;
    /**
     * The browser's session; absent if it has none.
     */
    session?: BrowserSessionFacts | null;
    /**
     * The way to the provider that this very request has taken; absent before it took one.
     */
    flow?: FlowFacts | null;
}

/**
 * The reason for a page of Cora's own. The browser is sent nowhere.
 */
export type AuthorizationPageCode = "request_too_large" | "application_missing" | "application_unknown" | "application_disabled" | "application_without_people" | "redirect_uri_missing" | "redirect_uri_not_registered";

/**
 * The refusal of a request.
 */
export type AuthorizationRefusal = { answer: "page"; code: AuthorizationPageCode } | { answer: "redirect"; redirectUri: RedirectUri; state: RequestState | null; error: AuthorizationErrorCode; description: string };

/**
 * A valid authorization request. Kept in the flow while the person is at their provider.
 */
export interface AuthorizationRequest {
    /**
     * The application.
     */
    applicationId: ApplicationId;
    /**
     * The redirect URI as requested, which matches a registered one.
     */
    redirectUri: RedirectUri;
    /**
     * The application's `state`, given back as it came.
     */
    state?: RequestState | null;
    /**
     * The `nonce` for the ID token.
     */
    nonce?: Nonce | null;
    /**
     * The granted scopes, in the order of [`Scope::ALL`].
     */
    scopes: Scope[];
    /**
     * The code challenge.
     */
    codeChallenge?: CodeChallenge | null;
    /**
     * The values of `prompt`, each once, in declaration order.
     */
    prompt?: Prompt[];
    /**
     * The greatest age of the person's authentication, in seconds.
     */
    maxAge?: number | null;
    /**
     * The hint about the person, which chooses a connection and goes to the provider.
     */
    loginHint?: LoginHint | null;
    /**
     * The hint about the person's domain, which chooses a connection.
     */
    domainHint?: LoginHint | null;
    /**
     * The session that the application's hint names.
     */
    hint?: IdTokenHint | null;
    /**
     * The classes of authentication of which one is required (RFC 9470 §5), in order of
     * preference; at most 20. Empty for any.
     */
    acrValues?: AuthenticationContext[];
    /**
     * The languages that the person prefers.
     */
    uiLocales?: UiLocales | null;
    /**
     * The connection that was asked for.
     */
    connectionId?: ConnectionId | null;
    /**
     * The organization that was asked for.
     */
    organizationId?: OrganizationId | null;
}

/**
 * The way in which the platform gets its first owner.
 */
export type Bootstrap = { mode: "token" } | { mode: "allow_list"; emails: CanonicalEmail[] } | { mode: "first_user"; acknowledged?: boolean } | { mode: "closed" };

/**
 * A bootstrap token that has been issued.
 */
export interface BootstrapTokenFacts {
    /**
     * The SHA-256 of the token.
     */
    tokenHash: TokenHash;
    /**
     * The first moment at which it no longer counts.
     */
    expiresAt: UnixSeconds;
    /**
     * `true` if it has been used.
     */
    used?: boolean;
    /**
     * `true` if it counts although the platform has an owner: the operator's way in when no owner
     * can sign in any more.
     */
    recovery?: boolean;
}

/**
 * A browser session, as it is stored, with the facts of now about its user.
 */
export interface BrowserSessionFacts {
    /**
     * The identifier of the session.
     */
    id: BrowserSessionId;
    /**
     * The user.
     */
    userId: UserId;
    /**
     * The connection of the sign-in.
     */
    connectionId: ConnectionId;
    /**
     * The times of the session.
     */
    times: SessionTimes;
    /**
     * The time of the authentication, as the provider states it; absent if it states none.
     */
    authTime?: UnixSeconds | null;
    /**
     * The class of the authentication, as the provider names it; absent if it names none.
     */
    acr?: AuthenticationContext | null;
    /**
     * The methods of the authentication, as the provider names them; at most 20.
     */
    amr?: AuthenticationMethod[];
    /**
     * The active organizations of which the user is a member now.
     */
    organizations?: OrganizationId[];
}

/**
 * One browser's sign-in at the issuer. Never the secret of its cookie.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type BrowserSessionId = string & { readonly __brand: "BrowserSessionId" };

/**
 * The reason why a row of a request with many rows becomes no command. A closed list.
 */
export type BulkRowFault = "email_invalid" | "email_repeated";

/**
 * An address in canonical form. Reads any accepted spelling and writes the canonical one.
 *
 * `Debug` shows it redacted, so that no log receives it through a type that contains it.
 */
export type CanonicalEmail = string;

/**
 * A permission that a session may have. Written as `resource:action`.
 */
export type Capability = "idp:read" | "idp:write" | "idp:activate" | "org:read" | "org:update" | "org:delete" | "members:read" | "members:manage" | "invitations:manage" | "domains:manage" | "policy:read" | "policy:write" | "audit:read" | "modules:manage" | "organizations:read" | "organizations:manage" | "users:read" | "users:manage" | "application:read" | "application:write";

/**
 * The proof that capabilities require of the login in which they are used.
 */
export interface CapabilityAuthentication {
    /**
     * The capabilities; at most 50.
     */
    capabilities: Capability[];
    /**
     * The classes of authentication (`acr`), compared exactly; one suffices. None is required if
     * empty. At most 20.
     */
    requiredAcr?: AuthenticationContext[];
    /**
     * The methods of authentication (`amr`), compared exactly; one suffices. None is required if
     * empty. At most 20.
     */
    requiredAmr?: AuthenticationMethod[];
    /**
     * The greatest age of the authentication, in seconds; absent if any is accepted.
     */
    maxAuthAge?: number | null;
}

/**
 * A linked identity, with its user.
 */
export interface CarriedIdentity {
    /**
     * The subject.
     */
    subject: Subject;
    /**
     * The kind of provider of the identity's connection.
     */
    kind: ConnectionKind;
    /**
     * The organization that owns the identity's connection; null for one of the platform.
     */
    organizationId?: OrganizationId | null;
    /**
     * The user to whom the identity is linked.
     */
    userId: UserId;
    /**
     * The user's status.
     */
    status: UserStatus;
    /**
     * The user's role on the platform.
     */
    platformRole: PlatformRole;
}

/**
 * The result of a carry-over, and the changes to write.
 */
export interface CarryOver {
    /**
     * `true` if the stored state is as requested. Otherwise nothing is to be written.
     */
    ok: boolean;
    /**
     * The reason for the result.
     */
    reason: CarryOverReason;
    /**
     * The extent. Empty for an actor who may not know it.
     */
    report: CarryOverReport;
    /**
     * The changes to write, in this order.
     */
    effects: AdministrationEffect[];
}

/**
 * The identities that cannot be carried over for one cause.
 */
export interface CarryOverConflict {
    /**
     * The kind of the conflict.
     */
    kind: CarryOverConflictKind;
    /**
     * The number of subjects.
     */
    count: number;
    /**
     * The former subjects, redacted and in their order; at most 100.
     */
    subjects: RedactedSubject[];
}

/**
 * The kind of a conflict: a cause why an identity cannot be carried over. A closed list.
 */
export type CarryOverConflictKind = "subject_unknown" | "subject_duplicate" | "subject_taken" | "second_subject" | "subject_claim_differs" | "other_organization";

/**
 * The stored facts that a carry-over depends on. The order of the lists has no meaning.
 */
export interface CarryOverFacts {
    /**
     * The acting user; absent if they do not exist, and for the operator.
     */
    actor?: UserFacts | null;
    /**
     * The connection whose issuer is the new one; absent if it does not exist.
     */
    target?: CarryOverTarget | null;
    /**
     * The identities at the former issuer.
     */
    identities?: CarriedIdentity[];
    /**
     * The identities at the new issuer.
     */
    present?: CarriedIdentity[];
    /**
     * The existing users whose identifier is one of [`derived_users`].
     */
    derivedUsers?: UserId[];
    /**
     * `true` if a connection in use has the former issuer.
     */
    fromInUse?: boolean;
    /**
     * `true` if an active owner or administrator of the platform has an identity at an issuer in
     * use other than the former one.
     */
    administratorElsewhere?: boolean;
}

/**
 * A carry-over, its actor, and the stored facts.
 */
export interface CarryOverInput {
    /**
     * The identifier of the audit record, generated by the host.
     */
    auditId: AuditId;
    /**
     * The actor who gives the command.
     */
    actor: Actor;
    /**
     * The actor's reason, in their own words.
     */
    reason?: ChangeReason | null;
    /**
     * `true` to proceed even if no administrator of the platform could log in afterwards. Needs a
     * reason.
     */
    force?: boolean;
    /**
     * The former issuer; null if the connection that names it does not exist or has none.
     */
    from?: Issuer | null;
    /**
     * The subjects to carry over, without those of [`mapping_faults`]. If absent, all, each to the
     * same subject.
     */
    subjects?: SubjectMapping[] | null;
    /**
     * The stored facts.
     */
    facts: CarryOverFacts;
}

/**
 * The result of a carry-over. A closed list.
 */
export type CarryOverReason = "carried_over" | "unchanged" | "not_allowed" | "connection_not_found" | "issuer_missing" | "same_issuer" | "mapping_invalid" | "carry_over_conflicts" | "would_lock_out_admins" | "reason_missing";

/**
 * The extent of a carry-over.
 */
export interface CarryOverReport {
    /**
     * The former issuer; null if it is not known.
     */
    from: Issuer | null;
    /**
     * The new issuer; null if it is not known.
     */
    to: Issuer | null;
    /**
     * The number of identities that move: all that were asked for, or none.
     */
    moved: number;
    /**
     * The number of identities whose user has the new identity already. They stay as they are.
     */
    alreadyLinked: number;
    /**
     * The number of identities at the former issuer that the list does not name. They stay.
     */
    left: number;
    /**
     * Their subjects, redacted and in their order; at most 100.
     */
    leftSubjects: RedactedSubject[];
    /**
     * The conflicts. With any, nothing moves.
     */
    conflicts: CarryOverConflict[];
}

/**
 * The connection to whose issuer identities are carried over.
 */
export interface CarryOverTarget {
    /**
     * The connection's identifier.
     */
    connectionId: ConnectionId;
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * The organization that owns the connection; null for a connection of the platform.
     */
    organizationId?: OrganizationId | null;
    /**
     * The issuer of the settings that the command names; null if they do not determine one.
     */
    issuer?: Issuer | null;
    /**
     * `true` if a connection in use has this issuer.
     */
    inUse?: boolean;
}

/**
 * A command to a connection, its actor, and the stored facts.
 */
export interface ChangeConnectionInput {
    /**
     * The time of the command, in seconds since the epoch, UTC.
     */
    now: UnixSeconds;
    /**
     * The actor who gives the command. The host has checked that they may.
     */
    actor: Actor;
    /**
     * The command.
     */
    command: ConnectionCommand;
    /**
     * The stored facts that the command depends on.
     */
    facts: ConnectionFacts;
    /**
     * `true` to allow addresses of this machine, over plain http too. For local testing.
     */
    allowLoopback?: boolean;
    /**
     * The networks and hosts at which the operator allows providers although they are not public;
     * empty for none.
     */
    allowedHosts?: AllowedHost[];
}

/**
 * The actor's reason for a change that is refused without one, in their own words, for the
 * audit record. At most 500 bytes.
 */
export type ChangeReason = string;

/**
 * The traces of a login that is decided differently.
 */
export interface ChangeTraces {
    /**
     * The verdicts of all stages under the current configuration.
     */
    before: Trace;
    /**
     * The verdicts of all stages under the simulated configuration.
     */
    after: Trace;
}

/**
 * An application's settings, and the facts that their check depends on.
 */
export interface CheckApplicationInput {
    /**
     * The settings.
     */
    settings: ApplicationSettings;
    /**
     * The facts.
     */
    context?: ApplicationContext;
}

/**
 * The provider's documents, and the connection to check them for.
 */
export interface CheckDiscoveryInput {
    /**
     * The connection's settings.
     */
    configuration: ConnectionConfiguration;
    /**
     * The discovery document (OpenID Connect Discovery §3, RFC 8414 §2) as fetched; absent for a
     * connection that is used without one.
     */
    document?: Settings | null;
    /**
     * The key set (RFC 7517 §5) as fetched; absent if it could not be fetched or is not needed.
     */
    jwks?: Settings | null;
    /**
     * `true` to allow addresses of this machine, over plain http too. For local testing.
     */
    allowLoopback?: boolean;
    /**
     * The networks and hosts at which the operator allows providers although they are not public;
     * empty for none.
     */
    allowedHosts?: AllowedHost[];
}

/**
 * The part of a login that is read from a claim.
 */
export type ClaimField = "issuer" | "subject" | "audience" | "authorized_party" | "email" | "email_verified" | "name" | "given_name" | "family_name" | "picture" | "phone_number" | "groups" | "organization" | "session";

/**
 * A path into the claims of a token: names with dots between them, such as
 * `resource_access.web.roles`. A name that itself holds a dot is put in double quotes; a path
 * that holds `://` and no quote is one name, because claims are named by URLs. A list on the
 * way stands for each of its items. At most 512 bytes.
 */
export type ClaimPath = string;

/**
 * The result of inspecting a token's claims.
 */
export interface ClaimsInspection {
    /**
     * The claims that a login reads for this kind of provider, in the order of [`ClaimField`].
     */
    claims: InspectedClaim[];
    /**
     * The names of all other claims, sorted; at most 100. Their values are not shown.
     */
    others: string[];
}

/**
 * The environments of Clerk instances.
 */
export type ClerkEnvironment = "development" | "production";

/**
 * The facts that a Clerk publishable key encodes.
 */
export interface ClerkFacts {
    /**
     * The host of the Frontend API.
     */
    frontendApi: string;
    /**
     * The environment of the Clerk instance.
     */
    environment: ClerkEnvironment;
}

/**
 * A verified assertion, whose identifier is stored until it expires.
 */
export interface ClientAssertion {
    /**
     * The identifier (`jti`), which is accepted once.
     */
    id: string;
    /**
     * The first moment at which the assertion is over.
     */
    expiresAt: UnixSeconds;
}

/**
 * The way in which an application authenticates at the token endpoint.
 */
export type ClientAuthentication = "secret" | "private_key_jwt" | "none";

/**
 * The reason why an application is not authenticated. For the log: the answer is `invalid_client`
 * for all of them.
 */
export type ClientAuthenticationError = "application_missing" | "several_methods" | "header_malformed" | "assertion_type" | "application_unknown" | "other_method" | "wrong_secret" | "assertion_signature" | "assertion_claims" | "assertion_replayed";

/**
 * A coarse name of a client's network and agent, as the host computes it; compared only. At
 * most 512 bytes.
 */
export type ClientFingerprint = string;

/**
 * A code challenge of the method S256: the SHA-256 of a verifier, as 43 characters of base64url
 * without padding (RFC 7636 §4.2).
 */
export type CodeChallenge = string;

/**
 * A code, as it is stored.
 */
export interface CodeFacts {
    /**
     * The application that the code was issued to.
     */
    applicationId: ApplicationId;
    /**
     * The redirect URI of the request.
     */
    redirectUri: RedirectUri;
    /**
     * The challenge of the request; absent if it had none.
     */
    codeChallenge?: CodeChallenge | null;
    /**
     * The connection of the sign-in.
     */
    connectionId: ConnectionId;
    /**
     * The version of the connection at the sign-in.
     */
    connectionVersion: number;
    /**
     * The first moment at which the code is over.
     */
    expiresAt: UnixSeconds;
    /**
     * The time at which the code was redeemed; absent if it was not.
     */
    usedAt?: UnixSeconds | null;
}

/**
 * A code verifier, as it is presented: well formed or not. `Debug` and JSON write `***`.
 */
export type CodeVerifier = string;

/**
 * People or things: their number, and the names of some of them.
 */
export interface Concerned {
    /**
     * Their number.
     */
    count: number;
    /**
     * The names of some of them; at most [`MAX_NAMES`].
     */
    names?: string[];
}

/**
 * An administrator's configuration: the policy, the connections and the domain rules by which
 * logins are decided.
 */
export interface Configuration {
    /**
     * The policy; the strict default policy when absent.
     */
    policy?: ProvisioningPolicy;
    /**
     * The connections; at most 1000.
     */
    connections?: Connection[];
    /**
     * The domain rules of all organizations; at most 200 000. A host whose store returns the rules
     * with the facts of each login leaves them out.
     */
    domainRules?: DomainRuleFacts[];
}

/**
 * The stage of a set of settings.
 */
export type ConfigurationStage = "draft" | "validated" | "tested";

/**
 * One numbered set of a connection's settings. The settings never change. A test login records its
 * outcome and may raise the stage.
 */
export interface ConfigurationVersion {
    /**
     * The number, counting from 1.
     */
    number: number;
    /**
     * The settings under their canonical names, as a report returns them, with secrets as
     * references.
     */
    settings: Settings;
    /**
     * The stage that the settings have reached.
     */
    stage: ConfigurationStage;
    /**
     * The outcome of the last test login; null if there was none.
     */
    testOutcome?: TestOutcome | null;
    /**
     * The decision that the last successful test login would have got; null if there is none.
     */
    testedDecision?: TestedDecision | null;
    /**
     * The time at which the provider ends the secret of the settings, in seconds since the epoch,
     * UTC; null if nobody has stated it.
     */
    secretExpiresAt?: UnixSeconds | null;
}

/**
 * The number of logins that are denied because of an identity conflict.
 */
export interface ConflictCount {
    /**
     * The number of logins under the current configuration.
     */
    before: number;
    /**
     * The number of logins under the simulated configuration.
     */
    after: number;
}

/**
 * The part of a connection that a login through it depends on.
 */
export interface Connection {
    /**
     * The connection's identifier.
     */
    id: ConnectionId;
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * The issuer that tokens must name. Compared exactly.
     */
    issuer: Issuer;
    /**
     * The lifecycle status.
     */
    status: ConnectionStatus;
    /**
     * The number of changes so far. A plan made under another version is not applied.
     */
    version?: number;
    /**
     * The organization that owns the connection; absent for a connection of the platform.
     */
    organizationId?: OrganizationId | null;
    /**
     * The extent to which addresses count as verified. For Entra ID, anything but the claim is
     * safe only with a single pinned tenant.
     */
    trustEmail?: EmailTrust;
    /**
     * The path of the claim that holds the address; `email` when absent. Another claim than
     * `email` is not what the provider's `email_verified` speaks of.
     */
    emailClaim?: ClaimPath | null;
    /**
     * `true` if an organization's connection admits people who have no address at all.
     */
    admitsWithoutEmail?: boolean;
    /**
     * `true` if an organization's connection may admit users whose address is outside the domains
     * that the organization owns.
     */
    allowOutsideDomains?: boolean;
    /**
     * The groups of which every person who uses the connection must have one; at most 100. Empty
     * if none is required.
     */
    requiredGroups?: GroupName[];
    /**
     * The audiences that tokens may be for; at most 20.
     */
    audiences?: Audience[];
    /**
     * The parties that tokens may have been issued to (`azp`, `cid`, `client_id`, `appid`); at
     * most 20. Required if tokens carry no audience.
     */
    authorizedParties?: Audience[];
    /**
     * The organizations at the provider of which tokens must name one (Google `hd`, Entra ID
     * `tid`, Clerk and Auth0 `org_id`, ZITADEL `urn:zitadel:iam:user:resourceowner:id`): one text,
     * or a list of at most 20; absent if any is accepted. Google's documentation on `hd`: the
     * login parameter is a hint, the claim is what counts.
     */
    providerOrganization?: ProviderOrganizations;
    /**
     * The algorithms that the connection's keys may sign with; at most 9. Empty means RS256 only.
     */
    algorithms?: SignatureAlgorithm[];
    /**
     * The kind of token that clients send.
     */
    tokenUse?: TokenUse;
    /**
     * The paths of the claims that hold the groups; at most 20. Empty for the claim that the kind
     * of provider has.
     */
    groupsClaim?: ClaimPath[];
    /**
     * The tolerated difference between the provider's clock and this one.
     */
    leewaySeconds?: Leeway;
    /**
     * The extent to which the userinfo endpoint completes the claims of tokens.
     */
    userinfo?: UserinfoUse;
}

/**
 * An action on a connection. `created`, `updated`, `activated` and `deactivated` are the names of
 * the legacy CORA toolkit.
 */
export type ConnectionAction = "created" | "updated" | "tested" | "activated" | "deactivated" | "rolled_back" | "made_default" | "deleted";

/**
 * The result of a command, and the plan to apply.
 */
export interface ConnectionChange {
    /**
     * `true` if the command succeeds. If `false`, the plan is empty.
     */
    ok: boolean;
    /**
     * The reason code of the result.
     */
    reason: ConnectionReason;
    /**
     * The issues of the settings, including warnings.
     */
    issues: ConnectionIssue[];
    /**
     * The status of the connection afterwards; null if there is no connection.
     */
    status: ConnectionStatus | null;
    /**
     * The version of the connection afterwards, for the next command; null if there is no
     * connection.
     */
    version: number | null;
    /**
     * The number of the settings that the command concerns; null if there are none.
     */
    number: number | null;
    /**
     * The platform's default connection after an activation, a disabling or a change of the
     * default; null if the platform has no connection in use, and for other commands.
     */
    defaultConnection: ConnectionId | null;
    /**
     * The number of active users who could sign in before and cannot afterwards, because all their
     * identities are at issuers that are not in use any more. Null if the command takes no issuer
     * out of use or into it. A refusal states it too.
     */
    usersWithoutWayIn: number | null;
    /**
     * The plan to apply. Empty if nothing changes.
     */
    plan: ConnectionPlan;
}

/**
 * The connection of a sign-in.
 */
export type ConnectionChoice = { choice: "connection"; connectionId: ConnectionId; reason: ConnectionChoiceReason } | { choice: "page"; connections: ConnectionId[] } | { choice: "unavailable" };

/**
 * The facts that the choice of a connection depends on.
 */
export interface ConnectionChoiceFacts {
    /**
     * The active connection of the organization that was asked for; absent if it has none, or none
     * was asked for.
     */
    ofOrganization?: ConnectionId | null;
    /**
     * The active organizations with a rule that owns the hinted domain ([`hinted_domain`]), or the
     * nearest domain above it that has one.
     */
    domainOwners?: DomainOwner[];
    /**
     * The active connections of the platform, in the order in which they are offered.
     */
    platform?: ConnectionId[];
    /**
     * The active connections among those that the application names, of organizations too. Not
     * read if it names none.
     */
    named?: ConnectionId[];
}

/**
 * The reason for a connection.
 */
export type ConnectionChoiceReason = "requested" | "organization" | "domain" | "only";

/**
 * A command to a connection.
 *
 * `expectedVersion` is the version that the actor has seen. If the connection has another version
 * by then, the command is refused and nothing is overwritten. Without it, the current version is
 * used.
 */
export type ConnectionCommand = { command: "create"; connectionId: ConnectionId; kind: ConnectionKind; displayName: DisplayName; organizationId?: OrganizationId | null; settings: Settings } | { command: "save"; displayName?: DisplayName | null; settings?: Settings | null; expectedVersion?: number | null } | { command: "record_test"; number: number; outcome: TestOutcome; decision?: TestedDecision | null } | { command: "activate"; number?: number | null; force?: Force | null; expectedVersion?: number | null } | { command: "rollback"; number: number; force?: Force | null; expectedVersion?: number | null } | { command: "disable"; force?: Force | null; expectedVersion?: number | null } | { command: "make_default"; expectedVersion?: number | null } | { command: "set_secret_expiry"; number?: number | null; expiresAt?: UnixSeconds | null; expectedVersion?: number | null } | { command: "delete"; expectedVersion?: number | null };

/**
 * Settings in which [`validate`](super::validate::validate) has found no error.
 *
 * Every variant has the issuer that tokens name, derived if the provider's other settings
 * determine it. Lists have no duplicates and keep the order in which they were given.
 */
export type ConnectionConfiguration = { kind: "okta"; issuer: Issuer; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "clerk"; issuer: Issuer; publishableKey: SettingText; secretKey: SecretReference | null; jwtKey: SettingText | null; proxyUrl: EndpointUrl | null; providerOrganization?: ProviderOrganizations; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; allowOutsideDomains: boolean; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; requiredGroups?: GroupName[] } | { kind: "oidc"; issuer: Issuer; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; discoveryUri: EndpointUrl | null; providerOrganization?: ProviderOrganizations; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "entra_id"; issuer: Issuer; tenantId: SettingText; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "google"; issuer: Issuer; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; hostedDomain?: ProviderOrganizations; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; allowOutsideDomains: boolean; leewaySeconds?: Leeway; requiredGroups?: GroupName[] } | { kind: "auth0"; issuer: Issuer; domain: SettingText; providerOrganization?: ProviderOrganizations; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "cognito"; issuer: Issuer; region: SettingText; userPoolId: SettingText; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "keycloak"; issuer: Issuer; serverUrl: EndpointUrl; realm: SettingText; providerOrganization?: ProviderOrganizations; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "zitadel"; issuer: Issuer; resourceOwner: SettingText | null; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "ping"; issuer: Issuer; environmentId: SettingText | null; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] } | { kind: "authentik"; issuer: Issuer; serverUrl: EndpointUrl; applicationSlug: SettingText; clientId: Audience; clientSecret: SecretReference | null; jwksUri?: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: EmailTrust; emailClaim?: ClaimPath | null; admitsWithoutEmail?: boolean; allowOutsideDomains: boolean; groupsClaim?: ClaimPath[]; leewaySeconds?: Leeway; userinfo?: UserinfoUse; requiredGroups?: GroupName[] };

/**
 * One change. Applying it again changes nothing.
 */
export type ConnectionEffect = { effect: "create_connection"; connectionId: ConnectionId; kind: ConnectionKind; displayName: DisplayName; organizationId: OrganizationId | null; at: UnixSeconds; by: Actor } | { effect: "rename_connection"; connectionId: ConnectionId; displayName: DisplayName } | { effect: "add_configuration"; connectionId: ConnectionId; number: number; settings: Settings; stage: ConfigurationStage; at: UnixSeconds; by: Actor } | { effect: "record_test"; connectionId: ConnectionId; number: number; outcome: TestOutcome; decision: TestedDecision | null; stage: ConfigurationStage; at: UnixSeconds } | { effect: "set_secret_expiry"; connectionId: ConnectionId; number: number; expiresAt: UnixSeconds | null } | { effect: "use_configuration"; connectionId: ConnectionId; number: number; connection: Connection; configuration: ConnectionConfiguration; derived: DerivedFacts } | { effect: "use_none"; connectionId: ConnectionId } | { effect: "make_default"; connectionId: ConnectionId | null } | { effect: "set_status"; connectionId: ConnectionId; status: ConnectionStatus; version: number; at: UnixSeconds; by: Actor } | { effect: "record_audit"; auditId: AuditId; connectionId: ConnectionId; action: ConnectionAction; version: number; number: number | null; changes: SettingChange[]; forced: boolean; reason: ChangeReason | null; at: UnixSeconds; by: Actor } | { effect: "delete_connection"; connectionId: ConnectionId };

/**
 * The stored facts that a command depends on.
 */
export interface ConnectionFacts {
    /**
     * The connection that the command concerns; null if none has that identifier.
     */
    connection?: ConnectionRecord | null;
    /**
     * The relevant connections in use: the platform's, those with the issuer of the settings to be
     * used, and those at whose issuer an administrator has an identity; at most 1000.
     */
    activeConnections?: ActiveConnection[];
    /**
     * Active users who own or administer the platform; at most 100. If there are more, the host
     * lists those first that have an identity at the issuer of the settings to be used.
     */
    administrators?: Administrator[];
    /**
     * The number of active users who have an identity at an issuer in use, and would have none at
     * an issuer in use after the command. Null if the command takes no issuer out of use or into
     * it.
     */
    usersWithoutWayIn?: number | null;
    /**
     * `true` if a domain rule, an invitation, an identity or the policy names the connection.
     */
    isReferenced?: boolean;
    /**
     * `true` if a connection of this identifier was deleted: its audit records have the
     * identifier.
     */
    wasDeleted?: boolean;
}

/**
 * A setting of a kind of provider.
 */
export interface ConnectionField {
    /**
     * The canonical name.
     */
    name: string;
    /**
     * Other names under which the setting is read.
     */
    aliases: string[];
    /**
     * The group.
     */
    group: FieldGroup;
    /**
     * The shape of the value.
     */
    shape: FieldShape;
    /**
     * `true` if the setting is required, regardless of the others.
     */
    required: boolean;
    /**
     * The label.
     */
    label: string;
    /**
     * The name that the provider's own pages give it; null if they have none of their own.
     */
    providerLabel: string | null;
    /**
     * The meaning, as a sentence.
     */
    description: string;
    /**
     * An example; null if there is none that helps.
     */
    example: string | null;
    /**
     * The values of a choice; empty for other shapes.
     */
    values: string[];
    /**
     * The maximum length of a text, or of an item of a list, in bytes; null for other shapes.
     */
    maxBytes: number | null;
    /**
     * The maximum number of items of a list; null for other shapes.
     */
    maxItems: number | null;
    /**
     * The greatest number; null for other shapes.
     */
    max: number | null;
    /**
     * The people who could sign in by a careless value, as a sentence; null if there are none.
     */
    danger: string | null;
}

/**
 * The settings of a kind of provider.
 */
export interface ConnectionFields {
    /**
     * The kind.
     */
    kind: ConnectionKind;
    /**
     * The provider's name for people.
     */
    displayName: string;
    /**
     * Sets of settings of which one is needed, the usual one first; empty if the required settings
     * suffice. A set is needed whole.
     */
    alternatives: string[][];
    /**
     * The settings in the order in which they are read.
     */
    fields: ConnectionField[];
}

/**
 * The kind of provider whose settings are asked for.
 */
export interface ConnectionFieldsInput {
    /**
     * The kind.
     */
    kind: ConnectionKind;
}

/**
 * A condition that must hold when the plan is applied. If one fails, nothing is written; reload
 * the facts and repeat the command.
 */
export type ConnectionGuard = { guard: "connection_absent"; connectionId: ConnectionId } | { guard: "connection_version"; connectionId: ConnectionId; version: number } | { guard: "platform_connection"; connectionId: ConnectionId | null } | { guard: "issuer_unused"; issuer: Issuer; except: ConnectionId[] } | { guard: "administrator_unchanged"; userId: UserId; issuer: Issuer | null } | { guard: "no_administrator" } | { guard: "connection_unreferenced"; connectionId: ConnectionId };

/**
 * An identity provider connection.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type ConnectionId = string & { readonly __brand: "ConnectionId" };

/**
 * One issue with a connection.
 */
export interface ConnectionIssue {
    /**
     * The issue code.
     */
    code: ConnectionIssueCode;
    /**
     * The severity. A connection with an error cannot go live; a warning should be intentional.
     */
    severity: Severity;
    /**
     * A JSON Pointer (RFC 6901) into the settings as they were given, or into the input of the
     * check.
     */
    path: string;
    /**
     * The message for people: lower case, no full stop, input in backticks. Never holds a secret.
     */
    message: string;
    /**
     * The remedy, as a sentence; null if there is none.
     */
    help: string | null;
}

/**
 * The code of an issue with a connection. A closed list, extended only with a test; a code is
 * never reused for another meaning.
 */
export type ConnectionIssueCode = "unknown_field" | "duplicate_field" | "missing_field" | "wrong_type" | "out_of_bounds" | "unknown_value" | "duplicate_item" | "placeholder_value" | "stray_character" | "invalid_url" | "invalid_domain" | "not_https" | "private_host" | "unexpected_url_part" | "trailing_slash" | "missing_trailing_slash" | "misspelt_host" | "symmetric_algorithm" | "admin_domain" | "issuer_form" | "issuer_conflict" | "wrong_authorization_server" | "tenant_not_pinned" | "client_id_form" | "unusual_client_id" | "key_form" | "key_environment_conflict" | "key_host_conflict" | "development_key" | "token_use_unsupported" | "algorithm_unsupported" | "claim_path_form" | "setting_unused" | "secret_in_public_field" | "secret_reference_form" | "secret_missing" | "audience_missing" | "authorized_parties_missing" | "scope_missing" | "email_trusted" | "outside_domains_admitted" | "document_form" | "document_incomplete" | "issuer_mismatch" | "endpoint_not_https" | "endpoint_private_host" | "endpoint_foreign_host" | "signing_algorithm_mismatch" | "only_symmetric_algorithms" | "pkce_unsupported" | "scope_unsupported" | "claim_unsupported" | "code_flow_unsupported" | "client_authentication_unsupported" | "jwks_uri_mismatch" | "key_set_form" | "no_usable_key" | "key_unusable" | "key_id_missing" | "key_id_repeated" | "private_key_published";

/**
 * The kind of identity provider. It decides how claims are read.
 */
export type ConnectionKind = "okta" | "clerk" | "oidc" | "entra_id" | "google" | "auth0" | "cognito" | "keycloak" | "zitadel" | "ping" | "authentik";

/**
 * The owner of a connection.
 */
export interface ConnectionOwner {
    /**
     * The connection.
     */
    id: ConnectionId;
    /**
     * The organization that owns it; absent if the platform does.
     */
    organizationId?: OrganizationId | null;
}

/**
 * The part of a connection that tells its tokens apart from those of other connections of its
 * issuer: the organizations at the provider that it pins, and the recipients of its tokens.
 */
export interface ConnectionPin {
    /**
     * The organizations at the provider of which tokens must name one; null if any is accepted.
     */
    providerOrganization?: ProviderOrganizations;
    /**
     * The audiences that tokens may be for; at most 20.
     */
    audiences?: Audience[];
    /**
     * The parties that tokens may have been issued to; at most 20.
     */
    authorizedParties?: Audience[];
}

/**
 * The changes that a command makes.
 */
export interface ConnectionPlan {
    /**
     * The conditions to check before anything is written.
     */
    guards: ConnectionGuard[];
    /**
     * The changes to write, in this order.
     */
    effects: ConnectionEffect[];
}

/**
 * The result of a command. A closed list.
 */
export type ConnectionReason = "created" | "saved" | "unchanged" | "test_recorded" | "activated" | "rolled_back" | "disabled" | "made_default" | "secret_expiry_set" | "deleted" | "connection_not_found" | "connection_exists" | "stale_version" | "settings_not_storable" | "configuration_not_found" | "not_validated" | "not_tested" | "issuer_in_use" | "would_lock_out_admins" | "reason_missing" | "not_active" | "not_of_platform" | "secret_missing" | "not_a_draft" | "connection_referenced";

/**
 * A stored connection, with the settings that a command may concern.
 */
export interface ConnectionRecord {
    /**
     * The connection's identifier.
     */
    id: ConnectionId;
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * The display name.
     */
    displayName: DisplayName;
    /**
     * The organization that owns the connection; null for a connection of the platform.
     */
    organizationId?: OrganizationId | null;
    /**
     * The number of changes so far, of any kind.
     */
    version: number;
    /**
     * The lifecycle status.
     */
    status: ConnectionStatus;
    /**
     * The number of the settings in use; null if the connection is not active.
     */
    activeNumber?: number | null;
    /**
     * The issuer of the settings in use; null if the connection is not active.
     */
    activeIssuer?: Issuer | null;
    /**
     * The number of the latest settings.
     */
    latestNumber: number;
    /**
     * The settings: the latest, those in use, and those that the command names. Others may be
     * included. At most 1000.
     */
    configurations?: ConfigurationVersion[];
}

/**
 * All issues of a connection's settings, and the facts that follow from them.
 */
export interface ConnectionReport {
    /**
     * `true` if there is no error. Such settings may be tested and go live.
     */
    ok: boolean;
    /**
     * `true` if the settings may be kept as a draft, because they hold nothing that must not be
     * stored.
     */
    storable: boolean;
    /**
     * Errors and warnings, in the order of the kind's settings, followed by those about settings
     * that the kind does not have; at most 100 are listed.
     */
    issues: ConnectionIssue[];
    /**
     * The settings under their canonical names (camelCase), without those that are unknown or must
     * not be stored.
     */
    settings: Settings;
    /**
     * The settings as a typed variant; null if there is an error.
     */
    configuration: ConnectionConfiguration | null;
    /**
     * The facts derived from the settings; null if there is an error.
     */
    derived: DerivedFacts | null;
}

/**
 * The settings of a connection, as somebody wrote them.
 */
export interface ConnectionSettings {
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * The settings, under camelCase names or the snake_case names of the legacy CORA toolkit
     * (`client_id`, `jwks_uri`, `publishable_key`).
     */
    settings: Settings;
    /**
     * The organization that owns the connection; absent for a connection of the platform.
     */
    organizationId?: OrganizationId | null;
    /**
     * `true` to allow addresses of this machine, over plain http too. For local testing.
     */
    allowLoopback?: boolean;
    /**
     * The networks and hosts at which the operator allows providers although they are not public;
     * empty for none.
     */
    allowedHosts?: AllowedHost[];
}

/**
 * A connection's present state, as far as a session depends on it.
 */
export interface ConnectionState {
    /**
     * The identifier of the connection.
     */
    id: ConnectionId;
    /**
     * `true` if logins use the connection.
     */
    isActive: boolean;
    /**
     * The number of changes of the connection so far.
     */
    version: number;
}

/**
 * The lifecycle status of a connection. Only an active connection admits users.
 */
export type ConnectionStatus = "draft" | "validated" | "tested" | "disabled" | "active";

/**
 * The suggestion for a pasted text.
 */
export interface ConnectionSuggestion {
    /**
     * The form of the text.
     */
    form: PasteForm;
    /**
     * The kind of provider; null if none can be told.
     */
    kind: ConnectionKind | null;
    /**
     * The settings, under their canonical names. They hold no secret.
     */
    settings: Settings;
    /**
     * The place of the discovery document; null if none can be told.
     */
    discoveryUri: string | null;
    /**
     * The findings: corrections, omissions, and parts that were not understood.
     */
    findings: PasteFinding[];
}

/**
 * A consequence of a command, with the people or things that it concerns.
 */
export interface Consequence {
    /**
     * The code.
     */
    code: ConsequenceCode;
    /**
     * The number of people or things that are concerned; null if they are not counted.
     */
    count: number | null;
    /**
     * Their names, as far as the actor may read them: at most [`MAX_NAMES`].
     */
    names: string[];
    /**
     * The message for people.
     */
    message: string;
}

/**
 * A consequence of a command. A closed list.
 */
export type ConsequenceCode = "access_lost" | "access_gained" | "seats_freed" | "seats_used" | "no_seat_left" | "sessions_end" | "invitations_withdrawn" | "invitations_open" | "requests_withdrawn" | "domains_released" | "domain_unproven" | "people_become_members" | "people_are_invited" | "people_ask" | "people_bound_to_connection" | "people_need_invitation" | "role_lowered" | "role_raised" | "role_follows_provider" | "application_roles_lost" | "application_roles_gained" | "identities_linked" | "identities_unlinked" | "identities_barred" | "accounts_joined" | "address_released" | "person_erased" | "address_admitted" | "address_waits_again" | "policy_applies" | "linking_loosened" | "secrets_refused" | "redirects_refused" | "slug_released" | "identities_carried_over" | "settings_apply" | "connection_refused" | "default_changes";

/**
 * The stored facts that only a dry run needs: who and what a command concerns in addition.
 */
export interface ConsequenceFacts {
    /**
     * The active members of the organization.
     */
    members?: Concerned;
    /**
     * The open invitations to the organization; without names, which are addresses.
     */
    openInvitations?: Concerned;
    /**
     * The domain rules of the organization.
     */
    domains?: Concerned;
    /**
     * The active people whose proven address matches the domain, and who are not members.
     */
    domainStrangers?: Concerned;
    /**
     * The sessions of the user that are alive; the one that is named, if one is.
     */
    sessions?: number;
    /**
     * The active organizations of which the user is an active member.
     */
    memberships?: Concerned;
    /**
     * The sessions in the application that are alive.
     */
    applicationSessions?: number;
    /**
     * The people who have a role of the application that it would not define any more; the names
     * are those of the roles.
     */
    roleHolders?: Concerned;
}

/**
 * One session of the console. Never the secret of its cookie.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type ConsoleSessionId = string & { readonly __brand: "ConsoleSessionId" };

/**
 * The kind of a session of the console: who acts in it.
 */
export type ConsoleSessionKind = "person" | "operator" | "setup";

/**
 * The reason why a session of the console does not go on.
 */
export type ConsoleSessionObjection = "console_session_over" | "session_superseded";

/**
 * The current organization of a session, and the user's role in it now.
 */
export interface CurrentOrganization {
    /**
     * The organization.
     */
    id: OrganizationId;
    /**
     * The user's role in it.
     */
    role: OrganizationRole;
}

/**
 * Everything that one decision depends on. The same input gives the same decision, byte for byte,
 * on every host.
 */
export interface DecideInput {
    /**
     * The time of the decision.
     */
    now: UnixSeconds;
    /**
     * The login.
     */
    login: LoginIdentity;
    /**
     * The connection of the login.
     */
    connection: Connection;
    /**
     * The policy in force; the strict default policy when absent.
     */
    policy?: ProvisioningPolicy;
    /**
     * The stored facts that concern this login; empty when absent.
     */
    facts?: LoginFacts;
}

/**
 * A decision about a login: its outcome, the reason, the message for the person, and the changes
 * to write.
 */
export interface Decision {
    /**
     * The outcome of the login.
     */
    outcome: Outcome;
    /**
     * The code of the deciding verdict in the trace.
     */
    reason: ReasonCode;
    /**
     * The message for the person; null if they are admitted and there is nothing to tell them.
     */
    userMessage: UserMessage | null;
    /**
     * The proof that the client asks the provider for at the next sign-in; null unless the reason
     * is `step_up_required` for the whole platform.
     */
    stepUp: StepUp | null;
    /**
     * The evidence about the login's address.
     */
    emailEvidence: EmailEvidence;
    /**
     * The user's role on the platform once the plan is applied.
     */
    platformRole: PlatformRole;
    /**
     * The user's active memberships once the plan is applied, ordered by organization.
     */
    memberships: MembershipView[];
    /**
     * The user's current organization once the plan is applied; null if they have none.
     */
    currentOrganizationId: OrganizationId | null;
    /**
     * The changes to write.
     */
    plan: Plan;
    /**
     * The verdict of every stage, for administrators.
     */
    trace: Trace;
}

/**
 * A [`Decision`] without its plan and its trace.
 */
export interface DecisionSummary {
    /**
     * The outcome of the login.
     */
    outcome: Outcome;
    /**
     * The code of the deciding verdict.
     */
    reason: ReasonCode;
    /**
     * The message for the person; null if they are admitted and there is nothing to tell them.
     */
    userMessage: UserMessage | null;
    /**
     * The proof that the client asks the provider for at the next sign-in; null unless the reason
     * is `step_up_required` for the whole platform.
     */
    stepUp: StepUp | null;
    /**
     * The evidence about the login's address.
     */
    emailEvidence: EmailEvidence;
    /**
     * The user's role on the platform once the plan is applied.
     */
    platformRole: PlatformRole;
    /**
     * The user's active memberships once the plan is applied, ordered by organization.
     */
    memberships: MembershipView[];
    /**
     * The user's current organization once the plan is applied; null if they have none.
     */
    currentOrganizationId: OrganizationId | null;
}

/**
 * The default role of an organization's members who are admitted by connection or domain.
 */
export interface DefaultRole {
    /**
     * The organization in which the role is given.
     */
    organizationId: OrganizationId;
    /**
     * The role, reduced to the greatest that the strategy grants: `org_admin` for a connection,
     * `org_user` for a domain rule.
     */
    role: OrganizationRole;
}

/**
 * One change. Applying it a second time changes nothing.
 */
export type DeprovisionEffect = { effect: "switch_off"; userId: UserId; updatedBy: UserId | null } | { effect: "keep_identity_barred"; identity: IdentityKey } | { effect: "end_session"; sessionId: SessionId } | { effect: "revoke_token"; tokenHash: TokenHash } | { effect: "remove_membership"; membershipId: MembershipId; organizationId: OrganizationId; removedAt: UnixSeconds; updatedBy: UserId | null } | { effect: "revoke_invitation"; invitationId: InvitationId; updatedBy: UserId | null } | { effect: "withdraw_membership_request"; organizationId: OrganizationId } | { effect: "remove_from_waitlist" } | { effect: "record_audit"; auditId: AuditId; at: UnixSeconds; actorId: UserId | null; userId: UserId };

/**
 * The stored data that belongs to a user. The order of the lists has no meaning.
 */
export interface DeprovisionFacts {
    /**
     * The identities linked to the user; at most 100.
     */
    identities?: IdentityKey[];
    /**
     * The user's memberships; at most 2000.
     */
    memberships?: MembershipFacts[];
    /**
     * The organizations of which the user is the only owner; at most 2000.
     */
    soleOwnerOf?: OrganizationId[];
    /**
     * `true` if the user is the only owner of the platform.
     */
    solePlatformOwner?: boolean;
    /**
     * The invitations that the user made, and those to their address; at most 2000.
     */
    invitations?: HeldInvitation[];
    /**
     * The user's sessions, as far as the host stores any; at most 1000.
     */
    sessions?: SessionId[];
    /**
     * The unused tokens that act for the user: link confirmations, and those that the host issues;
     * at most 1000.
     */
    tokens?: TokenHash[];
    /**
     * The organizations that the user has asked to join; at most 1000.
     */
    pendingMembershipRequests?: OrganizationId[];
    /**
     * `true` if the user's address is on the waitlist.
     */
    waitlisted?: boolean;
}

/**
 * A condition that must hold when the plan is applied.
 */
export type DeprovisionGuard = { guard: "user_unchanged"; userId: UserId; status: UserStatus; roleVersion: number } | { guard: "other_owner"; organizationId: OrganizationId } | { guard: "other_platform_owner" };

/**
 * The input of [`deprovision`].
 */
export interface DeprovisionInput {
    /**
     * The time of the deprovisioning.
     */
    now: UnixSeconds;
    /**
     * The user.
     */
    user: UserFacts;
    /**
     * The user who deprovisions them; absent for the operator of the host. The host checks the
     * permission, by [`session::can`](crate::session::can).
     */
    actorId?: UserId | null;
    /**
     * The stored data that belongs to the user; empty when absent.
     */
    facts?: DeprovisionFacts;
}

/**
 * The plan that deprovisions a user. Either all of it is applied, in one transaction and with
 * every guard true, or none.
 */
export interface DeprovisionPlan {
    /**
     * The conditions that must hold.
     */
    guards: DeprovisionGuard[];
    /**
     * The changes to apply, in this order; empty if the user was already deprovisioned.
     */
    effects: DeprovisionEffect[];
}

/**
 * The reasons why a user cannot be deprovisioned yet, all at once.
 */
export interface DeprovisionRefusal {
    /**
     * `true` if the platform has no other owner (`last_platform_owner`).
     */
    lastPlatformOwner: boolean;
    /**
     * The organizations that have no other owner (`last_organization_owner`).
     */
    lastOwnerOf: OrganizationId[];
}

/**
 * The facts that follow from settings, so that nobody has to write them down a second time.
 */
export interface DerivedFacts {
    /**
     * The issuer that tokens name. Compared exactly.
     */
    issuer: Issuer;
    /**
     * The URL of the provider's discovery document; null if the provider is used without one.
     */
    discoveryUri: EndpointUrl | null;
    /**
     * The URL of the keys; null if the discovery document names it, or the key is in the settings.
     */
    jwksUri: EndpointUrl | null;
    /**
     * The kind of token that the application sends.
     */
    tokenUse: TokenUse;
    /**
     * The facts about Okta's authorization server; null for other kinds.
     */
    okta: OktaFacts | null;
    /**
     * The facts about the Clerk instance; null for other kinds.
     */
    clerk: ClerkFacts | null;
}

/**
 * Two policies to compare.
 */
export interface DiffPolicyInput {
    /**
     * The earlier policy.
     */
    old: ProvisioningPolicy;
    /**
     * The later policy.
     */
    new: ProvisioningPolicy;
}

/**
 * Two sets of settings to compare.
 */
export interface DiffSettingsInput {
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * The earlier settings; absent if there are none.
     */
    old?: Settings | null;
    /**
     * The later settings; absent if there are none.
     */
    new?: Settings | null;
}

/**
 * All issues of a provider's documents for a connection.
 */
export interface DiscoveryReport {
    /**
     * `true` if there is no error.
     */
    ok: boolean;
    /**
     * Errors and warnings, in the order of the checks.
     */
    issues: ConnectionIssue[];
    /**
     * The URL that users are sent to for a login; null if the document names none, or names one
     * that is refused.
     */
    authorizationEndpoint: string | null;
    /**
     * The URL at which codes are exchanged for tokens; null if the document names none, or names
     * one that is refused.
     */
    tokenEndpoint: string | null;
    /**
     * The URL of the keys, from the settings or else from the document; null if neither names one,
     * or if the key is in the settings.
     */
    jwksUri: string | null;
    /**
     * The identifiers of the keys that can verify tokens of this connection.
     */
    usableKeyIds: string[];
}

/**
 * A name shown to people. At most 512 bytes.
 */
export type DisplayName = string;

/**
 * The policy for a new user whom no strategy admits, and whose address is at a provider of
 * disposable mailboxes ([`DomainClass::Disposable`](crate::domain::class::DomainClass)).
 */
export type DisposableEmail = "allow" | "refuse";

/**
 * The class of a domain.
 */
export type DomainClass = "public_provider" | "disposable" | "public_suffix" | "company";

/**
 * A command about domain rules.
 */
export type DomainCommand = { command: "add_domain"; organizationId: OrganizationId; domainId: DomainId; pattern: DomainPattern; class?: DomainClass; verification: VerificationLevel; enrollmentMode: EnrollmentMode; connectionId?: ConnectionId | null; requiredGroups?: GroupName[] } | { command: "change_domain"; organizationId: OrganizationId; domainId: DomainId; enrollmentMode: EnrollmentMode; connectionId?: ConnectionId | null; requiredGroups?: GroupName[] | null } | { command: "record_domain_proof"; organizationId: OrganizationId; domainId: DomainId; proof: DomainProof; found: boolean } | { command: "remove_domain"; organizationId: OrganizationId; domainId: DomainId };

/**
 * An effect of a command about domain rules.
 */
export type DomainEffect = { effect: "delete_domains"; organizationId: OrganizationId } | { effect: "create_domain"; domainId: DomainId; organizationId: OrganizationId; pattern: DomainPattern; class: DomainClass; verification: VerificationLevel; enrollmentMode: EnrollmentMode; connectionId: ConnectionId | null; requiredGroups: GroupName[] } | { effect: "change_domain"; domainId: DomainId; enrollmentMode: EnrollmentMode; connectionId: ConnectionId | null; requiredGroups: GroupName[] } | { effect: "set_domain_state"; domainId: DomainId; state: VerificationState } | { effect: "delete_domain"; domainId: DomainId };

/**
 * A domain rule of an organization.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type DomainId = string & { readonly __brand: "DomainId" };

/**
 * A domain name of at least two labels, as UTS-46 A-labels in ASCII lower case without a trailing
 * dot: 3 to 253 bytes, labels of 1 to 63 bytes (RFC 1035 §2.3.4, Unicode Technical Standard 46
 * with STD3 rules, non-transitional).
 *
 * Address literals and names whose last label is a number are not domain names.
 */
export type DomainName = string;

/**
 * An organization that owns a domain, and its connection.
 */
export interface DomainOwner {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The organization's active connection; absent if it has none.
     */
    connectionId?: ConnectionId | null;
}

/**
 * The pattern of a domain rule: `acme.example` matches just that name, `*.acme.example` every name
 * below it but not the name itself.
 *
 * Shape: a domain name, or `*.` and a domain name that is not a public suffix; at most ten labels
 * after the `*.`.
 */
export type DomainPattern = string;

/**
 * The kind of proof of a domain.
 */
export type DomainProof = "mailbox" | "dns_record";

/**
 * A domain rule of an organization.
 */
export interface DomainRuleFacts {
    /**
     * The identifier of the rule.
     */
    id: DomainId;
    /**
     * The organization whose rule it is.
     */
    organizationId: OrganizationId;
    /**
     * The pattern of domain names that the rule matches.
     */
    pattern: DomainPattern;
    /**
     * The class of the domain, by the complete lists at the time it was verified.
     */
    class?: DomainClass;
    /**
     * The level of proof that was required.
     */
    verification: VerificationLevel;
    /**
     * The state of the proof.
     */
    state: VerificationState;
    /**
     * The enrollment of people whose address matches.
     */
    enrollmentMode: EnrollmentMode;
    /**
     * The role that the rule gives. A role above `org_user` is reduced to it; when absent, the
     * policy's default role applies.
     */
    role?: OrganizationRole | null;
    /**
     * The connection that `enterprise_sso` requires. Unused in the other modes.
     */
    connectionId?: ConnectionId | null;
    /**
     * The groups of which a person must have one to be enrolled by the rule; at most 100. Empty if
     * none is required.
     */
    requiredGroups?: GroupName[];
    /**
     * The version, incremented by every change. A plan made under another version is not applied.
     */
    version?: number;
}

/**
 * One change. Applying it a second time changes nothing.
 */
export type Effect = { effect: "create_user"; userId: UserId; email: EmailAddress | null; emailVerified: boolean; profile: Profile; createdBy: UserId; updatedBy: UserId } | { effect: "link_identity"; userId: UserId; connectionId: ConnectionId; identity: IdentityKey; email: CanonicalEmail | null; emailVerified: boolean; statedAt: UnixSeconds | null; createdBy: UserId } | { effect: "record_identity_email"; userId: UserId; identity: IdentityKey; email: CanonicalEmail | null; emailVerified: boolean; statedAt: UnixSeconds | null } | { effect: "set_email"; userId: UserId; email: EmailAddress; updatedBy: UserId } | { effect: "verify_email"; userId: UserId; email: CanonicalEmail; updatedBy: UserId } | { effect: "confirm_email"; userId: UserId; email: CanonicalEmail; confirmedAt: UnixSeconds; updatedBy: UserId } | { effect: "unverify_email"; userId: UserId; email: CanonicalEmail; updatedBy: UserId } | { effect: "forget_email_confirmation"; userId: UserId; email: CanonicalEmail; updatedBy: UserId } | { effect: "release_email"; userId: UserId; email: CanonicalEmail; updatedBy: UserId } | { effect: "open_identity_conflict"; conflictId: IdentityConflictId; kind: IdentityConflictKind; identity: IdentityKey; connectionId: ConnectionId; userId: UserId; claimantId: UserId | null; email: CanonicalEmail | null; openedAt: UnixSeconds } | { effect: "consume_link_confirmation"; tokenHash: TokenHash; userId: UserId; usedAt: UnixSeconds } | { effect: "update_profile"; userId: UserId; profile: Profile; updatedBy: UserId } | { effect: "create_organization"; organizationId: OrganizationId; name: DisplayName; slug: Slug; createdBy: UserId; updatedBy: UserId } | { effect: "add_membership"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; role: OrganizationRole; source: MembershipSource; roleSource: RoleSource | null; baseRole: OrganizationRole | null; roleAsOf: UnixSeconds | null; createdBy: UserId; updatedBy: UserId } | { effect: "raise_role"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; from: OrganizationRole; to: OrganizationRole; roleSource: RoleSource | null; baseRole: OrganizationRole | null; roleAsOf: UnixSeconds | null; updatedBy: UserId } | { effect: "lower_role"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; from: OrganizationRole; to: OrganizationRole; roleSource: RoleSource | null; baseRole: OrganizationRole | null; roleAsOf: UnixSeconds | null; updatedBy: UserId } | { effect: "end_membership"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; role: OrganizationRole; roleAsOf: UnixSeconds | null; endedAt: UnixSeconds; updatedBy: UserId } | { effect: "accept_invitation"; invitationId: InvitationId; userId: UserId; acceptedAt: UnixSeconds; claimedAs: RedactedEmail | null } | { effect: "create_invitation"; invitationId: InvitationId; organizationId: OrganizationId; email: CanonicalEmail; role: OrganizationRole; acceptance: InvitationAcceptance; createdAt: UnixSeconds; expiresAt: UnixSeconds; createdBy: UserId } | { effect: "request_membership"; requestId: MembershipRequestId; organizationId: OrganizationId; userId: UserId; role: OrganizationRole; requestedAt: UnixSeconds } | { effect: "add_to_waitlist"; email: CanonicalEmail; addedAt: UnixSeconds } | { effect: "set_current_organization"; userId: UserId; from: OrganizationId | null; organizationId: OrganizationId } | { effect: "grant_platform_role"; userId: UserId; role: PlatformRole; updatedBy: UserId } | { effect: "consume_bootstrap_token"; tokenHash: TokenHash; userId: UserId; usedAt: UnixSeconds } | { effect: "record_audit"; auditId: AuditId; at: UnixSeconds; outcome: OutcomeKind; reason: ReasonCode; connectionId: ConnectionId; userId: UserId | null; email: RedactedEmail | null; claimedInvitationId: InvitationId | null };

/**
 * An address as written, for display, and its canonical form, for comparison.
 *
 * Canonical form: NFKC, then exactly one `@`; the local part in ASCII lower case, the domain an
 * IDNA A-label name in lower case. The case of the local part is folded although RFC 5321 §2.4
 * makes it significant, because no mailbox provider does (our decision).
 */
export interface EmailAddress {
    /**
     * The address as written; for display only.
     */
    original: RawEmail;
    /**
     * The canonical form; the only one to compare.
     */
    canonical: CanonicalEmail;
}

/**
 * The reason why a text is not an e-mail address that Cora accepts.
 */
export type EmailError = "too_long" | "at_sign" | "local_length" | "local_character" | "encoded_word" | "domain";

/**
 * The evidence about a login's e-mail address, ordered from none to the strongest.
 */
export type EmailEvidence = "absent" | "unverified" | "verified" | "owned_domain";

/**
 * The extent to which an address counts as verified by the connection that asserts it, chosen by
 * the connection's administrator.
 *
 * Also reads the booleans that earlier versions wrote: `false` is [`Self::Claim`], `true` is
 * [`Self::AbsentIsTrue`].
 */
export type EmailTrust = "claim" | "absent_is_true" | "always" | boolean;

/**
 * The URL of an endpoint, as written: an absolute https URL wherever a report has found no
 * error in it. At most 2048 bytes.
 */
export type EndpointUrl = string;

/**
 * A login, with the stored facts that concern it.
 */
export interface EngineLogin {
    /**
     * The time of the decision.
     */
    now: UnixSeconds;
    /**
     * The login.
     */
    login: LoginIdentity;
    /**
     * The stored facts that concern the login; empty when absent.
     */
    facts?: LoginFacts;
}

/**
 * The enrollment of a person whose address matches a domain rule, ordered from the strictest mode
 * to the most generous.
 */
export type EnrollmentMode = "enterprise_sso" | "manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "automatic_membership";

/**
 * A fact that a stage evaluated.
 */
export type Evidence = { kind: "email"; address: RedactedEmail | null; evidence: EmailEvidence } | { kind: "email_holder"; id: UserId; code: ReasonCode } | { kind: "connection"; id: ConnectionId; status: ConnectionStatus } | { kind: "user"; id: UserId; status: UserStatus } | { kind: "invitation"; id: InvitationId; organizationId: OrganizationId; code: ReasonCode } | { kind: "domain_rule"; id: DomainId; organizationId: OrganizationId; pattern: string; code: ReasonCode } | { kind: "actor"; issuer: Issuer; subject: string } | { kind: "claim_unread"; claim: UnreadClaim } | { kind: "role_capped"; organizationId: OrganizationId; from: OrganizationRole; to: OrganizationRole } | { kind: "group"; organizationId: OrganizationId; role: OrganizationRole; code: ReasonCode } | { kind: "authentication"; organizationId: OrganizationId | null; lacks: AuthenticationLack[]; code: ReasonCode };

/**
 * An expectation that a policy does not meet.
 */
export interface ExpectationFailure {
    /**
     * The name of the expectation.
     */
    name: DisplayName;
    /**
     * The expected outcome.
     */
    expected: OutcomeKind;
    /**
     * The outcome under the policy.
     */
    found: OutcomeKind;
    /**
     * The reason of the decision.
     */
    reason: ReasonCode;
    /**
     * The role in the expected organization under the policy; null if the person is not a member.
     */
    role: OrganizationRole | null;
    /**
     * The message for people.
     */
    message: string;
}

/**
 * The ages of the factor verifications, in minutes.
 */
export interface FactorVerificationAge {
    /**
     * The age of the first factor; null if it was not verified.
     */
    first: number | null;
    /**
     * The age of the second factor; null if it was not verified.
     */
    second: number | null;
}

/**
 * A field's value before and after a command.
 */
export interface FieldChange {
    /**
     * The name of the field.
     */
    field: string;
    /**
     * The value before; null if there was none.
     */
    before: string | null;
    /**
     * The value after; null if there is none.
     */
    after: string | null;
}

/**
 * A group of settings in a form.
 */
export type FieldGroup = "provider" | "client" | "tokens" | "trust";

/**
 * The shape of a setting's value.
 */
export type FieldShape = "text" | "url" | "lines" | "list" | "text_or_list" | "words" | "flag" | "choice" | "choices" | "number" | "secret";

/**
 * A finding in a configuration.
 */
export interface Finding {
    /**
     * The place: a JSON Pointer into the configuration (RFC 6901).
     */
    path: string;
    /**
     * The code of the finding.
     */
    code: FindingCode;
    /**
     * The severity: an error should not go live, a warning should be intended.
     */
    severity: Severity;
    /**
     * The problem, for people: lower case, no full stop.
     */
    message: string;
    /**
     * The remedy: a sentence.
     */
    fix: string;
}

/**
 * The code of a finding. A closed list, extended only together with a test.
 */
export type FindingCode = "no_active_connection" | "entry_closed" | "neither_creates_nor_links" | "unreachable_strategy" | "strategy_missing" | "bootstrap_first_user" | "bootstrap_list_empty" | "unverified_email_accepted" | "second_subject_unasked" | "reserved_role" | "role_capped" | "shadowed_entry" | "group_mapping_unreachable" | "group_sync_unused" | "required_groups_unreachable" | "required_authentication_unreachable" | "idp_organization_unreachable" | "seats_not_enforced" | "invitation_lifetime_too_long" | "invitation_lifetime_too_short" | "personal_organization_unused" | "connection_without_audience" | "email_trusted_without_claim" | "email_claim_ignored" | "outside_domains_admitted" | "issuer_repeated" | "public_domain" | "suffix_domain" | "wildcard_too_wide" | "wildcard_without_name" | "silent_join_without_ownership" | "domain_not_verified" | "ambiguous_domain" | "sso_connection_unusable" | "confusable_domain" | "mixed_script_domain";

/**
 * The way to the provider that brought the person back for this very request.
 */
export interface FlowFacts {
    /**
     * The browser session that the flow's callback began. Only that session profits from it.
     */
    browserSessionId: BrowserSessionId;
    /**
     * The beginning of the flow.
     */
    beganAt: UnixSeconds;
    /**
     * `true` if the provider was asked to have the person log in again.
     */
    askedLogin: boolean;
    /**
     * `true` if the provider was asked to have the person choose an account.
     */
    askedSelectAccount: boolean;
}

/**
 * A request to proceed in spite of a safeguard.
 */
export interface Force {
    /**
     * The reason for the audit record. Must not be blank.
     */
    reason: ChangeReason;
}

/**
 * The permissions of a user in an application, now.
 */
export interface GrantedPermissions {
    /**
     * The version of the application's definitions, raised by each change.
     */
    version: number;
    /**
     * Those in the current organization; at most 200. Empty if there is none.
     */
    organization?: PermissionId[];
    /**
     * Those on the platform; at most 200.
     */
    platform?: PermissionId[];
}

/**
 * The name or identifier of a group at the identity provider, compared exactly. At most 512
 * bytes.
 */
export type GroupName = string;

/**
 * A mapping of a group at the identity provider to a role in an organization.
 */
export interface GroupRole {
    /**
     * The organization in which the role is given.
     */
    organizationId: OrganizationId;
    /**
     * The name or identifier of the group, compared exactly.
     */
    group: GroupName;
    /**
     * The role. A role above `org_admin` is reduced to `org_admin`.
     */
    role: OrganizationRole;
    /**
     * The force of the mapping. One `authoritative` mapping makes its whole organization follow
     * the provider.
     */
    sync?: GroupSync;
    /**
     * The connection whose groups the mapping reads; absent if it is every connection that speaks
     * for the organization: its own, and those of the platform.
     */
    connectionId?: ConnectionId | null;
}

/**
 * The force of a group mapping.
 */
export type GroupSync = "add" | "authoritative";

/**
 * A condition that must hold when a plan is applied. If one fails, nothing is written; load the
 * facts again and decide again.
 */
export type Guard = { guard: "identity_unlinked"; identity: IdentityKey } | { guard: "email_unclaimed"; email: CanonicalEmail } | { guard: "email_unchanged"; userId: UserId; email: CanonicalEmail | null; emailVerified: boolean; emailConfirmedAt: UnixSeconds | null } | { guard: "identity_email_unchanged"; identity: IdentityKey; userId: UserId; email: CanonicalEmail | null; emailVerified: boolean; statedAt: UnixSeconds | null } | { guard: "no_other_subject"; userId: UserId; identity: IdentityKey } | { guard: "user_absent"; userId: UserId } | { guard: "user_active"; userId: UserId } | { guard: "identity_linked"; identity: IdentityKey; userId: UserId } | { guard: "email_verified"; userId: UserId; email: CanonicalEmail } | { guard: "link_confirmation_pending"; tokenHash: TokenHash } | { guard: "invitation_pending"; invitationId: InvitationId; role: OrganizationRole; expiresAt: UnixSeconds } | { guard: "inviter_authorized"; userId: UserId; organizationId: OrganizationId; role: OrganizationRole; platformRole: PlatformRole } | { guard: "membership_unchanged"; organizationId: OrganizationId; userId: UserId; status: MembershipStatus | null; role: OrganizationRole | null; roleSource: RoleSource | null; roleAsOf: UnixSeconds | null } | { guard: "organization_active"; organizationId: OrganizationId } | { guard: "organization_absent"; organizationId: OrganizationId } | { guard: "no_platform_owner" } | { guard: "bootstrap_token_unused"; tokenHash: TokenHash } | { guard: "seat_available"; organizationId: OrganizationId } | { guard: "slug_free"; slug: Slug } | { guard: "waitlist_approved"; email: CanonicalEmail } | { guard: "policy_version"; version: number } | { guard: "connection_version"; connectionId: ConnectionId; version: number } | { guard: "domain_rule_version"; domainId: DomainId; version: number };

/**
 * An invitation that a user made, or that is to their address.
 */
export interface HeldInvitation {
    /**
     * The identifier of the invitation.
     */
    id: InvitationId;
    /**
     * The status of the invitation.
     */
    status: InvitationStatus;
}

/**
 * The name of an icon in the application's set, or its URL. At most 2048 bytes.
 */
export type IconName = string;

/**
 * The user and session that a valid `id_token_hint` names.
 */
export interface IdTokenHint {
    /**
     * The user (`sub`).
     */
    userId: UserId;
    /**
     * The application session (`sid`).
     */
    applicationSessionId: ApplicationSessionId;
}

/**
 * A command about a conflict.
 */
export type IdentityConflictCommand = { command: "resolve_same_person"; conflictId: IdentityConflictId } | { command: "resolve_another_person"; conflictId: IdentityConflictId } | { command: "dismiss_identity_conflict"; conflictId: IdentityConflictId };

/**
 * An effect of a command about a conflict.
 */
export type IdentityConflictEffect = { effect: "link_identity"; userId: UserId; connectionId: ConnectionId; identity: IdentityKey; email: CanonicalEmail | null } | { effect: "carry_identities_over"; connectionId: ConnectionId; from: Issuer; to: Issuer; subjects: SubjectMapping[] } | { effect: "unlink_identity"; userId: UserId; identity: IdentityKey } | { effect: "join_accounts"; join: AccountJoin } | { effect: "resolve_identity_conflict"; conflictId: IdentityConflictId; status: IdentityConflictStatus; reason: ChangeReason | null };

/**
 * A conflict about the owner of an address.
 */
export interface IdentityConflictFacts {
    /**
     * The identifier of the conflict.
     */
    id: IdentityConflictId;
    /**
     * The kind of the conflict.
     */
    kind: IdentityConflictKind;
    /**
     * The status of the conflict.
     */
    status: IdentityConflictStatus;
    /**
     * The identity of the login.
     */
    identity: IdentityKey;
    /**
     * The connection of the login.
     */
    connectionId: ConnectionId;
    /**
     * The address in question; absent if the login had none.
     */
    email?: CanonicalEmail | null;
    /**
     * The user to whom the identity is linked; absent if to nobody.
     */
    linkedUserId?: UserId | null;
    /**
     * The account to which the identity is linked, if it is another user's than the holder's.
     */
    joining?: AccountJoinFacts | null;
    /**
     * The holder's identities of other subjects at the issuer; at most 100.
     */
    otherSubjects?: IdentityKey[];
}

/**
 * A conflict about an address or an identity, for administrators.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type IdentityConflictId = string & { readonly __brand: "IdentityConflictId" };

/**
 * The kind of a conflict.
 */
export type IdentityConflictKind = "second_subject" | "email_conflict";

/**
 * The status of a conflict.
 */
export type IdentityConflictStatus = "open" | "same_person" | "another_person" | "dismissed";

/**
 * An identity that is linked to a user, and its word: the address and the evidence of its last
 * login.
 */
export interface IdentityFacts {
    /**
     * The user to whom the identity is linked.
     */
    userId: UserId;
    /**
     * The identity.
     */
    identity: IdentityKey;
    /**
     * The canonical address that the provider asserted; absent if it asserted none that can be
     * read.
     */
    email?: CanonicalEmail | null;
    /**
     * `true` if the evidence of that login was at least `verified`: the identity vouches for the
     * address. A mailed code does not count here.
     */
    emailVerified?: boolean;
    /**
     * The time at which the token that said so was issued (`iat`); absent if unknown.
     */
    statedAt?: UnixSeconds | null;
    /**
     * The organization of the connection by which the identity is linked; absent if that is a
     * connection of the platform. The word of an organization's connection counts for the domains
     * that the organization owns.
     */
    organizationId?: OrganizationId | null;
}

/**
 * The key of a person at an identity provider: the exact issuer and the exact subject. Never the
 * e-mail address, never the subject alone, never the provider's name (OpenID Connect Core §5.7).
 */
export interface IdentityKey {
    /**
     * The issuer (`iss`).
     */
    issuer: Issuer;
    /**
     * The subject (`sub`).
     */
    subject: Subject;
}

/**
 * An organization at the identity provider that stands for one of the platform's organizations.
 */
export interface IdpOrganization {
    /**
     * The connection of the platform whose logins name the organization; absent if it is any.
     */
    connectionId?: ConnectionId | null;
    /**
     * The identifier of the organization at the provider, compared exactly.
     */
    idpOrganization: ProviderOrganization;
    /**
     * The organization that admits the people.
     */
    organizationId: OrganizationId;
    /**
     * The role of people who join; the organization's default role if absent. A role above
     * `org_admin` is reduced to `org_admin`.
     */
    role?: OrganizationRole | null;
}

/**
 * The policy for a login whose list of groups is incomplete, because the person has too many.
 */
export type IncompleteGroups = "ignore_mappings" | "deny";

/**
 * A claim that a login reads.
 */
export interface InspectedClaim {
    /**
     * The name of the claim, or the path to it.
     */
    claim: string;
    /**
     * The part of a login that is read from it.
     */
    field: ClaimField;
    /**
     * `true` if the token has the claim. A `null` value counts as missing.
     */
    present: boolean;
    /**
     * `true` if the token has the claim in the form that a login needs.
     */
    usable: boolean;
    /**
     * `true` if the answer of the userinfo endpoint was read in place of the token; then all of
     * this is about that answer.
     */
    fromUserinfo: boolean;
    /**
     * The value, redacted; null if the claim is missing. An address is shown as
     * `a***@acme.example`, a subject by its first characters, and names, picture, phone number and
     * session as `***`. True and false, issuer, audience, party and organization are shown
     * unchanged. For a list, this is the number of items.
     */
    value: string | null;
    /**
     * The items of a list of groups, audiences or organizations; at most 20.
     */
    items: string[];
    /**
     * The remedy at this kind of provider; null if there is nothing to do.
     */
    help: string | null;
}

/**
 * The kind of an introspected token.
 */
export type IntrospectedKind = "access_token" | "refresh_token";

/**
 * A token of the issuer that is presented for introspection, after its signature, type and issuer
 * were verified.
 */
export interface IntrospectedToken {
    /**
     * The application that the token was issued to.
     */
    applicationId: ApplicationId;
    /**
     * The scopes of the token.
     */
    scopes: Scope[];
    /**
     * The time at which the token was issued.
     */
    issuedAt: UnixSeconds;
    /**
     * The first moment at which the token is over.
     */
    expiresAt: UnixSeconds;
    /**
     * The identifier (`jti`); absent for a refresh token.
     */
    tokenId?: string | null;
    /**
     * The kind of the token.
     */
    kind: IntrospectedKind;
}

/**
 * The way in which an invitation has to be accepted.
 */
export type InvitationAcceptance = "explicit" | "on_login";

/**
 * The policy for a person who opens an invitation to another address than the one that they sign
 * in with.
 */
export type InvitationClaim = "address" | "mailbox_code";

/**
 * A command about invitations.
 */
export type InvitationCommand = { command: "create_invitation"; organizationId: OrganizationId; invitationId: InvitationId; email: CanonicalEmail; role?: OrganizationRole; platformRole?: PlatformRole; connectionId?: ConnectionId | null; lifetimeSeconds?: number | null } | { command: "resend_invitation"; organizationId: OrganizationId; invitationId: InvitationId; lifetimeSeconds?: number | null } | { command: "revoke_invitation"; organizationId: OrganizationId; invitationId: InvitationId } | { command: "accept_invitation"; invitationId: InvitationId; email?: CanonicalEmail | null; otherEmails?: CanonicalEmail[]; connectionId?: ConnectionId | null };

/**
 * An effect of a command about invitations.
 */
export type InvitationEffect = { effect: "revoke_invitations"; organizationId: OrganizationId } | { effect: "create_invitation"; invitationId: InvitationId; organizationId: OrganizationId; email: CanonicalEmail; role: OrganizationRole; platformRole: PlatformRole; connectionId: ConnectionId | null; expiresAt: UnixSeconds } | { effect: "renew_invitation"; invitationId: InvitationId; expiresAt: UnixSeconds } | { effect: "set_invitation_status"; invitationId: InvitationId; status: InvitationStatus };

/**
 * An invitation of an address to an organization.
 */
export interface InvitationFacts {
    /**
     * The identifier of the invitation.
     */
    id: InvitationId;
    /**
     * The status of the invitation.
     */
    status: InvitationStatus;
    /**
     * The canonical address that is invited.
     */
    email: CanonicalEmail;
    /**
     * The organization to which it invites.
     */
    organizationId: OrganizationId;
    /**
     * The role that it gives in the organization.
     */
    role?: OrganizationRole;
    /**
     * The role that it gives on the platform; `platform_user` when absent or null.
     */
    platformRole?: PlatformRole;
    /**
     * The time at which it was created.
     */
    createdAt?: UnixSeconds;
    /**
     * The first moment at which it no longer counts.
     */
    expiresAt: UnixSeconds;
    /**
     * The inviter, as they are now; absent if they no longer exist.
     */
    inviter?: InviterFacts | null;
    /**
     * The connection through which it must be accepted; any connection when absent.
     */
    connectionId?: ConnectionId | null;
    /**
     * The way in which it has to be accepted.
     */
    acceptance?: InvitationAcceptance;
}

/**
 * An invitation to an organization.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type InvitationId = string & { readonly __brand: "InvitationId" };

/**
 * The status of an invitation.
 */
export type InvitationStatus = "revoked" | "expired" | "accepted" | "pending";

/**
 * The inviter of an invitation, as they are now.
 */
export interface InviterFacts {
    /**
     * The inviter's user identifier.
     */
    userId: UserId;
    /**
     * The inviter's status on the platform.
     */
    status: UserStatus;
    /**
     * Their role in the organization of the invitation; absent if they are not an active member of
     * it.
     */
    organizationRole?: OrganizationRole | null;
    /**
     * Their role on the platform; `platform_user` when absent or null.
     */
    platformRole?: PlatformRole;
}

/**
 * One fault of an input.
 */
export interface Issue {
    /**
     * The code of the fault.
     */
    code: IssueCode;
    /**
     * The severity of the fault.
     */
    severity: Severity;
    /**
     * The place: a JSON Pointer into the input (RFC 6901); empty for the whole input.
     */
    path: string;
    /**
     * The problem, for people: lower case, no full stop, input in backticks. Contains no secret
     * and no complete e-mail address.
     */
    message: string;
    /**
     * The remedy, if one is known.
     */
    help: string | null;
}

/**
 * The code of a fault. A closed list; a code is never reused with another meaning.
 */
export type IssueCode = "invalid_json" | "invalid_yaml" | "invalid_toml" | "input_too_large" | "unreadable" | "not_json_value" | "unknown_field" | "duplicate_field" | "missing_field" | "wrong_type" | "unknown_value" | "symmetric_algorithm" | "out_of_bounds" | "duplicate_item" | "invalid_id" | "invalid_email" | "invalid_domain" | "invalid_domain_pattern" | "invalid_hash" | "invalid_secret_reference" | "invalid_value";

/**
 * An issuer identifier, compared exactly, never by prefix or after normalization (RFC 8414 §2,
 * OpenID Connect Core §2). At most 2048 bytes.
 */
export type Issuer = string;

/**
 * The identifier of a signing key (`kid`, RFC 7517 §4.5). At most 512 bytes.
 */
export type KeyId = string;

/**
 * The next step of a host to get a token's key.
 */
export type KeyLookup = { step: "use"; index: number; others: number[]; until: UnixSeconds } | { step: "fetch" } | { step: "refuse"; code: TokenErrorCode };

/**
 * The keys, and the facts that their schedule depends on.
 */
export interface KeyScheduleInput {
    /**
     * The present time.
     */
    now: UnixSeconds;
    /**
     * All stored keys.
     */
    keys: SigningKeyFacts[];
    /**
     * The absolute length of the longest session, in seconds.
     */
    longestSession: number;
    /**
     * The uses to rotate now, by command, although their keys are not old.
     */
    rotate?: SigningKeyUse[];
}

/**
 * A step of the rotation of the keys.
 */
export type KeyStep = { step: "create"; keyUse: SigningKeyUse; activeAt: UnixSeconds } | { step: "activate"; keyId: KeyId; activeAt: UnixSeconds } | { step: "retire"; keyId: KeyId; retiredAt: UnixSeconds } | { step: "delete"; keyId: KeyId };

/**
 * The tolerated difference between the clocks of a provider and of a host, in seconds: 0 to 60,
 * and 30 when absent. Applies to `exp`, `nbf` and `iat` alike (our decision: RFC 7519 §4.1.4
 * allows "some small leeway, usually no more than a few minutes").
 */
export type Leeway = number;

/**
 * A request to confirm a link or an address: a token was sent to the address, and presenting it
 * proves that the person reads its mail.
 *
 * It is bound to everything that it confirms: a token made for one identity, account or address
 * proves nothing about another.
 */
export interface LinkConfirmationFacts {
    /**
     * The SHA-256 of the token.
     */
    tokenHash: TokenHash;
    /**
     * The identity that asked for it.
     */
    identity: IdentityKey;
    /**
     * The user to whom the identity is to be linked; absent if the token only proves the address.
     */
    userId?: UserId | null;
    /**
     * The invitation that the token claims; absent if it is for none. A token for an invitation
     * proves nothing else.
     */
    invitationId?: InvitationId | null;
    /**
     * The address to which the token was sent: that of the account at the time of the request, the
     * login's, or the invited one.
     */
    email: CanonicalEmail;
    /**
     * The first moment at which it no longer counts.
     */
    expiresAt: UnixSeconds;
    /**
     * `true` if it has been used.
     */
    used?: boolean;
}

/**
 * All findings, errors and warnings in the order of the configuration.
 */
export interface LintReport {
    /**
     * The number of findings that are errors.
     */
    errors: number;
    /**
     * The number of findings that are warnings.
     */
    warnings: number;
    /**
     * The findings.
     */
    findings: Finding[];
}

/**
 * The stored facts that concern one login. The order of the lists has no meaning.
 */
export interface LoginFacts {
    /**
     * The user to whom this identity key is linked.
     */
    linkedUser?: UserFacts | null;
    /**
     * The user whose identifier is derived from this identity, if they exist although the identity
     * is not linked to them: an account whose link was removed.
     */
    derivedUser?: UserFacts | null;
    /**
     * The users whose canonical address equals the login's, those who have proven it first, and
     * those who have proven another address of the person; at most 200. Another address is the own
     * one of the linked user or, where there is none, of those to whom the identity may be linked,
     * or one that their identities vouch for. Deprovisioned users hold no address and do not
     * count.
     */
    usersWithEmail?: UserFacts[];
    /**
     * The identities of the linked user, of the derived user and of those users with the login's
     * address who have proven it; at most 1000.
     */
    identities?: IdentityFacts[];
    /**
     * The invitations to the login's canonical address and to the person's other ones, and the one
     * that the login names, in every status; at most 1000.
     */
    invitations?: InvitationFacts[];
    /**
     * The rules for the domains of the login's address, of the person's other ones and of the
     * address to which the named invitation is, and for their parent domains; at most 1000.
     */
    domainRules?: DomainRuleFacts[];
    /**
     * The organizations that the connection or any other fact refers to, and those of the group
     * mappings and entries of `idpOrganizations` that the login matches; at most 2000.
     */
    organizations?: OrganizationFacts[];
    /**
     * The memberships of the linked user, the derived user and the users with the address,
     * including removed ones; at most 2000.
     */
    memberships?: MembershipFacts[];
    /**
     * The organizations that the linked user has asked to join and that have not answered yet; at
     * most 1000.
     */
    pendingMembershipRequests?: OrganizationId[];
    /**
     * `true` if the login's canonical address is on the waitlist.
     */
    waitlisted?: boolean;
    /**
     * `true` if an administrator has approved that address on the waitlist.
     */
    waitlistApproved?: boolean;
    /**
     * `true` if the platform has an owner.
     */
    platformOwnerExists?: boolean;
    /**
     * The bootstrap tokens that have been issued; at most 10.
     */
    bootstrapTokens?: BootstrapTokenFacts[];
    /**
     * The link confirmations that have been requested for this identity; at most 10.
     */
    linkConfirmations?: LinkConfirmationFacts[];
    /**
     * The slugs in use that begin with the slug that a personal organization would get; at most
     * 1000.
     */
    takenSlugs?: Slug[];
}

/**
 * A hint of an authorization request about the person, such as an address, or about their
 * domain; proves nothing. At most 512 bytes.
 */
export type LoginHint = string;

/**
 * A login as the identity provider asserts it, after its token was accepted. The host builds it
 * from verified claims; nothing in it may come from the client, except `bootstrapToken`,
 * `linkProof` and `invitationId`.
 */
export interface LoginIdentity {
    /**
     * The connection of the login.
     */
    connectionId: ConnectionId;
    /**
     * The issuer (`iss`) of the token.
     */
    issuer: Issuer;
    /**
     * The subject (`sub`) of the token: 1 to 255 characters without control characters, or the
     * login is `identity_invalid`.
     */
    subject: Subject;
    /**
     * The kind of the subject.
     */
    subjectKind?: SubjectKind;
    /**
     * The address that the provider asserts, as written.
     */
    email?: RawEmail | null;
    /**
     * The provider's claim that the address is verified. Any JSON is read; only `true` and
     * `"true"` count.
     */
    emailVerified?: VerifiedClaim;
    /**
     * The full name (`name`).
     */
    name?: DisplayName | null;
    /**
     * The given name (`given_name`).
     */
    givenName?: DisplayName | null;
    /**
     * The family name (`family_name`).
     */
    familyName?: DisplayName | null;
    /**
     * The URL of a picture (`picture`).
     */
    picture?: PictureUrl | null;
    /**
     * The phone number (`phone_number`).
     */
    phoneNumber?: PhoneNumber | null;
    /**
     * The groups at the provider; at most 1000. Absent if the token says nothing about groups; an
     * empty list says that the person is in none.
     */
    groups?: GroupName[] | null;
    /**
     * `true` if the person may have more groups than those listed: the provider left some out, or
     * they could not be read or were too many. A group that is not listed then proves nothing.
     */
    groupsIncomplete?: boolean;
    /**
     * The claims that were left out because they could not be read. They decide nothing; at most
     * 20.
     */
    unreadClaims?: UnreadClaim[];
    /**
     * The organization at the provider: a hint, never identity.
     */
    idpOrganization?: ProviderOrganization | null;
    /**
     * The session at the provider (`sid`).
     */
    sessionId?: SessionId | null;
    /**
     * The class of the authentication (`acr`); absent if the token states none.
     */
    acr?: AuthenticationContext | null;
    /**
     * The methods of the authentication (`amr`); at most 20. Empty if the token states none.
     */
    amr?: AuthenticationMethod[];
    /**
     * The time at which the person authenticated (`auth_time`); absent if the token states none.
     */
    authTime?: UnixSeconds | null;
    /**
     * The actor on the person's behalf (`act`, RFC 8693 §4.1), such as an administrator who
     * impersonates them.
     */
    actor?: IdentityKey | null;
    /**
     * The time at which the token was issued (`iat`).
     */
    issuedAt?: UnixSeconds | null;
    /**
     * The time at which the token expires (`exp`).
     */
    expiresAt?: UnixSeconds | null;
    /**
     * The bootstrap token that the person presents, if any. Never part of a decision, a trace or a
     * log.
     */
    bootstrapToken?: PresentedToken | null;
    /**
     * The token by which the person confirms that an account or a mailbox is theirs, if any. Never
     * part of a decision, a trace or a log.
     */
    linkProof?: PresentedToken | null;
    /**
     * The invitation whose link the person opened, if any. It proves nothing.
     */
    invitationId?: InvitationId | null;
}

/**
 * The decision about a logout request.
 */
export interface Logout {
    /**
     * The answer.
     */
    answer: LogoutAnswer;
    /**
     * The registered URI to go to, with `state` added; null if the browser is sent nowhere. While
     * the person is asked, it is null too: the confirmed request decides again.
     */
    redirectUri: RedirectUri | null;
    /**
     * The `state` to give back; null without a URI, or if there is none.
     */
    state: RequestState | null;
}

/**
 * The answer to a logout request.
 */
export type LogoutAnswer = "end_and_return" | "end_and_show" | "ask" | "nothing_to_end";

/**
 * The content of an `id_token_hint` that counts: signed by one of our keys, retired or not, with
 * our `iss`, and with the application as `aud`; expired or not.
 */
export interface LogoutHint {
    /**
     * The application (`aud`).
     */
    application: Application;
    /**
     * The user (`sub`).
     */
    userId: UserId;
    /**
     * The application session (`sid`).
     */
    applicationSessionId: ApplicationSessionId;
}

/**
 * A logout request as it arrives, and the facts behind it.
 */
export interface LogoutInput {
    /**
     * The time of the request.
     */
    now: UnixSeconds;
    /**
     * The query, or the body of a form, as the browser sent it.
     */
    query: string;
    /**
     * The hint, if one is given and counts; absent otherwise.
     */
    hint?: LogoutHint | null;
    /**
     * The browser's session, if it is alive; absent otherwise.
     */
    session?: LogoutSession | null;
    /**
     * `true` if the person has confirmed: a `POST` with the token of the form that asked them.
     */
    isConfirmed?: boolean;
}

/**
 * The browser's session, as far as a logout depends on it.
 */
export interface LogoutSession {
    /**
     * The user.
     */
    userId: UserId;
    /**
     * All application sessions that are, or were, a part of it.
     */
    applicationSessionIds: ApplicationSessionId[];
}

/**
 * A lookup of a token's key, as JSON.
 */
export interface LookUpKeyInput {
    /**
     * The time of the lookup, in seconds since the epoch, UTC.
     */
    now: UnixSeconds;
    /**
     * The signature algorithm that the token names.
     */
    algorithm: SignatureAlgorithm;
    /**
     * The key ID that the token names; absent if it names none.
     */
    keyId?: KeyId | null;
    /**
     * The SHA-1 thumbprint of a certificate that the token names (`x5t`), if it names no key ID.
     */
    certificateThumbprint?: KeyId | null;
    /**
     * The SHA-256 thumbprint of a certificate that the token names (`x5t#S256`), if it names no
     * key ID.
     */
    certificateThumbprintS256?: KeyId | null;
    /**
     * The set as fetched; absent while there is none.
     */
    keySet?: Record<string, unknown> | null;
    /**
     * `true` if the set holds a single key that was given by itself, for tokens with any key ID.
     */
    anyKeyId?: boolean;
    /**
     * The time at which the set was fetched, in seconds since the epoch, UTC.
     */
    fetchedAt?: UnixSeconds | null;
    /**
     * The start time of the last fetch that has ended, in seconds since the epoch, UTC.
     */
    attemptedAt?: UnixSeconds | null;
}

/**
 * A command about members and membership requests.
 */
export type MemberCommand = { command: "add_member"; organizationId: OrganizationId; userId: UserId; role: OrganizationRole } | { command: "change_member_role"; organizationId: OrganizationId; userId: UserId; role: OrganizationRole } | { command: "set_member_application_roles"; organizationId: OrganizationId; userId: UserId; applicationId: ApplicationId; roles: RoleName[] } | { command: "follow_provider"; organizationId: OrganizationId; userId: UserId } | { command: "appoint_owner"; organizationId: OrganizationId; userId: UserId } | { command: "remove_member"; organizationId: OrganizationId; userId: UserId } | { command: "approve_membership_request"; organizationId: OrganizationId; userId: UserId; role?: OrganizationRole | null } | { command: "deny_membership_request"; organizationId: OrganizationId; userId: UserId };

/**
 * An effect of a command about members and membership requests.
 */
export type MemberEffect = { effect: "put_membership"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; role: OrganizationRole; source: MembershipSource } | { effect: "change_membership_role"; organizationId: OrganizationId; userId: UserId; role: OrganizationRole } | { effect: "release_membership_role"; organizationId: OrganizationId; userId: UserId; roleSource: RoleSource | null } | { effect: "remove_membership"; organizationId: OrganizationId; userId: UserId } | { effect: "raise_role_version"; userId: UserId } | { effect: "raise_role_versions"; organizationId: OrganizationId } | { effect: "set_current_organization"; userId: UserId; organizationId: OrganizationId } | { effect: "settle_membership_request"; organizationId: OrganizationId; userId: UserId; status: RequestStatus } | { effect: "set_member_application_roles"; organizationId: OrganizationId; userId: UserId; applicationId: ApplicationId; roles: RoleName[] };

/**
 * A membership, active or removed.
 */
export interface MembershipFacts {
    /**
     * The identifier of the membership.
     */
    id: MembershipId;
    /**
     * The status of the membership.
     */
    status: MembershipStatus;
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The user who is the member.
     */
    userId: UserId;
    /**
     * The member's role in the organization.
     */
    role: OrganizationRole;
    /**
     * The source of the membership.
     */
    source: MembershipSource;
    /**
     * The time at which it was ended; absent if it was not.
     */
    removedAt?: UnixSeconds | null;
    /**
     * The source of the role; absent if it is the role by which the person is a member otherwise.
     */
    roleSource?: RoleSource | null;
    /**
     * The role by which the person is a member without any group mapping. If it is absent, it
     * follows from the source: see [`MembershipFacts::base`].
     */
    baseRole?: OrganizationRole | null;
    /**
     * The time at which the token was issued whose groups last set the role or ended the
     * membership; absent if no groups did, or if the token did not state the time.
     */
    roleAsOf?: UnixSeconds | null;
}

/**
 * The membership of one user in one organization.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type MembershipId = string & { readonly __brand: "MembershipId" };

/**
 * A request to join an organization.
 */
export interface MembershipRequestFacts {
    /**
     * The status of the request.
     */
    status: RequestStatus;
    /**
     * The role that the user would get.
     */
    role: OrganizationRole;
}

/**
 * A pending request to become a member.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type MembershipRequestId = string & { readonly __brand: "MembershipRequestId" };

/**
 * The source of a membership, which determines what manages its end.
 */
export type MembershipSource = "invitation" | "domain" | "connection" | "bootstrap" | "manual" | "group" | "scim";

/**
 * The status of a membership.
 */
export type MembershipStatus = "removed" | "active";

/**
 * An active membership of the user, as it is once the plan is applied.
 */
export interface MembershipView {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The user's role in the organization.
     */
    role: OrganizationRole;
    /**
     * The source of the membership.
     */
    source: MembershipSource;
    /**
     * `true` if this decision adds the membership or raises its role; not if it lowers the role.
     */
    added: boolean;
}

/**
 * The selection among several usable invitations.
 */
export type MultipleInvitations = "accept_all" | "newest";

/**
 * The `nonce` of an authorization request, which its ID token repeats (OpenID Connect Core
 * §3.1.2.1). At most 512 bytes.
 */
export type Nonce = string;

/**
 * The next step after an objection.
 */
export type ObjectionAnswer = { step: "sign_in"; askLogin: boolean; askSelectAccount: boolean } | { step: "error"; error: AuthorizationErrorCode };

/**
 * The kinds of Okta authorization servers (Okta, "Authorization servers").
 */
export type OktaAuthorizationServer = "org" | "custom";

/**
 * The facts that an Okta issuer encodes.
 */
export interface OktaFacts {
    /**
     * The kind of authorization server.
     */
    authorizationServer: OktaAuthorizationServer;
    /**
     * The ID of the authorization server (`default`, `aus…`); null for the org authorization
     * server.
     */
    authorizationServerId: string | null;
}

/**
 * The presentation of an organization, and of the application in it, in addition to its name and
 * logo. In a command, an absent field keeps its value and an empty text removes it.
 */
export interface OrganizationAbout {
    /**
     * The description.
     */
    description?: OrganizationDescription | null;
    /**
     * The URL of the website.
     */
    websiteUrl?: PictureUrl | null;
    /**
     * The name under which the application is shown to the members.
     */
    appName?: DisplayName | null;
    /**
     * The icon with which the application is shown to the members.
     */
    appIcon?: IconName | null;
}

/**
 * The proof that an organization requires of a login before the person is admitted to it.
 */
export interface OrganizationAuthentication {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The classes of authentication (`acr`), compared exactly; one suffices. None is required if
     * empty. At most 20.
     */
    requiredAcr?: AuthenticationContext[];
    /**
     * The methods of authentication (`amr`), compared exactly; one suffices. None is required if
     * empty. At most 20.
     */
    requiredAmr?: AuthenticationMethod[];
    /**
     * The greatest age of the authentication, in seconds; absent if any is accepted.
     */
    maxAuthAge?: number | null;
}

/**
 * A command about organizations.
 */
export type OrganizationCommand = { command: "create_organization"; organizationId: OrganizationId; name: DisplayName; slug?: Slug | null; logoUrl?: PictureUrl | null; about?: OrganizationAbout } | { command: "update_organization"; organizationId: OrganizationId; name?: DisplayName | null; slug?: Slug | null; logoUrl?: PictureUrl | null; about?: OrganizationAbout } | { command: "close_organization"; organizationId: OrganizationId } | { command: "close_any_organization"; organizationId: OrganizationId } | { command: "reopen_organization"; organizationId: OrganizationId } | { command: "set_seat_limit"; organizationId: OrganizationId; seatLimit?: number | null };

/**
 * The description of an organization, which may have several lines. At most 4096 bytes.
 */
export type OrganizationDescription = string;

/**
 * An effect of a command about organizations.
 */
export type OrganizationEffect = { effect: "insert_organization"; organizationId: OrganizationId; name: DisplayName; slug: Slug; logoUrl: PictureUrl | null; about: OrganizationAbout } | { effect: "update_organization"; organizationId: OrganizationId; name: DisplayName; slug: Slug; logoUrl: PictureUrl | null; about: OrganizationAbout } | { effect: "set_organization_status"; organizationId: OrganizationId; status: OrganizationStatus } | { effect: "set_seat_limit"; organizationId: OrganizationId; seatLimit: number | null };

/**
 * An organization.
 */
export interface OrganizationFacts {
    /**
     * The identifier of the organization.
     */
    id: OrganizationId;
    /**
     * The organization's status.
     */
    status: OrganizationStatus;
    /**
     * The organization's display name.
     */
    name: DisplayName;
    /**
     * The organization's slug.
     */
    slug: Slug;
    /**
     * The maximum number of members; unlimited when absent.
     */
    seatLimit?: number | null;
    /**
     * The number of active members whose accounts are active: nobody else takes a seat.
     */
    seatsUsed?: number;
    /**
     * The number of active members who own the organization.
     */
    ownerCount?: number;
}

/**
 * An organization (tenant).
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type OrganizationId = string & { readonly __brand: "OrganizationId" };

/**
 * A role in one organization, ordered from the least to the greatest.
 */
export type OrganizationRole = "org_user" | "org_admin" | "org_owner";

/**
 * The status of an organization.
 */
export type OrganizationStatus = "inactive" | "active";

/**
 * The outcome of a login.
 */
export type Outcome = { kind: "returning"; userId: UserId } | { kind: "provisioned"; userId: UserId } | { kind: "linked"; userId: UserId } | { kind: "link_confirmation_required"; userId: UserId } | { kind: "approval_required"; userId: UserId; organizationId: OrganizationId } | { kind: "waitlisted" } | { kind: "sso_required"; connectionId: ConnectionId } | { kind: "denied" };

/**
 * The number of logins with one outcome.
 */
export interface OutcomeCount {
    /**
     * The outcome.
     */
    outcome: OutcomeKind;
    /**
     * The number of logins under the current configuration.
     */
    before: number;
    /**
     * The number of logins under the simulated configuration.
     */
    after: number;
}

/**
 * The kinds of outcome. A closed list.
 */
export type OutcomeKind = "returning" | "provisioned" | "linked" | "link_confirmation_required" | "approval_required" | "waitlisted" | "sso_required" | "denied";

/**
 * The application's roles that a user has in one organization.
 */
export interface OwnRoles {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The roles; at most 50.
     */
    roles: RoleName[];
}

/**
 * An identity and the user to whom it is linked.
 */
export interface OwnedIdentity {
    /**
     * The user.
     */
    userId: UserId;
    /**
     * The identity.
     */
    identity: IdentityKey;
}

/**
 * A membership request and the user who made it.
 */
export interface OwnedRequest {
    /**
     * The user.
     */
    userId: UserId;
    /**
     * The organization.
     */
    organizationId: OrganizationId;
}

/**
 * The code of a finding about a pasted text. A closed list.
 */
export type PasteCode = "nothing_pasted" | "not_recognized" | "scheme_added" | "path_removed" | "query_removed" | "admin_host" | "slash_removed" | "slash_added" | "console_address" | "login_page_address" | "tenant_not_pinned" | "old_issuer" | "secret_left_out" | "name_unknown" | "several_kinds" | "kind_assumed" | "tenant_missing" | "another_issuer";

/**
 * A finding about a pasted text.
 */
export interface PasteFinding {
    /**
     * The code.
     */
    code: PasteCode;
    /**
     * The message for people: lower case, no full stop. Never holds a secret.
     */
    message: string;
    /**
     * The remedy, as a sentence; null if nothing is left to do.
     */
    help: string | null;
}

/**
 * The form of a pasted text.
 */
export type PasteForm = "empty" | "address" | "discovery_document" | "assignments" | "identifier" | "unknown";

/**
 * A text about a provider, as an administrator pastes it: an address, a document, or settings
 * of another program, in which a secret may be. At most 65536 bytes.
 *
 * It can be read, but never shown: `Debug` and JSON both write `***`.
 */
export type PastedText = string;

/**
 * A token of an identity provider, as an administrator pastes it to have it explained. At most
 * 16384 bytes.
 *
 * It can be read, but never shown: `Debug` and JSON both write `***`.
 */
export type PastedToken = string;

/**
 * Something that a session may be asked for: a capability of Cora, or a permission that an
 * application defines. The text says which: an application defines no permission with a resource
 * of Cora's, so a text with one that is not a capability is refused.
 */
export type Permission = Capability | import("../register.js").ApplicationPermission;

/**
 * A permission that an application defines.
 */
export interface PermissionDefinition {
    /**
     * The identifier: two to four parts with colons between them, such as `invoices:approve`. Each
     * begins with a lower-case letter and has lower-case letters, digits, `_` and `-`.
     */
    id: PermissionId;
    /**
     * A sentence for administrators: what holders may do.
     */
    describe: DisplayName;
    /**
     * The roles that have it, each named: Cora's roles and those of the application; at most 60.
     */
    grantedTo: RoleName[];
}

/**
 * The identifier of a permission that an application defines, such as `invoices:approve`
 * (§15.1). At most 64 bytes.
 */
export type PermissionId = string;

/**
 * One problem with an application's permissions.
 */
export interface PermissionIssue {
    /**
     * The issue code.
     */
    code: PermissionIssueCode;
    /**
     * The severity. Permissions with an error are not stored.
     */
    severity: Severity;
    /**
     * A JSON Pointer (RFC 6901) into the document, such as `/permissions/0/id`.
     */
    path: string;
    /**
     * The message for people: lower case, no full stop, input in backticks.
     */
    message: string;
    /**
     * The remedy, as a sentence; null if there is none.
     */
    help: string | null;
}

/**
 * The code of a problem with an application's permissions. A closed list.
 */
export type PermissionIssueCode = "permission_malformed" | "permission_reserved" | "permission_duplicate" | "description_missing" | "role_malformed" | "role_reserved" | "role_duplicate" | "role_unknown" | "grantee_duplicate" | "greater_role_missing" | "never_granted" | "role_without_permissions";

/**
 * All problems of an application's permissions.
 */
export interface PermissionReport {
    /**
     * `true` if there is no error. Only such permissions are stored.
     */
    ok: boolean;
    /**
     * The problems, in the order of the document.
     */
    issues: PermissionIssue[];
}

/**
 * A phone number as the provider wrote it; not parsed. At most 64 bytes.
 */
export type PhoneNumber = string;

/* tslint:disable */
/* eslint-disable */
/**
 * A URL to show, such as that of a picture. Cora never requests it. At most 2048 bytes.
 */
export type PictureUrl = string;

/**
 * The extent to which authorization requests need a code challenge (RFC 7636).
 */
export type Pkce = "required" | "nonce";

/**
 * The changes of a decision. Either all of them are applied, in one transaction and with every
 * guard true, or none.
 *
 * A plan that [changes roles](Plan::changes_roles) raises the user's role version by one.
 */
export interface Plan {
    /**
     * The key of a login under one version of the connection and of the policy: 64 lower-case
     * hexadecimal digits. The same login has the same key.
     */
    idempotencyKey: string;
    /**
     * The conditions that must hold.
     */
    guards: Guard[];
    /**
     * The changes to apply, in this order.
     */
    effects: Effect[];
}

/**
 * A role on the platform as a whole. It grants nothing inside an organization by itself.
 *
 * Older names are read and mapped: `super_admin`, `global_owner` and `sys_owner` to owners,
 * `global_admin` and `sys_admin` to administrators, `global_user` and `sys_user` to users. Only
 * the names below are written.
 */
export type PlatformRole = "platform_user" | "platform_auditor" | "platform_admin" | "platform_owner";

/**
 * A difference between two policies.
 */
export interface PolicyChange {
    /**
     * A JSON Pointer into the later policy or, for an entry that is gone, into the earlier one.
     */
    path: string;
    /**
     * The kind of the difference.
     */
    change: PolicyChangeKind;
    /**
     * The old value; null if there was none.
     */
    old: unknown;
    /**
     * The new value; null if there is none.
     */
    new: unknown;
}

/**
 * The kind of a difference.
 */
export type PolicyChangeKind = "changed" | "added" | "removed" | "reordered";

/**
 * A command about the policy.
 */
export type PolicyCommand = { command: "save_policy"; policy: ProvisioningPolicy; version?: number | null; report: LintReport; expectations?: PolicyExpectation[] | null; failures?: ExpectationFailure[] } | { command: "roll_back_policy"; to: number; version?: number | null; failures?: ExpectationFailure[] };

/**
 * An effect of a command about the policy.
 */
export type PolicyEffect = { effect: "save_policy"; policy: ProvisioningPolicy } | { effect: "save_expectations"; expectations: PolicyExpectation[] };

/**
 * A login, and the outcome that every policy has to give it.
 */
export interface PolicyExpectation {
    /**
     * The name: `a stranger stays out`. Unique among the expectations.
     */
    name: DisplayName;
    /**
     * The login with the stored facts that concern it, as they would be.
     */
    login: EngineLogin;
    /**
     * The expected outcome.
     */
    outcome: OutcomeKind;
    /**
     * The organization of which the person has to be a member; not checked when absent.
     */
    organization?: OrganizationId | null;
    /**
     * The role in that organization; not checked when absent.
     */
    role?: OrganizationRole | null;
}

/**
 * The data that a host needs to verify a token's signature.
 */
export interface PreparedToken {
    /**
     * The connection whose keys verify the signature.
     */
    connectionId: ConnectionId;
    /**
     * The algorithm, which is one that the connection pins.
     */
    algorithm: SignatureAlgorithm;
    /**
     * The ID of the signing key that the token names; null if it names none.
     */
    keyId: KeyId | null;
    /**
     * The SHA-1 thumbprint of the signing key's certificate (`x5t`), if the token names no key ID;
     * null if it names none.
     */
    certificateThumbprint: KeyId | null;
    /**
     * The SHA-256 thumbprint of the signing key's certificate (`x5t#S256`), if the token names no
     * key ID; null if it names none.
     */
    certificateThumbprintS256: KeyId | null;
    /**
     * The number of bytes at the start of the token that are signed. A dot follows, then the
     * signature in base64url.
     */
    signedBytes: number;
}

/**
 * The refresh token that was presented.
 */
export type PresentedGeneration = { kind: "genuine"; generation: number } | { kind: "unknown" };

/**
 * A token for bootstrap or for confirming a link, as its bearer presents it. At most 512
 * bytes. Compared with a [`TokenHash`].
 *
 * It can be read, but never shown: `Debug` and JSON both write `***`.
 */
export type PresentedToken = string;

/**
 * The known profile of a person; each field may be unknown.
 */
export interface Profile {
    /**
     * The full name.
     */
    name?: DisplayName | null;
    /**
     * The given name.
     */
    givenName?: DisplayName | null;
    /**
     * The family name.
     */
    familyName?: DisplayName | null;
    /**
     * The URL of a picture.
     */
    picture?: PictureUrl | null;
    /**
     * The phone number.
     */
    phoneNumber?: PhoneNumber | null;
}

/**
 * A user, as far as the granted scopes may show them.
 */
export interface ProfileClaims {
    /**
     * The full name.
     */
    name?: DisplayName | null;
    /**
     * The given name.
     */
    givenName?: DisplayName | null;
    /**
     * The family name.
     */
    familyName?: DisplayName | null;
    /**
     * The URL of a picture.
     */
    picture?: PictureUrl | null;
    /**
     * The address.
     */
    email?: string | null;
    /**
     * `true` if Cora has evidence for the address: at least `verified` (§3), whatever the provider
     * claims.
     */
    emailVerified?: boolean;
}

/**
 * A value of `prompt` (OpenID Connect Core §3.1.2.1).
 */
export type Prompt = "none" | "login" | "consent" | "select_account";

/**
 * The logout that a provider tells of. At least one of subject and session is there.
 */
export interface ProviderLogout {
    /**
     * The SHA-256 of the token's identifier (`jti`), which counts once.
     */
    idHash: TokenHash;
    /**
     * The subject at the provider.
     */
    subject: Subject | null;
    /**
     * The session at the provider (`sid`); null if all sessions of the subject have ended.
     */
    sessionId: SessionId | null;
    /**
     * The first moment at which the token no longer counts, whatever it says itself: its
     * identifier is kept until then.
     */
    expiresAt: UnixSeconds;
}

/**
 * The user's membership in an organization at the provider.
 */
export interface ProviderMembership {
    /**
     * The identifier of the organization (Clerk and Auth0 `org_…`, Entra ID `tid`, Google `hd`,
     * Keycloak's alias, PingOne `org`, ZITADEL's resource owner).
     */
    id: string;
    /**
     * The slug of the organization; null if the token has none.
     */
    slug: string | null;
    /**
     * The user's role in the organization, as the provider writes it (Clerk `org:admin`); null if
     * the token has none.
     */
    role: string | null;
    /**
     * The user's permissions in the organization (Clerk `org:feature:permission`).
     */
    permissions: string[];
}

/**
 * The identifier of an organization at the identity provider (Clerk `org_…`, Google `hd`): a
 * hint, never identity. At most 512 bytes.
 */
export type ProviderOrganization = string;

/**
 * The organizations at the provider of which tokens must name one; at most 20. Empty if any is
 * accepted.
 *
 * Written as null, as one text, or as a list of several, because earlier versions know one only.
 * Reads all three forms.
 */
export type ProviderOrganizations = ProviderOrganization | ProviderOrganization[] | null;

/**
 * A session as the provider describes it in a token.
 */
export interface ProviderSession {
    /**
     * The kind of the token.
     */
    tokenUse: TokenUse;
    /**
     * The party that the token was issued to (`azp`, `cid`, `client_id`, `appid`); null if it
     * names none.
     */
    authorizedParty: string | null;
    /**
     * The organization at the provider that the session is active in; null if there is none, or
     * the provider has no organizations.
     */
    organization: ProviderMembership | null;
    /**
     * Roles at the provider outside an organization: the claim `roles`, Keycloak's realm roles,
     * Keycloak's client roles as `client:role`, and ZITADEL's roles in the client's project, those
     * in another organization than the user's own as `organization:role`.
     */
    roles: string[];
    /**
     * Permissions outside an organization (Auth0 `permissions`).
     */
    permissions: string[];
    /**
     * The granted scopes (`scope`, RFC 8693 §4.2; Okta and Entra ID `scp`).
     */
    scopes: string[];
    /**
     * `true` if the person may have more groups than the login lists, as the login says.
     */
    groupsIncomplete: boolean;
    /**
     * The time at which the user authenticated (`auth_time`, OpenID Connect Core §2), in seconds
     * since the epoch, UTC; null if the token does not state it.
     */
    authenticatedAt: UnixSeconds | null;
    /**
     * The age of the user's first and second factor verification when the token was issued, in
     * minutes (Clerk `fva`); null for other providers.
     */
    factorVerificationAge: FactorVerificationAge | null;
}

/**
 * The identifier of the tokens of a provider that are kept, drawn at random.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type ProviderTokenId = string & { readonly __brand: "ProviderTokenId" };

/**
 * The provisioning policy. Every field has a default, so `{}` is the strict default policy.
 */
export interface ProvisioningPolicy {
    /**
     * The version, incremented by every change. A plan made under another version is not applied.
     */
    version?: number;
    /**
     * The policy for a person whom no strategy admits.
     */
    accessMode?: AccessMode;
    /**
     * The strategies in the order in which they are tried, each at most once.
     */
    strategies?: Strategy[];
    /**
     * `true` if everything except a returning login requires a verified address.
     */
    requireVerifiedEmail?: boolean;
    /**
     * The policy for a new identity whose address already belongs to a user.
     */
    accountLinking?: AccountLinking;
    /**
     * The policy for a new identity whose address belongs to a user with another subject at the
     * same issuer.
     */
    secondSubject?: SecondSubject;
    /**
     * The selection among several usable invitations.
     */
    multipleInvitations?: MultipleInvitations;
    /**
     * The policy for a person who opens an invitation to another address.
     */
    invitationClaim?: InvitationClaim;
    /**
     * `true` if the strategies may add memberships to returning users, and if those after the
     * deciding one may add memberships to new users.
     */
    reconcileOnLogin?: boolean;
    /**
     * The group mappings, in order; for each organization the first match decides. At most 1000.
     */
    groupRoles?: GroupRole[];
    /**
     * The groups that organizations require; every entry of an organization has to be met. At most
     * 1000.
     */
    requiredGroups?: RequiredGroups[];
    /**
     * The policy for a login whose list of groups is incomplete.
     */
    incompleteGroups?: IncompleteGroups;
    /**
     * The classes of authentication (`acr`) of which every login must have one, compared exactly.
     * None is required if empty. At most 20.
     */
    requiredAcr?: AuthenticationContext[];
    /**
     * The methods of authentication (`amr`) of which every login must have one, compared exactly.
     * None is required if empty. At most 20.
     */
    requiredAmr?: AuthenticationMethod[];
    /**
     * The greatest age of the authentication of every login, in seconds; absent if any is
     * accepted.
     */
    maxAuthAge?: number | null;
    /**
     * The proofs that organizations require; every entry of an organization has to be met. At most
     * 1000.
     */
    organizationAuthentication?: OrganizationAuthentication[];
    /**
     * The proofs that capabilities require of the login in which they are used; every entry of a
     * capability has to be met. At most 100.
     */
    stepUp?: CapabilityAuthentication[];
    /**
     * The organizations at providers that stand for organizations of the platform; the first entry
     * that fits a login decides. At most 1000.
     */
    idpOrganizations?: IdpOrganization[];
    /**
     * The default roles of members who are admitted by connection or domain. An organization that
     * is not listed gets `org_user`; if one is listed twice, the first entry counts. At most 1000.
     */
    defaultRoles?: DefaultRole[];
    /**
     * The lifetime, in seconds, of an invitation that a domain rule issues.
     */
    invitationLifetimeSeconds?: number;
    /**
     * The way in which the platform gets its first owner.
     */
    bootstrap?: Bootstrap;
    /**
     * The policy for a new user whose address has a subaddress.
     */
    subaddressing?: Subaddressing;
    /**
     * The policy for a new user whom no strategy admits, and whose address is disposable.
     */
    disposable?: DisposableEmail;
    /**
     * The domains whose addresses no new user may have, even if invited. At most 1000.
     */
    blockedDomains?: DomainPattern[];
    /**
     * `true` if an organization without a free seat admits nobody.
     */
    enforceSeats?: boolean;
    /**
     * `true` if a new user under `public` gets a personal organization.
     */
    personalOrganization?: boolean;
}

/**
 * The public view of the connection that logins use: the data needed to start a login, and nothing
 * else. It holds no secret, no reference to one, no organization and no policy.
 */
export interface PublicConnection {
    /**
     * The connection's identifier.
     */
    id: ConnectionId;
    /**
     * The connection's version. A login that started under another version must not be completed
     * (pitfall C29).
     */
    version: number;
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * The display name.
     */
    displayName: DisplayName;
    /**
     * The issuer that tokens name.
     */
    issuer: Issuer;
    /**
     * The client ID registered at the provider; null for Clerk.
     */
    clientId: Audience | null;
    /**
     * The URL of the provider's discovery document; null for Clerk.
     */
    discoveryUri: EndpointUrl | null;
    /**
     * The kind of token that the application sends.
     */
    tokenUse: TokenUse;
    /**
     * The scopes that a login asks for.
     */
    scopes: SettingText[];
    /**
     * The audiences to request for access tokens, for providers that expect the parameter
     * (`audience`, RFC 8707 `resource`); empty if the application sends other tokens.
     */
    audiences: Audience[];
    /**
     * The publishable key of Clerk; null for other kinds.
     */
    publishableKey: SettingText | null;
    /**
     * The URL of the proxy for Clerk's Frontend API; null if there is no proxy.
     */
    proxyUrl: EndpointUrl | null;
    /**
     * The Google Workspace domain to request at a login (`hd`); `*` if there are several (Google,
     * "OpenID Connect": any Workspace account). Null if any account is accepted, and for other
     * kinds. Tokens must name one of the connection's domains in any case.
     */
    hostedDomain: string | null;
    /**
     * The organization to request at a login, by the provider's parameter for it (Google `hd`,
     * Auth0 `organization`). Null if any is accepted, if Auth0 has to let the person choose one of
     * several, and for kinds without such a parameter. Tokens must name one of the connection's
     * organizations in any case.
     */
    requestedOrganization: string | null;
}

/**
 * An e-mail address as it was received: not yet parsed, and possibly not an address. At most
 * 2048 bytes.
 */
export type RawEmail = string;

/**
 * The reason for a verdict, and for the decision that it decides. Extended only together with a
 * test; a code is never reused.
 */
export type ReasonCode = "ok" | "not_evaluated" | "identity_invalid" | "machine_subject" | "connection_not_active" | "returning_user" | "user_suspended" | "user_deprovisioned" | "email_ambiguous" | "email_conflict" | "identity_conflict" | "account_exists" | "link_confirmation_required" | "link_proof_invalid" | "acted_for" | "account_linked" | "link_confirmed" | "domain_not_owned_by_connection" | "no_email" | "email_unverified" | "email_invalid" | "email_subaddressed" | "email_domain_refused" | "bootstrap_token_accepted" | "bootstrap_email_allowed" | "bootstrap_first_user" | "owner_exists" | "bootstrap_token_invalid" | "no_bootstrap_proof" | "bootstrap_closed" | "invitation_accepted" | "no_invitation" | "invitation_expired" | "invitation_revoked" | "invitation_already_accepted" | "invitation_needs_acceptance" | "invitation_connection_mismatch" | "invitation_superseded" | "inviter_not_authorized" | "invitation_claim_refused" | "invitation_code_required" | "invitation_code_invalid" | "connection_admits" | "connection_not_bound" | "idp_organization_admits" | "outside_owned_domains" | "group_admits" | "no_group_mapping" | "group_missing" | "step_up_required" | "groups_incomplete" | "role_lowered" | "membership_ended_by_group" | "role_kept_manual" | "domain_admits" | "domain_invites" | "domain_suggests" | "no_domain_rule" | "domain_manual_invitation" | "public_email_domain" | "domain_not_verified" | "less_specific" | "ambiguous_domain" | "sso_required" | "organization_inactive" | "seat_limit_reached" | "already_member" | "membership_removed" | "role_capped" | "public_access" | "waitlist_approved" | "waitlisted" | "no_matching_strategy";

/**
 * An e-mail address reduced to its first character and its domain: `a***@acme.example`.
 *
 * The address cannot be recovered from it, and no constructor takes a text as it is.
 */
export type RedactedEmail = string;

/**
 * A subject reduced to some of its first and last characters: `7f3c***9a1b`.
 *
 * A subject may be an address, of which only the first character is shown. At most half of the
 * characters are: a person who knows the subject recognizes it, and nobody else learns it.
 */
export type RedactedSubject = string;

/**
 * A [`RedemptionReason`], and its consequence.
 */
export interface Redemption {
    /**
     * The reason.
     */
    reason: RedemptionReason;
    /**
     * `true` if the application session that came of the code ends, with
     * [`SessionEndReason::CodeReused`](super::session::SessionEndReason::CodeReused).
     */
    endsSession: boolean;
}

/**
 * A presented code, and the facts behind it.
 */
export interface RedemptionInput {
    /**
     * The time of the request.
     */
    now: UnixSeconds;
    /**
     * The application that has authenticated.
     */
    applicationId: ApplicationId;
    /**
     * The redirect URI of the token request; absent if it has none.
     */
    redirectUri?: RedirectUri | null;
    /**
     * The code verifier; absent if the token request has none.
     */
    codeVerifier?: CodeVerifier | null;
    /**
     * The stored code; absent if there is none with this hash.
     */
    code?: CodeFacts | null;
    /**
     * The connection of the sign-in; absent if there is none any more.
     */
    connection?: ConnectionState | null;
    /**
     * The reason of the renewal of the code's application session; absent if there is no code.
     */
    renewal?: RenewalReason | null;
}

/**
 * The result of presenting a code. All but `redeemed` are `invalid_grant` for the application.
 */
export type RedemptionReason = "redeemed" | "code_unknown" | "other_application" | "redirect_uri_mismatch" | "verifier_missing" | "verifier_unexpected" | "verifier_mismatch" | "code_used" | "code_expired" | "connection_changed" | "not_renewed";

/**
 * The refusal of a target, as JSON.
 */
export interface RedirectError {
    /**
     * The reason for the refusal.
     */
    code: RedirectErrorCode;
}

/**
 * The reason why a target is refused.
 */
export type RedirectErrorCode = "target_missing" | "target_too_long" | "invalid_character" | "unsafe_path" | "foreign_origin";

/**
 * The input of [`safe_redirect`], as JSON.
 */
export interface RedirectInput {
    /**
     * The requested target: a path, or an absolute URL.
     */
    target: string;
    /**
     * The application's own origin: scheme, host and port as browsers write them
     * (`https://app.acme.example`, RFC 6454 §6.2).
     */
    origin: string;
    /**
     * Other origins that are allowed as targets; at most 100.
     */
    allowedOrigins?: string[];
}

/**
 * An accepted target.
 */
export interface RedirectTarget {
    /**
     * The target: a path of the application that begins with one slash, or a URL of an allowed
     * origin.
     */
    target: string;
}

/**
 * A redirect URI of an application, as registered or requested; compared byte for byte. At
 * most 2048 bytes.
 */
export type RedirectUri = string;

/**
 * The form of a registered redirect URI, and its comparison with a requested one.
 */
export interface RedirectUriCheck {
    /**
     * The reason why the URI is not registered; null if it can be.
     */
    error: RedirectUriError | null;
    /**
     * `true` if the requested URI matches one that can be registered.
     */
    matches: boolean;
}

/**
 * The reason why a redirect URI is not registered.
 */
export type RedirectUriError = "too_long" | "invalid_character" | "fragment" | "userinfo" | "scheme" | "host" | "loopback" | "port" | "dot_segment" | "response_parameter";

/**
 * A redirect URI as it is registered and as it is requested.
 */
export interface RedirectUriInput {
    /**
     * The present time.
     */
    now: UnixSeconds;
    /**
     * The kind of the application.
     */
    kind: ApplicationKind;
    /**
     * `true` if the application is for development.
     */
    development?: boolean;
    /**
     * The URI of the registration.
     */
    registered: RegisteredRedirectUri;
    /**
     * The URI of the request; the registered one when absent.
     */
    requested?: string | null;
}

/**
 * The input of [`reduce_session`], as JSON.
 */
export interface ReduceSessionInput {
    /**
     * The state; [`SessionState::unknown`] when absent.
     */
    state?: SessionState | null;
    /**
     * The event.
     */
    event: SessionEvent;
    /**
     * The page's time.
     */
    now: UnixSeconds;
}

/**
 * The answer to a refresh token, and the rows to write.
 */
export interface Refresh {
    /**
     * `true` if the application gets tokens. Everything else is `invalid_grant`, and no times are
     * written.
     */
    ok: boolean;
    /**
     * `true` if the application session ends, with the reason `token_reused`.
     */
    endsSession: boolean;
    /**
     * The renewal; null if the token is not one of this session.
     */
    renewal: Renewal | null;
    /**
     * The verdict about the token, and its state afterwards; null if the renewal refuses.
     */
    rotation: Rotation | null;
}

/**
 * A refresh token of an application session, as it is presented, and the facts of now.
 */
export interface RefreshInput {
    /**
     * The facts of the renewal.
     */
    renewal: RenewalInput;
    /**
     * The state of the session's refresh token.
     */
    rotation: RotationState;
    /**
     * The token that was presented.
     */
    presented: PresentedGeneration;
    /**
     * The network and agent that presents it; absent if the host does not know it.
     */
    fingerprint?: ClientFingerprint | null;
}

/**
 * An application, as it is registered.
 */
export interface RegisteredApplication {
    /**
     * The identifier of the application.
     */
    id: ApplicationId;
    /**
     * The version, raised by each change.
     */
    version: number;
    /**
     * The settings.
     */
    settings: ApplicationSettings;
    /**
     * The secrets, also those that have expired; at most 100.
     */
    secrets?: ApplicationSecretFacts[];
    /**
     * The permissions and roles that it defines.
     */
    permissions?: ApplicationPermissions;
    /**
     * The version of the permissions, raised by each change; 0 if none were ever defined.
     */
    permissionsVersion?: number;
}

/**
 * A redirect URI, as it is registered.
 */
export interface RegisteredRedirectUri {
    /**
     * The URI, compared byte for byte.
     */
    uri: RedirectUri;
    /**
     * The first moment at which it no longer matches; absent for one that does not expire.
     */
    expiresAt?: UnixSeconds | null;
}

/**
 * A change, or two together, that would let the person in.
 */
export interface Remedy {
    /**
     * The changes in the order in which they are made: one, or two if one alone does not suffice.
     */
    steps: RemedyStep[];
    /**
     * The decision after them; null if it depends on what another provider asserts.
     */
    result: RemedyResult | null;
}

/**
 * The party that can make a change.
 */
export type RemedyActor = "person" | "provider" | "organization" | "platform";

/**
 * A change that may let a person in.
 */
export type RemedyChange = { kind: "enter_code" } | { kind: "use_connection"; connectionId: ConnectionId } | { kind: "verify_email" } | { kind: "step_up" } | { kind: "join_group"; group: GroupName } | { kind: "create_invitation"; organizationId: OrganizationId } | { kind: "resend_invitation"; organizationId: OrganizationId; invitationId: InvitationId } | { kind: "approve_waitlist" } | { kind: "restore_user"; userId: UserId } | { kind: "resolve_identity_conflict"; userId: UserId; answer: IdentityConflictStatus } | { kind: "verify_domain"; organizationId: OrganizationId; domainId: DomainId } | { kind: "change_domain"; organizationId: OrganizationId; domainId: DomainId; enrollmentMode: EnrollmentMode } | { kind: "raise_seat_limit"; organizationId: OrganizationId; seatLimit: number } | { kind: "reopen_organization"; organizationId: OrganizationId } | { kind: "activate_connection"; connectionId: ConnectionId } | { kind: "add_strategy"; strategy: Strategy } | { kind: "confirm_links" } | { kind: "allow_invitation_claims" } | { kind: "ignore_incomplete_groups" } | { kind: "allow_subaddresses" } | { kind: "allow_disposable" } | { kind: "unblock_domain" } | { kind: "change_access_mode"; accessMode: AccessMode };

/**
 * The people whom a change concerns, from the fewest to the most.
 */
export type RemedyReach = "person" | "organization" | "everybody";

/**
 * The decision about the same login after a remedy.
 */
export interface RemedyResult {
    /**
     * The outcome, one that admits the person.
     */
    outcome: OutcomeKind;
    /**
     * The reason.
     */
    reason: ReasonCode;
    /**
     * The user's role on the platform.
     */
    platformRole: PlatformRole;
    /**
     * The user's active memberships, ordered by organization.
     */
    memberships: MembershipView[];
}

/**
 * One change of a remedy, and who can make it.
 */
export interface RemedyStep {
    /**
     * The change.
     */
    change: RemedyChange;
    /**
     * The party that can make it.
     */
    actor: RemedyActor;
    /**
     * The capability that it requires; null if no administrator of Cora makes it.
     */
    capability: Capability | null;
    /**
     * The people whom it concerns.
     */
    reach: RemedyReach;
}

/**
 * A decided renewal, and the times to write.
 */
export interface Renewal {
    /**
     * The reason.
     */
    reason: RenewalReason;
    /**
     * The times of the application session afterwards; null unless renewed.
     */
    session: SessionTimes | null;
    /**
     * The times of the browser session afterwards; null unless renewed, and if its last use was
     * written less than a minute ago.
     */
    browserSession: SessionTimes | null;
    /**
     * The earliest end of both sessions, which no token outlives; null unless renewed.
     */
    endsAt: UnixSeconds | null;
}

/**
 * The facts of now about an application session.
 */
export interface RenewalInput {
    /**
     * The time of the renewal.
     */
    now: UnixSeconds;
    /**
     * The application session.
     */
    session: ApplicationSessionFacts;
    /**
     * The browser session that it is a part of.
     */
    browserSession: BrowserSessionFacts;
    /**
     * The lengths of browser sessions, as the operator has set them.
     */
    browserLengths?: SessionLengths;
    /**
     * The application; absent if there is none any more.
     */
    application?: Application | null;
    /**
     * The connection of the sign-in; absent if there is none any more.
     */
    connection?: ConnectionState | null;
    /**
     * The time before which the user's sessions are refused; absent for none.
     */
    notBefore?: UnixSeconds | null;
    /**
     * `true` if the stored login, decided with the facts of now, signs in the session's user.
     */
    isAdmitted: boolean;
}

/**
 * The result of a renewal.
 */
export type RenewalReason = "renewed" | "session_ended" | "session_expired" | "application_disabled" | "connection_not_active" | "connection_not_allowed" | "signed_out_everywhere" | "not_admitted";

/**
 * All faults of one input.
 */
export interface Report {
    /**
     * `true` if the input can be used; always `false` in a report of errors.
     */
    ok: boolean;
    /**
     * The faults, in the order of the input.
     */
    issues: Issue[];
}

/**
 * The facts that the check of a request depends on, loaded by the names of [`RequestNames`].
 */
export interface RequestFacts {
    /**
     * The application that `client_id` names; absent if there is none.
     */
    application?: Application | null;
    /**
     * The connection that `connection` names; absent if there is none, or none is named.
     */
    connection?: ConnectionState | null;
    /**
     * The active organization that `organization` names; absent if none is, or none is named.
     */
    organizationId?: OrganizationId | null;
    /**
     * The content of `id_token_hint`, if it is an ID token of this issuer for this application,
     * expired or not; absent if it is none, or none is given.
     */
    hint?: IdTokenHint | null;
}

/**
 * The `state` of an authorization or logout request, given back as it came (RFC 6749 §4.1.1).
 * At most 2048 bytes.
 */
export type RequestState = string;

/**
 * The status of a membership request.
 */
export type RequestStatus = "pending" | "approved" | "rejected";

/**
 * The groups of which a person must have one to come into an organization, or back.
 */
export interface RequiredGroups {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The groups, compared exactly; one suffices. At most 100. An empty list shuts everybody out.
     */
    groups: GroupName[];
}

/**
 * The requirements for a session. Each one that is given has to hold.
 */
export interface Requirement {
    /**
     * A capability, or a permission of the application: in the given organization, else on the
     * platform.
     */
    capability?: Permission | null;
    /**
     * The least role on the platform.
     */
    platformRole?: PlatformRole | null;
    /**
     * The least role in the given organization, else in the current one.
     */
    organizationRole?: OrganizationRole | null;
    /**
     * An organization. It always requires a membership.
     */
    organizationId?: OrganizationId | null;
}

/**
 * A role that an application defines. Members of organizations have it in addition to their role
 * in the organization.
 */
export interface RoleDefinition {
    /**
     * The name: a lower-case letter, then lower-case letters, digits, `_` and `-`.
     */
    id: RoleName;
    /**
     * A sentence for administrators: whom the role is for.
     */
    describe: DisplayName;
}

/**
 * The name of a role that a permission is granted to: a role of Cora's, or one that the
 * application defines (§15.2). At most 64 bytes.
 */
export type RoleName = string;

/**
 * The source of a role that is not the one by which the person is a member otherwise.
 */
export type RoleSource = "group" | "manual";

/**
 * A verdict, and the state to write.
 */
export interface Rotation {
    /**
     * The verdict.
     */
    verdict: RotationVerdict;
    /**
     * The state afterwards. The token of its generation is the answer, if there is one.
     */
    state: RotationState;
}

/**
 * A presented refresh token, and the state that it meets.
 */
export interface RotationInput {
    /**
     * The time of the request.
     */
    now: UnixSeconds;
    /**
     * The state of the session's token.
     */
    state: RotationState;
    /**
     * The token that was presented.
     */
    presented: PresentedGeneration;
    /**
     * The network and agent that presents it; absent if the host does not know it.
     */
    fingerprint?: ClientFingerprint | null;
    /**
     * `true` if the application is public; only its tokens rotate.
     */
    isPublic: boolean;
}

/**
 * The state of the refresh token of an application session.
 */
export interface RotationState {
    /**
     * The generation of the head; 0 for the first token.
     */
    generation: number;
    /**
     * The beginning of the window in which the parent is answered again: the first use of the
     * parent, by which the head came to be, or the late answer. Absent before the first rotation.
     */
    windowBeganAt?: UnixSeconds | null;
    /**
     * The number of times that this parent was answered again.
     */
    repeats?: number;
    /**
     * The generation of the head at the last late answer; absent if there was none.
     */
    lastLate?: number | null;
    /**
     * The network and agent that first used the parent; absent before the first rotation, or if
     * the host does not know it.
     */
    fingerprint?: ClientFingerprint | null;
    /**
     * `true` if this parent was answered again to another network or agent.
     */
    isShared?: boolean;
    /**
     * The number of generations running, the head's included, whose parent was so answered.
     */
    sharedGenerations?: number;
}

/**
 * The verdict about a presented refresh token.
 */
export type RotationVerdict = "current" | "rotated" | "repeated" | "too_old" | "reused" | "unknown";

/**
 * The access to a path.
 */
export type RouteAccess = "public" | "protected";

/**
 * The input of [`match_route`], as JSON.
 */
export interface RouteInput {
    /**
     * The path as it was requested. Its query is ignored.
     */
    path: string;
    /**
     * The rules; the first that matches decides. At most 1000.
     */
    rules: RouteRule[];
}

/**
 * The result for a path.
 */
export interface RouteMatch {
    /**
     * The access to the path.
     */
    access: RouteAccess;
    /**
     * The reason for the access.
     */
    reason: RouteReason;
    /**
     * The pattern that matched; null if none did.
     */
    pattern: string | null;
}

/**
 * The reason for the access to a path.
 */
export type RouteReason = "rule" | "no_rule" | "unclear_path" | "invalid_pattern";

/**
 * A rule about paths.
 */
export interface RouteRule {
    /**
     * The pattern: parts between slashes. A text matches itself, `:name` matches any one part, and
     * `*` at the end matches any rest, including an empty one. Examples: `/`, `/sign-in/*`,
     * `/teams/:team/join`.
     */
    pattern: string;
    /**
     * The access to the paths that match.
     */
    access: RouteAccess;
}

/**
 * The versions of the rows that a command may change, raised by each change; absent for a row that
 * does not exist. Those of a domain rule, an application and the policy are part of their facts.
 */
export interface RowVersions {
    /**
     * The version of the organization.
     */
    organization?: number | null;
    /**
     * The version of the user's membership of the organization.
     */
    member?: number | null;
    /**
     * The version of the invitation.
     */
    invitation?: number | null;
    /**
     * The version of the user.
     */
    user?: number | null;
}

/**
 * A scope (RFC 6749 §3.3, OpenID Connect Core §5.4 and §11). A closed list; others are left out.
 */
export type Scope = "openid" | "profile" | "email" | "offline_access";

/**
 * The policy for a new identity whose address belongs to a user with another subject at the same
 * issuer. Two subjects of one issuer are two people until somebody says otherwise
 * (OpenID Connect Core §5.7).
 */
export type SecondSubject = "ask_administrator" | "new_user";

/**
 * A reference to the place where a secret is kept.
 *
 * Shape: `env:NAME` (an environment variable of the host; letters, digits, underscores),
 * `file:/absolute/path`, `aws-secretsmanager:NAME-OR-ARN`, or `stored:ID` (a value that was
 * written to Cora and is stored encrypted; the ID is a hyphenated UUID). At most 512 bytes. A host
 * may restrict the references that it resolves.
 */
export type SecretReference = string;

/**
 * The cause of the end of a session. Stored with it.
 */
export type SessionEndReason = "signed_out" | "replaced_by_sign_in" | "ended_by_administrator" | "revoked" | "code_reused" | "token_reused" | "ended_by_provider" | "signed_out_everywhere";

/**
 * An event that changes the state of a session.
 */
export type SessionEvent = { event: "answered"; session: UnifiedSession; serverTime?: UnixSeconds | null } | { event: "organization_switched"; organizationId?: OrganizationId | null } | { event: "role_version_changed"; roleVersion: number } | { event: "time_passed" } | { event: "signed_out" } | { event: "failed"; message: UserMessage };

/**
 * The facts of an application session from which all of its tokens and answers are made.
 */
export interface SessionFacts {
    /**
     * The issuer's identifier: the public URL, without a slash at its end.
     */
    issuer: Issuer;
    /**
     * The application: `aud` and `client_id`.
     */
    applicationId: ApplicationId;
    /**
     * The application session: `sid`.
     */
    applicationSessionId: ApplicationSessionId;
    /**
     * The user: `sub`.
     */
    userId: UserId;
    /**
     * The granted scopes.
     */
    scopes: Scope[];
    /**
     * The first moment at which the session is over: [`Renewal::ends_at`].
     *
     * [`Renewal::ends_at`]: super::renewal::Renewal::ends_at
     */
    endsAt: UnixSeconds;
    /**
     * The provider's time of the authentication; absent if it states none.
     */
    authTime?: UnixSeconds | null;
    /**
     * The class of the authentication; absent if the provider names none.
     */
    acr?: AuthenticationContext | null;
    /**
     * The methods of the authentication; at most 20.
     */
    amr?: AuthenticationMethod[];
    /**
     * The current organization; absent if there is none.
     */
    organization?: CurrentOrganization | null;
    /**
     * The user's role on the platform.
     */
    platformRole: PlatformRole;
    /**
     * The version of the user's roles.
     */
    roleVersion: number;
    /**
     * The actor on the user's behalf; absent if there is none.
     */
    actor?: IdentityKey | null;
    /**
     * The user's own data.
     */
    profile?: ProfileClaims;
    /**
     * The user's permissions in the application; absent if the application defines none.
     */
    permissions?: GrantedPermissions | null;
}

/**
 * The identifier of a session at the identity provider (`sid`). At most 512 bytes.
 */
export type SessionId = string;

/**
 * The lengths of sessions, in seconds.
 */
export interface SessionLengths {
    /**
     * The length since the last use, in seconds; 604 800 (7 days) when absent.
     */
    idle?: number;
    /**
     * The length since the sign-in, in seconds; 2 592 000 (30 days) when absent.
     */
    absolute?: number;
}

/**
 * An objection to a session as the answer to a request.
 */
export type SessionObjection = "no_session" | "prompt_login" | "prompt_select_account" | "authentication_too_old" | "authentication_method" | "connection_mismatch" | "organization_mismatch" | "other_user" | "step_up_required";

/**
 * An organization of the session's user.
 */
export interface SessionOrganization {
    /**
     * The identifier of the organization.
     */
    id: OrganizationId;
    /**
     * The organization's display name.
     */
    name: DisplayName;
    /**
     * The organization's slug.
     */
    slug: Slug;
    /**
     * The user's role in the organization.
     */
    role: OrganizationRole;
}

/**
 * The state of a session in a page.
 */
export interface SessionState {
    /**
     * The session.
     */
    session: UnifiedSession;
    /**
     * The time of the next refresh; null if there is nothing to wait for. If it has passed,
     * refresh at once.
     */
    refreshAt: UnixSeconds | null;
    /**
     * The first moment at which the session must no longer be shown; null if it does not end by
     * itself.
     */
    endsAt: UnixSeconds | null;
    /**
     * `true` if the user's roles have changed since: sensitive actions have to wait for the next
     * answer.
     */
    isStale: boolean;
    /**
     * The latest time that was observed.
     */
    seenAt: UnixSeconds;
}

/**
 * The times of a session, browser's or application's, as they are stored.
 */
export interface SessionTimes {
    /**
     * The time of the sign-in: for an application session too, that of its browser session.
     */
    beganAt: UnixSeconds;
    /**
     * The time of the last use: of the beginning, or of the last renewal.
     */
    usedAt: UnixSeconds;
    /**
     * The first moment at which the session is over unless it is used before.
     */
    idleEndsAt: UnixSeconds;
    /**
     * The first moment at which the session is over in any case.
     */
    absoluteEndsAt: UnixSeconds;
    /**
     * The time at which the session was ended; absent if it was not.
     */
    endedAt?: UnixSeconds | null;
}

/**
 * The difference in one setting. Values that are not known to be public are `"***"`.
 */
export interface SettingChange {
    /**
     * A JSON Pointer into the settings, or `/displayName`, `/status`, `/activeNumber`,
     * `/testOutcome` or `/testedDecision` of the connection, or `/defaultConnection` of the
     * platform. Empty for the one change that stands
     * for all that are not listed.
     */
    path: string;
    /**
     * The old value; null if there was none.
     */
    old: unknown;
    /**
     * The new value; null if there is none.
     */
    new: unknown;
}

/**
 * The text of one setting of a connection, as written. At most 8192 bytes, which is enough for
 * a public key as PEM.
 */
export type SettingText = string;

/**
 * Settings as somebody wrote them, or as they are stored. A JSON object in which no name occurs
 * twice, at any depth.
 *
 * `Debug` shows the names and no values, because a secret may be among them in the wrong place.
 */
export type Settings = Record<string, unknown>;

/**
 * The severity of an issue.
 */
export type Severity = "error" | "warning";

/**
 * One way of a person to their provider and back.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type SignInFlowId = string & { readonly __brand: "SignInFlowId" };

/**
 * The signature algorithms that a connection may pin. All are asymmetric, so a verification key
 * can never be used to sign (RFC 8725 §3.1 and §3.2).
 */
export type SignatureAlgorithm = "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "EdDSA";

/**
 * A key, without its parts.
 */
export interface SigningKeyFacts {
    /**
     * The identifier: the thumbprint of the public key (RFC 7638), or of the secret.
     */
    keyId: KeyId;
    /**
     * The use.
     */
    keyUse: SigningKeyUse;
    /**
     * The time from which it is published.
     */
    publishedAt: UnixSeconds;
    /**
     * The time from which it signs.
     */
    activeAt: UnixSeconds;
    /**
     * The time from which it no longer signs; absent if no successor is planned.
     */
    retiredAt?: UnixSeconds | null;
    /**
     * The time from which it is not published; absent if it is not withdrawn.
     */
    withdrawnAt?: UnixSeconds | null;
}

/**
 * The state of a key at a moment. It follows from the key's times alone.
 */
export type SigningKeyState = "next" | "active" | "retired" | "withdrawn";

/**
 * The use of a key. A key has one.
 */
export type SigningKeyUse = "access_token" | "id_token" | "refresh_token";

/**
 * The logins on which a change is simulated.
 */
export interface SimulatedLogins {
    /**
     * The logins, each with its stored facts; at most 1 000 000.
     */
    logins: EngineLogin[];
}

/**
 * A login that is decided differently: another outcome, organization or role.
 */
export interface SimulationChange {
    /**
     * The index of the login, counted from 0.
     */
    index: number;
    /**
     * The decision under the current configuration.
     */
    before: DecisionSummary;
    /**
     * The decision under the simulated configuration.
     */
    after: DecisionSummary;
    /**
     * The traces; null beyond the requested number of traced changes. To get another trace, decide
     * its login.
     */
    traces: ChangeTraces | null;
}

/**
 * The effect of a change of configuration.
 */
export interface SimulationReport {
    /**
     * The number of logins that were decided.
     */
    logins: number;
    /**
     * The number of logins that are decided differently.
     */
    changed: number;
    /**
     * The number of logins in which a role in an organization is lowered.
     */
    rolesLowered: number;
    /**
     * The number of logins in which a membership is lost.
     */
    membershipsLost: number;
    /**
     * The logins that an administrator has to decide about, because the account of their address
     * has another subject at the issuer (`identity_conflict`).
     */
    identityConflicts: ConflictCount;
    /**
     * The outcomes that occur, in the order of their declaration.
     */
    outcomes: OutcomeCount[];
    /**
     * Every login that is decided differently, in the order of the logins.
     */
    changes: SimulationChange[];
}

/**
 * An organization's short name in URLs. Slugs that Cora creates consist of lower-case ASCII
 * letters, digits and inner hyphens; slugs from a store are taken as they are. At most 64
 * bytes.
 */
export type Slug = string;

/**
 * A stage of the evaluation, in order. The policy orders the strategies.
 */
export type Stage = "identity" | "connection_status" | "account" | "bootstrap" | "invitation" | "connection" | "group" | "domain" | "access";

/**
 * The verdict of one stage.
 */
export interface StageVerdict {
    /**
     * The stage.
     */
    stage: Stage;
    /**
     * The result of the stage.
     */
    verdict: Verdict;
    /**
     * The reason code of the verdict.
     */
    code: ReasonCode;
    /**
     * The facts that the stage evaluated, in a fixed order.
     */
    evidence: Evidence[];
}

/**
 * The proof to ask the provider for, so that a login meets the policy (RFC 9470 §4).
 */
export interface StepUp {
    /**
     * The classes to ask for (`acr_values`), in order of preference; any if empty.
     */
    acrValues: AuthenticationContext[];
    /**
     * The methods of which the login has to have one; any if empty. No parameter asks for them.
     */
    amrValues: AuthenticationMethod[];
    /**
     * The greatest age to ask for (`max_age`), in seconds; null if any is accepted.
     */
    maxAge: number | null;
}

/**
 * A provisioning strategy: a way into an organization.
 */
export type Strategy = "invitation" | "connection" | "group" | "domain";

/**
 * The policy for a new user whose address has a subaddress (`ana+news@…`). The subaddress is
 * never cut off: two addresses that differ in it are two addresses.
 */
export type Subaddressing = "allow" | "refuse";

/**
 * A subject identifier as the issuer wrote it, compared exactly (OpenID Connect Core §2: at
 * most 255 characters; the decision, not the parser, refuses a longer one). At most 2048
 * bytes.
 */
export type Subject = string;

/**
 * The kind of a token's subject.
 */
export type SubjectKind = "user" | "machine";

/**
 * A subject of a former issuer, and the one of a new issuer that is the same person.
 */
export interface SubjectMapping {
    /**
     * The subject at the former issuer.
     */
    from: Subject;
    /**
     * The subject at the new issuer: 1 to 255 characters without control characters.
     */
    to: Subject;
}

/**
 * The subjects of a carry-over, as a file lists them.
 */
export interface SubjectMappings {
    /**
     * The subjects that are carried over; at most 1 000 000.
     */
    subjects: SubjectMapping[];
}

/**
 * The stored data that a command needs in order to be decided.
 */
export interface Subjects {
    /**
     * An organization, and the actor's membership of it.
     */
    organization: OrganizationId | null;
    /**
     * A user, and their membership of the organization.
     */
    user: UserId | null;
    /**
     * An invitation. It determines the organization if none is named.
     */
    invitation: InvitationId | null;
    /**
     * A conflict. It determines the user if none is named.
     */
    identityConflict: IdentityConflictId | null;
    /**
     * A domain rule.
     */
    domain: DomainId | null;
    /**
     * A domain name, for all rules with that name.
     */
    domainName: string | null;
    /**
     * An address, for its open invitations and its place on the waitlist.
     */
    email: CanonicalEmail | null;
    /**
     * A slug, for its owner and for the slugs that begin with it.
     */
    slug: Slug | null;
    /**
     * A connection.
     */
    connection: ConnectionId | null;
    /**
     * A version of the policy.
     */
    policyVersion: number | null;
    /**
     * `true` if the expectations of the policy are needed.
     */
    expectations: boolean;
    /**
     * An application, and its secrets.
     */
    application: ApplicationId | null;
    /**
     * `true` if everything that belongs to the user is needed.
     */
    wholeUser: boolean;
}

/**
 * A pasted text, and the provider's discovery document where it was fetched.
 */
export interface SuggestConnectionInput {
    /**
     * The text. At most 65536 bytes.
     */
    text: PastedText;
    /**
     * The discovery document at the suggested place; absent if it was not fetched.
     */
    document?: Settings | null;
}

/**
 * One line of a test login's log.
 */
export interface TestLogEntry {
    /**
     * The time of the entry, in seconds since the epoch, UTC.
     */
    at: UnixSeconds;
    /**
     * The step that was done.
     */
    step: TestStep;
    /**
     * `true` if the step succeeded.
     */
    ok: boolean;
    /**
     * The code of the failure, from one of the closed lists; null if the step succeeded.
     */
    code: string | null;
    /**
     * The message for people: lower case, no full stop. Never holds a secret or a full email
     * address.
     */
    message: string;
    /**
     * The remedy, as a sentence; null if there is none.
     */
    help: string | null;
}

/**
 * The outcome of a test login.
 */
export type TestOutcome = "success" | "failed";

/**
 * The decision of a test login, as its administrator sees it. Its plan is not applied.
 */
export interface TestRunDecision {
    /**
     * The outcome of the decision.
     */
    outcome: OutcomeKind;
    /**
     * The reason for the outcome.
     */
    reason: ReasonCode;
    /**
     * The trace of the decision.
     */
    trace: Trace;
}

/**
 * A step of a test login. The steps run in this order.
 */
export type TestStep = "settings" | "discovery" | "secret" | "authorization" | "token_request" | "id_token" | "login_token" | "userinfo" | "decision";

/**
 * The decision that a test login would get under the policy in force at that time.
 */
export interface TestedDecision {
    /**
     * The outcome of the decision.
     */
    outcome: OutcomeKind;
    /**
     * The reason for the outcome.
     */
    reason: ReasonCode;
    /**
     * The user whom the decision concerns; null if there is none.
     */
    userId: UserId | null;
}

/**
 * The reason why a token is rejected, and the part of it that is at fault.
 */
export interface TokenError {
    /**
     * The error code.
     */
    code: TokenErrorCode;
    /**
     * The name of the header field or claim, never its value; null if no single one is at fault.
     */
    claim: string | null;
    /**
     * For a refusal by time, the seconds between the time in the token and the host's, leeway
     * included; otherwise null. A small number is a clock that runs wrong.
     */
    seconds: number | null;
}

/**
 * The reason why a token is rejected. A closed list, which includes the host's own findings (form,
 * key, signature).
 */
export type TokenErrorCode = "token_missing" | "token_malformed" | "connection_not_active" | "algorithm_not_allowed" | "critical_header" | "key_unknown" | "keys_unavailable" | "key_mismatch" | "signature_invalid" | "claim_missing" | "claim_invalid" | "issuer_mismatch" | "audience_mismatch" | "organization_mismatch" | "authorized_party_mismatch" | "session_pending" | "token_kind_mismatch" | "token_expired" | "token_not_yet_valid" | "token_issued_in_future" | "at_hash_mismatch" | "access_token_missing" | "userinfo_unavailable" | "userinfo_refused" | "userinfo_invalid" | "userinfo_subject_mismatch";

/**
 * The SHA-256 of a token, which stores keep instead of the token.
 *
 * Shape: 64 lower-case hexadecimal digits.
 */
export type TokenHash = string;

/**
 * The parts of an accepted header that a verifier needs.
 */
export interface TokenHeader {
    /**
     * The algorithm, which is one that the connection pins.
     */
    algorithm: SignatureAlgorithm;
    /**
     * The ID of the signing key that the header names; null if it names none.
     */
    keyId: KeyId | null;
    /**
     * The SHA-1 thumbprint of the signing key's certificate (`x5t`, RFC 7515 §4.1.7), if the
     * header names no key ID; null if it names none.
     */
    certificateThumbprint: KeyId | null;
    /**
     * The SHA-256 thumbprint of the signing key's certificate (`x5t#S256`, RFC 7515 §4.1.8), if
     * the header names no key ID; null if it names none.
     */
    certificateThumbprintS256: KeyId | null;
}

/**
 * The kind of token that a connection's clients send.
 */
export type TokenUse = "access_token" | "id_token" | "session_token";

/**
 * The verdicts of all stages, in the order of evaluation, each stage exactly once.
 */
export interface Trace {
    /**
     * The stage whose verdict is the decision's reason.
     */
    decidedBy: Stage;
    /**
     * The verdicts, in the order of evaluation.
     */
    stages: StageVerdict[];
}

/**
 * The languages that a person prefers (`ui_locales`), separated by spaces. At most 512 bytes.
 */
export type UiLocales = string;

/**
 * A session in any of its states. In JavaScript, `undefined` means not known yet, and `null` means
 * known to be absent.
 */
export type UnifiedSession = { status: "loading" } | { status: "unauthenticated" } | { status: "pending"; message: UserMessage } | { status: "authenticated"; session: AuthenticatedSession } | { status: "error"; message: UserMessage };

/**
 * Seconds since 1970-01-01T00:00:00Z, leap seconds not counted (RFC 7519 §2 `NumericDate`, whole
 * seconds only).
 *
 * Shape: an integer from 0 to 253402300799 (the end of the year 9999). A fraction is refused,
 * because two hosts that round differently would decide differently.
 */
export type UnixSeconds = number;

/**
 * A part of a token that grants nothing, and that is left out if it cannot be read.
 */
export type UnreadClaim = "name" | "given_name" | "family_name" | "picture" | "phone_number" | "auth_time" | "acr" | "amr" | "groups" | "roles" | "organization";

/**
 * The handling of the provider's tokens after a sign-in to an application.
 */
export type UpstreamTokens = "forget" | "keep";

/**
 * A command about users and the waitlist.
 */
export type UserCommand = { command: "approve_waitlisted"; email: CanonicalEmail } | { command: "deny_waitlisted"; email: CanonicalEmail } | { command: "suspend_user"; userId: UserId } | { command: "restore_user"; userId: UserId } | { command: "set_platform_role"; userId: UserId; role: PlatformRole } | { command: "deprovision_user"; userId: UserId } | { command: "end_user_sessions"; userId: UserId; browserSessionId?: BrowserSessionId | null } | { command: "unlink_user_identity"; userId: UserId; identity: IdentityKey } | { command: "erase_user"; userId: UserId } | { command: "issue_recovery_token"; tokenHash: TokenHash; expiresAt: UnixSeconds } | { command: "revoke_bootstrap_token"; tokenHash: TokenHash };

/**
 * An effect of a command about users and the waitlist.
 */
export type UserEffect = { effect: "release_user_email"; userId: UserId } | { effect: "set_waitlist_status"; email: CanonicalEmail; status: WaitlistStatus } | { effect: "set_user_status"; userId: UserId; status: UserStatus } | { effect: "set_platform_role"; userId: UserId; role: PlatformRole } | { effect: "end_user"; userId: UserId; effects: DeprovisionEffect[] } | { effect: "erase_user"; userId: UserId } | { effect: "issue_recovery_token"; tokenHash: TokenHash; expiresAt: UnixSeconds } | { effect: "revoke_bootstrap_token"; tokenHash: TokenHash } | { effect: "end_sessions"; userId: UserId; browserSessionId: BrowserSessionId | null };

/**
 * An existing user.
 */
export interface UserFacts {
    /**
     * The identifier of the user.
     */
    id: UserId;
    /**
     * The user's status on the platform.
     */
    status: UserStatus;
    /**
     * The user's canonical e-mail address.
     */
    email?: CanonicalEmail | null;
    /**
     * `true` if the address was proven to be the user's.
     */
    emailVerified?: boolean;
    /**
     * The time at which a code that was mailed to the address proved it, in seconds since
     * 1970-01-01T00:00:00Z; absent if none did, or if a provider has contradicted it since.
     */
    emailConfirmedAt?: UnixSeconds | null;
    /**
     * The user's role on the platform; `platform_user` when absent or null.
     */
    platformRole?: PlatformRole;
    /**
     * The version of the user's roles, incremented when they change.
     */
    roleVersion?: number;
    /**
     * The user's current organization.
     */
    currentOrganizationId?: OrganizationId | null;
    /**
     * The user's profile.
     */
    profile?: Profile;
}

/**
 * A user of the platform: one person, regardless of how many identities are linked to them.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in
 * lower case.
 */
export type UserId = string & { readonly __brand: "UserId" };

/**
 * The message for the person: a smaller list that reveals no organization and no domain.
 */
export type UserMessage = "access_denied" | "verify_email" | "use_sso" | "awaiting_approval" | "confirm_account" | "try_again" | "ask_administrator" | "claim_invitation" | "step_up";

/**
 * The status of a user on the platform.
 */
export type UserStatus = "deprovisioned" | "suspended" | "active";

/**
 * A part of a login that the answer of the userinfo endpoint can complete.
 */
export type UserinfoClaim = "email" | "groups" | "name" | "given_name" | "family_name" | "picture" | "phone_number";

/**
 * The need of a login for the answer of the userinfo endpoint.
 */
export type UserinfoNeed = "not_needed" | "wanted" | "required";

/**
 * The extent to which a connection's userinfo endpoint is asked (OpenID Connect Core §5.3).
 */
export type UserinfoUse = "never" | "when_missing";

/**
 * The result of a stage.
 */
export type Verdict = "not_evaluated" | "passed" | "not_matched" | "matched" | "denied";

/**
 * The level of proof for a domain.
 */
export type VerificationLevel = "affiliation" | "ownership";

/**
 * The state of a domain's proof.
 */
export type VerificationState = "failed" | "expired" | "pending" | "verified";

/**
 * The provider's `email_verified` claim (`xms_edov` for Entra ID), reduced to the conclusion that
 * may be drawn from it.
 *
 * Reads any JSON: `true` and the string `"true"` are true, everything else that is present is
 * false. OpenID Connect Core §5.1 makes it a boolean; some providers send the string.
 */
export type VerifiedClaim = unknown;

/**
 * The connections whose tokens are accepted.
 */
export interface VerifierConfiguration {
    /**
     * The connections; at most 1000.
     */
    connections: Connection[];
}

/**
 * The status of an address on the waitlist.
 */
export type WaitlistStatus = "pending" | "approved" | "denied";

/**
 * An origin of an application's pages, as browsers write it (RFC 6454 §6.2). At most 512
 * bytes.
 */
export type WebOrigin = string;
