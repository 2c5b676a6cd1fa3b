-- What a person brings to a sign-in and is asked for at it: an invitation, and the login that waits for an answer.

-- The invitation whose link was opened in the browser.
ALTER TABLE sign_in_flows ADD COLUMN invitation_id uuid;
-- The login that waits for the person's answer, as `VouchedLogin`; null once the flow is over. What was presented is not in it.
ALTER TABLE sign_in_flows ADD COLUMN held jsonb CHECK (jsonb_typeof(held) = 'object');
