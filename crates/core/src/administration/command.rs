//! What administrators can command.

use alloc::string::String;
use cora_wire_derive::{codes, record, union};

use crate::capability::Capability;
use crate::domain::class::DomainClass;
use crate::domain::pattern::DomainPattern;
use crate::email::CanonicalEmail;
use crate::id::{ConnectionId, DomainId, InvitationId, OrganizationId, UserId};
use crate::lint::LintReport;
use crate::policy::ProvisioningPolicy;
use crate::provisioning::facts::{EnrollmentMode, VerificationLevel};
use crate::role::{OrganizationRole, PlatformRole};
use crate::text::{DisplayName, PictureUrl, Slug};

/// A command. Identifiers of what it makes are the host's to mint.
#[union(command)]
pub enum AdministrationCommand {
    /// Found an organization; who does owns it.
    CreateOrganization {
        /// Its identifier.
        organization_id: OrganizationId,
        /// Its name.
        name: DisplayName,
        /// Its slug; made from the name when absent.
        #[serde(default)]
        slug: Option<Slug>,
        /// Its logo.
        #[serde(default)]
        logo_url: Option<PictureUrl>,
    },
    /// Change what an organization is called; what is absent stays.
    UpdateOrganization {
        /// Which.
        organization_id: OrganizationId,
        /// Its name.
        #[serde(default)]
        name: Option<DisplayName>,
        /// Its slug.
        #[serde(default)]
        slug: Option<Slug>,
        /// Its logo; an empty text takes it away.
        #[serde(default)]
        logo_url: Option<PictureUrl>,
    },
    /// Close an organization: it takes nobody in and gives its members nothing, its open invitations are withdrawn and its domains
    /// are free for others. The members stay on record, so that it can be opened again.
    CloseOrganization {
        /// Which.
        organization_id: OrganizationId,
    },
    /// Open an organization again.
    ReopenOrganization {
        /// Which.
        organization_id: OrganizationId,
    },
    /// Say how many members an organization may have.
    SetSeatLimit {
        /// Which.
        organization_id: OrganizationId,
        /// How many; unlimited when absent.
        #[serde(default)]
        seat_limit: Option<u32>,
    },

    /// Take somebody in again who was a member before. Anybody else has to be invited: nobody is made a member without their
    /// consent (our decision).
    AddMember {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Whom.
        user_id: UserId,
        /// As what.
        role: OrganizationRole,
    },
    /// Give a member another role.
    ChangeMemberRole {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Whom.
        user_id: UserId,
        /// Which role.
        role: OrganizationRole,
    },
    /// End a membership; members may end their own.
    RemoveMember {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Whom.
        user_id: UserId,
    },

    /// Invite an address.
    CreateInvitation {
        /// To which organization.
        organization_id: OrganizationId,
        /// The identifier of the invitation.
        invitation_id: InvitationId,
        /// Whom.
        email: CanonicalEmail,
        /// As what.
        #[serde(default)]
        role: OrganizationRole,
        /// As what on the platform.
        #[serde(default)]
        platform_role: PlatformRole,
        /// The connection that it has to be accepted by.
        #[serde(default)]
        connection_id: Option<ConnectionId>,
        /// For how long, in seconds; as long as the policy says when absent.
        #[serde(default)]
        lifetime_seconds: Option<u32>,
    },
    /// Open an invitation for another while; who does answers for it from now on.
    ResendInvitation {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Which.
        invitation_id: InvitationId,
        /// For how long, in seconds; as long as the policy says when absent.
        #[serde(default)]
        lifetime_seconds: Option<u32>,
    },
    /// Withdraw an invitation.
    RevokeInvitation {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Which.
        invitation_id: InvitationId,
    },
    /// Accept an invitation to one's own address, which was proven to be one's own.
    AcceptInvitation {
        /// Which.
        invitation_id: InvitationId,
        /// The connection that who accepts came by.
        #[serde(default)]
        connection_id: Option<ConnectionId>,
    },

    /// Say that a domain is the organization's. It counts for nothing until it is proven.
    AddDomain {
        /// Which organization.
        organization_id: OrganizationId,
        /// The identifier of the rule.
        domain_id: DomainId,
        /// What it matches.
        pattern: DomainPattern,
        /// The kind of domain, by the complete lists.
        #[serde(default)]
        class: DomainClass,
        /// What is to be proven.
        verification: VerificationLevel,
        /// What the rule does.
        enrollment_mode: EnrollmentMode,
        /// For `enterprise_sso`: the connection that people have to come by.
        #[serde(default)]
        connection_id: Option<ConnectionId>,
    },
    /// Change what a domain rule does.
    ChangeDomain {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Which.
        domain_id: DomainId,
        /// What it does.
        enrollment_mode: EnrollmentMode,
        /// For `enterprise_sso`: the connection that people have to come by.
        #[serde(default)]
        connection_id: Option<ConnectionId>,
    },
    /// Record whether the proof was found; the host has looked.
    RecordDomainProof {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Which.
        domain_id: DomainId,
        /// Where it has looked.
        proof: DomainProof,
        /// Whether it was.
        found: bool,
    },
    /// Take a domain rule away.
    RemoveDomain {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Which.
        domain_id: DomainId,
    },

    /// Take somebody in who has asked.
    ApproveMembershipRequest {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Whom.
        user_id: UserId,
    },
    /// Do not.
    DenyMembershipRequest {
        /// Of which organization.
        organization_id: OrganizationId,
        /// Whom.
        user_id: UserId,
    },
    /// Let an address in that is on the waitlist: at the next login, as where access is public.
    ApproveWaitlisted {
        /// Which.
        email: CanonicalEmail,
    },
    /// Take an address off the waitlist.
    DenyWaitlisted {
        /// Which.
        email: CanonicalEmail,
    },

    /// Put another policy in force.
    SavePolicy {
        /// The policy.
        policy: ProvisioningPolicy,
        /// The version that was seen; when it is another by now, nothing is changed.
        #[serde(default)]
        version: Option<u32>,
        /// What `lint` says of it, of the connections and of the domain rules.
        report: LintReport,
    },
    /// Put an earlier policy in force again.
    RollBackPolicy {
        /// Which version.
        to: u32,
        /// The version that was seen; when it is another by now, nothing is changed.
        #[serde(default)]
        version: Option<u32>,
    },

    /// Keep a user out for a time.
    SuspendUser {
        /// Whom.
        user_id: UserId,
    },
    /// Let a user in again who was kept out. Memberships that ended with them do not begin again.
    RestoreUser {
        /// Whom.
        user_id: UserId,
    },
    /// Give a user another role on the platform.
    SetPlatformRole {
        /// Whom.
        user_id: UserId,
        /// Which.
        role: PlatformRole,
    },
    /// End a user, with all by which they could come back.
    DeprovisionUser {
        /// Whom.
        user_id: UserId,
    },
}

/// Where the proof of a domain is looked for.
#[codes]
pub enum DomainProof {
    /// A token came back that was sent to a mailbox of the domain.
    Mailbox,
    /// The rule's identifier stands in the domain's DNS. WHY not a secret: every rule has its own, so nobody's record proves
    /// another's.
    DnsRecord,
}

/// What is to be known before a command can be decided.
#[record]
#[derive(Default)]
pub struct Subjects {
    /// An organization, and what the actor is in it.
    pub organization: Option<OrganizationId>,
    /// A user, and what they are in the organization.
    pub user: Option<UserId>,
    /// An invitation; it names its organization where none is named.
    pub invitation: Option<InvitationId>,
    /// A domain rule.
    pub domain: Option<DomainId>,
    /// The rules of a domain name.
    pub domain_name: Option<String>,
    /// An address: its open invitations, its place on the waitlist.
    pub email: Option<CanonicalEmail>,
    /// A slug: whose it is, and those that begin with it.
    pub slug: Option<Slug>,
    /// A connection.
    pub connection: Option<ConnectionId>,
    /// A version of the policy.
    pub policy_version: Option<u32>,
    /// All that hangs on the user.
    pub whole_user: bool,
}

impl AdministrationCommand {
    /// What a session has to be allowed for a command, before anything is loaded; in the organization, where one is named.
    /// `None` where it depends on whom it is about.
    pub const fn capability(&self) -> Option<Capability> {
        use AdministrationCommand as C;
        Some(match self {
            C::CreateOrganization { .. } | C::ReopenOrganization { .. } | C::SetSeatLimit { .. } => {
                Capability::OrganizationsManage
            }
            C::UpdateOrganization { .. } => Capability::OrgUpdate,
            C::CloseOrganization { .. } => Capability::OrgDelete,
            C::AddMember { .. }
            | C::ChangeMemberRole { .. }
            | C::ApproveMembershipRequest { .. }
            | C::DenyMembershipRequest { .. } => Capability::MembersManage,
            C::CreateInvitation { .. } | C::ResendInvitation { .. } | C::RevokeInvitation { .. } => {
                Capability::InvitationsManage
            }
            C::AddDomain { .. } | C::ChangeDomain { .. } | C::RecordDomainProof { .. } | C::RemoveDomain { .. } => {
                Capability::DomainsManage
            }
            C::SavePolicy { .. } | C::RollBackPolicy { .. } => Capability::PolicyWrite,
            C::ApproveWaitlisted { .. }
            | C::DenyWaitlisted { .. }
            | C::SuspendUser { .. }
            | C::RestoreUser { .. }
            | C::SetPlatformRole { .. }
            | C::DeprovisionUser { .. } => Capability::UsersManage,
            C::RemoveMember { .. } | C::AcceptInvitation { .. } => return None,
        })
    }

    /// What has to be loaded.
    pub fn subjects(&self) -> Subjects {
        use AdministrationCommand as C;
        let mut subjects = Subjects::default();
        match self {
            C::CreateOrganization { organization_id, name, slug, .. } => {
                subjects.organization = Some(*organization_id);
                subjects.slug = Some(slug.clone().unwrap_or_else(|| super::organization::slug_of(name)));
            }
            C::UpdateOrganization { organization_id, slug, .. } => {
                subjects.organization = Some(*organization_id);
                subjects.slug.clone_from(slug);
            }
            C::CloseOrganization { organization_id }
            | C::ReopenOrganization { organization_id }
            | C::SetSeatLimit { organization_id, .. } => subjects.organization = Some(*organization_id),
            C::AddMember { organization_id, user_id, .. }
            | C::ChangeMemberRole { organization_id, user_id, .. }
            | C::RemoveMember { organization_id, user_id }
            | C::ApproveMembershipRequest { organization_id, user_id }
            | C::DenyMembershipRequest { organization_id, user_id } => {
                subjects.organization = Some(*organization_id);
                subjects.user = Some(*user_id);
            }
            C::CreateInvitation { organization_id, email, connection_id, .. } => {
                subjects.organization = Some(*organization_id);
                subjects.email = Some(email.clone());
                subjects.connection = *connection_id;
            }
            C::ResendInvitation { organization_id, invitation_id, .. }
            | C::RevokeInvitation { organization_id, invitation_id } => {
                subjects.organization = Some(*organization_id);
                subjects.invitation = Some(*invitation_id);
            }
            C::AcceptInvitation { invitation_id, .. } => subjects.invitation = Some(*invitation_id),
            C::AddDomain { organization_id, pattern, connection_id, .. } => {
                subjects.organization = Some(*organization_id);
                subjects.domain_name = Some(String::from(pattern.name().as_str()));
                subjects.connection = *connection_id;
            }
            C::ChangeDomain { organization_id, domain_id, connection_id, .. } => {
                subjects.organization = Some(*organization_id);
                subjects.domain = Some(*domain_id);
                subjects.connection = *connection_id;
            }
            C::RecordDomainProof { organization_id, domain_id, .. }
            | C::RemoveDomain { organization_id, domain_id } => {
                subjects.organization = Some(*organization_id);
                subjects.domain = Some(*domain_id);
            }
            C::ApproveWaitlisted { email } | C::DenyWaitlisted { email } => subjects.email = Some(email.clone()),
            C::SavePolicy { .. } => {}
            C::RollBackPolicy { to, .. } => subjects.policy_version = Some(*to),
            C::SuspendUser { user_id } | C::RestoreUser { user_id } | C::SetPlatformRole { user_id, .. } => {
                subjects.user = Some(*user_id);
            }
            C::DeprovisionUser { user_id } => {
                subjects.user = Some(*user_id);
                subjects.whole_user = true;
            }
        }
        subjects
    }
}
