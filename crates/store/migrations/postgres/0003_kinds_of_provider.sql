-- The kinds of provider are the core's to know: `provider_type` has no list of them any more, so that a new kind needs no
-- migration. A text that is not a kind is refused when it is read.
ALTER TABLE platform_idp_config
    DROP CONSTRAINT platform_idp_config_provider_type_check,
    ADD CONSTRAINT platform_idp_config_provider_type_check CHECK (provider_type <> '');
