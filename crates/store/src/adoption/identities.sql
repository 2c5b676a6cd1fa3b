-- Copies the identities of the legacy CORA toolkit that are not adopted yet from the view
-- `old_external_identities`. {external_identities} and {old.external_identities} are as in `copy.sql`.
--
-- Identities. CORA wrote `clerk` for every provider, so the form of the subject says more than the
-- name.
CREATE TEMPORARY TABLE adoption_identity ON COMMIT DROP AS
SELECT old.id, old.auth_user_id, given.subject AS external_id, lower(trim(old.provider_name)) AS named, provider.provider, provider.connection_id, provider.issuer,
    CASE
        WHEN profile.user_id IS NULL THEN 'identity_without_profile'
        -- As the core's `Subject::is_well_formed`.
        WHEN char_length(given.subject) NOT BETWEEN 1 AND 255 OR given.subject ~ '[\u0001-\u001f\u007f-\u009f]' THEN 'identity_subject_invalid'
        WHEN given.subject LIKE '%@%' THEN 'identity_subject_unstable'
        WHEN provider.provider IS NULL THEN 'identity_provider_unknown'
    END AS code
FROM old_external_identities old
LEFT JOIN adoption_subject mapped ON mapped.original = old.external_id
CROSS JOIN LATERAL (SELECT coalesce(mapped.subject, old.external_id) AS subject) given
LEFT JOIN profiles profile ON profile.user_id = old.auth_user_id
CROSS JOIN LATERAL (SELECT CASE WHEN given.subject ~ '^user_[0-9A-Za-z]+$' THEN 'clerk' WHEN given.subject ~ '^00u[0-9A-Za-z]{17}$' THEN 'okta' END AS likely) form
LEFT JOIN adoption_provider provider ON provider.provider = coalesce(
    (SELECT provider FROM adoption_provider WHERE provider = form.likely), lower(trim(old.provider_name)))
WHERE NOT EXISTS (SELECT 1 FROM external_identities present WHERE present.id = old.id);
UPDATE adoption_identity SET code = 'identity_claimed_twice'
WHERE code IS NULL AND EXISTS (SELECT 1 FROM external_identities present WHERE present.issuer = adoption_identity.issuer
    AND present.external_id = adoption_identity.external_id AND present.auth_user_id <> adoption_identity.auth_user_id);
UPDATE adoption_identity SET code = 'identity_claimed_twice'
WHERE code IS NULL AND (issuer, external_id) IN (
    SELECT issuer, external_id FROM adoption_identity WHERE code IS NULL GROUP BY issuer, external_id HAVING count(DISTINCT auth_user_id) > 1);
UPDATE adoption_identity SET code = 'identity_duplicate'
WHERE code IS NULL AND (EXISTS (SELECT 1 FROM adoption_identity first WHERE first.code IS NULL AND first.issuer = adoption_identity.issuer
        AND first.external_id = adoption_identity.external_id AND first.id < adoption_identity.id)
    OR EXISTS (SELECT 1 FROM external_identities present WHERE present.issuer = adoption_identity.issuer AND present.external_id = adoption_identity.external_id));

INSERT INTO adoption_fault
SELECT code, 'external_identities', CAST(id AS text) FROM adoption_identity WHERE code IS NOT NULL
UNION ALL SELECT 'identity_other_provider', 'external_identities', CAST(id AS text) FROM adoption_identity WHERE code IS NULL AND provider <> named;

-- No provider has vouched for the address yet: it stands verified on the word of the import.
INSERT INTO external_identities (id, auth_user_id, issuer, external_id, provider_name, connection_id, created_by, created_at, email{external_identities})
OVERRIDING SYSTEM VALUE
SELECT old.id, old.auth_user_id, identity.issuer, identity.external_id, identity.provider, identity.connection_id,
    old.auth_user_id, old.created_at, profile.email_canonical{old.external_identities}
FROM old_external_identities old JOIN adoption_identity identity ON identity.id = old.id AND identity.code IS NULL
JOIN profiles profile ON profile.user_id = old.auth_user_id;
