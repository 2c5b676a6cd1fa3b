-- A person with another address claims an invitation, by a code that is mailed to the invited one.

-- The invitation that the code claims; null if it claims none.
ALTER TABLE link_confirmations ADD COLUMN invitation_id uuid REFERENCES user_invites (id) ON DELETE CASCADE;

ALTER TABLE user_invites
    -- The address of the login that claimed it. Redacted: `a***@acme.example`.
    ADD COLUMN claimed_as text CHECK (claimed_as LIKE '_***@%'),
    -- How many codes were sent since the invitation was, and when the next one may be.
    ADD COLUMN codes_sent integer NOT NULL DEFAULT 0,
    ADD COLUMN next_code_at timestamptz;

ALTER TABLE provisioning_audit_log ADD COLUMN claimed_invitation_id uuid;
