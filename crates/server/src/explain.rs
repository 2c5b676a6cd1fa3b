//! Explains logins to administrators: the decision, what would change it, and whom that would let
//! in too. Nothing here writes.

pub(crate) mod token;

use cora_core::connection::{ConnectionKind, ConnectionStatus};
use cora_core::email::CanonicalEmail;
use cora_core::evidence::VerifiedClaim;
use cora_core::id::{AuditId, ConnectionId};
use cora_core::identity::{LoginIdentity, SubjectKind};
use cora_core::json::Code;
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::decision::DecisionSummary;
use cora_core::provisioning::explain::explain as explain_as_text;
use cora_core::provisioning::remedy::{Remedy, RemedyChange, remedies};
use cora_core::provisioning::trace::{Stage, Trace};
use cora_core::text::{Issuer, RawEmail, Subject};
use cora_core::{DecideInput, Outcome, decide, summarize};
use cora_store::{KnownPerson, LoginKey, LoginSample, NamedIds, Names, ProvisioningAuditRow};
use cora_wire::request::HypotheticalLogin;
use serde::Serialize;

use crate::app::App;
use crate::error::ApiError;

/// The subject of a person who was never seen. No provider writes it.
const NEVER_SEEN: &str = "cora:never-seen";

/// Maximum number of people who are named for a remedy.
const MAX_NAMES: usize = 10;

/// A fact that an explanation takes from elsewhere than a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Assumption {
    /// The address and its verification are those of the last login.
    AsLastSeen,
    /// Groups are not stored, so the login says nothing about them.
    GroupsUnknown,
    /// The address counts as verified by the provider, because the login does not say.
    EmailTakenAsVerified,
    /// The subject is one that nobody has.
    NeverSeen,
    /// The user has several identities; the one with the latest word was taken.
    SeveralIdentities,
    /// The token has expired, and was judged as of the time at which it was issued.
    AsOfIssue,
    /// The userinfo endpoint was not asked, because no access token was presented.
    UserinfoNotAsked,
    /// Nobody with this login is stored: the login, and the facts about the person, are those of
    /// the record, in which no text says who the person is.
    AsRecorded,
}

/// The connection of an explained login.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExplainedConnection {
    id: ConnectionId,
    /// The name shown to people; null if it has none.
    name: Option<String>,
    kind: ConnectionKind,
    status: ConnectionStatus,
    /// The version of the connection.
    version: u32,
}

/// The people whom a remedy would let in too, as far as stored facts say.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AlsoAdmitted {
    /// The number of other people who were tried: of each source at most 100. The sources are
    /// linked identities as they were last seen, the waitlist, and invitations that were not used.
    tried: u32,
    /// The number of them whom nothing lets in now, and whom the remedy would let in.
    admitted: u32,
    /// The names of at most ten of them: full names, or else addresses.
    names: Vec<String>,
}

/// A change, or two together, that would let the person in.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExplainedRemedy")]
pub(crate) struct ExplainedRemedy {
    #[serde(flatten)]
    remedy: Remedy,
    /// The other people whom it would let in; null if it concerns this person alone.
    also_admits: Option<AlsoAdmitted>,
}

/// A decision and what would change it.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExplainedDecision")]
pub(crate) struct ExplainedDecision {
    /// The decision, without its plan.
    decision: DecisionSummary,
    /// The verdict of every stage.
    trace: Trace,
    /// The stage that decides.
    decided_by: Stage,
    /// The same as a tree of text.
    text: String,
    /// The changes that would admit the person, the smallest first. Empty if they are admitted.
    remedies: Vec<ExplainedRemedy>,
    /// The login's connection.
    connection: ExplainedConnection,
    /// The version of the policy in force.
    policy_version: u32,
    /// `true` if the decision is under another policy than that in force.
    hypothetical_policy: bool,
    /// The facts that no token states, and where they are from.
    assumptions: Vec<Assumption>,
    /// The input of the decision, from which every host decides the same. Tokens that were issued
    /// to other people are left out.
    input: DecideInput,
    /// The names behind the identifiers.
    names: Names,
}

impl ExplainedDecision {
    /// Returns `true` if the outcome and the reason are those of a record.
    pub fn is_as(&self, record: &ProvisioningAuditRow) -> bool {
        self.decision.outcome.kind() == record.outcome && self.decision.reason.name() == record.reason
    }
}

/// A login to explain, and what is assumed of it.
pub(crate) struct Explainable {
    pub login: LoginIdentity,
    pub assumptions: Vec<Assumption>,
}

impl Explainable {
    /// Takes the login of a user as it was last seen, by the connection if one is named. `None` if
    /// the user has no identity there.
    pub fn last_seen(logins: Vec<LoginIdentity>, by: Option<ConnectionId>) -> Option<Self> {
        let mut assumptions = vec![Assumption::AsLastSeen, Assumption::GroupsUnknown];
        if by.is_none() && logins.len() > 1 {
            assumptions.push(Assumption::SeveralIdentities);
        }
        let mut logins = logins.into_iter();
        let login = logins.find(|login| by.is_none_or(|id| login.connection_id == id))?;
        Some(Self { login, assumptions })
    }

    /// Takes the login of a person who was never seen, by the platform's default connection.
    /// `None` if the platform has no connection in use.
    pub async fn never_seen(app: &App, by: Option<ConnectionId>) -> Result<Option<Self>, ApiError> {
        let connection = match by {
            Some(id) => app.store.stored_connection(id).await?,
            None => app.store.active_platform_connection().await?,
        };
        let Some(connection) = connection.map(|stored| stored.connection) else { return Ok(None) };
        let (issuer, connection_id) = (connection.issuer, connection.id);
        let login = LoginIdentity { connection_id, issuer, ..no_login() };
        Ok(Some(Self { login, assumptions: vec![Assumption::NeverSeen, Assumption::EmailTakenAsVerified] }))
    }

    /// Replaces the members that a hypothetical login states.
    pub fn put(&mut self, stated: HypotheticalLogin) {
        let HypotheticalLogin { connection_id, issuer, subject, subject_kind, email, email_verified, .. } = stated;
        let HypotheticalLogin { name, given_name, family_name, groups, groups_incomplete, .. } = stated;
        let HypotheticalLogin { idp_organization, invitation_id, .. } = stated;
        let login = &mut self.login;
        replace(&mut login.connection_id, connection_id);
        replace(&mut login.issuer, issuer);
        replace(&mut login.subject_kind, subject_kind);
        if subject.is_some() {
            self.assumptions.retain(|assumption| *assumption != Assumption::NeverSeen);
        }
        replace(&mut login.subject, subject);
        if email_verified.is_some() {
            self.assumptions.retain(|one| *one != Assumption::EmailTakenAsVerified);
        }
        replace(&mut login.email_verified, email_verified);
        login.email = email.or(login.email.take());
        login.name = name.or(login.name.take());
        login.given_name = given_name.or(login.given_name.take());
        login.family_name = family_name.or(login.family_name.take());
        if groups.is_some() {
            self.assumptions.retain(|assumption| *assumption != Assumption::GroupsUnknown);
        }
        login.groups = groups.or(login.groups.take());
        login.groups_incomplete |= groups_incomplete;
        login.idp_organization = idp_organization.or(login.idp_organization.take());
        login.invitation_id = invitation_id.or(login.invitation_id);
    }
}

fn replace<T>(member: &mut T, stated: Option<T>) {
    if let Some(stated) = stated {
        *member = stated;
    }
}

/// Explains a login under the policy in force, or another. `None` if its connection was never in
/// use.
pub(crate) async fn explain(
    app: &App,
    explainable: Explainable,
    policy: Option<ProvisioningPolicy>,
) -> Result<Option<ExplainedDecision>, ApiError> {
    let Explainable { login, assumptions } = explainable;
    let now = (app.clock)();
    let Some(input) = app.store.load_hypothetical(login, policy.clone(), now).await? else { return Ok(None) };
    let found = remedies(&input);
    explained(app, input, found, assumptions, policy).await.map(Some)
}

/// Explains a past login from its record alone, under the policy in force, or another: the person
/// is not stored, or not under this login any more. `None` if no sample of it was kept, or if its
/// connection is not there any more.
///
/// Changes for one person are left out: they would name the hash of an address.
pub(crate) async fn explain_record(
    app: &App,
    id: AuditId,
    policy: Option<ProvisioningPolicy>,
) -> Result<Option<ExplainedDecision>, ApiError> {
    let store = &app.store;
    let Some(LoginSample { mut login, .. }) = store.login_sample(id).await? else { return Ok(None) };
    if let Some(key) = app.secrets.keys().ok().and_then(LoginKey::of) {
        let configuration = store.configuration(store.policy().await?).await?;
        key.restore_names(&mut login, &configuration);
    }
    let (login, mut facts) = (login.login, login.facts);
    let Some(mut input) = store.load_hypothetical(login, policy.clone(), (app.clock)()).await? else { return Ok(None) };
    // The rules and the organizations are those of now, and what is about the person is recorded.
    facts.domain_rules = std::mem::take(&mut input.facts.domain_rules);
    facts.organizations.retain(|recorded| input.facts.organizations.iter().all(|now| now.id != recorded.id));
    facts.organizations.append(&mut input.facts.organizations);
    input.facts = facts;
    let found = remedies(&input).into_iter().filter(Remedy::concerns_others).collect();
    explained(app, input, found, vec![Assumption::AsRecorded], policy).await.map(Some)
}

/// Explains the decision on an input.
async fn explained(
    app: &App,
    input: DecideInput,
    found: Vec<Remedy>,
    assumptions: Vec<Assumption>,
    policy: Option<ProvisioningPolicy>,
) -> Result<ExplainedDecision, ApiError> {
    let hypothetical_policy = policy.is_some();
    let policy_version = if hypothetical_policy { app.store.policy().await?.version } else { input.policy.version };
    let decision = decide(&input);
    let names = app.store.names(&named(&input, &found)).await?;
    let others =
        if found.iter().any(Remedy::concerns_others) { others(app, &input, policy).await? } else { Vec::new() };
    let remedies = found.into_iter().map(|remedy| ExplainedRemedy {
        also_admits: remedy.concerns_others().then(|| also_admitted(&remedy, &others)),
        remedy,
    });
    let connection = &input.connection;
    Ok(ExplainedDecision {
        decided_by: decision.trace.decided_by,
        text: explain_as_text(&decision),
        trace: decision.trace.clone(),
        decision: decision.into_summary(),
        remedies: remedies.collect(),
        connection: ExplainedConnection {
            id: connection.id,
            name: names.connections.get(&connection.id.to_string()).cloned(),
            kind: connection.kind,
            status: connection.status,
            version: connection.version,
        },
        policy_version,
        hypothetical_policy,
        assumptions,
        names,
        input,
    })
}

/// The input of a decision on another person's login, and the person's name.
struct Other {
    name: Option<String>,
    input: DecideInput,
}

/// Loads the logins of other people whom nothing lets in now, and counts those who are in by
/// leaving them in place: a remedy is compared with all.
async fn others(app: &App, of: &DecideInput, policy: Option<ProvisioningPolicy>) -> Result<Vec<Other>, ApiError> {
    let own = of.login.email.as_ref().and_then(|email| CanonicalEmail::parse(email.as_str()).ok());
    let mut others = Vec::new();
    let never_seen = Explainable::never_seen(app, None).await?;
    for KnownPerson { name, login, email } in app.store.known_people().await? {
        let is_same_address = own.as_ref().is_some_and(|own| email.as_deref() == Some(own.as_str()));
        let is_same = login.as_ref().map_or(is_same_address, |login| login.key() == of.login.key());
        if is_same {
            continue;
        }
        let login = match (login, &never_seen) {
            (Some(login), _) => login,
            (None, Some(Explainable { login, .. })) => LoginIdentity {
                email: email.as_deref().and_then(RawEmail::new),
                email_verified: VerifiedClaim::True,
                ..login.clone()
            },
            (None, None) => continue,
        };
        if let Some(input) = app.store.load_hypothetical(login, policy.clone(), of.now).await? {
            others.push(Other { name, input });
        }
    }
    Ok(others)
}

fn also_admitted(remedy: &Remedy, others: &[Other]) -> AlsoAdmitted {
    let admitted: Vec<&Other> = others.iter().filter(|other| remedy.also_admits(&other.input)).collect();
    let names = admitted.iter().filter_map(|other| other.name.clone()).take(MAX_NAMES).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    AlsoAdmitted { tried: count(others.len()), admitted: count(admitted.len()), names }
}

/// Returns the identifiers that the facts of a login have.
fn named(input: &DecideInput, remedies: &[Remedy]) -> NamedIds {
    let mut ids = NamedIds::default();
    let facts = &input.facts;
    ids.connections.insert(input.connection.id);
    ids.organizations.extend(input.connection.organization_id);
    ids.organizations.extend(facts.organizations.iter().map(|one| one.id));
    ids.organizations.extend(facts.memberships.iter().map(|one| one.organization_id));
    let users = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    ids.users.extend(users.map(|user| user.id));
    for invitation in &facts.invitations {
        ids.organizations.insert(invitation.organization_id);
        ids.connections.extend(invitation.connection_id);
        ids.users.extend(invitation.inviter.as_ref().map(|inviter| inviter.user_id));
    }
    for rule in &facts.domain_rules {
        ids.organizations.insert(rule.organization_id);
        ids.connections.extend(rule.connection_id);
    }
    for remedy in remedies.iter().flat_map(|remedy| &remedy.steps) {
        if let RemedyChange::UseConnection { connection_id } = &remedy.change {
            ids.connections.insert(*connection_id);
        }
    }
    if let Outcome::SsoRequired { connection_id } = summarize(input).outcome {
        ids.connections.insert(connection_id);
    }
    ids
}

/// Returns the login of a person of whom nothing is known.
fn no_login() -> LoginIdentity {
    LoginIdentity {
        connection_id: ConnectionId::from_uuid(uuid::Uuid::nil()),
        issuer: Issuer::shortened(""),
        subject: Subject::shortened(NEVER_SEEN),
        subject_kind: SubjectKind::User,
        email: None,
        email_verified: VerifiedClaim::True,
        name: None,
        given_name: None,
        family_name: None,
        picture: None,
        phone_number: None,
        groups: None,
        groups_incomplete: false,
        unread_claims: Vec::new(),
        idp_organization: None,
        session_id: None,
        acr: None,
        amr: Vec::new(),
        auth_time: None,
        actor: None,
        issued_at: None,
        expires_at: None,
        bootstrap_token: None,
        link_proof: None,
        invitation_id: None,
    }
}
