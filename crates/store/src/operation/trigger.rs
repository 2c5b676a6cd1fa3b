//! Triggers as they were made.

use crate::error::{DatabaseError, StoreError};
use crate::transaction::Transaction;

/// Returns the statement that made a trigger of SQLite.
pub(crate) async fn made_in_sqlite(transaction: &mut Transaction, name: &str) -> Result<String, StoreError> {
    let made = "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1";
    let mut made = transaction.dynamic_texts(made.to_owned(), &[name]).await?;
    made.pop().ok_or_else(|| DatabaseError::reading("a trigger of SQLite").into())
}
