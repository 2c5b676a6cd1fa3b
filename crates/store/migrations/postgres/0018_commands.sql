-- What administrators' commands need: versions of the rows that two people may change at once, mails that wait to be
-- sent, requests that are repeated, and logins that a policy has to decide as expected.

-- Raised by each change that an administrator sees, whoever makes it.
ALTER TABLE orgs ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE org_members ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE user_invites ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE profiles ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0);

CREATE FUNCTION cora_raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

-- Seats and owners are counted by triggers, and raise nothing: a login of a member is not a change of the organization.
CREATE TRIGGER orgs_raise_version BEFORE UPDATE OF name, slug, logo_url, status, seat_limit ON orgs
    FOR EACH ROW WHEN (NEW.version = OLD.version AND (NEW.name, NEW.slug, NEW.logo_url, NEW.status, NEW.seat_limit)
        IS DISTINCT FROM (OLD.name, OLD.slug, OLD.logo_url, OLD.status, OLD.seat_limit))
    EXECUTE FUNCTION cora_raise_version();
CREATE TRIGGER org_members_raise_version BEFORE UPDATE OF role, status, source, role_source ON org_members
    FOR EACH ROW WHEN (NEW.version = OLD.version AND (NEW.role, NEW.status, NEW.source, NEW.role_source)
        IS DISTINCT FROM (OLD.role, OLD.status, OLD.source, OLD.role_source))
    EXECUTE FUNCTION cora_raise_version();
CREATE TRIGGER user_invites_raise_version BEFORE UPDATE OF email, role, platform_role, invited_by, status, connection_id,
    expires_at, accepted_by ON user_invites
    FOR EACH ROW WHEN (NEW.version = OLD.version AND (NEW.email, NEW.role, NEW.platform_role, NEW.invited_by, NEW.status,
            NEW.connection_id, NEW.expires_at, NEW.accepted_by)
        IS DISTINCT FROM (OLD.email, OLD.role, OLD.platform_role, OLD.invited_by, OLD.status, OLD.connection_id,
            OLD.expires_at, OLD.accepted_by))
    EXECUTE FUNCTION cora_raise_version();
CREATE TRIGGER profiles_raise_version BEFORE UPDATE OF email, email_verified, full_name, status, global_role ON profiles
    FOR EACH ROW WHEN (NEW.version = OLD.version AND (NEW.email, NEW.email_verified, NEW.full_name, NEW.status,
            NEW.global_role)
        IS DISTINCT FROM (OLD.email, OLD.email_verified, OLD.full_name, OLD.status, OLD.global_role))
    EXECUTE FUNCTION cora_raise_version();

-- The function finds its table whatever the search path of the session is.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION cora_raise_version() SET search_path = %I, pg_temp', current_schema());
END $$;

-- The mail of an invitation, written with it. It holds no address: the mail is made when it is sent.
CREATE TABLE invitation_mails (
    invitation_id uuid NOT NULL PRIMARY KEY REFERENCES user_invites (id) ON DELETE CASCADE,
    -- From 1 on; raised when the invitation is sent again. With the invitation it is the Message-ID.
    number bigint NOT NULL DEFAULT 1 CHECK (number > 0),
    status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed')),
    tries bigint NOT NULL DEFAULT 0,
    -- When it may be tried next; null once it was sent or failed for good.
    next_try_at timestamptz,
    last_error text,
    queued_at timestamptz NOT NULL,
    sent_at timestamptz,
    CHECK ((status = 'queued') = (next_try_at IS NOT NULL)),
    CHECK ((status = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX idx_invitation_mails_next_try ON invitation_mails (next_try_at) WHERE next_try_at IS NOT NULL;

-- The results of requests that carry an `Idempotency-Key`, for a day. They hold no address.
CREATE TABLE idempotency_keys (
    actor_id uuid NOT NULL,
    -- The operation and the organization that it concerns.
    operation text NOT NULL,
    -- SHA-256 of the key.
    key_hash text NOT NULL CHECK (length(key_hash) = 64),
    -- SHA-256 of the body.
    body_hash text NOT NULL CHECK (length(body_hash) = 64),
    results jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (actor_id, operation, key_hash)
);
CREATE INDEX idx_idempotency_keys_created ON idempotency_keys (created_at);

-- Logins that every policy has to decide as they say.
CREATE TABLE policy_expectations (
    name text NOT NULL PRIMARY KEY CHECK (name <> ''),
    position bigint NOT NULL,
    document jsonb NOT NULL
);
