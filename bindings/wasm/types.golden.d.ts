/* tslint:disable */
/* eslint-disable */
/**
 * A URL of an endpoint, as written: an absolute https URL wherever a report has found no error in it. At most 2048 bytes.
 */
export type EndpointUrl = string;

/**
 * A URL to show, such as a picture's; not followed by anything of ours. At most 2048 bytes.
 */
export type PictureUrl = string;

/**
 * A [`Decision`] without its plan and its trace.
 */
export interface DecisionSummary {
    /**
     * What becomes of the login.
     */
    outcome: Outcome;
    /**
     * Why: the code of the deciding verdict.
     */
    reason: ReasonCode;
    /**
     * What the person is told; null when they are in and there is nothing to say.
     */
    userMessage: UserMessage | null;
    /**
     * What is known of the login's address.
     */
    emailEvidence: EmailEvidence;
    /**
     * The role on the platform once the plan is applied.
     */
    platformRole: PlatformRole;
    /**
     * The active memberships once the plan is applied, by organization.
     */
    memberships: MembershipView[];
    /**
     * The organization that the person works in once the plan is applied.
     */
    currentOrganizationId: OrganizationId | null;
}

/**
 * A bootstrap (setup) token as its bearer presents it. At most 512 bytes.
 *
 * It can be read and compared with a [`TokenHash`], never shown: `Debug` and JSON both write `***`.
 */
export type PresentedToken = string;

/**
 * A bootstrap token that has been issued.
 */
export interface BootstrapTokenFacts {
    /**
     * The SHA-256 of the token.
     */
    tokenHash: TokenHash;
    /**
     * The first moment at which it does not count any more.
     */
    expiresAt: UnixSeconds;
    /**
     * Whether it has been used.
     */
    used?: boolean;
}

/**
 * A claim that a login reads.
 */
export interface InspectedClaim {
    /**
     * Its name.
     */
    claim: string;
    /**
     * What is read from it.
     */
    field: ClaimField;
    /**
     * Whether it is there. `null` is not.
     */
    present: boolean;
    /**
     * Whether it is there and of the form that a login needs.
     */
    usable: boolean;
    /**
     * Its value, redacted: an address as `a***@acme.example`, a subject by its first characters, names as `***`, true and false,
     * issuer, audience and organization as they are; of a list the number of items. Null when it is not there.
     */
    value: string | null;
    /**
     * The items, where it is a list of groups or audiences; at most 20.
     */
    items: string[];
    /**
     * What to do about it at this kind of provider; null when there is nothing to do.
     */
    help: string | null;
}

/**
 * A command to a connection, by whom, and what is stored.
 */
export interface ChangeConnectionInput {
    /**
     * The time.
     */
    now: UnixSeconds;
    /**
     * Who commands. Whether they may is the host's to ask.
     */
    actor: ConnectionActor;
    /**
     * What is to be done.
     */
    command: ConnectionCommand;
    /**
     * What is stored.
     */
    facts: ConnectionFacts;
    /**
     * Whether addresses of this machine may be named, by plain http too; for trying things out.
     */
    allowLoopback?: boolean;
}

/**
 * A command, by whom, and what is stored.
 */
export interface AdministerInput {
    /**
     * The time.
     */
    now: UnixSeconds;
    /**
     * The identifier of the audit record, which the host makes.
     */
    auditId: AuditId;
    /**
     * Who commands.
     */
    actorId: UserId;
    /**
     * Why, in their own words.
     */
    reason?: ChangeReason | null;
    /**
     * What is to be done.
     */
    command: AdministrationCommand;
    /**
     * What is stored of what [`AdministrationCommand::subjects`] names.
     */
    facts: AdministrationFacts;
}

/**
 * A command. Identifiers of what it makes are the host's to mint.
 */
export type AdministrationCommand = { command: "create_organization"; organizationId: OrganizationId; name: DisplayName; slug?: Slug | null; logoUrl?: PictureUrl | null } | { command: "update_organization"; organizationId: OrganizationId; name?: DisplayName | null; slug?: Slug | null; logoUrl?: PictureUrl | null } | { command: "close_organization"; organizationId: OrganizationId } | { command: "reopen_organization"; organizationId: OrganizationId } | { command: "set_seat_limit"; organizationId: OrganizationId; seatLimit?: number | null } | { command: "add_member"; organizationId: OrganizationId; userId: UserId; role: OrganizationRole } | { command: "change_member_role"; organizationId: OrganizationId; userId: UserId; role: OrganizationRole } | { command: "remove_member"; organizationId: OrganizationId; userId: UserId } | { command: "create_invitation"; organizationId: OrganizationId; invitationId: InvitationId; email: CanonicalEmail; role?: OrganizationRole; platformRole?: PlatformRole; connectionId?: ConnectionId | null; lifetimeSeconds?: number | null } | { command: "resend_invitation"; organizationId: OrganizationId; invitationId: InvitationId; lifetimeSeconds?: number | null } | { command: "revoke_invitation"; organizationId: OrganizationId; invitationId: InvitationId } | { command: "accept_invitation"; invitationId: InvitationId; connectionId?: ConnectionId | null } | { command: "add_domain"; organizationId: OrganizationId; domainId: DomainId; pattern: DomainPattern; class?: DomainClass; verification: VerificationLevel; enrollmentMode: EnrollmentMode; connectionId?: ConnectionId | null } | { command: "change_domain"; organizationId: OrganizationId; domainId: DomainId; enrollmentMode: EnrollmentMode; connectionId?: ConnectionId | null } | { command: "record_domain_proof"; organizationId: OrganizationId; domainId: DomainId; proof: DomainProof; found: boolean } | { command: "remove_domain"; organizationId: OrganizationId; domainId: DomainId } | { command: "approve_membership_request"; organizationId: OrganizationId; userId: UserId } | { command: "deny_membership_request"; organizationId: OrganizationId; userId: UserId } | { command: "approve_waitlisted"; email: CanonicalEmail } | { command: "deny_waitlisted"; email: CanonicalEmail } | { command: "save_policy"; policy: ProvisioningPolicy; version?: number | null; report: LintReport } | { command: "roll_back_policy"; to: number; version?: number | null } | { command: "suspend_user"; userId: UserId } | { command: "restore_user"; userId: UserId } | { command: "set_platform_role"; userId: UserId; role: PlatformRole } | { command: "deprovision_user"; userId: UserId };

/**
 * A confirmation that was asked of a person: a token was sent to the account's own address, and whoever presents it has
 * confirmed that the account is theirs.
 *
 * It is bound to all that it confirms: a token made for one identity, account or address proves nothing about another.
 */
export interface LinkConfirmationFacts {
    /**
     * The SHA-256 of the token.
     */
    tokenHash: TokenHash;
    /**
     * The identity that is to be linked.
     */
    identity: IdentityKey;
    /**
     * The user to whom.
     */
    userId: UserId;
    /**
     * The address of the account when it was asked; the token was sent to it.
     */
    email: CanonicalEmail;
    /**
     * The first moment at which it does not count any more.
     */
    expiresAt: UnixSeconds;
    /**
     * Whether it has been used.
     */
    used?: boolean;
}

/**
 * A connection as it is stored, with those of its settings that a command may be about.
 */
export interface ConnectionRecord {
    /**
     * Its identifier.
     */
    id: ConnectionId;
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * Its name for people.
     */
    displayName: DisplayName;
    /**
     * The organization whose connection it is; null for the platform's.
     */
    organizationId?: OrganizationId | null;
    /**
     * Counts its changes, of any kind.
     */
    version: number;
    /**
     * Where it stands in its life.
     */
    status: ConnectionStatus;
    /**
     * The number of the settings in use; null when it is not active.
     */
    activeNumber?: number | null;
    /**
     * The issuer of the settings in use; null when it is not active.
     */
    activeIssuer?: Issuer | null;
    /**
     * The greatest number of its settings.
     */
    latestNumber: number;
    /**
     * Its settings: the latest, those in use, and those that the command names; others may be among them. At most 1000.
     */
    configurations?: ConfigurationVersion[];
}

/**
 * A connection in use, as far as a command to another depends on it.
 */
export interface ActiveConnection {
    /**
     * Its identifier.
     */
    id: ConnectionId;
    /**
     * Its version.
     */
    version: number;
    /**
     * The number of its settings in use.
     */
    activeNumber: number;
    /**
     * The issuer.
     */
    issuer: Issuer;
    /**
     * The organization whose connection it is; null for the platform's.
     */
    organizationId?: OrganizationId | null;
}

/**
 * A connection, as far as a login through it is concerned.
 */
export interface Connection {
    /**
     * Its identifier.
     */
    id: ConnectionId;
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * The issuer that its tokens must name, exactly.
     */
    issuer: Issuer;
    /**
     * Where it stands in its life.
     */
    status: ConnectionStatus;
    /**
     * Counts its changes; a plan made under another version is not applied.
     */
    version?: number;
    /**
     * The organization whose connection it is; absent for the platform's.
     */
    organizationId?: OrganizationId | null;
    /**
     * Whether an address counts as verified although the provider makes no claim about it. An explicit claim that it is
     * not verified always stands. For Entra ID only right with a single pinned tenant.
     */
    trustEmail?: boolean;
    /**
     * Whether an organization's connection may bring in people whose address lies outside the domains it owns.
     */
    allowOutsideDomains?: boolean;
    /**
     * The audiences that its tokens may be for; at most 20.
     */
    audiences?: Audience[];
    /**
     * The parties (`azp`, `cid`, `client_id`) that its tokens may have been issued to; at most 20. Required where tokens
     * carry no audience.
     */
    authorizedParties?: Audience[];
    /**
     * The organization at the provider that tokens have to name (Google `hd`, Entra ID `tid`, Clerk and Auth0 `org_id`); any when absent.
     * Google's documentation on `hd`: the parameter of a login is a hint, the claim is what counts.
     */
    providerOrganization?: ProviderOrganization | null;
    /**
     * The algorithms its keys may sign with; at most 9. Empty means RS256 only.
     */
    algorithms?: SignatureAlgorithm[];
    /**
     * Which kind of token its clients send.
     */
    tokenUse?: TokenUse;
}

/**
 * A decision as the administrator of a test login sees it: nothing of its plan is carried out.
 */
export interface TestRunDecision {
    /**
     * The outcome.
     */
    outcome: OutcomeKind;
    /**
     * The reason.
     */
    reason: ReasonCode;
    /**
     * The trace.
     */
    trace: Trace;
}

/**
 * A decision: what becomes of the login, why, what the person is told, and what has to be written.
 */
export interface Decision {
    /**
     * What becomes of the login.
     */
    outcome: Outcome;
    /**
     * Why: the code of the deciding verdict in the trace.
     */
    reason: ReasonCode;
    /**
     * What the person is told; null when they are in and there is nothing to say.
     */
    userMessage: UserMessage | null;
    /**
     * What is known of the login's address.
     */
    emailEvidence: EmailEvidence;
    /**
     * The role on the platform once the plan is applied.
     */
    platformRole: PlatformRole;
    /**
     * The active memberships once the plan is applied, by organization.
     */
    memberships: MembershipView[];
    /**
     * The organization that the person works in once the plan is applied.
     */
    currentOrganizationId: OrganizationId | null;
    /**
     * What has to be written.
     */
    plan: Plan;
    /**
     * Why, stage by stage. For administrators.
     */
    trace: Trace;
}

/**
 * A domain name of at least two labels, as UTS-46 A-labels in ASCII lower case without a trailing dot: 3 to 253 bytes,
 * labels of 1 to 63 (RFC 1035 §2.3.4, Unicode Technical Standard 46 with STD3 rules, non-transitional).
 *
 * An address literal and a name whose last label is a number are not domain names.
 */
export type DomainName = string;

/**
 * A domain rule of an organization.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type DomainId = string & { readonly __brand: "DomainId" };

/**
 * A domain rule of an organization.
 */
export interface DomainRuleFacts {
    /**
     * The rule.
     */
    id: DomainId;
    /**
     * The organization whose rule it is.
     */
    organizationId: OrganizationId;
    /**
     * What it matches.
     */
    pattern: DomainPattern;
    /**
     * The kind of domain, by the complete lists at the time it was verified.
     */
    class?: DomainClass;
    /**
     * What was to be proven.
     */
    verification: VerificationLevel;
    /**
     * Where the proof stands.
     */
    state: VerificationState;
    /**
     * What it does.
     */
    enrollmentMode: EnrollmentMode;
    /**
     * The role it gives; more than `org_user` is reduced to it.
     */
    role?: OrganizationRole | null;
    /**
     * For `enterprise_sso`: the connection that people have to come by.
     */
    connectionId?: ConnectionId | null;
    /**
     * Counts its changes; a plan made under another version is not applied.
     */
    version?: number;
}

/**
 * A login as the identity provider asserts it, after the token was accepted. Made by the host from verified claims;
 * nothing in it may come from the client, except `bootstrapToken` and `linkProof`.
 */
export interface LoginIdentity {
    /**
     * The connection that this login came by.
     */
    connectionId: ConnectionId;
    /**
     * The issuer (`iss`) of the token.
     */
    issuer: Issuer;
    /**
     * The subject (`sub`) of the token; 1 to 255 characters, none of them a control, or the login is `identity_invalid`.
     */
    subject: Subject;
    /**
     * Whether the subject is a person.
     */
    subjectKind?: SubjectKind;
    /**
     * The address the provider asserts, as written.
     */
    email?: RawEmail | null;
    /**
     * The provider's claim that the address is verified; any JSON is read, only `true` and `"true"` count.
     */
    emailVerified?: VerifiedClaim;
    /**
     * Full name (`name`).
     */
    name?: DisplayName | null;
    /**
     * Given name (`given_name`).
     */
    givenName?: DisplayName | null;
    /**
     * Family name (`family_name`).
     */
    familyName?: DisplayName | null;
    /**
     * Picture (`picture`).
     */
    picture?: PictureUrl | null;
    /**
     * Phone number (`phone_number`).
     */
    phoneNumber?: PhoneNumber | null;
    /**
     * Groups at the provider; at most 1000.
     */
    groups?: GroupName[];
    /**
     * The organization at the provider: a hint, never identity.
     */
    idpOrganization?: ProviderOrganization | null;
    /**
     * The session at the provider (`sid`).
     */
    sessionId?: SessionId | null;
    /**
     * Who acts in the person's stead (`act`, RFC 8693 §4.1), such as an administrator who impersonates them.
     */
    actor?: IdentityKey | null;
    /**
     * When the token was issued (`iat`).
     */
    issuedAt?: UnixSeconds | null;
    /**
     * When the token expires (`exp`).
     */
    expiresAt?: UnixSeconds | null;
    /**
     * A bootstrap token that the person presents, if any. Never part of a decision, a trace or a log.
     */
    bootstrapToken?: PresentedToken | null;
    /**
     * The token by which the person confirms that an account is theirs, if any. Never part of a decision, a trace or a log.
     */
    linkProof?: PresentedToken | null;
}

/**
 * A login that is decided otherwise: another outcome, organization or role.
 */
export interface SimulationChange {
    /**
     * Which login, counted from 0.
     */
    index: number;
    /**
     * What becomes of it under the configuration as it is.
     */
    before: DecisionSummary;
    /**
     * What becomes of it under the one that is tried.
     */
    after: DecisionSummary;
    /**
     * Why; null beyond the number of changes that traces were asked for. Whoever wants another one decides on its login.
     */
    traces: ChangeTraces | null;
}

/**
 * A login, with what is stored that concerns it.
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
     * What is stored that concerns it; nothing at all when absent.
     */
    facts?: LoginFacts;
}

/**
 * A membership, active or removed.
 */
export interface MembershipFacts {
    /**
     * The membership.
     */
    id: MembershipId;
    /**
     * Whether it stands.
     */
    status: MembershipStatus;
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The member.
     */
    userId: UserId;
    /**
     * Their role there.
     */
    role: OrganizationRole;
    /**
     * How it came to be.
     */
    source: MembershipSource;
    /**
     * When it was ended, if it was.
     */
    removedAt?: UnixSeconds | null;
}

/**
 * A name shown to people. At most 512 bytes.
 */
export type DisplayName = string;

/**
 * A pending request to become a member.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type MembershipRequestId = string & { readonly __brand: "MembershipRequestId" };

/**
 * A phone number as the provider wrote it; not parsed. At most 64 bytes.
 */
export type PhoneNumber = string;

/**
 * A provider's documents, and the connection that they are to serve.
 */
export interface CheckDiscoveryInput {
    /**
     * The connection's settings.
     */
    configuration: ConnectionConfiguration;
    /**
     * The discovery document (OpenID Connect Discovery §3, RFC 8414 §2), as it was fetched; absent for a connection that is
     * used without one.
     */
    document?: Settings | null;
    /**
     * The key set (RFC 7517 §5), as it was fetched; absent when it could not be, or is not needed.
     */
    jwks?: Settings | null;
    /**
     * Whether addresses of this machine may be named, by plain http too; for trying things out.
     */
    allowLoopback?: boolean;
}

/**
 * A question for a path, as JSON.
 */
export interface RouteInput {
    /**
     * The path as it was requested; a query is not looked at.
     */
    path: string;
    /**
     * The rules, the first that matches counts; at most 1000.
     */
    rules: RouteRule[];
}

/**
 * A question for a token's key, as JSON.
 */
export interface LookUpKeyInput {
    /**
     * The time.
     */
    now: UnixSeconds;
    /**
     * The token's algorithm.
     */
    algorithm: SignatureAlgorithm;
    /**
     * The key id that the token names.
     */
    keyId?: KeyId | null;
    /**
     * The set, as it was fetched; absent while there is none.
     */
    keySet?: Record<string, unknown> | null;
    /**
     * Whether the set holds one key that was given by itself, for tokens with any key id.
     */
    anyKeyId?: boolean;
    /**
     * When the set was fetched.
     */
    fetchedAt?: UnixSeconds | null;
    /**
     * When the last fetch began that has ended.
     */
    attemptedAt?: UnixSeconds | null;
}

/**
 * A question where to go, as JSON.
 */
export interface RedirectInput {
    /**
     * The target that a request asks for: a path, or an absolute URL.
     */
    target: string;
    /**
     * The application's own origin: scheme, host and port as browsers write them (`https://app.acme.example`, RFC 6454 §6.2).
     */
    origin: string;
    /**
     * Other origins that may be gone to; at most 100.
     */
    allowedOrigins?: string[];
}

/**
 * A request to be taken in.
 */
export interface MembershipRequestFacts {
    /**
     * What has become of it.
     */
    status: RequestStatus;
    /**
     * The role that they would get.
     */
    role: OrganizationRole;
}

/**
 * A role in one organization, from the least to the greatest.
 */
export type OrganizationRole = "org_user" | "org_admin" | "org_owner";

/**
 * A role on the platform as a whole. It gives no right inside an organization by itself.
 *
 * Older names are read and mapped: `super_admin`, `global_owner`, `sys_owner` are owners; `global_admin`, `sys_admin`
 * administrators; `global_user`, `sys_user` users. Only the names below are written.
 */
export type PlatformRole = "platform_user" | "platform_admin" | "platform_owner";

/**
 * A rule about paths.
 */
export interface RouteRule {
    /**
     * Parts between slashes: a text stands for itself, `:name` for any one part, `*` at the end for whatever follows, also nothing:
     * `/`, `/sign-in/*`, `/teams/:team/join`.
     */
    pattern: string;
    /**
     * Who may see what it matches.
     */
    access: RouteAccess;
}

/**
 * A session as the provider describes it in a token.
 */
export interface ProviderSession {
    /**
     * Which kind of token it was.
     */
    tokenUse: TokenUse;
    /**
     * The party that the token was issued to (`azp`, `cid`, `client_id`, `appid`); null where it names none.
     */
    authorizedParty: string | null;
    /**
     * The organization at the provider that the session works in; null when it is none, or the provider has none.
     */
    organization: ProviderMembership | null;
    /**
     * Roles at the provider outside of an organization: `roles`, Keycloak's realm roles, and those of its clients as `client:role`.
     */
    roles: string[];
    /**
     * Permissions outside of an organization (Auth0 `permissions`).
     */
    permissions: string[];
    /**
     * The scopes that were granted (`scope`, RFC 8693 §4.2; Okta and Entra ID `scp`).
     */
    scopes: string[];
    /**
     * Whether the token leaves out groups because there are too many of them (Entra ID, "groups overage"): that one is not listed means nothing.
     */
    groupsIncomplete: boolean;
    /**
     * When the person authenticated (`auth_time`, OpenID Connect Core §2); null where it is not said.
     */
    authenticatedAt: UnixSeconds | null;
    /**
     * How long ago, in minutes before the token was issued, the person proved the first and the second factor (Clerk `fva`); null for others.
     */
    factorVerificationAge: FactorVerificationAge | null;
}

/**
 * A session in any of its states. `undefined` in JavaScript means that it is not known yet, `null` that it is known not
 * to be there.
 */
export type UnifiedSession = { status: "loading" } | { status: "unauthenticated" } | { status: "pending"; message: UserMessage } | { status: "authenticated"; session: AuthenticatedSession } | { status: "error"; message: UserMessage };

/**
 * A stage of the evaluation, in its order; the three strategies stand in the policy's order.
 */
export type Stage = "identity" | "connection_status" | "account" | "bootstrap" | "invitation" | "connection" | "domain" | "access";

/**
 * A subject identifier as the issuer wrote it, compared exactly (OpenID Connect Core §2: at most 255 characters;
 * the decision, not the parser, refuses a longer one). At most 2048 bytes.
 */
export type Subject = string;

/**
 * A token's header, claims and the connection it is to be accepted by.
 */
export interface AcceptTokenInput {
    /**
     * The time of the check.
     */
    now: UnixSeconds;
    /**
     * The connection.
     */
    connection: Connection;
    /**
     * The header, as decoded from the token.
     */
    header: Record<string, unknown>;
    /**
     * The claims, as decoded from the token, after its signature was verified.
     */
    claims: Record<string, unknown>;
}

/**
 * A token, read whole before its signature is verified, so that it is read once.
 *
 * SECURITY: until the signature is, nothing of it but `prepared` may have any effect, nor be told to anybody: not what it says, and not why it
 * would be refused either.
 */
export interface ReadToken {
    /**
     * What the signature is to be verified with.
     */
    prepared: PreparedToken;
    /**
     * What the token says, if its signature is right; null when it is refused even then.
     */
    accepted: AcceptedToken | null;
    /**
     * Why it is refused although its signature is right; null when it is not.
     */
    refused: TokenError | null;
}

/**
 * A user of the platform: one person, however many identities are linked to it.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type UserId = string & { readonly __brand: "UserId" };

/**
 * A user there is.
 */
export interface UserFacts {
    /**
     * The user.
     */
    id: UserId;
    /**
     * Whether they may use the platform.
     */
    status: UserStatus;
    /**
     * Their address.
     */
    email?: CanonicalEmail | null;
    /**
     * Whether the address was proven to be theirs.
     */
    emailVerified?: boolean;
    /**
     * Their role on the platform.
     */
    platformRole?: PlatformRole;
    /**
     * Counts the changes of their roles.
     */
    roleVersion?: number;
    /**
     * The organization they work in.
     */
    currentOrganizationId?: OrganizationId | null;
    /**
     * What is known of the person.
     */
    profile?: Profile;
}

/**
 * A way into an organization.
 */
export type Strategy = "invitation" | "connection" | "domain";

/**
 * All faults of one input.
 */
export interface Report {
    /**
     * Whether the input can be used: never, in a report of errors.
     */
    ok: boolean;
    /**
     * The faults, in the order of the input.
     */
    issues: Issue[];
}

/**
 * All that is wrong with a connection's settings, and what follows from them.
 */
export interface ConnectionReport {
    /**
     * Whether there is no error: such settings may be tested and go live.
     */
    ok: boolean;
    /**
     * Whether the settings may be kept as a draft: there is nothing in them that must not be stored.
     */
    storable: boolean;
    /**
     * Errors and warnings, in the order of the kind's settings, then those about settings that it does not have; at most
     * 100 are listed.
     */
    issues: ConnectionIssue[];
    /**
     * The settings under their canonical names (camelCase), without those that are unknown or not to be stored.
     */
    settings: Settings;
    /**
     * The settings as a typed variant; null when there is an error.
     */
    configuration: ConnectionConfiguration | null;
    /**
     * What was derived from them; null when there is an error.
     */
    derived: DerivedFacts | null;
}

/**
 * All that is wrong with a provider's documents for a connection.
 */
export interface DiscoveryReport {
    /**
     * Whether there is no error.
     */
    ok: boolean;
    /**
     * Errors and warnings.
     */
    issues: ConnectionIssue[];
    /**
     * Where people are sent to log in; null when the document does not say, or says what is refused.
     */
    authorizationEndpoint: string | null;
    /**
     * Where codes are exchanged; null when the document does not say, or says what is refused.
     */
    tokenEndpoint: string | null;
    /**
     * Where the keys are: where the settings say, else where the document does; null when neither does, or the key is in the
     * settings.
     */
    jwksUri: string | null;
    /**
     * The identifiers of the keys that tokens of this connection can be verified with.
     */
    usableKeyIds: string[];
}

/**
 * All that was found, errors and warnings in the order of the configuration.
 */
export interface LintReport {
    /**
     * How many of the findings are errors.
     */
    errors: number;
    /**
     * How many are warnings.
     */
    warnings: number;
    /**
     * The findings.
     */
    findings: Finding[];
}

/**
 * An active membership of the person once the plan is applied.
 */
export interface MembershipView {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The role there.
     */
    role: OrganizationRole;
    /**
     * How it came to be.
     */
    source: MembershipSource;
    /**
     * Whether this decision adds it, or raises its role.
     */
    added: boolean;
}

/**
 * An active user who owns or administers the platform.
 */
export interface Administrator {
    /**
     * Who.
     */
    userId: UserId;
    /**
     * The issuers that they have an identity at; at most 100.
     */
    issuers?: Issuer[];
}

/**
 * An address as written, to show, and its canonical form, to compare.
 *
 * Canonical: NFKC, then exactly one `@`; local part ASCII lower case, domain an IDNA A-label name in lower case. Case of the
 * local part is folded although RFC 5321 §2.4 lets it matter, because no mailbox provider lets it (our decision).
 */
export interface EmailAddress {
    /**
     * As written; for showing only.
     */
    original: RawEmail;
    /**
     * The only form to compare.
     */
    canonical: CanonicalEmail;
}

/**
 * An address in canonical form. Reads any accepted spelling, writes the canonical one.
 *
 * `Debug` shows it redacted, so that no log gets it by way of a type that contains it.
 */
export type CanonicalEmail = string;

/**
 * An audience (`aud`), authorized party (`azp`) or client identifier, compared exactly. At most 2048 bytes.
 */
export type Audience = string;

/**
 * An audit record.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type AuditId = string & { readonly __brand: "AuditId" };

/**
 * An e-mail address as it was received: not yet parsed, perhaps not an address at all. At most 2048 bytes.
 */
export type RawEmail = string;

/**
 * An e-mail address of which only the first character and the domain are left: `a***@acme.example`.
 *
 * There is no way back to the address and no constructor that takes a text as it is.
 */
export type RedactedEmail = string;

/**
 * An event in a state, as JSON.
 */
export interface ReduceSessionInput {
    /**
     * The state; a page that has none yet begins with what [`SessionState::unknown`] says.
     */
    state?: SessionState | null;
    /**
     * What happened.
     */
    event: SessionEvent;
    /**
     * The page's time.
     */
    now: UnixSeconds;
}

/**
 * An identity provider connection.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type ConnectionId = string & { readonly __brand: "ConnectionId" };

/**
 * An invitation of an address into an organization.
 */
export interface InvitationFacts {
    /**
     * The invitation.
     */
    id: InvitationId;
    /**
     * What has become of it.
     */
    status: InvitationStatus;
    /**
     * The address it invites.
     */
    email: CanonicalEmail;
    /**
     * The organization it invites to.
     */
    organizationId: OrganizationId;
    /**
     * The role it gives there.
     */
    role?: OrganizationRole;
    /**
     * The role it gives on the platform, if more than a user's.
     */
    platformRole?: PlatformRole;
    /**
     * When it was made.
     */
    createdAt?: UnixSeconds;
    /**
     * The first moment at which it does not count any more.
     */
    expiresAt: UnixSeconds;
    /**
     * Who made it, as they are now; absent when they are gone.
     */
    inviter?: InviterFacts | null;
    /**
     * The connection it must be accepted by, if one is named.
     */
    connectionId?: ConnectionId | null;
    /**
     * What it takes to accept it.
     */
    acceptance?: InvitationAcceptance;
}

/**
 * An invitation that a user made, or that is to their address.
 */
export interface HeldInvitation {
    /**
     * Which.
     */
    id: InvitationId;
    /**
     * What has become of it.
     */
    status: InvitationStatus;
}

/**
 * An invitation to an organization.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type InvitationId = string & { readonly __brand: "InvitationId" };

/**
 * An issuer identifier, compared exactly, never by prefix or after normalisation (RFC 8414 §2, OpenID Connect Core §2).
 * At most 2048 bytes.
 */
export type Issuer = string;

/**
 * An organization (tenant).
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type OrganizationId = string & { readonly __brand: "OrganizationId" };

/**
 * An organization at the provider, and the person's standing there.
 */
export interface ProviderMembership {
    /**
     * Its identifier (Clerk and Auth0 `org_…`, Entra ID `tid`, Google `hd`).
     */
    id: string;
    /**
     * Its short name; null where the token has none.
     */
    slug: string | null;
    /**
     * The role there, as the provider writes it (Clerk `org:admin`); null where the token has none.
     */
    role: string | null;
    /**
     * The permissions there (Clerk `org:feature:permission`).
     */
    permissions: string[];
}

/**
 * An organization of the session's user.
 */
export interface SessionOrganization {
    /**
     * The organization.
     */
    id: OrganizationId;
    /**
     * Its name.
     */
    name: DisplayName;
    /**
     * Its slug.
     */
    slug: Slug;
    /**
     * The user's role there.
     */
    role: OrganizationRole;
}

/**
 * An organization's short name in URLs. Those that Cora makes are lower-case ASCII letters, digits and inner hyphens;
 * those that a store brings are taken as they are. At most 64 bytes.
 */
export type Slug = string;

/**
 * An organization.
 */
export interface OrganizationFacts {
    /**
     * The organization.
     */
    id: OrganizationId;
    /**
     * Whether it takes people in.
     */
    status: OrganizationStatus;
    /**
     * Its name.
     */
    name: DisplayName;
    /**
     * Its slug.
     */
    slug: Slug;
    /**
     * How many members it may have; unlimited when absent.
     */
    seatLimit?: number | null;
    /**
     * How many active members it has.
     */
    seatsUsed?: number;
    /**
     * How many of them own it.
     */
    ownerCount?: number;
}

/**
 * Everything that one command depends on, as it is stored now.
 */
export interface AdministrationFacts {
    /**
     * Who commands; absent when they are not there.
     */
    actor?: UserFacts | null;
    /**
     * Their membership of the organization, an ended one too.
     */
    actorMembership?: MembershipFacts | null;
    /**
     * The organization, if there is one.
     */
    organization?: OrganizationFacts | null;
    /**
     * Its logo.
     */
    logoUrl?: PictureUrl | null;
    /**
     * The slugs of other organizations that begin with the one in question; at most 1000.
     */
    takenSlugs?: Slug[];
    /**
     * The user concerned, if there is one.
     */
    user?: UserFacts | null;
    /**
     * Their membership of the organization, an ended one too.
     */
    userMembership?: MembershipFacts | null;
    /**
     * Their request to be taken in by the organization.
     */
    membershipRequest?: MembershipRequestFacts | null;
    /**
     * What hangs on them, where it was asked for.
     */
    held?: DeprovisionFacts;
    /**
     * The invitation, if there is one.
     */
    invitation?: InvitationFacts | null;
    /**
     * Whether the organization has an invitation open of the address.
     */
    alreadyInvited?: boolean;
    /**
     * Whether an active member of the organization has the address, proven to be theirs.
     */
    alreadyMember?: boolean;
    /**
     * The domain rule, if there is one; it may be another organization's.
     */
    domain?: DomainRuleFacts | null;
    /**
     * The rules of the domain's name, of whatever organization; at most 1000.
     */
    domainRules?: DomainRuleFacts[];
    /**
     * Where the address stands on the waitlist, if it is on it.
     */
    waitlist?: WaitlistStatus | null;
    /**
     * The connection that is named, if there is one.
     */
    connection?: ConnectionOwner | null;
    /**
     * The policy in force; the default policy when none is stored.
     */
    policy?: ProvisioningPolicy;
    /**
     * The version of the policy that is named, if there is one.
     */
    earlierPolicy?: ProvisioningPolicy | null;
    /**
     * How many active owners the platform has.
     */
    platformOwnerCount?: number;
}

/**
 * Everything that one decision depends on. The same input gives the same decision, byte for byte, on every host.
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
     * The connection it came by.
     */
    connection: Connection;
    /**
     * The policy in force; the strict default policy when absent.
     */
    policy?: ProvisioningPolicy;
    /**
     * What is stored that concerns this login; nothing at all when absent.
     */
    facts?: LoginFacts;
}

/**
 * Everything that the end of a user depends on.
 */
export interface DeprovisionInput {
    /**
     * The time.
     */
    now: UnixSeconds;
    /**
     * The user.
     */
    user: UserFacts;
    /**
     * Who ends them. Whether they may is the host's to ask, by [`session::can`](crate::session::can).
     */
    actorId: UserId;
    /**
     * What is stored that hangs on the user; nothing at all when absent.
     */
    facts?: DeprovisionFacts;
}

/**
 * How a membership came to be, and so who looks after its end.
 */
export type MembershipSource = "invitation" | "domain" | "connection" | "bootstrap" | "manual" | "scim";

/**
 * How a setting differs. Values that are not known to be public are `"***"`.
 */
export interface SettingChange {
    /**
     * Which: a JSON Pointer into the settings, or `/displayName`, `/status`, `/activeNumber` of the connection.
     */
    path: string;
    /**
     * What it was; null when it was not there.
     */
    old: unknown;
    /**
     * What it is; null when it is not there.
     */
    new: unknown;
}

/**
 * How a test login went.
 */
export type TestOutcome = "success" | "failed";

/**
 * How far a set of settings has come.
 */
export type ConfigurationStage = "draft" | "validated" | "tested";

/**
 * How grave an issue is.
 */
export type Severity = "error" | "warning";

/**
 * How long ago factors were proven, in minutes.
 */
export interface FactorVerificationAge {
    /**
     * The first; null when it was not.
     */
    first: number | null;
    /**
     * The second; null when it was not.
     */
    second: number | null;
}

/**
 * How many logins come to an outcome.
 */
export interface OutcomeCount {
    /**
     * The outcome.
     */
    outcome: OutcomeKind;
    /**
     * How many under the configuration as it is.
     */
    before: number;
    /**
     * How many under the one that is tried.
     */
    after: number;
}

/**
 * How the first platform owner comes to be.
 */
export type Bootstrap = { mode: "token" } | { mode: "allow_list"; emails: CanonicalEmail[] } | { mode: "first_user"; acknowledged?: boolean } | { mode: "closed" };

/**
 * Logins to try a change on.
 */
export interface SimulatedLogins {
    /**
     * The logins, with what was stored about each; at most 1 000 000.
     */
    logins: EngineLogin[];
}

/**
 * Maps a group at the identity provider to a role in an organization.
 */
export interface GroupRole {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The group, compared exactly.
     */
    group: GroupName;
    /**
     * The role; more than `org_admin` is reduced to it.
     */
    role: OrganizationRole;
}

/**
 * One change. Applying it a second time changes nothing.
 */
export type ConnectionEffect = { effect: "create_connection"; connectionId: ConnectionId; kind: ConnectionKind; displayName: DisplayName; organizationId: OrganizationId | null; at: UnixSeconds; by: ConnectionActor } | { effect: "rename_connection"; connectionId: ConnectionId; displayName: DisplayName } | { effect: "add_configuration"; connectionId: ConnectionId; number: number; settings: Settings; stage: ConfigurationStage; at: UnixSeconds; by: ConnectionActor } | { effect: "record_test"; connectionId: ConnectionId; number: number; outcome: TestOutcome; decision: TestedDecision | null; stage: ConfigurationStage; at: UnixSeconds } | { effect: "use_configuration"; connectionId: ConnectionId; number: number; connection: Connection; configuration: ConnectionConfiguration; derived: DerivedFacts } | { effect: "use_none"; connectionId: ConnectionId } | { effect: "set_status"; connectionId: ConnectionId; status: ConnectionStatus; version: number; at: UnixSeconds; by: ConnectionActor } | { effect: "record_audit"; auditId: AuditId; connectionId: ConnectionId; action: ConnectionAction; version: number; number: number | null; changes: SettingChange[]; forced: boolean; reason: ChangeReason | null; at: UnixSeconds; by: ConnectionActor };

/**
 * One change. Applying it a second time changes nothing.
 */
export type DeprovisionEffect = { effect: "switch_off"; userId: UserId; updatedBy: UserId } | { effect: "keep_identity_barred"; identity: IdentityKey } | { effect: "end_session"; sessionId: SessionId } | { effect: "revoke_token"; tokenHash: TokenHash } | { effect: "remove_membership"; membershipId: MembershipId; organizationId: OrganizationId; removedAt: UnixSeconds; updatedBy: UserId } | { effect: "revoke_invitation"; invitationId: InvitationId; updatedBy: UserId } | { effect: "withdraw_membership_request"; organizationId: OrganizationId } | { effect: "remove_from_waitlist" } | { effect: "record_audit"; auditId: AuditId; at: UnixSeconds; actorId: UserId; userId: UserId };

/**
 * One change. Applying it a second time changes nothing.
 */
export type Effect = { effect: "create_user"; userId: UserId; email: EmailAddress | null; emailVerified: boolean; profile: Profile; createdBy: UserId; updatedBy: UserId } | { effect: "link_identity"; userId: UserId; connectionId: ConnectionId; identity: IdentityKey; createdBy: UserId } | { effect: "consume_link_confirmation"; tokenHash: TokenHash; userId: UserId; usedAt: UnixSeconds } | { effect: "update_profile"; userId: UserId; profile: Profile; updatedBy: UserId } | { effect: "create_organization"; organizationId: OrganizationId; name: DisplayName; slug: Slug; createdBy: UserId; updatedBy: UserId } | { effect: "add_membership"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; role: OrganizationRole; source: MembershipSource; createdBy: UserId; updatedBy: UserId } | { effect: "raise_role"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; from: OrganizationRole; to: OrganizationRole; updatedBy: UserId } | { effect: "accept_invitation"; invitationId: InvitationId; userId: UserId; acceptedAt: UnixSeconds } | { effect: "create_invitation"; invitationId: InvitationId; organizationId: OrganizationId; email: CanonicalEmail; role: OrganizationRole; acceptance: InvitationAcceptance; createdAt: UnixSeconds; expiresAt: UnixSeconds; createdBy: UserId } | { effect: "request_membership"; requestId: MembershipRequestId; organizationId: OrganizationId; userId: UserId; role: OrganizationRole; requestedAt: UnixSeconds } | { effect: "add_to_waitlist"; email: CanonicalEmail; addedAt: UnixSeconds } | { effect: "set_current_organization"; userId: UserId; from: OrganizationId | null; organizationId: OrganizationId } | { effect: "grant_platform_role"; userId: UserId; role: PlatformRole; updatedBy: UserId } | { effect: "consume_bootstrap_token"; tokenHash: TokenHash; userId: UserId; usedAt: UnixSeconds } | { effect: "record_audit"; auditId: AuditId; at: UnixSeconds; outcome: OutcomeKind; reason: ReasonCode; connectionId: ConnectionId; userId: UserId | null; email: RedactedEmail | null };

/**
 * One change. Who changes is who commands; when is the time of the command.
 */
export type AdministrationEffect = { effect: "insert_organization"; organizationId: OrganizationId; name: DisplayName; slug: Slug; logoUrl: PictureUrl | null } | { effect: "update_organization"; organizationId: OrganizationId; name: DisplayName; slug: Slug; logoUrl: PictureUrl | null } | { effect: "set_organization_status"; organizationId: OrganizationId; status: OrganizationStatus } | { effect: "set_seat_limit"; organizationId: OrganizationId; seatLimit: number | null } | { effect: "revoke_invitations"; organizationId: OrganizationId } | { effect: "delete_domains"; organizationId: OrganizationId } | { effect: "put_membership"; membershipId: MembershipId; organizationId: OrganizationId; userId: UserId; role: OrganizationRole; source: MembershipSource } | { effect: "change_membership_role"; organizationId: OrganizationId; userId: UserId; role: OrganizationRole } | { effect: "remove_membership"; organizationId: OrganizationId; userId: UserId } | { effect: "raise_role_version"; userId: UserId } | { effect: "raise_role_versions"; organizationId: OrganizationId } | { effect: "set_current_organization"; userId: UserId; organizationId: OrganizationId } | { effect: "create_invitation"; invitationId: InvitationId; organizationId: OrganizationId; email: CanonicalEmail; role: OrganizationRole; platformRole: PlatformRole; connectionId: ConnectionId | null; expiresAt: UnixSeconds } | { effect: "renew_invitation"; invitationId: InvitationId; expiresAt: UnixSeconds } | { effect: "set_invitation_status"; invitationId: InvitationId; status: InvitationStatus } | { effect: "create_domain"; domainId: DomainId; organizationId: OrganizationId; pattern: DomainPattern; class: DomainClass; verification: VerificationLevel; enrollmentMode: EnrollmentMode; connectionId: ConnectionId | null } | { effect: "change_domain"; domainId: DomainId; enrollmentMode: EnrollmentMode; connectionId: ConnectionId | null } | { effect: "set_domain_state"; domainId: DomainId; state: VerificationState } | { effect: "delete_domain"; domainId: DomainId } | { effect: "settle_membership_request"; organizationId: OrganizationId; userId: UserId; status: RequestStatus } | { effect: "set_waitlist_status"; email: CanonicalEmail; status: WaitlistStatus } | { effect: "remove_from_waitlist"; email: CanonicalEmail } | { effect: "save_policy"; policy: ProvisioningPolicy } | { effect: "set_user_status"; userId: UserId; status: UserStatus } | { effect: "set_platform_role"; userId: UserId; role: PlatformRole } | { effect: "end_user"; userId: UserId; effects: DeprovisionEffect[] } | { effect: "record_audit"; auditId: AuditId; action: AdministrationAction; organizationId: OrganizationId | null; userId: UserId | null; target: string | null; changes: FieldChange[]; reason: ChangeReason | null };

/**
 * One fault.
 */
export interface Issue {
    /**
     * What.
     */
    code: IssueCode;
    /**
     * How grave.
     */
    severity: Severity;
    /**
     * Where: a JSON Pointer into the input (RFC 6901); empty for the whole.
     */
    path: string;
    /**
     * What is wrong, for people: lower case, no full stop, input in backticks. Holds no secret and no whole e-mail address.
     */
    message: string;
    /**
     * What to do about it, where that can be said.
     */
    help: string | null;
}

/**
 * One line of a test login's log.
 */
export interface TestLogEntry {
    /**
     * When.
     */
    at: UnixSeconds;
    /**
     * What was done.
     */
    step: TestStep;
    /**
     * Whether it went well.
     */
    ok: boolean;
    /**
     * The code of what went wrong, of one of the closed lists; null when nothing did.
     */
    code: string | null;
    /**
     * What happened, for people: lower case, no full stop. Holds no secret and no whole e-mail address.
     */
    message: string;
    /**
     * What to do about it: a sentence.
     */
    help: string | null;
}

/**
 * One set of settings of a connection. It is never changed, except that its stage rises.
 */
export interface ConfigurationVersion {
    /**
     * Its number, from 1 on.
     */
    number: number;
    /**
     * The settings under their canonical names, as a report gives them; secrets as references.
     */
    settings: Settings;
    /**
     * How far it has come.
     */
    stage: ConfigurationStage;
    /**
     * How its last test login went; null when there was none.
     */
    testOutcome?: TestOutcome | null;
    /**
     * The decision that the last successful test login would have got.
     */
    testedDecision?: TestedDecision | null;
}

/**
 * One thing that is wrong with a connection.
 */
export interface ConnectionIssue {
    /**
     * What.
     */
    code: ConnectionIssueCode;
    /**
     * How grave: with an error the connection cannot go live, a warning should be meant.
     */
    severity: Severity;
    /**
     * Where: a JSON Pointer (RFC 6901) into the settings as they were given, or into the input of the check.
     */
    path: string;
    /**
     * What is wrong, for people: lower case, no full stop, input in backticks. Holds no secret.
     */
    message: string;
    /**
     * What to do about it: a sentence.
     */
    help: string | null;
}

/**
 * Seconds since 1970-01-01T00:00:00Z, leap seconds not counted (RFC 7519 §2 `NumericDate`, whole seconds only).
 *
 * Shape: an integer from 0 to 253402300799 (the end of the year 9999). A fraction is refused, because two hosts that
 * round differently would decide differently.
 */
export type UnixSeconds = number;

/**
 * Settings as somebody wrote them, or as they are stored. An object in which no name stands twice, at any depth.
 *
 * `Debug` shows the names and no value: a secret may be among them, in a place where it should not be.
 */
export type Settings = Record<string, unknown>;

/**
 * Settings in which [`validate`](super::validate::validate) has found no error.
 *
 * Every variant has the issuer that tokens name, derived where the provider's other settings determine it. Lists are
 * without repetition, in the order in which they were given.
 */
export type ConnectionConfiguration = { kind: "okta"; issuer: Issuer; clientId: Audience; clientSecret: SecretReference | null; jwksUri: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: boolean; allowOutsideDomains: boolean } | { kind: "clerk"; issuer: Issuer; publishableKey: SettingText; secretKey: SecretReference | null; jwtKey: SettingText | null; proxyUrl: EndpointUrl | null; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; allowOutsideDomains: boolean } | { kind: "oidc"; issuer: Issuer; clientId: Audience; clientSecret: SecretReference | null; discoveryUri: EndpointUrl | null; jwksUri: EndpointUrl | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: boolean; allowOutsideDomains: boolean } | { kind: "entra_id"; issuer: Issuer; tenantId: SettingText; clientId: Audience; clientSecret: SecretReference | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: boolean; allowOutsideDomains: boolean } | { kind: "google"; issuer: Issuer; clientId: Audience; clientSecret: SecretReference | null; hostedDomain: SettingText | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; allowOutsideDomains: boolean } | { kind: "auth0"; issuer: Issuer; domain: SettingText; clientId: Audience; clientSecret: SecretReference | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: boolean; allowOutsideDomains: boolean } | { kind: "cognito"; issuer: Issuer; region: SettingText; userPoolId: SettingText; clientId: Audience; clientSecret: SecretReference | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: boolean; allowOutsideDomains: boolean } | { kind: "keycloak"; issuer: Issuer; serverUrl: EndpointUrl; realm: SettingText; clientId: Audience; clientSecret: SecretReference | null; scopes: SettingText[]; audiences: Audience[]; authorizedParties: Audience[]; algorithms: SignatureAlgorithm[]; tokenUse: TokenUse; trustEmail: boolean; allowOutsideDomains: boolean };

/**
 * Something found in a configuration.
 */
export interface Finding {
    /**
     * Where: a JSON Pointer into the configuration (RFC 6901).
     */
    path: string;
    /**
     * What.
     */
    code: FindingCode;
    /**
     * How grave: an error should not go live, a warning should be meant.
     */
    severity: Severity;
    /**
     * What is wrong, for people: lower case, no full stop.
     */
    message: string;
    /**
     * What to do about it: a sentence.
     */
    fix: string;
}

/**
 * Something that a session may be allowed to do. Written as `resource:action`.
 */
export type Capability = "idp:read" | "idp:write" | "idp:activate" | "org:read" | "org:update" | "org:delete" | "members:read" | "members:manage" | "invitations:manage" | "domains:manage" | "policy:read" | "policy:write" | "audit:read" | "modules:manage" | "organizations:manage" | "users:manage";

/**
 * Something that a stage looked at.
 */
export type Evidence = { kind: "email"; address: RedactedEmail | null; evidence: EmailEvidence } | { kind: "connection"; id: ConnectionId; status: ConnectionStatus } | { kind: "user"; id: UserId; status: UserStatus } | { kind: "invitation"; id: InvitationId; organizationId: OrganizationId; code: ReasonCode } | { kind: "domain_rule"; id: DomainId; organizationId: OrganizationId; pattern: string; code: ReasonCode } | { kind: "role_capped"; organizationId: OrganizationId; from: OrganizationRole; to: OrganizationRole };

/**
 * Something that happened.
 */
export type SessionEvent = { event: "answered"; session: UnifiedSession; serverTime?: UnixSeconds | null } | { event: "organization_switched"; organizationId?: OrganizationId | null } | { event: "role_version_changed"; roleVersion: number } | { event: "time_passed" } | { event: "signed_out" } | { event: "failed"; message: UserMessage };

/**
 * The SHA-256 of a bootstrap token, as stores keep it in the token's stead.
 *
 * Shape: 64 lower-case hexadecimal digits.
 */
export type TokenHash = string;

/**
 * The connection that logins use, as everybody may see it: what is needed to begin a login, and nothing else. No secret, no
 * reference to one, no organization, no policy.
 */
export interface PublicConnection {
    /**
     * Its identifier.
     */
    id: ConnectionId;
    /**
     * Its version: what was begun under another is not to be finished (pitfall C29).
     */
    version: number;
    /**
     * The kind of provider.
     */
    kind: ConnectionKind;
    /**
     * Its name for people.
     */
    displayName: DisplayName;
    /**
     * The issuer that tokens name.
     */
    issuer: Issuer;
    /**
     * Our client at the provider; null for Clerk.
     */
    clientId: Audience | null;
    /**
     * Where the provider's discovery document is; null for Clerk.
     */
    discoveryUri: EndpointUrl | null;
    /**
     * Which tokens the application sends.
     */
    tokenUse: TokenUse;
    /**
     * The scopes that a login asks for.
     */
    scopes: SettingText[];
    /**
     * The audiences that access tokens are to be for, for the providers that want to be told (`audience`, RFC 8707
     * `resource`); empty where the application sends other tokens.
     */
    audiences: Audience[];
    /**
     * Clerk's publishable key; null for the others.
     */
    publishableKey: SettingText | null;
    /**
     * The proxy of Clerk's Frontend API; null where there is none.
     */
    proxyUrl: EndpointUrl | null;
    /**
     * The domain whose people Google asks for (`hd`): asked for at a login, and required of tokens; null for the others.
     */
    hostedDomain: string | null;
}

/**
 * The connections whose tokens are believed.
 */
export interface VerifierConfiguration {
    /**
     * The connections; at most 1000.
     */
    connections: Connection[];
}

/**
 * The decision that a test login would get under the policy of its time.
 */
export interface TestedDecision {
    /**
     * The outcome.
     */
    outcome: OutcomeKind;
    /**
     * The reason.
     */
    reason: ReasonCode;
    /**
     * The user that it is about; null when there is none.
     */
    userId: UserId | null;
}

/**
 * The environments of Clerk instances.
 */
export type ClerkEnvironment = "development" | "production";

/**
 * The identifier of a session at the identity provider (`sid`). At most 512 bytes.
 */
export type SessionId = string;

/**
 * The identifier of a signing key (`kid`, RFC 7517 §4.5). At most 512 bytes.
 */
export type KeyId = string;

/**
 * The identifier of an organization at the identity provider (Clerk `org_…`, Google `hd`): a hint, never identity.
 * At most 512 bytes.
 */
export type ProviderOrganization = string;

/**
 * The kind of a domain.
 */
export type DomainClass = "public_provider" | "disposable" | "public_suffix" | "company";

/**
 * The kind of identity provider, which decides how its claims are read.
 */
export type ConnectionKind = "okta" | "clerk" | "oidc" | "entra_id" | "google" | "auth0" | "cognito" | "keycloak";

/**
 * The kinds of Okta authorization servers (Okta, "Authorization servers").
 */
export type OktaAuthorizationServer = "org" | "custom";

/**
 * The kinds of outcome; a closed list.
 */
export type OutcomeKind = "returning" | "provisioned" | "linked" | "link_confirmation_required" | "approval_required" | "waitlisted" | "sso_required" | "denied";

/**
 * The membership of one user in one organization.
 *
 * Shape: a UUID in its hyphenated form of 36 characters; read in either case, written in lower case.
 */
export type MembershipId = string & { readonly __brand: "MembershipId" };

/**
 * The name or id of a group at the identity provider, compared exactly. At most 512 bytes.
 */
export type GroupName = string;

/**
 * The policy. Every field has a default, so `{}` is the strict default policy.
 */
export interface ProvisioningPolicy {
    /**
     * Counts its changes; a plan made under another version is not applied.
     */
    version?: number;
    /**
     * What happens to a person whom no strategy admits.
     */
    accessMode?: AccessMode;
    /**
     * The strategies in the order they are tried, each at most once.
     */
    strategies?: Strategy[];
    /**
     * Whether everything but returning needs a verified address.
     */
    requireVerifiedEmail?: boolean;
    /**
     * What happens when the address is that of a user there is.
     */
    accountLinking?: AccountLinking;
    /**
     * Which of several usable invitations are accepted.
     */
    multipleInvitations?: MultipleInvitations;
    /**
     * Whether the strategies may add memberships to users who return.
     */
    reconcileOnLogin?: boolean;
    /**
     * Group mappings in order; for each organization the first that matches decides. At most 1000.
     */
    groupRoles?: GroupRole[];
    /**
     * The roles of members who come by connection or domain; `org_user` in an organization that is not listed, the first
     * where one is listed twice. At most 1000.
     */
    defaultRoles?: DefaultRole[];
    /**
     * For how many seconds an invitation counts that a domain rule issues.
     */
    invitationLifetimeSeconds?: number;
    /**
     * How the first platform owner comes to be.
     */
    bootstrap?: Bootstrap;
    /**
     * Whether a new user's address may have a subaddress.
     */
    subaddressing?: Subaddressing;
    /**
     * Whether an organization without a free seat takes nobody in.
     */
    enforceSeats?: boolean;
    /**
     * Whether a new user under `public` gets an organization of their own.
     */
    personalOrganization?: boolean;
}

/**
 * The provider's `email_verified` claim (for Entra ID `xms_edov`), reduced to what may be concluded from it.
 *
 * Reads any JSON: `true` and the string `"true"` are true, everything else that is present is false
 * (OpenID Connect Core §5.1 makes it a boolean; some providers send the string).
 */
export type VerifiedClaim = unknown;

/**
 * The role of an organization's members who come by connection or domain.
 */
export interface DefaultRole {
    /**
     * The organization.
     */
    organizationId: OrganizationId;
    /**
     * The role; reduced to the greatest that the way of coming grants.
     */
    role: OrganizationRole;
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
     * The settings: camelCase names, or the snake_case names of CORA (`client_id`, `jwks_uri`, `publishable_key`).
     */
    settings: Settings;
    /**
     * The organization whose connection it is; absent for the platform's.
     */
    organizationId?: OrganizationId | null;
    /**
     * Whether addresses of this machine may be named, by plain http too; for trying things out.
     */
    allowLoopback?: boolean;
}

/**
 * The signature algorithms that a connection may pin: asymmetric ones only, so that no key of ours can sign
 * (RFC 8725 §3.1 and §3.2).
 */
export type SignatureAlgorithm = "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "EdDSA";

/**
 * The text of one setting of a connection, as written. At most 8192 bytes, which is enough for a public key as PEM.
 */
export type SettingText = string;

/**
 * The verdict of one stage.
 */
export interface StageVerdict {
    /**
     * Which stage.
     */
    stage: Stage;
    /**
     * What it says.
     */
    verdict: Verdict;
    /**
     * Why.
     */
    code: ReasonCode;
    /**
     * What it looked at, in a fixed order.
     */
    evidence: Evidence[];
}

/**
 * The verdicts of all stages, in the order of evaluation, each stage exactly once.
 */
export interface Trace {
    /**
     * The stage whose verdict is the decision's reason.
     */
    decidedBy: Stage;
    /**
     * The verdicts.
     */
    stages: StageVerdict[];
}

/**
 * The wish to do something in spite of a safeguard.
 */
export interface Force {
    /**
     * Why, for the audit record; not blank.
     */
    reason: ChangeReason;
}

/**
 * What a Clerk publishable key says.
 */
export interface ClerkFacts {
    /**
     * The host of the Frontend API.
     */
    frontendApi: string;
    /**
     * The environment of the instance.
     */
    environment: ClerkEnvironment;
}

/**
 * What a change of configuration does.
 */
export interface SimulationReport {
    /**
     * How many logins were decided on.
     */
    logins: number;
    /**
     * How many of them are decided otherwise.
     */
    changed: number;
    /**
     * The outcomes that any login comes to, in the order of their list.
     */
    outcomes: OutcomeCount[];
    /**
     * Every login that is decided otherwise, in the order of the logins.
     */
    changes: SimulationChange[];
}

/**
 * What a command changes.
 */
export interface ConnectionPlan {
    /**
     * What has to be true, checked before anything is written.
     */
    guards: ConnectionGuard[];
    /**
     * What is written, in this order.
     */
    effects: ConnectionEffect[];
}

/**
 * What a decision changes. Either all of it happens, in one transaction and with every guard true, or nothing.
 *
 * A plan that [changes roles](Plan::changes_roles) raises the user's role version by one.
 */
export interface Plan {
    /**
     * The same login under the same connection and policy versions has the same key: 64 lower-case hexadecimal digits.
     */
    idempotencyKey: string;
    /**
     * What has to be true.
     */
    guards: Guard[];
    /**
     * What to do, in this order.
     */
    effects: Effect[];
}

/**
 * What a domain rule does for a person whose address it matches; from the strictest to the most generous.
 */
export type EnrollmentMode = "enterprise_sso" | "manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "automatic_membership";

/**
 * What a field was and is.
 */
export interface FieldChange {
    /**
     * The field.
     */
    field: string;
    /**
     * What it was; null where there was nothing.
     */
    before: string | null;
    /**
     * What it is; null where there is nothing.
     */
    after: string | null;
}

/**
 * What a host does to get a token's key.
 */
export type KeyLookup = { step: "use"; index: number; until: UnixSeconds } | { step: "fetch" } | { step: "refuse"; code: TokenErrorCode };

/**
 * What a host needs to verify a token's signature.
 */
export interface PreparedToken {
    /**
     * The connection whose keys it is to be verified with.
     */
    connectionId: ConnectionId;
    /**
     * The algorithm; one that the connection pins.
     */
    algorithm: SignatureAlgorithm;
    /**
     * The key that it says it was signed with; null when it names none.
     */
    keyId: KeyId | null;
    /**
     * How many bytes from the token's beginning are signed. After the next one, a dot, comes the signature in base64url.
     */
    signedBytes: number;
}

/**
 * What a session is asked for. Each thing that is named has to hold.
 */
export interface Requirement {
    /**
     * A capability: on the platform, or in the organization that is named.
     */
    capability?: Capability | null;
    /**
     * This role on the platform, or a greater one.
     */
    platformRole?: PlatformRole | null;
    /**
     * This role, or a greater one, in the organization that is named, else in the current one.
     */
    organizationRole?: OrganizationRole | null;
    /**
     * An organization; alone it asks for a membership.
     */
    organizationId?: OrganizationId | null;
}

/**
 * What a stage says.
 */
export type Verdict = "not_evaluated" | "passed" | "not_matched" | "matched" | "denied";

/**
 * What a verifier needs of an accepted header.
 */
export interface TokenHeader {
    /**
     * The algorithm; one that the connection pins.
     */
    algorithm: SignatureAlgorithm;
    /**
     * The key that it says it was signed with.
     */
    keyId: KeyId | null;
}

/**
 * What an Okta issuer says.
 */
export interface OktaFacts {
    /**
     * The kind of authorization server.
     */
    authorizationServer: OktaAuthorizationServer;
    /**
     * Its identifier (`default`, `aus…`); null for the org's own.
     */
    authorizationServerId: string | null;
}

/**
 * What an accepted token says.
 */
export interface AcceptedToken {
    /**
     * Who it is.
     */
    login: LoginIdentity;
    /**
     * The session at the provider.
     */
    session: ProviderSession;
}

/**
 * What an administrator configures: the policy, the connections and the domain rules that logins are decided by.
 */
export interface Configuration {
    /**
     * The policy; the strict default policy when absent.
     */
    policy?: ProvisioningPolicy;
    /**
     * The connections that logins may come by; at most 1000.
     */
    connections?: Connection[];
    /**
     * The domain rules of all organizations; at most 200 000. A host whose store brings the rules with the facts of each
     * login leaves them out.
     */
    domainRules?: DomainRuleFacts[];
}

/**
 * What becomes of a command, and what is to be written.
 */
export interface AdministrationChange {
    /**
     * Whether it is as was asked for; when it is not, nothing is to be written.
     */
    ok: boolean;
    /**
     * What becomes of it.
     */
    reason: AdministrationReason;
    /**
     * What is to be written, in this order.
     */
    effects: AdministrationEffect[];
}

/**
 * What becomes of a command, and what is to be written.
 */
export interface ConnectionChange {
    /**
     * Whether it is done; when it is not, the plan is empty.
     */
    ok: boolean;
    /**
     * What becomes of it.
     */
    reason: ConnectionReason;
    /**
     * What is wrong with the settings, warnings too.
     */
    issues: ConnectionIssue[];
    /**
     * The status that the connection has afterwards; null when there is none.
     */
    status: ConnectionStatus | null;
    /**
     * The version that it has afterwards, for the next command; null when there is none.
     */
    version: number | null;
    /**
     * The number of the settings that the command is about; null when there are none.
     */
    number: number | null;
    /**
     * What is to be written.
     */
    plan: ConnectionPlan;
}

/**
 * What becomes of a command. A closed list.
 */
export type AdministrationReason = "done" | "unchanged" | "not_allowed" | "organization_not_found" | "organization_inactive" | "name_missing" | "slug_invalid" | "slug_taken" | "seats_in_use" | "user_not_found" | "user_not_active" | "own_account" | "member_not_found" | "already_member" | "invitation_needed" | "role_above_own" | "last_owner" | "last_platform_owner" | "seat_limit_reached" | "invitation_not_found" | "invitation_not_pending" | "invitation_expired" | "already_invited" | "inviter_not_authorized" | "email_unverified" | "lifetime_out_of_range" | "connection_not_found" | "domain_not_found" | "domain_exists" | "domain_not_ownable" | "domain_taken" | "verification_insufficient" | "request_not_found" | "request_not_pending" | "not_waitlisted" | "stale_version" | "policy_has_errors" | "version_not_found";

/**
 * What becomes of a command. A closed list.
 */
export type ConnectionReason = "created" | "saved" | "unchanged" | "test_recorded" | "activated" | "rolled_back" | "disabled" | "connection_not_found" | "connection_exists" | "stale_version" | "settings_not_storable" | "configuration_not_found" | "not_validated" | "not_tested" | "issuer_in_use" | "would_lock_out_admins" | "reason_missing" | "not_active";

/**
 * What becomes of the login.
 */
export type Outcome = { kind: "returning"; userId: UserId } | { kind: "provisioned"; userId: UserId } | { kind: "linked"; userId: UserId } | { kind: "link_confirmation_required"; userId: UserId } | { kind: "approval_required"; userId: UserId; organizationId: OrganizationId } | { kind: "waitlisted" } | { kind: "sso_required"; connectionId: ConnectionId } | { kind: "denied" };

/**
 * What ends a user: all of it in one transaction with every guard true, or nothing.
 */
export interface DeprovisionPlan {
    /**
     * What has to be true.
     */
    guards: DeprovisionGuard[];
    /**
     * What to do, in this order; nothing for a user who has been ended before.
     */
    effects: DeprovisionEffect[];
}

/**
 * What follows from settings, so that nobody has to write it down a second time.
 */
export interface DerivedFacts {
    /**
     * The issuer that tokens name, exactly.
     */
    issuer: Issuer;
    /**
     * Where the provider's discovery document is; null where the provider is used without one.
     */
    discoveryUri: EndpointUrl | null;
    /**
     * Where the keys are; null where the discovery document says, or the key is in the settings.
     */
    jwksUri: EndpointUrl | null;
    /**
     * Which tokens the application sends.
     */
    tokenUse: TokenUse;
    /**
     * Okta's authorization server.
     */
    okta: OktaFacts | null;
    /**
     * Clerk's instance.
     */
    clerk: ClerkFacts | null;
}

/**
 * What happens to a person whom no strategy admits.
 */
export type AccessMode = "restricted" | "public" | "waitlist";

/**
 * What happens when the address of a new identity is that of a user there is.
 */
export type AccountLinking = "never" | "confirm" | "verified_email";

/**
 * What has become of a request to be taken in.
 */
export type RequestStatus = "pending" | "approved" | "rejected";

/**
 * What has become of an invitation.
 */
export type InvitationStatus = "revoked" | "expired" | "accepted" | "pending";

/**
 * What has to be true at the moment a plan is applied. When one fails nothing is written; load again, decide again.
 */
export type Guard = { guard: "identity_unlinked"; identity: IdentityKey } | { guard: "email_unclaimed"; email: CanonicalEmail } | { guard: "user_absent"; userId: UserId } | { guard: "user_active"; userId: UserId } | { guard: "identity_linked"; identity: IdentityKey; userId: UserId } | { guard: "email_verified"; userId: UserId; email: CanonicalEmail } | { guard: "link_confirmation_pending"; tokenHash: TokenHash } | { guard: "invitation_pending"; invitationId: InvitationId; role: OrganizationRole; expiresAt: UnixSeconds } | { guard: "inviter_authorized"; userId: UserId; organizationId: OrganizationId; role: OrganizationRole; platformRole: PlatformRole } | { guard: "membership_unchanged"; organizationId: OrganizationId; userId: UserId; status: MembershipStatus | null; role: OrganizationRole | null } | { guard: "organization_active"; organizationId: OrganizationId } | { guard: "organization_absent"; organizationId: OrganizationId } | { guard: "no_platform_owner" } | { guard: "bootstrap_token_unused"; tokenHash: TokenHash } | { guard: "seat_available"; organizationId: OrganizationId } | { guard: "slug_free"; slug: Slug } | { guard: "waitlist_approved"; email: CanonicalEmail } | { guard: "policy_version"; version: number } | { guard: "connection_version"; connectionId: ConnectionId; version: number } | { guard: "domain_rule_version"; domainId: DomainId; version: number };

/**
 * What has to be true at the moment the plan is applied.
 */
export type DeprovisionGuard = { guard: "user_unchanged"; userId: UserId; status: UserStatus; roleVersion: number } | { guard: "other_owner"; organizationId: OrganizationId } | { guard: "other_platform_owner" };

/**
 * What has to be true at the moment the plan is applied. When one fails nothing is written; load again, command again.
 */
export type ConnectionGuard = { guard: "connection_absent"; connectionId: ConnectionId } | { guard: "connection_version"; connectionId: ConnectionId; version: number } | { guard: "platform_connection"; connectionId: ConnectionId | null } | { guard: "issuer_unused"; issuer: Issuer; except: ConnectionId[] } | { guard: "administrator_unchanged"; userId: UserId; issuer: Issuer | null } | { guard: "no_administrator" };

/**
 * What identifies a person at an identity provider: exact issuer and exact subject. Never the e-mail address, never the
 * subject alone, never the provider's name (OpenID Connect Core §5.7).
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
 * What is done in a test login, in this order.
 */
export type TestStep = "settings" | "discovery" | "secret" | "authorization" | "token_request" | "id_token" | "login_token" | "decision";

/**
 * What is known of a login's e-mail address, from nothing to the most.
 */
export type EmailEvidence = "absent" | "unverified" | "verified" | "owned_domain";

/**
 * What is known of a person; each part may be unknown.
 */
export interface Profile {
    /**
     * Full name.
     */
    name?: DisplayName | null;
    /**
     * Given name.
     */
    givenName?: DisplayName | null;
    /**
     * Family name.
     */
    familyName?: DisplayName | null;
    /**
     * Picture.
     */
    picture?: PictureUrl | null;
    /**
     * Phone number.
     */
    phoneNumber?: PhoneNumber | null;
}

/**
 * What is known of a session in a page.
 */
export interface SessionState {
    /**
     * The session.
     */
    session: UnifiedSession;
    /**
     * When to ask again; null when there is nothing to wait for. It may have passed: then ask at once.
     */
    refreshAt: UnixSeconds | null;
    /**
     * The first moment at which the session is not to be shown any more; null where it does not end by itself.
     */
    endsAt: UnixSeconds | null;
    /**
     * Whether the user's roles have changed since: what is sensitive has to wait for the next answer.
     */
    isStale: boolean;
    /**
     * The latest time that was seen.
     */
    seenAt: UnixSeconds;
}

/**
 * What is known of a session that is signed in.
 */
export interface AuthenticatedSession {
    /**
     * The kind of identity provider that it came by.
     */
    provider: ConnectionKind;
    /**
     * The user.
     */
    userId: UserId;
    /**
     * The identity at the provider.
     */
    identity: IdentityKey;
    /**
     * The session at the provider; null where it names none.
     */
    sessionId: SessionId | null;
    /**
     * The address as the provider writes it; null when there is none that could be read.
     */
    email: string | null;
    /**
     * What is known of the address.
     */
    emailEvidence: EmailEvidence;
    /**
     * The role on the platform.
     */
    platformRole: PlatformRole;
    /**
     * The organizations of the user, by identifier.
     */
    organizations: SessionOrganization[];
    /**
     * The organization that the user works in; null when there is none.
     */
    currentOrganizationId: OrganizationId | null;
    /**
     * What the user may do on the platform and in the current organization.
     */
    capabilities: Capability[];
    /**
     * When the token was issued; null where it does not say.
     */
    issuedAt: UnixSeconds | null;
    /**
     * The first moment at which the session is over; null where the token does not say.
     */
    expiresAt: UnixSeconds | null;
    /**
     * Counts the changes of the user's roles; a session that carries an older one is stale.
     */
    roleVersion: number;
    /**
     * Who acts in the user's stead; null when nobody does.
     */
    actor: IdentityKey | null;
}

/**
 * What is stored that a command depends on.
 */
export interface ConnectionFacts {
    /**
     * The connection that is commanded; null when there is none of that identifier.
     */
    connection?: ConnectionRecord | null;
    /**
     * The connections in use that matter: the platform's, those with the issuer of the settings that are to be used, and
     * those whose issuer an administrator has an identity at; at most 1000.
     */
    activeConnections?: ActiveConnection[];
    /**
     * Active users who own or administer the platform; at most 100. Where there are more, the host brings those first that
     * have an identity at the issuer of the settings that are to be used.
     */
    administrators?: Administrator[];
}

/**
 * What is stored that concerns one login. The order of the lists means nothing.
 */
export interface LoginFacts {
    /**
     * The user to whom this identity key is linked.
     */
    linkedUser?: UserFacts | null;
    /**
     * The user whose identifier this identity derives, if there is one although no identity is linked to them: an account
     * whose link was taken away.
     */
    derivedUser?: UserFacts | null;
    /**
     * The users whose canonical address equals the login's; at most 100.
     */
    usersWithEmail?: UserFacts[];
    /**
     * The invitations to the login's canonical address, in every state; at most 1000.
     */
    invitations?: InvitationFacts[];
    /**
     * The rules for the domain of the login's address and for its parent domains; at most 1000.
     */
    domainRules?: DomainRuleFacts[];
    /**
     * The organizations that any other fact, or the connection, names; at most 2000.
     */
    organizations?: OrganizationFacts[];
    /**
     * The memberships of the linked user, the derived user and the users with the address, removed ones too; at most 2000.
     */
    memberships?: MembershipFacts[];
    /**
     * The organizations that the linked user has asked to join and that have not answered yet; at most 1000.
     */
    pendingMembershipRequests?: OrganizationId[];
    /**
     * Whether the login's canonical address is on the waitlist.
     */
    waitlisted?: boolean;
    /**
     * Whether an administrator has let that address in.
     */
    waitlistApproved?: boolean;
    /**
     * Whether the platform has an owner.
     */
    platformOwnerExists?: boolean;
    /**
     * The bootstrap tokens that have been issued; at most 10.
     */
    bootstrapTokens?: BootstrapTokenFacts[];
    /**
     * The confirmations of links that have been asked for this identity; at most 10.
     */
    linkConfirmations?: LinkConfirmationFacts[];
    /**
     * The slugs in use that begin with the slug an organization of this person would get; at most 1000.
     */
    takenSlugs?: Slug[];
}

/**
 * What is stored that hangs on a user. The order of the lists means nothing.
 */
export interface DeprovisionFacts {
    /**
     * The identities linked to them; at most 100.
     */
    identities?: IdentityKey[];
    /**
     * Their memberships; at most 2000.
     */
    memberships?: MembershipFacts[];
    /**
     * The organizations that nobody but them owns; at most 2000.
     */
    soleOwnerOf?: OrganizationId[];
    /**
     * Whether nobody but them owns the platform.
     */
    solePlatformOwner?: boolean;
    /**
     * The invitations that they made, and those to their address; at most 2000.
     */
    invitations?: HeldInvitation[];
    /**
     * Their sessions, as far as the host keeps any; at most 1000.
     */
    sessions?: SessionId[];
    /**
     * Tokens that act for them and were not used up: link confirmations, and what the host issues; at most 1000.
     */
    tokens?: TokenHash[];
    /**
     * The organizations that they have asked to join; at most 1000.
     */
    pendingMembershipRequests?: OrganizationId[];
    /**
     * Whether their address is on the waitlist.
     */
    waitlisted?: boolean;
}

/**
 * What is to be done with a connection.
 *
 * `expectedVersion` is the version that whoever commands has seen; when it is another by now, the command is refused and
 * nothing is lost. Without it the present version is taken.
 */
export type ConnectionCommand = { command: "create"; connectionId: ConnectionId; kind: ConnectionKind; displayName: DisplayName; organizationId?: OrganizationId | null; settings: Settings } | { command: "save"; displayName?: DisplayName | null; settings?: Settings | null; expectedVersion?: number | null } | { command: "record_test"; number: number; outcome: TestOutcome; decision?: TestedDecision | null } | { command: "activate"; number?: number | null; force?: Force | null; expectedVersion?: number | null } | { command: "rollback"; number: number; force?: Force | null; expectedVersion?: number | null } | { command: "disable"; force?: Force | null; expectedVersion?: number | null };

/**
 * What is to be known before a command can be decided.
 */
export interface Subjects {
    /**
     * An organization, and what the actor is in it.
     */
    organization: OrganizationId | null;
    /**
     * A user, and what they are in the organization.
     */
    user: UserId | null;
    /**
     * An invitation; it names its organization where none is named.
     */
    invitation: InvitationId | null;
    /**
     * A domain rule.
     */
    domain: DomainId | null;
    /**
     * The rules of a domain name.
     */
    domainName: string | null;
    /**
     * An address: its open invitations, its place on the waitlist.
     */
    email: CanonicalEmail | null;
    /**
     * A slug: whose it is, and those that begin with it.
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
     * All that hangs on the user.
     */
    wholeUser: boolean;
}

/**
 * What is wrong with a connection. A closed list, extended only with a test; a code is never used for something else later.
 */
export type ConnectionIssueCode = "unknown_field" | "duplicate_field" | "missing_field" | "wrong_type" | "out_of_bounds" | "unknown_value" | "duplicate_item" | "placeholder_value" | "stray_character" | "invalid_url" | "invalid_domain" | "not_https" | "private_host" | "unexpected_url_part" | "trailing_slash" | "missing_trailing_slash" | "misspelt_host" | "symmetric_algorithm" | "admin_domain" | "issuer_form" | "issuer_conflict" | "wrong_authorization_server" | "tenant_not_pinned" | "client_id_form" | "unusual_client_id" | "key_form" | "key_environment_conflict" | "key_host_conflict" | "development_key" | "token_use_unsupported" | "algorithm_unsupported" | "setting_unused" | "secret_in_public_field" | "secret_reference_form" | "secret_missing" | "audience_missing" | "authorized_parties_missing" | "scope_missing" | "email_trusted" | "outside_domains_admitted" | "document_form" | "document_incomplete" | "issuer_mismatch" | "endpoint_not_https" | "endpoint_private_host" | "endpoint_foreign_host" | "signing_algorithm_mismatch" | "only_symmetric_algorithms" | "pkce_unsupported" | "scope_unsupported" | "claim_unsupported" | "code_flow_unsupported" | "client_authentication_unsupported" | "jwks_uri_mismatch" | "key_set_form" | "no_usable_key" | "key_unusable" | "key_id_missing" | "key_id_repeated" | "private_key_published";

/**
 * What is wrong with an input. A closed list; a code is never used for something else later.
 */
export type IssueCode = "invalid_json" | "invalid_yaml" | "invalid_toml" | "input_too_large" | "unreadable" | "not_json_value" | "unknown_field" | "duplicate_field" | "missing_field" | "wrong_type" | "unknown_value" | "symmetric_algorithm" | "out_of_bounds" | "duplicate_item" | "invalid_id" | "invalid_email" | "invalid_domain" | "invalid_domain_pattern" | "invalid_hash" | "invalid_secret_reference" | "invalid_value";

/**
 * What it takes to accept an invitation.
 */
export type InvitationAcceptance = "explicit" | "on_login";

/**
 * What of a login is read from a claim.
 */
export type ClaimField = "issuer" | "subject" | "audience" | "authorized_party" | "email" | "email_verified" | "name" | "given_name" | "family_name" | "picture" | "phone_number" | "groups" | "organization" | "session";

/**
 * What of a path is known.
 */
export interface RouteMatch {
    /**
     * Who may see it.
     */
    access: RouteAccess;
    /**
     * Why.
     */
    reason: RouteReason;
    /**
     * The pattern that matched; null when none did.
     */
    pattern: string | null;
}

/**
 * What of a token's claims a login would read.
 */
export interface ClaimsInspection {
    /**
     * The claims that matter for this kind of provider, in the order of [`ClaimField`].
     */
    claims: InspectedClaim[];
    /**
     * The names of the others, sorted; at most 100. Their values are not shown.
     */
    others: string[];
}

/**
 * What the person is told: a smaller list that gives away no organization and no domain.
 */
export type UserMessage = "access_denied" | "verify_email" | "use_sso" | "awaiting_approval" | "confirm_account" | "try_again";

/**
 * What was done to a connection. `created`, `updated`, `activated` and `deactivated` are CORA's names.
 */
export type ConnectionAction = "created" | "updated" | "tested" | "activated" | "deactivated" | "rolled_back";

/**
 * What was done. A closed list.
 */
export type AdministrationAction = "organization_created" | "organization_updated" | "organization_closed" | "organization_reopened" | "seat_limit_changed" | "member_added" | "member_role_changed" | "member_removed" | "invitation_created" | "invitation_resent" | "invitation_revoked" | "invitation_accepted" | "domain_added" | "domain_changed" | "domain_proof_recorded" | "domain_removed" | "membership_request_approved" | "membership_request_denied" | "waitlist_approved" | "waitlist_denied" | "policy_saved" | "policy_rolled_back" | "user_suspended" | "user_restored" | "platform_role_changed" | "user_deprovisioned" | "profile_updated";

/**
 * What was found; a closed list, extended only with a test.
 */
export type FindingCode = "no_active_connection" | "entry_closed" | "neither_creates_nor_links" | "unreachable_strategy" | "strategy_missing" | "bootstrap_first_user" | "bootstrap_list_empty" | "unverified_email_accepted" | "reserved_role" | "role_capped" | "shadowed_entry" | "seats_not_enforced" | "invitation_lifetime_too_long" | "invitation_lifetime_too_short" | "personal_organization_unused" | "connection_without_audience" | "email_trusted_without_claim" | "outside_domains_admitted" | "issuer_repeated" | "public_domain" | "suffix_domain" | "wildcard_too_wide" | "silent_join_without_ownership" | "domain_not_verified" | "ambiguous_domain" | "sso_connection_unusable" | "confusable_domain" | "mixed_script_domain";

/**
 * What was proven about a domain.
 */
export type VerificationLevel = "affiliation" | "ownership";

/**
 * Where a connection stands in its life. Only an active one lets anybody in.
 */
export type ConnectionStatus = "draft" | "validated" | "tested" | "disabled" | "active";

/**
 * Where a proof stands.
 */
export type VerificationState = "failed" | "expired" | "pending" | "verified";

/**
 * Where a secret is kept.
 *
 * Shape: `env:NAME` (an environment variable of the host; letters, digits, underscores), `file:/absolute/path`,
 * `aws-secretsmanager:NAME-OR-ARN`, or `stored:ID` (a value that was written to Cora and is stored encrypted; the id is a
 * hyphenated UUID). At most 512 bytes. Which references a host follows is the host's to restrict.
 */
export type SecretReference = string;

/**
 * Where an address stands on the waitlist.
 */
export type WaitlistStatus = "pending" | "approved";

/**
 * Where the proof of a domain is looked for.
 */
export type DomainProof = "mailbox" | "dns_record";

/**
 * Where to go.
 */
export interface RedirectTarget {
    /**
     * The target: a path of the application that begins with one slash, or a URL of an allowed origin.
     */
    target: string;
}

/**
 * Whether a membership stands.
 */
export type MembershipStatus = "removed" | "active";

/**
 * Whether a session may do something now.
 */
export type Authorization = "allowed" | "denied" | "stale";

/**
 * Whether a subject is a person.
 */
export type SubjectKind = "user" | "machine";

/**
 * Whether a user may use the platform.
 */
export type UserStatus = "deprovisioned" | "suspended" | "active";

/**
 * Whether an address with a subaddress (`ana+news@…`) may be used by a new user. It is never cut off: two addresses that
 * differ in it are two addresses.
 */
export type Subaddressing = "allow" | "refuse";

/**
 * Whether an organization takes people in.
 */
export type OrganizationStatus = "inactive" | "active";

/**
 * Which kind of token a connection's clients send.
 */
export type TokenUse = "access_token" | "id_token" | "session_token";

/**
 * Which of several usable invitations are accepted.
 */
export type MultipleInvitations = "accept_all" | "newest";

/**
 * Who commands.
 */
export type ConnectionActor = { kind: "user"; userId: UserId } | { kind: "operator" };

/**
 * Who made an invitation, as they are now.
 */
export interface InviterFacts {
    /**
     * The user.
     */
    userId: UserId;
    /**
     * Whether they may use the platform.
     */
    status: UserStatus;
    /**
     * Their role in the organization the invitation is for, if they are an active member of it.
     */
    organizationRole?: OrganizationRole | null;
    /**
     * Their role on the platform.
     */
    platformRole?: PlatformRole;
}

/**
 * Who may see a path.
 */
export type RouteAccess = "public" | "protected";

/**
 * Whose a connection is.
 */
export interface ConnectionOwner {
    /**
     * The connection.
     */
    id: ConnectionId;
    /**
     * The organization; absent when it is the platform's.
     */
    organizationId?: OrganizationId | null;
}

/**
 * Why a login is decided otherwise.
 */
export interface ChangeTraces {
    /**
     * Stage by stage, under the configuration as it is.
     */
    before: Trace;
    /**
     * Stage by stage, under the one that is tried.
     */
    after: Trace;
}

/**
 * Why a path is open or not.
 */
export type RouteReason = "rule" | "no_rule" | "unclear_path" | "invalid_pattern";

/**
 * Why a target is not gone to, as JSON.
 */
export interface RedirectError {
    /**
     * Why.
     */
    code: RedirectErrorCode;
}

/**
 * Why a target is not gone to.
 */
export type RedirectErrorCode = "target_missing" | "target_too_long" | "invalid_character" | "unsafe_path" | "foreign_origin";

/**
 * Why a text is not an e-mail address that Cora accepts.
 */
export type EmailError = "too_long" | "at_sign" | "local_length" | "local_character" | "encoded_word" | "domain";

/**
 * Why a token is not believed, and because of which part of it.
 */
export interface TokenError {
    /**
     * Why.
     */
    code: TokenErrorCode;
    /**
     * The header field or claim; null when it is no single one. Never its value.
     */
    claim: string | null;
}

/**
 * Why a token is not believed. A closed list; the host's own findings (form, key, signature) are among them.
 */
export type TokenErrorCode = "token_missing" | "token_malformed" | "connection_not_active" | "algorithm_not_allowed" | "critical_header" | "key_unknown" | "keys_unavailable" | "key_mismatch" | "signature_invalid" | "claim_missing" | "claim_invalid" | "issuer_mismatch" | "audience_mismatch" | "organization_mismatch" | "authorized_party_mismatch" | "session_pending" | "token_kind_mismatch" | "token_expired" | "token_not_yet_valid" | "token_issued_in_future";

/**
 * Why a user cannot go yet. All reasons at once.
 */
export interface DeprovisionRefusal {
    /**
     * Nobody but them owns the platform (`last_platform_owner`).
     */
    lastPlatformOwner: boolean;
    /**
     * Nobody but them owns these organizations (`last_organization_owner`).
     */
    lastOwnerOf: OrganizationId[];
}

/**
 * Why somebody does what is refused without a reason, in their own words, for the audit record. At most 500 bytes.
 */
export type ChangeReason = string;

/**
 * Why: the code of a verdict, and of the decision that it decides. Extended only with a test; never reused.
 */
export type ReasonCode = "ok" | "not_evaluated" | "identity_invalid" | "machine_subject" | "connection_not_active" | "returning_user" | "user_suspended" | "user_deprovisioned" | "email_ambiguous" | "account_exists" | "link_confirmation_required" | "link_proof_invalid" | "account_linked" | "link_confirmed" | "domain_not_owned_by_connection" | "no_email" | "email_unverified" | "email_invalid" | "email_subaddressed" | "bootstrap_token_accepted" | "bootstrap_email_allowed" | "bootstrap_first_user" | "owner_exists" | "bootstrap_token_invalid" | "no_bootstrap_proof" | "bootstrap_closed" | "invitation_accepted" | "no_invitation" | "invitation_expired" | "invitation_revoked" | "invitation_already_accepted" | "invitation_needs_acceptance" | "invitation_connection_mismatch" | "invitation_superseded" | "inviter_not_authorized" | "connection_admits" | "connection_not_bound" | "outside_owned_domains" | "domain_admits" | "domain_invites" | "domain_suggests" | "no_domain_rule" | "domain_manual_invitation" | "public_email_domain" | "domain_not_verified" | "less_specific" | "ambiguous_domain" | "sso_required" | "organization_inactive" | "seat_limit_reached" | "already_member" | "membership_removed" | "role_capped" | "public_access" | "waitlist_approved" | "waitlisted" | "no_matching_strategy";

/**
 * `acme.example`, matching just that name, or `*.acme.example`, matching every name below it and not itself.
 *
 * Shape: a domain name, or `*.` and a domain name that is no public suffix; at most ten labels.
 */
export type DomainPattern = string;
