-- The presentation of an organization, which the legacy CORA toolkit has too. A database that was adopted before has
-- the columns already, with texts of any length, which could not be read.

ALTER TABLE orgs
    ADD COLUMN IF NOT EXISTS description text,
    ADD COLUMN IF NOT EXISTS website_url text,
    -- The name and the icon with which the application is shown to the members.
    ADD COLUMN IF NOT EXISTS app_name text,
    ADD COLUMN IF NOT EXISTS app_icon text;

UPDATE orgs SET description = left(description, 1024) WHERE octet_length(description) > 4096;
UPDATE orgs SET website_url = NULL WHERE octet_length(website_url) > 2048;
UPDATE orgs SET app_name = left(app_name, 128) WHERE octet_length(app_name) > 512;
UPDATE orgs SET app_icon = NULL WHERE octet_length(app_icon) > 2048;

-- A membership takes a seat as long as its user is active.
CREATE OR REPLACE FUNCTION cora_count_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_active boolean := TG_OP <> 'INSERT' AND OLD.status = 'active';
    is_active boolean := TG_OP <> 'DELETE' AND NEW.status = 'active';
    was_owner boolean := was_active AND OLD.role = 'org_owner';
    is_owner boolean := is_active AND NEW.role = 'org_owner';
    change integer := CAST(is_active AS integer) - CAST(was_active AS integer);
BEGIN
    IF change <> 0 AND NOT EXISTS (SELECT 1 FROM profiles WHERE status = 'active'
        AND user_id = CASE TG_OP WHEN 'DELETE' THEN OLD.user_id ELSE NEW.user_id END) THEN
        change := 0;
    END IF;
    IF change <> 0 OR was_owner <> is_owner THEN
        UPDATE orgs SET seats_used = seats_used + change,
            owner_count = owner_count + CAST(is_owner AS integer) - CAST(was_owner AS integer)
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.org_id ELSE NEW.org_id END;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION cora_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE orgs SET seats_used = seats_used + CASE NEW.status WHEN 'active' THEN 1 ELSE -1 END
    WHERE id IN (SELECT org_id FROM org_members WHERE user_id = NEW.user_id AND status = 'active');
    RETURN NULL;
END $$;
CREATE TRIGGER profiles_count_seats AFTER UPDATE OF status ON profiles
    FOR EACH ROW WHEN ((OLD.status = 'active') <> (NEW.status = 'active')) EXECUTE FUNCTION cora_count_seats();
-- The memberships go first, as long as it is known whether they take a seat.
CREATE FUNCTION cora_delete_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM org_members WHERE user_id = OLD.user_id;
    RETURN OLD;
END $$;
CREATE TRIGGER profiles_delete_members BEFORE DELETE ON profiles
    FOR EACH ROW EXECUTE FUNCTION cora_delete_members();

-- As in the migration of trigger functions: they find their tables whatever the search path of the session is.
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

UPDATE orgs SET seats_used = (SELECT count(*) FROM org_members JOIN profiles ON profiles.user_id = org_members.user_id
    WHERE org_members.org_id = orgs.id AND org_members.status = 'active' AND profiles.status = 'active');
