// Made from crates/server/openapi.json: npm run check:client -- --update

export interface paths {
    "/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What administrators did, the newest first.
         * @description Needs `audit:read`.
         */
        get: operations["audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit/logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was decided on logins, the newest first; `after` is a time in seconds since the epoch.
         * @description Needs `audit:read`.
         */
        get: operations["loginAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All connections.
         * @description Needs `idp:read`.
         */
        get: operations["connections"];
        put?: never;
        /**
         * Make a connection.
         * @description Needs `idp:write`.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A connection, by its kind of provider or its identifier.
         * @description Needs `idp:read`.
         */
        get: operations["connection"];
        /**
         * Other settings, all of them, or another name.
         * @description Needs `idp:write`.
         */
        put: operations["saveConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use a connection for logins.
         * @description Needs `idp:activate`.
         */
        post: operations["activateConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done to a connection.
         * @description Needs `audit:read`.
         */
        get: operations["connectionAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch the provider's documents and look them over.
         * @description Needs `idp:read`.
         */
        post: operations["checkConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use a connection no more.
         * @description Needs `idp:activate`.
         */
        post: operations["disableConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use earlier settings.
         * @description Needs `idp:activate`.
         */
        post: operations["rollBackConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a test login.
         * @description Needs `idp:write`.
         */
        post: operations["beginTestLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/tests/{testRun}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A test login.
         * @description Needs `idp:read`.
         */
        get: operations["testLogin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/tests/{testRun}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a token of the provider to a test login.
         * @description Needs `idp:write`.
         */
        post: operations["presentTestToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What is wrong with settings.
         * @description Needs `idp:read`.
         */
        post: operations["validateConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All settings that a connection had.
         * @description Needs `idp:read`.
         */
        get: operations["connectionVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The organizations of the platform.
         * @description Needs `organizations:manage`.
         */
        get: operations["organizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/orgs/{orgId}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a closed organization again.
         * @description Needs `organizations:manage`.
         */
        post: operations["reopenOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/orgs/{orgId}/seat-limit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * How many members an organization may have.
         * @description Needs `organizations:manage`.
         */
        put: operations["setSeatLimit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The policy in force, and what the lint says of it.
         * @description Needs `policy:read`.
         */
        get: operations["policy"];
        /**
         * Put another policy in force.
         * @description Needs `policy:write`.
         */
        put: operations["savePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/policy/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the lint says of a policy.
         * @description Needs `policy:read`.
         */
        post: operations["lintPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/policy/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put an earlier policy in force again.
         * @description Needs `policy:write`.
         */
        post: operations["rollBackPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/policy/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every policy that was in force, the newest first.
         * @description Needs `policy:read`.
         */
        get: operations["policyVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The users of the platform.
         * @description Needs `users:manage`.
         */
        get: operations["users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user.
         * @description Needs `users:manage`.
         */
        get: operations["user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/deprovision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a user, with all by which they could come back.
         * @description Needs `users:manage`.
         */
        post: operations["deprovisionUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a user in again.
         * @description Needs `users:manage`.
         */
        post: operations["restoreUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a user another role on the platform.
         * @description Needs `users:manage`.
         */
        put: operations["setPlatformRole"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a user out for a time.
         * @description Needs `users:manage`.
         */
        post: operations["suspendUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The addresses on the waitlist.
         * @description Needs `users:manage`.
         */
        get: operations["waitlist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/waitlist/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let an address in at its next login.
         * @description Needs `users:manage`.
         */
        post: operations["approveWaitlisted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/waitlist/deny": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an address off the waitlist.
         * @description Needs `users:manage`.
         */
        post: operations["denyWaitlisted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/active-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The connection that logins use. */
        get: operations["activeConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/connection-test/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where providers send test logins back to. */
        get: operations["testCallback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers. */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The open invitations to one's own, verified address. */
        get: operations["ownInvitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invites/{inviteId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation to one's own, verified address. */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own organizations, with one's role in each. */
        get: operations["ownOrganizations"];
        put?: never;
        /**
         * Found an organization.
         * @description Needs `organizations:manage`.
         */
        post: operations["createOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An organization.
         * @description Needs `org:read`.
         */
        get: operations["organization"];
        /**
         * What an organization is called.
         * @description Needs `org:update`.
         */
        put: operations["updateOrganization"];
        post?: never;
        /**
         * Close an organization: it takes nobody in and gives its members nothing.
         * @description Needs `org:delete`.
         */
        delete: operations["closeOrganization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done in an organization, the newest first.
         * @description Needs `audit:read`.
         */
        get: operations["organizationAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/email-domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The domain rules of an organization.
         * @description Needs `domains:manage`.
         */
        get: operations["domains"];
        put?: never;
        /**
         * Say that a domain is the organization's.
         * @description Needs `domains:manage`.
         */
        post: operations["addDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/email-domains/{domainId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * What a domain rule does.
         * @description Needs `domains:manage`.
         */
        put: operations["changeDomain"];
        post?: never;
        /**
         * Take a domain rule away.
         * @description Needs `domains:manage`.
         */
        delete: operations["removeDomain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/email-domains/{domainId}/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a token to a mailbox of the domain.
         * @description Needs `domains:manage`.
         */
        post: operations["askMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/email-domains/{domainId}/mailbox/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring the token back that was sent to a mailbox.
         * @description Needs `domains:manage`.
         */
        post: operations["proveMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/email-domains/{domainId}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for the record that proves the domain.
         * @description Needs `domains:manage`.
         */
        post: operations["verifyDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The invitations to an organization.
         * @description Needs `invitations:manage`.
         */
        get: operations["invitations"];
        put?: never;
        /**
         * Invite an address.
         * @description Needs `invitations:manage`.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/invites/{inviteId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw an invitation.
         * @description Needs `invitations:manage`.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/invites/{inviteId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open an invitation for another while, and send its mail again.
         * @description Needs `invitations:manage`.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The members of an organization.
         * @description Needs `members:read`.
         */
        get: operations["members"];
        put?: never;
        /**
         * Take somebody in again who was a member before.
         * @description Needs `members:manage`.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a member another role.
         * @description Needs `members:manage`.
         */
        put: operations["changeMemberRole"];
        post?: never;
        /** End a membership; members may end their own. */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/membership-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has asked to be taken in.
         * @description Needs `members:manage`.
         */
        get: operations["membershipRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/membership-requests/{userId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take in who has asked.
         * @description Needs `members:manage`.
         */
        post: operations["approveMembershipRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/membership-requests/{userId}/deny": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do not take in who has asked.
         * @description Needs `members:manage`.
         */
        post: operations["denyMembershipRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profiles/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own profile, made at the first login, with the session and why it is as it is. */
        get: operations["me"];
        /** What people may change of their own profile. */
        put: operations["updateMe"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profiles/me/link-confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have the code sent by which a person confirms that the account of their address is theirs. */
        post: operations["askLinkConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/provisioning/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a decision would be. Nothing is written of it.
         * @description Needs `policy:read`.
         */
        post: operations["evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service can do its work. */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What happens to a person whom no strategy admits. */
        AccessMode: "restricted" | "public" | "waitlist";
        /** @description What happens when the address of a new identity is that of a user there is. */
        AccountLinking: "never" | "confirm" | "verified_email";
        ActiveConnection: {
            /** @description What a login is begun with. */
            connection: components["schemas"]["PublicConnection"] | null;
            /** @description What its tokens are verified with, as `verify` of the npm package takes it. */
            verification: components["schemas"]["Verification"] | null;
        };
        /** @description `POST /orgs/{orgId}/email-domains`: say that a domain is the organization's. */
        AddDomainRequest: {
            /**
             * @description For `enterprise_sso`: the connection that people have to come by.
             * @default null
             */
            connection_id: components["schemas"]["ConnectionId"] | null;
            /** @description What the rule matches: a name, or `*.` and a name. */
            domain: components["schemas"]["DomainPattern"];
            /** @description What the rule does. */
            enrollment_mode: components["schemas"]["EnrollmentMode"];
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description What is to be proven. */
            verification: components["schemas"]["VerificationLevel"];
        };
        /** @description `POST /orgs/{orgId}/members`: take in again who was a member before. */
        AddMemberRequest: {
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description As what.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
            /** @description Whom. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description What was done. A closed list. */
        AdministrationAction: "organization_created" | "organization_updated" | "organization_closed" | "organization_reopened" | "seat_limit_changed" | "member_added" | "member_role_changed" | "member_removed" | "invitation_created" | "invitation_resent" | "invitation_revoked" | "invitation_accepted" | "domain_added" | "domain_changed" | "domain_proof_recorded" | "domain_removed" | "membership_request_approved" | "membership_request_denied" | "waitlist_approved" | "waitlist_denied" | "policy_saved" | "policy_rolled_back" | "user_suspended" | "user_restored" | "platform_role_changed" | "user_deprovisioned" | "profile_updated";
        /** @description A record of what an administrator did. */
        AdministrationAuditRow: {
            /** @description What. */
            action: components["schemas"]["AdministrationAction"];
            /** @description Who. */
            actor_id: components["schemas"]["UserId"];
            /** @description When. */
            at: string;
            /** @description What is different, redacted. */
            changes: components["schemas"]["FieldChange"][];
            /** @description Its identifier. */
            id: string;
            /**
             * Format: int64
             * @description Counts up in the order of writing.
             */
            number: number;
            /** @description In which organization. */
            org_id: components["schemas"]["OrganizationId"] | null;
            /** @description Why. */
            reason: string | null;
            /** @description By which request. */
            request_id: string | null;
            /** @description To what else. */
            target: string | null;
            /** @description To whom. */
            user_id: components["schemas"]["UserId"] | null;
        };
        /** @description What becomes of a command. A closed list. */
        AdministrationReason: "done" | "unchanged" | "not_allowed" | "organization_not_found" | "organization_inactive" | "name_missing" | "slug_invalid" | "slug_taken" | "seats_in_use" | "user_not_found" | "user_not_active" | "own_account" | "member_not_found" | "already_member" | "invitation_needed" | "role_above_own" | "last_owner" | "last_platform_owner" | "seat_limit_reached" | "invitation_not_found" | "invitation_not_pending" | "invitation_expired" | "already_invited" | "inviter_not_authorized" | "email_unverified" | "lifetime_out_of_range" | "connection_not_found" | "domain_not_found" | "domain_exists" | "domain_not_ownable" | "domain_taken" | "verification_insufficient" | "request_not_found" | "request_not_pending" | "not_waitlisted" | "stale_version" | "policy_has_errors" | "version_not_found";
        /** @description What has become of the mail with the code. */
        Asked: {
            delivery: components["schemas"]["Delivery"];
        };
        /** @description `POST /orgs/{orgId}/email-domains/{domainId}/mailbox`: send a token to a mailbox of the domain. */
        AskMailboxRequest: {
            /** @description The mailbox. */
            email: components["schemas"]["CanonicalEmail"];
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        Audience: string;
        /** Format: uuid */
        AuditId: string;
        /** @description What is known of a session that is signed in. */
        AuthenticatedSession: {
            /** @description Who acts in the user's stead; null when nobody does. */
            actor: components["schemas"]["IdentityKey"] | null;
            /** @description What the user may do on the platform and in the current organization. */
            capabilities: components["schemas"]["Capability"][];
            /** @description The organization that the user works in; null when there is none. */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /** @description The address as the provider writes it; null when there is none that could be read. */
            email: string | null;
            /** @description What is known of the address. */
            emailEvidence: components["schemas"]["EmailEvidence"];
            /** @description The first moment at which the session is over; null where the token does not say. */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The identity at the provider. */
            identity: components["schemas"]["IdentityKey"];
            /** @description When the token was issued; null where it does not say. */
            issuedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The organizations of the user, by identifier. */
            organizations: components["schemas"]["SessionOrganization"][];
            /** @description The role on the platform. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The kind of identity provider that it came by. */
            provider: components["schemas"]["ConnectionKind"];
            /**
             * Format: uint32
             * @description Counts the changes of the user's roles; a session that carries an older one is stale.
             */
            roleVersion: number;
            /** @description The session at the provider; null where it names none. */
            sessionId: components["schemas"]["SessionId"] | null;
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        };
        /** @description How the first platform owner comes to be. */
        Bootstrap: {
            /** @constant */
            mode: "token";
        } | {
            /** @description The addresses; at most 100. */
            emails: components["schemas"]["CanonicalEmail"][];
            /** @constant */
            mode: "allow_list";
        } | {
            /**
             * @description Whether somebody has said that this is what they want; otherwise the lint calls it an error.
             * @default false
             */
            acknowledged: boolean;
            /** @constant */
            mode: "first_user";
        } | {
            /** @constant */
            mode: "closed";
        };
        /** @description How the first platform owner comes to be. */
        BootstrapInput: {
            /** @constant */
            mode: "token";
        } | {
            /** @description The addresses; at most 100. */
            emails: components["schemas"]["CanonicalEmail"][];
            /** @constant */
            mode: "allow_list";
        } | {
            /**
             * @description Whether somebody has said that this is what they want; otherwise the lint calls it an error.
             * @default false
             */
            acknowledged: boolean;
            /** @constant */
            mode: "first_user";
        } | {
            /** @constant */
            mode: "closed";
        };
        /** @description A bootstrap token that has been issued. */
        BootstrapTokenFacts: {
            /** @description The first moment at which it does not count any more. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The SHA-256 of the token. */
            tokenHash: components["schemas"]["TokenHash"];
            /**
             * @description Whether it has been used.
             * @default false
             */
            used: boolean;
        };
        /** Format: email */
        CanonicalEmail: string;
        /** @description Something that a session may be allowed to do. Written as `resource:action`. */
        Capability: "idp:read" | "idp:write" | "idp:activate" | "org:read" | "org:update" | "org:delete" | "members:read" | "members:manage" | "invitations:manage" | "domains:manage" | "policy:read" | "policy:write" | "audit:read" | "modules:manage" | "organizations:manage" | "users:manage";
        /** @description `PUT /orgs/{orgId}/email-domains/{domainId}`: what a domain rule does. */
        ChangeDomainRequest: {
            /**
             * @description For `enterprise_sso`: the connection that people have to come by.
             * @default null
             */
            connection_id: components["schemas"]["ConnectionId"] | null;
            /** @description What it does. */
            enrollment_mode: components["schemas"]["EnrollmentMode"];
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        ChangeReason: string;
        /** @description `PUT /orgs/{orgId}/members/{userId}`: another role. */
        ChangeRoleRequest: {
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description Which. */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description The environments of Clerk instances. */
        ClerkEnvironment: "development" | "production";
        /** @description What a Clerk publishable key says. */
        ClerkFacts: {
            /** @description The environment of the instance. */
            environment: components["schemas"]["ClerkEnvironment"];
            /** @description The host of the Frontend API. */
            frontendApi: string;
        };
        /** @description A connection, as far as a login through it is concerned. */
        Connection: {
            /**
             * @description The algorithms its keys may sign with; at most 9. Empty means RS256 only.
             * @default []
             */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description Whether an organization's connection may bring in people whose address lies outside the domains it owns.
             * @default false
             */
            allowOutsideDomains: boolean;
            /**
             * @description The audiences that its tokens may be for; at most 20.
             * @default []
             */
            audiences: components["schemas"]["Audience"][];
            /**
             * @description The parties (`azp`, `cid`, `client_id`) that its tokens may have been issued to; at most 20. Required where tokens
             *     carry no audience.
             * @default []
             */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Its identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description The issuer that its tokens must name, exactly. */
            issuer: components["schemas"]["Issuer"];
            /** @description The kind of provider. */
            kind: components["schemas"]["ConnectionKind"];
            /**
             * @description The organization whose connection it is; absent for the platform's.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The organization at the provider that tokens have to name (Google `hd`, Entra ID `tid`, Clerk and Auth0 `org_id`); any when absent.
             *     Google's documentation on `hd`: the parameter of a login is a hint, the claim is what counts.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganization"] | null;
            /** @description Where it stands in its life. */
            status: components["schemas"]["ConnectionStatus"];
            /**
             * @description Which kind of token its clients send.
             * @default access_token
             */
            tokenUse: components["schemas"]["TokenUse"];
            /**
             * @description Whether an address counts as verified although the provider makes no claim about it. An explicit claim that it is
             *     not verified always stands. For Entra ID only right with a single pinned tenant.
             * @default false
             */
            trustEmail: boolean;
            /**
             * Format: uint32
             * @description Counts its changes; a plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description CORA's answer to `activate`, and the version for the next command. */
        ConnectionActivated: {
            id: components["schemas"]["ConnectionId"];
            is_active: boolean;
            message: string;
            /** Format: uint32 */
            number: number | null;
            outcome: components["schemas"]["ConnectionReason"];
            provider_type: components["schemas"]["ConnectionKind"];
            /** Format: uint32 */
            version: number | null;
        };
        /** @description A record of the audit log. */
        ConnectionAuditRow: {
            /** @description What was done. */
            action: string;
            /** @description `user` or `operator`. */
            actor_kind: string;
            /** @description What differs, redacted. */
            changes: unknown[];
            /** @description Whether a safeguard was passed over. */
            forced: boolean;
            /** @description Its identifier. */
            id: string;
            /** @description The connection. */
            idp_config_id: components["schemas"]["ConnectionId"];
            /** @description What it was afterwards; of records of an earlier schema. */
            new_config: unknown;
            /**
             * Format: uint32
             * @description The number of the settings that it is about.
             */
            number: number | null;
            /** @description What it was before; of records of an earlier schema. */
            old_config: unknown;
            /** @description When. */
            performed_at: string;
            /** @description The user; null for the operator. */
            performed_by: string | null;
            /** @description Why. */
            reason: string | null;
            /** @description The HTTP request. */
            request_id: string | null;
            /**
             * Format: uint32
             * @description The version that the connection had afterwards; null in records of an earlier schema.
             */
            version: number | null;
        };
        /** @description The row that a command leaves, and what there is to say about its settings. */
        ConnectionChanged: components["schemas"]["ConnectionRow"];
        /** @description What the provider's documents say. */
        ConnectionChecked: {
            derived: components["schemas"]["DerivedFacts"];
            log: components["schemas"]["Log"];
            ok: boolean;
            report: components["schemas"]["DiscoveryReport"] | null;
        };
        /**
         * @description Settings in which [`validate`](super::validate::validate) has found no error.
         *
         *     Every variant has the issuer that tokens name, derived where the provider's other settings determine it. Lists are
         *     without repetition, in the order in which they were given.
         */
        ConnectionConfiguration: {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Our client there. */
            clientId: components["schemas"]["Audience"];
            /** @description Its secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description `https://{domain}` (org authorization server) or `https://{domain}/oauth2/{id}` (custom). */
            issuer: components["schemas"]["Issuer"];
            /** @description Where the keys are; null where it follows from the issuer. */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "okta";
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description Whether an address counts as verified without a claim. */
            trustEmail: boolean;
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for, where a template sets one. */
            audiences: components["schemas"]["Audience"][];
            /** @description The origins that sessions may be of; required, for session tokens name no audience. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The Frontend API, `https://clerk.{domain}` or `https://{slug}.clerk.accounts.dev`. */
            issuer: components["schemas"]["Issuer"];
            /** @description The public key that session tokens are signed with, as PEM, for verifying without a network. */
            jwtKey: components["schemas"]["SettingText"] | null;
            /** @constant */
            kind: "clerk";
            /** @description The proxy that stands for the Frontend API, if there is one. */
            proxyUrl: components["schemas"]["EndpointUrl"] | null;
            /** @description The publishable key, `pk_test_…` or `pk_live_…`. */
            publishableKey: components["schemas"]["SettingText"];
            /** @description The secret key; null when nothing of ours calls Clerk's Backend API. */
            secretKey: components["schemas"]["SecretReference"] | null;
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Our client there. */
            clientId: components["schemas"]["Audience"];
            /** @description Its secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description Where the discovery document is; null where it is under the issuer. */
            discoveryUri: components["schemas"]["EndpointUrl"] | null;
            /** @description The issuer. */
            issuer: components["schemas"]["Issuer"];
            /** @description Where the keys are; null where the discovery document says. */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "oidc";
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description Whether an address counts as verified without a claim. */
            trustEmail: boolean;
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Our application there, a UUID. */
            clientId: components["schemas"]["Audience"];
            /** @description Its secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description `https://login.microsoftonline.com/{tenant}/v2.0`. */
            issuer: components["schemas"]["Issuer"];
            /** @constant */
            kind: "entra_id";
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The tenant, a UUID. */
            tenantId: components["schemas"]["SettingText"];
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description Whether an address counts as verified without a claim. */
            trustEmail: boolean;
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Our client there, `….apps.googleusercontent.com`. */
            clientId: components["schemas"]["Audience"];
            /** @description Its secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description The Workspace domain whose people are asked for: a hint, never proof. */
            hostedDomain: components["schemas"]["SettingText"] | null;
            /** @description `https://accounts.google.com`. */
            issuer: components["schemas"]["Issuer"];
            /** @constant */
            kind: "google";
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Our application there. */
            clientId: components["schemas"]["Audience"];
            /** @description Its secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description The tenant's domain, or the custom one. */
            domain: components["schemas"]["SettingText"];
            /** @description `https://{domain}/`, with the slash. */
            issuer: components["schemas"]["Issuer"];
            /** @constant */
            kind: "auth0";
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description Whether an address counts as verified without a claim. */
            trustEmail: boolean;
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Our app client there. */
            clientId: components["schemas"]["Audience"];
            /** @description Its secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description `https://cognito-idp.{region}.amazonaws.com/{user pool}`. */
            issuer: components["schemas"]["Issuer"];
            /** @constant */
            kind: "cognito";
            /** @description The region, `eu-central-1`. */
            region: components["schemas"]["SettingText"];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description Whether an address counts as verified without a claim. */
            trustEmail: boolean;
            /** @description The user pool, `eu-central-1_AbCdEfGhI`. */
            userPoolId: components["schemas"]["SettingText"];
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /** @description Whether an organization's connection brings in people outside its domains. */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Our client there. */
            clientId: components["schemas"]["Audience"];
            /** @description Its secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description `{server}/realms/{realm}`. */
            issuer: components["schemas"]["Issuer"];
            /** @constant */
            kind: "keycloak";
            /** @description The realm. */
            realm: components["schemas"]["SettingText"];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The server's address, with `/auth` before version 17. */
            serverUrl: components["schemas"]["EndpointUrl"];
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description Whether an address counts as verified without a claim. */
            trustEmail: boolean;
        };
        /** Format: uuid */
        ConnectionId: string;
        /** @description A connection, as far as a login through it is concerned. */
        ConnectionInput: {
            /**
             * @description The algorithms its keys may sign with; at most 9. Empty means RS256 only.
             * @default []
             */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description Whether an organization's connection may bring in people whose address lies outside the domains it owns.
             * @default false
             */
            allowOutsideDomains: boolean;
            /**
             * @description The audiences that its tokens may be for; at most 20.
             * @default []
             */
            audiences: components["schemas"]["Audience"][];
            /**
             * @description The parties (`azp`, `cid`, `client_id`) that its tokens may have been issued to; at most 20. Required where tokens
             *     carry no audience.
             * @default []
             */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description Its identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description The issuer that its tokens must name, exactly. */
            issuer: components["schemas"]["Issuer"];
            /** @description The kind of provider. */
            kind: components["schemas"]["ConnectionKind"];
            /**
             * @description The organization whose connection it is; absent for the platform's.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The organization at the provider that tokens have to name (Google `hd`, Entra ID `tid`, Clerk and Auth0 `org_id`); any when absent.
             *     Google's documentation on `hd`: the parameter of a login is a hint, the claim is what counts.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganization"] | null;
            /** @description Where it stands in its life. */
            status: components["schemas"]["ConnectionStatus"];
            /**
             * @description Which kind of token its clients send.
             * @default access_token
             */
            tokenUse: components["schemas"]["TokenUse"];
            /**
             * @description Whether an address counts as verified although the provider makes no claim about it. An explicit claim that it is
             *     not verified always stands. For Entra ID only right with a single pinned tenant.
             * @default false
             */
            trustEmail: boolean;
            /**
             * Format: uint32
             * @description Counts its changes; a plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description One thing that is wrong with a connection. */
        ConnectionIssue: {
            /** @description What. */
            code: components["schemas"]["ConnectionIssueCode"];
            /** @description What to do about it: a sentence. */
            help: string | null;
            /** @description What is wrong, for people: lower case, no full stop, input in backticks. Holds no secret. */
            message: string;
            /** @description Where: a JSON Pointer (RFC 6901) into the settings as they were given, or into the input of the check. */
            path: string;
            /** @description How grave: with an error the connection cannot go live, a warning should be meant. */
            severity: components["schemas"]["Severity"];
        };
        /** @description What is wrong with a connection. A closed list, extended only with a test; a code is never used for something else later. */
        ConnectionIssueCode: "unknown_field" | "duplicate_field" | "missing_field" | "wrong_type" | "out_of_bounds" | "unknown_value" | "duplicate_item" | "placeholder_value" | "stray_character" | "invalid_url" | "invalid_domain" | "not_https" | "private_host" | "unexpected_url_part" | "trailing_slash" | "missing_trailing_slash" | "misspelt_host" | "symmetric_algorithm" | "admin_domain" | "issuer_form" | "issuer_conflict" | "wrong_authorization_server" | "tenant_not_pinned" | "client_id_form" | "unusual_client_id" | "key_form" | "key_environment_conflict" | "key_host_conflict" | "development_key" | "token_use_unsupported" | "algorithm_unsupported" | "setting_unused" | "secret_in_public_field" | "secret_reference_form" | "secret_missing" | "audience_missing" | "authorized_parties_missing" | "scope_missing" | "email_trusted" | "outside_domains_admitted" | "document_form" | "document_incomplete" | "issuer_mismatch" | "endpoint_not_https" | "endpoint_private_host" | "endpoint_foreign_host" | "signing_algorithm_mismatch" | "only_symmetric_algorithms" | "pkce_unsupported" | "scope_unsupported" | "claim_unsupported" | "code_flow_unsupported" | "client_authentication_unsupported" | "jwks_uri_mismatch" | "key_set_form" | "no_usable_key" | "key_unusable" | "key_id_missing" | "key_id_repeated" | "private_key_published";
        /** @description The kind of identity provider, which decides how its claims are read. */
        ConnectionKind: "okta" | "clerk" | "oidc" | "entra_id" | "google" | "auth0" | "cognito" | "keycloak";
        /** @description What becomes of a command. A closed list. */
        ConnectionReason: "created" | "saved" | "unchanged" | "test_recorded" | "activated" | "rolled_back" | "disabled" | "connection_not_found" | "connection_exists" | "stale_version" | "settings_not_storable" | "configuration_not_found" | "not_validated" | "not_tested" | "issuer_in_use" | "would_lock_out_admins" | "reason_missing" | "not_active";
        /** @description All that is wrong with a connection's settings, and what follows from them. */
        ConnectionReport: {
            /** @description The settings as a typed variant; null when there is an error. */
            configuration: components["schemas"]["ConnectionConfiguration"] | null;
            /** @description What was derived from them; null when there is an error. */
            derived: components["schemas"]["DerivedFacts"] | null;
            /**
             * @description Errors and warnings, in the order of the kind's settings, then those about settings that it does not have; at most
             *     100 are listed.
             */
            issues: components["schemas"]["ConnectionIssue"][];
            /** @description Whether there is no error: such settings may be tested and go live. */
            ok: boolean;
            /** @description The settings under their canonical names (camelCase), without those that are unknown or not to be stored. */
            settings: components["schemas"]["Settings"];
            /** @description Whether the settings may be kept as a draft: there is nothing in them that must not be stored. */
            storable: boolean;
        };
        /** @description A connection. Times are UTC in RFC 3339. */
        ConnectionRow: {
            /**
             * Format: uint32
             * @description The number of the settings in use.
             */
            active_number: number | null;
            /** @description The settings in use, else the latest; secrets as references. */
            config: {
                [key: string]: unknown;
            };
            /** @description When it was made. */
            created_at: string;
            /** @description Who made it; null for the operator. */
            created_by: string | null;
            /** @description Its name for people. */
            display_name: string;
            /** @description Its identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description Whether it is in use. */
            is_active: boolean;
            /** @description Whether it is more than a draft. */
            is_configured: boolean;
            /** @description The issuer of the settings in use, or of those that were in use last. */
            issuer: string | null;
            /**
             * Format: uint32
             * @description The greatest number of its settings; 0 when there are none.
             */
            latest_number: number;
            /** @description The organization whose connection it is; null for the platform's. */
            org_id: string | null;
            /** @description The kind of provider. */
            provider_type: components["schemas"]["ConnectionKind"];
            /** @description Where it stands in its life. */
            status: string;
            /** @description When it was changed last. */
            updated_at: string;
            /** @description Who changed it last; null for the operator. */
            updated_by: string | null;
            /**
             * Format: uint32
             * @description Counts its changes.
             */
            version: number;
        };
        /** @description Where a connection stands in its life. Only an active one lets anybody in. */
        ConnectionStatus: "draft" | "validated" | "tested" | "disabled" | "active";
        /** @description One set of settings of a connection. */
        ConnectionVersion: {
            config: components["schemas"]["Settings"];
            created_at: string;
            created_by: string | null;
            is_active: boolean;
            /** Format: uint32 */
            number: number;
            stage: string;
            test_outcome: string | null;
            tested_at: string | null;
            tested_decision: unknown;
        };
        /** @description `POST /admin/idp-config`: make a connection. */
        CreateConnectionRequest: {
            /** @description Its settings; secrets as references, or as values that are stored encrypted. */
            config: components["schemas"]["Settings"];
            /** @description Its name for people. */
            display_name: components["schemas"]["DisplayName"];
            /**
             * @description The organization whose connection it is; absent for the platform's.
             * @default null
             */
            organization_id: components["schemas"]["OrganizationId"] | null;
            /** @description The kind of provider. */
            provider_type: components["schemas"]["ConnectionKind"];
        };
        /** @description `POST /orgs/{orgId}/invites`: invite an address. */
        CreateInvitationRequest: {
            /**
             * @description The connection that it has to be accepted by.
             * @default null
             */
            connection_id: components["schemas"]["ConnectionId"] | null;
            /** @description Whom. */
            email: components["schemas"]["CanonicalEmail"];
            /**
             * Format: uint32
             * @description For how long; as long as the policy says when absent.
             * @default null
             */
            lifetime_seconds: number | null;
            /**
             * @description As what on the platform.
             * @default platform_user
             */
            platform_role: components["schemas"]["PlatformRole"];
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description As what.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description `POST /orgs`: found an organization. */
        CreateOrganizationRequest: {
            /**
             * @description Its logo.
             * @default null
             */
            logo_url: components["schemas"]["PictureUrl"] | null;
            /** @description Its name. */
            name: components["schemas"]["DisplayName"];
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description Its slug; made from the name when absent.
             * @default null
             */
            slug: components["schemas"]["Slug"] | null;
        };
        /** @description Everything that one decision depends on. The same input gives the same decision, byte for byte, on every host. */
        DecideInput: {
            /** @description The connection it came by. */
            connection: components["schemas"]["ConnectionInput"];
            /**
             * @description What is stored that concerns this login; nothing at all when absent.
             * @default {
             *       "bootstrapTokens": [],
             *       "derivedUser": null,
             *       "domainRules": [],
             *       "invitations": [],
             *       "linkConfirmations": [],
             *       "linkedUser": null,
             *       "memberships": [],
             *       "organizations": [],
             *       "pendingMembershipRequests": [],
             *       "platformOwnerExists": false,
             *       "takenSlugs": [],
             *       "usersWithEmail": [],
             *       "waitlistApproved": false,
             *       "waitlisted": false
             *     }
             */
            facts: components["schemas"]["LoginFacts"];
            /** @description The login. */
            login: components["schemas"]["LoginIdentity"];
            /** @description The time of the decision. */
            now: components["schemas"]["UnixSeconds"];
            /**
             * @description The policy in force; the strict default policy when absent.
             * @default {
             *       "accessMode": "restricted",
             *       "accountLinking": "confirm",
             *       "bootstrap": {
             *         "mode": "token"
             *       },
             *       "defaultRoles": [],
             *       "enforceSeats": true,
             *       "groupRoles": [],
             *       "invitationLifetimeSeconds": 2592000,
             *       "multipleInvitations": "accept_all",
             *       "personalOrganization": false,
             *       "reconcileOnLogin": true,
             *       "requireVerifiedEmail": true,
             *       "strategies": [
             *         "invitation",
             *         "connection",
             *         "domain"
             *       ],
             *       "subaddressing": "allow",
             *       "version": 0
             *     }
             */
            policy: components["schemas"]["ProvisioningPolicyInput"];
        };
        /** @description A decision: what becomes of the login, why, what the person is told, and what has to be written. */
        Decision: {
            /** @description The organization that the person works in once the plan is applied. */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /** @description What is known of the login's address. */
            emailEvidence: components["schemas"]["EmailEvidence"];
            /** @description The active memberships once the plan is applied, by organization. */
            memberships: components["schemas"]["MembershipView"][];
            /** @description What becomes of the login. */
            outcome: components["schemas"]["Outcome"];
            /** @description What has to be written. */
            plan: components["schemas"]["Plan"];
            /** @description The role on the platform once the plan is applied. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description Why: the code of the deciding verdict in the trace. */
            reason: components["schemas"]["ReasonCode"];
            /** @description Why, stage by stage. For administrators. */
            trace: components["schemas"]["Trace"];
            /** @description What the person is told; null when they are in and there is nothing to say. */
            userMessage: components["schemas"]["UserMessage"] | null;
        };
        /** @description The role of an organization's members who come by connection or domain. */
        DefaultRole: {
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role; reduced to the greatest that the way of coming grants. */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description What has become of a mail. */
        Delivery: "sent" | "failed" | "not_configured";
        /** @description What follows from settings, so that nobody has to write it down a second time. */
        DerivedFacts: {
            /** @description Clerk's instance. */
            clerk: components["schemas"]["ClerkFacts"] | null;
            /** @description Where the provider's discovery document is; null where the provider is used without one. */
            discoveryUri: components["schemas"]["EndpointUrl"] | null;
            /** @description The issuer that tokens name, exactly. */
            issuer: components["schemas"]["Issuer"];
            /** @description Where the keys are; null where the discovery document says, or the key is in the settings. */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @description Okta's authorization server. */
            okta: components["schemas"]["OktaFacts"] | null;
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
        };
        /** @description All that is wrong with a provider's documents for a connection. */
        DiscoveryReport: {
            /** @description Where people are sent to log in; null when the document does not say, or says what is refused. */
            authorizationEndpoint: string | null;
            /** @description Errors and warnings. */
            issues: components["schemas"]["ConnectionIssue"][];
            /**
             * @description Where the keys are: where the settings say, else where the document does; null when neither does, or the key is in the
             *     settings.
             */
            jwksUri: string | null;
            /** @description Whether there is no error. */
            ok: boolean;
            /** @description Where codes are exchanged; null when the document does not say, or says what is refused. */
            tokenEndpoint: string | null;
            /** @description The identifiers of the keys that tokens of this connection can be verified with. */
            usableKeyIds: string[];
        };
        DisplayName: string;
        /** @description The kind of a domain. */
        DomainClass: "public_provider" | "disposable" | "public_suffix" | "company";
        /** Format: uuid */
        DomainId: string;
        /** Format: domain-pattern */
        DomainPattern: string;
        /** @description A domain rule, and what has to stand in the domain's DNS. */
        DomainRule: {
            /** @description When it was looked for last. */
            checked_at: string | null;
            /** @description The kind of domain. */
            class: components["schemas"]["DomainClass"];
            /** @description The connection that people have to come by. */
            connection_id: components["schemas"]["ConnectionId"] | null;
            /** @description When it was made. */
            created_at: string;
            /** @description What it matches: a name, or `*.` and a name. */
            domain: string;
            /** @description What it does. */
            enrollment_mode: components["schemas"]["EnrollmentMode"];
            /** @description Its identifier. */
            id: components["schemas"]["DomainId"];
            /** @description The organization. */
            org_id: components["schemas"]["OrganizationId"];
            record: components["schemas"]["TxtRecord"];
            /** @description Where the proof stands. */
            state: components["schemas"]["VerificationState"];
            /** @description What is to be proven. */
            verification: components["schemas"]["VerificationLevel"];
            /** @description When the proof was found last. */
            verified_at: string | null;
            /**
             * Format: uint32
             * @description Counts its changes.
             */
            version: number;
        };
        /** @description A domain rule of an organization. */
        DomainRuleFacts: {
            /**
             * @description The kind of domain, by the complete lists at the time it was verified.
             * @default company
             */
            class: components["schemas"]["DomainClass"];
            /**
             * @description For `enterprise_sso`: the connection that people have to come by.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description What it does. */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /** @description The rule. */
            id: components["schemas"]["DomainId"];
            /** @description The organization whose rule it is. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description What it matches. */
            pattern: components["schemas"]["DomainPattern"];
            /**
             * @description The role it gives; more than `org_user` is reduced to it.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
            /** @description Where the proof stands. */
            state: components["schemas"]["VerificationState"];
            /** @description What was to be proven. */
            verification: components["schemas"]["VerificationLevel"];
            /**
             * Format: uint32
             * @description Counts its changes; a plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description One change. Applying it a second time changes nothing. */
        Effect: {
            /** @description Who makes the row: the user. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "create_user";
            /** @description Their address. */
            email: components["schemas"]["EmailAddress"] | null;
            /** @description Whether it is proven to be theirs. */
            emailVerified: boolean;
            /** @description What is known of them. */
            profile: components["schemas"]["Profile"];
            /** @description Who changed it last: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The connection it came by. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description Who makes the row. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "link_identity";
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "consume_link_confirmation";
            /** @description Which. */
            tokenHash: components["schemas"]["TokenHash"];
            /** @description When. */
            usedAt: components["schemas"]["UnixSeconds"];
            /** @description Whose account it was for. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "update_profile";
            /** @description The parts to fill in; the others are null. */
            profile: components["schemas"]["Profile"];
            /** @description Who changes the row. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description Who founds it, and owns it. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "create_organization";
            /** @description Its name. */
            name: components["schemas"]["DisplayName"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description Its slug. */
            slug: components["schemas"]["Slug"];
            /** @description Who changed it last. */
            updatedBy: components["schemas"]["UserId"];
        } | {
            /** @description Who made it so: the inviter, else the user. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "add_membership";
            /** @description The membership. */
            membershipId: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description Their role there. */
            role: components["schemas"]["OrganizationRole"];
            /** @description How it came to be. */
            source: components["schemas"]["MembershipSource"];
            /** @description Who changed it last. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "raise_role";
            /** @description The role before. */
            from: components["schemas"]["OrganizationRole"];
            /** @description The membership. */
            membershipId: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role after. */
            to: components["schemas"]["OrganizationRole"];
            /** @description Who made it so. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description When. */
            acceptedAt: components["schemas"]["UnixSeconds"];
            /** @constant */
            effect: "accept_invitation";
            /** @description The invitation. */
            invitationId: components["schemas"]["InvitationId"];
            /** @description By whom. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description What it takes to accept it. */
            acceptance: components["schemas"]["InvitationAcceptance"];
            /** @description When it was made. */
            createdAt: components["schemas"]["UnixSeconds"];
            /** @description For whom it was made. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "create_invitation";
            /** @description The address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it does not count any more. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The invitation. */
            invitationId: components["schemas"]["InvitationId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role. */
            role: components["schemas"]["OrganizationRole"];
        } | {
            /** @constant */
            effect: "request_membership";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description When. */
            requestedAt: components["schemas"]["UnixSeconds"];
            /** @description The request. */
            requestId: components["schemas"]["MembershipRequestId"];
            /** @description The role asked for. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description When. */
            addedAt: components["schemas"]["UnixSeconds"];
            /** @constant */
            effect: "add_to_waitlist";
            /** @description The address. */
            email: components["schemas"]["CanonicalEmail"];
        } | {
            /** @constant */
            effect: "set_current_organization";
            /** @description The organization before; null when there was none. */
            from: components["schemas"]["OrganizationId"] | null;
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "grant_platform_role";
            /** @description The role. */
            role: components["schemas"]["PlatformRole"];
            /** @description Who made it so. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "consume_bootstrap_token";
            /** @description Which. */
            tokenHash: components["schemas"]["TokenHash"];
            /** @description When. */
            usedAt: components["schemas"]["UnixSeconds"];
            /** @description By whom. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description When. */
            at: components["schemas"]["UnixSeconds"];
            /** @description The record. Somebody who is kept out for one reason has one record a day; whoever is let in has one a plan. */
            auditId: components["schemas"]["AuditId"];
            /** @description By which connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            effect: "record_audit";
            /** @description The address, redacted. */
            email: components["schemas"]["RedactedEmail"] | null;
            /** @description What. */
            outcome: components["schemas"]["OutcomeKind"];
            /** @description Why. */
            reason: components["schemas"]["ReasonCode"];
            /** @description The user, if there is one. */
            userId: components["schemas"]["UserId"] | null;
        };
        /**
         * @description An address as written, to show, and its canonical form, to compare.
         *
         *     Canonical: NFKC, then exactly one `@`; local part ASCII lower case, domain an IDNA A-label name in lower case. Case of the
         *     local part is folded although RFC 5321 §2.4 lets it matter, because no mailbox provider lets it (our decision).
         */
        EmailAddress: {
            /** @description The only form to compare. */
            canonical: components["schemas"]["CanonicalEmail"];
            /** @description As written; for showing only. */
            original: components["schemas"]["RawEmail"];
        };
        /** @description What is known of a login's e-mail address, from nothing to the most. */
        EmailEvidence: "absent" | "unverified" | "verified" | "owned_domain";
        EndpointUrl: string;
        /** @description What a domain rule does for a person whose address it matches; from the strictest to the most generous. */
        EnrollmentMode: "enterprise_sso" | "manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "automatic_membership";
        Error: {
            /** @description What is wrong, for programs: one of a closed list. */
            code: string;
            /** @description The connection that the person has to come by. */
            connectionId?: string;
            /** @description What is wrong, for people. */
            error: string;
            /** @description Every fault of the input. */
            issues?: {
                code: string;
                help?: string | null;
                message: string;
                /** @description Where: a JSON Pointer (RFC 6901). */
                path: string;
                /** @enum {unknown} */
                severity: "error" | "warning";
            }[];
            /** @description The request's identifier, as in `x-request-id`. */
            requestId: string;
            /** @constant */
            success: false;
        };
        /** @description Something that a stage looked at. */
        Evidence: {
            /** @description The address, redacted; null when there is none that could be read. */
            address: components["schemas"]["RedactedEmail"] | null;
            /** @description What is known of it. */
            evidence: components["schemas"]["EmailEvidence"];
            /** @constant */
            kind: "email";
        } | {
            /** @description Which. */
            id: components["schemas"]["ConnectionId"];
            /** @constant */
            kind: "connection";
            /** @description Where it stands in its life. */
            status: components["schemas"]["ConnectionStatus"];
        } | {
            /** @description Which. */
            id: components["schemas"]["UserId"];
            /** @constant */
            kind: "user";
            /** @description Whether they may use the platform. */
            status: components["schemas"]["UserStatus"];
        } | {
            /** @description What came of it. */
            code: components["schemas"]["ReasonCode"];
            /** @description Which. */
            id: components["schemas"]["InvitationId"];
            /** @constant */
            kind: "invitation";
            /** @description Into which organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @description What came of it. */
            code: components["schemas"]["ReasonCode"];
            /** @description Which. */
            id: components["schemas"]["DomainId"];
            /** @constant */
            kind: "domain_rule";
            /** @description Of which organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description What it matches. */
            pattern: string;
        } | {
            /** @description The role that was configured. */
            from: components["schemas"]["OrganizationRole"];
            /** @constant */
            kind: "role_capped";
            /** @description In which organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role that was given. */
            to: components["schemas"]["OrganizationRole"];
        };
        Explanation: {
            message: components["schemas"]["UserMessage"] | null;
            outcome: components["schemas"]["OutcomeKind"];
            reason: components["schemas"]["ReasonCode"];
            trace: components["schemas"]["Trace"] | null;
        };
        /** @description What a field was and is. */
        FieldChange: {
            /** @description What it is; null where there is nothing. */
            after: string | null;
            /** @description What it was; null where there was nothing. */
            before: string | null;
            /** @description The field. */
            field: string;
        };
        /** @description Something found in a configuration. */
        Finding: {
            /** @description What. */
            code: components["schemas"]["FindingCode"];
            /** @description What to do about it: a sentence. */
            fix: string;
            /** @description What is wrong, for people: lower case, no full stop. */
            message: string;
            /** @description Where: a JSON Pointer into the configuration (RFC 6901). */
            path: string;
            /** @description How grave: an error should not go live, a warning should be meant. */
            severity: components["schemas"]["Severity"];
        };
        /** @description What was found; a closed list, extended only with a test. */
        FindingCode: "no_active_connection" | "entry_closed" | "neither_creates_nor_links" | "unreachable_strategy" | "strategy_missing" | "bootstrap_first_user" | "bootstrap_list_empty" | "unverified_email_accepted" | "reserved_role" | "role_capped" | "shadowed_entry" | "seats_not_enforced" | "invitation_lifetime_too_long" | "invitation_lifetime_too_short" | "personal_organization_unused" | "connection_without_audience" | "email_trusted_without_claim" | "outside_domains_admitted" | "issuer_repeated" | "public_domain" | "suffix_domain" | "wildcard_too_wide" | "silent_join_without_ownership" | "domain_not_verified" | "ambiguous_domain" | "sso_connection_unusable" | "confusable_domain" | "mixed_script_domain";
        /** @description The wish to do something in spite of a safeguard. */
        Force: {
            /** @description Why, for the audit record; not blank. */
            reason: components["schemas"]["ChangeReason"];
        };
        GroupName: string;
        /** @description Maps a group at the identity provider to a role in an organization. */
        GroupRole: {
            /** @description The group, compared exactly. */
            group: components["schemas"]["GroupName"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role; more than `org_admin` is reduced to it. */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description What has to be true at the moment a plan is applied. When one fails nothing is written; load again, decide again. */
        Guard: {
            /** @constant */
            guard: "identity_unlinked";
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
        } | {
            /** @description The address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @constant */
            guard: "email_unclaimed";
        } | {
            /** @constant */
            guard: "user_absent";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "user_active";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "identity_linked";
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @constant */
            guard: "email_verified";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "link_confirmation_pending";
            /** @description Which. */
            tokenHash: components["schemas"]["TokenHash"];
        } | {
            /** @description The first moment at which it does not count any more. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @constant */
            guard: "invitation_pending";
            /** @description The invitation. */
            invitationId: components["schemas"]["InvitationId"];
            /** @description The role it gives. */
            role: components["schemas"]["OrganizationRole"];
        } | {
            /** @constant */
            guard: "inviter_authorized";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role on the platform that the invitation gives. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The role in the organization that the invitation gives. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The inviter. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "membership_unchanged";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role; null when there is no membership. */
            role: components["schemas"]["OrganizationRole"] | null;
            /** @description The status; null when there is no membership. */
            status: components["schemas"]["MembershipStatus"] | null;
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "organization_active";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @constant */
            guard: "organization_absent";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @constant */
            guard: "no_platform_owner";
        } | {
            /** @constant */
            guard: "bootstrap_token_unused";
            /** @description Which. */
            tokenHash: components["schemas"]["TokenHash"];
        } | {
            /** @constant */
            guard: "seat_available";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @constant */
            guard: "slug_free";
            /** @description The slug. */
            slug: components["schemas"]["Slug"];
        } | {
            /** @description The address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @constant */
            guard: "waitlist_approved";
        } | {
            /** @constant */
            guard: "policy_version";
            /**
             * Format: uint32
             * @description The version.
             */
            version: number;
        } | {
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            guard: "connection_version";
            /**
             * Format: uint32
             * @description The version.
             */
            version: number;
        } | {
            /** @description The rule. */
            domainId: components["schemas"]["DomainId"];
            /** @constant */
            guard: "domain_rule_version";
            /**
             * Format: uint32
             * @description The version.
             */
            version: number;
        };
        Health: {
            version: string;
        };
        /**
         * @description What identifies a person at an identity provider: exact issuer and exact subject. Never the e-mail address, never the
         *     subject alone, never the provider's name (OpenID Connect Core §5.7).
         */
        IdentityKey: {
            /** @description The issuer (`iss`). */
            issuer: components["schemas"]["Issuer"];
            /** @description The subject (`sub`). */
            subject: components["schemas"]["Subject"];
        };
        /** @description What it takes to accept an invitation. */
        InvitationAcceptance: "explicit" | "on_login";
        /** @description An invitation of an address into an organization. */
        InvitationFacts: {
            /**
             * @description What it takes to accept it.
             * @default on_login
             */
            acceptance: components["schemas"]["InvitationAcceptance"];
            /**
             * @description The connection it must be accepted by, if one is named.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /**
             * @description When it was made.
             * @default 0
             */
            createdAt: components["schemas"]["UnixSeconds"];
            /** @description The address it invites. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it does not count any more. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The invitation. */
            id: components["schemas"]["InvitationId"];
            /**
             * @description Who made it, as they are now; absent when they are gone.
             * @default null
             */
            inviter: components["schemas"]["InviterFacts"] | null;
            /** @description The organization it invites to. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The role it gives on the platform, if more than a user's.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /**
             * @description The role it gives there.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
            /** @description What has become of it. */
            status: components["schemas"]["InvitationStatus"];
        };
        /** Format: uuid */
        InvitationId: string;
        /** @description An invitation. */
        InvitationRow: {
            /** @description What it takes to accept it. */
            acceptance: components["schemas"]["InvitationAcceptance"];
            /** @description The connection that it has to be accepted by. */
            connection_id: components["schemas"]["ConnectionId"] | null;
            /** @description When it was made. */
            created_at: string;
            /** @description Whom. */
            email: string;
            /** @description The first moment at which it does not count any more. */
            expires_at: string;
            /** @description Its identifier. */
            id: components["schemas"]["InvitationId"];
            /** @description Who answers for it; null when a domain rule made it. */
            invited_by: components["schemas"]["UserId"] | null;
            /** @description To which organization. */
            org_id: components["schemas"]["OrganizationId"];
            /** @description What that is called. */
            org_name: string;
            /** @description As what on the platform. */
            platform_role: components["schemas"]["PlatformRole"];
            /** @description As what. */
            role: components["schemas"]["OrganizationRole"];
            /** @description What has become of it; one whose time is over is `expired` without anybody's doing. */
            status: components["schemas"]["InvitationStatus"];
        };
        /** @description What has become of an invitation. */
        InvitationStatus: "revoked" | "expired" | "accepted" | "pending";
        /** @description Who made an invitation, as they are now. */
        InviterFacts: {
            /**
             * @description Their role in the organization the invitation is for, if they are an active member of it.
             * @default null
             */
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description Their role on the platform.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /** @description Whether they may use the platform. */
            status: components["schemas"]["UserStatus"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        };
        Issuer: string;
        Keys: {
            jwksUri: string;
        } | {
            discoveryUri: string;
        } | {
            publicKeyPem: string;
        };
        /**
         * @description A confirmation that was asked of a person: a token was sent to the account's own address, and whoever presents it has
         *     confirmed that the account is theirs.
         *
         *     It is bound to all that it confirms: a token made for one identity, account or address proves nothing about another.
         */
        LinkConfirmationFacts: {
            /** @description The address of the account when it was asked; the token was sent to it. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it does not count any more. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The identity that is to be linked. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The SHA-256 of the token. */
            tokenHash: components["schemas"]["TokenHash"];
            /**
             * @description Whether it has been used.
             * @default false
             */
            used: boolean;
            /** @description The user to whom. */
            userId: components["schemas"]["UserId"];
        };
        /** @description All that was found, errors and warnings in the order of the configuration. */
        LintReport: {
            /**
             * Format: uint32
             * @description How many of the findings are errors.
             */
            errors: number;
            /** @description The findings. */
            findings: components["schemas"]["Finding"][];
            /**
             * Format: uint32
             * @description How many are warnings.
             */
            warnings: number;
        };
        /** @description The lines so far. None holds a secret, a token or a whole address. */
        Log: components["schemas"]["TestLogEntry"][];
        /** @description What is stored that concerns one login. The order of the lists means nothing. */
        LoginFacts: {
            /**
             * @description The bootstrap tokens that have been issued; at most 10.
             * @default []
             */
            bootstrapTokens: components["schemas"]["BootstrapTokenFacts"][];
            /**
             * @description The user whose identifier this identity derives, if there is one although no identity is linked to them: an account
             *     whose link was taken away.
             * @default null
             */
            derivedUser: components["schemas"]["UserFacts"] | null;
            /**
             * @description The rules for the domain of the login's address and for its parent domains; at most 1000.
             * @default []
             */
            domainRules: components["schemas"]["DomainRuleFacts"][];
            /**
             * @description The invitations to the login's canonical address, in every state; at most 1000.
             * @default []
             */
            invitations: components["schemas"]["InvitationFacts"][];
            /**
             * @description The confirmations of links that have been asked for this identity; at most 10.
             * @default []
             */
            linkConfirmations: components["schemas"]["LinkConfirmationFacts"][];
            /**
             * @description The user to whom this identity key is linked.
             * @default null
             */
            linkedUser: components["schemas"]["UserFacts"] | null;
            /**
             * @description The memberships of the linked user, the derived user and the users with the address, removed ones too; at most 2000.
             * @default []
             */
            memberships: components["schemas"]["MembershipFacts"][];
            /**
             * @description The organizations that any other fact, or the connection, names; at most 2000.
             * @default []
             */
            organizations: components["schemas"]["OrganizationFacts"][];
            /**
             * @description The organizations that the linked user has asked to join and that have not answered yet; at most 1000.
             * @default []
             */
            pendingMembershipRequests: components["schemas"]["OrganizationId"][];
            /**
             * @description Whether the platform has an owner.
             * @default false
             */
            platformOwnerExists: boolean;
            /**
             * @description The slugs in use that begin with the slug an organization of this person would get; at most 1000.
             * @default []
             */
            takenSlugs: components["schemas"]["Slug"][];
            /**
             * @description The users whose canonical address equals the login's; at most 100.
             * @default []
             */
            usersWithEmail: components["schemas"]["UserFacts"][];
            /**
             * @description Whether an administrator has let that address in.
             * @default false
             */
            waitlistApproved: boolean;
            /**
             * @description Whether the login's canonical address is on the waitlist.
             * @default false
             */
            waitlisted: boolean;
        };
        /**
         * @description A login as the identity provider asserts it, after the token was accepted. Made by the host from verified claims;
         *     nothing in it may come from the client, except `bootstrapToken` and `linkProof`.
         */
        LoginIdentity: {
            /**
             * @description Who acts in the person's stead (`act`, RFC 8693 §4.1), such as an administrator who impersonates them.
             * @default null
             */
            actor: components["schemas"]["IdentityKey"] | null;
            /**
             * @description A bootstrap token that the person presents, if any. Never part of a decision, a trace or a log.
             * @default null
             */
            bootstrapToken: components["schemas"]["PresentedToken"] | null;
            /** @description The connection that this login came by. */
            connectionId: components["schemas"]["ConnectionId"];
            /**
             * @description The address the provider asserts, as written.
             * @default null
             */
            email: components["schemas"]["RawEmail"] | null;
            /**
             * @description The provider's claim that the address is verified; any JSON is read, only `true` and `"true"` count.
             * @default null
             */
            emailVerified: components["schemas"]["VerifiedClaim"];
            /**
             * @description When the token expires (`exp`).
             * @default null
             */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description Family name (`family_name`).
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description Given name (`given_name`).
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description Groups at the provider; at most 1000.
             * @default []
             */
            groups: components["schemas"]["GroupName"][];
            /**
             * @description The organization at the provider: a hint, never identity.
             * @default null
             */
            idpOrganization: components["schemas"]["ProviderOrganization"] | null;
            /**
             * @description When the token was issued (`iat`).
             * @default null
             */
            issuedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The issuer (`iss`) of the token. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The token by which the person confirms that an account is theirs, if any. Never part of a decision, a trace or a log.
             * @default null
             */
            linkProof: components["schemas"]["PresentedToken"] | null;
            /**
             * @description Full name (`name`).
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description Phone number (`phone_number`).
             * @default null
             */
            phoneNumber: components["schemas"]["PhoneNumber"] | null;
            /**
             * @description Picture (`picture`).
             * @default null
             */
            picture: components["schemas"]["PictureUrl"] | null;
            /**
             * @description The session at the provider (`sid`).
             * @default null
             */
            sessionId: components["schemas"]["SessionId"] | null;
            /** @description The subject (`sub`) of the token; 1 to 255 characters, none of them a control, or the login is `identity_invalid`. */
            subject: components["schemas"]["Subject"];
            /**
             * @description Whether the subject is a person.
             * @default user
             */
            subjectKind: components["schemas"]["SubjectKind"];
        };
        /** @description A domain rule, and what has become of the mail. */
        MailboxAsked: {
            /** @description When it was looked for last. */
            checked_at: string | null;
            /** @description The kind of domain. */
            class: components["schemas"]["DomainClass"];
            /** @description The connection that people have to come by. */
            connection_id: components["schemas"]["ConnectionId"] | null;
            /** @description When it was made. */
            created_at: string;
            delivery: components["schemas"]["Delivery"];
            /** @description What it matches: a name, or `*.` and a name. */
            domain: string;
            /** @description What it does. */
            enrollment_mode: components["schemas"]["EnrollmentMode"];
            /** @description Its identifier. */
            id: components["schemas"]["DomainId"];
            /** @description The organization. */
            org_id: components["schemas"]["OrganizationId"];
            record: components["schemas"]["TxtRecord"];
            /** @description Where the proof stands. */
            state: components["schemas"]["VerificationState"];
            /** @description What is to be proven. */
            verification: components["schemas"]["VerificationLevel"];
            /** @description When the proof was found last. */
            verified_at: string | null;
            /**
             * Format: uint32
             * @description Counts its changes.
             */
            version: number;
        };
        /** @description The profile in CORA's names, and beside it what CORA did not say: the session, and why it is as it is. */
        Me: {
            /** @description Picture. */
            avatar_url: string | null;
            /** @description When the row was made. */
            created_at: string;
            /** @description The organization that the user works in. */
            current_org_id: string | null;
            currentOrgId: string | null;
            /** @description Address, as written. */
            email: string | null;
            explanation: components["schemas"]["Explanation"];
            /** @description Full name. */
            full_name: string | null;
            /** @description Role on the platform. */
            global_role: string;
            /**
             * Format: int64
             * @description The row.
             */
            id: number;
            organizations: components["schemas"]["OrganizationRow"][];
            /** @description Phone number. */
            phone: string | null;
            /** @description When this was answered, in seconds since the epoch: a page whose clock is wrong still knows how long its session lasts. */
            serverTime: components["schemas"]["UnixSeconds"];
            session: components["schemas"]["UnifiedSession"];
            /** @description When it was changed last. */
            updated_at: string;
            /** @description The user. */
            user_id: string;
        };
        /** @description A member of an organization. */
        MemberRow: {
            /** @description Their picture. */
            avatar_url: string | null;
            /** @description Their address. */
            email: string | null;
            /** @description Their full name. */
            full_name: string | null;
            /** @description Since when. */
            joined_at: string;
            /** @description Their role. */
            role: components["schemas"]["OrganizationRole"];
            /** @description How they came to be one. */
            source: components["schemas"]["MembershipSource"];
            /** @description The user. */
            user_id: components["schemas"]["UserId"];
            /** @description Whether they may use the platform. */
            user_status: components["schemas"]["UserStatus"];
        };
        /** @description A membership, active or removed. */
        MembershipFacts: {
            /** @description The membership. */
            id: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description When it was ended, if it was.
             * @default null
             */
            removedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description Their role there. */
            role: components["schemas"]["OrganizationRole"];
            /** @description How it came to be. */
            source: components["schemas"]["MembershipSource"];
            /** @description Whether it stands. */
            status: components["schemas"]["MembershipStatus"];
            /** @description The member. */
            userId: components["schemas"]["UserId"];
        };
        /** Format: uuid */
        MembershipId: string;
        /** Format: uuid */
        MembershipRequestId: string;
        /** @description A request to be taken in. */
        MembershipRequestRow: {
            /** @description Their address. */
            email: string | null;
            /** @description Their full name. */
            full_name: string | null;
            /** @description When they asked. */
            requested_at: string;
            /** @description The role that they would get. */
            role: components["schemas"]["OrganizationRole"];
            /** @description What has become of it. */
            status: components["schemas"]["RequestStatus"];
            /** @description Who asks. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description How a membership came to be, and so who looks after its end. */
        MembershipSource: "invitation" | "domain" | "connection" | "bootstrap" | "manual" | "scim";
        /** @description Whether a membership stands. */
        MembershipStatus: "removed" | "active";
        /** @description An active membership of the person once the plan is applied. */
        MembershipView: {
            /** @description Whether this decision adds it, or raises its role. */
            added: boolean;
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role there. */
            role: components["schemas"]["OrganizationRole"];
            /** @description How it came to be. */
            source: components["schemas"]["MembershipSource"];
        };
        /** @description Which of several usable invitations are accepted. */
        MultipleInvitations: "accept_all" | "newest";
        /** @description The kinds of Okta authorization servers (Okta, "Authorization servers"). */
        OktaAuthorizationServer: "org" | "custom";
        /** @description What an Okta issuer says. */
        OktaFacts: {
            /** @description The kind of authorization server. */
            authorizationServer: components["schemas"]["OktaAuthorizationServer"];
            /** @description Its identifier (`default`, `aus…`); null for the org's own. */
            authorizationServerId: string | null;
        };
        /** @description An organization. */
        OrganizationFacts: {
            /** @description The organization. */
            id: components["schemas"]["OrganizationId"];
            /** @description Its name. */
            name: components["schemas"]["DisplayName"];
            /**
             * Format: uint32
             * @description How many of them own it.
             * @default 0
             */
            ownerCount: number;
            /**
             * Format: uint32
             * @description How many members it may have; unlimited when absent.
             * @default null
             */
            seatLimit: number | null;
            /**
             * Format: uint32
             * @description How many active members it has.
             * @default 0
             */
            seatsUsed: number;
            /** @description Its slug. */
            slug: components["schemas"]["Slug"];
            /** @description Whether it takes people in. */
            status: components["schemas"]["OrganizationStatus"];
        };
        /** Format: uuid */
        OrganizationId: string;
        /** @description An organization. */
        OrganizationListRow: {
            /** @description When it was founded. */
            created_at: string;
            /** @description Its identifier. */
            id: components["schemas"]["OrganizationId"];
            /** @description Its logo. */
            logo_url: string | null;
            /** @description Its name. */
            name: string;
            /**
             * Format: uint32
             * @description How many members it may have; null for any number.
             */
            seat_limit: number | null;
            /**
             * Format: uint32
             * @description How many it has.
             */
            seats_used: number;
            /** @description Its slug. */
            slug: string;
            /** @description Whether it takes people in. */
            status: components["schemas"]["OrganizationStatus"];
        };
        /** @description A role in one organization, from the least to the greatest. */
        OrganizationRole: "org_user" | "org_admin" | "org_owner";
        /** @description An organization of the user, in CORA's names. */
        OrganizationRow: {
            /** @description Whether that is an owner's. */
            isOwner: boolean;
            /** @description When the user joined, UTC in RFC 3339. */
            joinedAt: string;
            /** @description Its logo. */
            logoUrl: string | null;
            /** @description The organization. */
            orgId: string;
            /** @description Its name. */
            orgName: string;
            /** @description Its slug. */
            orgSlug: string;
            /** @description The user's role there. */
            role: string;
        };
        /** @description Whether an organization takes people in. */
        OrganizationStatus: "inactive" | "active";
        /** @description What becomes of the login. */
        Outcome: {
            /** @constant */
            kind: "returning";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "provisioned";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "linked";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "link_confirmation_required";
            /** @description The user whose account it would be. Not for the person's eyes before they have confirmed. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "approval_required";
            /** @description The organization that is asked. Not for the person's eyes. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "waitlisted";
        } | {
            /** @description Which. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            kind: "sso_required";
        } | {
            /** @constant */
            kind: "denied";
        };
        /** @description The kinds of outcome; a closed list. */
        OutcomeKind: "returning" | "provisioned" | "linked" | "link_confirmation_required" | "approval_required" | "waitlisted" | "sso_required" | "denied";
        PhoneNumber: string;
        PictureUrl: string;
        /**
         * @description What a decision changes. Either all of it happens, in one transaction and with every guard true, or nothing.
         *
         *     A plan that [changes roles](Plan::changes_roles) raises the user's role version by one.
         */
        Plan: {
            /** @description What to do, in this order. */
            effects: components["schemas"]["Effect"][];
            /** @description What has to be true. */
            guards: components["schemas"]["Guard"][];
            /** @description The same login under the same connection and policy versions has the same key: 64 lower-case hexadecimal digits. */
            idempotencyKey: string;
        };
        /**
         * @description A role on the platform as a whole. It gives no right inside an organization by itself.
         *
         *     Older names are read and mapped: `super_admin`, `global_owner`, `sys_owner` are owners; `global_admin`, `sys_admin`
         *     administrators; `global_user`, `sys_user` users. Only the names below are written.
         */
        PlatformRole: "platform_user" | "platform_admin" | "platform_owner" | ("global_user" | "sys_user" | "global_admin" | "sys_admin" | "super_admin" | "global_owner" | "sys_owner");
        /** @description `PUT /admin/users/{userId}/role`: another role on the platform. */
        PlatformRoleRequest: {
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description Which. */
            role: components["schemas"]["PlatformRole"];
        };
        /** @description The policy in force, and what there is to say about it. */
        PolicyInForce: {
            policy: components["schemas"]["ProvisioningPolicy"];
            report: components["schemas"]["LintReport"];
            /** Format: uint32 */
            version: number;
        };
        /** @description A policy that is or was in force. */
        PolicyVersionRow: {
            /** @description When. */
            created_at: string;
            /** @description Who put it in force; null for the operator. */
            created_by: components["schemas"]["UserId"] | null;
            /** @description The policy. */
            policy: components["schemas"]["ProvisioningPolicy"];
            /**
             * Format: uint32
             * @description The version.
             */
            version: number;
        };
        PresentedToken: string;
        /** @description What is known of a person; each part may be unknown. */
        Profile: {
            /**
             * @description Family name.
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description Given name.
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description Full name.
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description Phone number.
             * @default null
             */
            phoneNumber: components["schemas"]["PhoneNumber"] | null;
            /**
             * @description Picture.
             * @default null
             */
            picture: components["schemas"]["PictureUrl"] | null;
        };
        /** @description What is known of a person; each part may be unknown. */
        ProfileInput: {
            /**
             * @description Family name.
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description Given name.
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description Full name.
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description Phone number.
             * @default null
             */
            phoneNumber: components["schemas"]["PhoneNumber"] | null;
            /**
             * @description Picture.
             * @default null
             */
            picture: components["schemas"]["PictureUrl"] | null;
        };
        /** @description `POST /orgs/{orgId}/email-domains/{domainId}/mailbox/proof`: the token that came back. */
        ProveMailboxRequest: {
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The token. */
            token: components["schemas"]["PresentedToken"];
        };
        ProviderOrganization: string;
        /** @description A record of what was decided on a login. */
        ProvisioningAuditRow: {
            /** @description When. */
            at: string;
            /** @description The connection. */
            connection_id: components["schemas"]["ConnectionId"];
            /** @description The address, redacted. */
            email: string | null;
            /** @description Its identifier. */
            id: string;
            /** @description What became of it. */
            outcome: components["schemas"]["OutcomeKind"];
            /** @description Why. */
            reason: string;
            /** @description The user, if there was one. */
            user_id: components["schemas"]["UserId"] | null;
        };
        /** @description The policy. Every field has a default, so `{}` is the strict default policy. */
        ProvisioningPolicy: {
            /**
             * @description What happens to a person whom no strategy admits.
             * @default restricted
             */
            accessMode: components["schemas"]["AccessMode"];
            /**
             * @description What happens when the address is that of a user there is.
             * @default confirm
             */
            accountLinking: components["schemas"]["AccountLinking"];
            /**
             * @description How the first platform owner comes to be.
             * @default {
             *       "mode": "token"
             *     }
             */
            bootstrap: components["schemas"]["Bootstrap"];
            /**
             * @description The roles of members who come by connection or domain; `org_user` in an organization that is not listed, the first
             *     where one is listed twice. At most 1000.
             * @default []
             */
            defaultRoles: components["schemas"]["DefaultRole"][];
            /**
             * @description Whether an organization without a free seat takes nobody in.
             * @default true
             */
            enforceSeats: boolean;
            /**
             * @description Group mappings in order; for each organization the first that matches decides. At most 1000.
             * @default []
             */
            groupRoles: components["schemas"]["GroupRole"][];
            /**
             * Format: uint32
             * @description For how many seconds an invitation counts that a domain rule issues.
             * @default 2592000
             */
            invitationLifetimeSeconds: number;
            /**
             * @description Which of several usable invitations are accepted.
             * @default accept_all
             */
            multipleInvitations: components["schemas"]["MultipleInvitations"];
            /**
             * @description Whether a new user under `public` gets an organization of their own.
             * @default false
             */
            personalOrganization: boolean;
            /**
             * @description Whether the strategies may add memberships to users who return.
             * @default true
             */
            reconcileOnLogin: boolean;
            /**
             * @description Whether everything but returning needs a verified address.
             * @default true
             */
            requireVerifiedEmail: boolean;
            /**
             * @description The strategies in the order they are tried, each at most once.
             * @default [
             *       "invitation",
             *       "connection",
             *       "domain"
             *     ]
             */
            strategies: components["schemas"]["Strategy"][];
            /**
             * @description Whether a new user's address may have a subaddress.
             * @default allow
             */
            subaddressing: components["schemas"]["Subaddressing"];
            /**
             * Format: uint32
             * @description Counts its changes; a plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description The policy. Every field has a default, so `{}` is the strict default policy. */
        ProvisioningPolicyInput: {
            /**
             * @description What happens to a person whom no strategy admits.
             * @default restricted
             */
            accessMode: components["schemas"]["AccessMode"];
            /**
             * @description What happens when the address is that of a user there is.
             * @default confirm
             */
            accountLinking: components["schemas"]["AccountLinking"];
            /**
             * @description How the first platform owner comes to be.
             * @default {
             *       "mode": "token"
             *     }
             */
            bootstrap: components["schemas"]["BootstrapInput"];
            /**
             * @description The roles of members who come by connection or domain; `org_user` in an organization that is not listed, the first
             *     where one is listed twice. At most 1000.
             * @default []
             */
            defaultRoles: components["schemas"]["DefaultRole"][];
            /**
             * @description Whether an organization without a free seat takes nobody in.
             * @default true
             */
            enforceSeats: boolean;
            /**
             * @description Group mappings in order; for each organization the first that matches decides. At most 1000.
             * @default []
             */
            groupRoles: components["schemas"]["GroupRole"][];
            /**
             * Format: uint32
             * @description For how many seconds an invitation counts that a domain rule issues.
             * @default 2592000
             */
            invitationLifetimeSeconds: number;
            /**
             * @description Which of several usable invitations are accepted.
             * @default accept_all
             */
            multipleInvitations: components["schemas"]["MultipleInvitations"];
            /**
             * @description Whether a new user under `public` gets an organization of their own.
             * @default false
             */
            personalOrganization: boolean;
            /**
             * @description Whether the strategies may add memberships to users who return.
             * @default true
             */
            reconcileOnLogin: boolean;
            /**
             * @description Whether everything but returning needs a verified address.
             * @default true
             */
            requireVerifiedEmail: boolean;
            /**
             * @description The strategies in the order they are tried, each at most once.
             * @default [
             *       "invitation",
             *       "connection",
             *       "domain"
             *     ]
             */
            strategies: components["schemas"]["Strategy"][];
            /**
             * @description Whether a new user's address may have a subaddress.
             * @default allow
             */
            subaddressing: components["schemas"]["Subaddressing"];
            /**
             * Format: uint32
             * @description Counts its changes; a plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /**
         * @description The connection that logins use, as everybody may see it: what is needed to begin a login, and nothing else. No secret, no
         *     reference to one, no organization, no policy.
         */
        PublicConnection: {
            /**
             * @description The audiences that access tokens are to be for, for the providers that want to be told (`audience`, RFC 8707
             *     `resource`); empty where the application sends other tokens.
             */
            audiences: components["schemas"]["Audience"][];
            /** @description Our client at the provider; null for Clerk. */
            clientId: components["schemas"]["Audience"] | null;
            /** @description Where the provider's discovery document is; null for Clerk. */
            discoveryUri: components["schemas"]["EndpointUrl"] | null;
            /** @description Its name for people. */
            displayName: components["schemas"]["DisplayName"];
            /** @description The domain whose people Google asks for (`hd`): asked for at a login, and required of tokens; null for the others. */
            hostedDomain: string | null;
            /** @description Its identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description The issuer that tokens name. */
            issuer: components["schemas"]["Issuer"];
            /** @description The kind of provider. */
            kind: components["schemas"]["ConnectionKind"];
            /** @description The proxy of Clerk's Frontend API; null where there is none. */
            proxyUrl: components["schemas"]["EndpointUrl"] | null;
            /** @description Clerk's publishable key; null for the others. */
            publishableKey: components["schemas"]["SettingText"] | null;
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description Which tokens the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /**
             * Format: uint32
             * @description Its version: what was begun under another is not to be finished (pitfall C29).
             */
            version: number;
        };
        RawEmail: string;
        Ready: {
            /** Format: int64 */
            schemaVersion: number;
        };
        /** @description Why: the code of a verdict, and of the decision that it decides. Extended only with a test; never reused. */
        ReasonCode: "ok" | "not_evaluated" | "identity_invalid" | "machine_subject" | "connection_not_active" | "returning_user" | "user_suspended" | "user_deprovisioned" | "email_ambiguous" | "account_exists" | "link_confirmation_required" | "link_proof_invalid" | "account_linked" | "link_confirmed" | "domain_not_owned_by_connection" | "no_email" | "email_unverified" | "email_invalid" | "email_subaddressed" | "bootstrap_token_accepted" | "bootstrap_email_allowed" | "bootstrap_first_user" | "owner_exists" | "bootstrap_token_invalid" | "no_bootstrap_proof" | "bootstrap_closed" | "invitation_accepted" | "no_invitation" | "invitation_expired" | "invitation_revoked" | "invitation_already_accepted" | "invitation_needs_acceptance" | "invitation_connection_mismatch" | "invitation_superseded" | "inviter_not_authorized" | "connection_admits" | "connection_not_bound" | "outside_owned_domains" | "domain_admits" | "domain_invites" | "domain_suggests" | "no_domain_rule" | "domain_manual_invitation" | "public_email_domain" | "domain_not_verified" | "less_specific" | "ambiguous_domain" | "sso_required" | "organization_inactive" | "seat_limit_reached" | "already_member" | "membership_removed" | "role_capped" | "public_access" | "waitlist_approved" | "waitlisted" | "no_matching_strategy";
        /** @description What needs nothing but a reason, and not even that: no body does as well. */
        ReasonRequest: {
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /**
         * @description An e-mail address of which only the first character and the domain are left: `a***@acme.example`.
         *
         *     There is no way back to the address and no constructor that takes a text as it is.
         */
        RedactedEmail: string;
        /** @description What has become of a request to be taken in. */
        RequestStatus: "pending" | "approved" | "rejected";
        /** @description `POST /orgs/{orgId}/invites/{inviteId}/resend`: open an invitation for another while. No body does as well. */
        ResendInvitationRequest: {
            /**
             * Format: uint32
             * @description For how long; as long as the policy says when absent.
             * @default null
             */
            lifetime_seconds: number | null;
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /** @description `POST /admin/policy/rollback`: an earlier policy. */
        RollBackPolicyRequest: {
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * Format: uint32
             * @description Which version.
             */
            to: number;
            /**
             * Format: uint32
             * @description The version that was seen; when it is another by now, nothing is changed.
             * @default null
             */
            version: number | null;
        };
        /** @description `POST /admin/idp-config/{providerType}/rollback`: earlier settings. */
        RollbackRequest: {
            /**
             * @description Why it is to be done in spite of a safeguard.
             * @default null
             */
            force: components["schemas"]["Force"] | null;
            /**
             * Format: uint32
             * @description The number of the settings to use.
             */
            number: number;
            /**
             * Format: uint32
             * @description The version that was seen; when it is another by now, nothing is changed.
             * @default null
             */
            version: number | null;
        };
        /** @description `PUT /admin/idp-config/{providerType}`: other settings, all of them, or another name. */
        SaveConnectionRequest: {
            /**
             * @description The settings; absent when they stay.
             * @default null
             */
            config: components["schemas"]["Settings"] | null;
            /**
             * @description The name; absent when it stays.
             * @default null
             */
            display_name: components["schemas"]["DisplayName"] | null;
            /**
             * Format: uint32
             * @description The version that was seen; when it is another by now, nothing is changed.
             * @default null
             */
            version: number | null;
        };
        /** @description `PUT /admin/policy`: another policy. */
        SavePolicyRequest: {
            /** @description The policy; its `version` means nothing here. */
            policy: components["schemas"]["ProvisioningPolicyInput"];
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * Format: uint32
             * @description The version that was seen; when it is another by now, nothing is changed.
             * @default null
             */
            version: number | null;
        };
        /** @description `PUT /admin/orgs/{orgId}/seat-limit`: how many members an organization may have. */
        SeatLimitRequest: {
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * Format: uint32
             * @description How many; any number when absent.
             * @default null
             */
            seat_limit: number | null;
        };
        /** Format: secret-reference */
        SecretReference: string;
        SessionId: string;
        /** @description An organization of the session's user. */
        SessionOrganization: {
            /** @description The organization. */
            id: components["schemas"]["OrganizationId"];
            /** @description Its name. */
            name: components["schemas"]["DisplayName"];
            /** @description The user's role there. */
            role: components["schemas"]["OrganizationRole"];
            /** @description Its slug. */
            slug: components["schemas"]["Slug"];
        };
        Settings: {
            [key: string]: unknown;
        };
        SettingText: string;
        /** @description How grave an issue is. */
        Severity: "error" | "warning";
        /**
         * @description The signature algorithms that a connection may pin: asymmetric ones only, so that no key of ours can sign
         *     (RFC 8725 §3.1 and §3.2).
         */
        SignatureAlgorithm: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "EdDSA";
        Slug: string;
        /** @description A stage of the evaluation, in its order; the three strategies stand in the policy's order. */
        Stage: "identity" | "connection_status" | "account" | "bootstrap" | "invitation" | "connection" | "domain" | "access";
        /** @description The verdict of one stage. */
        StageVerdict: {
            /** @description Why. */
            code: components["schemas"]["ReasonCode"];
            /** @description What it looked at, in a fixed order. */
            evidence: components["schemas"]["Evidence"][];
            /** @description Which stage. */
            stage: components["schemas"]["Stage"];
            /** @description What it says. */
            verdict: components["schemas"]["Verdict"];
        };
        /** @description A way into an organization. */
        Strategy: "invitation" | "connection" | "domain";
        /**
         * @description Whether an address with a subaddress (`ana+news@…`) may be used by a new user. It is never cut off: two addresses that
         *     differ in it are two addresses.
         */
        Subaddressing: "allow" | "refuse";
        Subject: string;
        /** @description Whether a subject is a person. */
        SubjectKind: "user" | "machine";
        /** @description One line of a test login's log. */
        TestLogEntry: {
            /** @description When. */
            at: components["schemas"]["UnixSeconds"];
            /** @description The code of what went wrong, of one of the closed lists; null when nothing did. */
            code: string | null;
            /** @description What to do about it: a sentence. */
            help: string | null;
            /** @description What happened, for people: lower case, no full stop. Holds no secret and no whole e-mail address. */
            message: string;
            /** @description Whether it went well. */
            ok: boolean;
            /** @description What was done. */
            step: components["schemas"]["TestStep"];
        };
        /** @description A test login that was begun. */
        TestLoginBegun: {
            /**
             * @description Where the login is made, in a browser; null when the test has ended already, or when the provider gives tokens to the
             *     application only: then one of them is to be presented.
             */
            authorization_url: string | null;
            /** @description The claims that were seen, redacted. */
            claims: unknown;
            /** @description When it began. */
            created_at: string;
            /** @description Who tests; null for the operator. */
            created_by: string | null;
            /** @description The decision that this login would get. */
            decision: unknown;
            /** @description The first moment at which the callback does not count any more. */
            expires_at: string;
            /** @description When it ended. */
            finished_at: string | null;
            /** @description Its identifier. */
            id: string;
            /** @description The connection. */
            idp_config_id: components["schemas"]["ConnectionId"];
            /** @description What was done, step by step. */
            log: unknown;
            /**
             * Format: uint32
             * @description The number of the settings that are tested.
             */
            number: number;
            /** @description Where it stands. */
            status: components["schemas"]["TestRunStatus"];
            test_run_id: string;
            /**
             * Format: uint32
             * @description The version of the connection when it began.
             */
            version: number;
        };
        /** @description A test login as administrators see it. Times are UTC in RFC 3339. */
        TestRunRow: {
            /** @description The claims that were seen, redacted. */
            claims: unknown;
            /** @description When it began. */
            created_at: string;
            /** @description Who tests; null for the operator. */
            created_by: string | null;
            /** @description The decision that this login would get. */
            decision: unknown;
            /** @description The first moment at which the callback does not count any more. */
            expires_at: string;
            /** @description When it ended. */
            finished_at: string | null;
            /** @description Its identifier. */
            id: string;
            /** @description The connection. */
            idp_config_id: components["schemas"]["ConnectionId"];
            /** @description What was done, step by step. */
            log: unknown;
            /**
             * Format: uint32
             * @description The number of the settings that are tested.
             */
            number: number;
            /** @description Where it stands. */
            status: components["schemas"]["TestRunStatus"];
            /**
             * Format: uint32
             * @description The version of the connection when it began.
             */
            version: number;
        };
        /** @description Where a test login stands. */
        TestRunStatus: "pending" | "success" | "failed";
        /** @description What is done in a test login, in this order. */
        TestStep: "settings" | "discovery" | "secret" | "authorization" | "token_request" | "id_token" | "login_token" | "decision";
        /** Format: sha256-hex */
        TokenHash: string;
        /** @description Which kind of token a connection's clients send. */
        TokenUse: "access_token" | "id_token" | "session_token";
        /** @description The verdicts of all stages, in the order of evaluation, each stage exactly once. */
        Trace: {
            /** @description The stage whose verdict is the decision's reason. */
            decidedBy: components["schemas"]["Stage"];
            /** @description The verdicts. */
            stages: components["schemas"]["StageVerdict"][];
        };
        /** @description A TXT record. */
        TxtRecord: {
            name: string;
            type: string;
            value: string;
        };
        /**
         * @description A session in any of its states. `undefined` in JavaScript means that it is not known yet, `null` that it is known not
         *     to be there.
         */
        UnifiedSession: {
            /** @constant */
            status: "loading";
        } | {
            /** @constant */
            status: "unauthenticated";
        } | {
            /** @description What they are told. */
            message: components["schemas"]["UserMessage"];
            /** @constant */
            status: "pending";
        } | {
            /** @description Who, and what they may do. */
            session: components["schemas"]["AuthenticatedSession"];
            /** @constant */
            status: "authenticated";
        } | {
            /** @description What the person is told. */
            message: components["schemas"]["UserMessage"];
            /** @constant */
            status: "error";
        };
        UnixSeconds: number;
        /** @description `PUT /orgs/{orgId}`: what an organization is called; what is absent stays. */
        UpdateOrganizationRequest: {
            /**
             * @description Its logo; an empty text takes it away.
             * @default null
             */
            logo_url: components["schemas"]["PictureUrl"] | null;
            /**
             * @description Its name.
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description Its slug.
             * @default null
             */
            slug: components["schemas"]["Slug"] | null;
        };
        /**
         * @description `PUT /profiles/me`: what people may change of their own profile. What is absent stays, and an empty text takes away what there was. Roles, address and its verification are not among it: those
         *     are somebody else's to say (pitfall C24).
         */
        UpdateProfileRequest: {
            /**
             * @description Picture.
             * @default null
             */
            avatar_url: components["schemas"]["PictureUrl"] | null;
            /**
             * @description The organization to work in; one that the user is an active member of.
             * @default null
             */
            current_org_id: components["schemas"]["OrganizationId"] | null;
            /**
             * @description Full name.
             * @default null
             */
            full_name: components["schemas"]["DisplayName"] | null;
            /**
             * @description Phone number.
             * @default null
             */
            phone: components["schemas"]["PhoneNumber"] | null;
        };
        /** @description `POST /admin/idp-config/{providerType}/activate`, `…/disable`: no body does as well. */
        UseConnectionRequest: {
            /**
             * @description Why it is to be done in spite of a safeguard.
             * @default null
             */
            force: components["schemas"]["Force"] | null;
            /**
             * Format: uint32
             * @description The number of the settings to use; the latest when absent. Means nothing for `disable`, and is refused there.
             * @default null
             */
            number: number | null;
            /**
             * Format: uint32
             * @description The version that was seen; when it is another by now, nothing is changed.
             * @default null
             */
            version: number | null;
        };
        /** @description A user there is. */
        UserFacts: {
            /**
             * @description The organization they work in.
             * @default null
             */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description Their address.
             * @default null
             */
            email: components["schemas"]["CanonicalEmail"] | null;
            /**
             * @description Whether the address was proven to be theirs.
             * @default false
             */
            emailVerified: boolean;
            /** @description The user. */
            id: components["schemas"]["UserId"];
            /**
             * @description Their role on the platform.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /**
             * @description What is known of the person.
             * @default {
             *       "familyName": null,
             *       "givenName": null,
             *       "name": null,
             *       "phoneNumber": null,
             *       "picture": null
             *     }
             */
            profile: components["schemas"]["ProfileInput"];
            /**
             * Format: uint32
             * @description Counts the changes of their roles.
             * @default 0
             */
            roleVersion: number;
            /** @description Whether they may use the platform. */
            status: components["schemas"]["UserStatus"];
        };
        /** Format: uuid */
        UserId: string;
        /** @description What the person is told: a smaller list that gives away no organization and no domain. */
        UserMessage: "access_denied" | "verify_email" | "use_sso" | "awaiting_approval" | "confirm_account" | "try_again";
        /** @description A user. */
        UserRow: {
            /** @description Since when they are known. */
            created_at: string;
            /** @description Their address. */
            email: string | null;
            /** @description Whether it was proven to be theirs. */
            email_verified: boolean;
            /** @description Their full name. */
            full_name: string | null;
            /** @description Their role on it. */
            global_role: components["schemas"]["PlatformRole"];
            /**
             * Format: uint32
             * @description How many organizations they are in.
             */
            organizations: number;
            /** @description Whether they may use the platform. */
            status: components["schemas"]["UserStatus"];
            /** @description The user. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description Whether a user may use the platform. */
        UserStatus: "deprovisioned" | "suspended" | "active";
        /**
         * @description `POST /admin/idp-config/{providerType}/validate`: settings to look over, without storing them. No body looks over what is
         *     stored.
         */
        ValidateConnectionRequest: {
            /**
             * @description The settings; the latest stored ones when absent.
             * @default null
             */
            config: components["schemas"]["Settings"] | null;
        };
        /** @description What a stage says. */
        Verdict: "not_evaluated" | "passed" | "not_matched" | "matched" | "denied";
        Verification: {
            connection: components["schemas"]["Connection"];
            keys: components["schemas"]["Keys"];
        };
        /** @description What was proven about a domain. */
        VerificationLevel: "affiliation" | "ownership";
        /** @description Where a proof stands. */
        VerificationState: "failed" | "expired" | "pending" | "verified";
        VerifiedClaim: unknown;
        /** @description `POST /admin/waitlist/approve`, `…/deny`: an address on the waitlist. */
        WaitlistRequest: {
            /** @description Which. */
            email: components["schemas"]["CanonicalEmail"];
            /**
             * @description Why, for the audit log.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /** @description An address on the waitlist. */
        WaitlistRow: {
            /** @description Since when. */
            added_at: string;
            /** @description The address. */
            email: string;
            /** @description Where it stands. */
            status: components["schemas"]["WaitlistStatus"];
        };
        /** @description Where an address stands on the waitlist. */
        WaitlistStatus: "pending" | "approved";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    audit: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["AdministrationAuditRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    loginAudit: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["ProvisioningAuditRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    connections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionRow"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConnectionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionChanged"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description A connection. */
                        data: components["schemas"]["ConnectionRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    saveConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveConnectionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionChanged"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    activateConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UseConnectionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionActivated"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    connectionAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionAuditRow"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    checkConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionChecked"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    disableConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UseConnectionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionActivated"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rollBackConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionActivated"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    beginTestLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TestLoginBegun"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testLogin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
                testRun: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TestRunRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    presentTestToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
                testRun: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/jwt": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["TestRunRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    validateConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ValidateConnectionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionReport"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    connectionVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConnectionVersion"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizations: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["OrganizationListRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reopenOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was founded. */
                            created_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description Its logo. */
                            logo_url: string | null;
                            /** @description Its name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /**
                             * Format: uint32
                             * @description How many members it may have; null for any number.
                             */
                            seat_limit: number | null;
                            /**
                             * Format: uint32
                             * @description How many it has.
                             */
                            seats_used: number;
                            /** @description Its slug. */
                            slug: string;
                            /** @description Whether it takes people in. */
                            status: components["schemas"]["OrganizationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setSeatLimit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeatLimitRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was founded. */
                            created_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description Its logo. */
                            logo_url: string | null;
                            /** @description Its name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /**
                             * Format: uint32
                             * @description How many members it may have; null for any number.
                             */
                            seat_limit: number | null;
                            /**
                             * Format: uint32
                             * @description How many it has.
                             */
                            seats_used: number;
                            /** @description Its slug. */
                            slug: string;
                            /** @description Whether it takes people in. */
                            status: components["schemas"]["OrganizationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PolicyInForce"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    savePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavePolicyRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                            policy: components["schemas"]["ProvisioningPolicy"];
                            report: components["schemas"]["LintReport"];
                            /** Format: uint32 */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    lintPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavePolicyRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LintReport"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rollBackPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBackPolicyRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                            policy: components["schemas"]["ProvisioningPolicy"];
                            report: components["schemas"]["LintReport"];
                            /** Format: uint32 */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    policyVersions: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["PolicyVersionRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    users: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description Those with this address. */
                email?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["UserRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UserRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deprovisionUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description Since when they are known. */
                            created_at: string;
                            /** @description Their address. */
                            email: string | null;
                            /** @description Whether it was proven to be theirs. */
                            email_verified: boolean;
                            /** @description Their full name. */
                            full_name: string | null;
                            /** @description Their role on it. */
                            global_role: components["schemas"]["PlatformRole"];
                            /**
                             * Format: uint32
                             * @description How many organizations they are in.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description Whether they may use the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user. */
                            user_id: components["schemas"]["UserId"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    restoreUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description Since when they are known. */
                            created_at: string;
                            /** @description Their address. */
                            email: string | null;
                            /** @description Whether it was proven to be theirs. */
                            email_verified: boolean;
                            /** @description Their full name. */
                            full_name: string | null;
                            /** @description Their role on it. */
                            global_role: components["schemas"]["PlatformRole"];
                            /**
                             * Format: uint32
                             * @description How many organizations they are in.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description Whether they may use the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user. */
                            user_id: components["schemas"]["UserId"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setPlatformRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlatformRoleRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description Since when they are known. */
                            created_at: string;
                            /** @description Their address. */
                            email: string | null;
                            /** @description Whether it was proven to be theirs. */
                            email_verified: boolean;
                            /** @description Their full name. */
                            full_name: string | null;
                            /** @description Their role on it. */
                            global_role: components["schemas"]["PlatformRole"];
                            /**
                             * Format: uint32
                             * @description How many organizations they are in.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description Whether they may use the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user. */
                            user_id: components["schemas"]["UserId"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    suspendUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description Since when they are known. */
                            created_at: string;
                            /** @description Their address. */
                            email: string | null;
                            /** @description Whether it was proven to be theirs. */
                            email_verified: boolean;
                            /** @description Their full name. */
                            full_name: string | null;
                            /** @description Their role on it. */
                            global_role: components["schemas"]["PlatformRole"];
                            /**
                             * Format: uint32
                             * @description How many organizations they are in.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description Whether they may use the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user. */
                            user_id: components["schemas"]["UserId"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    waitlist: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["WaitlistRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    approveWaitlisted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaitlistRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    denyWaitlisted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaitlistRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    activeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ActiveConnection"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testCallback: {
        parameters: {
            query?: {
                /** @description The code. */
                code?: string;
                /** @description Why there is none. */
                error?: string;
                /** @description The login that was begun. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Health"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ownInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["InvitationRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description What it takes to accept it. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The connection that it has to be accepted by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            /** @description Whom. */
                            email: string;
                            /** @description The first moment at which it does not count any more. */
                            expires_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description Who answers for it; null when a domain rule made it. */
                            invited_by: components["schemas"]["UserId"] | null;
                            /** @description To which organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            /** @description What that is called. */
                            org_name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description As what on the platform. */
                            platform_role: components["schemas"]["PlatformRole"];
                            /** @description As what. */
                            role: components["schemas"]["OrganizationRole"];
                            /** @description What has become of it; one whose time is over is `expired` without anybody's doing. */
                            status: components["schemas"]["InvitationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ownOrganizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["SessionOrganization"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrganizationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was founded. */
                            created_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description Its logo. */
                            logo_url: string | null;
                            /** @description Its name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /**
                             * Format: uint32
                             * @description How many members it may have; null for any number.
                             */
                            seat_limit: number | null;
                            /**
                             * Format: uint32
                             * @description How many it has.
                             */
                            seats_used: number;
                            /** @description Its slug. */
                            slug: string;
                            /** @description Whether it takes people in. */
                            status: components["schemas"]["OrganizationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OrganizationListRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateOrganizationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was founded. */
                            created_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description Its logo. */
                            logo_url: string | null;
                            /** @description Its name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /**
                             * Format: uint32
                             * @description How many members it may have; null for any number.
                             */
                            seat_limit: number | null;
                            /**
                             * Format: uint32
                             * @description How many it has.
                             */
                            seats_used: number;
                            /** @description Its slug. */
                            slug: string;
                            /** @description Whether it takes people in. */
                            status: components["schemas"]["OrganizationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    closeOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was founded. */
                            created_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description Its logo. */
                            logo_url: string | null;
                            /** @description Its name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /**
                             * Format: uint32
                             * @description How many members it may have; null for any number.
                             */
                            seat_limit: number | null;
                            /**
                             * Format: uint32
                             * @description How many it has.
                             */
                            seats_used: number;
                            /** @description Its slug. */
                            slug: string;
                            /** @description Whether it takes people in. */
                            status: components["schemas"]["OrganizationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    organizationAudit: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["AdministrationAuditRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    domains: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["DomainRule"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddDomainRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was looked for last. */
                            checked_at: string | null;
                            /** @description The kind of domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that people have to come by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            /** @description What it matches: a name, or `*.` and a name. */
                            domain: string;
                            /** @description What it does. */
                            enrollment_mode: components["schemas"]["EnrollmentMode"];
                            /** @description Its identifier. */
                            id: components["schemas"]["DomainId"];
                            /** @description The organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description Where the proof stands. */
                            state: components["schemas"]["VerificationState"];
                            /** @description What is to be proven. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description When the proof was found last. */
                            verified_at: string | null;
                            /**
                             * Format: uint32
                             * @description Counts its changes.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domainId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDomainRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was looked for last. */
                            checked_at: string | null;
                            /** @description The kind of domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that people have to come by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            /** @description What it matches: a name, or `*.` and a name. */
                            domain: string;
                            /** @description What it does. */
                            enrollment_mode: components["schemas"]["EnrollmentMode"];
                            /** @description Its identifier. */
                            id: components["schemas"]["DomainId"];
                            /** @description The organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description Where the proof stands. */
                            state: components["schemas"]["VerificationState"];
                            /** @description What is to be proven. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description When the proof was found last. */
                            verified_at: string | null;
                            /**
                             * Format: uint32
                             * @description Counts its changes.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domainId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    askMailbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domainId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskMailboxRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MailboxAsked"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    proveMailbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domainId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProveMailboxRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was looked for last. */
                            checked_at: string | null;
                            /** @description The kind of domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that people have to come by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            /** @description What it matches: a name, or `*.` and a name. */
                            domain: string;
                            /** @description What it does. */
                            enrollment_mode: components["schemas"]["EnrollmentMode"];
                            /** @description Its identifier. */
                            id: components["schemas"]["DomainId"];
                            /** @description The organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description Where the proof stands. */
                            state: components["schemas"]["VerificationState"];
                            /** @description What is to be proven. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description When the proof was found last. */
                            verified_at: string | null;
                            /**
                             * Format: uint32
                             * @description Counts its changes.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    verifyDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                domainId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description When it was looked for last. */
                            checked_at: string | null;
                            /** @description The kind of domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that people have to come by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            /** @description What it matches: a name, or `*.` and a name. */
                            domain: string;
                            /** @description What it does. */
                            enrollment_mode: components["schemas"]["EnrollmentMode"];
                            /** @description Its identifier. */
                            id: components["schemas"]["DomainId"];
                            /** @description The organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description Where the proof stands. */
                            state: components["schemas"]["VerificationState"];
                            /** @description What is to be proven. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description When the proof was found last. */
                            verified_at: string | null;
                            /**
                             * Format: uint32
                             * @description Counts its changes.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    invitations: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["InvitationRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvitationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description What it takes to accept it. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The connection that it has to be accepted by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            delivery: components["schemas"]["Delivery"];
                            /** @description Whom. */
                            email: string;
                            /** @description The first moment at which it does not count any more. */
                            expires_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description Who answers for it; null when a domain rule made it. */
                            invited_by: components["schemas"]["UserId"] | null;
                            /** @description To which organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            /** @description What that is called. */
                            org_name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description As what on the platform. */
                            platform_role: components["schemas"]["PlatformRole"];
                            /** @description As what. */
                            role: components["schemas"]["OrganizationRole"];
                            /** @description What has become of it; one whose time is over is `expired` without anybody's doing. */
                            status: components["schemas"]["InvitationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description What it takes to accept it. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The connection that it has to be accepted by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            /** @description Whom. */
                            email: string;
                            /** @description The first moment at which it does not count any more. */
                            expires_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description Who answers for it; null when a domain rule made it. */
                            invited_by: components["schemas"]["UserId"] | null;
                            /** @description To which organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            /** @description What that is called. */
                            org_name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description As what on the platform. */
                            platform_role: components["schemas"]["PlatformRole"];
                            /** @description As what. */
                            role: components["schemas"]["OrganizationRole"];
                            /** @description What has become of it; one whose time is over is `expired` without anybody's doing. */
                            status: components["schemas"]["InvitationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteId: string;
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResendInvitationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            /** @description What it takes to accept it. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The connection that it has to be accepted by. */
                            connection_id: components["schemas"]["ConnectionId"] | null;
                            /** @description When it was made. */
                            created_at: string;
                            delivery: components["schemas"]["Delivery"];
                            /** @description Whom. */
                            email: string;
                            /** @description The first moment at which it does not count any more. */
                            expires_at: string;
                            /** @description Its identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description Who answers for it; null when a domain rule made it. */
                            invited_by: components["schemas"]["UserId"] | null;
                            /** @description To which organization. */
                            org_id: components["schemas"]["OrganizationId"];
                            /** @description What that is called. */
                            org_name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description As what on the platform. */
                            platform_role: components["schemas"]["PlatformRole"];
                            /** @description As what. */
                            role: components["schemas"]["OrganizationRole"];
                            /** @description What has become of it; one whose time is over is `expired` without anybody's doing. */
                            status: components["schemas"]["InvitationStatus"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    members: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["MemberRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMemberRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeMemberRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRoleRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    membershipRequests: {
        parameters: {
            query?: {
                /** @description The `next` of the answer before. */
                after?: string;
                /** @description How many items at most; 200 when absent or more. */
                limit?: number;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The list and how it goes on. */
                        data: {
                            items: components["schemas"]["MembershipRequestRow"][];
                            /** @description The key to ask for more with; null when this was all. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    approveMembershipRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    denyMembershipRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReasonRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What a command has become, and the row that it leaves. */
                        data: {
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: {
                /** @description The token by which the first owner of the platform comes to be. */
                "x-cora-bootstrap-token"?: string;
                /** @description The token by which a person confirms that an account is theirs. */
                "x-cora-link-proof"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Me"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateProfileRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Me"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    askLinkConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Asked"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It cannot be done as things are; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    evaluate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Decision"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input has faults; `issues` says which. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is not believed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The person is not let in, or may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The input is too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Ready"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description Too many requests of one client; `retry-after` says for how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not now: nothing was written, and later it may be. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
