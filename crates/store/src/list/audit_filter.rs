//! Filters of audit records, for hosts that have them as values.

use cora_core::id::UserId;
use cora_core::time::UnixSeconds;

use super::ListQuery;
use crate::sql::{Sql, seconds};

/// The description of the filter by the earliest time.
pub(super) const FROM: &str = "Only records from this time on, in seconds since the epoch.";
/// The description of the filter by the latest time.
pub(super) const UNTIL: &str = "Only records from before this time, in seconds since the epoch.";
/// The description of the filter by the user concerned.
pub(super) const ABOUT_USER: &str = "Only records about this user.";
/// The description of the filter by the request.
pub(super) const OF_REQUEST: &str = "Only the records of the request with this identifier.";

/// The audit records that are wanted. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only records from this time on.
    pub from: Option<UnixSeconds>,
    /// Only records from before this time.
    pub until: Option<UnixSeconds>,
    /// Only records of commands that this user gave. The other logs have no actor.
    pub actor_id: Option<UserId>,
    /// Only records about this user.
    pub user_id: Option<UserId>,
    /// Only records of the request with this identifier.
    pub request_id: Option<String>,
}

/// The condition for an audit record that is wanted, for all but the actor.
pub(crate) const WANTED: &str = "at >= @time(?3) AND at < @time(?4)
    AND (@text(?5) IS NULL OR user_id = @id(?5)) AND (@text(?6) IS NULL OR request_id = @text(?6))";

impl AuditFilter {
    /// Adds the filters to a query of a list.
    pub(super) fn add_to(&self, query: ListQuery) -> ListQuery {
        let query = query.with_some("from", self.from.map(UnixSeconds::seconds));
        let query = query.with_some("until", self.until.map(UnixSeconds::seconds));
        let query = query.with_some("actorId", self.actor_id).with_some("userId", self.user_id);
        query.with_some("requestId", self.request_id.as_ref())
    }

    /// Binds the parameters of [`WANTED`].
    pub(crate) fn bind_to(&self, list: Sql) -> Sql {
        // The end of the year 9999, the limit for PostgreSQL's times.
        let within = |time: UnixSeconds| seconds(time).min(253_402_300_799);
        let list = list.bind(self.from.map_or(0, within)).bind(self.until.map_or(253_402_300_799, within));
        list.bind(self.user_id.map(|id| id.to_string())).bind(self.request_id.clone())
    }
}
