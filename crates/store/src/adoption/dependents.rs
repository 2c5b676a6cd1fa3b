//! Moves what refers to a table of the legacy CORA toolkit: the application's own foreign keys,
//! policies, views, functions, rules and columns.
//!
//! Whatever is not moved is found at the end by [`left`], and then the adoption is refused.

use tokio_postgres::Client;
use tokio_postgres::types::Oid;

use super::steps::Step;
use super::{AdoptError, source};

/// Relations that others refer to, and the ones of the same form that they are to refer to instead.
pub(super) struct Move<'a> {
    /// The relations that are referred to at first.
    pub from: Vec<Oid>,
    /// The schema that holds all of `from`, and nothing with a name that is not moved.
    pub from_schema: &'a str,
    /// The search path with which the same names are those of the relations to refer to.
    pub to_path: &'a str,
    /// The same for views with the rights of their owner.
    pub owner_path: &'a str,
}

/// Tables that foreign keys refer to, and the tables that they are to refer to instead.
pub(super) struct KeyMove<'a> {
    /// The tables at first: the object, its name, and the name of the other one.
    pub tables: Vec<(Oid, String, String)>,
    pub from_schema: &'a str,
    pub to_path: &'a str,
    /// Schemas whose own keys stay.
    pub except: [&'a str; 2],
}

/// Statements that list steps: each returns a description and an SQL text. `$1` are the relations,
/// `row_type` has the types of their rows, and `path` the search paths for the new and former
/// names.
const FIND: [&str; 7] = [
    // Functions whose parameters or result have a row's type are created again.
    "SELECT 'function ' || CAST(pg_proc.oid AS regprocedure),
        format('SET LOCAL search_path = %s; DROP %s %s; SET LOCAL search_path = %s; %s; ALTER %2$s %3$s OWNER TO %6$s; SELECT pg_temp.adoption_grant_function(%7$L, %8$L)%9$s',
            (SELECT former FROM path), CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, CAST(pg_proc.oid AS regprocedure), (SELECT new FROM path), pg_get_functiondef(pg_proc.oid),
            CAST(proowner AS regrole), CAST(pg_proc.oid AS regprocedure), coalesce(proacl, acldefault('f', proowner)),
            coalesce(format('; COMMENT ON FUNCTION %s IS %L', CAST(pg_proc.oid AS regprocedure), obj_description(pg_proc.oid, 'pg_proc')), ''))
     FROM pg_catalog.pg_proc WHERE prokind IN ('f', 'p') AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend WHERE classid = CAST('pg_proc' AS regclass)
        AND objid = pg_proc.oid AND refclassid = CAST('pg_type' AS regclass) AND refobjid IN (SELECT oid FROM row_type)) ORDER BY 1",
    // Functions in the form of the SQL standard refer to objects rather than to names.
    "SELECT 'function ' || CAST(pg_proc.oid AS regprocedure), pg_get_functiondef(pg_proc.oid)
     FROM pg_catalog.pg_proc WHERE prosqlbody IS NOT NULL AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend WHERE classid = CAST('pg_proc' AS regclass)
        AND objid = pg_proc.oid AND refclassid = CAST('pg_class' AS regclass) AND refobjid = ANY ($1))
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend WHERE classid = CAST('pg_proc' AS regclass) AND objid = pg_proc.oid
            AND refclassid = CAST('pg_type' AS regclass) AND refobjid IN (SELECT oid FROM row_type)) ORDER BY 1",
    VIEWS,
    "SELECT 'materialized view ' || CAST(pg_class.oid AS regclass),
        format('DROP MATERIALIZED VIEW %1$s; CREATE MATERIALIZED VIEW %1$s%2$s AS %3$s WITH %4$s DATA; SELECT pg_temp.adoption_grant(%5$L, %6$L); ALTER TABLE %1$s OWNER TO %7$s',
            CAST(pg_class.oid AS regclass), coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', ''), rtrim(pg_get_viewdef(pg_class.oid), ';'),
            CASE WHEN relispopulated THEN '' ELSE 'NO' END, CAST(pg_class.oid AS regclass), coalesce(relacl, acldefault('r', relowner)), CAST(relowner AS regrole))
        || coalesce((SELECT string_agg('; ' || pg_get_indexdef(indexrelid), '') FROM pg_catalog.pg_index WHERE indrelid = pg_class.oid), '')
        || coalesce((SELECT string_agg(CASE WHEN objsubid = 0 THEN format('; COMMENT ON MATERIALIZED VIEW %s IS %L', CAST(pg_class.oid AS regclass), description)
            ELSE format('; COMMENT ON COLUMN %s.%I IS %L', CAST(pg_class.oid AS regclass), (SELECT attname FROM pg_catalog.pg_attribute WHERE attrelid = objoid AND attnum = objsubid), description) END, '')
            FROM pg_catalog.pg_description WHERE objoid = pg_class.oid AND classoid = CAST('pg_class' AS regclass)), '')
     FROM pg_catalog.pg_class WHERE relkind = 'm' AND EXISTS (
        SELECT 1 FROM pg_catalog.pg_rewrite JOIN pg_catalog.pg_depend ON classid = CAST('pg_rewrite' AS regclass) AND objid = pg_rewrite.oid
        WHERE ev_class = pg_class.oid AND refclassid = CAST('pg_class' AS regclass) AND refobjid = ANY ($1)) ORDER BY 1",
    "SELECT format('policy %s on %s', polname, CAST(polrelid AS regclass)),
        format('ALTER POLICY %I ON %s', polname, CAST(polrelid AS regclass)) || coalesce(' USING (' || pg_get_expr(polqual, polrelid) || ')', '')
            || coalesce(' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')', '')
     FROM pg_catalog.pg_policy WHERE polrelid <> ALL ($1) AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend
        WHERE classid = CAST('pg_policy' AS regclass) AND objid = pg_policy.oid AND refclassid = CAST('pg_class' AS regclass) AND refobjid = ANY ($1)) ORDER BY 1",
    "SELECT format('rule %s on %s', rulename, CAST(ev_class AS regclass)), regexp_replace(pg_get_ruledef(pg_rewrite.oid), '^CREATE RULE', 'CREATE OR REPLACE RULE')
        || CASE ev_enabled WHEN 'O' THEN '' ELSE format('; ALTER TABLE %s %s RULE %I', CAST(ev_class AS regclass),
            CASE ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, rulename) END
     FROM pg_catalog.pg_rewrite WHERE rulename <> '_RETURN' AND ev_class <> ALL ($1) AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend
        WHERE classid = CAST('pg_rewrite' AS regclass) AND objid = pg_rewrite.oid AND refclassid = CAST('pg_class' AS regclass) AND refobjid = ANY ($1)) ORDER BY 1",
    "SELECT format('column %s of %s', attname, CAST(attrelid AS regclass)),
        format('ALTER TABLE %1$s ALTER COLUMN %2$I TYPE %3$s USING CAST(CAST(%2$I AS text) AS %3$s)', CAST(attrelid AS regclass), attname, format_type(atttypid, atttypmod))
     FROM pg_catalog.pg_attribute JOIN pg_catalog.pg_class ON pg_class.oid = attrelid
     WHERE atttypid IN (SELECT oid FROM row_type) AND relkind IN ('r', 'p') AND NOT attisdropped AND attrelid <> ALL ($1) ORDER BY 1",
];

/// Views that read with the rights of their owner go on doing so.
const VIEWS: &str =
    "SELECT 'view ' || CAST(pg_class.oid AS regclass),
        format('SET LOCAL search_path = %s; CREATE OR REPLACE VIEW %s%s AS %s', CASE WHEN relowner = CAST(current_user AS regrole) AND NOT coalesce((SELECT bool_or(CAST(option_value AS boolean))
                FROM pg_options_to_table(reloptions) WHERE option_name = 'security_invoker'), false) THEN (SELECT owned FROM path) ELSE (SELECT new FROM path) END,
            CAST(pg_class.oid AS regclass), coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', ''),
            pg_get_viewdef(pg_class.oid))
     FROM pg_catalog.pg_class WHERE relkind = 'v' AND relpersistence <> 't' AND oid <> ALL ($1) AND EXISTS (
        SELECT 1 FROM pg_catalog.pg_rewrite JOIN pg_catalog.pg_depend ON classid = CAST('pg_rewrite' AS regclass) AND objid = pg_rewrite.oid
        WHERE ev_class = pg_class.oid AND rulename = '_RETURN' AND refclassid = CAST('pg_class' AS regclass) AND refobjid = ANY ($1)) ORDER BY 1";

/// Finds what refers to relations, as steps that make it refer to the others. Everything is
/// described before anything is changed, and is changed in an order in which each works: a
/// function that others call is created again first.
pub(super) async fn steps(client: &Client, moved: &Move<'_>) -> Result<Vec<Step>, AdoptError> {
    // With only this schema in the search path, the names in definitions have no schema prefix.
    let path = source::quoted(moved.from_schema);
    client.batch_execute(&format!("SET LOCAL search_path = {path}")).await?;
    let mut steps = Vec::new();
    for find in FIND {
        let find = format!(
            "WITH row_type AS (SELECT oid FROM pg_catalog.pg_type WHERE typrelid = ANY ($1)
                UNION SELECT typarray FROM pg_catalog.pg_type WHERE typrelid = ANY ($1)),
                path (new, former, owned) AS (SELECT CAST($2 AS text), CAST($3 AS text), CAST($4 AS text)) {find}"
        );
        for row in client.query(&find, &[&moved.from, &moved.to_path, &path, &moved.owner_path]).await? {
            steps.push(Step { shown: row.try_get(0)?, path: moved.to_path.to_owned(), statement: row.try_get(1)? });
        }
    }
    Ok(steps)
}

/// Finds the foreign keys that refer to tables, as steps that make them refer to the others.
pub(super) async fn keys(client: &Client, moved: &KeyMove<'_>) -> Result<Vec<Step>, AdoptError> {
    client.batch_execute(&format!("SET LOCAL search_path = {}", source::quoted(moved.from_schema))).await?;
    let mut steps = Vec::new();
    for (oid, name, other) in &moved.tables {
        let find = "SELECT 'foreign key ' || conname || ' on ' || CAST(conrelid AS regclass), CAST(conrelid AS regclass) || '', CAST(conname AS text),
                pg_get_constraintdef(pg_constraint.oid), obj_description(pg_constraint.oid, 'pg_constraint')
            FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_class ON pg_class.oid = conrelid JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
            WHERE contype = 'f' AND conparentid = 0 AND confrelid = $1 AND nspname <> $2 AND nspname <> $3 ORDER BY 1";
        for row in client.query(find, &[oid, &moved.except[0], &moved.except[1]]).await? {
            let (table, key, definition): (String, String, String) =
                (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            let key = source::quoted(&key);
            let definition = definition.replacen(&format!("REFERENCES {name}("), &format!("REFERENCES {other}("), 1);
            let mut statement = format!("ALTER TABLE {table} DROP CONSTRAINT {key}, ADD CONSTRAINT {key} {definition}");
            if let Some(comment) = row.try_get::<_, Option<String>>(4)? {
                statement
                    .push_str(&format!("; COMMENT ON CONSTRAINT {key} ON {table} IS {}", source::literal(&comment)));
            }
            steps.push(Step { shown: row.try_get(0)?, path: moved.to_path.to_owned(), statement });
        }
    }
    Ok(steps)
}

/// Lists the objects outside of a schema that still depend on one in it.
pub(super) async fn left(client: &Client, schema: &str) -> Result<Vec<(String, String)>, AdoptError> {
    client.batch_execute("SET LOCAL search_path = pg_catalog").await?;
    let find = "WITH place AS (SELECT oid FROM pg_namespace WHERE nspname = $1), relation AS (SELECT oid FROM pg_class WHERE relnamespace IN (SELECT oid FROM place)),
        inside (class, oid) AS (
            SELECT CAST('pg_class' AS regclass), oid FROM relation
            -- The session's own views, and what PostgreSQL makes for long values.
            UNION ALL SELECT CAST('pg_rewrite' AS regclass), pg_rewrite.oid FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class WHERE relpersistence = 't'
            UNION ALL SELECT CAST('pg_class' AS regclass), oid FROM pg_class WHERE relnamespace = CAST('pg_toast' AS regnamespace)
                AND (oid IN (SELECT reltoastrelid FROM pg_class WHERE relnamespace IN (SELECT oid FROM place))
                    OR oid IN (SELECT indexrelid FROM pg_index JOIN pg_class ON reltoastrelid = indrelid WHERE relnamespace IN (SELECT oid FROM place)))
            UNION ALL SELECT CAST('pg_type' AS regclass), oid FROM pg_type WHERE typnamespace IN (SELECT oid FROM place)
            UNION ALL SELECT CAST('pg_proc' AS regclass), oid FROM pg_proc WHERE pronamespace IN (SELECT oid FROM place)
            UNION ALL SELECT CAST('pg_constraint' AS regclass), oid FROM pg_constraint WHERE conrelid IN (SELECT oid FROM relation)
            UNION ALL SELECT CAST('pg_attrdef' AS regclass), oid FROM pg_attrdef WHERE adrelid IN (SELECT oid FROM relation)
            UNION ALL SELECT CAST('pg_trigger' AS regclass), oid FROM pg_trigger WHERE tgrelid IN (SELECT oid FROM relation) OR tgisinternal
            UNION ALL SELECT CAST('pg_policy' AS regclass), oid FROM pg_policy WHERE polrelid IN (SELECT oid FROM relation)
            UNION ALL SELECT CAST('pg_rewrite' AS regclass), oid FROM pg_rewrite WHERE ev_class IN (SELECT oid FROM relation)
            UNION ALL SELECT CAST('pg_statistic_ext' AS regclass), oid FROM pg_statistic_ext WHERE stxrelid IN (SELECT oid FROM relation)
            UNION ALL SELECT CAST('pg_publication_rel' AS regclass), oid FROM pg_publication_rel WHERE prrelid IN (SELECT oid FROM relation))
        SELECT DISTINCT pg_describe_object(classid, objid, objsubid), pg_describe_object(refclassid, refobjid, refobjsubid)
        FROM pg_depend JOIN inside ON class = refclassid AND inside.oid = refobjid
        WHERE (classid, objid) NOT IN (SELECT class, oid FROM inside) ORDER BY 1, 2";
    let rows = client.query(find, &[&schema]).await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, tokio_postgres::Error>>()?)
}
