-- A member takes a seat while their account is active. The program of the version before counts by
-- the same triggers.
CREATE OR REPLACE FUNCTION cora_count_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    member uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
    is_seated boolean := EXISTS (SELECT 1 FROM profiles WHERE user_id = member AND status = 'active');
    was_active boolean := TG_OP <> 'INSERT' AND OLD.status = 'active';
    is_active boolean := TG_OP <> 'DELETE' AND NEW.status = 'active';
    was_owner boolean := was_active AND OLD.role = 'org_owner';
    is_owner boolean := is_active AND NEW.role = 'org_owner';
BEGIN
    IF was_active <> is_active OR was_owner <> is_owner THEN
        UPDATE orgs SET
            seats_used = seats_used
                + CAST(is_seated AND is_active AS int) - CAST(is_seated AND was_active AS int),
            owner_count = owner_count + CAST(is_owner AS int) - CAST(was_owner AS int)
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.org_id ELSE NEW.org_id END;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION cora_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- In one order, so that two changes do not wait for each other.
    PERFORM 1 FROM orgs
        WHERE id IN (SELECT org_id FROM org_members WHERE user_id = NEW.user_id AND status = 'active')
        ORDER BY id FOR UPDATE;
    UPDATE orgs SET seats_used = seats_used + CAST(NEW.status = 'active' AS int) - CAST(OLD.status = 'active' AS int)
        WHERE id IN (SELECT org_id FROM org_members WHERE user_id = NEW.user_id AND status = 'active');
    RETURN NULL;
END $$;
CREATE TRIGGER profiles_count_seats AFTER UPDATE OF status ON profiles
    FOR EACH ROW WHEN ((OLD.status = 'active') <> (NEW.status = 'active')) EXECUTE FUNCTION cora_count_seats();

-- The memberships go first, while the account's status is still known.
CREATE FUNCTION cora_remove_memberships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM org_members WHERE user_id = OLD.user_id;
    RETURN OLD;
END $$;
CREATE TRIGGER profiles_count_removed BEFORE DELETE ON profiles
    FOR EACH ROW EXECUTE FUNCTION cora_remove_memberships();

DO $$
DECLARE
    function text;
BEGIN
    FOREACH function IN ARRAY ARRAY['cora_count_members', 'cora_count_seats', 'cora_remove_memberships'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', function, current_schema());
    END LOOP;
END $$;

UPDATE orgs SET seats_used = (SELECT count(*) FROM org_members
    JOIN profiles ON profiles.user_id = org_members.user_id AND profiles.status = 'active'
    WHERE org_members.org_id = orgs.id AND org_members.status = 'active');
