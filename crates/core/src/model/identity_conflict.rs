//! Conflicts about the owner of an address, which an administrator decides.

use cora_wire_derive::codes;

/// The kind of a conflict.
#[codes]
pub enum IdentityConflictKind {
    /// Another subject of the issuer at which the holder has an identity has signed in with the
    /// holder's address. The login was denied.
    SecondSubject,
    /// A returning user has proven an address that another user holds. Theirs stays.
    EmailConflict,
}

/// The status of a conflict.
#[codes]
pub enum IdentityConflictStatus {
    /// Nobody has decided yet.
    Open,
    /// Decided: the identity is the holder's, who was made again at the provider.
    SamePerson,
    /// Decided: the identity is another person's, to whom the address belongs now.
    AnotherPerson,
    /// Closed without a change.
    Dismissed,
}
