//! The features of PostgreSQL that Cora needs are those that docs/database.md lists, so that it is
//! known what another database of this protocol has to have.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::*;

/// The features of the schema, as its catalog has them.
const OF_THE_SCHEMA: &[&str] = &[
    "column generated stored",
    "column identity always",
    "column identity by default",
    "constraint check",
    "constraint foreign key",
    "constraint foreign key deferrable initially deferred",
    "constraint primary key",
    "constraint unique",
    "function plpgsql",
    "index btree",
    "index btree on an expression",
    "index btree partial",
    "index btree partial on an expression",
    "relation index",
    "relation sequence",
    "relation table",
    "relation view",
    "trigger row after",
    "trigger row after when",
    "trigger row before",
    "trigger row before when",
    "trigger statement before truncate",
    "type bigint",
    "type boolean",
    "type bytea",
    "type integer",
    "type jsonb",
    "type text",
    "type timestamp with time zone",
    "type uuid",
];

/// The features of the catalog of the current schema.
const CATALOG: &str = "
SELECT DISTINCT 'type ' || format_type(atttypid, NULL) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
UNION SELECT 'relation ' || CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'i' THEN 'index'
        WHEN 'S' THEN 'sequence' ELSE relkind::text END
    FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace)
UNION SELECT 'constraint ' || CASE contype WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'c' THEN 'check'
        WHEN 'u' THEN 'unique' ELSE contype::text END || CASE WHEN condeferrable THEN ' deferrable' ELSE '' END
        || CASE WHEN condeferred THEN ' initially deferred' ELSE '' END
    FROM pg_constraint WHERE connamespace = CAST(current_schema() AS regnamespace) AND contype <> 'n'
UNION SELECT 'index ' || amname || CASE WHEN indpred IS NULL THEN '' ELSE ' partial' END
        || CASE WHEN indexprs IS NULL THEN '' ELSE ' on an expression' END
        || CASE WHEN indnullsnotdistinct THEN ' nulls not distinct' ELSE '' END
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE relnamespace = CAST(current_schema() AS regnamespace)
UNION SELECT 'function ' || lanname || CASE WHEN prosecdef THEN ' security definer' ELSE '' END
    FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
    WHERE pronamespace = CAST(current_schema() AS regnamespace)
UNION SELECT 'trigger ' || CASE tgtype & 1 WHEN 1 THEN 'row ' ELSE 'statement ' END
        || CASE WHEN tgtype & 64 <> 0 THEN 'instead' WHEN tgtype & 2 <> 0 THEN 'before' ELSE 'after' END
        || CASE WHEN tgtype & 32 <> 0 THEN ' truncate' ELSE '' END || CASE WHEN tgqual IS NULL THEN '' ELSE ' when' END
        || CASE WHEN tgdeferrable THEN ' deferrable' ELSE '' END
        || CASE WHEN tgnewtable IS NULL AND tgoldtable IS NULL THEN '' ELSE ' referencing' END
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = CAST(current_schema() AS regnamespace)
UNION SELECT 'column ' || CASE WHEN attgenerated = 's' THEN 'generated stored' WHEN attgenerated <> '' THEN 'generated virtual'
        WHEN attidentity = 'a' THEN 'identity always' ELSE 'identity by default' END
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = CAST(current_schema() AS regnamespace) AND (attgenerated <> '' OR attidentity <> '')";

/// Marks of features beyond plain SQL, with the files of the sources that may have them. An empty
/// list: nothing may.
const OF_STATEMENTS: &[(&str, &[&str])] = &[
    // The locks of migrations, and of additions to the chain of the audit logs.
    ("pg_advisory_xact_lock", &["module_schema.rs", "postgres.rs", "session.rs"]),
    ("ISOLATION LEVEL SERIALIZABLE", &["session.rs"]),
    ("ISOLATION LEVEL READ COMMITTED", &["session.rs"]),
    ("ISOLATION LEVEL REPEATABLE READ", &["session.rs"]),
    ("WITH RECURSIVE", &["facts.sql"]),
    ("SKIP LOCKED", &["sql.rs"]),
    ("jsonb_set", &["sql.rs"]),
    ("json_agg", &["sql.rs"]),
    ("hashtext", &["module_schema.rs", "postgres.rs"]),
    ("FILTER (", &["find.rs"]),
    ("LATERAL", &["drift.rs"]),
    ("pg_advisory_lock", &[]),
    ("pg_try_advisory", &[]),
    ("pg_notify", &[]),
    ("LISTEN ", &[]),
    ("LOCK TABLE", &[]),
    ("FOR SHARE", &[]),
    ("FOR NO KEY UPDATE", &[]),
    ("DISTINCT ON", &[]),
    ("MERGE INTO", &[]),
    ("TEMP TABLE", &[]),
    ("SET CONSTRAINTS", &[]),
    ("SAVEPOINT", &[]),
    ("OVER (", &[]),
    ("WITHIN GROUP", &[]),
    ("GROUPING SETS", &[]),
    ("TABLESAMPLE", &[]),
    ("ILIKE", &[]),
    ("SIMILAR TO", &[]),
    ("regexp_", &[]),
    ("to_tsquery", &[]),
    ("generate_series", &[]),
    ("txid_current", &[]),
    ("pg_current_xact_id", &[]),
    ("CREATE EXTENSION", &[]),
    ("EXCLUDE USING", &[]),
    ("PARTITION BY", &[]),
    ("INHERITS (", &[]),
    ("UNLOGGED", &[]),
    ("string_agg", &[]),
];

#[tokio::test]
async fn the_schema_needs_the_listed_features_of_postgres_and_no_others() {
    if !Database::is_postgres() {
        return;
    }
    let database = Database::seeded(base()).await;
    let found: BTreeSet<String> = database.texts(CATALOG).await.into_iter().collect();
    let listed: BTreeSet<String> = OF_THE_SCHEMA.iter().map(|one| (*one).to_owned()).collect();
    let unlisted: Vec<&String> = found.difference(&listed).collect();
    let unused: Vec<&String> = listed.difference(&found).collect();
    assert!(unlisted.is_empty() && unused.is_empty(), "not in the list: {unlisted:?}; not used: {unused:?}");
}

#[test]
fn statements_need_the_listed_features_of_postgres_and_no_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    collect(&root.join("migrations/postgres"), &mut files);
    assert!(files.len() > 100, "{}", files.len());
    for (mark, allowed) in OF_STATEMENTS {
        let mut found = BTreeSet::new();
        for (name, source) in &files {
            if source.contains(mark) {
                found.insert(name.as_str());
            }
        }
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert_eq!(found, allowed, "{mark}: list it here and in docs/database.md, or do without");
    }
    // The documents have a row for each.
    let document = fs::read_to_string(root.join("../../docs/database.md")).unwrap();
    for named in
        ["pg_advisory_xact_lock", "SERIALIZABLE", "SKIP LOCKED", "DEFERRABLE", "TRUNCATE", "jsonb", "RECURSIVE"]
    {
        assert!(document.contains(named), "{named}");
    }
}

/// Reads the sources below a folder, without what is for a database of the legacy CORA toolkit, for
/// Supabase, or for tests of statements.
fn collect(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, files);
        } else if !name.starts_with("supabase")
            && name != "statements.rs"
            && !path.to_string_lossy().contains("adoption")
        {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}
