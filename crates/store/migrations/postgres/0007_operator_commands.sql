-- The operator of the host answers conflicts and carries identities over, without an account of the platform.

ALTER TABLE administration_audit_log
    ADD COLUMN actor_kind text NOT NULL DEFAULT 'user' CHECK (actor_kind IN ('user', 'operator')),
    -- Null when the operator did it from the command line.
    ALTER COLUMN actor_id DROP NOT NULL,
    ADD CHECK ((actor_kind = 'user') = (actor_id IS NOT NULL));
ALTER TABLE administration_audit_log ALTER COLUMN actor_kind DROP DEFAULT;
