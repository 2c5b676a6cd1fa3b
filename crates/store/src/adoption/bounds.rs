//! Bounds what people read of Cora's tables in an adopted database by the policies that CORA's
//! tables had, so that an adoption shows nobody more than before.
//!
//! Some of CORA's policies asked their own table, so that every query of it failed. They bound
//! nothing; Cora's own policies alone decide there.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Client;

use super::source::{Found, quoted};
use super::views::is_same;
use super::{AdoptError, Place, SCHEMA};

/// The name of the policies.
const NAME: &str = "cora_as_before_adoption";

/// A policy of CORA's table by which people who are signed in read it.
struct Condition {
    text: String,
    is_permissive: bool,
    /// Set if all columns of the table in it are Cora's by the same names, with the same values.
    is_expressible: bool,
}

/// Returns the statements that create the policies. Afterwards the search path is the schema of
/// CORA's tables, whose names PostgreSQL then writes without it.
pub(super) async fn statements(
    client: &Client,
    place: &Place,
    owned: &[Vec<String>],
) -> Result<Vec<String>, AdoptError> {
    client.batch_execute(&format!("SET LOCAL search_path = {}", quoted(&place.kept_in))).await?;
    let (mut all, mut asked) = (Vec::new(), BTreeMap::new());
    for (found, own) in place.found.iter().zip(owned) {
        let conditions = conditions(client, place, found, own).await?;
        let relations = place.found.iter().map(|other| other.relation.as_str());
        let named =
            relations.filter(|name| conditions.iter().flatten().any(|condition| reads_from(&condition.text, name)));
        asked.insert(found.relation.as_str(), named.collect::<BTreeSet<_>>());
        all.push(conditions);
    }
    let mut statements = Vec::new();
    for (found, conditions) in place.found.iter().zip(all) {
        let Some(conditions) = conditions else { continue };
        if asks_itself(&asked, &found.relation) {
            continue;
        }
        let base = format!("{SCHEMA}.{}", found.table.name);
        let bound = bound(&conditions).replace(&format!("\0{}.", found.relation), &format!("{}.", found.table.name));
        statements.push(format!("DROP POLICY IF EXISTS {NAME} ON {base}"));
        statements
            .push(format!("CREATE POLICY {NAME} ON {base} AS RESTRICTIVE FOR SELECT TO authenticated USING ({bound})"));
    }
    Ok(statements)
}

/// Returns the policies by which people who are signed in read a table of CORA's, or `None` if it
/// has no row-level security.
async fn conditions(
    client: &Client,
    place: &Place,
    found: &Found,
    own: &[String],
) -> Result<Option<Vec<Condition>>, AdoptError> {
    let old = format!("{}.{}", quoted(&place.kept_in), quoted(&found.relation));
    let secured = "SELECT relrowsecurity FROM pg_catalog.pg_class WHERE oid = CAST(CAST($1 AS text) AS regclass)";
    if !client.query_one(secured, &[&old]).await?.try_get::<_, bool>(0)? {
        return Ok(None);
    }
    let find = "SELECT coalesce(pg_get_expr(polqual, polrelid), 'true'), polpermissive,
            ARRAY(SELECT CAST(attname AS text) FROM pg_catalog.pg_depend JOIN pg_catalog.pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                WHERE classid = CAST('pg_policy' AS regclass) AND objid = pg_policy.oid AND refobjid = polrelid)
        FROM pg_catalog.pg_policy WHERE polrelid = CAST(CAST($1 AS text) AS regclass) AND polcmd IN ('r', '*')
            AND EXISTS (SELECT 1 FROM unnest(polroles) role WHERE CASE role WHEN 0 THEN true ELSE pg_has_role('authenticated', role, 'USAGE') END)
        ORDER BY polname";
    let mut conditions = Vec::new();
    for row in client.query(find, &[&old]).await? {
        let (text, columns): (String, Vec<String>) = (row.try_get(0)?, row.try_get(2)?);
        conditions.push(Condition {
            text: marked(&text, &found.relation),
            is_permissive: row.try_get(1)?,
            is_expressible: columns.iter().all(|column| is_same(found, column, own)),
        });
    }
    Ok(Some(conditions))
}

/// Returns the condition that all of the policies make together. One that is not expressible for
/// Cora's table shows nothing.
fn bound(conditions: &[Condition]) -> String {
    let text = |condition: &Condition| match condition.is_expressible {
        true => format!("({})", condition.text),
        false => String::from("false"),
    };
    let of = |is_permissive: bool| conditions.iter().filter(move |one| one.is_permissive == is_permissive);
    let permitted: Vec<String> = of(true).map(text).collect();
    let permitted = if permitted.is_empty() { String::from("false") } else { permitted.join(" OR ") };
    let restricted: String = of(false).map(|one| format!(" AND {}", text(one))).collect();
    format!("({permitted}){restricted}")
}

/// Marks the qualified columns of a relation, `profiles.user_id`, with a null character.
fn marked(text: &str, relation: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&format!("{relation}.")) {
        marked.push_str(before);
        let ends_a_name = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || "_.\"".contains(c));
        if !ends_a_name {
            marked.push('\0');
        }
        marked.push_str(relation);
        marked.push('.');
        rest = after;
    }
    marked.push_str(rest);
    marked
}

/// Returns `true` if a condition selects from a relation: after `FROM`, `JOIN` or the comma of a
/// list, as PostgreSQL writes them.
fn reads_from(condition: &str, relation: &str) -> bool {
    condition.match_indices(relation).any(|(at, _)| {
        let before = condition.get(..at).unwrap_or_default().trim_end_matches(['"', '(', ' ']);
        let after = condition.get(at.saturating_add(relation.len())..).unwrap_or_default();
        let is_whole = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let is_list = before.trim_end().ends_with(',') && before.ends_with('\n');
        is_whole && (before.ends_with("FROM") || before.ends_with("JOIN") || is_list)
    })
}

/// Returns `true` if the policies of a table lead to a table whose policies lead to itself.
fn asks_itself(asked: &BTreeMap<&str, BTreeSet<&str>>, relation: &str) -> bool {
    let reached = |from: &str| {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = asked.get(from).into_iter().flatten().copied().collect();
        while let Some(name) = next.pop() {
            if reached.insert(name) {
                next.extend(asked.get(name).into_iter().flatten().copied());
            }
        }
        reached
    };
    let from = reached(relation);
    from.contains(relation) || from.iter().any(|name| reached(name).contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_that_is_selected_from_is_found() {
        for text in [
            "(org_id IN ( SELECT org_members.org_id\n   FROM org_members\n  WHERE (org_members.user_id = auth.uid())))",
            "(EXISTS ( SELECT 1\n   FROM orgs o,\n    org_members m\n  WHERE (m.org_id = o.id)))",
            "(EXISTS ( SELECT 1\n   FROM (orgs o\n     JOIN org_members m ON ((m.org_id = o.id)))))",
        ] {
            assert!(reads_from(text, "org_members"), "{text}");
        }
        for text in [
            "(org_members.user_id = auth.uid())",
            "f(org_id, org_members_of(auth.uid()))",
            "(SELECT 1\n FROM org_members_old)",
        ] {
            assert!(!reads_from(text, "org_members"), "{text}");
        }
    }

    #[test]
    fn only_qualified_columns_are_marked() {
        assert_eq!(
            marked("(user_profiles.user_id = p.user_profiles.x)", "user_profiles"),
            "(\0user_profiles.user_id = p.user_profiles.x)"
        );
    }

    #[test]
    fn a_policy_that_leads_to_one_that_asks_itself_is_found() {
        let asked = BTreeMap::from([
            ("orgs", BTreeSet::from(["org_members"])),
            ("org_members", BTreeSet::from(["org_members"])),
            ("profiles", BTreeSet::new()),
            ("platform_idp_config", BTreeSet::from(["profiles"])),
        ]);
        assert!(asks_itself(&asked, "orgs") && asks_itself(&asked, "org_members"));
        assert!(!asks_itself(&asked, "profiles") && !asks_itself(&asked, "platform_idp_config"));
    }

    #[test]
    fn a_policy_that_cannot_be_expressed_shows_nothing() {
        let one = |text: &str, is_permissive, is_expressible| Condition {
            text: text.to_owned(),
            is_permissive,
            is_expressible,
        };
        assert_eq!(bound(&[]), "(false)");
        assert_eq!(
            bound(&[one("a", true, true), one("b", true, false), one("c", false, true)]),
            "((a) OR false) AND (c)"
        );
    }
}
