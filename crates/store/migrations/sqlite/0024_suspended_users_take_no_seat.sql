-- A member takes a seat while their account is active. The program of the version before counts by
-- the same triggers.
DROP TRIGGER org_members_count_insert;
DROP TRIGGER org_members_count_update;
DROP TRIGGER org_members_count_delete;

CREATE TRIGGER org_members_count_insert AFTER INSERT ON org_members BEGIN
    UPDATE orgs SET
        seats_used = seats_used + (NEW.status = 'active'
            AND EXISTS (SELECT 1 FROM profiles WHERE user_id = NEW.user_id AND status = 'active')),
        owner_count = owner_count + (NEW.status = 'active' AND NEW.role = 'org_owner')
    WHERE id = NEW.org_id;
END;
CREATE TRIGGER org_members_count_update AFTER UPDATE OF status, role ON org_members BEGIN
    UPDATE orgs SET
        seats_used = seats_used + ((NEW.status = 'active') - (OLD.status = 'active'))
            * EXISTS (SELECT 1 FROM profiles WHERE user_id = NEW.user_id AND status = 'active'),
        owner_count = owner_count + (NEW.status = 'active' AND NEW.role = 'org_owner')
            - (OLD.status = 'active' AND OLD.role = 'org_owner')
    WHERE id = NEW.org_id;
END;
CREATE TRIGGER org_members_count_delete AFTER DELETE ON org_members BEGIN
    UPDATE orgs SET
        seats_used = seats_used - (OLD.status = 'active'
            AND EXISTS (SELECT 1 FROM profiles WHERE user_id = OLD.user_id AND status = 'active')),
        owner_count = owner_count - (OLD.status = 'active' AND OLD.role = 'org_owner')
    WHERE id = OLD.org_id;
END;

CREATE TRIGGER profiles_count_seats AFTER UPDATE OF status ON profiles
WHEN (OLD.status = 'active') <> (NEW.status = 'active')
BEGIN
    UPDATE orgs SET seats_used = seats_used + (NEW.status = 'active') - (OLD.status = 'active')
    WHERE id IN (SELECT org_id FROM org_members WHERE user_id = NEW.user_id AND status = 'active');
END;
-- The memberships go first, while the account's status is still known.
CREATE TRIGGER profiles_count_removed BEFORE DELETE ON profiles BEGIN
    DELETE FROM org_members WHERE user_id = OLD.user_id;
END;

UPDATE orgs SET seats_used = (SELECT count(*) FROM org_members
    JOIN profiles ON profiles.user_id = org_members.user_id AND profiles.status = 'active'
    WHERE org_members.org_id = orgs.id AND org_members.status = 'active');
