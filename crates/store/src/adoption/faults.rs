//! The faults that rows of an existing database of the legacy CORA toolkit may have, and their
//! consequences.

use serde::Serialize;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdoptionFaultKind {
    /// The code, in `snake_case`. The list of codes is closed, and a code is never reused for
    /// another meaning.
    pub code: &'static str,
    /// A description of the fault.
    pub message: &'static str,
    /// The consequence for the row, and the action that the operator can take.
    pub help: &'static str,
}

/// A row with a fault. It holds nobody's address or name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AdoptionFault {
    /// The code of an [`AdoptionFaultKind`].
    pub code: String,
    /// The table of the row.
    pub table: String,
    /// The primary key of the row, or the `user_id` for `profiles`. Empty for a fault of the whole
    /// table.
    pub row: String,
}

const fn kind(code: &'static str, message: &'static str, help: &'static str) -> AdoptionFaultKind {
    AdoptionFaultKind { code, message, help }
}

/// Every kind of fault, by code.
pub const ADOPTION_FAULTS: [AdoptionFaultKind; 33] = [
    kind(
        "audit_record_not_adopted",
        "the audit record is of an action that Cora does not know, or of a provider that was never set up",
        "The record stays in the kept table alone.",
    ),
    kind(
        "connection_incomplete",
        "the settings of this identity provider do not say who its issuer is",
        "The connection becomes a draft, and the identities of its people are not adopted. Give the settings with `--settings`.",
    ),
    kind(
        "connection_not_tested",
        "this identity provider was active, and nobody has tested its settings",
        "The connection becomes a draft: nobody logs in before `cora connection activate`.",
    ),
    kind(
        "connection_refused",
        "the settings of this identity provider are no object, or hold what must not be stored",
        "It is adopted without settings. Give them with `--settings`.",
    ),
    kind(
        "connection_secret_left_out",
        "the settings of this identity provider hold a secret itself",
        "The secret is left out: say where it is kept, with `--set`. Withdraw it, for it stays readable in the kept table.",
    ),
    kind(
        "current_organization_not_member",
        "the current organization is none that the person is a member of",
        "The person has no current organization until they choose one.",
    ),
    kind(
        "domain_claimed_twice",
        "the domain is claimed by several organizations",
        "All claims are pending; the first to prove it has it.",
    ),
    kind(
        "domain_duplicate",
        "the organization claims the domain more than once",
        "One claim is adopted, one that lets people in before others.",
    ),
    kind("domain_invalid", "the domain is no domain name", "The row stays in the kept table alone."),
    kind("domain_public", "anybody can have an address of this domain", "The claim is pending, and lets nobody in."),
    kind(
        "domain_unverified",
        "nobody has proved that the organization has this domain",
        "The claim is pending, and lets nobody in before it is proved; or vouch for all with `--trust-domains`.",
    ),
    kind(
        "email_duplicate",
        "several profiles have this address",
        "All are adopted; none is found by the address while there are several.",
    ),
    kind(
        "email_invalid",
        "the address is no e-mail address",
        "The profile is adopted without an address; an invitation stays in the kept table alone.",
    ),
    kind(
        "email_unverified",
        "CORA did not check whether the address is the person's",
        "It counts as unverified; or vouch for all with `--trust-emails`.",
    ),
    kind(
        "identity_claimed_twice",
        "the same subject of the same issuer stands for several people",
        "None of them is adopted; each links their login again.",
    ),
    kind(
        "identity_other_provider",
        "the subject is not one of the provider that the row names, but of another that is there",
        "It is adopted as one of that provider.",
    ),
    kind(
        "identity_provider_unknown",
        "there is no adopted connection of this provider, or none whose issuer is known",
        "The row stays in the kept table alone. Give the provider's settings with `--settings`.",
    ),
    kind("identity_subject_invalid", "the subject is empty or too long", "The row stays in the kept table alone."),
    kind(
        "identity_subject_unstable",
        "the subject is an e-mail address, which may become another person's",
        "The row stays in the kept table alone; the person links their login again.",
    ),
    kind(
        "identity_without_profile",
        "the identity is that of no profile",
        "The row stays in the kept table alone; the person comes in as new.",
    ),
    kind("invitation_above_inviter", "whoever invited may not give this role", "The invitation is revoked."),
    kind(
        "invitation_duplicate",
        "the address has a newer pending invitation to the same organization",
        "This one is revoked.",
    ),
    kind("invitation_status_unknown", "the invitation has no status", "The invitation is revoked."),
    kind("invitation_without_expiry", "the invitation never expires", "It expires 30 days after the adoption."),
    kind("invitation_without_inviter", "nobody answers for the invitation", "The invitation is revoked."),
    kind("organization_name_blank", "the organization has no name", "It is called after its slug."),
    kind(
        "organization_slug_changed",
        "the slug is not of lower-case letters, digits and inner hyphens, or is too long",
        "It gets another; links with the old one lead nowhere.",
    ),
    kind(
        "organization_without_owner",
        "no member of the organization is its owner",
        "Whom CORA has as `owner_id` becomes owner, when they are a member; else it has none.",
    ),
    kind(
        "password_login_possible",
        "the person's row in `auth.users` has a password, by which Supabase lets them in past Cora",
        "Nothing is changed; clear it with `--clear-passwords`.",
    ),
    kind(
        "platform_without_owner",
        "no profile is an owner of the platform",
        "`cora init` prints a token by which one comes in.",
    ),
    kind("profile_without_auth_user", "the profile has no row in `auth.users`", "It gets one without a password."),
    kind(
        "role_unknown",
        "the role is none that CORA has",
        "A person or member has the least role; an invitation is revoked.",
    ),
    kind("text_too_long", "a text is longer than Cora keeps", "It is shortened; a picture's address is left out."),
];
