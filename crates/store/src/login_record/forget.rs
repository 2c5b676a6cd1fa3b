//! Takes out of the record of logins what stands for a person who is gone.

use cora_core::id::UserId;

use crate::sql::{Sql, sql};

/// Builds the statements that delete the hashes and samples of a person, and those of refused
/// logins with the same address or subject. The numbers and the reasons stay.
pub(crate) fn forget(user: UserId) -> [Sql; 4] {
    [
        sql!(
            "UPDATE login_samples SET document = NULL
             WHERE document IS NOT NULL AND (user_id = @id(?1) OR (user_id IS NULL AND audit_id IN (
                SELECT same.audit_id FROM login_details AS own JOIN login_details AS same ON same.address_key = own.address_key
                WHERE own.user_id = @id(?1))))"
        ),
        sql!(
            "UPDATE refused_tokens SET subject_key = NULL
             WHERE subject_key IN (SELECT subject_key FROM identities_seen WHERE user_id = @id(?1))"
        ),
        sql!("DELETE FROM identities_seen WHERE user_id = @id(?1)"),
        sql!(
            "UPDATE login_details SET address_key = NULL
             WHERE address_key IN (SELECT own.address_key FROM login_details AS own WHERE own.user_id = @id(?1))
                AND (user_id = @id(?1) OR user_id IS NULL)"
        ),
    ]
    .map(|statement| statement.bind(user.to_string()))
}

/// Builds the statement that deletes the traces of an erased person's logins.
pub(crate) fn forget_traces(user: UserId) -> Sql {
    sql!("UPDATE login_details SET trace = NULL WHERE user_id = @id(?1) AND trace IS NOT NULL").bind(user.to_string())
}
