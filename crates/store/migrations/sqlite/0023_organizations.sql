-- The presentation of an organization, which the legacy CORA toolkit has too.

ALTER TABLE orgs ADD COLUMN description TEXT;
ALTER TABLE orgs ADD COLUMN website_url TEXT;
-- The name and the icon with which the application is shown to the members.
ALTER TABLE orgs ADD COLUMN app_name TEXT;
ALTER TABLE orgs ADD COLUMN app_icon TEXT;

-- A membership takes a seat as long as its user is active.
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
WHEN (NEW.status = 'active') <> (OLD.status = 'active') BEGIN
    UPDATE orgs SET seats_used = seats_used + (NEW.status = 'active') - (OLD.status = 'active')
    WHERE id IN (SELECT org_id FROM org_members WHERE user_id = NEW.user_id AND status = 'active');
END;
-- The memberships go first, as long as it is known whether they take a seat.
CREATE TRIGGER profiles_delete_members BEFORE DELETE ON profiles BEGIN
    DELETE FROM org_members WHERE user_id = OLD.user_id;
END;

UPDATE orgs SET seats_used = (SELECT count(*) FROM org_members JOIN profiles ON profiles.user_id = org_members.user_id
    WHERE org_members.org_id = orgs.id AND org_members.status = 'active' AND profiles.status = 'active');
