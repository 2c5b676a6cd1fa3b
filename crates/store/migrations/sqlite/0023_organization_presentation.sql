-- The presentation of an organization, which the legacy CORA toolkit has too.

ALTER TABLE orgs ADD COLUMN description TEXT;
ALTER TABLE orgs ADD COLUMN website_url TEXT;
-- The name and the icon with which the application is shown to the members.
ALTER TABLE orgs ADD COLUMN app_name TEXT;
ALTER TABLE orgs ADD COLUMN app_icon TEXT;
