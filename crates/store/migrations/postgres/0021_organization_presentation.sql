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
