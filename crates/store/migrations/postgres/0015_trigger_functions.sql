-- The functions of triggers find their tables whatever the search path of the session is: that of a restore is empty, and that of an application is its own.
DO $$
DECLARE
    function regprocedure;
BEGIN
    FOR function IN SELECT oid FROM pg_catalog.pg_proc
        WHERE pronamespace = CAST(quote_ident(current_schema()) AS regnamespace) AND proname LIKE 'cora\_%'
            AND prorettype = CAST('trigger' AS regtype) AND proconfig IS NULL
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', function, current_schema());
    END LOOP;
END $$;
