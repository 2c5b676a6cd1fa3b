-- Whose an address is: what each identity said at its last login, codes that prove an address, and the conflicts that an administrator decides.

-- The canonical address that the provider stated, and whether it vouched for it. `email_stated_at` is the time of the token, if it is known.
ALTER TABLE external_identities
    ADD COLUMN email text,
    ADD COLUMN email_verified boolean NOT NULL DEFAULT false,
    ADD COLUMN email_stated_at timestamptz;
UPDATE external_identities SET email = profiles.email_canonical, email_verified = profiles.email_verified
    FROM profiles WHERE profiles.user_id = external_identities.auth_user_id AND profiles.email_canonical IS NOT NULL;

-- When a code that was mailed to the address proved it, until a provider contradicts it.
ALTER TABLE profiles ADD COLUMN email_confirmed_at timestamptz;

-- Null if the code proves the address alone.
ALTER TABLE link_confirmations ALTER COLUMN user_id DROP NOT NULL;

CREATE TABLE identity_conflicts (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('second_subject', 'email_conflict')),
    issuer text NOT NULL,
    external_id text NOT NULL CHECK (external_id <> ''),
    connection_id uuid NOT NULL REFERENCES platform_idp_config (id) ON DELETE CASCADE,
    -- Who holds the address, or to whom the identity was linked once.
    user_id uuid NOT NULL REFERENCES profiles (user_id) ON DELETE CASCADE,
    -- Who proves it too; null if the identity is linked to nobody.
    claimant_id uuid REFERENCES profiles (user_id) ON DELETE CASCADE,
    email text CHECK (email LIKE '_%@_%._%'),
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'same_person', 'another_person', 'dismissed')),
    opened_at timestamptz NOT NULL,
    resolved_at timestamptz,
    resolved_by uuid,
    reason text,
    CHECK ((status = 'open') = (resolved_at IS NULL))
);
CREATE INDEX idx_identity_conflicts_status ON identity_conflicts (status, id);
CREATE INDEX idx_identity_conflicts_user_id ON identity_conflicts (user_id);
