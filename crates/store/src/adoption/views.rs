//! The views under the names of the legacy CORA toolkit, through which its other modules and the
//! application go on, and who may use them.
//!
//! A view has exactly the columns of CORA's table, in their order and with their types. It shows
//! what CORA would still have: active people, memberships and organizations, with CORA's roles. It
//! reads with the rights of the reader, so that row-level security of Cora's tables holds.

use std::fmt::Write as _;

use tokio_postgres::Client;

use super::source::{Found, FoundColumn, literal, quoted};
use super::steps::Step;
use super::{AdoptError, SCHEMA};

/// The schema of the same views with the rights of their owner, which nobody else may use.
///
/// WHY: a view of the application's own reads with the rights of its owner, unless it says
/// otherwise. PostgreSQL would read through a view for the reader with the rights of that person
/// all the same.
pub(super) const OWNER_SCHEMA: &str = "cora_as_owner";

/// Columns that remember CORA's role, and the role of Cora that it was adopted as. A role that was
/// changed since is shown under CORA's usual name.
pub(super) const ROLE: &str = "role_before_adoption";
pub(super) const ROLE_MEANT: &str = "role_at_adoption";

/// The functions that say who is still there. They read past row-level security, and tell one
/// person nothing about another than that.
const FUNCTIONS: &str = "
CREATE FUNCTION cora.adopted_user_is_active(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT EXISTS (SELECT 1 FROM cora.profiles WHERE user_id = asked AND status = 'active')
$$;
CREATE FUNCTION cora.adopted_organization_is_active(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT EXISTS (SELECT 1 FROM cora.orgs WHERE id = asked AND status = 'active')
$$;";

/// Returns the condition on the rows of Cora's table that CORA would still have.
fn rows(table: &str) -> &'static str {
    match table {
        "profiles" | "orgs" => " WHERE base.status = 'active'",
        "org_members" => {
            " WHERE base.status = 'active' AND cora.adopted_user_is_active(base.user_id) AND cora.adopted_organization_is_active(base.org_id)"
        }
        "external_identities" => " WHERE cora.adopted_user_is_active(base.auth_user_id)",
        "org_email_domains" | "user_invites" => " WHERE cora.adopted_organization_is_active(base.org_id)",
        _ => "",
    }
}

/// Returns the role of a row under CORA's name. `is_later` names the vocabulary of 2026.
fn role(table: &str, is_later: bool, is_own_vocabulary: bool) -> Option<String> {
    let usual = match (table, is_later) {
        ("profiles", true) => {
            "CASE base.global_role WHEN 'platform_owner' THEN 'sys_owner' WHEN 'platform_admin' THEN 'sys_admin' ELSE 'sys_user' END"
        }
        // CORA's modules of 2025 let in `super_admin`, `global_owner` and `global_admin`.
        ("profiles", false) => {
            "CASE base.global_role WHEN 'platform_owner' THEN 'super_admin' WHEN 'platform_admin' THEN 'global_admin' ELSE 'global_user' END"
        }
        ("org_members", _) => "base.role",
        _ => return None,
    };
    let now = if table == "profiles" { "global_role" } else { "role" };
    Some(if is_own_vocabulary {
        format!("CASE WHEN base.{ROLE_MEANT} = base.{now} THEN base.{ROLE} ELSE {usual} END")
    } else {
        usual.to_owned()
    })
}

/// Returns the name of the column of Cora's table that keeps a further column of CORA's.
pub(super) fn kept_name(column: &str, is_own: bool) -> String {
    if is_own { format!("{column}_before_adoption") } else { column.to_owned() }
}

/// Returns the names of the columns that a table of Cora's own has.
pub(super) async fn own_columns(client: &Client, table: &str) -> Result<Vec<String>, AdoptError> {
    let find = "SELECT CAST(attname AS text) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('cora.' || $1) AND attnum > 0 AND NOT attisdropped";
    let rows = client.query(find, &[&table]).await?;
    Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
}

/// Returns the value of a column of CORA's, of a row `base` of Cora's table.
pub(super) fn value(
    found: &Found,
    column: &FoundColumn,
    own: &[String],
    is_later: bool,
    is_own_vocabulary: bool,
) -> String {
    let table = found.table.name;
    match found.column(&column.name) {
        Some(read) => match (table, read.name) {
            ("profiles", "global_role") | ("org_members", "role") => {
                role(table, is_later, is_own_vocabulary).unwrap_or_default()
            }
            ("profiles", "requires_invitation") => String::from("false"),
            ("org_email_domains", "auto_provision") => String::from("base.enrollment_mode = 'automatic_membership'"),
            ("org_email_domains", "default_role") => String::from("base.role"),
            ("org_email_domains", "is_verified") => String::from("base.state = 'verified'"),
            (_, name) => format!("base.{name}"),
        },
        None => format!("base.{}", quoted(&kept_name(&column.name, own.contains(&column.name)))),
    }
}

/// Returns `true` if a column of CORA's is one of Cora's table by the same name, with the same
/// values.
pub(super) fn is_same(found: &Found, name: &str, own: &[String]) -> bool {
    let Some(column) = found.columns.iter().find(|column| column.name == name) else { return false };
    let value = value(found, column, own, false, true);
    value == format!("base.{name}") || value == format!("base.{}", quoted(name))
}

/// The view of one table under one name.
pub(super) struct CompatibleView {
    pub name: String,
    /// The position in the list of tables that were found.
    pub table: usize,
}

/// Creates the views in the schema that CORA's tables were in, each under the name that the table
/// had, and under its other name if that is free.
pub(super) async fn create(
    client: &Client,
    schema: &str,
    found: &[Found],
    owned: &[Vec<String>],
) -> Result<Vec<CompatibleView>, AdoptError> {
    client.batch_execute(FUNCTIONS).await?;
    client
        .batch_execute(&format!("CREATE SCHEMA {OWNER_SCHEMA}; REVOKE ALL ON SCHEMA {OWNER_SCHEMA} FROM PUBLIC"))
        .await?;
    let mut views = Vec::new();
    for (at, (table, own)) in found.iter().zip(owned).enumerate() {
        let is_later = table.columns.iter().any(|column| column.name == "sys_role");
        views.push(CompatibleView { name: table.relation.clone(), table: at });
        create_one(client, schema, (table, own), &table.relation, (is_later, true)).await?;
        create_one(client, OWNER_SCHEMA, (table, own), &table.relation, (is_later, true)).await?;
        let other =
            [Some(table.table.name), table.table.renamed].into_iter().flatten().find(|name| *name != table.relation);
        let Some(other) = other else { continue };
        let is_free = format!("SELECT to_regclass({}) IS NULL", literal(&format!("{}.{other}", quoted(schema))));
        if client.query_one(&is_free, &[]).await?.try_get(0)? {
            views.push(CompatibleView { name: other.to_owned(), table: at });
            create_one(client, schema, (table, own), other, (!is_later, false)).await?;
        }
    }
    Ok(views)
}

/// Returns the condition that leaves out the records of the adoption itself, which CORA had not.
async fn without_own_records(client: &Client) -> Result<String, AdoptError> {
    let find =
        "SELECT coalesce(' WHERE base.id NOT IN (' || string_agg(quote_literal(CAST(id AS text)), ', ') || ')', '')
        FROM cora.platform_idp_audit_log WHERE id NOT IN (SELECT id FROM pg_temp.old_platform_idp_audit_log)";
    Ok(client.query_one(find, &[]).await?.try_get(0)?)
}

async fn create_one(
    client: &Client,
    schema: &str,
    (found, own): (&Found, &[String]),
    name: &str,
    (is_later, is_own_vocabulary): (bool, bool),
) -> Result<(), AdoptError> {
    let types = "SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass('cora.' || $1) AND CAST(attname AS text) = $2";
    let mut columns = Vec::new();
    for column in &found.columns {
        let value = value(found, column, own, is_later, is_own_vocabulary);
        // A column that needs no conversion stays one that can be written to.
        let plain = value.strip_prefix("base.").map(|name| name.trim_matches('"').replace("\"\"", "\""));
        let of: Option<String> = match &plain {
            Some(plain) => {
                client.query_opt(types, &[&found.table.name, plain]).await?.map(|row| row.try_get(0)).transpose()?
            }
            None => None,
        };
        let value = if of.as_ref() == Some(&column.of) { value } else { format!("CAST({value} AS {})", column.of) };
        let shown = match (
            is_own_vocabulary,
            found.column(&column.name).and_then(|read| read.renamed.map(|later| (read.name, later))),
        ) {
            (false, Some((former, later))) => {
                if column.name == later {
                    former
                } else {
                    later
                }
            }
            _ => &column.name,
        };
        columns.push(format!("{value} AS {}", quoted(shown)));
    }
    let view = format!("{}.{}", quoted(schema), quoted(name));
    let base = format!("{SCHEMA}.{}", found.table.name);
    let rights = if schema == OWNER_SCHEMA { "" } else { " WITH (security_invoker = true)" };
    let shown = match found.table.name {
        "platform_idp_audit_log" => without_own_records(client).await?,
        table => rows(table).to_owned(),
    };
    let mut text = format!("CREATE VIEW {view}{rights} AS SELECT {} FROM {base} base{}", columns.join(", "), shown);
    write!(text, "; COMMENT ON VIEW {view} IS {}", literal(&format!("{base}, as CORA's modules know it"))).ok();
    client.batch_execute(&text).await?;
    Ok(())
}

/// Gives the views the privileges that CORA's tables had, and lets anyone who could read a table
/// read
/// Cora's through the view. Carries over row-level security for roles of the application's own.
/// Returns the steps, and the policies that Cora's own replace: table and name.
pub(super) async fn access(
    client: &Client,
    place: &super::Place,
    views: &[CompatibleView],
    bounds: Vec<String>,
    is_supabase: bool,
) -> Result<(Vec<Step>, Vec<(String, String)>), AdoptError> {
    let (mut steps, mut replaced, mut lasting) = (Vec::new(), Vec::new(), Vec::new());
    let kept = quoted(&place.kept_in);
    client.batch_execute(&format!("SET LOCAL search_path = {kept}")).await?;
    for (at, found) in place.found.iter().enumerate() {
        let old = format!("{kept}.{}", quoted(&found.relation));
        let base = format!("{SCHEMA}.{}", found.table.name);
        let about = "SELECT CAST(coalesce(relacl, acldefault('r', relowner)) AS text), CAST(relowner AS regrole) || '', relrowsecurity, relforcerowsecurity,
            EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)), obj_description(pg_class.oid, 'pg_class')
            FROM pg_catalog.pg_class WHERE oid = CAST(CAST($1 AS text) AS regclass)";
        let row = client.query_one(about, &[&old]).await?;
        let acl: String = row.try_get(0)?;
        let (is_secured, is_forced, may_bypass): (bool, bool, bool) =
            (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
        let comment: Option<String> = row.try_get(5)?;
        let column_rights = "SELECT CAST(attname AS text), CAST(attacl AS text) FROM pg_catalog.pg_attribute
            WHERE attrelid = CAST(CAST($1 AS text) AS regclass) AND attnum > 0 AND NOT attisdropped AND attacl IS NOT NULL";
        let column_rights = client.query(column_rights, &[&old]).await?;
        let comments = "SELECT CAST(attname AS text), description FROM pg_catalog.pg_description JOIN pg_catalog.pg_attribute ON attrelid = objoid AND attnum = objsubid
            WHERE objoid = CAST(CAST($1 AS text) AS regclass) AND classoid = CAST('pg_class' AS regclass) AND NOT attisdropped";
        let comments = client.query(comments, &[&old]).await?;
        for view in views.iter().filter(|view| view.table == at) {
            let name = format!("{}.{}", quoted(&place.schema), quoted(&view.name));
            let is_same = view.name == found.relation;
            let mut text = format!("SELECT pg_temp.adoption_grant({}, {})", literal(&name), literal(&acl));
            for row in &column_rights {
                let (column, acl): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                if is_same || found.column(&column).is_none_or(|read| read.renamed.is_none()) {
                    write!(
                        text,
                        "; SELECT pg_temp.adoption_grant_column({}, {}, {})",
                        literal(&name),
                        literal(&column),
                        literal(&acl)
                    )
                    .ok();
                }
            }
            if let (true, Some(comment)) = (is_same, &comment) {
                write!(text, "; COMMENT ON VIEW {name} IS {}", literal(comment)).ok();
            }
            for row in comments.iter().filter(|_| is_same) {
                let (column, comment): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                write!(text, "; COMMENT ON COLUMN {name}.{} IS {}", quoted(&column), literal(&comment)).ok();
            }
            steps.push(Step {
                shown: format!("privileges on {name}"),
                path: String::from("pg_catalog"),
                statement: text,
            });
        }
        lasting.extend(base_grants(client, &old, &base, is_supabase).await?);
        if is_forced && !may_bypass {
            // Cora's server would be refused its own rows.
            let statement = String::from(
                "DO 'BEGIN RAISE EXCEPTION ''it forces row-level security on its owner'' USING ERRCODE = ''0A000''; END'",
            );
            steps.push(Step {
                shown: format!("table {}", found.relation),
                path: String::from("pg_catalog"),
                statement,
            });
        }
        let (others, own) = policies(client, (&old, &base), found, is_supabase).await?;
        replaced.extend(others.into_iter().map(|name| (found.relation.clone(), name)));
        lasting.extend(own);
        lasting.extend(replica_identity(client, &old, &base).await?);
        lasting.extend(sequence_grants(client, &old, found.table.name, is_supabase).await?);
        if is_secured && !is_supabase {
            lasting.push(format!("ALTER TABLE {base} ENABLE ROW LEVEL SECURITY"));
        }
    }
    lasting.extend(bounds);
    // Migrations withdraw every privilege that Cora does not know, and call this at the end.
    let body: String = lasting.iter().map(|statement| format!("    {statement};\n")).collect();
    let statement = format!(
        "CREATE FUNCTION {SCHEMA}.adopted_access() RETURNS void LANGUAGE plpgsql SET search_path = {} AS $adopted$\nBEGIN\n{body}END $adopted$;
        REVOKE ALL ON FUNCTION {SCHEMA}.adopted_access() FROM PUBLIC; SELECT {SCHEMA}.adopted_access()",
        place.path
    );
    steps.push(Step {
        shown: String::from("privileges and policies of the application's own roles"),
        path: place.path.clone(),
        statement,
    });
    Ok((steps, replaced))
}

/// Returns the statements that give roles the rights to the sequences of Cora's columns that they
/// had to those of CORA's.
async fn sequence_grants(
    client: &Client,
    old: &str,
    table: &str,
    is_supabase: bool,
) -> Result<Vec<String>, AdoptError> {
    let find = "SELECT DISTINCT pg_get_serial_sequence('cora.' || $2, CAST(attname AS text)), privilege_type,
            CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE CAST(CAST(grantee AS regrole) AS text) END || CASE WHEN is_grantable AND grantee <> 0 THEN ' WITH GRANT OPTION' ELSE '' END
        FROM pg_catalog.pg_depend JOIN pg_catalog.pg_class sequence ON sequence.oid = objid AND relkind = 'S'
        JOIN pg_catalog.pg_attribute ON attrelid = refobjid AND attnum = refobjsubid, aclexplode(relacl)
        WHERE classid = CAST('pg_class' AS regclass) AND deptype IN ('a', 'i') AND refobjid = CAST(CAST($1 AS text) AS regclass)
            AND grantee <> CAST(current_user AS regrole) AND pg_get_serial_sequence('cora.' || $2, CAST(attname AS text)) IS NOT NULL
            AND NOT ($3 AND (grantee = 0 OR grantee IN (SELECT oid FROM pg_catalog.pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role'))))
        ORDER BY 1, 2, 3";
    let mut statements = Vec::new();
    for row in client.query(find, &[&old, &table, &is_supabase]).await? {
        let (sequence, privilege, role): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        statements.push(format!("GRANT {privilege} ON SEQUENCE {sequence} TO {role}"));
    }
    Ok(statements)
}

/// Returns the statement that lets a table's updates be published as before.
async fn replica_identity(client: &Client, old: &str, base: &str) -> Result<Option<String>, AdoptError> {
    let find = "SELECT CAST(relreplident AS text), (SELECT CAST(relname AS text) FROM pg_catalog.pg_index JOIN pg_catalog.pg_class named ON named.oid = indexrelid
            WHERE indrelid = pg_class.oid AND indisreplident)
        FROM pg_catalog.pg_class WHERE oid = CAST(CAST($1 AS text) AS regclass)";
    let row = client.query_one(find, &[&old]).await?;
    let (identity, index): (String, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
    let identity = match (identity.as_str(), index) {
        ("f", _) => String::from("FULL"),
        ("n", _) => String::from("NOTHING"),
        ("i", Some(index)) => format!("USING INDEX {}", quoted(&index)),
        _ => return Ok(None),
    };
    Ok(Some(format!("ALTER TABLE {base} REPLICA IDENTITY {identity}")))
}

/// Returns the statements that let roles read and write Cora's table through the view.
async fn base_grants(client: &Client, old: &str, base: &str, is_supabase: bool) -> Result<Vec<String>, AdoptError> {
    // WHY the whole table: a view's reader needs the right to every column that the view reads. The
    // view has the rights to single columns, and nobody reaches the table but through it.
    let find = "WITH given AS (
            SELECT grantee, privilege_type FROM pg_catalog.pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner))) WHERE oid = CAST(CAST($1 AS text) AS regclass)
            UNION SELECT grantee, privilege_type FROM pg_catalog.pg_attribute, aclexplode(attacl) WHERE attrelid = CAST(CAST($1 AS text) AS regclass))
        SELECT DISTINCT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE CAST(CAST(grantee AS regrole) AS text) END, privilege_type
        FROM given WHERE grantee <> CAST(current_user AS regrole)
            AND (privilege_type = 'SELECT' OR privilege_type IN ('INSERT', 'UPDATE', 'DELETE') AND NOT ($2 AND (grantee = 0
                OR grantee IN (SELECT oid FROM pg_catalog.pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role')))))
        ORDER BY 1, 2";
    let mut statements = Vec::new();
    for row in client.query(find, &[&old, &is_supabase]).await? {
        let (role, privilege): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        statements.push(format!("GRANT {privilege} ON {base} TO {role}"));
    }
    Ok(statements)
}

/// Returns the policies that Cora's own replace, and the statements that create the others on
/// Cora's table.
async fn policies(
    client: &Client,
    (old, base): (&str, &str),
    found: &Found,
    is_supabase: bool,
) -> Result<(Vec<String>, Vec<String>), AdoptError> {
    let find = "SELECT CAST(polname AS text), polpermissive, CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
            (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE CAST(CAST(role AS regrole) AS text) END, ', ') FROM unnest(polroles) role),
            pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),
            EXISTS (SELECT 1 FROM unnest(polroles) role LEFT JOIN pg_catalog.pg_roles ON pg_roles.oid = role
                WHERE role = 0 OR rolname IN ('anon', 'authenticated', 'service_role')),
            EXISTS (SELECT 1 FROM pg_catalog.pg_depend JOIN pg_catalog.pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                WHERE classid = CAST('pg_policy' AS regclass) AND objid = pg_policy.oid AND refobjid = polrelid AND attname IN ('global_role', 'sys_role', 'org_role'))
        FROM pg_catalog.pg_policy WHERE polrelid = CAST(CAST($1 AS text) AS regclass) ORDER BY 1";
    let (mut replaced, mut own) = (Vec::new(), Vec::new());
    for row in client.query(find, &[&old]).await? {
        let name: String = row.try_get(0)?;
        let (is_of_api, names_roles): (bool, bool) = (row.try_get(6)?, row.try_get(7)?);
        if is_supabase && is_of_api {
            replaced.push(name);
            continue;
        }
        let (using, check): (Option<String>, Option<String>) = (row.try_get(4)?, row.try_get(5)?);
        let quoted_name = quoted(&name);
        if names_roles {
            own.push(format!(
                "RAISE EXCEPTION 'policy % on % reads CORA''s roles', {}, {} USING ERRCODE = '0A000'",
                literal(&name),
                literal(&found.relation)
            ));
            continue;
        }
        let mut text = format!(
            "DROP POLICY IF EXISTS {quoted_name} ON {base}; CREATE POLICY {quoted_name} ON {base} AS {} FOR {} TO {}",
            if row.try_get(1)? { "PERMISSIVE" } else { "RESTRICTIVE" },
            row.try_get::<_, String>(2)?,
            row.try_get::<_, String>(3)?
        );
        for (word, condition) in [("USING", using), ("WITH CHECK", check)] {
            if let Some(condition) = condition {
                write!(text, " {word} ({condition})").ok();
            }
        }
        own.push(text);
    }
    Ok((replaced, own))
}
