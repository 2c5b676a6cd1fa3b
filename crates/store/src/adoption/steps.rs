//! Changes of objects of an application, each of which may be refused by its name.

use tokio_postgres::Client;

use super::{AdoptError, RefusedObject};

/// A change of one object.
pub(super) struct Step {
    /// The object, as people call it: `view public.people`.
    pub shown: String,
    /// The search path that the names of the statement are meant in.
    pub path: String,
    pub statement: String,
}

/// Makes changes one after the other. Those that the database refuses are undone, and returned.
///
/// WHY the others go on: the operator reads all refusals at once.
pub(super) async fn run(client: &Client, steps: &[Step]) -> Result<Vec<RefusedObject>, AdoptError> {
    let mut refused = Vec::new();
    for step in steps {
        client.batch_execute("SAVEPOINT adoption_step").await?;
        let statement = format!("SET LOCAL search_path = {}; {}", step.path, step.statement);
        match client.batch_execute(&statement).await {
            Ok(()) => client.batch_execute("RELEASE SAVEPOINT adoption_step").await?,
            Err(error) => {
                let reason = reason(&error).ok_or(error)?;
                client.batch_execute("ROLLBACK TO SAVEPOINT adoption_step; RELEASE SAVEPOINT adoption_step").await?;
                refused.push(RefusedObject { object: step.shown.clone(), reason });
            }
        }
    }
    Ok(refused)
}

/// Returns the reason that the database refused an object for. `None` if it is not about the
/// object:
/// the connection is lost, or a lock is held.
pub(super) fn reason(error: &tokio_postgres::Error) -> Option<String> {
    let error = error.as_db_error()?;
    let code = error.code().code();
    if ["55P03", "57", "08", "53"].iter().any(|class| code.starts_with(class)) {
        return None;
    }
    // SECURITY: messages of these classes name objects; those of the others may show values.
    let is_about_objects = ["42", "2B", "23", "0A", "55"].iter().any(|class| code.starts_with(class));
    Some(if is_about_objects { format!("{} ({code})", error.message()) } else { format!("PostgreSQL reported {code}") })
}

/// Functions of the session that copy privileges: those of a relation or function become the wanted
/// ones, apart from its owner's.
pub(super) const GRANT_FUNCTIONS: &str = "
CREATE FUNCTION pg_temp.adoption_role(role oid) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN role = 0 THEN 'PUBLIC' ELSE CAST(CAST(role AS regrole) AS text) END
$$;
CREATE FUNCTION pg_temp.adoption_give(what text, named text, owner oid, there aclitem[], wanted aclitem[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT DISTINCT grantee FROM pg_catalog.aclexplode(there) WHERE grantee <> owner LOOP
        EXECUTE pg_catalog.format('REVOKE ALL%s ON %s FROM %s', what, named, pg_temp.adoption_role(one.grantee));
    END LOOP;
    FOR one IN SELECT grantee, privilege_type, bool_or(is_grantable) AS is_grantable FROM pg_catalog.aclexplode(wanted)
        WHERE grantee <> owner GROUP BY 1, 2 LOOP
        EXECUTE pg_catalog.format('GRANT %s%s ON %s TO %s%s', one.privilege_type, what, named, pg_temp.adoption_role(one.grantee),
            CASE WHEN one.is_grantable AND one.grantee <> 0 THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
END $$;
CREATE FUNCTION pg_temp.adoption_grant(relation regclass, wanted aclitem[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_temp.adoption_give('', CAST(oid AS regclass) || '', relowner, coalesce(relacl, pg_catalog.acldefault('r', relowner)), wanted)
    FROM pg_catalog.pg_class WHERE oid = relation
$$;
CREATE FUNCTION pg_temp.adoption_grant_column(relation regclass, named name, wanted aclitem[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_temp.adoption_give(pg_catalog.format(' (%I)', named), CAST(oid AS regclass) || '', relowner, NULL, wanted)
    FROM pg_catalog.pg_class WHERE oid = relation
$$;
CREATE FUNCTION pg_temp.adoption_grant_function(function regprocedure, wanted aclitem[]) RETURNS void LANGUAGE sql AS $$
    SELECT pg_temp.adoption_give('', CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || CAST(oid AS regprocedure), proowner,
        coalesce(proacl, pg_catalog.acldefault('f', proowner)), wanted)
    FROM pg_catalog.pg_proc WHERE oid = function
$$;";
