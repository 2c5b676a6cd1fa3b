//! Carries over what an application has added to the tables of the legacy CORA toolkit themselves:
//! columns, constraints, indexes, statistics, triggers, rules and publications.

use std::fmt::Write as _;

use tokio_postgres::Client;

use super::source::{Found, literal, quoted};
use super::steps::Step;
use super::views::{is_same, kept_name};
use super::{AdoptError, Place, RefusedObject, SCHEMA};

/// CORA's own indexes, which Cora has others for.
const INDEXES_OF_CORA: &str = "^idx_((user_)?profiles_(user_id|email|global_role|sys_role|requires_invitation|current_org_id|created_by|updated_by)\
|external_identities_(auth_user_id|provider)|user_auth_ext_ids_(auth_user_id|provider)|orgs_(owner_id|slug|created_by|updated_by)\
|org_members_(org_id|user_id|role|org_role|org_id_role|org_org_role)|(sys_)?idp_(provider_type|audit_config|audit_performed_at)|single_active_idp\
|org_email_domains_\\w+|user_invites_\\w+|org_domains_\\w+|invites_\\w+)$";

/// CORA's own constraints, of which Cora has its own form.
const CONSTRAINTS_OF_CORA: [&str; 5] = [
    "valid_provider_type",
    "user_invites_status_check",
    "unique_provider_type",
    "user_invites_unique",
    "org_members_org_user_unique",
];

/// The columns with foreign keys of CORA's own.
const KEYS_OF_CORA: [&str; 11] = [
    "auth_user_id",
    "owner_id",
    "current_org_id",
    "created_by",
    "updated_by",
    "org_id",
    "user_id",
    "added_by",
    "idp_config_id",
    "performed_by",
    "invited_by",
];

/// CORA's own trigger functions, apart from those that only set `updated_at`.
const TRIGGERS_OF_CORA: [&str; 4] =
    ["ensure_single_active_idp", "check_expired_invites", "auto_expire_invites", "expire_old_invites"];

/// Adds the further columns of CORA's tables to Cora's. Returns, for each table, the names of the
/// columns that Cora has itself, and the columns to copy: the name in CORA and in Cora. The steps
/// come after the rows.
pub(super) async fn columns(
    client: &Client,
    place: &Place,
    owned: &[Vec<String>],
) -> Result<(Vec<Vec<(String, String)>>, Vec<Step>), AdoptError> {
    let (mut copied, mut later) = (Vec::new(), Vec::new());
    for (found, own) in place.found.iter().zip(owned) {
        let table = found.table.name;
        let mut names = Vec::new();
        for column in found.further() {
            let about = "SELECT attnotnull, CAST(attidentity AS text), CAST(attgenerated AS text), pg_get_expr(adbin, adrelid),
                    ARRAY(SELECT CAST(read.attname AS text) FROM pg_catalog.pg_depend JOIN pg_catalog.pg_attribute read ON read.attrelid = refobjid AND read.attnum = refobjsubid
                        WHERE classid = CAST('pg_attrdef' AS regclass) AND objid = pg_attrdef.oid AND refobjid = adrelid AND refobjsubid <> adnum),
                    CASE WHEN attcollation <> typcollation THEN (SELECT format('%I.%I', nspname, collname) FROM pg_catalog.pg_collation
                        JOIN pg_catalog.pg_namespace ON pg_namespace.oid = collnamespace WHERE pg_collation.oid = attcollation) END
                FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_type ON pg_type.oid = atttypid
                LEFT JOIN pg_catalog.pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE attrelid = CAST(CAST($1 AS text) AS regclass) AND attnum = $2";
            let old = format!("{}.{}", quoted(&place.kept_in), quoted(&found.relation));
            let row = client.query_one(about, &[&old, &column.number]).await?;
            let is_needed: bool = row.try_get(0)?;
            let (identity, generated): (String, String) = (row.try_get(1)?, row.try_get(2)?);
            let default: Option<String> = row.try_get(3)?;
            let (sources, collation): (Vec<String>, Option<String>) = (row.try_get(4)?, row.try_get(5)?);
            let new = kept_name(&column.name, own.contains(&column.name));
            let shown = format!("column {}.{}", found.relation, column.name);
            let mut text = format!("ALTER TABLE {SCHEMA}.{table} ADD COLUMN {} {}", quoted(&new), column.of);
            if let Some(collation) = collation {
                write!(text, " COLLATE {collation}").ok();
            }
            if let Some(source) = sources.iter().find(|source| !is_same(found, source, own)) {
                let reason = format!("it is made of {source}, which is not the same in Cora");
                return Err(AdoptError::Refused(vec![RefusedObject { object: shown, reason }]));
            }
            match (default, generated.as_str()) {
                (Some(of), "s" | "v") => {
                    let kind = if generated == "s" { "STORED" } else { "VIRTUAL" };
                    write!(text, " GENERATED ALWAYS AS ({of}) {kind}").ok();
                }
                (Some(of), _) => {
                    write!(text, " DEFAULT {of}").ok();
                    names.push((column.name.clone(), new.clone()));
                }
                (None, _) => names.push((column.name.clone(), new.clone())),
            }
            // A default may be of a type that Cora's table cannot have; then nothing is copied.
            client.batch_execute(&text).await.map_err(|error| AdoptError::of_object(&shown, error))?;
            let alter = format!("ALTER TABLE {SCHEMA}.{table} ALTER COLUMN {}", quoted(&new));
            let mut after = Vec::new();
            if is_needed {
                after.push(format!("{alter} SET NOT NULL"));
            }
            if !identity.is_empty() {
                let kind = if identity == "a" { "ALWAYS" } else { "BY DEFAULT" };
                after.push(format!("{alter} ADD GENERATED {kind} AS IDENTITY"));
                after.push(format!(
                    "SELECT setval(pg_get_serial_sequence('{SCHEMA}.{table}', {}), coalesce(max({}), 0) + 1, false) FROM {SCHEMA}.{table}",
                    literal(&new),
                    quoted(&new)
                ));
            } else if is_needed && !text.contains(" DEFAULT ") && generated.is_empty() {
                // Cora writes new rows without it, and each would be refused.
                after = vec![refusal("it is required, and has no default for the rows that Cora adds")];
            }
            if !after.is_empty() {
                later.push(Step { shown, path: place.path.clone(), statement: after.join("; ") });
            }
        }
        copied.push(names);
    }
    Ok((copied, later))
}

/// Returns a statement that the database refuses, with this reason.
pub(super) fn refusal(reason: &str) -> String {
    let raise = format!("BEGIN RAISE EXCEPTION {} USING ERRCODE = '0A000'; END", literal(reason));
    format!("DO {}", literal(&raise))
}

/// Finds the constraints, indexes, statistics, triggers and rules that the application has added to
/// CORA's tables, as steps that add them to Cora's. CORA's own are left behind.
pub(super) async fn of_tables(client: &Client, place: &Place) -> Result<Vec<Step>, AdoptError> {
    let kept = quoted(&place.kept_in);
    client.batch_execute(&format!("SET LOCAL search_path = {kept}")).await?;
    let own_path = format!("{SCHEMA}, {}", place.path);
    let mut steps = Vec::new();
    for found in &place.found {
        let (table, relation) = (found.table.name, &found.relation);
        let old = format!("{kept}.{}", quoted(relation));
        let on = format!("{SCHEMA}.{table}");

        // Keys of CORA's columns are Cora's too, or memories of people who may be gone.
        let constraints = "SELECT CAST(conname AS text), pg_get_constraintdef(pg_constraint.oid), obj_description(pg_constraint.oid, 'pg_constraint')
            FROM pg_catalog.pg_constraint
            WHERE conrelid = CAST(CAST($1 AS text) AS regclass) AND contype IN ('c', 'f', 'u', 'x') AND CAST(conname AS text) <> ALL ($2)
                AND (contype <> 'u' OR NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint own
                    WHERE own.conrelid = to_regclass($3) AND own.contype = 'u' AND own.conname = pg_constraint.conname))
                AND (contype <> 'f' OR NOT $4 @> ARRAY(SELECT CAST(attname AS text) FROM pg_catalog.pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)))
            ORDER BY contype = 'f', 1";
        let own_names: Vec<&str> = CONSTRAINTS_OF_CORA.to_vec();
        let keys: Vec<&str> = KEYS_OF_CORA.to_vec();
        for row in client.query(constraints, &[&old, &own_names, &on, &keys]).await? {
            let (name, definition): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            if is_left_to_cora(found, &name) {
                continue;
            }
            let mut statement = format!("ALTER TABLE {on} ADD CONSTRAINT {} {definition}", quoted(&name));
            if let Some(comment) = row.try_get::<_, Option<String>>(2)? {
                write!(statement, "; COMMENT ON CONSTRAINT {} ON {on} IS {}", quoted(&name), literal(&comment)).ok();
            }
            steps.push(Step { shown: format!("constraint {name} on {relation}"), path: own_path.clone(), statement });
        }

        let indexes = "SELECT CAST(relname AS text), pg_get_indexdef(indexrelid), obj_description(indexrelid, 'pg_class')
            FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_class.oid = indexrelid
            WHERE indrelid = CAST(CAST($1 AS text) AS regclass) AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
                AND CAST(relname AS text) !~ $2 ORDER BY 1";
        for row in client.query(indexes, &[&old, &INDEXES_OF_CORA]).await? {
            let (name, definition): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            // The definition names the table in full, between `ON` and `USING`.
            let placed = definition.split_once(" USING ").and_then(|(head, rest)| {
                let (head, _) = head.rsplit_once(" ON ")?;
                Some(format!("{head} ON {on} USING {rest}"))
            });
            let mut statement = placed.unwrap_or(definition);
            if let Some(comment) = row.try_get::<_, Option<String>>(2)? {
                write!(statement, "; COMMENT ON INDEX {SCHEMA}.{} IS {}", quoted(&name), literal(&comment)).ok();
            }
            steps.push(Step { shown: format!("index {name} on {relation}"), path: own_path.clone(), statement });
        }

        let statistics = "SELECT CAST(stxname AS text), pg_get_statisticsobjdef(oid) FROM pg_catalog.pg_statistic_ext WHERE stxrelid = CAST(CAST($1 AS text) AS regclass)";
        for row in client.query(statistics, &[&old]).await? {
            let (name, definition): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let definition = definition.rsplit_once(" FROM ").map_or(definition.as_str(), |(head, _)| head);
            let columns = definition.split_once(" ON ").map_or("", |(_, columns)| columns);
            let kinds = definition
                .split_once(" (")
                .filter(|(head, _)| !head.contains(" ON "))
                .and_then(|(_, rest)| rest.split_once(')'));
            let kinds = kinds.map_or(String::new(), |(kinds, _)| format!(" ({kinds})"));
            let statement = format!("CREATE STATISTICS {SCHEMA}.{}{kinds} ON {columns} FROM {on}", quoted(&name));
            steps.push(Step { shown: format!("statistics {name} on {relation}"), path: own_path.clone(), statement });
        }
        steps.extend(triggers(client, place, found, &old).await?);
        steps.extend(rules(client, place, found, &old).await?);
    }
    Ok(steps)
}

/// Returns `true` for the keys of CORA's identities and claims: Cora distinguishes them by issuer,
/// and by the form that names have in the domain name system.
fn is_left_to_cora(found: &Found, name: &str) -> bool {
    match found.table.name {
        "external_identities" => name.ends_with("external_id_provider_name_key"),
        "org_email_domains" => name.ends_with("org_id_domain_key") || name.ends_with("_unique"),
        "user_invites" | "platform_idp_config" => name.ends_with("_unique"),
        _ => false,
    }
}

/// Finds the application's triggers.
async fn triggers(client: &Client, place: &Place, found: &Found, old: &str) -> Result<Vec<Step>, AdoptError> {
    let (table, relation) = (found.table.name, &found.relation);
    let find = "SELECT CAST(tgname AS text), pg_get_triggerdef(pg_trigger.oid, true), CAST(tgenabled AS text), CAST(pg_proc.oid AS regprocedure) || '', prosrc, proconfig IS NOT NULL,
            CAST(proname AS text), CAST(lanname AS text)
        FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_proc ON pg_proc.oid = tgfoid JOIN pg_catalog.pg_language ON pg_language.oid = prolang
        WHERE tgrelid = CAST(CAST($1 AS text) AS regclass) AND NOT tgisinternal ORDER BY 1";
    let own = super::views::own_columns(client, table).await?;
    let mut steps = Vec::new();
    for row in client.query(find, &[&old]).await? {
        let (name, definition, enabled): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (function, body, has_settings): (String, String, bool) =
            (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
        let (function_name, language): (String, String) = (row.try_get(6)?, row.try_get(7)?);
        let named = columns_named(&body);
        let sets_the_time = body.len() < 250 && named.iter().all(|name| name == "updated_at") && !named.is_empty();
        if sets_the_time || TRIGGERS_OF_CORA.contains(&function_name.as_str()) {
            continue;
        }
        let absent = named
            .iter()
            .find(|column| !own.contains(column) || matches!(column.as_str(), "global_role" | "sys_role" | "org_role"));
        let mut statement = match absent {
            Some(column) => {
                refusal(&format!("its function {function} reads or writes {column}, which is not the same in Cora"))
            }
            None if language != "plpgsql" => refusal(&format!("its function {function} is written in {language}")),
            None => definition.replacen(
                &format!(" ON {} ", quoted_if_needed(relation)),
                &format!(" ON {SCHEMA}.{table} "),
                1,
            ),
        };
        if !has_settings {
            // Cora's own connections find Cora's tables first.
            write!(statement, "; ALTER FUNCTION {function} SET search_path = {}", place.path).ok();
        }
        if enabled != "O" {
            let word = match enabled.as_str() {
                "D" => "DISABLE",
                "R" => "ENABLE REPLICA",
                _ => "ENABLE ALWAYS",
            };
            write!(statement, "; ALTER TABLE {SCHEMA}.{table} {word} TRIGGER {}", quoted(&name)).ok();
        }
        let path = format!("{SCHEMA}, {}", place.path);
        steps.push(Step { shown: format!("trigger {name} on {relation}"), path, statement });
    }
    Ok(steps)
}

fn quoted_if_needed(name: &str) -> String {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if is_plain { name.to_owned() } else { quoted(name) }
}

/// Returns the columns that a trigger's function names: `NEW.email`.
fn columns_named(body: &str) -> Vec<String> {
    let lower = body.to_lowercase();
    let mut names = Vec::new();
    for row in ["new.", "old."] {
        for (at, _) in lower.match_indices(row) {
            let before = lower.get(..at).and_then(|text| text.chars().next_back());
            if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
                continue;
            }
            let rest = lower.get(at + row.len()..).unwrap_or_default();
            let name: String = rest
                .trim_start_matches('"')
                .chars()
                .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Finds the application's rules, which become rules of the view under the same name.
async fn rules(client: &Client, place: &Place, found: &Found, old: &str) -> Result<Vec<Step>, AdoptError> {
    let find = "SELECT CAST(rulename AS text), pg_get_ruledef(oid, true), ev_enabled = 'O' FROM pg_catalog.pg_rewrite
        WHERE ev_class = CAST(CAST($1 AS text) AS regclass) AND rulename <> '_RETURN' ORDER BY 1";
    let mut steps = Vec::new();
    for row in client.query(find, &[&old]).await? {
        let (name, definition, is_enabled): (String, String, bool) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let statement = if is_enabled { definition } else { refusal("it is not enabled in the usual way") };
        steps.push(Step { shown: format!("rule {name} on {}", found.relation), path: place.path.clone(), statement });
    }
    Ok(steps)
}

/// Finds the publications that name CORA's tables, as steps that make them name Cora's, and those
/// that change without a step. Returns the names of them all.
pub(super) async fn publications(
    client: &Client,
    from: &[(tokio_postgres::types::Oid, String)],
    path: &str,
) -> Result<(Vec<Step>, Vec<String>), AdoptError> {
    let (mut steps, mut names) = (Vec::new(), Vec::new());
    for (oid, to) in from {
        let find = "SELECT CAST(pubname AS text), (SELECT format('%I.%I', nspname, relname) FROM pg_catalog.pg_class
                    JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = prrelid),
                (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_catalog.pg_attribute WHERE attrelid = prrelid AND attnum = ANY (CAST(prattrs AS int2[]))),
                pg_get_expr(prqual, prrelid)
            FROM pg_catalog.pg_publication_rel JOIN pg_catalog.pg_publication ON pg_publication.oid = prpubid WHERE prrelid = $1 ORDER BY 1";
        for row in client.query(find, &[oid]).await? {
            let (name, table): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            let columns: Option<String> = row.try_get(2)?;
            let condition: Option<String> = row.try_get(3)?;
            let columns = columns.map_or(String::new(), |columns| format!(" ({columns})"));
            let condition = condition.map_or(String::new(), |condition| format!(" WHERE ({condition})"));
            let publication = quoted(&name);
            let statement = format!(
                "ALTER PUBLICATION {publication} DROP TABLE {table}; ALTER PUBLICATION {publication} ADD TABLE {to}{columns}{condition}"
            );
            steps.push(Step { shown: format!("table {to} of publication {name}"), path: path.to_owned(), statement });
            names.push(name);
        }
    }
    Ok((steps, names))
}

/// Lists the publications that publish tables without naming them, and so Cora's as well, or CORA's
/// no longer.
pub(super) async fn sweeping_publications(client: &Client, schema: &str) -> Result<Vec<String>, AdoptError> {
    let find = "SELECT CAST(pubname AS text) FROM pg_catalog.pg_publication WHERE puballtables OR oid IN (
            SELECT pnpubid FROM pg_catalog.pg_publication_namespace JOIN pg_catalog.pg_namespace ON pg_namespace.oid = pnnspid WHERE nspname = $1) ORDER BY 1";
    Ok(client.query(find, &[&schema]).await?.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

/// The uses of CORA's tables in functions of the application, found in their text. Triggers on
/// users that write to the tables are refusals.
pub(super) struct ByText {
    pub affected: Vec<String>,
    pub refused: Vec<RefusedObject>,
}

/// Finds the functions whose text names the tables.
pub(super) async fn by_text(client: &Client, names: &[String]) -> Result<ByText, AdoptError> {
    let table = names.join("|");
    let writes = format!(
        "(insert\\s+into|update|delete\\s+from|truncate(\\s+table)?|merge\\s+into)\\s+(only\\s+)?(\"?\\w+\"?\\.)?\"?({table})\"?\\M"
    );
    let reads = format!("\\m({table})\\M");
    client.batch_execute("SET LOCAL search_path = pg_catalog").await?;
    let find = "SELECT CAST(pg_proc.oid AS regprocedure) || '', prosrc ~* $1,
            (SELECT string_agg(format('trigger %s on %s', tgname, CAST(tgrelid AS regclass)), ', ') FROM pg_trigger WHERE tgfoid = pg_proc.oid AND tgrelid = to_regclass('auth.users'))
        FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE prosqlbody IS NULL AND prosrc ~* $2 AND nspname NOT IN ('pg_catalog', 'information_schema', $3) AND nspname !~ '^pg_'
            AND pg_proc.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = CAST('pg_proc' AS regclass) AND deptype = 'e') ORDER BY 1";
    let mut found = ByText { affected: Vec::new(), refused: Vec::new() };
    for row in client.query(find, &[&writes, &reads, &SCHEMA]).await? {
        let (function, writes): (String, bool) = (row.try_get(0)?, row.try_get(1)?);
        match (row.try_get::<_, Option<String>>(2)?, writes) {
            (Some(object), true) => found.refused.push(RefusedObject {
                object,
                reason: format!("its function {function} writes CORA's tables for each new user; Cora writes them itself: drop the trigger"),
            }),
            (_, true) => found.affected.push(format!(
                "function {function} writes CORA's tables: it is refused from now on, apart from a person's own name, phone, picture and current organization; call Cora's API"
            )),
            (_, false) => found.affected.push(format!(
                "function {function} reads CORA's tables: it goes on with active people, organizations and memberships, and with CORA's roles"
            )),
        }
    }
    // CORA's `get_schema_info()` is one of them.
    let lists = "SELECT CAST(pg_proc.oid AS regprocedure) || '' FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE prosecdef AND prosrc ~* '\\m(information_schema|pg_class|pg_attribute|pg_tables)\\M' AND has_function_privilege('public', pg_proc.oid, 'EXECUTE')
            AND nspname NOT IN ('pg_catalog', 'information_schema', $1) AND nspname !~ '^pg_' AND pg_has_role(proowner, 'USAGE')
            AND pg_proc.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = CAST('pg_proc' AS regclass) AND deptype = 'e') ORDER BY 1";
    for row in client.query(lists, &[&SCHEMA]).await? {
        found.affected.push(format!(
            "function {} lists the tables of the database to anyone, and so Cora's names of tables and columns; withdraw the right to call it unless somebody needs it",
            row.try_get::<_, String>(0)?
        ));
    }
    Ok(found)
}
