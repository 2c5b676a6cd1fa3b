-- What administrators' commands need: versions of the rows that two people may change at once, mails that wait to be
-- sent, requests that are repeated, and logins that a policy has to decide as expected.

-- Raised by each change that an administrator sees, whoever makes it.
ALTER TABLE orgs ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE org_members ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE user_invites ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE profiles ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0);

-- Seats and owners are counted by triggers, and raise nothing: a login of a member is not a change of the organization.
CREATE TRIGGER orgs_raise_version AFTER UPDATE OF name, slug, logo_url, status, seat_limit ON orgs
WHEN NEW.version = OLD.version AND (NEW.name, NEW.slug, NEW.logo_url, NEW.status, NEW.seat_limit)
    IS NOT (OLD.name, OLD.slug, OLD.logo_url, OLD.status, OLD.seat_limit)
BEGIN
    UPDATE orgs SET version = version + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER org_members_raise_version AFTER UPDATE OF role, status, source, role_source ON org_members
WHEN NEW.version = OLD.version AND (NEW.role, NEW.status, NEW.source, NEW.role_source)
    IS NOT (OLD.role, OLD.status, OLD.source, OLD.role_source)
BEGIN
    UPDATE org_members SET version = version + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER user_invites_raise_version AFTER UPDATE OF email, role, platform_role, invited_by, status, connection_id,
    expires_at, accepted_by ON user_invites
WHEN NEW.version = OLD.version AND (NEW.email, NEW.role, NEW.platform_role, NEW.invited_by, NEW.status,
        NEW.connection_id, NEW.expires_at, NEW.accepted_by)
    IS NOT (OLD.email, OLD.role, OLD.platform_role, OLD.invited_by, OLD.status, OLD.connection_id, OLD.expires_at,
        OLD.accepted_by)
BEGIN
    UPDATE user_invites SET version = version + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER profiles_raise_version AFTER UPDATE OF email, email_verified, full_name, status, global_role ON profiles
WHEN NEW.version = OLD.version AND (NEW.email, NEW.email_verified, NEW.full_name, NEW.status, NEW.global_role)
    IS NOT (OLD.email, OLD.email_verified, OLD.full_name, OLD.status, OLD.global_role)
BEGIN
    UPDATE profiles SET version = version + 1 WHERE id = NEW.id;
END;

-- The mail of an invitation, written with it. It holds no address: the mail is made when it is sent.
CREATE TABLE invitation_mails (
    invitation_id TEXT NOT NULL PRIMARY KEY REFERENCES user_invites (id) ON DELETE CASCADE,
    -- From 1 on; raised when the invitation is sent again. With the invitation it is the Message-ID.
    number INTEGER NOT NULL DEFAULT 1 CHECK (number > 0),
    status TEXT NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed')),
    tries INTEGER NOT NULL DEFAULT 0,
    -- When it may be tried next; null once it was sent or failed for good.
    next_try_at INTEGER,
    last_error TEXT,
    queued_at INTEGER NOT NULL,
    sent_at INTEGER,
    CHECK ((status = 'queued') = (next_try_at IS NOT NULL)),
    CHECK ((status = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX idx_invitation_mails_next_try ON invitation_mails (next_try_at) WHERE next_try_at IS NOT NULL;

-- The results of requests that carry an `Idempotency-Key`, for a day. They hold no address.
CREATE TABLE idempotency_keys (
    actor_id TEXT NOT NULL CHECK (length(actor_id) = 36),
    -- The operation and the organization that it concerns.
    operation TEXT NOT NULL,
    -- SHA-256 of the key.
    key_hash TEXT NOT NULL CHECK (length(key_hash) = 64),
    -- SHA-256 of the body.
    body_hash TEXT NOT NULL CHECK (length(body_hash) = 64),
    results TEXT NOT NULL CHECK (json_valid(results)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (actor_id, operation, key_hash)
) STRICT;
CREATE INDEX idx_idempotency_keys_created ON idempotency_keys (created_at);

-- Logins that every policy has to decide as they say.
CREATE TABLE policy_expectations (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    position INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (json_valid(document))
) STRICT;
