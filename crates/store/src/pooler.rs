//! Finds out whether a pooler in transaction mode is in front of PostgreSQL.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use tokio_postgres::{Client, Error, SimpleQueryMessage};

use crate::address::Address;
use crate::error::DatabaseError;

/// Maximum time for the statements of the probe. A pooler in session mode with one connection
/// makes the second client wait for the first.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);

/// Number of attempts. Other clients of the pooler may take the connection that one is about.
const ROUNDS: u32 = 3;

/// Returns `true` if statements of one client may run on different connections of the server, as
/// behind a pooler in transaction mode.
///
/// One client leaves a mark on its session, and another one begins a transaction, which keeps a
/// connection of the server. Without a pooler the mark is on the first client's session, and only
/// there.
///
/// # Errors
///
/// Fails if the database cannot be reached.
pub(crate) async fn is_in_front(address: &Address) -> Result<bool, Error> {
    let (first, second) = tokio::join!(address.connect(), address.connect());
    let second = match second {
        Ok(second) => second,
        // WHY: a role with one connection cannot be probed; statements that are lost are noticed.
        Err(error) if DatabaseError::is_full(&error) => return first.map(|_| false),
        Err(error) => return first.and(Err(error)),
    };
    let first = match first {
        Ok(first) => first,
        Err(error) if DatabaseError::is_full(&error) => return Ok(false),
        Err(error) => return Err(error),
    };
    let probed = async {
        for _ in 0..ROUNDS {
            if exchanged(&first, &second).await? {
                return Ok::<bool, Error>(true);
            }
        }
        Ok(false)
    };
    // A database that does not know such settings is one without a pooler.
    Ok(matches!(tokio::time::timeout(PROBE_TIMEOUT, probed).await, Ok(Ok(true))))
}

/// Returns `true` if a mark on the first client's session is on the second one's, or is lost while
/// the second one keeps a connection of the server.
async fn exchanged(first: &Client, second: &Client) -> Result<bool, Error> {
    let mark = RandomState::new().hash_one(0).to_string();
    first.batch_execute(&format!("SET cora.probe = '{mark}'")).await?;
    second.batch_execute("BEGIN").await?;
    if marked(second).await?.as_deref() == Some(&mark) {
        second.batch_execute("RESET cora.probe; COMMIT").await?;
        return Ok(true);
    }
    let is_kept = marked(first).await?.as_deref() == Some(&mark);
    second.batch_execute("COMMIT").await?;
    Ok(!is_kept)
}

async fn marked(client: &Client) -> Result<Option<String>, Error> {
    let answers = client.simple_query("SELECT current_setting('cora.probe', true)").await?;
    Ok(answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    }))
}
