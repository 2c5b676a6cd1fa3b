//! Carries out a prepared import, and reports each step.

use cora_store::Store;

use super::super::change::{operator, refuse_change};
use super::preparation::{Preparation, Step, outcome};

/// Carries out the steps in order, each connection in its own transactions. Returns `true` if all
/// succeeded. The first failure stops the import.
///
/// # Errors
///
/// Fails with the errors of the store.
pub async fn write(store: &Store, steps: Vec<Step>, preparation: &Preparation) -> anyhow::Result<bool> {
    let count = steps.len();
    for (at, step) in steps.into_iter().enumerate() {
        let context = operator(&preparation.provider_hosts);
        let mut commands = vec![(&step.keep, step.secrets.as_slice())];
        commands.extend(step.activate.as_ref().map(|command| (command, [].as_slice())));
        for (command, secrets) in commands {
            let change = store.change_connection(step.connection_id, command, &context, secrets).await;
            let change = change.inspect_err(|_| left(count - at))?;
            if !change.ok {
                refuse_change(&change);
                left(count - at);
                return Ok(false);
            }
            println!("{}", outcome(&change, &step.title, step.connection_id));
        }
    }
    Ok(true)
}

fn left(connections: usize) {
    eprintln!("{} not completely imported", super::super::super::diagnostic::counted(connections, "connection"));
}
