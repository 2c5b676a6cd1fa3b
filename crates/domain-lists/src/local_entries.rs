//! Cora's own entries, which no published list has. Short and sorted, each entry with its reason.

/// The day these lists were last changed.
pub(crate) const DATE: &str = "2026-11-24";

/// Names below which a service gives each customer a name, mailboxes included, and which the public
/// suffix list lacks.
///
/// Only names in which the service's own staff have no mailboxes: otherwise a name can be a
/// company's domain.
pub(crate) const SHARED_SUFFIXES: &[&str] = &[
    // Atlassian Cloud: a site, and the address that its service desk answers from.
    "atlassian.net",
    // Microsoft 365, mail routing of hybrid tenants: the tenant's name is repeated below it.
    "mail.onmicrosoft.com",
    // Microsoft 365: the name that each tenant starts with.
    "onmicrosoft.com",
    // The same in its former cloud in Germany.
    "onmicrosoft.de",
    // The same in its cloud for the government of the United States.
    "onmicrosoft.us",
    // The same in its cloud in China.
    "partner.onmschina.cn",
];

/// Relays: anybody can get an address there that leads to a mailbox elsewhere.
pub(crate) const PUBLIC_PROVIDERS: &[&str] = &[
    // Sign in with Apple, "Hide My Email".
    "privaterelay.appleid.com",
    // GitHub's addresses that hide the real one.
    "users.noreply.github.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_so_searchable() {
        assert!(SHARED_SUFFIXES.is_sorted());
        assert!(PUBLIC_PROVIDERS.is_sorted());
    }
}
