//! Finds the other database objects that refer to the tables of the legacy CORA toolkit: the
//! application's own foreign keys, policies and views.

use tokio_postgres::Client;

use super::{AdoptError, source};

/// A database object that refers to a moved table, and the statement that makes it refer to the new
/// table.
struct Dependent {
    shown: String,
    statement: String,
}

/// All database objects that refer to the moved tables.
pub(super) struct Dependents(Vec<Dependent>);

impl Dependents {
    /// Finds the objects. CORA's own tables are excluded.
    pub async fn find(client: &Client, old: &str, schema: &str) -> Result<Self, AdoptError> {
        let names: Vec<&str> = source::TABLES.iter().map(|table| table.name).collect();
        let path: String = client.query_one("SHOW search_path", &[]).await?.try_get(0)?;
        // With only this schema in the search path, the names in definitions have no schema prefix.
        client.batch_execute(&format!("SET LOCAL search_path = {}", source::quoted(old))).await?;
        let moved = "WITH moved AS (SELECT pg_class.oid FROM pg_catalog.pg_class
            WHERE relnamespace = CAST(quote_ident($1) AS regnamespace) AND relname = ANY ($2))";
        let keys = format!(
            "{moved} SELECT 'foreign key ' || conname || ' on ' || CAST(conrelid AS regclass),
                format('ALTER TABLE %1$s DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I %3$s', CAST(conrelid AS regclass), conname, pg_get_constraintdef(pg_constraint.oid))
             FROM pg_catalog.pg_constraint WHERE contype = 'f' AND confrelid IN (SELECT oid FROM moved) AND conrelid NOT IN (SELECT oid FROM moved)
             ORDER BY 1"
        );
        let policies = format!(
            "{moved} SELECT 'policy ' || polname || ' on ' || CAST(polrelid AS regclass),
                format('ALTER POLICY %I ON %s', polname, CAST(polrelid AS regclass)) || coalesce(' USING (' || pg_get_expr(polqual, polrelid) || ')', '')
                    || coalesce(' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')', '')
             FROM pg_catalog.pg_policy WHERE polrelid NOT IN (SELECT oid FROM moved) AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend
                WHERE classid = CAST('pg_policy' AS regclass) AND objid = pg_policy.oid AND refobjid IN (SELECT oid FROM moved))
             ORDER BY 1"
        );
        let views = format!(
            "{moved} SELECT 'view ' || CAST(pg_class.oid AS regclass),
                format('CREATE OR REPLACE VIEW %s AS %s', CAST(pg_class.oid AS regclass), pg_get_viewdef(pg_class.oid))
             FROM pg_catalog.pg_class JOIN pg_catalog.pg_rewrite ON ev_class = pg_class.oid
             WHERE relkind = 'v' AND relpersistence <> 't' AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend
                WHERE classid = CAST('pg_rewrite' AS regclass) AND objid = pg_rewrite.oid AND refobjid IN (SELECT oid FROM moved))
             ORDER BY 1"
        );
        let mut all = Vec::new();
        for find in [keys, policies, views] {
            for row in client.query(&find, &[&old, &names]).await? {
                all.push(Dependent { shown: row.try_get(0)?, statement: row.try_get(1)? });
            }
        }
        client.execute("SELECT set_config('search_path', $1, true)", &[&path]).await?;
        // SECURITY: CORA lets everyone call this function, which bypasses row level security. By
        // its table name it would read Cora's table.
        let function = "SELECT format('%s.get_active_idp_config()', quote_ident($1)) WHERE to_regprocedure(format('%s.get_active_idp_config()', quote_ident($1))) IS NOT NULL";
        if let Some(row) = client.query_opt(function, &[&schema]).await? {
            let name: String = row.try_get(0)?;
            all.push(Dependent {
                shown: format!("function {name}, which is dropped: `GET /auth/active-connection` answers instead"),
                statement: format!("DROP FUNCTION {name}"),
            });
        }
        Ok(Self(all))
    }

    /// Makes the objects refer to the new tables.
    pub async fn repoint(&self, client: &Client, schema: &str) -> Result<(), AdoptError> {
        let path: String = client.query_one("SHOW search_path", &[]).await?.try_get(0)?;
        client.batch_execute(&format!("SET LOCAL search_path = {}", source::quoted(schema))).await?;
        for dependent in &self.0 {
            client.batch_execute(&dependent.statement).await?;
        }
        client.execute("SELECT set_config('search_path', $1, true)", &[&path]).await?;
        Ok(())
    }

    /// Returns the descriptions for people.
    pub fn shown(self) -> Vec<String> {
        self.0.into_iter().map(|dependent| dependent.shown).collect()
    }
}
