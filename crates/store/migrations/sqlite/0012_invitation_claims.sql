-- A person with another address claims an invitation, by a code that is mailed to the invited one.

-- The invitation that the code claims; null if it claims none.
ALTER TABLE link_confirmations ADD COLUMN invitation_id TEXT REFERENCES user_invites (id) ON DELETE CASCADE;

-- The address of the login that claimed it. Redacted: `a***@acme.example`.
ALTER TABLE user_invites ADD COLUMN claimed_as TEXT CHECK (claimed_as GLOB '?[*][*][*]@*');
-- How many codes were sent since the invitation was, and when the next one may be.
ALTER TABLE user_invites ADD COLUMN codes_sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user_invites ADD COLUMN next_code_at INTEGER;

ALTER TABLE provisioning_audit_log ADD COLUMN claimed_invitation_id TEXT;
