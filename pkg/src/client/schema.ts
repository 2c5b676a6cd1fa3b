// Made from crates/server/openapi.json: npm run check:client -- --update

export interface paths {
    "/admin/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the applications.
         * @description Requires `application:read`.
         */
        get: operations["applications"];
        put?: never;
        /**
         * Register an application.
         * @description Requires `application:write`.
         */
        post: operations["createApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/applications/{applicationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an application.
         * @description Requires `application:read`.
         */
        get: operations["application"];
        /**
         * Replace the settings of an application.
         * @description Requires `application:write`.
         */
        put: operations["changeApplication"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/applications/{applicationId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch an application off. Nobody signs in to it, and no session of it is renewed.
         * @description Requires `application:write`.
         */
        post: operations["disableApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/applications/{applicationId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch an application on.
         * @description Requires `application:write`.
         */
        post: operations["enableApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/applications/{applicationId}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the permissions and roles that an application defines.
         * @description Requires `application:read`.
         */
        get: operations["applicationPermissions"];
        /**
         * Replace the permissions and roles that an application defines. Owners of the platform only.
         * @description Requires `application:write`.
         */
        put: operations["setApplicationPermissions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/applications/{applicationId}/redirect-uris": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register one more redirect URI, for a time or for good.
         * @description Requires `application:write`.
         */
        post: operations["addRedirectUri"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/applications/{applicationId}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a secret to an application. It is shown this once.
         * @description Requires `application:write`.
         */
        post: operations["addApplicationSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/applications/{applicationId}/secrets/{secretId}": {
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
         * Remove a secret of an application. Requests with it fail from then on.
         * @description Requires `application:write`.
         */
        delete: operations["removeApplicationSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit records of the platform as one timeline, newest first.
         * @description Requires `audit:read`.
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
    "/admin/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all audit records that the filters of the timeline leave.
         * @description Requires `audit:read`.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit/issuer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List refused codes, reused tokens and changes of keys, newest first.
         * @description Requires `audit:read`.
         */
        get: operations["issuerAudit"];
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
         * List the recorded decisions on logins, newest first.
         * @description Requires `audit:read`.
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
    "/admin/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the policy, the connections and the domain rules that decide logins.
         * @description Requires `policy:read`.
         */
        get: operations["configuration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/connections/{connectionId}/carry-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make identities of another issuer those of this connection's.
         * @description Requires `idp:activate`.
         */
        post: operations["carryIdentitiesOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the domain rules of all organizations.
         * @description Requires `organizations:read`.
         */
        get: operations["allDomains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Explain the decision on a login: of a user, of a past login, or of one that nobody has made.
         * @description Requires `users:read`.
         */
        post: operations["explainLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/explain/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify a token and explain its decision. The token is neither stored nor logged.
         * @description Requires `users:read`.
         */
        post: operations["explainToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/identity-conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the conflicts about the owner of an address, the open ones unless others are asked for.
         * @description Requires `users:read`.
         */
        get: operations["identityConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/identity-conflicts/{conflictId}/another-person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the address from its holder, who keeps everything else.
         * @description Requires `users:manage`.
         */
        post: operations["resolveAnotherPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/identity-conflicts/{conflictId}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a conflict without a change.
         * @description Requires `users:manage`.
         */
        post: operations["dismissIdentityConflict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/identity-conflicts/{conflictId}/same-person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Link the identity to the holder, in place of their other subject, or join its account to the holder's.
         * @description Requires `users:manage`.
         */
        post: operations["resolveSamePerson"];
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
         * List connections.
         * @description Requires `idp:read`.
         */
        get: operations["connections"];
        put?: never;
        /**
         * Create a connection.
         * @description Requires `idp:write`.
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
         * Get a connection by its provider kind or identifier.
         * @description Requires `idp:read`.
         */
        get: operations["connection"];
        /**
         * Replace a connection's settings or name.
         * @description Requires `idp:write`.
         */
        put: operations["saveConnection"];
        post?: never;
        /**
         * Delete a connection that was never in use and never tried.
         * @description Requires `idp:write`.
         */
        delete: operations["deleteConnection"];
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
         * Activate a connection.
         * @description Requires `idp:activate`.
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
         * List a connection's audit records, newest first.
         * @description Requires `audit:read`.
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
         * Fetch and check the provider's documents.
         * @description Requires `idp:read`.
         */
        post: operations["checkConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an active connection the platform's default.
         * @description Requires `idp:activate`.
         */
        post: operations["makeDefaultConnection"];
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
         * Disable a connection.
         * @description Requires `idp:write`.
         */
        post: operations["disableConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the last logins by a connection, their numbers, and the state of its provider's keys.
         * @description Requires `idp:read`.
         */
        get: operations["connectionHealth"];
        put?: never;
        post?: never;
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
         * Roll back to earlier settings.
         * @description Requires `idp:activate`.
         */
        post: operations["rollBackConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/secret-expiry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Record the time at which the provider ends the secret of a connection.
         * @description Requires `idp:write`.
         */
        put: operations["setSecretExpiry"];
        post?: never;
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
         * Start a test login.
         * @description Requires `idp:write`.
         */
        post: operations["beginTestLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/{providerType}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last test logins of a connection, newest first.
         * @description Requires `idp:read`.
         */
        get: operations["testLogins"];
        put?: never;
        post?: never;
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
         * Get a test login.
         * @description Requires `idp:read`.
         */
        get: operations["testLogin"];
        put?: never;
        post?: never;
        /**
         * Stop a test login that is pending.
         * @description Requires `idp:write`.
         */
        delete: operations["stopTestLogin"];
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
         * Submit a provider's token to a test login.
         * @description Requires `idp:write`.
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
         * Validate settings.
         * @description Requires `idp:read`.
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
         * List the versions of a connection's settings.
         * @description Requires `idp:read`.
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
    "/admin/idp-config/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch and check the provider's documents for settings that are not stored.
         * @description Requires `idp:read`.
         */
        post: operations["checkSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch the discovery document that a text leads to, and suggest settings. Nothing is stored.
         * @description Requires `idp:read`.
         */
        post: operations["discoverConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-config/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suggest a kind of provider and its settings for a pasted text. Nothing is fetched or stored.
         * @description Requires `idp:read`.
         */
        post: operations["suggestConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/idp-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the kinds of provider, with their settings for forms.
         * @description Requires `idp:read`.
         */
        get: operations["connectionKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List decided logins that are on record, and refused tokens, newest first.
         * @description Requires `audit:read`.
         */
        get: operations["logins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/logins/{loginId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a login that is on record, with the verdicts of all stages.
         * @description Requires `audit:read`.
         */
        get: operations["login"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/logins/samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get pseudonymous samples of logins, oldest first, one per line, as `cora simulate` reads them.
         * @description Requires `policy:read`.
         */
        get: operations["loginSamples"];
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
         * List the platform's organizations.
         * @description Requires `organizations:read`.
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
    "/admin/orgs/{orgId}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close an organization of which the caller need not be a member. A reason is required.
         * @description Requires `organizations:manage`.
         */
        post: operations["closeAnyOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/orgs/{orgId}/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a member the owner of an organization none of whose owners is active. A reason is required.
         * @description Requires `organizations:manage`.
         */
        post: operations["appointOwner"];
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
         * Reopen an organization.
         * @description Requires `organizations:manage`.
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
         * Set an organization's seat limit.
         * @description Requires `organizations:manage`.
         */
        put: operations["setSeatLimit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the numbers of logins, what ends soon, and what waits for an administrator.
         * @description Requires `audit:read`.
         */
        get: operations["overview"];
        put?: never;
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
         * Get the active policy and its lint findings.
         * @description Requires `policy:read`.
         */
        get: operations["policy"];
        /**
         * Replace the policy.
         * @description Requires `policy:write`.
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
         * Lint a policy.
         * @description Requires `policy:read`.
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
         * Roll back to an earlier policy.
         * @description Requires `policy:write`.
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
         * List the versions of the policy, newest first.
         * @description Requires `policy:read`.
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
    "/admin/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List requests to join an organization and addresses on the waitlist, as one queue.
         * @description Requires `users:read`.
         */
        get: operations["requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/service": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings of this service, without any secret.
         * @description Requires `idp:read`.
         */
        get: operations["service"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/service/test-dns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look up the TXT records by which a domain is proven, at the name servers of this service.
         * @description Requires `idp:write`.
         */
        post: operations["testDns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/service/test-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a mail to the administrator's own address.
         * @description Requires `idp:write`.
         */
        post: operations["testMail"];
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
         * List the platform's users.
         * @description Requires `users:read`.
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
         * Get a user, with identities, memberships and the last login.
         * @description Requires `users:read`.
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
         * Deprovision a user and everything that could let them back in.
         * @description Requires `users:manage`.
         */
        post: operations["deprovisionUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/identities/{identityId}": {
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
         * Unlink an identity from a user, and end the user's sessions. The last one cannot be unlinked.
         * @description Requires `users:manage`.
         */
        delete: operations["unlinkIdentity"];
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
         * Restore a user.
         * @description Requires `users:manage`.
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
         * Change a user's platform role.
         * @description Requires `users:manage`.
         */
        put: operations["setPlatformRole"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the sessions of a user that are alive, newest first.
         * @description Requires `users:read`.
         */
        get: operations["userSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/sessions/{sessionId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End one session of a user, in all its applications.
         * @description Requires `users:manage`.
         */
        post: operations["endUserSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{userId}/sessions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all sessions of a user.
         * @description Requires `users:manage`.
         */
        post: operations["endUserSessions"];
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
         * Suspend a user.
         * @description Requires `users:manage`.
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
         * List the addresses on the waitlist.
         * @description Requires `users:read`.
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
         * Approve an address on the waitlist. It is admitted at its next login.
         * @description Requires `users:manage`.
         */
        post: operations["approveWaitlisted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/waitlist/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer up to 200 addresses on the waitlist.
         * @description Requires `users:manage`.
         */
        post: operations["answerWaitlist"];
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
         * Deny an address on the waitlist.
         * @description Requires `users:manage`.
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
        /** Get the active connections. */
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
        /** Receive the callback of a test login. */
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
        /** Check that the process is running. */
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
        /** List the open invitations to the caller's verified addresses. */
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
        /** Accept an invitation to a verified address of the caller. */
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
        /** List the caller's organizations and roles. */
        get: operations["ownOrganizations"];
        put?: never;
        /**
         * Create an organization.
         * @description Requires `organizations:manage`.
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
         * Get an organization.
         * @description Requires `org:read`.
         */
        get: operations["organization"];
        /**
         * Change an organization's name, slug, logo or presentation.
         * @description Requires `org:update`.
         */
        put: operations["updateOrganization"];
        post?: never;
        /**
         * Close an organization. It admits nobody, and its members lose their access.
         * @description Requires `org:delete`.
         */
        delete: operations["closeOrganization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/application-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the applications that define roles, with their roles and permissions.
         * @description Requires `members:read`.
         */
        get: operations["applicationRoles"];
        put?: never;
        post?: never;
        delete?: never;
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
         * List an organization's audit records, newest first.
         * @description Requires `audit:read`.
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
         * List an organization's domain rules.
         * @description Requires `domains:manage`.
         */
        get: operations["domains"];
        put?: never;
        /**
         * Create a domain rule.
         * @description Requires `domains:manage`.
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
         * Change a domain rule.
         * @description Requires `domains:manage`.
         */
        put: operations["changeDomain"];
        post?: never;
        /**
         * Delete a domain rule.
         * @description Requires `domains:manage`.
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
         * Send a token to a mailbox in the domain.
         * @description Requires `domains:manage`.
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
         * Verify a domain by the token that was sent to a mailbox.
         * @description Requires `domains:manage`.
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
         * Verify a domain by its DNS record.
         * @description Requires `domains:manage`.
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
         * List an organization's invitations.
         * @description Requires `invitations:manage`.
         */
        get: operations["invitations"];
        put?: never;
        /**
         * Invite an address.
         * @description Requires `invitations:manage`.
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
         * Revoke an invitation.
         * @description Requires `invitations:manage`.
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
         * Extend an invitation and send its mail again.
         * @description Requires `invitations:manage`.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/invites/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite up to 200 addresses.
         * @description Requires `invitations:manage`.
         */
        post: operations["inviteAll"];
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
         * List an organization's members.
         * @description Requires `members:read`.
         */
        get: operations["members"];
        put?: never;
        /**
         * Restore a former member.
         * @description Requires `members:manage`.
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
         * Change a member's role.
         * @description Requires `members:manage`.
         */
        put: operations["changeMemberRole"];
        post?: never;
        /** Remove a member. Members may remove themselves. */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/members/{userId}/application-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the roles of applications that a member has in the organization.
         * @description Requires `members:read`.
         */
        get: operations["memberApplicationRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/members/{userId}/application-roles/{applicationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace the roles of an application that a member has in the organization.
         * @description Requires `members:manage`.
         */
        put: operations["setMemberApplicationRoles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/members/{userId}/manual-role": {
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
         * Give a role that was changed by hand back to the group mappings.
         * @description Requires `members:manage`.
         */
        delete: operations["followProvider"];
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
         * List an organization's membership requests.
         * @description Requires `members:manage`.
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
         * Approve a membership request.
         * @description Requires `members:manage`.
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
         * Deny a membership request.
         * @description Requires `members:manage`.
         */
        post: operations["denyMembershipRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orgs/{orgId}/membership-requests/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer up to 200 membership requests.
         * @description Requires `members:manage`.
         */
        post: operations["answerMembershipRequests"];
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
        /** Get the caller's profile and session with their explanation. The first login creates the profile. */
        get: operations["me"];
        /** Update the caller's profile. */
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
        /** Send the code that proves the caller's address, that the account with it is theirs, or that an invitation to another address is. */
        post: operations["askLinkConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profiles/me/supabase-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a token by which the Supabase project knows the caller: their identifier as `sub`, the role `authenticated`, for at most five minutes. */
        get: operations["supabaseToken"];
        put?: never;
        post?: never;
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
         * Preview a decision. Nothing is written.
         * @description Requires `policy:read`.
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
        /** Check that the service is ready. */
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
        /** @description The policy for a person whom no strategy admits. */
        AccessMode: "restricted" | "public" | "waitlist";
        /** @description Two accounts of one person that become one, and what moves. */
        AccountJoin: {
            /** @description The identities that become those of the account that stays, with all that they remember. */
            identities: components["schemas"]["IdentityKey"][];
            /** @description The account that ends. It is deprovisioned, and has no identity. */
            joinedUserId: components["schemas"]["UserId"];
            /** @description The organizations whose membership requests become those of the account that stays. */
            membershipRequests: components["schemas"]["OrganizationId"][];
            /**
             * @description The memberships of the account that stays, as far as they are new or change. An ended one
             *     keeps the person out.
             */
            memberships: components["schemas"]["MembershipFacts"][];
            /** @description The role on the platform that the account that stays has afterwards. */
            platformRole: components["schemas"]["PlatformRole"];
            /**
             * @description The identities whose link to the account that stays is removed: its other subjects at the
             *     issuer of the conflict.
             */
            unlinked: components["schemas"]["IdentityKey"][];
            /** @description The account that stays: the holder's. */
            userId: components["schemas"]["UserId"];
        };
        /** @description The policy for a new identity whose address already belongs to a user. */
        AccountLinking: "never" | "confirm" | "verified_email";
        ActiveConnection: {
            /**
             * @description The default connection as a browser needs it to begin a login. Null if no connection is
             *     active, or if the default one has no configuration.
             */
            connection: components["schemas"]["PublicConnection"] | null;
            /** @description All connections that people may sign in with, the default first. */
            connections: components["schemas"]["ConnectionChoice"][];
            /**
             * @description The default connection and the key location with which its tokens are verified, in the form
             *     that `verify` of the npm package takes. Null if no connection is active.
             */
            verification: components["schemas"]["Verification"] | null;
        };
        /**
         * @description The body of `POST /orgs/{orgId}/email-domains`, which adds a domain rule to an organization. The
         *     rule has no effect until the domain is verified.
         */
        AddDomainRequest: {
            /**
             * @description The connection that people have to sign in with. Required for `enterprise_sso`, refused for
             *     the other modes.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /**
             * @description The pattern that the rule matches: a domain name, or `*.` and a name for the names below it.
             *     A public suffix, a mail provider's domain and a disposable domain are refused.
             */
            domain: components["schemas"]["DomainPattern"];
            /**
             * @description The effect of the rule on people whose address it matches. `enterprise_sso` and
             *     `automatic_membership` require `ownership`.
             */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description The groups of which a person must have one to be enrolled; at most 100. None is required if
             *     it is absent or empty.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The proof that the rule requires: `affiliation` or `ownership`. */
            verification: components["schemas"]["VerificationLevel"];
        };
        /**
         * @description The body of `POST /orgs/{orgId}/members`, which adds a former member again. Anyone else has to
         *     be invited.
         */
        AddMemberRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description The role in the organization, at most the caller's own. `org_user` when absent.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
            /** @description The user to add, a former member of the organization. */
            userId: components["schemas"]["UserId"];
        };
        /**
         * @description The body of `POST /admin/applications/{applicationId}/redirect-uris`, which registers one more
         *     redirect URI, or gives a registered one another end.
         */
        AddRedirectUriRequest: {
            /**
             * Format: uint32
             * @description The time for which it is registered, in seconds, such as the life of a preview. It does not
             *     expire when absent.
             * @default null
             */
            lifetime: number | null;
            /**
             * @description The reason, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The URI, compared byte for byte. */
            uri: components["schemas"]["RedirectUri"];
        };
        /** @description The body of `POST /admin/applications/{applicationId}/secrets`. The body may be omitted. */
        AddSecretRequest: {
            /**
             * Format: uint32
             * @description The lifetime of the secret, in seconds. It does not expire when absent.
             * @default null
             */
            lifetime: number | null;
            /**
             * @description The reason, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /** @description An action, as recorded in the audit log. A closed list. */
        AdministrationAction: "organization_created" | "organization_updated" | "organization_closed" | "organization_reopened" | "seat_limit_changed" | "member_added" | "member_role_changed" | "member_role_released" | "member_removed" | "invitation_created" | "invitation_resent" | "invitation_revoked" | "invitation_accepted" | "domain_added" | "domain_changed" | "domain_proof_recorded" | "domain_removed" | "membership_request_approved" | "membership_request_denied" | "waitlist_approved" | "waitlist_denied" | "identity_conflict_resolved" | "identities_carried_over" | "policy_saved" | "policy_rolled_back" | "user_suspended" | "user_restored" | "platform_role_changed" | "user_deprovisioned" | "user_sessions_ended" | "user_seeded" | "identity_unlinked" | "user_erased" | "recovery_token_issued" | "bootstrap_token_revoked" | "application_registered" | "application_changed" | "application_secret_added" | "application_secret_removed" | "application_permissions_changed" | "member_application_roles_changed" | "profile_updated";
        /** @description The result of a command. A closed list. */
        AdministrationReason: "done" | "unchanged" | "not_allowed" | "organization_not_found" | "organization_inactive" | "name_missing" | "slug_invalid" | "slug_taken" | "seats_in_use" | "user_not_found" | "user_not_active" | "own_account" | "member_not_found" | "already_member" | "invitation_needed" | "role_above_own" | "last_owner" | "last_platform_owner" | "last_identity" | "seat_limit_reached" | "invitation_not_found" | "invitation_not_pending" | "invitation_expired" | "already_invited" | "inviter_not_authorized" | "email_unverified" | "lifetime_out_of_range" | "connection_not_found" | "domain_not_found" | "domain_exists" | "domain_not_ownable" | "domain_taken" | "verification_insufficient" | "request_not_found" | "request_not_pending" | "not_waitlisted" | "conflict_not_found" | "conflict_not_open" | "conflict_not_applicable" | "second_subject" | "membership_removed" | "stale_version" | "policy_has_errors" | "policy_expectations_fail" | "policy_expectations_invalid" | "version_not_found" | "application_not_found" | "application_exists" | "application_has_errors" | "owner_needed" | "secret_not_used" | "secret_limit_reached" | "secret_not_found" | "permissions_have_errors" | "application_role_not_found" | "role_not_invitable" | "owner_active" | "reason_missing";
        /** @description The people whom a remedy would let in too, as far as stored facts say. */
        AlsoAdmitted: {
            /**
             * Format: uint32
             * @description The number of them whom nothing lets in now, and whom the remedy would let in.
             */
            admitted: number;
            /** @description The names of at most ten of them: full names, or else addresses. */
            names: string[];
            /**
             * Format: uint32
             * @description The number of other people who were tried: of each source at most 100. The sources are
             *     linked identities as they were last seen, the waitlist, and invitations that were not used.
             */
            tried: number;
        };
        /** @description The body of `POST /orgs/{orgId}/membership-requests/bulk`, which answers many requests to join. */
        AnswerRequestsRequest: {
            /** @description The answers; at most 200. */
            answers: components["schemas"]["MembershipAnswer"][];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /** @description The body of `POST /admin/waitlist/bulk`, which answers many addresses on the waitlist. */
        AnswerWaitlistRequest: {
            /** @description The answers; at most 200. */
            answers: components["schemas"]["WaitlistAnswer"][];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /** Format: uuid */
        ApplicationId: string;
        /** @description The kind of an application (OAuth 2.1 §2.1). */
        ApplicationKind: "web" | "spa" | "native" | "service";
        /** @description The permissions and roles that an application defines. */
        ApplicationPermissions: {
            /**
             * @description The permissions; at most 200.
             * @default []
             */
            permissions: components["schemas"]["PermissionDefinition"][];
            /**
             * @description The application's own roles; at most 50.
             * @default []
             */
            roles: components["schemas"]["RoleDefinition"][];
        };
        /** @description The permissions and roles that an application defines. */
        ApplicationPermissionsInput: {
            /**
             * @description The permissions; at most 200.
             * @default []
             */
            permissions: components["schemas"]["PermissionDefinition"][];
            /**
             * @description The application's own roles; at most 50.
             * @default []
             */
            roles: components["schemas"]["RoleDefinition"][];
        };
        /** @description The permissions and roles that an application defines. */
        ApplicationPermissionsRow: {
            /** @description The application. */
            applicationId: components["schemas"]["ApplicationId"];
            /** @description The name of the application. */
            applicationName: string;
            /** @description The permissions and roles. */
            defined: components["schemas"]["ApplicationPermissions"];
            /**
             * Format: uint32
             * @description The version, raised by each change; 0 if none were ever defined.
             */
            version: number;
        };
        /**
         * @description The body of `PUT /orgs/{orgId}/members/{userId}/application-roles/{applicationId}`, which
         *     replaces the roles of an application that a member has.
         */
        ApplicationRolesRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The roles, complete; at most 50. The caller has all permissions of each that is new. */
            roles: components["schemas"]["RoleName"][];
        };
        /** @description An application, for administrators. Times are UTC in RFC 3339. */
        ApplicationRow: {
            /** @description The time of registration, UTC in RFC 3339. */
            createdAt: string;
            /** @description The user who registered the application, or null for the operator. */
            createdBy: components["schemas"]["UserId"] | null;
            /** @description The identifier, which is the `client_id`. */
            id: components["schemas"]["ApplicationId"];
            /** @description The secrets, also those that have expired, by the time of creation. */
            secrets: components["schemas"]["ApplicationSecretRow"][];
            /** @description The settings. */
            settings: components["schemas"]["ApplicationSettings"];
            /** @description The time of the last change, UTC in RFC 3339. */
            updatedAt: string;
            /** @description The user who changed the application last, or null for the operator. */
            updatedBy: components["schemas"]["UserId"] | null;
            /**
             * Format: uint32
             * @description The version, raised by each change.
             */
            version: number;
        };
        /** Format: uuid */
        ApplicationSecretId: string;
        /** @description A secret of an application, for administrators. The secret itself is not stored. */
        ApplicationSecretRow: {
            /** @description The time of creation, UTC in RFC 3339. */
            createdAt: string;
            /** @description The user who created it, or null for the operator. */
            createdBy: components["schemas"]["UserId"] | null;
            /**
             * @description The first moment at which it is no longer valid, UTC in RFC 3339; null if it does not
             *     expire.
             */
            expiresAt: string | null;
            /** @description The identifier of the secret. */
            id: components["schemas"]["ApplicationSecretId"];
        };
        /** Format: uuid */
        ApplicationSessionId: string;
        /** @description An application session, for administrators. Times are UTC in RFC 3339. */
        ApplicationSessionRow: {
            /** @description The application. */
            applicationId: components["schemas"]["ApplicationId"];
            /** @description The name of the application. */
            applicationName: string;
            /** @description The identifier, which is the `sid` of its tokens. */
            id: components["schemas"]["ApplicationSessionId"];
            /** @description The time of the last renewal. */
            usedAt: string;
        };
        /** @description An application as its administrator writes it. Absent fields have the defaults of §14.1. */
        ApplicationSettings: {
            /**
             * @description `true` if the application's tokens reach Cora's own API. `true` when absent.
             * @default true
             */
            apiAccess: boolean;
            /**
             * @description The way of authentication. When absent: `none` for public kinds, `secret` for others.
             * @default null
             */
            authentication: components["schemas"]["ClientAuthentication"] | null;
            /**
             * @description The URL that is told of logouts; absent if the application has no store to honor it.
             * @default null
             */
            backChannelLogoutUri: components["schemas"]["EndpointUrl"] | null;
            /**
             * @description The connections by which people may come; at most 100. Empty for all of them.
             * @default []
             */
            connections: components["schemas"]["ConnectionId"][];
            /**
             * @description `true` if the application is for development.
             * @default false
             */
            development: boolean;
            /**
             * @description `false` if the application is switched off. `true` when absent.
             * @default true
             */
            enabled: boolean;
            /**
             * @description The public keys of `private_key_jwt`: a JSON Web Key Set.
             * @default null
             */
            keys: {
                [key: string]: unknown;
            } | null;
            /** @description The kind of the application. */
            kind: components["schemas"]["ApplicationKind"];
            /** @description The name that people see. */
            name: components["schemas"]["DisplayName"];
            /**
             * @description The origins of the application's pages; at most 100.
             * @default []
             */
            origins: components["schemas"]["WebOrigin"][];
            /**
             * @description The extent to which requests need a code challenge. `required` when absent.
             * @default required
             */
            pkce: components["schemas"]["Pkce"];
            /**
             * @description The URIs to which a logout may return; at most 100.
             * @default []
             */
            postLogoutRedirectUris: components["schemas"]["RegisteredRedirectUri"][];
            /**
             * @description The redirect URIs; at most 100.
             * @default []
             */
            redirectUris: components["schemas"]["RegisteredRedirectUri"][];
            /**
             * @description The lengths of the application's sessions.
             * @default {
             *       "absolute": 2592000,
             *       "idle": 604800
             *     }
             */
            session: components["schemas"]["SessionLengths"];
            /**
             * @description The handling of the provider's tokens after a sign-in to the application. `forget` when
             *     absent.
             * @default forget
             */
            upstream: components["schemas"]["UpstreamTokens"];
        };
        /** @description An application as its administrator writes it. Absent fields have the defaults of §14.1. */
        ApplicationSettingsInput: {
            /**
             * @description `true` if the application's tokens reach Cora's own API. `true` when absent.
             * @default true
             */
            apiAccess: boolean;
            /**
             * @description The way of authentication. When absent: `none` for public kinds, `secret` for others.
             * @default null
             */
            authentication: components["schemas"]["ClientAuthentication"] | null;
            /**
             * @description The URL that is told of logouts; absent if the application has no store to honor it.
             * @default null
             */
            backChannelLogoutUri: components["schemas"]["EndpointUrl"] | null;
            /**
             * @description The connections by which people may come; at most 100. Empty for all of them.
             * @default []
             */
            connections: components["schemas"]["ConnectionId"][];
            /**
             * @description `true` if the application is for development.
             * @default false
             */
            development: boolean;
            /**
             * @description `false` if the application is switched off. `true` when absent.
             * @default true
             */
            enabled: boolean;
            /**
             * @description The public keys of `private_key_jwt`: a JSON Web Key Set.
             * @default null
             */
            keys: {
                [key: string]: unknown;
            } | null;
            /** @description The kind of the application. */
            kind: components["schemas"]["ApplicationKind"];
            /** @description The name that people see. */
            name: components["schemas"]["DisplayName"];
            /**
             * @description The origins of the application's pages; at most 100.
             * @default []
             */
            origins: components["schemas"]["WebOrigin"][];
            /**
             * @description The extent to which requests need a code challenge. `required` when absent.
             * @default required
             */
            pkce: components["schemas"]["Pkce"];
            /**
             * @description The URIs to which a logout may return; at most 100.
             * @default []
             */
            postLogoutRedirectUris: components["schemas"]["RegisteredRedirectUriInput"][];
            /**
             * @description The redirect URIs; at most 100.
             * @default []
             */
            redirectUris: components["schemas"]["RegisteredRedirectUriInput"][];
            /**
             * @description The lengths of the application's sessions.
             * @default {
             *       "absolute": 2592000,
             *       "idle": 604800
             *     }
             */
            session: components["schemas"]["SessionLengthsInput"];
            /**
             * @description The handling of the provider's tokens after a sign-in to the application. `forget` when
             *     absent.
             * @default forget
             */
            upstream: components["schemas"]["UpstreamTokens"];
        };
        /** @description The body of `POST /admin/orgs/{orgId}/owner`. */
        AppointOwnerRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes. Required.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The member who becomes the owner. */
            userId: components["schemas"]["UserId"];
        };
        /** @description The delivery status of the mail with the confirmation code. */
        Asked: {
            delivery: components["schemas"]["Delivery"];
        };
        /**
         * @description The body of `POST /orgs/{orgId}/email-domains/{domainId}/mailbox`, which sends a token to a
         *     mailbox of the domain.
         */
        AskMailboxRequest: {
            /**
             * @description The address of the mailbox. Its domain must be the rule's name without `*.`. Normalized to
             *     its canonical form.
             */
            email: components["schemas"]["CanonicalEmail"];
        };
        /** @description A fact that an explanation takes from elsewhere than a token. */
        Assumption: "as_last_seen" | "groups_unknown" | "email_taken_as_verified" | "never_seen" | "several_identities" | "as_of_issue" | "userinfo_not_asked" | "as_recorded";
        Audience: string;
        /** Format: uuid */
        AuditId: string;
        /** @description A record of the timeline. `log` is the log that it is in. */
        AuditRecord: {
            /** @description The action that was taken. */
            action: components["schemas"]["AdministrationAction"];
            /** @description The user who gave the command, or null for the operator. */
            actorId: components["schemas"]["UserId"] | null;
            /** @description The kind of the actor: `user` or `operator`. */
            actorKind: string;
            /** @description The actor's full name, else the address; null for the operator and after an erasure. */
            actorName: string | null;
            /** @description The time of the command, UTC in RFC 3339. */
            at: string;
            /** @description The changed fields, redacted. */
            changes: components["schemas"]["FieldChange"][];
            /** @description The record's identifier. */
            id: string;
            /** @constant */
            log: "commands";
            /**
             * Format: int64
             * @description The number of the record, ascending in the order of writing.
             */
            number: number;
            /** @description The organization concerned, if any. */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /** @description The name of the organization. */
            organizationName: string | null;
            /** @description The reason given for the command. */
            reason: string | null;
            /** @description The identifier of the HTTP request. */
            requestId: string | null;
            /** @description Any other target. An email address is redacted: `a***@acme.example`. */
            target: string | null;
            /** @description The user concerned, if any. */
            userId: components["schemas"]["UserId"] | null;
            /** @description The full name of the user, else the address; null after an erasure. */
            userName: string | null;
        } | {
            /** @description The time of the decision, UTC in RFC 3339. */
            at: string;
            /** @description The invitation to another address that the person claimed, or null. */
            claimedInvitationId: components["schemas"]["InvitationId"] | null;
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The name of the connection. */
            connectionName: string | null;
            /** @description The address, redacted: `a***@acme.example`. */
            email: string | null;
            /** @description The record's identifier. */
            id: string;
            /** @constant */
            log: "logins";
            /** @description The outcome of the decision. */
            outcome: components["schemas"]["OutcomeKind"];
            /** @description The code of the reason. */
            reason: string;
            /**
             * @description The identifier of the request that was the first with this decision, as in its log line
             *     and in `x-request-id` of its answer; null for a decision of an earlier version.
             */
            requestId: string | null;
            /** @description The user, if there was one. */
            userId: components["schemas"]["UserId"] | null;
            /** @description The full name of the user, else the address; null after an erasure. */
            userName: string | null;
        } | {
            /** @description The application that made the request, or null. */
            applicationId: components["schemas"]["ApplicationId"] | null;
            /** @description The name of the application. */
            applicationName: string | null;
            /** @description The application session concerned, or null. */
            applicationSessionId: components["schemas"]["ApplicationSessionId"] | null;
            /** @description The time of the event, UTC in RFC 3339. */
            at: string;
            /** @description The event. */
            event: components["schemas"]["IssuerEvent"];
            /** @constant */
            log: "issuer";
            /**
             * Format: int64
             * @description The number of the record, ascending in the order of writing.
             */
            number: number;
            /** @description The code of the reason; for a key, its identifier. */
            reason: string;
            /** @description The identifier of the HTTP request, or null. */
            requestId: string | null;
            /** @description The user concerned, or null. */
            userId: components["schemas"]["UserId"] | null;
            /** @description The full name of the user, else the address; null after an erasure. */
            userName: string | null;
        } | {
            /**
             * @description The action: `created`, `updated`, `tested`, `activated`, `deactivated`, `rolled_back`,
             *     `made_default` or `deleted`.
             */
            action: string;
            /** @description The kind of the actor: `user` or `operator`. */
            actorKind: string;
            /** @description The differences, redacted. */
            changes: unknown[];
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The name of the connection. */
            connectionName: string | null;
            /** @description `true` if a safeguard was overridden. */
            forced: boolean;
            /** @description The record's identifier. */
            id: string;
            /** @constant */
            log: "connections";
            /** @description The settings after the action, in records of an earlier schema. */
            newConfig: unknown;
            /**
             * Format: uint32
             * @description The number of the settings concerned.
             */
            number: number | null;
            /** @description The settings before the action, in records of an earlier schema. */
            oldConfig: unknown;
            /** @description The time of the action. */
            performedAt: string;
            /** @description The identifier of the acting user, or null for the operator. */
            performedBy: string | null;
            /** @description The full name of that user, else the address; null after an erasure. */
            performedByName: string | null;
            /** @description The reason given. */
            reason: string | null;
            /** @description The identifier of the HTTP request. */
            requestId: string | null;
            /**
             * Format: uint32
             * @description The version of the connection after the action. Null in records of an earlier schema.
             */
            version: number | null;
        };
        /** @description The data of an authenticated session. */
        AuthenticatedSession: {
            /** @description The identity that acts on the user's behalf; null if there is none. */
            actor: components["schemas"]["IdentityKey"] | null;
            /** @description The user's capabilities on the platform and in the current organization. */
            capabilities: components["schemas"]["Capability"][];
            /** @description The user's current organization; null if they have none. */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /** @description The address as the provider writes it; null if the login has none that could be parsed. */
            email: string | null;
            /** @description The evidence about the address. */
            emailEvidence: components["schemas"]["EmailEvidence"];
            /** @description The first moment at which the session is over; null if the token does not state it. */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The user's identity at the provider. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The time at which the token was issued; null if the token does not state it. */
            issuedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The user's organizations, ordered by identifier. */
            organizations: components["schemas"]["SessionOrganization"][];
            /**
             * @description The permissions of the application in the current organization (§15); at most 200. Empty if
             *     the session is not an application's.
             * @default []
             */
            permissions: components["schemas"]["PermissionId"][];
            /**
             * @description The permissions of the application on the platform; at most 200. Empty if the session is not
             *     an application's.
             * @default []
             */
            platformPermissions: components["schemas"]["PermissionId"][];
            /** @description The user's role on the platform. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The kind of identity provider of the login. */
            provider: components["schemas"]["ConnectionKind"];
            /**
             * Format: uint32
             * @description The version of the user's roles, incremented when they change. A session with an older
             *     version is stale.
             */
            roleVersion: number;
            /** @description The session at the provider; null if the provider names none. */
            sessionId: components["schemas"]["SessionId"] | null;
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        };
        AuthenticationContext: string;
        /** @description A claim by which a login falls short of a required proof. */
        AuthenticationLack: "acr" | "amr" | "auth_time";
        AuthenticationMethod: string;
        /** @description The way in which the platform gets its first owner. */
        Bootstrap: {
            /** @constant */
            mode: "token";
        } | {
            /** @description The canonical addresses; at most 100. */
            emails: components["schemas"]["CanonicalEmail"][];
            /** @constant */
            mode: "allow_list";
        } | {
            /**
             * @description `true` if an administrator has confirmed that this is intended; otherwise lint reports
             *     an error.
             * @default false
             */
            acknowledged: boolean;
            /** @constant */
            mode: "first_user";
        } | {
            /** @constant */
            mode: "closed";
        };
        /** @description The way in which the platform gets its first owner. */
        BootstrapInput: {
            /** @constant */
            mode: "token";
        } | {
            /** @description The canonical addresses; at most 100. */
            emails: components["schemas"]["CanonicalEmail"][];
            /** @constant */
            mode: "allow_list";
        } | {
            /**
             * @description `true` if an administrator has confirmed that this is intended; otherwise lint reports
             *     an error.
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
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /**
             * @description `true` if it counts although the platform has an owner: the operator's way in when no owner
             *     can sign in any more.
             * @default false
             */
            recovery: boolean;
            /** @description The SHA-256 of the token. */
            tokenHash: components["schemas"]["TokenHash"];
            /**
             * @description `true` if it has been used.
             * @default false
             */
            used: boolean;
        };
        /** @description A bootstrap token that has been issued. */
        BootstrapTokenFactsInput: {
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /**
             * @description `true` if it counts although the platform has an owner: the operator's way in when no owner
             *     can sign in any more.
             * @default false
             */
            recovery: boolean;
            /** @description The SHA-256 of the token. */
            tokenHash: components["schemas"]["TokenHash"];
            /**
             * @description `true` if it has been used.
             * @default false
             */
            used: boolean;
        };
        /** Format: uuid */
        BrowserSessionId: string;
        /**
         * @description A browser session of a user, for administrators and for the user's own list of devices. Times
         *     are UTC in RFC 3339.
         */
        BrowserSessionRow: {
            /** @description The application sessions that are alive. */
            applications: components["schemas"]["ApplicationSessionRow"][];
            /** @description The time of the sign-in. */
            beganAt: string;
            /** @description The connection of the sign-in. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description A coarse name of the device, or null if it is not known. */
            device: string | null;
            /** @description The first moment at which the session is over in any case. */
            endsAt: string;
            /** @description The identifier. */
            id: components["schemas"]["BrowserSessionId"];
            /** @description The first moment at which the session is over if it is not used before. */
            idleEndsAt: string;
            /** @description The time of the last use, accurate to a minute. */
            usedAt: string;
        };
        /** @description An answer to a request. */
        BulkAnswer: "approve" | "deny";
        /** @description The results of a request with many rows. */
        BulkResult: {
            /** @description The consequences of all rows together, in a dry run only. Nothing was written then. */
            consequences?: components["schemas"]["Consequence"][] | null;
            /**
             * @description `true` if the request was carried out before, with the same idempotency key. Nothing was
             *     written now.
             */
            repeated: boolean;
            /** @description The results, in the order of the rows. */
            rows: components["schemas"]["BulkRowResult"][];
        };
        /** @description The outcome of a row. */
        BulkRowOutcome: "invited" | "would_invite" | "approved" | "would_approve" | "denied" | "would_deny" | "refused";
        /** @description The result of one row. */
        BulkRowResult: {
            /** @description The code of a refusal: a reason of the command, `email_invalid` or `email_repeated`. */
            code?: string | null;
            /**
             * Format: uint
             * @description The index of the row, from 0 on.
             */
            index: number;
            /** @description The invitation that the row has made, or would make. */
            invitation?: components["schemas"]["InvitationRow"] | null;
            /** @description The message of a refusal, for people. */
            message?: string | null;
            outcome: components["schemas"]["BulkRowOutcome"];
        };
        /** Format: email */
        CanonicalEmail: string;
        /** @description A permission that a session may have. Written as `resource:action`. */
        Capability: "idp:read" | "idp:write" | "idp:activate" | "org:read" | "org:update" | "org:delete" | "members:read" | "members:manage" | "invitations:manage" | "domains:manage" | "policy:read" | "policy:write" | "audit:read" | "modules:manage" | "organizations:read" | "organizations:manage" | "users:read" | "users:manage" | "application:read" | "application:write";
        /** @description The proof that capabilities require of the login in which they are used. */
        CapabilityAuthentication: {
            /** @description The capabilities; at most 50. */
            capabilities: components["schemas"]["Capability"][];
            /**
             * Format: uint32
             * @description The greatest age of the authentication, in seconds; absent if any is accepted.
             * @default null
             */
            maxAuthAge: number | null;
            /**
             * @description The classes of authentication (`acr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAcr: components["schemas"]["AuthenticationContext"][];
            /**
             * @description The methods of authentication (`amr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAmr: components["schemas"]["AuthenticationMethod"][];
        };
        /** @description The proof that capabilities require of the login in which they are used. */
        CapabilityAuthenticationInput: {
            /** @description The capabilities; at most 50. */
            capabilities: components["schemas"]["Capability"][];
            /**
             * Format: uint32
             * @description The greatest age of the authentication, in seconds; absent if any is accepted.
             * @default null
             */
            maxAuthAge: number | null;
            /**
             * @description The classes of authentication (`acr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAcr: components["schemas"]["AuthenticationContext"][];
            /**
             * @description The methods of authentication (`amr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAmr: components["schemas"]["AuthenticationMethod"][];
        };
        /** @description The extent of a carry-over. */
        CarriedOver: {
            /**
             * Format: uint32
             * @description The number of identities whose user has the new identity already. They stay as they are.
             */
            alreadyLinked: number;
            /** @description The conflicts. With any, nothing moves. */
            conflicts: components["schemas"]["CarryOverConflict"][];
            /** @description The consequences, in a dry run only. */
            consequences?: components["schemas"]["Consequence"][] | null;
            /** @description `true` if nothing was written. `outcome` is then what the command would lead to. */
            dryRun: boolean;
            /** @description The former issuer; null if it is not known. */
            from: components["schemas"]["Issuer"] | null;
            /**
             * Format: uint32
             * @description The number of identities at the former issuer that the list does not name. They stay.
             */
            left: number;
            /** @description Their subjects, redacted and in their order; at most 100. */
            leftSubjects: components["schemas"]["RedactedSubject"][];
            /**
             * Format: uint32
             * @description The number of identities that move: all that were asked for, or none.
             */
            moved: number;
            outcome: components["schemas"]["CarryOverReason"];
            /** @description The new issuer; null if it is not known. */
            to: components["schemas"]["Issuer"] | null;
        };
        /** @description The identities that cannot be carried over for one cause. */
        CarryOverConflict: {
            /**
             * Format: uint32
             * @description The number of subjects.
             */
            count: number;
            /** @description The kind of the conflict. */
            kind: components["schemas"]["CarryOverConflictKind"];
            /** @description The former subjects, redacted and in their order; at most 100. */
            subjects: components["schemas"]["RedactedSubject"][];
        };
        /** @description The kind of a conflict: a cause why an identity cannot be carried over. A closed list. */
        CarryOverConflictKind: "subject_unknown" | "subject_duplicate" | "subject_taken" | "second_subject" | "subject_claim_differs" | "other_organization";
        /** @description The result of a carry-over. A closed list. */
        CarryOverReason: "carried_over" | "unchanged" | "not_allowed" | "connection_not_found" | "issuer_missing" | "same_issuer" | "mapping_invalid" | "carry_over_conflicts" | "would_lock_out_admins" | "reason_missing";
        /**
         * @description The body of `POST /admin/connections/{connectionId}/carry-over`, which makes identities of
         *     another issuer those of the connection's.
         */
        CarryOverRequest: {
            /**
             * @description `true` to decide only, and to write nothing.
             * @default false
             */
            dryRun: boolean;
            /**
             * @description `true` to proceed even if no administrator of the platform could sign in afterwards. Needs a
             *     reason.
             * @default false
             */
            force: boolean;
            /** @description The former issuer, or the identifier of a connection that has or had it. */
            from: components["schemas"]["Issuer"];
            /**
             * Format: uint32
             * @description The number of the settings that determine the new issuer, the latest when absent.
             * @default null
             */
            number: number | null;
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description The subjects to carry over, at most 1 000 000. If absent, all, each to the same subject.
             * @default null
             */
            subjects: components["schemas"]["SubjectMapping"][] | null;
        };
        /**
         * @description The body of `PUT /admin/applications/{applicationId}`, which replaces all settings of an
         *     application.
         */
        ChangeApplicationRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The new settings, complete. Absent ones have their defaults. */
            settings: components["schemas"]["ApplicationSettingsInput"];
            /**
             * Format: uint32
             * @description The version of the application that the caller has seen. If it is out of date, the request
             *     is refused with `stale_version` and nothing is changed. Not checked when absent.
             * @default null
             */
            version: number | null;
        };
        /**
         * @description The body of `PUT /orgs/{orgId}/email-domains/{domainId}`, which changes the effect of a domain
         *     rule.
         */
        ChangeDomainRequest: {
            /**
             * @description The connection that people have to sign in with. Required for `enterprise_sso`, refused for
             *     the other modes.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /**
             * @description The effect of the rule on people whose address it matches. `enterprise_sso` and
             *     `automatic_membership` require `ownership`.
             */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description The groups of which a person must have one to be enrolled; at most 100. An empty list
             *     requires none. They stay as they are if it is absent.
             * @default null
             */
            requiredGroups: components["schemas"]["GroupName"][] | null;
        };
        ChangeReason: string;
        /** @description The body of `PUT /orgs/{orgId}/members/{userId}`, which changes a member's role. */
        ChangeRoleRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The new role in the organization, at most the caller's own. */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description A step, and its result. */
        CheckedStep: {
            result: components["schemas"]["StepResult"];
            step: components["schemas"]["TokenStep"];
        };
        /** @description The body of `POST /admin/idp-config/check`: settings that are not stored. */
        CheckSettingsRequest: {
            /** @description The settings. A secret among them is neither stored nor sent anywhere. */
            config: components["schemas"]["Settings"];
            /** @description The kind of provider. */
            kind: components["schemas"]["ConnectionKind"];
            /**
             * @description The organization that would own the connection. Absent for a connection of the platform.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
        };
        /** @description The part of a login that is read from a claim. */
        ClaimField: "issuer" | "subject" | "audience" | "authorized_party" | "email" | "email_verified" | "name" | "given_name" | "family_name" | "picture" | "phone_number" | "groups" | "organization" | "session";
        ClaimPath: string;
        /** @description The result of inspecting a token's claims. */
        ClaimsInspection: {
            /** @description The claims that a login reads for this kind of provider, in the order of [`ClaimField`]. */
            claims: components["schemas"]["InspectedClaim"][];
            /** @description The names of all other claims, sorted; at most 100. Their values are not shown. */
            others: string[];
        };
        /** @description The environments of Clerk instances. */
        ClerkEnvironment: "development" | "production";
        /** @description The facts that a Clerk publishable key encodes. */
        ClerkFacts: {
            /** @description The environment of the Clerk instance. */
            environment: components["schemas"]["ClerkEnvironment"];
            /** @description The host of the Frontend API. */
            frontendApi: string;
        };
        /** @description The way in which an application authenticates at the token endpoint. */
        ClientAuthentication: "secret" | "private_key_jwt" | "none";
        /**
         * @description An administrator's configuration: the policy, the connections and the domain rules by which
         *     logins are decided.
         */
        Configuration: {
            /**
             * @description The connections; at most 1000.
             * @default []
             */
            connections: components["schemas"]["Connection"][];
            /**
             * @description The domain rules of all organizations; at most 200 000. A host whose store returns the rules
             *     with the facts of each login leaves them out.
             * @default []
             */
            domainRules: components["schemas"]["DomainRuleFacts"][];
            /**
             * @description The policy; the strict default policy when absent.
             * @default {
             *       "accessMode": "restricted",
             *       "accountLinking": "confirm",
             *       "blockedDomains": [],
             *       "bootstrap": {
             *         "mode": "token"
             *       },
             *       "defaultRoles": [],
             *       "disposable": "refuse",
             *       "enforceSeats": true,
             *       "groupRoles": [],
             *       "idpOrganizations": [],
             *       "incompleteGroups": "ignore_mappings",
             *       "invitationClaim": "mailbox_code",
             *       "invitationLifetimeSeconds": 2592000,
             *       "maxAuthAge": null,
             *       "multipleInvitations": "accept_all",
             *       "organizationAuthentication": [],
             *       "personalOrganization": false,
             *       "reconcileOnLogin": true,
             *       "requireVerifiedEmail": true,
             *       "requiredAcr": [],
             *       "requiredAmr": [],
             *       "requiredGroups": [],
             *       "secondSubject": "ask_administrator",
             *       "stepUp": [],
             *       "strategies": [
             *         "invitation",
             *         "connection",
             *         "group",
             *         "domain"
             *       ],
             *       "subaddressing": "allow",
             *       "version": 0
             *     }
             */
            policy: components["schemas"]["ProvisioningPolicy"];
        };
        /** @description The configuration that decides logins, with the names of what it refers to. */
        ConfigurationInForce: {
            /**
             * @description `false` if there are more connections or domain rules than these: 1,000 connections and
             *     10,000 rules are listed, verified rules first.
             */
            complete: boolean;
            /** @description The policy, the connections and the domain rules, as `lint` and simulations read them. */
            configuration: components["schemas"]["Configuration"];
            /** @description The names behind the identifiers. */
            names: components["schemas"]["Names"];
            /**
             * Format: uint32
             * @description The version of the policy.
             */
            policyVersion: number;
        };
        /** @description One set of a connection's settings. Times are UTC in RFC 3339. */
        ConfigurationRow: {
            /** @description The settings under their canonical names. Secrets are references. */
            config: {
                [key: string]: unknown;
            };
            /** @description The time at which the settings were stored. */
            createdAt: string;
            /** @description The identifier of the user who stored the settings, or null for the operator. */
            createdBy: string | null;
            /** @description The full name of that user, else the address; null after an erasure. */
            createdByName: string | null;
            /** @description `true` if the settings are in use. */
            isActive: boolean;
            /** @description The issuer that follows from the settings, or null if they do not determine one yet. */
            issuer: string | null;
            /**
             * Format: uint32
             * @description The number of the settings.
             */
            number: number;
            /**
             * Format: uint64
             * @description The time at which the provider ends the secret of the settings, in seconds since the
             *     epoch; null if nobody has stated it.
             */
            secretExpiresAt: number | null;
            /**
             * @description The stage: `draft` (with errors), `validated` (without errors) or `tested` (a login
             *     succeeded).
             */
            stage: string;
            /** @description The time of the last test login, or null if there was none. */
            testedAt: string | null;
            /** @description The decision that the last successful test login would have got. */
            testedDecision: unknown;
            /** @description The outcome of the last test login: `success` or `failed`. Null if there was none. */
            testOutcome: string | null;
        };
        /** @description The part of a connection that a login through it depends on. */
        Connection: {
            /**
             * @description `true` if an organization's connection admits people who have no address at all.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /**
             * @description The algorithms that the connection's keys may sign with; at most 9. Empty means RS256 only.
             * @default []
             */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if an organization's connection may admit users whose address is outside the domains
             *     that the organization owns.
             * @default false
             */
            allowOutsideDomains: boolean;
            /**
             * @description The audiences that tokens may be for; at most 20.
             * @default []
             */
            audiences: components["schemas"]["Audience"][];
            /**
             * @description The parties that tokens may have been issued to (`azp`, `cid`, `client_id`, `appid`); at
             *     most 20. Required if tokens carry no audience.
             * @default []
             */
            authorizedParties: components["schemas"]["Audience"][];
            /**
             * @description The path of the claim that holds the address; `email` when absent. Another claim than
             *     `email` is not what the provider's `email_verified` speaks of.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; at most 20. Empty for the claim that the kind
             *     of provider has.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The connection's identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description The issuer that tokens must name. Compared exactly. */
            issuer: components["schemas"]["Issuer"];
            /** @description The kind of provider. */
            kind: components["schemas"]["ConnectionKind"];
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The organization that owns the connection; absent for a connection of the platform.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The organizations at the provider of which tokens must name one (Google `hd`, Entra ID
             *     `tid`, Clerk and Auth0 `org_id`, ZITADEL `urn:zitadel:iam:user:resourceowner:id`): one text,
             *     or a list of at most 20; absent if any is accepted. Google's documentation on `hd`: the
             *     login parameter is a hint, the claim is what counts.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganizations"];
            /**
             * @description The groups of which every person who uses the connection must have one; at most 100. Empty
             *     if none is required.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The lifecycle status. */
            status: components["schemas"]["ConnectionStatus"];
            /**
             * @description The kind of token that clients send.
             * @default access_token
             */
            tokenUse: components["schemas"]["TokenUse"];
            /**
             * @description The extent to which addresses count as verified. For Entra ID, anything but the claim is
             *     safe only with a single pinned tenant.
             * @default claim
             */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
            /**
             * Format: uint32
             * @description The number of changes so far. A plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /**
         * @description The state of a connection after it was put into use or out of it, with the version to expect in
         *     the next command.
         */
        ConnectionActivated: {
            /** @description The consequences, in a dry run only. */
            consequences?: components["schemas"]["Consequence"][] | null;
            /**
             * @description The platform's default connection afterwards; null if the platform has no connection in use,
             *     or if nothing changed.
             */
            defaultConnectionId: components["schemas"]["ConnectionId"] | null;
            /** @description `true` if this would be the result, and nothing was written. */
            dryRun: boolean;
            id: components["schemas"]["ConnectionId"];
            isActive: boolean;
            /** @description `true` if the connection is the platform's default. */
            isDefault: boolean;
            message: string;
            /** Format: uint32 */
            number: number | null;
            outcome: components["schemas"]["ConnectionReason"];
            providerType: components["schemas"]["ConnectionKind"];
            /**
             * Format: uint32
             * @description The number of active users who could sign in before and cannot afterwards, because all their
             *     identities are at issuers that are not in use any more; null for a change of the default.
             */
            usersWithoutWayIn: number | null;
            /** Format: uint32 */
            version: number | null;
        };
        /** @description An audit record of a connection. Times are UTC in RFC 3339. */
        ConnectionAuditRow: {
            /**
             * @description The action: `created`, `updated`, `tested`, `activated`, `deactivated`, `rolled_back`,
             *     `made_default` or `deleted`.
             */
            action: string;
            /** @description The kind of the actor: `user` or `operator`. */
            actorKind: string;
            /** @description The differences, redacted. */
            changes: unknown[];
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The name of the connection. */
            connectionName: string | null;
            /** @description `true` if a safeguard was overridden. */
            forced: boolean;
            /** @description The record's identifier. */
            id: string;
            /** @description The settings after the action, in records of an earlier schema. */
            newConfig: unknown;
            /**
             * Format: uint32
             * @description The number of the settings concerned.
             */
            number: number | null;
            /** @description The settings before the action, in records of an earlier schema. */
            oldConfig: unknown;
            /** @description The time of the action. */
            performedAt: string;
            /** @description The identifier of the acting user, or null for the operator. */
            performedBy: string | null;
            /** @description The full name of that user, else the address; null after an erasure. */
            performedByName: string | null;
            /** @description The reason given. */
            reason: string | null;
            /** @description The identifier of the HTTP request. */
            requestId: string | null;
            /**
             * Format: uint32
             * @description The version of the connection after the action. Null in records of an earlier schema.
             */
            version: number | null;
        };
        /** @description The row as it is after a command, and the issues of its settings. */
        ConnectionChanged: {
            /**
             * Format: uint32
             * @description The number of the settings in use, or null if none are.
             */
            activeNumber: number | null;
            /** @description The settings in use, or the latest ones if none are in use. Secrets are references. */
            config: {
                [key: string]: unknown;
            };
            /** @description The consequences, in a dry run only. Nothing was written then. */
            consequences?: components["schemas"]["Consequence"][] | null;
            /** @description The time of creation. */
            createdAt: string;
            /** @description The identifier of the user who created the connection, or null for the operator. */
            createdBy: string | null;
            /** @description The display name. */
            displayName: string;
            /** @description The connection's identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description `true` if the connection is in use. */
            isActive: boolean;
            /** @description `true` if the connection is more than a draft. */
            isConfigured: boolean;
            /** @description `true` if the connection is the platform's default: the one that people are offered first. */
            isDefault: boolean;
            /** @description The issuer of the settings in use, or of those last in use. */
            issuer: string | null;
            issues: components["schemas"]["ConnectionIssue"][];
            /**
             * Format: uint32
             * @description The greatest number of the connection's settings, or 0 if there are none.
             */
            latestNumber: number;
            /** @description The identifier of the organization that the connection belongs to, or null for the platform. */
            organizationId: string | null;
            outcome: components["schemas"]["ConnectionReason"];
            /** @description The kind of provider. */
            providerType: components["schemas"]["ConnectionKind"];
            /**
             * Format: uint64
             * @description The time at which the provider ends the secret of these settings, in seconds since the
             *     epoch; null if nobody has stated it.
             */
            secretExpiresAt: number | null;
            /** @description The status: `draft`, `validated`, `tested`, `active` or `disabled`. */
            status: string;
            /** @description The time of the last change. */
            updatedAt: string;
            /** @description The identifier of the user who last changed the connection, or null for the operator. */
            updatedBy: string | null;
            /**
             * Format: uint32
             * @description The version, raised by each change.
             */
            version: number;
        };
        /** @description The result of checking the provider's documents. */
        ConnectionChecked: {
            derived: components["schemas"]["DerivedFacts"];
            log: components["schemas"]["Log"];
            ok: boolean;
            report: components["schemas"]["DiscoveryReport"] | null;
        };
        /** @description A connection of the platform in use. */
        ConnectionChoice: {
            /** @description The connection as a browser needs it to begin a login. Null if it has no configuration. */
            connection: components["schemas"]["PublicConnection"] | null;
            /** @description `true` for the default: the one to offer first. */
            default: boolean;
            /** @description The connection and the key location with which its tokens are verified. */
            verification: components["schemas"]["Verification"];
        };
        /**
         * @description Settings in which [`validate`](super::validate::validate) has found no error.
         *
         *     Every variant has the issuer that tokens name, derived if the provider's other settings
         *     determine it. Lists have no duplicates and keep the order in which they were given.
         */
        ConnectionConfiguration: {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID registered at Okta. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /**
             * @description The issuer: `https://{domain}` for the org authorization server, or
             *     `https://{domain}/oauth2/{id}` for a custom one.
             */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "okta";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for, if a JWT template sets one. */
            audiences: components["schemas"]["Audience"][];
            /**
             * @description The origins that sessions may belong to. Required, because session tokens name no
             *     audience.
             */
            authorizedParties: components["schemas"]["Audience"][];
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for `groups`.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /**
             * @description The issuer, which is the Frontend API: `https://clerk.{domain}` or
             *     `https://{slug}.clerk.accounts.dev`.
             */
            issuer: components["schemas"]["Issuer"];
            /** @description The public key that verifies session tokens, as PEM, for verification without a network. */
            jwtKey: components["schemas"]["SettingText"] | null;
            /** @constant */
            kind: "clerk";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The organizations of which session tokens must name one as active; null if any is
             *     accepted, and none.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganizations"];
            /** @description The URL of the proxy that serves the Frontend API; null if there is no proxy. */
            proxyUrl: components["schemas"]["EndpointUrl"] | null;
            /** @description The publishable key, `pk_test_…` or `pk_live_…`. */
            publishableKey: components["schemas"]["SettingText"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description A reference to the secret key; null if nothing calls Clerk's Backend API. */
            secretKey: components["schemas"]["SecretReference"] | null;
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID registered at the provider. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description The URL of the discovery document; null if it is at the standard path below the issuer. */
            discoveryUri: components["schemas"]["EndpointUrl"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The issuer that tokens name. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "oidc";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The organizations of which tokens must name one (`org_id`); null if any is accepted.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganizations"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The ID of the application registered in the tenant, a UUID. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The issuer, `https://login.microsoftonline.com/{tenant}/v2.0`. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "entra_id";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The ID of the tenant, a UUID. */
            tenantId: components["schemas"]["SettingText"];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        } | {
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID registered at Google, `….apps.googleusercontent.com`. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The Workspace domains (`hd`), one text or a list of several; null if any account is
             *     accepted. The login parameter is only a hint; tokens must name one in their claim.
             * @default null
             */
            hostedDomain: components["schemas"]["ProviderOrganizations"];
            /** @description The issuer, `https://accounts.google.com`. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null for Google's own.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "google";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID of the application registered at Auth0. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /** @description The domain of the tenant, or its custom domain. */
            domain: components["schemas"]["SettingText"];
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The issuer, `https://{domain}/`, including the trailing slash. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "auth0";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The organizations of which tokens must name one (`org_id`); null if any is accepted.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganizations"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The ID of the app client in the user pool. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The issuer, `https://cognito-idp.{region}.amazonaws.com/{user pool}`. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "cognito";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /** @description The AWS region, such as `eu-central-1`. */
            region: components["schemas"]["SettingText"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
            /** @description The ID of the user pool, such as `eu-central-1_AbCdEfGhI`. */
            userPoolId: components["schemas"]["SettingText"];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID registered in the realm. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The issuer, `{server}/realms/{realm}`. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "keycloak";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The organizations of which tokens must name one (`organization`); null if any is
             *     accepted.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganizations"];
            /** @description The name of the realm. */
            realm: components["schemas"]["SettingText"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The server's base URL. It ends in `/auth` before version 17. */
            serverUrl: components["schemas"]["EndpointUrl"];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID of the application in ZITADEL. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The issuer, `https://{domain of the instance}`. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "zitadel";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /**
             * @description The ID of the organization that users must belong to; null if users of any organization
             *     of the instance are accepted.
             */
            resourceOwner: components["schemas"]["SettingText"] | null;
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID of the application in PingOne. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The ID of the environment, a UUID; null if the issuer is on a custom domain and the
             *     settings do not state it.
             */
            environmentId: components["schemas"]["SettingText"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /**
             * @description The issuer, `https://auth.pingone.{top level domain}/{environment}/as`, or
             *     `https://{custom domain}/as`.
             */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "ping";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        } | {
            /**
             * @description `true` if the organization's connection admits people who have no address.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /** @description The algorithms that tokens may be signed with. */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if the organization's connection may admit users whose address is outside its
             *     domains.
             */
            allowOutsideDomains: boolean;
            /** @description The slug of the application. */
            applicationSlug: components["schemas"]["SettingText"];
            /** @description The audiences that tokens may be for. */
            audiences: components["schemas"]["Audience"][];
            /** @description The parties that tokens may have been issued to. */
            authorizedParties: components["schemas"]["Audience"][];
            /** @description The client ID of the application's provider. */
            clientId: components["schemas"]["Audience"];
            /** @description A reference to the client secret; null for a public client. */
            clientSecret: components["schemas"]["SecretReference"] | null;
            /**
             * @description The path of the claim that holds the address; null for `email`.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; empty for the one of the kind.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The issuer, `{server}/application/o/{slug}/`, including the trailing slash. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The URL of the keys; null if it follows from the issuer, or the discovery document names
             *     it.
             * @default null
             */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @constant */
            kind: "authentik";
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The groups of which every person who uses the connection must have one.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The server's base URL, without a slash at its end. */
            serverUrl: components["schemas"]["EndpointUrl"];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /** @description The extent to which addresses count as verified. */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
        };
        /** @description A connection that was deleted. */
        ConnectionDeleted: {
            /** @description The consequences, in a dry run only. Nothing was written then. */
            consequences?: components["schemas"]["Consequence"][] | null;
            id: components["schemas"]["ConnectionId"];
            outcome: components["schemas"]["ConnectionReason"];
            providerType: components["schemas"]["ConnectionKind"];
        };
        /** @description A discovery document that was fetched, and the settings that follow from it. */
        ConnectionDiscovered: {
            /** @description The document as it was fetched; null if it could not be. */
            document: {
                [key: string]: unknown;
            } | null;
            /** @description The steps that were done. */
            log: components["schemas"]["Log"];
            /** @description The suggestion, in which the document counts. */
            suggestion: components["schemas"]["ConnectionSuggestion"];
        };
        /** @description A setting of a kind of provider. */
        ConnectionField: {
            /** @description Other names under which the setting is read. */
            aliases: string[];
            /** @description The people who could sign in by a careless value, as a sentence; null if there are none. */
            danger: string | null;
            /** @description The meaning, as a sentence. */
            description: string;
            /** @description An example; null if there is none that helps. */
            example: string | null;
            /** @description The group. */
            group: components["schemas"]["FieldGroup"];
            /** @description The label. */
            label: string;
            /**
             * Format: uint32
             * @description The greatest number; null for other shapes.
             */
            max: number | null;
            /**
             * Format: uint32
             * @description The maximum length of a text, or of an item of a list, in bytes; null for other shapes.
             */
            maxBytes: number | null;
            /**
             * Format: uint32
             * @description The maximum number of items of a list; null for other shapes.
             */
            maxItems: number | null;
            /** @description The canonical name. */
            name: string;
            /** @description The name that the provider's own pages give it; null if they have none of their own. */
            providerLabel: string | null;
            /** @description `true` if the setting is required, regardless of the others. */
            required: boolean;
            /** @description The shape of the value. */
            shape: components["schemas"]["FieldShape"];
            /** @description The values of a choice; empty for other shapes. */
            values: string[];
        };
        /** @description The settings of a kind of provider. */
        ConnectionFields: {
            /**
             * @description Sets of settings of which one is needed, the usual one first; empty if the required settings
             *     suffice. A set is needed whole.
             */
            alternatives: string[][];
            /** @description The provider's name for people. */
            displayName: string;
            /** @description The settings in the order in which they are read. */
            fields: components["schemas"]["ConnectionField"][];
            /** @description The kind. */
            kind: components["schemas"]["ConnectionKind"];
        };
        /** @description The health of a connection. */
        ConnectionHealth: {
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The display name. */
            connectionName: string;
            /** @description The logins of the last 24 hours. */
            day: {
                /**
                 * Format: uint64
                 * @description The number of logins that signed nobody in.
                 */
                refused: number;
                /**
                 * Format: uint64
                 * @description The number of logins that signed somebody in.
                 */
                signedIn: number;
                /**
                 * Format: uint64
                 * @description The number of refused tokens.
                 */
                tokensRefused: number;
            };
            /** @description The state of the provider's keys in this process; null if the settings name none. */
            keys: components["schemas"]["KeysState"] | null;
            /**
             * Format: uint64
             * @description The time at which keys were fetched last, in seconds since the epoch.
             */
            keysFetchedAt: number | null;
            /**
             * Format: uint64
             * @description The hour of the last login or token that was refused.
             */
            lastRefused: number | null;
            /**
             * Format: uint64
             * @description The hour of the last login that signed somebody in, in seconds since the epoch; null if none
             *     did in the last 90 days.
             */
            lastSignedIn: number | null;
            /**
             * Format: uint64
             * @description The time at which the provider ends the secret of the settings in use, in seconds since the
             *     epoch; null if nobody has stated it.
             */
            secretExpiresAt: number | null;
            /** @description The status. */
            status: string;
            /** @description The time of that test, UTC in RFC 3339. */
            testedAt: string | null;
            /** @description The outcome of the last test login with the settings in use: `success` or `failed`. */
            testOutcome: string | null;
            /** @description The logins of the last 7 days. */
            week: {
                /**
                 * Format: uint64
                 * @description The number of logins that signed nobody in.
                 */
                refused: number;
                /**
                 * Format: uint64
                 * @description The number of logins that signed somebody in.
                 */
                signedIn: number;
                /**
                 * Format: uint64
                 * @description The number of refused tokens.
                 */
                tokensRefused: number;
            };
        };
        /** Format: uuid */
        ConnectionId: string;
        /** @description The part of a connection that a login through it depends on. */
        ConnectionInput: {
            /**
             * @description `true` if an organization's connection admits people who have no address at all.
             * @default false
             */
            admitsWithoutEmail: boolean;
            /**
             * @description The algorithms that the connection's keys may sign with; at most 9. Empty means RS256 only.
             * @default []
             */
            algorithms: components["schemas"]["SignatureAlgorithm"][];
            /**
             * @description `true` if an organization's connection may admit users whose address is outside the domains
             *     that the organization owns.
             * @default false
             */
            allowOutsideDomains: boolean;
            /**
             * @description The audiences that tokens may be for; at most 20.
             * @default []
             */
            audiences: components["schemas"]["Audience"][];
            /**
             * @description The parties that tokens may have been issued to (`azp`, `cid`, `client_id`, `appid`); at
             *     most 20. Required if tokens carry no audience.
             * @default []
             */
            authorizedParties: components["schemas"]["Audience"][];
            /**
             * @description The path of the claim that holds the address; `email` when absent. Another claim than
             *     `email` is not what the provider's `email_verified` speaks of.
             * @default null
             */
            emailClaim: components["schemas"]["ClaimPath"] | null;
            /**
             * @description The paths of the claims that hold the groups; at most 20. Empty for the claim that the kind
             *     of provider has.
             * @default []
             */
            groupsClaim: components["schemas"]["ClaimPath"][];
            /** @description The connection's identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description The issuer that tokens must name. Compared exactly. */
            issuer: components["schemas"]["Issuer"];
            /** @description The kind of provider. */
            kind: components["schemas"]["ConnectionKind"];
            /**
             * @description The tolerated difference between the provider's clock and this one.
             * @default 30
             */
            leewaySeconds: components["schemas"]["Leeway"];
            /**
             * @description The organization that owns the connection; absent for a connection of the platform.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The organizations at the provider of which tokens must name one (Google `hd`, Entra ID
             *     `tid`, Clerk and Auth0 `org_id`, ZITADEL `urn:zitadel:iam:user:resourceowner:id`): one text,
             *     or a list of at most 20; absent if any is accepted. Google's documentation on `hd`: the
             *     login parameter is a hint, the claim is what counts.
             * @default null
             */
            providerOrganization: components["schemas"]["ProviderOrganizations"];
            /**
             * @description The groups of which every person who uses the connection must have one; at most 100. Empty
             *     if none is required.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The lifecycle status. */
            status: components["schemas"]["ConnectionStatus"];
            /**
             * @description The kind of token that clients send.
             * @default access_token
             */
            tokenUse: components["schemas"]["TokenUse"];
            /**
             * @description The extent to which addresses count as verified. For Entra ID, anything but the claim is
             *     safe only with a single pinned tenant.
             * @default claim
             */
            trustEmail: components["schemas"]["EmailTrust"];
            /**
             * @description The extent to which the userinfo endpoint completes the claims of tokens.
             * @default never
             */
            userinfo: components["schemas"]["UserinfoUse"];
            /**
             * Format: uint32
             * @description The number of changes so far. A plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description One issue with a connection. */
        ConnectionIssue: {
            /** @description The issue code. */
            code: components["schemas"]["ConnectionIssueCode"];
            /** @description The remedy, as a sentence; null if there is none. */
            help: string | null;
            /** @description The message for people: lower case, no full stop, input in backticks. Never holds a secret. */
            message: string;
            /**
             * @description A JSON Pointer (RFC 6901) into the settings as they were given, or into the input of the
             *     check.
             */
            path: string;
            /** @description The severity. A connection with an error cannot go live; a warning should be intentional. */
            severity: components["schemas"]["Severity"];
        };
        /**
         * @description The code of an issue with a connection. A closed list, extended only with a test; a code is
         *     never reused for another meaning.
         */
        ConnectionIssueCode: "unknown_field" | "duplicate_field" | "missing_field" | "wrong_type" | "out_of_bounds" | "unknown_value" | "duplicate_item" | "placeholder_value" | "stray_character" | "invalid_url" | "invalid_domain" | "not_https" | "private_host" | "unexpected_url_part" | "trailing_slash" | "missing_trailing_slash" | "misspelt_host" | "symmetric_algorithm" | "admin_domain" | "issuer_form" | "issuer_conflict" | "wrong_authorization_server" | "tenant_not_pinned" | "client_id_form" | "unusual_client_id" | "key_form" | "key_environment_conflict" | "key_host_conflict" | "development_key" | "token_use_unsupported" | "algorithm_unsupported" | "claim_path_form" | "setting_unused" | "secret_in_public_field" | "secret_reference_form" | "secret_missing" | "audience_missing" | "authorized_parties_missing" | "scope_missing" | "email_trusted" | "outside_domains_admitted" | "document_form" | "document_incomplete" | "issuer_mismatch" | "endpoint_not_https" | "endpoint_private_host" | "endpoint_foreign_host" | "signing_algorithm_mismatch" | "only_symmetric_algorithms" | "pkce_unsupported" | "scope_unsupported" | "claim_unsupported" | "code_flow_unsupported" | "client_authentication_unsupported" | "jwks_uri_mismatch" | "key_set_form" | "no_usable_key" | "key_unusable" | "key_id_missing" | "key_id_repeated" | "private_key_published";
        /** @description The kind of identity provider. It decides how claims are read. */
        ConnectionKind: "okta" | "clerk" | "oidc" | "entra_id" | "google" | "auth0" | "cognito" | "keycloak" | "zitadel" | "ping" | "authentik";
        /** @description The kinds of provider, and what to register at one. */
        ConnectionKinds: {
            /** @description The kinds with their settings. */
            kinds: components["schemas"]["ConnectionFields"][];
            /**
             * @description The redirect URIs to register at the provider. `{connectionId}` stands for the connection's
             *     identifier.
             */
            redirectUris: components["schemas"]["RedirectUriToRegister"][];
        };
        /** @description The result of a command. A closed list. */
        ConnectionReason: "created" | "saved" | "unchanged" | "test_recorded" | "activated" | "rolled_back" | "disabled" | "made_default" | "secret_expiry_set" | "deleted" | "connection_not_found" | "connection_exists" | "stale_version" | "settings_not_storable" | "configuration_not_found" | "not_validated" | "not_tested" | "issuer_in_use" | "would_lock_out_admins" | "reason_missing" | "not_active" | "not_of_platform" | "secret_missing" | "not_a_draft" | "connection_referenced";
        /** @description All issues of a connection's settings, and the facts that follow from them. */
        ConnectionReport: {
            /** @description The settings as a typed variant; null if there is an error. */
            configuration: components["schemas"]["ConnectionConfiguration"] | null;
            /** @description The facts derived from the settings; null if there is an error. */
            derived: components["schemas"]["DerivedFacts"] | null;
            /**
             * @description Errors and warnings, in the order of the kind's settings, followed by those about settings
             *     that the kind does not have; at most 100 are listed.
             */
            issues: components["schemas"]["ConnectionIssue"][];
            /** @description `true` if there is no error. Such settings may be tested and go live. */
            ok: boolean;
            /**
             * @description The settings under their canonical names (camelCase), without those that are unknown or must
             *     not be stored.
             */
            settings: components["schemas"]["Settings"];
            /**
             * @description `true` if the settings may be kept as a draft, because they hold nothing that must not be
             *     stored.
             */
            storable: boolean;
        };
        /** @description A connection. Times are UTC in RFC 3339. */
        ConnectionRow: {
            /**
             * Format: uint32
             * @description The number of the settings in use, or null if none are.
             */
            activeNumber: number | null;
            /** @description The settings in use, or the latest ones if none are in use. Secrets are references. */
            config: {
                [key: string]: unknown;
            };
            /** @description The time of creation. */
            createdAt: string;
            /** @description The identifier of the user who created the connection, or null for the operator. */
            createdBy: string | null;
            /** @description The display name. */
            displayName: string;
            /** @description The connection's identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description `true` if the connection is in use. */
            isActive: boolean;
            /** @description `true` if the connection is more than a draft. */
            isConfigured: boolean;
            /** @description `true` if the connection is the platform's default: the one that people are offered first. */
            isDefault: boolean;
            /** @description The issuer of the settings in use, or of those last in use. */
            issuer: string | null;
            /**
             * Format: uint32
             * @description The greatest number of the connection's settings, or 0 if there are none.
             */
            latestNumber: number;
            /** @description The identifier of the organization that the connection belongs to, or null for the platform. */
            organizationId: string | null;
            /** @description The kind of provider. */
            providerType: components["schemas"]["ConnectionKind"];
            /**
             * Format: uint64
             * @description The time at which the provider ends the secret of these settings, in seconds since the
             *     epoch; null if nobody has stated it.
             */
            secretExpiresAt: number | null;
            /** @description The status: `draft`, `validated`, `tested`, `active` or `disabled`. */
            status: string;
            /** @description The time of the last change. */
            updatedAt: string;
            /** @description The identifier of the user who last changed the connection, or null for the operator. */
            updatedBy: string | null;
            /**
             * Format: uint32
             * @description The version, raised by each change.
             */
            version: number;
        };
        /** @description The lifecycle status of a connection. Only an active connection admits users. */
        ConnectionStatus: "draft" | "validated" | "tested" | "disabled" | "active";
        /** @description The suggestion for a pasted text. */
        ConnectionSuggestion: {
            /** @description The place of the discovery document; null if none can be told. */
            discoveryUri: string | null;
            /** @description The findings: corrections, omissions, and parts that were not understood. */
            findings: components["schemas"]["PasteFinding"][];
            /** @description The form of the text. */
            form: components["schemas"]["PasteForm"];
            /** @description The kind of provider; null if none can be told. */
            kind: components["schemas"]["ConnectionKind"] | null;
            /** @description The settings, under their canonical names. They hold no secret. */
            settings: components["schemas"]["Settings"];
        };
        /** @description A consequence of a command, with the people or things that it concerns. */
        Consequence: {
            /** @description The code. */
            code: components["schemas"]["ConsequenceCode"];
            /**
             * Format: uint32
             * @description The number of people or things that are concerned; null if they are not counted.
             */
            count: number | null;
            /** @description The message for people. */
            message: string;
            /** @description Their names, as far as the actor may read them: at most [`MAX_NAMES`]. */
            names: string[];
        };
        /** @description A consequence of a command. A closed list. */
        ConsequenceCode: "access_lost" | "access_gained" | "seats_freed" | "seats_used" | "no_seat_left" | "sessions_end" | "invitations_withdrawn" | "invitations_open" | "requests_withdrawn" | "domains_released" | "domain_unproven" | "people_become_members" | "people_are_invited" | "people_ask" | "people_bound_to_connection" | "people_need_invitation" | "role_lowered" | "role_raised" | "role_follows_provider" | "application_roles_lost" | "application_roles_gained" | "identities_linked" | "identities_unlinked" | "identities_barred" | "accounts_joined" | "address_released" | "person_erased" | "address_admitted" | "address_waits_again" | "policy_applies" | "linking_loosened" | "secrets_refused" | "redirects_refused" | "slug_released" | "identities_carried_over" | "settings_apply" | "connection_refused" | "default_changes";
        /** @description The body of `POST /admin/applications`, which registers an application. */
        CreateApplicationRequest: {
            /**
             * @description The reason, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The settings. Absent ones have their defaults. */
            settings: components["schemas"]["ApplicationSettingsInput"];
        };
        /** @description The body of `POST /admin/idp-config`, which creates a connection. */
        CreateConnectionRequest: {
            /**
             * @description The provider's settings, as a JSON object. A secret is either a reference or a value; values
             *     are stored encrypted.
             */
            config: components["schemas"]["Settings"];
            /** @description The name shown to people. At most 512 bytes. */
            displayName: components["schemas"]["DisplayName"];
            /**
             * @description The organization that owns the connection. Absent for a connection of the platform.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /** @description The kind of identity provider. */
            providerType: components["schemas"]["ConnectionKind"];
        };
        /** @description The body of `POST /orgs/{orgId}/invites`, which invites an address to an organization. */
        CreateInvitationRequest: {
            /**
             * @description The connection that has to be used to accept the invitation. Any connection when absent.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The address to invite. Normalized to its canonical form. */
            email: components["schemas"]["CanonicalEmail"];
            /**
             * Format: uint32
             * @description The lifetime of the invitation in seconds, from 3600 (an hour) to 7776000 (90 days). The
             *     policy's `invitationLifetimeSeconds` when absent.
             * @default null
             */
            lifetimeSeconds: number | null;
            /**
             * @description The role on the platform that the invitation grants, at most the caller's own.
             *     `platform_user` when absent.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description The role in the organization that the invitation grants, at most the caller's own.
             *     `org_user` when absent.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description The body of `POST /orgs`, which creates an organization. The caller becomes its owner. */
        CreateOrganizationRequest: {
            /**
             * @description The icon with which the application is shown to the members: a name or a URL, at most 2048
             *     bytes.
             * @default null
             */
            appIcon: components["schemas"]["IconName"] | null;
            /**
             * @description The name under which the application is shown to the members, at most 512 bytes.
             * @default null
             */
            appName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The description, at most 4096 bytes.
             * @default null
             */
            description: components["schemas"]["OrganizationDescription"] | null;
            /**
             * @description The URL of a logo. At most 2048 bytes.
             * @default null
             */
            logoUrl: components["schemas"]["PictureUrl"] | null;
            /**
             * @description The name, at most 512 bytes. Surrounding white space is removed. Must contain a letter or a
             *     digit and no control characters.
             */
            name: components["schemas"]["DisplayName"];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description The short name in URLs: lower-case ASCII letters, digits and inner hyphens, at most 64
             *     bytes. A free one is derived from the name when absent.
             * @default null
             */
            slug: components["schemas"]["Slug"] | null;
            /**
             * @description The URL of the website, at most 2048 bytes.
             * @default null
             */
            websiteUrl: components["schemas"]["PictureUrl"] | null;
        };
        /** @description The kind of a database. */
        DatabaseKind: "sqlite" | "postgresql";
        /**
         * @description Everything that one decision depends on. The same input gives the same decision, byte for byte,
         *     on every host.
         */
        DecideInput: {
            /** @description The connection of the login. */
            connection: components["schemas"]["Connection"];
            /**
             * @description The stored facts that concern this login; empty when absent.
             * @default {
             *       "bootstrapTokens": [],
             *       "derivedUser": null,
             *       "domainRules": [],
             *       "identities": [],
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
             *       "blockedDomains": [],
             *       "bootstrap": {
             *         "mode": "token"
             *       },
             *       "defaultRoles": [],
             *       "disposable": "refuse",
             *       "enforceSeats": true,
             *       "groupRoles": [],
             *       "idpOrganizations": [],
             *       "incompleteGroups": "ignore_mappings",
             *       "invitationClaim": "mailbox_code",
             *       "invitationLifetimeSeconds": 2592000,
             *       "maxAuthAge": null,
             *       "multipleInvitations": "accept_all",
             *       "organizationAuthentication": [],
             *       "personalOrganization": false,
             *       "reconcileOnLogin": true,
             *       "requireVerifiedEmail": true,
             *       "requiredAcr": [],
             *       "requiredAmr": [],
             *       "requiredGroups": [],
             *       "secondSubject": "ask_administrator",
             *       "stepUp": [],
             *       "strategies": [
             *         "invitation",
             *         "connection",
             *         "group",
             *         "domain"
             *       ],
             *       "subaddressing": "allow",
             *       "version": 0
             *     }
             */
            policy: components["schemas"]["ProvisioningPolicy"];
        };
        /**
         * @description Everything that one decision depends on. The same input gives the same decision, byte for byte,
         *     on every host.
         */
        DecideInputInput: {
            /** @description The connection of the login. */
            connection: components["schemas"]["ConnectionInput"];
            /**
             * @description The stored facts that concern this login; empty when absent.
             * @default {
             *       "bootstrapTokens": [],
             *       "derivedUser": null,
             *       "domainRules": [],
             *       "identities": [],
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
            facts: components["schemas"]["LoginFactsInput"];
            /** @description The login. */
            login: components["schemas"]["LoginIdentityInput"];
            /** @description The time of the decision. */
            now: components["schemas"]["UnixSeconds"];
            /**
             * @description The policy in force; the strict default policy when absent.
             * @default {
             *       "accessMode": "restricted",
             *       "accountLinking": "confirm",
             *       "blockedDomains": [],
             *       "bootstrap": {
             *         "mode": "token"
             *       },
             *       "defaultRoles": [],
             *       "disposable": "refuse",
             *       "enforceSeats": true,
             *       "groupRoles": [],
             *       "idpOrganizations": [],
             *       "incompleteGroups": "ignore_mappings",
             *       "invitationClaim": "mailbox_code",
             *       "invitationLifetimeSeconds": 2592000,
             *       "maxAuthAge": null,
             *       "multipleInvitations": "accept_all",
             *       "organizationAuthentication": [],
             *       "personalOrganization": false,
             *       "reconcileOnLogin": true,
             *       "requireVerifiedEmail": true,
             *       "requiredAcr": [],
             *       "requiredAmr": [],
             *       "requiredGroups": [],
             *       "secondSubject": "ask_administrator",
             *       "stepUp": [],
             *       "strategies": [
             *         "invitation",
             *         "connection",
             *         "group",
             *         "domain"
             *       ],
             *       "subaddressing": "allow",
             *       "version": 0
             *     }
             */
            policy: components["schemas"]["ProvisioningPolicyInput"];
        };
        /**
         * @description A decision about a login: its outcome, the reason, the message for the person, and the changes
         *     to write.
         */
        Decision: {
            /** @description The user's current organization once the plan is applied; null if they have none. */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /** @description The evidence about the login's address. */
            emailEvidence: components["schemas"]["EmailEvidence"];
            /** @description The user's active memberships once the plan is applied, ordered by organization. */
            memberships: components["schemas"]["MembershipView"][];
            /** @description The outcome of the login. */
            outcome: components["schemas"]["Outcome"];
            /** @description The changes to write. */
            plan: components["schemas"]["Plan"];
            /** @description The user's role on the platform once the plan is applied. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The code of the deciding verdict in the trace. */
            reason: components["schemas"]["ReasonCode"];
            /**
             * @description The proof that the client asks the provider for at the next sign-in; null unless the reason
             *     is `step_up_required` for the whole platform.
             */
            stepUp: components["schemas"]["StepUp"] | null;
            /** @description The verdict of every stage, for administrators. */
            trace: components["schemas"]["Trace"];
            /** @description The message for the person; null if they are admitted and there is nothing to tell them. */
            userMessage: components["schemas"]["UserMessage"] | null;
        };
        /** @description A [`Decision`] without its plan and its trace. */
        DecisionSummary: {
            /** @description The user's current organization once the plan is applied; null if they have none. */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /** @description The evidence about the login's address. */
            emailEvidence: components["schemas"]["EmailEvidence"];
            /** @description The user's active memberships once the plan is applied, ordered by organization. */
            memberships: components["schemas"]["MembershipView"][];
            /** @description The outcome of the login. */
            outcome: components["schemas"]["Outcome"];
            /** @description The user's role on the platform once the plan is applied. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The code of the deciding verdict. */
            reason: components["schemas"]["ReasonCode"];
            /**
             * @description The proof that the client asks the provider for at the next sign-in; null unless the reason
             *     is `step_up_required` for the whole platform.
             */
            stepUp: components["schemas"]["StepUp"] | null;
            /** @description The message for the person; null if they are admitted and there is nothing to tell them. */
            userMessage: components["schemas"]["UserMessage"] | null;
        };
        /** @description The default role of an organization's members who are admitted by connection or domain. */
        DefaultRole: {
            /** @description The organization in which the role is given. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The role, reduced to the greatest that the strategy grants: `org_admin` for a connection,
             *     `org_user` for a domain rule.
             */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description The delivery status of a mail. */
        Delivery: "queued" | "sent" | "failed" | "not_configured";
        /** @description The facts that follow from settings, so that nobody has to write them down a second time. */
        DerivedFacts: {
            /** @description The facts about the Clerk instance; null for other kinds. */
            clerk: components["schemas"]["ClerkFacts"] | null;
            /** @description The URL of the provider's discovery document; null if the provider is used without one. */
            discoveryUri: components["schemas"]["EndpointUrl"] | null;
            /** @description The issuer that tokens name. Compared exactly. */
            issuer: components["schemas"]["Issuer"];
            /** @description The URL of the keys; null if the discovery document names it, or the key is in the settings. */
            jwksUri: components["schemas"]["EndpointUrl"] | null;
            /** @description The facts about Okta's authorization server; null for other kinds. */
            okta: components["schemas"]["OktaFacts"] | null;
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
        };
        /**
         * @description The body of `POST /admin/idp-config/discover`: the issuer, or a text that leads to it. One of
         *     them is required.
         */
        DiscoverConnectionRequest: {
            /**
             * @description The issuer, or the address of its discovery document.
             * @default null
             */
            issuer: components["schemas"]["Issuer"] | null;
            /**
             * @description The pasted text. At most 65536 bytes.
             * @default null
             */
            text: components["schemas"]["PastedText"] | null;
        };
        /** @description All issues of a provider's documents for a connection. */
        DiscoveryReport: {
            /**
             * @description The URL that users are sent to for a login; null if the document names none, or names one
             *     that is refused.
             */
            authorizationEndpoint: string | null;
            /** @description Errors and warnings, in the order of the checks. */
            issues: components["schemas"]["ConnectionIssue"][];
            /**
             * @description The URL of the keys, from the settings or else from the document; null if neither names one,
             *     or if the key is in the settings.
             */
            jwksUri: string | null;
            /** @description `true` if there is no error. */
            ok: boolean;
            /**
             * @description The URL at which codes are exchanged for tokens; null if the document names none, or names
             *     one that is refused.
             */
            tokenEndpoint: string | null;
            /** @description The identifiers of the keys that can verify tokens of this connection. */
            usableKeyIds: string[];
        };
        DisplayName: string;
        /**
         * @description The policy for a new user whom no strategy admits, and whose address is at a provider of
         *     disposable mailboxes ([`DomainClass::Disposable`](crate::domain::class::DomainClass)).
         */
        DisposableEmail: "allow" | "refuse";
        /** @description The class of a domain. */
        DomainClass: "public_provider" | "disposable" | "public_suffix" | "company";
        /** Format: uuid */
        DomainId: string;
        /** Format: domain */
        DomainName: string;
        /** Format: domain-pattern */
        DomainPattern: string;
        /** @description A domain rule, and the DNS record that proves the domain. */
        DomainRule: {
            /** @description The time at which the proof was last checked, UTC in RFC 3339. */
            checkedAt: string | null;
            /** @description The class of the domain. */
            class: components["schemas"]["DomainClass"];
            /** @description The connection that matching people have to use, or null for any. */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The name of that connection. */
            connectionName: string | null;
            /** @description The time of creation, UTC in RFC 3339. */
            createdAt: string;
            /** @description The pattern: a domain name, or `*.` and a domain name. */
            domain: string;
            /** @description The enrollment mode: the effect on a person whose address matches. */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /** @description The rule's identifier. */
            id: components["schemas"]["DomainId"];
            /** @description The organization that the rule belongs to. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The name of that organization. */
            organizationName: string | null;
            record: components["schemas"]["TxtRecord"];
            /** @description The groups of which a person must have one to be enrolled; empty if none is required. */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The state of the proof. */
            state: components["schemas"]["VerificationState"];
            /** @description The level of proof that the rule requires. */
            verification: components["schemas"]["VerificationLevel"];
            /** @description The time at which the proof was last found, UTC in RFC 3339. */
            verifiedAt: string | null;
            /**
             * Format: uint32
             * @description The version of the rule, raised by each change.
             */
            version: number;
        };
        /** @description A domain rule of an organization. */
        DomainRuleFacts: {
            /**
             * @description The class of the domain, by the complete lists at the time it was verified.
             * @default company
             */
            class: components["schemas"]["DomainClass"];
            /**
             * @description The connection that `enterprise_sso` requires. Unused in the other modes.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The enrollment of people whose address matches. */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /** @description The identifier of the rule. */
            id: components["schemas"]["DomainId"];
            /** @description The organization whose rule it is. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The pattern of domain names that the rule matches. */
            pattern: components["schemas"]["DomainPattern"];
            /**
             * @description The groups of which a person must have one to be enrolled by the rule; at most 100. Empty if
             *     none is required.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /**
             * @description The role that the rule gives. A role above `org_user` is reduced to it; when absent, the
             *     policy's default role applies.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
            /** @description The state of the proof. */
            state: components["schemas"]["VerificationState"];
            /** @description The level of proof that was required. */
            verification: components["schemas"]["VerificationLevel"];
            /**
             * Format: uint32
             * @description The version, incremented by every change. A plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description A domain rule of an organization. */
        DomainRuleFactsInput: {
            /**
             * @description The class of the domain, by the complete lists at the time it was verified.
             * @default company
             */
            class: components["schemas"]["DomainClass"];
            /**
             * @description The connection that `enterprise_sso` requires. Unused in the other modes.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The enrollment of people whose address matches. */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /** @description The identifier of the rule. */
            id: components["schemas"]["DomainId"];
            /** @description The organization whose rule it is. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The pattern of domain names that the rule matches. */
            pattern: components["schemas"]["DomainPattern"];
            /**
             * @description The groups of which a person must have one to be enrolled by the rule; at most 100. Empty if
             *     none is required.
             * @default []
             */
            requiredGroups: components["schemas"]["GroupName"][];
            /**
             * @description The role that the rule gives. A role above `org_user` is reduced to it; when absent, the
             *     policy's default role applies.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
            /** @description The state of the proof. */
            state: components["schemas"]["VerificationState"];
            /** @description The level of proof that was required. */
            verification: components["schemas"]["VerificationLevel"];
            /**
             * Format: uint32
             * @description The version, incremented by every change. A plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description One change. Applying it a second time changes nothing. */
        Effect: {
            /** @description The author of the row: the user. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "create_user";
            /** @description The user's address; null if the login has none. */
            email: components["schemas"]["EmailAddress"] | null;
            /** @description `true` if the address is proven to be the user's. */
            emailVerified: boolean;
            /** @description The profile that the claims assert. */
            profile: components["schemas"]["Profile"];
            /** @description The last editor of the row: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The identifier of the user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The author of the row: the user. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "link_identity";
            /**
             * @description The canonical address that the provider asserts; null if it asserts none that can be
             *     read.
             */
            email: components["schemas"]["CanonicalEmail"] | null;
            /** @description `true` if the provider's word for it is at least `verified`. */
            emailVerified: boolean;
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The time at which the token was issued; null if unknown. */
            statedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "record_identity_email";
            /** @description The canonical address; null if it cannot be read. */
            email: components["schemas"]["CanonicalEmail"] | null;
            /** @description `true` if the provider's word for it is at least `verified`. */
            emailVerified: boolean;
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The time at which the token was issued; null if unknown. */
            statedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "set_email";
            /** @description The address. */
            email: components["schemas"]["EmailAddress"];
            /** @description The last editor of the row: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "verify_email";
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The last editor of the row: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The time at which the code was presented. */
            confirmedAt: components["schemas"]["UnixSeconds"];
            /** @constant */
            effect: "confirm_email";
            /** @description The canonical address, to which the code was sent. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The last editor of the row: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "unverify_email";
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The last editor of the row: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "forget_email_confirmation";
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The last editor of the row: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "release_email";
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The last editor of the row: the user to whom the address goes. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The returning user who proves the address too; null if nobody is linked to the identity. */
            claimantId: components["schemas"]["UserId"] | null;
            /** @description The identifier of the entry. */
            conflictId: components["schemas"]["IdentityConflictId"];
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            effect: "open_identity_conflict";
            /** @description The canonical address; null if the login has none. */
            email: components["schemas"]["CanonicalEmail"] | null;
            /** @description The identity of the login. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The kind of the conflict. */
            kind: components["schemas"]["IdentityConflictKind"];
            /** @description The time of the login. */
            openedAt: components["schemas"]["UnixSeconds"];
            /** @description The user who holds the address, or to whom the identity was linked once. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "consume_link_confirmation";
            /** @description The SHA-256 of the confirmation's token. */
            tokenHash: components["schemas"]["TokenHash"];
            /** @description The time at which it was used. */
            usedAt: components["schemas"]["UnixSeconds"];
            /** @description The user whose account or mailbox was confirmed. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "update_profile";
            /** @description The fields to fill in; the others are null. */
            profile: components["schemas"]["Profile"];
            /** @description The last editor of the row: the user. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The founder, who owns the organization. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "create_organization";
            /** @description The display name. */
            name: components["schemas"]["DisplayName"];
            /** @description The identifier of the organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The slug. */
            slug: components["schemas"]["Slug"];
            /** @description The last editor of the row: the founder. */
            updatedBy: components["schemas"]["UserId"];
        } | {
            /** @description The role by which they are a member without any group mapping; null if there is none. */
            baseRole: components["schemas"]["OrganizationRole"] | null;
            /** @description The user accountable for it: the inviter, or else the user themselves. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "add_membership";
            /** @description The membership. */
            membershipId: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The user's role in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The time at which the token was issued whose groups gave the role; null if no groups
             *     did, or the token does not state it.
             */
            roleAsOf: components["schemas"]["UnixSeconds"] | null;
            /** @description The source of the role, if a group mapping gave it. */
            roleSource: components["schemas"]["RoleSource"] | null;
            /** @description The source of the membership. */
            source: components["schemas"]["MembershipSource"];
            /** @description The last editor of the row, as in `createdBy`. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The role by which they are a member without any group mapping; null if there is none. */
            baseRole: components["schemas"]["OrganizationRole"] | null;
            /** @constant */
            effect: "raise_role";
            /** @description The role before. */
            from: components["schemas"]["OrganizationRole"];
            /** @description The membership. */
            membershipId: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The time at which the token was issued whose groups gave the role; null if no groups
             *     did, or the token does not state it.
             */
            roleAsOf: components["schemas"]["UnixSeconds"] | null;
            /** @description The source of the role after. */
            roleSource: components["schemas"]["RoleSource"] | null;
            /** @description The role after. */
            to: components["schemas"]["OrganizationRole"];
            /** @description The user accountable for it: the inviter, or else the user themselves. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The role by which they are a member without any group mapping; null if there is none. */
            baseRole: components["schemas"]["OrganizationRole"] | null;
            /** @constant */
            effect: "lower_role";
            /** @description The role before. */
            from: components["schemas"]["OrganizationRole"];
            /** @description The membership. */
            membershipId: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The time at which the token was issued whose groups lack the group; null if the token
             *     does not state it.
             */
            roleAsOf: components["schemas"]["UnixSeconds"] | null;
            /** @description The source of the role after. */
            roleSource: components["schemas"]["RoleSource"] | null;
            /** @description The role after. */
            to: components["schemas"]["OrganizationRole"];
            /** @description The last editor of the row: the user themselves. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "end_membership";
            /** @description The time at which the membership ends. */
            endedAt: components["schemas"]["UnixSeconds"];
            /** @description The membership. */
            membershipId: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role before. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The time at which the token was issued whose groups lack the group; null if the token
             *     does not state it.
             */
            roleAsOf: components["schemas"]["UnixSeconds"] | null;
            /** @description The last editor of the row: the user themselves. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The time at which it is accepted. */
            acceptedAt: components["schemas"]["UnixSeconds"];
            /**
             * @description The login's address, redacted, if the person has claimed an invitation to another one;
             *     else null.
             */
            claimedAs: components["schemas"]["RedactedEmail"] | null;
            /** @constant */
            effect: "accept_invitation";
            /** @description The invitation. */
            invitationId: components["schemas"]["InvitationId"];
            /** @description The user who accepts it. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The way in which it has to be accepted. */
            acceptance: components["schemas"]["InvitationAcceptance"];
            /** @description The time at which it is created. */
            createdAt: components["schemas"]["UnixSeconds"];
            /** @description The user who is invited. */
            createdBy: components["schemas"]["UserId"];
            /** @constant */
            effect: "create_invitation";
            /** @description The canonical address that is invited. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The identifier of the invitation. */
            invitationId: components["schemas"]["InvitationId"];
            /** @description The organization to which it invites. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role that it gives in the organization. */
            role: components["schemas"]["OrganizationRole"];
        } | {
            /** @constant */
            effect: "request_membership";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The time of the request. */
            requestedAt: components["schemas"]["UnixSeconds"];
            /** @description The identifier of the request. */
            requestId: components["schemas"]["MembershipRequestId"];
            /** @description The requested role. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The time at which it is added. */
            addedAt: components["schemas"]["UnixSeconds"];
            /** @constant */
            effect: "add_to_waitlist";
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
        } | {
            /** @constant */
            effect: "set_current_organization";
            /** @description The current organization before; null if the user had none. */
            from: components["schemas"]["OrganizationId"] | null;
            /** @description The new current organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "grant_platform_role";
            /** @description The role. */
            role: components["schemas"]["PlatformRole"];
            /** @description The user accountable for it: the inviter, or else the user themselves. */
            updatedBy: components["schemas"]["UserId"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            effect: "consume_bootstrap_token";
            /** @description The SHA-256 of the token. */
            tokenHash: components["schemas"]["TokenHash"];
            /** @description The time at which it is used. */
            usedAt: components["schemas"]["UnixSeconds"];
            /** @description The user who used it. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The time of the decision. */
            at: components["schemas"]["UnixSeconds"];
            /**
             * @description The record. A person who is refused for one reason has one record a day; a person who is
             *     admitted has one per plan.
             */
            auditId: components["schemas"]["AuditId"];
            /** @description The invitation to another address that the person has claimed; null if there is none. */
            claimedInvitationId: components["schemas"]["InvitationId"] | null;
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            effect: "record_audit";
            /** @description The login's address, redacted. */
            email: components["schemas"]["RedactedEmail"] | null;
            /** @description The outcome of the decision. */
            outcome: components["schemas"]["OutcomeKind"];
            /** @description The reason of the decision. */
            reason: components["schemas"]["ReasonCode"];
            /** @description The user, if the person is signed in. */
            userId: components["schemas"]["UserId"] | null;
        };
        /**
         * @description An address as written, for display, and its canonical form, for comparison.
         *
         *     Canonical form: NFKC, then exactly one `@`; the local part in ASCII lower case, the domain an
         *     IDNA A-label name in lower case. The case of the local part is folded although RFC 5321 §2.4
         *     makes it significant, because no mailbox provider does (our decision).
         */
        EmailAddress: {
            /** @description The canonical form; the only one to compare. */
            canonical: components["schemas"]["CanonicalEmail"];
            /** @description The address as written; for display only. */
            original: components["schemas"]["RawEmail"];
        };
        /** @description The evidence about a login's e-mail address, ordered from none to the strongest. */
        EmailEvidence: "absent" | "unverified" | "verified" | "owned_domain";
        /** @enum {unknown} */
        EmailTrust: "claim" | "absent_is_true" | "always" | false | true;
        EndpointUrl: string;
        /** @description Something that ends. */
        EndsSoon: {
            /** @description The application. */
            applicationId: components["schemas"]["ApplicationId"];
            /** @description The application's name. */
            applicationName: string;
            /** @constant */
            code: "application_secret";
            /**
             * Format: uint64
             * @description The end of the secret, in seconds since the epoch.
             */
            endsAt: number;
            /** @description The secret. */
            secretId: components["schemas"]["ApplicationSecretId"];
        } | {
            /** @constant */
            code: "connection_secret";
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The display name. */
            connectionName: string;
            /**
             * Format: uint64
             * @description The end of the secret, in seconds since the epoch.
             */
            endsAt: number;
        } | {
            /** @constant */
            code: "invitations";
            /** Format: uint64 */
            count: number;
        } | {
            /** @constant */
            code: "domain_proofs";
            /** Format: uint64 */
            count: number;
        };
        /** @description A login, with the stored facts that concern it. */
        EngineLogin: {
            /**
             * @description The stored facts that concern the login; empty when absent.
             * @default {
             *       "bootstrapTokens": [],
             *       "derivedUser": null,
             *       "domainRules": [],
             *       "identities": [],
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
        };
        /** @description A login, with the stored facts that concern it. */
        EngineLoginInput: {
            /**
             * @description The stored facts that concern the login; empty when absent.
             * @default {
             *       "bootstrapTokens": [],
             *       "derivedUser": null,
             *       "domainRules": [],
             *       "identities": [],
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
            facts: components["schemas"]["LoginFactsInput"];
            /** @description The login. */
            login: components["schemas"]["LoginIdentityInput"];
            /** @description The time of the decision. */
            now: components["schemas"]["UnixSeconds"];
        };
        /**
         * @description The enrollment of a person whose address matches a domain rule, ordered from the strictest mode
         *     to the most generous.
         */
        EnrollmentMode: "enterprise_sso" | "manual_invitation" | "automatic_invitation" | "automatic_suggestion" | "automatic_membership";
        Error: {
            /** @description The code, for programs, from a closed list. */
            code: string;
            /** @description The identities that cannot be carried over, by kind of conflict. */
            conflicts?: {
                count: number;
                kind: string;
                /** @description Redacted; at most 100. */
                subjects: string[];
            }[];
            /** @description The connection that the person must sign in through. */
            connectionId?: string;
            /** @description The row as it is now, with `stale_version`. Absent if it is gone. */
            current?: {
                [key: string]: unknown;
            };
            /** @description The message, for people. */
            error: string;
            /** @description The expectations that the policy does not meet, with `policy_expectations_fail`. */
            failures?: {
                expected: string;
                found: string;
                message: string;
                name: string;
                reason: string;
                role: string | null;
            }[];
            /** @description All errors of the input. */
            issues?: {
                code: string;
                help?: string | null;
                message: string;
                /** @description The place of the error, as a JSON Pointer (RFC 6901). */
                path: string;
                /** @enum {unknown} */
                severity: "error" | "warning";
            }[];
            /** @description The request's identifier, as in `x-request-id`. */
            requestId: string;
            /** @description The proof to ask the provider for, with `insufficient_user_authentication`. */
            stepUp?: {
                acrValues: string[];
                amrValues: string[];
                maxAge: number | null;
            };
            /** @constant */
            success: false;
        };
        /** @description A fact that a stage evaluated. */
        Evidence: {
            /** @description The address, redacted; null if the login has none that could be parsed. */
            address: components["schemas"]["RedactedEmail"] | null;
            /** @description The evidence about the address. */
            evidence: components["schemas"]["EmailEvidence"];
            /** @constant */
            kind: "email";
        } | {
            /** @description The result: `email_conflict` if theirs stays. */
            code: components["schemas"]["ReasonCode"];
            /** @description The user. */
            id: components["schemas"]["UserId"];
            /** @constant */
            kind: "email_holder";
        } | {
            /** @description The connection. */
            id: components["schemas"]["ConnectionId"];
            /** @constant */
            kind: "connection";
            /** @description The connection's status. */
            status: components["schemas"]["ConnectionStatus"];
        } | {
            /** @description The user. */
            id: components["schemas"]["UserId"];
            /** @constant */
            kind: "user";
            /** @description The user's status. */
            status: components["schemas"]["UserStatus"];
        } | {
            /** @description The result for this invitation. */
            code: components["schemas"]["ReasonCode"];
            /** @description The invitation. */
            id: components["schemas"]["InvitationId"];
            /** @constant */
            kind: "invitation";
            /** @description The organization to which it invites. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @description The result for this rule. */
            code: components["schemas"]["ReasonCode"];
            /** @description The rule. */
            id: components["schemas"]["DomainId"];
            /** @constant */
            kind: "domain_rule";
            /** @description The organization whose rule it is. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The pattern of domain names that the rule matches. */
            pattern: string;
        } | {
            /** @description The issuer. */
            issuer: components["schemas"]["Issuer"];
            /** @constant */
            kind: "actor";
            /** @description `sha256:` and the hash of the subject. */
            subject: string;
        } | {
            /** @description The part of the token. */
            claim: components["schemas"]["UnreadClaim"];
            /** @constant */
            kind: "claim_unread";
        } | {
            /** @description The configured role. */
            from: components["schemas"]["OrganizationRole"];
            /** @constant */
            kind: "role_capped";
            /** @description The organization in which the role is given. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role that was given instead. */
            to: components["schemas"]["OrganizationRole"];
        } | {
            /** @description The result for this organization. */
            code: components["schemas"]["ReasonCode"];
            /** @constant */
            kind: "group";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The role that the mappings give; of a membership that is out of reach or ended, the
             *     member's role.
             */
            role: components["schemas"]["OrganizationRole"];
        } | {
            /** @description The result: `step_up_required`. */
            code: components["schemas"]["ReasonCode"];
            /** @constant */
            kind: "authentication";
            /**
             * @description The claims by which the login falls short; empty if its connection does not speak for
             *     the organization.
             */
            lacks: components["schemas"]["AuthenticationLack"][];
            /** @description The organization that requires it; null if the platform does. */
            organizationId: components["schemas"]["OrganizationId"] | null;
        };
        /** @description The answer to a question about a login. */
        Explained: {
            /** @description The facts that no token states, and where they are from. */
            assumptions: components["schemas"]["Assumption"][];
            /** @description The login's connection. */
            connection: components["schemas"]["ExplainedConnection"];
            /** @description The stage that decides. */
            decidedBy: components["schemas"]["Stage"];
            /** @description The decision, without its plan. */
            decision: components["schemas"]["DecisionSummary"];
            /** @description `true` if the decision is under another policy than that in force. */
            hypotheticalPolicy: boolean;
            /**
             * @description The input of the decision, from which every host decides the same. Tokens that were issued
             *     to other people are left out.
             */
            input: components["schemas"]["DecideInput"];
            /** @description The names behind the identifiers. */
            names: components["schemas"]["Names"];
            /** @description The past login that was asked for; null if it was another question. */
            past: components["schemas"]["PastLogin"] | null;
            /**
             * Format: uint32
             * @description The version of the policy in force.
             */
            policyVersion: number;
            /** @description The changes that would admit the person, the smallest first. Empty if they are admitted. */
            remedies: components["schemas"]["ExplainedRemedy"][];
            /** @description The same as a tree of text. */
            text: string;
            /** @description The verdict of every stage. */
            trace: components["schemas"]["Trace"];
        };
        /** @description The connection of an explained login. */
        ExplainedConnection: {
            id: components["schemas"]["ConnectionId"];
            kind: components["schemas"]["ConnectionKind"];
            /** @description The name shown to people; null if it has none. */
            name: string | null;
            status: components["schemas"]["ConnectionStatus"];
            /**
             * Format: uint32
             * @description The version of the connection.
             */
            version: number;
        };
        /** @description A decision and what would change it. */
        ExplainedDecision: {
            /** @description The facts that no token states, and where they are from. */
            assumptions: components["schemas"]["Assumption"][];
            /** @description The login's connection. */
            connection: components["schemas"]["ExplainedConnection"];
            /** @description The stage that decides. */
            decidedBy: components["schemas"]["Stage"];
            /** @description The decision, without its plan. */
            decision: components["schemas"]["DecisionSummary"];
            /** @description `true` if the decision is under another policy than that in force. */
            hypotheticalPolicy: boolean;
            /**
             * @description The input of the decision, from which every host decides the same. Tokens that were issued
             *     to other people are left out.
             */
            input: components["schemas"]["DecideInput"];
            /** @description The names behind the identifiers. */
            names: components["schemas"]["Names"];
            /**
             * Format: uint32
             * @description The version of the policy in force.
             */
            policyVersion: number;
            /** @description The changes that would admit the person, the smallest first. Empty if they are admitted. */
            remedies: components["schemas"]["ExplainedRemedy"][];
            /** @description The same as a tree of text. */
            text: string;
            /** @description The verdict of every stage. */
            trace: components["schemas"]["Trace"];
        };
        /** @description A change, or two together, that would let the person in. */
        ExplainedRemedy: {
            /** @description The other people whom it would let in; null if it concerns this person alone. */
            alsoAdmits: components["schemas"]["AlsoAdmitted"] | null;
            /** @description The decision after them; null if it depends on what another provider asserts. */
            result: components["schemas"]["RemedyResult"] | null;
            /** @description The changes in the order in which they are made: one, or two if one alone does not suffice. */
            steps: components["schemas"]["RemedyStep"][];
        };
        /** @description A token that was explained. */
        ExplainedToken: {
            /** @description The claims that a login reads, redacted; null if no connection has the issuer. */
            claims: components["schemas"]["ClaimsInspection"] | null;
            /** @description `true` if the token has expired. */
            expired: boolean;
            /**
             * @description The first moment at which the token is no longer valid, in seconds since the epoch; null if
             *     it does not say.
             */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The decision on the login; null if the token is not accepted. */
            explained: components["schemas"]["ExplainedDecision"] | null;
            /** @description The first objection; null if the token is accepted, or would have been when it was issued. */
            objection: components["schemas"]["Objection"] | null;
            /** @description The checks in their order. */
            steps: components["schemas"]["CheckedStep"][];
        };
        /**
         * @description The body of `POST /admin/explain`: the login to explain, and the policy to explain it under.
         *
         *     One of `user_id`, `audit_id` and `login` is required. `login` next to one of the others replaces
         *     those members of the stored login that it has.
         */
        ExplainRequest: {
            /**
             * @description The record of the decision on a past login.
             * @default null
             */
            auditId: components["schemas"]["AuditId"] | null;
            /**
             * @description A login that nobody has made.
             * @default null
             */
            login: components["schemas"]["HypotheticalLogin"] | null;
            /**
             * @description A policy that is not in force. The policy in force when absent.
             * @default null
             */
            policy: components["schemas"]["ProvisioningPolicyInput"] | null;
            /**
             * @description The user whose login is explained, as their identity was last seen.
             * @default null
             */
            userId: components["schemas"]["UserId"] | null;
        };
        /** @description The body of `POST /admin/explain/token`: a token of a provider, as it was pasted. */
        ExplainTokenRequest: {
            /**
             * @description A policy that is not in force. The policy in force when absent.
             * @default null
             */
            policy: components["schemas"]["ProvisioningPolicyInput"] | null;
            /** @description The token. It is verified, and neither stored nor logged. At most 16384 bytes. */
            token: components["schemas"]["PastedToken"];
        };
        Explanation: {
            message: components["schemas"]["UserMessage"] | null;
            outcome: components["schemas"]["OutcomeKind"];
            reason: components["schemas"]["ReasonCode"];
            trace: components["schemas"]["Trace"] | null;
        };
        /** @description A field's value before and after a command. */
        FieldChange: {
            /** @description The value after; null if there is none. */
            after: string | null;
            /** @description The value before; null if there was none. */
            before: string | null;
            /** @description The name of the field. */
            field: string;
        };
        /** @description A group of settings in a form. */
        FieldGroup: "provider" | "client" | "tokens" | "trust";
        /** @description The shape of a setting's value. */
        FieldShape: "text" | "url" | "lines" | "list" | "text_or_list" | "words" | "flag" | "choice" | "choices" | "number" | "secret";
        /** @description A finding in a configuration. */
        Finding: {
            /** @description The code of the finding. */
            code: components["schemas"]["FindingCode"];
            /** @description The remedy: a sentence. */
            fix: string;
            /** @description The problem, for people: lower case, no full stop. */
            message: string;
            /** @description The place: a JSON Pointer into the configuration (RFC 6901). */
            path: string;
            /** @description The severity: an error should not go live, a warning should be intended. */
            severity: components["schemas"]["Severity"];
        };
        /** @description The code of a finding. A closed list, extended only together with a test. */
        FindingCode: "no_active_connection" | "entry_closed" | "neither_creates_nor_links" | "unreachable_strategy" | "strategy_missing" | "bootstrap_first_user" | "bootstrap_list_empty" | "unverified_email_accepted" | "second_subject_unasked" | "reserved_role" | "role_capped" | "shadowed_entry" | "group_mapping_unreachable" | "group_sync_unused" | "required_groups_unreachable" | "required_authentication_unreachable" | "idp_organization_unreachable" | "seats_not_enforced" | "invitation_lifetime_too_long" | "invitation_lifetime_too_short" | "personal_organization_unused" | "connection_without_audience" | "email_trusted_without_claim" | "email_claim_ignored" | "outside_domains_admitted" | "issuer_repeated" | "public_domain" | "suffix_domain" | "wildcard_too_wide" | "wildcard_without_name" | "silent_join_without_ownership" | "domain_not_verified" | "ambiguous_domain" | "sso_connection_unusable" | "confusable_domain" | "mixed_script_domain";
        /** @description A request to proceed in spite of a safeguard. */
        Force: {
            /** @description The reason for the audit record. Must not be blank. */
            reason: components["schemas"]["ChangeReason"];
        };
        GroupName: string;
        /** @description A mapping of a group at the identity provider to a role in an organization. */
        GroupRole: {
            /**
             * @description The connection whose groups the mapping reads; absent if it is every connection that speaks
             *     for the organization: its own, and those of the platform.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The name or identifier of the group, compared exactly. */
            group: components["schemas"]["GroupName"];
            /** @description The organization in which the role is given. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role. A role above `org_admin` is reduced to `org_admin`. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The force of the mapping. One `authoritative` mapping makes its whole organization follow
             *     the provider.
             * @default add
             */
            sync: components["schemas"]["GroupSync"];
        };
        /** @description A mapping of a group at the identity provider to a role in an organization. */
        GroupRoleInput: {
            /**
             * @description The connection whose groups the mapping reads; absent if it is every connection that speaks
             *     for the organization: its own, and those of the platform.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The name or identifier of the group, compared exactly. */
            group: components["schemas"]["GroupName"];
            /** @description The organization in which the role is given. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The role. A role above `org_admin` is reduced to `org_admin`. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The force of the mapping. One `authoritative` mapping makes its whole organization follow
             *     the provider.
             * @default add
             */
            sync: components["schemas"]["GroupSync"];
        };
        /** @description The force of a group mapping. */
        GroupSync: "add" | "authoritative";
        /**
         * @description A condition that must hold when a plan is applied. If one fails, nothing is written; load the
         *     facts again and decide again.
         */
        Guard: {
            /** @constant */
            guard: "identity_unlinked";
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
        } | {
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @constant */
            guard: "email_unclaimed";
        } | {
            /** @description The canonical address; null if the user has none. */
            email: components["schemas"]["CanonicalEmail"] | null;
            /** @description The time of the code that proved it; null if none did. */
            emailConfirmedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description `true` if it is verified. */
            emailVerified: boolean;
            /** @constant */
            guard: "email_unchanged";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The canonical address that it said; null if none. */
            email: components["schemas"]["CanonicalEmail"] | null;
            /** @description `true` if the identity vouches for it. */
            emailVerified: boolean;
            /** @constant */
            guard: "identity_email_unchanged";
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /**
             * @description The time of the token that said it; null if it stated none. Without it, a login that
             *     is applied late would follow its own outdated word, if the identity has gone back to the
             *     same one by a newer token.
             */
            statedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "no_other_subject";
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "user_absent";
            /** @description The identifier of the user. */
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
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @constant */
            guard: "email_verified";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            guard: "link_confirmation_pending";
            /** @description The SHA-256 of the confirmation's token. */
            tokenHash: components["schemas"]["TokenHash"];
        } | {
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @constant */
            guard: "invitation_pending";
            /** @description The invitation. */
            invitationId: components["schemas"]["InvitationId"];
            /** @description The role that it gives in the organization. */
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
            /** @description The role; null if the membership does not exist. */
            role: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description The time of the token whose groups last set the role; null if there is none. Without it,
             *     a login that is applied late could follow outdated groups, if the role has come back by
             *     a newer token meanwhile.
             */
            roleAsOf: components["schemas"]["UnixSeconds"] | null;
            /** @description The source of the role; null if it has none of its own, or there is no membership. */
            roleSource: components["schemas"]["RoleSource"] | null;
            /** @description The status; null if the membership does not exist. */
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
            /** @description The identifier of the organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @constant */
            guard: "no_platform_owner";
        } | {
            /** @constant */
            guard: "bootstrap_token_unused";
            /** @description The SHA-256 of the token. */
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
            /** @description The canonical address. */
            email: components["schemas"]["CanonicalEmail"];
            /** @constant */
            guard: "waitlist_approved";
        } | {
            /** @constant */
            guard: "policy_version";
            /**
             * Format: uint32
             * @description The version of the policy.
             */
            version: number;
        } | {
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            guard: "connection_version";
            /**
             * Format: uint32
             * @description The version of the connection.
             */
            version: number;
        } | {
            /** @description The rule. */
            domainId: components["schemas"]["DomainId"];
            /** @constant */
            guard: "domain_rule_version";
            /**
             * Format: uint32
             * @description The version of the rule.
             */
            version: number;
        };
        Health: {
            version: string;
        };
        /**
         * @description A login that nobody has made. Members that are absent are those of the stored login, or else
         *     those of a person who was never seen.
         */
        HypotheticalLogin: {
            /**
             * @description The connection. The platform's default connection when absent.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /**
             * @description The address, as the provider would write it.
             * @default null
             */
            email: components["schemas"]["RawEmail"] | null;
            /**
             * @description The provider's claim that the address is verified. Any JSON is read.
             * @default null
             */
            emailVerified: components["schemas"]["VerifiedClaim"] | null;
            /**
             * @description The family name.
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The given name.
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The groups at the provider; at most 1000.
             * @default null
             */
            groups: components["schemas"]["GroupName"][] | null;
            /**
             * @description `true` if the person may have more groups than those listed.
             * @default false
             */
            groupsIncomplete: boolean;
            /**
             * @description The organization at the provider.
             * @default null
             */
            idpOrganization: components["schemas"]["ProviderOrganization"] | null;
            /**
             * @description The invitation whose link the person opened.
             * @default null
             */
            invitationId: components["schemas"]["InvitationId"] | null;
            /**
             * @description The issuer. The connection's when absent.
             * @default null
             */
            issuer: components["schemas"]["Issuer"] | null;
            /**
             * @description The full name.
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description The subject. One that nobody has when absent.
             * @default null
             */
            subject: components["schemas"]["Subject"] | null;
            /**
             * @description The kind of the subject.
             * @default null
             */
            subjectKind: components["schemas"]["SubjectKind"] | null;
        };
        IconName: string;
        /** Format: uuid */
        IdentityConflictId: string;
        /** @description The kind of a conflict. */
        IdentityConflictKind: "second_subject" | "email_conflict";
        /** @description A conflict about the owner of an address. */
        IdentityConflictRow: {
            /** @description The returning user who proves the address too, or null. */
            claimantId: components["schemas"]["UserId"] | null;
            /** @description The full name of that user, else the address; null after an erasure. */
            claimantName: string | null;
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The name of that connection. */
            connectionName: string | null;
            /** @description The address in canonical form, or null if the login had none. */
            email: string | null;
            /** @description The identifier of the conflict. */
            id: components["schemas"]["IdentityConflictId"];
            /** @description The issuer of the identity that signed in. */
            issuer: string;
            /** @description The kind of the conflict. */
            kind: components["schemas"]["IdentityConflictKind"];
            /** @description The time of the login that opened it, UTC in RFC 3339. */
            openedAt: string;
            /** @description The administrator's reason. */
            reason: string | null;
            /** @description The time of the decision, UTC in RFC 3339, or null while it is open. */
            resolvedAt: string | null;
            /** @description The administrator who decided, or null while it is open and for the operator. */
            resolvedBy: components["schemas"]["UserId"] | null;
            /** @description The status of the conflict. */
            status: components["schemas"]["IdentityConflictStatus"];
            /** @description The subject of that identity at the issuer. */
            subject: string;
            /** @description The user who holds the address, or to whom the identity was linked once. */
            userId: components["schemas"]["UserId"];
            /** @description The full name of that user, else the address; null after an erasure. */
            userName: string | null;
        };
        /** @description The status of a conflict. */
        IdentityConflictStatus: "open" | "same_person" | "another_person" | "dismissed";
        /**
         * @description An identity that is linked to a user, and its word: the address and the evidence of its last
         *     login.
         */
        IdentityFacts: {
            /**
             * @description The canonical address that the provider asserted; absent if it asserted none that can be
             *     read.
             * @default null
             */
            email: components["schemas"]["CanonicalEmail"] | null;
            /**
             * @description `true` if the evidence of that login was at least `verified`: the identity vouches for the
             *     address. A mailed code does not count here.
             * @default false
             */
            emailVerified: boolean;
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /**
             * @description The organization of the connection by which the identity is linked; absent if that is a
             *     connection of the platform. The word of an organization's connection counts for the domains
             *     that the organization owns.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The time at which the token that said so was issued (`iat`); absent if unknown.
             * @default null
             */
            statedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The user to whom the identity is linked. */
            userId: components["schemas"]["UserId"];
        };
        /**
         * @description An identity that is linked to a user, and its word: the address and the evidence of its last
         *     login.
         */
        IdentityFactsInput: {
            /**
             * @description The canonical address that the provider asserted; absent if it asserted none that can be
             *     read.
             * @default null
             */
            email: components["schemas"]["CanonicalEmail"] | null;
            /**
             * @description `true` if the evidence of that login was at least `verified`: the identity vouches for the
             *     address. A mailed code does not count here.
             * @default false
             */
            emailVerified: boolean;
            /** @description The identity. */
            identity: components["schemas"]["IdentityKey"];
            /**
             * @description The organization of the connection by which the identity is linked; absent if that is a
             *     connection of the platform. The word of an organization's connection counts for the domains
             *     that the organization owns.
             * @default null
             */
            organizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The time at which the token that said so was issued (`iat`); absent if unknown.
             * @default null
             */
            statedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The user to whom the identity is linked. */
            userId: components["schemas"]["UserId"];
        };
        /**
         * @description The key of a person at an identity provider: the exact issuer and the exact subject. Never the
         *     e-mail address, never the subject alone, never the provider's name (OpenID Connect Core §5.7).
         */
        IdentityKey: {
            /** @description The issuer (`iss`). */
            issuer: components["schemas"]["Issuer"];
            /** @description The subject (`sub`). */
            subject: components["schemas"]["Subject"];
        };
        /** @description An organization at the identity provider that stands for one of the platform's organizations. */
        IdpOrganization: {
            /**
             * @description The connection of the platform whose logins name the organization; absent if it is any.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The identifier of the organization at the provider, compared exactly. */
            idpOrganization: components["schemas"]["ProviderOrganization"];
            /** @description The organization that admits the people. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The role of people who join; the organization's default role if absent. A role above
             *     `org_admin` is reduced to `org_admin`.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
        };
        /** @description An organization at the identity provider that stands for one of the platform's organizations. */
        IdpOrganizationInput: {
            /**
             * @description The connection of the platform whose logins name the organization; absent if it is any.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The identifier of the organization at the provider, compared exactly. */
            idpOrganization: components["schemas"]["ProviderOrganization"];
            /** @description The organization that admits the people. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The role of people who join; the organization's default role if absent. A role above
             *     `org_admin` is reduced to `org_admin`.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
        };
        /** @description The policy for a login whose list of groups is incomplete, because the person has too many. */
        IncompleteGroups: "ignore_mappings" | "deny";
        /** @description A claim that a login reads. */
        InspectedClaim: {
            /** @description The name of the claim, or the path to it. */
            claim: string;
            /** @description The part of a login that is read from it. */
            field: components["schemas"]["ClaimField"];
            /**
             * @description `true` if the answer of the userinfo endpoint was read in place of the token; then all of
             *     this is about that answer.
             */
            fromUserinfo: boolean;
            /** @description The remedy at this kind of provider; null if there is nothing to do. */
            help: string | null;
            /** @description The items of a list of groups, audiences or organizations; at most 20. */
            items: string[];
            /** @description `true` if the token has the claim. A `null` value counts as missing. */
            present: boolean;
            /** @description `true` if the token has the claim in the form that a login needs. */
            usable: boolean;
            /**
             * @description The value, redacted; null if the claim is missing. An address is shown as
             *     `a***@acme.example`, a subject by its first characters, and names, picture, phone number and
             *     session as `***`. True and false, issuer, audience, party and organization are shown
             *     unchanged. For a list, this is the number of items.
             */
            value: string | null;
        };
        /** @description The way in which an invitation has to be accepted. */
        InvitationAcceptance: "explicit" | "on_login";
        /**
         * @description The policy for a person who opens an invitation to another address than the one that they sign
         *     in with.
         */
        InvitationClaim: "address" | "mailbox_code";
        /** @description The delivery of an invitation's mail. */
        InvitationDelivery: "queued" | "sent" | "failed" | "not_configured";
        /** @description An invitation of an address to an organization. */
        InvitationFacts: {
            /**
             * @description The way in which it has to be accepted.
             * @default on_login
             */
            acceptance: components["schemas"]["InvitationAcceptance"];
            /**
             * @description The connection through which it must be accepted; any connection when absent.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /**
             * @description The time at which it was created.
             * @default 0
             */
            createdAt: components["schemas"]["UnixSeconds"];
            /** @description The canonical address that is invited. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The identifier of the invitation. */
            id: components["schemas"]["InvitationId"];
            /**
             * @description The inviter, as they are now; absent if they no longer exist.
             * @default null
             */
            inviter: components["schemas"]["InviterFacts"] | null;
            /** @description The organization to which it invites. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The role that it gives on the platform; `platform_user` when absent or null.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /**
             * @description The role that it gives in the organization.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
            /** @description The status of the invitation. */
            status: components["schemas"]["InvitationStatus"];
        };
        /** @description An invitation of an address to an organization. */
        InvitationFactsInput: {
            /**
             * @description The way in which it has to be accepted.
             * @default on_login
             */
            acceptance: components["schemas"]["InvitationAcceptance"];
            /**
             * @description The connection through which it must be accepted; any connection when absent.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /**
             * @description The time at which it was created.
             * @default 0
             */
            createdAt: components["schemas"]["UnixSeconds"];
            /** @description The canonical address that is invited. */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The identifier of the invitation. */
            id: components["schemas"]["InvitationId"];
            /**
             * @description The inviter, as they are now; absent if they no longer exist.
             * @default null
             */
            inviter: components["schemas"]["InviterFactsInput"] | null;
            /** @description The organization to which it invites. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The role that it gives on the platform; `platform_user` when absent or null.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /**
             * @description The role that it gives in the organization.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
            /** @description The status of the invitation. */
            status: components["schemas"]["InvitationStatus"];
        };
        /** Format: uuid */
        InvitationId: string;
        /** @description An invitation. */
        InvitationRow: {
            /** @description The act that accepts the invitation. */
            acceptance: components["schemas"]["InvitationAcceptance"];
            /** @description The user who accepted it, or null if nobody has. */
            acceptedBy: components["schemas"]["UserId"] | null;
            /**
             * @description The address of the login that claimed it with a mailed code, redacted:
             *     `a***@acme.example`. Null unless it was accepted under another address than the invited
             *     one.
             */
            claimedAs: string | null;
            /** @description The connection that the invitation has to be accepted through, or null for any. */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The name of that connection. */
            connectionName: string | null;
            /** @description The time of creation, UTC in RFC 3339. */
            createdAt: string;
            /** @description The delivery of its mail, or null if none was to be sent. */
            delivery: components["schemas"]["InvitationDelivery"] | null;
            /** @description The invited address, in canonical form. */
            email: string;
            /** @description The first moment at which the invitation is no longer valid, UTC in RFC 3339. */
            expiresAt: string;
            /** @description The invitation's identifier. */
            id: components["schemas"]["InvitationId"];
            /** @description The user who invited and answers for it, or null if a domain rule created it. */
            invitedBy: components["schemas"]["UserId"] | null;
            /** @description The full name of that user, else the address; null after an erasure. */
            invitedByName: string | null;
            /** @description The organization that the address is invited to. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The name of the organization. */
            organizationName: string;
            /** @description The role that the invitation gives on the platform. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The role that the invitation gives in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The status. A pending invitation past its expiry is shown as `expired`, without being
             *     updated.
             */
            status: components["schemas"]["InvitationStatus"];
            /**
             * Format: uint32
             * @description The version of the row, raised by each change.
             */
            version: number;
        };
        /** @description The status of an invitation. */
        InvitationStatus: "revoked" | "expired" | "accepted" | "pending";
        /** @description The body of `POST /orgs/{orgId}/invites/bulk`, which invites many addresses. */
        InviteAllRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The invitations; at most 200. */
            rows: components["schemas"]["InvitedRow"][];
        };
        /** @description An invitation of a request with many. */
        InvitedRow: {
            /**
             * @description The connection that has to be used to accept the invitation. Any connection when absent.
             * @default null
             */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The address to invite, as it was written. A text that is not an address is refused alone. */
            email: components["schemas"]["RawEmail"];
            /**
             * Format: uint32
             * @description The lifetime of the invitation in seconds, from 3600 (an hour) to 7776000 (90 days). The
             *     policy's `invitationLifetimeSeconds` when absent.
             * @default null
             */
            lifetimeSeconds: number | null;
            /**
             * @description The role on the platform that the invitation grants, at most the caller's own.
             *     `platform_user` when absent.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"];
            /**
             * @description The role in the organization that the invitation grants, at most the caller's own.
             *     `org_user` when absent.
             * @default org_user
             */
            role: components["schemas"]["OrganizationRole"];
        };
        /** @description The inviter of an invitation, as they are now. */
        InviterFacts: {
            /**
             * @description Their role in the organization of the invitation; absent if they are not an active member of
             *     it.
             * @default null
             */
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description Their role on the platform; `platform_user` when absent or null.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /** @description The inviter's status on the platform. */
            status: components["schemas"]["UserStatus"];
            /** @description The inviter's user identifier. */
            userId: components["schemas"]["UserId"];
        };
        /** @description The inviter of an invitation, as they are now. */
        InviterFactsInput: {
            /**
             * @description Their role in the organization of the invitation; absent if they are not an active member of
             *     it.
             * @default null
             */
            organizationRole: components["schemas"]["OrganizationRole"] | null;
            /**
             * @description Their role on the platform; `platform_user` when absent or null.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /** @description The inviter's status on the platform. */
            status: components["schemas"]["UserStatus"];
            /** @description The inviter's user identifier. */
            userId: components["schemas"]["UserId"];
        };
        Issuer: string;
        /** @description An event that is recorded. A closed list. */
        IssuerEvent: "code_refused" | "token_reused" | "key_published" | "key_withdrawn" | "console_session_begun" | "console_session_ended" | "console_link_issued";
        Keys: {
            jwksUri: string;
        } | {
            discoveryUri: string;
        } | {
            publicKeyPem: string;
        };
        /** @description The state of a provider's keys in this process. */
        KeysState: "given" | "not_needed" | "fetched" | "old" | "missing";
        Leeway: number;
        /**
         * @description A request to confirm a link or an address: a token was sent to the address, and presenting it
         *     proves that the person reads its mail.
         *
         *     It is bound to everything that it confirms: a token made for one identity, account or address
         *     proves nothing about another.
         */
        LinkConfirmationFacts: {
            /**
             * @description The address to which the token was sent: that of the account at the time of the request, the
             *     login's, or the invited one.
             */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The identity that asked for it. */
            identity: components["schemas"]["IdentityKey"];
            /**
             * @description The invitation that the token claims; absent if it is for none. A token for an invitation
             *     proves nothing else.
             * @default null
             */
            invitationId: components["schemas"]["InvitationId"] | null;
            /** @description The SHA-256 of the token. */
            tokenHash: components["schemas"]["TokenHash"];
            /**
             * @description `true` if it has been used.
             * @default false
             */
            used: boolean;
            /**
             * @description The user to whom the identity is to be linked; absent if the token only proves the address.
             * @default null
             */
            userId: components["schemas"]["UserId"] | null;
        };
        /**
         * @description A request to confirm a link or an address: a token was sent to the address, and presenting it
         *     proves that the person reads its mail.
         *
         *     It is bound to everything that it confirms: a token made for one identity, account or address
         *     proves nothing about another.
         */
        LinkConfirmationFactsInput: {
            /**
             * @description The address to which the token was sent: that of the account at the time of the request, the
             *     login's, or the invited one.
             */
            email: components["schemas"]["CanonicalEmail"];
            /** @description The first moment at which it no longer counts. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The identity that asked for it. */
            identity: components["schemas"]["IdentityKey"];
            /**
             * @description The invitation that the token claims; absent if it is for none. A token for an invitation
             *     proves nothing else.
             * @default null
             */
            invitationId: components["schemas"]["InvitationId"] | null;
            /** @description The SHA-256 of the token. */
            tokenHash: components["schemas"]["TokenHash"];
            /**
             * @description `true` if it has been used.
             * @default false
             */
            used: boolean;
            /**
             * @description The user to whom the identity is to be linked; absent if the token only proves the address.
             * @default null
             */
            userId: components["schemas"]["UserId"] | null;
        };
        /** @description All findings, errors and warnings in the order of the configuration. */
        LintReport: {
            /**
             * Format: uint32
             * @description The number of findings that are errors.
             */
            errors: number;
            /** @description The findings. */
            findings: components["schemas"]["Finding"][];
            /**
             * Format: uint32
             * @description The number of findings that are warnings.
             */
            warnings: number;
        };
        /**
         * @description The entries so far, kept with a test login while it is pending. No entry holds a secret, a token
         *     or a full email address.
         */
        Log: components["schemas"]["TestLogEntry"][];
        /** @description The stored facts that concern one login. The order of the lists has no meaning. */
        LoginFacts: {
            /**
             * @description The bootstrap tokens that have been issued; at most 10.
             * @default []
             */
            bootstrapTokens: components["schemas"]["BootstrapTokenFacts"][];
            /**
             * @description The user whose identifier is derived from this identity, if they exist although the identity
             *     is not linked to them: an account whose link was removed.
             * @default null
             */
            derivedUser: components["schemas"]["UserFacts"] | null;
            /**
             * @description The rules for the domains of the login's address, of the person's other ones and of the
             *     address to which the named invitation is, and for their parent domains; at most 1000.
             * @default []
             */
            domainRules: components["schemas"]["DomainRuleFacts"][];
            /**
             * @description The identities of the linked user, of the derived user and of those users with the login's
             *     address who have proven it; at most 1000.
             * @default []
             */
            identities: components["schemas"]["IdentityFacts"][];
            /**
             * @description The invitations to the login's canonical address and to the person's other ones, and the one
             *     that the login names, in every status; at most 1000.
             * @default []
             */
            invitations: components["schemas"]["InvitationFacts"][];
            /**
             * @description The link confirmations that have been requested for this identity; at most 10.
             * @default []
             */
            linkConfirmations: components["schemas"]["LinkConfirmationFacts"][];
            /**
             * @description The user to whom this identity key is linked.
             * @default null
             */
            linkedUser: components["schemas"]["UserFacts"] | null;
            /**
             * @description The memberships of the linked user, the derived user and the users with the address,
             *     including removed ones; at most 2000.
             * @default []
             */
            memberships: components["schemas"]["MembershipFacts"][];
            /**
             * @description The organizations that the connection or any other fact refers to, and those of the group
             *     mappings and entries of `idpOrganizations` that the login matches; at most 2000.
             * @default []
             */
            organizations: components["schemas"]["OrganizationFacts"][];
            /**
             * @description The organizations that the linked user has asked to join and that have not answered yet; at
             *     most 1000.
             * @default []
             */
            pendingMembershipRequests: components["schemas"]["OrganizationId"][];
            /**
             * @description `true` if the platform has an owner.
             * @default false
             */
            platformOwnerExists: boolean;
            /**
             * @description The slugs in use that begin with the slug that a personal organization would get; at most
             *     1000.
             * @default []
             */
            takenSlugs: components["schemas"]["Slug"][];
            /**
             * @description The users whose canonical address equals the login's, those who have proven it first, and
             *     those who have proven another address of the person; at most 200. Another address is the own
             *     one of the linked user or, where there is none, of those to whom the identity may be linked,
             *     or one that their identities vouch for. Deprovisioned users hold no address and do not
             *     count.
             * @default []
             */
            usersWithEmail: components["schemas"]["UserFacts"][];
            /**
             * @description `true` if an administrator has approved that address on the waitlist.
             * @default false
             */
            waitlistApproved: boolean;
            /**
             * @description `true` if the login's canonical address is on the waitlist.
             * @default false
             */
            waitlisted: boolean;
        };
        /** @description The stored facts that concern one login. The order of the lists has no meaning. */
        LoginFactsInput: {
            /**
             * @description The bootstrap tokens that have been issued; at most 10.
             * @default []
             */
            bootstrapTokens: components["schemas"]["BootstrapTokenFactsInput"][];
            /**
             * @description The user whose identifier is derived from this identity, if they exist although the identity
             *     is not linked to them: an account whose link was removed.
             * @default null
             */
            derivedUser: components["schemas"]["UserFactsInput"] | null;
            /**
             * @description The rules for the domains of the login's address, of the person's other ones and of the
             *     address to which the named invitation is, and for their parent domains; at most 1000.
             * @default []
             */
            domainRules: components["schemas"]["DomainRuleFactsInput"][];
            /**
             * @description The identities of the linked user, of the derived user and of those users with the login's
             *     address who have proven it; at most 1000.
             * @default []
             */
            identities: components["schemas"]["IdentityFactsInput"][];
            /**
             * @description The invitations to the login's canonical address and to the person's other ones, and the one
             *     that the login names, in every status; at most 1000.
             * @default []
             */
            invitations: components["schemas"]["InvitationFactsInput"][];
            /**
             * @description The link confirmations that have been requested for this identity; at most 10.
             * @default []
             */
            linkConfirmations: components["schemas"]["LinkConfirmationFactsInput"][];
            /**
             * @description The user to whom this identity key is linked.
             * @default null
             */
            linkedUser: components["schemas"]["UserFactsInput"] | null;
            /**
             * @description The memberships of the linked user, the derived user and the users with the address,
             *     including removed ones; at most 2000.
             * @default []
             */
            memberships: components["schemas"]["MembershipFactsInput"][];
            /**
             * @description The organizations that the connection or any other fact refers to, and those of the group
             *     mappings and entries of `idpOrganizations` that the login matches; at most 2000.
             * @default []
             */
            organizations: components["schemas"]["OrganizationFactsInput"][];
            /**
             * @description The organizations that the linked user has asked to join and that have not answered yet; at
             *     most 1000.
             * @default []
             */
            pendingMembershipRequests: components["schemas"]["OrganizationId"][];
            /**
             * @description `true` if the platform has an owner.
             * @default false
             */
            platformOwnerExists: boolean;
            /**
             * @description The slugs in use that begin with the slug that a personal organization would get; at most
             *     1000.
             * @default []
             */
            takenSlugs: components["schemas"]["Slug"][];
            /**
             * @description The users whose canonical address equals the login's, those who have proven it first, and
             *     those who have proven another address of the person; at most 200. Another address is the own
             *     one of the linked user or, where there is none, of those to whom the identity may be linked,
             *     or one that their identities vouch for. Deprovisioned users hold no address and do not
             *     count.
             * @default []
             */
            usersWithEmail: components["schemas"]["UserFactsInput"][];
            /**
             * @description `true` if an administrator has approved that address on the waitlist.
             * @default false
             */
            waitlistApproved: boolean;
            /**
             * @description `true` if the login's canonical address is on the waitlist.
             * @default false
             */
            waitlisted: boolean;
        };
        /**
         * @description A login as the identity provider asserts it, after its token was accepted. The host builds it
         *     from verified claims; nothing in it may come from the client, except `bootstrapToken`,
         *     `linkProof` and `invitationId`.
         */
        LoginIdentity: {
            /**
             * @description The class of the authentication (`acr`); absent if the token states none.
             * @default null
             */
            acr: components["schemas"]["AuthenticationContext"] | null;
            /**
             * @description The actor on the person's behalf (`act`, RFC 8693 §4.1), such as an administrator who
             *     impersonates them.
             * @default null
             */
            actor: components["schemas"]["IdentityKey"] | null;
            /**
             * @description The methods of the authentication (`amr`); at most 20. Empty if the token states none.
             * @default []
             */
            amr: components["schemas"]["AuthenticationMethod"][];
            /**
             * @description The time at which the person authenticated (`auth_time`); absent if the token states none.
             * @default null
             */
            authTime: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description The bootstrap token that the person presents, if any. Never part of a decision, a trace or a
             *     log.
             * @default null
             */
            bootstrapToken: components["schemas"]["PresentedToken"] | null;
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /**
             * @description The address that the provider asserts, as written.
             * @default null
             */
            email: components["schemas"]["RawEmail"] | null;
            /**
             * @description The provider's claim that the address is verified. Any JSON is read; only `true` and
             *     `"true"` count.
             * @default null
             */
            emailVerified: components["schemas"]["VerifiedClaim"];
            /**
             * @description The time at which the token expires (`exp`).
             * @default null
             */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description The family name (`family_name`).
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The given name (`given_name`).
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The groups at the provider; at most 1000. Absent if the token says nothing about groups; an
             *     empty list says that the person is in none.
             * @default null
             */
            groups: components["schemas"]["GroupName"][] | null;
            /**
             * @description `true` if the person may have more groups than those listed: the provider left some out, or
             *     they could not be read or were too many. A group that is not listed then proves nothing.
             * @default false
             */
            groupsIncomplete: boolean;
            /**
             * @description The organization at the provider: a hint, never identity.
             * @default null
             */
            idpOrganization: components["schemas"]["ProviderOrganization"] | null;
            /**
             * @description The invitation whose link the person opened, if any. It proves nothing.
             * @default null
             */
            invitationId: components["schemas"]["InvitationId"] | null;
            /**
             * @description The time at which the token was issued (`iat`).
             * @default null
             */
            issuedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The issuer (`iss`) of the token. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The token by which the person confirms that an account or a mailbox is theirs, if any. Never
             *     part of a decision, a trace or a log.
             * @default null
             */
            linkProof: components["schemas"]["PresentedToken"] | null;
            /**
             * @description The full name (`name`).
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description The phone number (`phone_number`).
             * @default null
             */
            phoneNumber: components["schemas"]["PhoneNumber"] | null;
            /**
             * @description The URL of a picture (`picture`).
             * @default null
             */
            picture: components["schemas"]["PictureUrl"] | null;
            /**
             * @description The session at the provider (`sid`).
             * @default null
             */
            sessionId: components["schemas"]["SessionId"] | null;
            /**
             * @description The subject (`sub`) of the token: 1 to 255 characters without control characters, or the
             *     login is `identity_invalid`.
             */
            subject: components["schemas"]["Subject"];
            /**
             * @description The kind of the subject.
             * @default user
             */
            subjectKind: components["schemas"]["SubjectKind"];
            /**
             * @description The claims that were left out because they could not be read. They decide nothing; at most
             *     20.
             * @default []
             */
            unreadClaims: components["schemas"]["UnreadClaim"][];
        };
        /**
         * @description A login as the identity provider asserts it, after its token was accepted. The host builds it
         *     from verified claims; nothing in it may come from the client, except `bootstrapToken`,
         *     `linkProof` and `invitationId`.
         */
        LoginIdentityInput: {
            /**
             * @description The class of the authentication (`acr`); absent if the token states none.
             * @default null
             */
            acr: components["schemas"]["AuthenticationContext"] | null;
            /**
             * @description The actor on the person's behalf (`act`, RFC 8693 §4.1), such as an administrator who
             *     impersonates them.
             * @default null
             */
            actor: components["schemas"]["IdentityKey"] | null;
            /**
             * @description The methods of the authentication (`amr`); at most 20. Empty if the token states none.
             * @default []
             */
            amr: components["schemas"]["AuthenticationMethod"][];
            /**
             * @description The time at which the person authenticated (`auth_time`); absent if the token states none.
             * @default null
             */
            authTime: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description The bootstrap token that the person presents, if any. Never part of a decision, a trace or a
             *     log.
             * @default null
             */
            bootstrapToken: components["schemas"]["PresentedToken"] | null;
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /**
             * @description The address that the provider asserts, as written.
             * @default null
             */
            email: components["schemas"]["RawEmail"] | null;
            /**
             * @description The provider's claim that the address is verified. Any JSON is read; only `true` and
             *     `"true"` count.
             * @default null
             */
            emailVerified: components["schemas"]["VerifiedClaim"];
            /**
             * @description The time at which the token expires (`exp`).
             * @default null
             */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description The family name (`family_name`).
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The given name (`given_name`).
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The groups at the provider; at most 1000. Absent if the token says nothing about groups; an
             *     empty list says that the person is in none.
             * @default null
             */
            groups: components["schemas"]["GroupName"][] | null;
            /**
             * @description `true` if the person may have more groups than those listed: the provider left some out, or
             *     they could not be read or were too many. A group that is not listed then proves nothing.
             * @default false
             */
            groupsIncomplete: boolean;
            /**
             * @description The organization at the provider: a hint, never identity.
             * @default null
             */
            idpOrganization: components["schemas"]["ProviderOrganization"] | null;
            /**
             * @description The invitation whose link the person opened, if any. It proves nothing.
             * @default null
             */
            invitationId: components["schemas"]["InvitationId"] | null;
            /**
             * @description The time at which the token was issued (`iat`).
             * @default null
             */
            issuedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The issuer (`iss`) of the token. */
            issuer: components["schemas"]["Issuer"];
            /**
             * @description The token by which the person confirms that an account or a mailbox is theirs, if any. Never
             *     part of a decision, a trace or a log.
             * @default null
             */
            linkProof: components["schemas"]["PresentedToken"] | null;
            /**
             * @description The full name (`name`).
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description The phone number (`phone_number`).
             * @default null
             */
            phoneNumber: components["schemas"]["PhoneNumber"] | null;
            /**
             * @description The URL of a picture (`picture`).
             * @default null
             */
            picture: components["schemas"]["PictureUrl"] | null;
            /**
             * @description The session at the provider (`sid`).
             * @default null
             */
            sessionId: components["schemas"]["SessionId"] | null;
            /**
             * @description The subject (`sub`) of the token: 1 to 255 characters without control characters, or the
             *     login is `identity_invalid`.
             */
            subject: components["schemas"]["Subject"];
            /**
             * @description The kind of the subject.
             * @default user
             */
            subjectKind: components["schemas"]["SubjectKind"];
            /**
             * @description The claims that were left out because they could not be read. They decide nothing; at most
             *     20.
             * @default []
             */
            unreadClaims: components["schemas"]["UnreadClaim"][];
        };
        /** @description A decided login that is on record, or a refused token. */
        LoginRow: {
            /** @description The time of the login, UTC in RFC 3339. Retries of the same day are the first one. */
            at: string;
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The display name of the connection, or null if it is gone. */
            connectionName: string | null;
            /**
             * Format: uint32
             * @description The version of the connection; null for a decision of an earlier version of Cora.
             */
            connectionVersion: number | null;
            /** @description The address, redacted, or null. */
            email: string | null;
            /** @description Set if a sample of the login is kept. */
            hasSample: boolean;
            /** @description Set if the verdicts of all stages are on record. */
            hasTrace: boolean;
            /** @description The identifier: that of the audit record, or of the refused token. */
            id: string;
            /** @description The outcome of the decision, or `token_refused`. */
            outcome: string;
            /**
             * Format: uint32
             * @description The version of the policy; null for a refused token, or a decision of an earlier version
             *     of Cora.
             */
            policyVersion: number | null;
            /** @description The reason of the decision, or the code of the refused token. */
            reason: string;
            /** @description The identifier of the first request with this login, or null. */
            requestId: string | null;
            /**
             * Format: uint64
             * @description The time in seconds since 1970-01-01T00:00:00Z.
             */
            seconds: number;
            /** @description The user who was signed in, or null. */
            userId: components["schemas"]["UserId"] | null;
            /**
             * @description The user's full name, or else their address; null if nobody was signed in or the user
             *     was erased.
             */
            userName: string | null;
        };
        /** @description A domain rule, and the delivery status of the mail with the token. */
        MailboxAsked: {
            /** @description The time at which the proof was last checked, UTC in RFC 3339. */
            checkedAt: string | null;
            /** @description The class of the domain. */
            class: components["schemas"]["DomainClass"];
            /** @description The connection that matching people have to use, or null for any. */
            connectionId: components["schemas"]["ConnectionId"] | null;
            /** @description The name of that connection. */
            connectionName: string | null;
            /** @description The time of creation, UTC in RFC 3339. */
            createdAt: string;
            delivery: components["schemas"]["Delivery"];
            /** @description The pattern: a domain name, or `*.` and a domain name. */
            domain: string;
            /** @description The enrollment mode: the effect on a person whose address matches. */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /** @description The rule's identifier. */
            id: components["schemas"]["DomainId"];
            /** @description The organization that the rule belongs to. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The name of that organization. */
            organizationName: string | null;
            record: components["schemas"]["TxtRecord"];
            /** @description The groups of which a person must have one to be enrolled; empty if none is required. */
            requiredGroups: components["schemas"]["GroupName"][];
            /** @description The state of the proof. */
            state: components["schemas"]["VerificationState"];
            /** @description The level of proof that the rule requires. */
            verification: components["schemas"]["VerificationLevel"];
            /** @description The time at which the proof was last found, UTC in RFC 3339. */
            verifiedAt: string | null;
            /**
             * Format: uint32
             * @description The version of the rule, raised by each change.
             */
            version: number;
        };
        /**
         * @description The body of `POST /admin/idp-config/{providerType}/default`, which has an active connection be
         *     the platform's default.
         */
        MakeDefaultRequest: {
            /**
             * Format: uint32
             * @description The version of the connection that the caller has seen. If it is out of date, the request is
             *     refused with `stale_version` and nothing is changed. Not checked when absent.
             * @default null
             */
            version: number | null;
        };
        /** @description The user's profile, with the session and the explanation of the decision behind it. */
        Me: {
            /** @description The URL of the picture. */
            avatarUrl: string | null;
            /** @description The time of creation. */
            createdAt: string;
            /** @description The identifier of the organization that the user works in, or null for none. */
            currentOrganizationId: string | null;
            /** @description The email address, as the user wrote it. */
            email: string | null;
            explanation: components["schemas"]["Explanation"];
            /** @description The full name. */
            fullName: string | null;
            /**
             * Format: int64
             * @description The number of the row.
             */
            id: number;
            organizations: components["schemas"]["OrganizationView"][];
            /** @description The phone number. */
            phone: string | null;
            /**
             * @description The role on the platform: `platform_user`, `platform_auditor`, `platform_admin` or
             *     `platform_owner`.
             */
            platformRole: string;
            /**
             * @description The time of this answer, in seconds since the epoch. A page with a wrong clock can still
             *     tell how long its session lasts.
             */
            serverTime: components["schemas"]["UnixSeconds"];
            session: components["schemas"]["UnifiedSession"];
            /** @description The time of the last change. */
            updatedAt: string;
            /** @description The user's identifier. */
            userId: string;
        };
        /** @description A role of an application that a member of an organization has there. */
        MemberApplicationRoleRow: {
            /** @description The application. */
            applicationId: components["schemas"]["ApplicationId"];
            /** @description The name of the application. */
            applicationName: string;
            /** @description The time at which it was given, UTC in RFC 3339. */
            givenAt: string;
            /** @description The user who gave it. */
            givenBy: components["schemas"]["UserId"] | null;
            /** @description The role. */
            role: string;
        };
        /** @description A member of an organization. */
        MemberRow: {
            /** @description The URL of the user's picture. */
            avatarUrl: string | null;
            /** @description The user's email address. */
            email: string | null;
            /** @description The user's full name. */
            fullName: string | null;
            /** @description The time at which the user became a member, UTC in RFC 3339. */
            joinedAt: string;
            /** @description The role in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The source of the role: `group` if a group mapping gave it, `manual` if an administrator
             *     did, so that group mappings leave it alone; null if it came with the membership.
             */
            roleSource: components["schemas"]["RoleSource"] | null;
            /** @description The source of the membership. */
            source: components["schemas"]["MembershipSource"];
            /** @description The user's identifier. */
            userId: components["schemas"]["UserId"];
            /** @description The user's full name, else the address; null after an erasure. */
            userName: string | null;
            /** @description The user's status on the platform. */
            userStatus: components["schemas"]["UserStatus"];
            /**
             * Format: uint32
             * @description The version of the row, raised by each change.
             */
            version: number;
        };
        /** @description The answer to a membership request. */
        MembershipAnswer: {
            /** @description The answer. */
            answer: components["schemas"]["BulkAnswer"];
            /**
             * @description The role in the organization, at most the caller's own; that of the request when absent.
             *     Without effect on a denial.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
            /** @description The user who made the request. */
            userId: components["schemas"]["UserId"];
        };
        /** @description A membership, active or removed. */
        MembershipFacts: {
            /**
             * @description The role by which the person is a member without any group mapping. If it is absent, it
             *     follows from the source: see [`MembershipFacts::base`].
             * @default null
             */
            baseRole: components["schemas"]["OrganizationRole"] | null;
            /** @description The identifier of the membership. */
            id: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The time at which it was ended; absent if it was not.
             * @default null
             */
            removedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The member's role in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The time at which the token was issued whose groups last set the role or ended the
             *     membership; absent if no groups did, or if the token did not state the time.
             * @default null
             */
            roleAsOf: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description The source of the role; absent if it is the role by which the person is a member otherwise.
             * @default null
             */
            roleSource: components["schemas"]["RoleSource"] | null;
            /** @description The source of the membership. */
            source: components["schemas"]["MembershipSource"];
            /** @description The status of the membership. */
            status: components["schemas"]["MembershipStatus"];
            /** @description The user who is the member. */
            userId: components["schemas"]["UserId"];
        };
        /** @description A membership, active or removed. */
        MembershipFactsInput: {
            /**
             * @description The role by which the person is a member without any group mapping. If it is absent, it
             *     follows from the source: see [`MembershipFacts::base`].
             * @default null
             */
            baseRole: components["schemas"]["OrganizationRole"] | null;
            /** @description The identifier of the membership. */
            id: components["schemas"]["MembershipId"];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The time at which it was ended; absent if it was not.
             * @default null
             */
            removedAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The member's role in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /**
             * @description The time at which the token was issued whose groups last set the role or ended the
             *     membership; absent if no groups did, or if the token did not state the time.
             * @default null
             */
            roleAsOf: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description The source of the role; absent if it is the role by which the person is a member otherwise.
             * @default null
             */
            roleSource: components["schemas"]["RoleSource"] | null;
            /** @description The source of the membership. */
            source: components["schemas"]["MembershipSource"];
            /** @description The status of the membership. */
            status: components["schemas"]["MembershipStatus"];
            /** @description The user who is the member. */
            userId: components["schemas"]["UserId"];
        };
        /** Format: uuid */
        MembershipId: string;
        /** Format: uuid */
        MembershipRequestId: string;
        /** @description A request to join an organization. */
        MembershipRequestRow: {
            /** @description The user's email address. */
            email: string | null;
            /** @description The user's full name. */
            fullName: string | null;
            /** @description The organization that the user asks to join. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The name of that organization. */
            organizationName: string | null;
            /** @description The time of the request, UTC in RFC 3339. */
            requestedAt: string;
            /** @description The role that the user would get. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The status of the request. */
            status: components["schemas"]["RequestStatus"];
            /** @description The user who asks to join. */
            userId: components["schemas"]["UserId"];
            /** @description The user's full name, else the address; null after an erasure. */
            userName: string | null;
        };
        /** @description The source of a membership, which determines what manages its end. */
        MembershipSource: "invitation" | "domain" | "connection" | "bootstrap" | "manual" | "group" | "scim";
        /** @description The status of a membership. */
        MembershipStatus: "removed" | "active";
        /** @description An active membership of the user, as it is once the plan is applied. */
        MembershipView: {
            /** @description `true` if this decision adds the membership or raises its role; not if it lowers the role. */
            added: boolean;
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The user's role in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The source of the membership. */
            source: components["schemas"]["MembershipSource"];
        };
        /** @description The selection among several usable invitations. */
        MultipleInvitations: "accept_all" | "newest";
        /** @description The names behind the identifiers of an explanation. */
        Names: {
            /** @description The names of connections, by identifier. */
            connections: {
                [key: string]: string;
            };
            /** @description The names of organizations, by identifier. */
            organizations: {
                [key: string]: string;
            };
            /** @description The full names of users, or else their addresses, by identifier. */
            users: {
                [key: string]: string;
            };
        };
        /** @description The first objection to a token. */
        Objection: {
            /** @description The name of the header field or claim, never its value; null if no single one is at fault. */
            claim: string | null;
            /** @description The error code. */
            code: components["schemas"]["TokenErrorCode"];
            /** @description The remedy, as a sentence. */
            help: string;
            /** @description The objection, for people: lower case, no full stop. */
            message: string;
            /**
             * Format: uint32
             * @description For a refusal by time, the seconds between the time in the token and the host's, leeway
             *     included; otherwise null. A small number is a clock that runs wrong.
             */
            seconds: number | null;
        };
        /** @description The texts that a lookup of the record of a domain saw. */
        ObservedRecord: {
            /** @description The result. */
            finding: components["schemas"]["RecordFinding"];
            /** @description The name at which the texts were found; the record's own name if nothing was found. */
            name: string;
            /** @description The texts of the TXT records there, at most 20, each cut to 255 characters. */
            texts: string[];
        };
        /** @description The kinds of Okta authorization servers (Okta, "Authorization servers"). */
        OktaAuthorizationServer: "org" | "custom";
        /** @description The facts that an Okta issuer encodes. */
        OktaFacts: {
            /** @description The kind of authorization server. */
            authorizationServer: components["schemas"]["OktaAuthorizationServer"];
            /**
             * @description The ID of the authorization server (`default`, `aus…`); null for the org authorization
             *     server.
             */
            authorizationServerId: string | null;
        };
        /** @description The numbers of open tasks of administrators. */
        OpenWork: {
            /**
             * Format: uint64
             * @description Domains whose proof has failed or ended.
             */
            domainsLost: number;
            /**
             * Format: uint64
             * @description Domains that are not proven yet.
             */
            domainsPending: number;
            /**
             * Format: uint64
             * @description Open conflicts about the owner of an address.
             */
            identityConflicts: number;
            /**
             * Format: uint64
             * @description Open invitations that end within 7 days.
             */
            invitationsEnding: number;
            /**
             * Format: uint64
             * @description People who have asked to join an organization.
             */
            membershipRequests: number;
            /**
             * Format: uint64
             * @description Addresses on the waitlist that nobody has approved.
             */
            waitlisted: number;
        };
        /** @description The proof that an organization requires of a login before the person is admitted to it. */
        OrganizationAuthentication: {
            /**
             * Format: uint32
             * @description The greatest age of the authentication, in seconds; absent if any is accepted.
             * @default null
             */
            maxAuthAge: number | null;
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The classes of authentication (`acr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAcr: components["schemas"]["AuthenticationContext"][];
            /**
             * @description The methods of authentication (`amr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAmr: components["schemas"]["AuthenticationMethod"][];
        };
        /** @description The proof that an organization requires of a login before the person is admitted to it. */
        OrganizationAuthenticationInput: {
            /**
             * Format: uint32
             * @description The greatest age of the authentication, in seconds; absent if any is accepted.
             * @default null
             */
            maxAuthAge: number | null;
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * @description The classes of authentication (`acr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAcr: components["schemas"]["AuthenticationContext"][];
            /**
             * @description The methods of authentication (`amr`), compared exactly; one suffices. None is required if
             *     empty. At most 20.
             * @default []
             */
            requiredAmr: components["schemas"]["AuthenticationMethod"][];
        };
        OrganizationDescription: string;
        /** @description An organization. */
        OrganizationFacts: {
            /** @description The identifier of the organization. */
            id: components["schemas"]["OrganizationId"];
            /** @description The organization's display name. */
            name: components["schemas"]["DisplayName"];
            /**
             * Format: uint32
             * @description The number of active members who own the organization.
             * @default 0
             */
            ownerCount: number;
            /**
             * Format: uint32
             * @description The maximum number of members; unlimited when absent.
             * @default null
             */
            seatLimit: number | null;
            /**
             * Format: uint32
             * @description The number of active members whose accounts are active: nobody else takes a seat.
             * @default 0
             */
            seatsUsed: number;
            /** @description The organization's slug. */
            slug: components["schemas"]["Slug"];
            /** @description The organization's status. */
            status: components["schemas"]["OrganizationStatus"];
        };
        /** @description An organization. */
        OrganizationFactsInput: {
            /** @description The identifier of the organization. */
            id: components["schemas"]["OrganizationId"];
            /** @description The organization's display name. */
            name: components["schemas"]["DisplayName"];
            /**
             * Format: uint32
             * @description The number of active members who own the organization.
             * @default 0
             */
            ownerCount: number;
            /**
             * Format: uint32
             * @description The maximum number of members; unlimited when absent.
             * @default null
             */
            seatLimit: number | null;
            /**
             * Format: uint32
             * @description The number of active members whose accounts are active: nobody else takes a seat.
             * @default 0
             */
            seatsUsed: number;
            /** @description The organization's slug. */
            slug: components["schemas"]["Slug"];
            /** @description The organization's status. */
            status: components["schemas"]["OrganizationStatus"];
        };
        /** Format: uuid */
        OrganizationId: string;
        /** @description A role in one organization, ordered from the least to the greatest. */
        OrganizationRole: "org_user" | "org_admin" | "org_owner";
        /** @description The status of an organization. */
        OrganizationStatus: "inactive" | "active";
        /** @description An organization, as it is shown to a user. Times are UTC in RFC 3339. */
        OrganizationView: {
            /** @description The icon with which the application is shown to the members: a name or a URL. */
            appIcon: string | null;
            /** @description The name under which the application is shown to the members. */
            appName: string | null;
            /** @description The time of creation. */
            createdAt: string;
            /** @description The description. */
            description: string | null;
            /** @description The organization's identifier. */
            id: components["schemas"]["OrganizationId"];
            /** @description The time at which the user joined, or null if the user is not an active member. */
            joinedAt: string | null;
            /** @description The URL of the logo. */
            logoUrl: string | null;
            /** @description The display name. */
            name: string;
            /** @description The user's role in the organization, or null if the user is not an active member. */
            role: components["schemas"]["OrganizationRole"] | null;
            /**
             * Format: uint32
             * @description The maximum number of active members, or null for no limit.
             */
            seatLimit: number | null;
            /**
             * Format: uint32
             * @description The number of active members.
             */
            seatsUsed: number;
            /** @description The slug: lower-case letters, digits and inner hyphens. */
            slug: string;
            /** @description The status. Only an active organization admits people. */
            status: components["schemas"]["OrganizationStatus"];
            /**
             * Format: uint32
             * @description The version of the row, raised by each change.
             */
            version: number;
            /** @description The URL of the website. */
            websiteUrl: string | null;
        };
        /** @description The outcome of a login. */
        Outcome: {
            /** @constant */
            kind: "returning";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "provisioned";
            /** @description The new user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "linked";
            /** @description The user to whom the identity is linked. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "link_confirmation_required";
            /**
             * @description The user whose account would be linked. Must not be shown to the person before they have
             *     confirmed.
             */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "approval_required";
            /** @description The organization that has to approve. Must not be shown to the person. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The new user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @constant */
            kind: "waitlisted";
        } | {
            /** @description The connection that they have to use. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            kind: "sso_required";
        } | {
            /** @constant */
            kind: "denied";
        };
        /** @description The kinds of outcome. A closed list. */
        OutcomeKind: "returning" | "provisioned" | "linked" | "link_confirmation_required" | "approval_required" | "waitlisted" | "sso_required" | "denied";
        /** @description The state of sign-in. */
        Overview: {
            /** @description The connections, with their logins. */
            connections: {
                /** @description The connection. */
                connectionId: components["schemas"]["ConnectionId"];
                /** @description The display name. */
                connectionName: string;
                /**
                 * Format: uint64
                 * @description The number of logins that signed nobody in.
                 */
                refused: number;
                /**
                 * Format: uint64
                 * @description The number of logins that signed somebody in.
                 */
                signedIn: number;
                /** @description The status. */
                status: string;
                /**
                 * Format: uint64
                 * @description The number of refused tokens.
                 */
                tokensRefused: number;
            }[];
            /** @description The number of logins by time and outcome. Times without logins are left out. */
            counts: {
                /**
                 * Format: uint64
                 * @description The begin of the time, in seconds since the epoch.
                 */
                begin: number;
                /**
                 * Format: uint64
                 * @description The number of logins.
                 */
                logins: number;
                /** @description The outcome, or `token_refused`. */
                outcome: string;
            }[];
            /** @description The things that end within 90 days, or have ended. */
            endsSoon: components["schemas"]["EndsSoon"][];
            /**
             * Format: uint64
             * @description The begin of the counted time, in seconds since the epoch.
             */
            from: number;
            /**
             * Format: uint32
             * @description The number of errors that the lint finds in the policy in force.
             */
            policyErrors: number;
            /**
             * Format: uint32
             * @description The number of warnings.
             */
            policyWarnings: number;
            /** @description The number of logins by outcome and reason, the most frequent first. */
            reasons: {
                /**
                 * Format: uint64
                 * @description The number of logins.
                 */
                logins: number;
                /** @description The outcome, or `token_refused`. */
                outcome: string;
                /** @description The reason, or the code of the refused token. */
                reason: string;
            }[];
            /**
             * Format: uint32
             * @description The length of the times of `counts`, in seconds: an hour or a day.
             */
            step: number;
            /** @description The state of sign-in. */
            verdict: components["schemas"]["Verdict2"];
            /** @description The numbers of open tasks of administrators. */
            waiting: components["schemas"]["OpenWork"];
        };
        /** @description The code of a finding about a pasted text. A closed list. */
        PasteCode: "nothing_pasted" | "not_recognized" | "scheme_added" | "path_removed" | "query_removed" | "admin_host" | "slash_removed" | "slash_added" | "console_address" | "login_page_address" | "tenant_not_pinned" | "old_issuer" | "secret_left_out" | "name_unknown" | "several_kinds" | "kind_assumed" | "tenant_missing" | "another_issuer";
        PastedText: string;
        PastedToken: string;
        /** @description A finding about a pasted text. */
        PasteFinding: {
            /** @description The code. */
            code: components["schemas"]["PasteCode"];
            /** @description The remedy, as a sentence; null if nothing is left to do. */
            help: string | null;
            /** @description The message for people: lower case, no full stop. Never holds a secret. */
            message: string;
        };
        /** @description The form of a pasted text. */
        PasteForm: "empty" | "address" | "discovery_document" | "assignments" | "identifier" | "unknown";
        /** @description A past login. */
        PastLogin: {
            /** @description The time of the decision, UTC in RFC 3339. */
            at: string;
            /** @description The invitation to another address that the person claimed, or null. */
            claimedInvitationId: components["schemas"]["InvitationId"] | null;
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description `true` if the same person would get another outcome, or the same for another reason, now. */
            differs: boolean;
            /** @description The address, redacted: `a***@acme.example`. */
            email: string | null;
            /** @description The record's identifier. */
            id: string;
            /** @description The outcome of the decision. */
            outcome: components["schemas"]["OutcomeKind"];
            /** @description The code of the reason. */
            reason: string;
            /**
             * @description The identifier of the request that was the first with this decision, as in its log line
             *     and in `x-request-id` of its answer; null for a decision of an earlier version.
             */
            requestId: string | null;
            /** @description The verdict of every stage then; null if it is not on record. */
            trace: components["schemas"]["Trace"] | null;
            /** @description The user, if there was one. */
            userId: components["schemas"]["UserId"] | null;
        };
        /** @description A permission that an application defines. */
        PermissionDefinition: {
            /** @description A sentence for administrators: what holders may do. */
            describe: components["schemas"]["DisplayName"];
            /** @description The roles that have it, each named: Cora's roles and those of the application; at most 60. */
            grantedTo: components["schemas"]["RoleName"][];
            /**
             * @description The identifier: two to four parts with colons between them, such as `invoices:approve`. Each
             *     begins with a lower-case letter and has lower-case letters, digits, `_` and `-`.
             */
            id: components["schemas"]["PermissionId"];
        };
        PermissionId: string;
        PhoneNumber: string;
        PictureUrl: string;
        /** @description The extent to which authorization requests need a code challenge (RFC 7636). */
        Pkce: "required" | "nonce";
        /**
         * @description The changes of a decision. Either all of them are applied, in one transaction and with every
         *     guard true, or none.
         *
         *     A plan that [changes roles](Plan::changes_roles) raises the user's role version by one.
         */
        Plan: {
            /** @description The changes to apply, in this order. */
            effects: components["schemas"]["Effect"][];
            /** @description The conditions that must hold. */
            guards: components["schemas"]["Guard"][];
            /**
             * @description The key of a login under one version of the connection and of the policy: 64 lower-case
             *     hexadecimal digits. The same login has the same key.
             */
            idempotencyKey: string;
        };
        /**
         * @description A role on the platform as a whole. It grants nothing inside an organization by itself.
         *
         *     Older names are read and mapped: `super_admin`, `global_owner` and `sys_owner` to owners,
         *     `global_admin` and `sys_admin` to administrators, `global_user` and `sys_user` to users. Only
         *     the names below are written.
         */
        PlatformRole: "platform_user" | "platform_auditor" | "platform_admin" | "platform_owner" | ("global_user" | "sys_user" | "global_admin" | "sys_admin" | "super_admin" | "global_owner" | "sys_owner");
        /** @description The body of `PUT /admin/users/{userId}/role`, which changes a user's role on the platform. */
        PlatformRoleRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The new role on the platform, at most the caller's own. */
            role: components["schemas"]["PlatformRole"];
        };
        /** @description A login, and the outcome that every policy has to give it. */
        PolicyExpectation: {
            /** @description The login with the stored facts that concern it, as they would be. */
            login: components["schemas"]["EngineLogin"];
            /** @description The name: `a stranger stays out`. Unique among the expectations. */
            name: components["schemas"]["DisplayName"];
            /**
             * @description The organization of which the person has to be a member; not checked when absent.
             * @default null
             */
            organization: components["schemas"]["OrganizationId"] | null;
            /** @description The expected outcome. */
            outcome: components["schemas"]["OutcomeKind"];
            /**
             * @description The role in that organization; not checked when absent.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
        };
        /** @description A login, and the outcome that every policy has to give it. */
        PolicyExpectationInput: {
            /** @description The login with the stored facts that concern it, as they would be. */
            login: components["schemas"]["EngineLoginInput"];
            /** @description The name: `a stranger stays out`. Unique among the expectations. */
            name: components["schemas"]["DisplayName"];
            /**
             * @description The organization of which the person has to be a member; not checked when absent.
             * @default null
             */
            organization: components["schemas"]["OrganizationId"] | null;
            /** @description The expected outcome. */
            outcome: components["schemas"]["OutcomeKind"];
            /**
             * @description The role in that organization; not checked when absent.
             * @default null
             */
            role: components["schemas"]["OrganizationRole"] | null;
        };
        /** @description The policy in force, and the lint report on it. */
        PolicyInForce: {
            /** @description The logins that every policy has to decide as they say. */
            expectations: components["schemas"]["PolicyExpectation"][];
            policy: components["schemas"]["ProvisioningPolicy"];
            report: components["schemas"]["LintReport"];
            /** Format: uint32 */
            version: number;
        };
        /** @description A version of the policy that is or was in force. */
        PolicyVersionRow: {
            /** @description The time at which the version came into force, UTC in RFC 3339. */
            createdAt: string;
            /** @description The user who put the version in force, or null for the operator. */
            createdBy: components["schemas"]["UserId"] | null;
            /** @description The policy. */
            policy: components["schemas"]["ProvisioningPolicy"];
            /**
             * Format: uint32
             * @description The version number.
             */
            version: number;
        };
        PresentedToken: string;
        /** @description The known profile of a person; each field may be unknown. */
        Profile: {
            /**
             * @description The family name.
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The given name.
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The full name.
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description The phone number.
             * @default null
             */
            phoneNumber: components["schemas"]["PhoneNumber"] | null;
            /**
             * @description The URL of a picture.
             * @default null
             */
            picture: components["schemas"]["PictureUrl"] | null;
        };
        /** @description The known profile of a person; each field may be unknown. */
        ProfileInput: {
            /**
             * @description The family name.
             * @default null
             */
            familyName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The given name.
             * @default null
             */
            givenName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The full name.
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description The phone number.
             * @default null
             */
            phoneNumber: components["schemas"]["PhoneNumber"] | null;
            /**
             * @description The URL of a picture.
             * @default null
             */
            picture: components["schemas"]["PictureUrl"] | null;
        };
        /**
         * @description The body of `POST /orgs/{orgId}/email-domains/{domainId}/mailbox/proof`, which verifies the
         *     domain by the token that was sent to a mailbox.
         */
        ProveMailboxRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /** @description The token from the mail. At most 512 bytes. */
            token: components["schemas"]["PresentedToken"];
        };
        ProviderOrganization: string;
        ProviderOrganizations: string | components["schemas"]["ProviderOrganization"][] | null;
        /** @description The provisioning policy. Every field has a default, so `{}` is the strict default policy. */
        ProvisioningPolicy: {
            /**
             * @description The policy for a person whom no strategy admits.
             * @default restricted
             */
            accessMode: components["schemas"]["AccessMode"];
            /**
             * @description The policy for a new identity whose address already belongs to a user.
             * @default confirm
             */
            accountLinking: components["schemas"]["AccountLinking"];
            /**
             * @description The domains whose addresses no new user may have, even if invited. At most 1000.
             * @default []
             */
            blockedDomains: components["schemas"]["DomainPattern"][];
            /**
             * @description The way in which the platform gets its first owner.
             * @default {
             *       "mode": "token"
             *     }
             */
            bootstrap: components["schemas"]["Bootstrap"];
            /**
             * @description The default roles of members who are admitted by connection or domain. An organization that
             *     is not listed gets `org_user`; if one is listed twice, the first entry counts. At most 1000.
             * @default []
             */
            defaultRoles: components["schemas"]["DefaultRole"][];
            /**
             * @description The policy for a new user whom no strategy admits, and whose address is disposable.
             * @default refuse
             */
            disposable: components["schemas"]["DisposableEmail"];
            /**
             * @description `true` if an organization without a free seat admits nobody.
             * @default true
             */
            enforceSeats: boolean;
            /**
             * @description The group mappings, in order; for each organization the first match decides. At most 1000.
             * @default []
             */
            groupRoles: components["schemas"]["GroupRole"][];
            /**
             * @description The organizations at providers that stand for organizations of the platform; the first entry
             *     that fits a login decides. At most 1000.
             * @default []
             */
            idpOrganizations: components["schemas"]["IdpOrganization"][];
            /**
             * @description The policy for a login whose list of groups is incomplete.
             * @default ignore_mappings
             */
            incompleteGroups: components["schemas"]["IncompleteGroups"];
            /**
             * @description The policy for a person who opens an invitation to another address.
             * @default mailbox_code
             */
            invitationClaim: components["schemas"]["InvitationClaim"];
            /**
             * Format: uint32
             * @description The lifetime, in seconds, of an invitation that a domain rule issues.
             * @default 2592000
             */
            invitationLifetimeSeconds: number;
            /**
             * Format: uint32
             * @description The greatest age of the authentication of every login, in seconds; absent if any is
             *     accepted.
             * @default null
             */
            maxAuthAge: number | null;
            /**
             * @description The selection among several usable invitations.
             * @default accept_all
             */
            multipleInvitations: components["schemas"]["MultipleInvitations"];
            /**
             * @description The proofs that organizations require; every entry of an organization has to be met. At most
             *     1000.
             * @default []
             */
            organizationAuthentication: components["schemas"]["OrganizationAuthentication"][];
            /**
             * @description `true` if a new user under `public` gets a personal organization.
             * @default false
             */
            personalOrganization: boolean;
            /**
             * @description `true` if the strategies may add memberships to returning users, and if those after the
             *     deciding one may add memberships to new users.
             * @default true
             */
            reconcileOnLogin: boolean;
            /**
             * @description The classes of authentication (`acr`) of which every login must have one, compared exactly.
             *     None is required if empty. At most 20.
             * @default []
             */
            requiredAcr: components["schemas"]["AuthenticationContext"][];
            /**
             * @description The methods of authentication (`amr`) of which every login must have one, compared exactly.
             *     None is required if empty. At most 20.
             * @default []
             */
            requiredAmr: components["schemas"]["AuthenticationMethod"][];
            /**
             * @description The groups that organizations require; every entry of an organization has to be met. At most
             *     1000.
             * @default []
             */
            requiredGroups: components["schemas"]["RequiredGroups"][];
            /**
             * @description `true` if everything except a returning login requires a verified address.
             * @default true
             */
            requireVerifiedEmail: boolean;
            /**
             * @description The policy for a new identity whose address belongs to a user with another subject at the
             *     same issuer.
             * @default ask_administrator
             */
            secondSubject: components["schemas"]["SecondSubject"];
            /**
             * @description The proofs that capabilities require of the login in which they are used; every entry of a
             *     capability has to be met. At most 100.
             * @default []
             */
            stepUp: components["schemas"]["CapabilityAuthentication"][];
            /**
             * @description The strategies in the order in which they are tried, each at most once.
             * @default [
             *       "invitation",
             *       "connection",
             *       "group",
             *       "domain"
             *     ]
             */
            strategies: components["schemas"]["Strategy"][];
            /**
             * @description The policy for a new user whose address has a subaddress.
             * @default allow
             */
            subaddressing: components["schemas"]["Subaddressing"];
            /**
             * Format: uint32
             * @description The version, incremented by every change. A plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /** @description The provisioning policy. Every field has a default, so `{}` is the strict default policy. */
        ProvisioningPolicyInput: {
            /**
             * @description The policy for a person whom no strategy admits.
             * @default restricted
             */
            accessMode: components["schemas"]["AccessMode"];
            /**
             * @description The policy for a new identity whose address already belongs to a user.
             * @default confirm
             */
            accountLinking: components["schemas"]["AccountLinking"];
            /**
             * @description The domains whose addresses no new user may have, even if invited. At most 1000.
             * @default []
             */
            blockedDomains: components["schemas"]["DomainPattern"][];
            /**
             * @description The way in which the platform gets its first owner.
             * @default {
             *       "mode": "token"
             *     }
             */
            bootstrap: components["schemas"]["BootstrapInput"];
            /**
             * @description The default roles of members who are admitted by connection or domain. An organization that
             *     is not listed gets `org_user`; if one is listed twice, the first entry counts. At most 1000.
             * @default []
             */
            defaultRoles: components["schemas"]["DefaultRole"][];
            /**
             * @description The policy for a new user whom no strategy admits, and whose address is disposable.
             * @default refuse
             */
            disposable: components["schemas"]["DisposableEmail"];
            /**
             * @description `true` if an organization without a free seat admits nobody.
             * @default true
             */
            enforceSeats: boolean;
            /**
             * @description The group mappings, in order; for each organization the first match decides. At most 1000.
             * @default []
             */
            groupRoles: components["schemas"]["GroupRoleInput"][];
            /**
             * @description The organizations at providers that stand for organizations of the platform; the first entry
             *     that fits a login decides. At most 1000.
             * @default []
             */
            idpOrganizations: components["schemas"]["IdpOrganizationInput"][];
            /**
             * @description The policy for a login whose list of groups is incomplete.
             * @default ignore_mappings
             */
            incompleteGroups: components["schemas"]["IncompleteGroups"];
            /**
             * @description The policy for a person who opens an invitation to another address.
             * @default mailbox_code
             */
            invitationClaim: components["schemas"]["InvitationClaim"];
            /**
             * Format: uint32
             * @description The lifetime, in seconds, of an invitation that a domain rule issues.
             * @default 2592000
             */
            invitationLifetimeSeconds: number;
            /**
             * Format: uint32
             * @description The greatest age of the authentication of every login, in seconds; absent if any is
             *     accepted.
             * @default null
             */
            maxAuthAge: number | null;
            /**
             * @description The selection among several usable invitations.
             * @default accept_all
             */
            multipleInvitations: components["schemas"]["MultipleInvitations"];
            /**
             * @description The proofs that organizations require; every entry of an organization has to be met. At most
             *     1000.
             * @default []
             */
            organizationAuthentication: components["schemas"]["OrganizationAuthenticationInput"][];
            /**
             * @description `true` if a new user under `public` gets a personal organization.
             * @default false
             */
            personalOrganization: boolean;
            /**
             * @description `true` if the strategies may add memberships to returning users, and if those after the
             *     deciding one may add memberships to new users.
             * @default true
             */
            reconcileOnLogin: boolean;
            /**
             * @description The classes of authentication (`acr`) of which every login must have one, compared exactly.
             *     None is required if empty. At most 20.
             * @default []
             */
            requiredAcr: components["schemas"]["AuthenticationContext"][];
            /**
             * @description The methods of authentication (`amr`) of which every login must have one, compared exactly.
             *     None is required if empty. At most 20.
             * @default []
             */
            requiredAmr: components["schemas"]["AuthenticationMethod"][];
            /**
             * @description The groups that organizations require; every entry of an organization has to be met. At most
             *     1000.
             * @default []
             */
            requiredGroups: components["schemas"]["RequiredGroups"][];
            /**
             * @description `true` if everything except a returning login requires a verified address.
             * @default true
             */
            requireVerifiedEmail: boolean;
            /**
             * @description The policy for a new identity whose address belongs to a user with another subject at the
             *     same issuer.
             * @default ask_administrator
             */
            secondSubject: components["schemas"]["SecondSubject"];
            /**
             * @description The proofs that capabilities require of the login in which they are used; every entry of a
             *     capability has to be met. At most 100.
             * @default []
             */
            stepUp: components["schemas"]["CapabilityAuthenticationInput"][];
            /**
             * @description The strategies in the order in which they are tried, each at most once.
             * @default [
             *       "invitation",
             *       "connection",
             *       "group",
             *       "domain"
             *     ]
             */
            strategies: components["schemas"]["Strategy"][];
            /**
             * @description The policy for a new user whose address has a subaddress.
             * @default allow
             */
            subaddressing: components["schemas"]["Subaddressing"];
            /**
             * Format: uint32
             * @description The version, incremented by every change. A plan made under another version is not applied.
             * @default 0
             */
            version: number;
        };
        /**
         * @description The public view of the connection that logins use: the data needed to start a login, and nothing
         *     else. It holds no secret, no reference to one, no organization and no policy.
         */
        PublicConnection: {
            /**
             * @description The audiences to request for access tokens, for providers that expect the parameter
             *     (`audience`, RFC 8707 `resource`); empty if the application sends other tokens.
             */
            audiences: components["schemas"]["Audience"][];
            /** @description The client ID registered at the provider; null for Clerk. */
            clientId: components["schemas"]["Audience"] | null;
            /** @description The URL of the provider's discovery document; null for Clerk. */
            discoveryUri: components["schemas"]["EndpointUrl"] | null;
            /** @description The display name. */
            displayName: components["schemas"]["DisplayName"];
            /**
             * @description The Google Workspace domain to request at a login (`hd`); `*` if there are several (Google,
             *     "OpenID Connect": any Workspace account). Null if any account is accepted, and for other
             *     kinds. Tokens must name one of the connection's domains in any case.
             */
            hostedDomain: string | null;
            /** @description The connection's identifier. */
            id: components["schemas"]["ConnectionId"];
            /** @description The issuer that tokens name. */
            issuer: components["schemas"]["Issuer"];
            /** @description The kind of provider. */
            kind: components["schemas"]["ConnectionKind"];
            /** @description The URL of the proxy for Clerk's Frontend API; null if there is no proxy. */
            proxyUrl: components["schemas"]["EndpointUrl"] | null;
            /** @description The publishable key of Clerk; null for other kinds. */
            publishableKey: components["schemas"]["SettingText"] | null;
            /**
             * @description The organization to request at a login, by the provider's parameter for it (Google `hd`,
             *     Auth0 `organization`). Null if any is accepted, if Auth0 has to let the person choose one of
             *     several, and for kinds without such a parameter. Tokens must name one of the connection's
             *     organizations in any case.
             */
            requestedOrganization: string | null;
            /** @description The scopes that a login asks for. */
            scopes: components["schemas"]["SettingText"][];
            /** @description The kind of token that the application sends. */
            tokenUse: components["schemas"]["TokenUse"];
            /**
             * Format: uint32
             * @description The connection's version. A login that started under another version must not be completed
             *     (pitfall C29).
             */
            version: number;
        };
        /** @description A request in the queue. `kind` is the part that it is in. */
        QueuedRequest: {
            /** @description The user's email address. */
            email: string | null;
            /** @description The user's full name. */
            fullName: string | null;
            /** @constant */
            kind: "memberships";
            /** @description The organization that the user asks to join. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The name of that organization. */
            organizationName: string | null;
            /** @description The time of the request, UTC in RFC 3339. */
            requestedAt: string;
            /** @description The role that the user would get. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The status of the request. */
            status: components["schemas"]["RequestStatus"];
            /** @description The user who asks to join. */
            userId: components["schemas"]["UserId"];
            /** @description The user's full name, else the address; null after an erasure. */
            userName: string | null;
        } | {
            /** @description The time at which the address was added, UTC in RFC 3339. */
            addedAt: string;
            /** @description The address, in canonical form. */
            email: string;
            /** @constant */
            kind: "waitlist";
            /** @description The status of the entry. */
            status: components["schemas"]["WaitlistStatus"];
        };
        RawEmail: string;
        Ready: {
            /**
             * Format: uint
             * @description The number of connections whose users cannot sign in, because their provider gave no signing
             *     keys since this process was started.
             */
            connectionsWithoutKeys: number;
            /** Format: int64 */
            schemaVersion: number;
        };
        /**
         * @description The reason for a verdict, and for the decision that it decides. Extended only together with a
         *     test; a code is never reused.
         */
        ReasonCode: "ok" | "not_evaluated" | "identity_invalid" | "machine_subject" | "connection_not_active" | "returning_user" | "user_suspended" | "user_deprovisioned" | "email_ambiguous" | "email_conflict" | "identity_conflict" | "account_exists" | "link_confirmation_required" | "link_proof_invalid" | "acted_for" | "account_linked" | "link_confirmed" | "domain_not_owned_by_connection" | "no_email" | "email_unverified" | "email_invalid" | "email_subaddressed" | "email_domain_refused" | "bootstrap_token_accepted" | "bootstrap_email_allowed" | "bootstrap_first_user" | "owner_exists" | "bootstrap_token_invalid" | "no_bootstrap_proof" | "bootstrap_closed" | "invitation_accepted" | "no_invitation" | "invitation_expired" | "invitation_revoked" | "invitation_already_accepted" | "invitation_needs_acceptance" | "invitation_connection_mismatch" | "invitation_superseded" | "inviter_not_authorized" | "invitation_claim_refused" | "invitation_code_required" | "invitation_code_invalid" | "connection_admits" | "connection_not_bound" | "idp_organization_admits" | "outside_owned_domains" | "group_admits" | "no_group_mapping" | "group_missing" | "step_up_required" | "groups_incomplete" | "role_lowered" | "membership_ended_by_group" | "role_kept_manual" | "domain_admits" | "domain_invites" | "domain_suggests" | "no_domain_rule" | "domain_manual_invitation" | "public_email_domain" | "domain_not_verified" | "less_specific" | "ambiguous_domain" | "sso_required" | "organization_inactive" | "seat_limit_reached" | "already_member" | "membership_removed" | "role_capped" | "public_access" | "waitlist_approved" | "waitlisted" | "no_matching_strategy";
        /** @description The body of requests that take a reason at most. The body may be omitted. */
        ReasonRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /** @description The result of a lookup of the record that proves a domain. A closed list. */
        RecordFinding: "found" | "nothing" | "quoted" | "other_rule" | "prefix_missing" | "other_text" | "at_domain" | "name_doubled";
        /**
         * @description An e-mail address reduced to its first character and its domain: `a***@acme.example`.
         *
         *     The address cannot be recovered from it, and no constructor takes a text as it is.
         */
        RedactedEmail: string;
        /**
         * @description A subject reduced to some of its first and last characters: `7f3c***9a1b`.
         *
         *     A subject may be an address, of which only the first character is shown. At most half of the
         *     characters are: a person who knows the subject recognizes it, and nobody else learns it.
         */
        RedactedSubject: string;
        /** @description The use of a redirect URI. */
        RedirectPurpose: "test_login" | "sign_in" | "application";
        RedirectUri: string;
        /** @description A redirect URI to register at the provider. */
        RedirectUriToRegister: {
            purpose: components["schemas"]["RedirectPurpose"];
            uri: string;
        };
        /** @description A redirect URI, as it is registered. */
        RegisteredRedirectUri: {
            /**
             * @description The first moment at which it no longer matches; absent for one that does not expire.
             * @default null
             */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The URI, compared byte for byte. */
            uri: components["schemas"]["RedirectUri"];
        };
        /** @description A redirect URI, as it is registered. */
        RegisteredRedirectUriInput: {
            /**
             * @description The first moment at which it no longer matches; absent for one that does not expire.
             * @default null
             */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /** @description The URI, compared byte for byte. */
            uri: components["schemas"]["RedirectUri"];
        };
        /** @description The party that can make a change. */
        RemedyActor: "person" | "provider" | "organization" | "platform";
        /** @description A change that may let a person in. */
        RemedyChange: {
            /** @constant */
            kind: "enter_code";
        } | {
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            kind: "use_connection";
        } | {
            /** @constant */
            kind: "verify_email";
        } | {
            /** @constant */
            kind: "step_up";
        } | {
            /** @description The group. */
            group: components["schemas"]["GroupName"];
            /** @constant */
            kind: "join_group";
        } | {
            /** @constant */
            kind: "create_invitation";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @description The invitation. */
            invitationId: components["schemas"]["InvitationId"];
            /** @constant */
            kind: "resend_invitation";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @constant */
            kind: "approve_waitlist";
        } | {
            /** @constant */
            kind: "restore_user";
            /** @description The user. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The decision: `same_person` or `another_person`. */
            answer: components["schemas"]["IdentityConflictStatus"];
            /** @constant */
            kind: "resolve_identity_conflict";
            /** @description The user who holds the address. */
            userId: components["schemas"]["UserId"];
        } | {
            /** @description The domain rule. */
            domainId: components["schemas"]["DomainId"];
            /** @constant */
            kind: "verify_domain";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @description The domain rule. */
            domainId: components["schemas"]["DomainId"];
            /** @description The new mode. */
            enrollmentMode: components["schemas"]["EnrollmentMode"];
            /** @constant */
            kind: "change_domain";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @constant */
            kind: "raise_seat_limit";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /**
             * Format: uint32
             * @description The new limit.
             */
            seatLimit: number;
        } | {
            /** @constant */
            kind: "reopen_organization";
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        } | {
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @constant */
            kind: "activate_connection";
        } | {
            /** @constant */
            kind: "add_strategy";
            /** @description The strategy. */
            strategy: components["schemas"]["Strategy"];
        } | {
            /** @constant */
            kind: "confirm_links";
        } | {
            /** @constant */
            kind: "allow_invitation_claims";
        } | {
            /** @constant */
            kind: "ignore_incomplete_groups";
        } | {
            /** @constant */
            kind: "allow_subaddresses";
        } | {
            /** @constant */
            kind: "allow_disposable";
        } | {
            /** @constant */
            kind: "unblock_domain";
        } | {
            /** @description The new mode. */
            accessMode: components["schemas"]["AccessMode"];
            /** @constant */
            kind: "change_access_mode";
        };
        /** @description The people whom a change concerns, from the fewest to the most. */
        RemedyReach: "person" | "organization" | "everybody";
        /** @description The decision about the same login after a remedy. */
        RemedyResult: {
            /** @description The user's active memberships, ordered by organization. */
            memberships: components["schemas"]["MembershipView"][];
            /** @description The outcome, one that admits the person. */
            outcome: components["schemas"]["OutcomeKind"];
            /** @description The user's role on the platform. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The reason. */
            reason: components["schemas"]["ReasonCode"];
        };
        /** @description One change of a remedy, and who can make it. */
        RemedyStep: {
            /** @description The party that can make it. */
            actor: components["schemas"]["RemedyActor"];
            /** @description The capability that it requires; null if no administrator of Cora makes it. */
            capability: components["schemas"]["Capability"] | null;
            /** @description The change. */
            change: components["schemas"]["RemedyChange"];
            /** @description The people whom it concerns. */
            reach: components["schemas"]["RemedyReach"];
        };
        /** @description The status of a membership request. */
        RequestStatus: "pending" | "approved" | "rejected";
        /** @description The groups of which a person must have one to come into an organization, or back. */
        RequiredGroups: {
            /** @description The groups, compared exactly; one suffices. At most 100. An empty list shuts everybody out. */
            groups: components["schemas"]["GroupName"][];
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
        };
        /**
         * @description The body of `POST /orgs/{orgId}/invites/{inviteId}/resend`, which renews an invitation. The body
         *     may be omitted.
         */
        ResendInvitationRequest: {
            /**
             * Format: uint32
             * @description The lifetime in seconds from now, from 3600 (an hour) to 7776000 (90 days). The policy's
             *     `invitationLifetimeSeconds` when absent.
             * @default null
             */
            lifetimeSeconds: number | null;
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /**
         * @description A role that an application defines. Members of organizations have it in addition to their role
         *     in the organization.
         */
        RoleDefinition: {
            /** @description A sentence for administrators: whom the role is for. */
            describe: components["schemas"]["DisplayName"];
            /** @description The name: a lower-case letter, then lower-case letters, digits, `_` and `-`. */
            id: components["schemas"]["RoleName"];
        };
        RoleName: string;
        /** @description The source of a role that is not the one by which the person is a member otherwise. */
        RoleSource: "group" | "manual";
        /** @description The body of `POST /admin/policy/rollback`, which puts an earlier policy into force again. */
        RollBackPolicyRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * Format: uint32
             * @description The version of the policy to put into force.
             */
            to: number;
            /**
             * Format: uint32
             * @description The version of the policy that the caller has seen. If it is out of date, the request is
             *     refused with `stale_version` and nothing is changed. Not checked when absent.
             * @default null
             */
            version: number | null;
        };
        /**
         * @description The body of `POST /admin/idp-config/{providerType}/rollback`, which puts earlier settings back
         *     into use.
         */
        RollbackRequest: {
            /**
             * @description `true` to learn the result, with the number of users who would have no way in any more, and
             *     write nothing.
             * @default false
             */
            dryRun: boolean;
            /**
             * @description The reason for overriding a safeguard: settings that are not tested, or a lockout of the
             *     administrators.
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
             * @description The version of the connection that the caller has seen. If it is out of date, the request is
             *     refused with `stale_version` and nothing is changed. Not checked when absent.
             * @default null
             */
            version: number | null;
        };
        /** @description The number of rows on all pages. */
        RowCount: {
            /** @description `true` if the list has more rows. */
            more: boolean;
            /**
             * Format: uint32
             * @description The number of rows, at most 1,000.
             */
            rows: number;
        };
        /** @description The conflict, and the account that was joined to the holder's. */
        SamePerson: {
            /** @description The returning user who proves the address too, or null. */
            claimantId: components["schemas"]["UserId"] | null;
            /** @description The full name of that user, else the address; null after an erasure. */
            claimantName: string | null;
            /** @description The connection of the login. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The name of that connection. */
            connectionName: string | null;
            /** @description The consequences, in a dry run only. Nothing was written then. */
            consequences?: components["schemas"]["Consequence"][] | null;
            /** @description `true` if nothing was written. `outcome` and `join` are then the results of the command. */
            dryRun: boolean;
            /** @description The address in canonical form, or null if the login had none. */
            email: string | null;
            /** @description The identifier of the conflict. */
            id: components["schemas"]["IdentityConflictId"];
            /** @description The issuer of the identity that signed in. */
            issuer: string;
            /** @description The two accounts and what moves, or null if the identity has no account of its own. */
            join: components["schemas"]["AccountJoin"] | null;
            /** @description The kind of the conflict. */
            kind: components["schemas"]["IdentityConflictKind"];
            /** @description The time of the login that opened it, UTC in RFC 3339. */
            openedAt: string;
            outcome: components["schemas"]["AdministrationReason"];
            /** @description The administrator's reason. */
            reason: string | null;
            /** @description The time of the decision, UTC in RFC 3339, or null while it is open. */
            resolvedAt: string | null;
            /** @description The administrator who decided, or null while it is open and for the operator. */
            resolvedBy: components["schemas"]["UserId"] | null;
            /** @description The status of the conflict. */
            status: components["schemas"]["IdentityConflictStatus"];
            /** @description The subject of that identity at the issuer. */
            subject: string;
            /** @description The user who holds the address, or to whom the identity was linked once. */
            userId: components["schemas"]["UserId"];
            /** @description The full name of that user, else the address; null after an erasure. */
            userName: string | null;
        };
        /** @description The body of `POST /admin/identity-conflicts/{conflictId}/same-person`. The body may be omitted. */
        SamePersonRequest: {
            /**
             * @description `true` to write nothing, and to answer with the account that would be joined.
             * @default false
             */
            dryRun: boolean;
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /**
         * @description The body of `PUT /admin/idp-config/{providerType}`, which replaces all settings of a connection,
         *     or its name, or both.
         *
         *     If no connection of this kind exists, one of the platform is created. `config` is then required,
         *     `version` must be absent, and `display_name` defaults to the provider's name.
         */
        SaveConnectionRequest: {
            /**
             * @description The new settings, complete. Absent to keep the current ones.
             * @default null
             */
            config: components["schemas"]["Settings"] | null;
            /**
             * @description The new name shown to people, at most 512 bytes. Absent to keep the current one.
             * @default null
             */
            displayName: components["schemas"]["DisplayName"] | null;
            /**
             * Format: uint32
             * @description The version of the connection that the caller has seen. If it is out of date, the request is
             *     refused with `stale_version` and nothing is changed. Not checked when absent.
             * @default null
             */
            version: number | null;
        };
        /**
         * @description The body of `PUT /admin/policy`, which replaces the policy, and of `POST /admin/policy/lint`,
         *     which reads `policy` only.
         */
        SavePolicyRequest: {
            /**
             * @description Logins that every policy has to decide as they say, complete; at most 100. They stay as they
             *     are if absent.
             * @default null
             */
            expectations: components["schemas"]["PolicyExpectationInput"][] | null;
            /** @description The new policy. Its `version` is ignored. */
            policy: components["schemas"]["ProvisioningPolicyInput"];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * Format: uint32
             * @description The version of the policy that the caller has seen. If it is out of date, the request is
             *     refused with `stale_version` and nothing is changed. Not checked when absent.
             * @default null
             */
            version: number | null;
        };
        /** @description The body of `PUT /admin/orgs/{orgId}/seat-limit`, which limits the number of members. */
        SeatLimitRequest: {
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * Format: uint32
             * @description The maximum number of active members, not below the number of seats in use. Unlimited when
             *     absent.
             * @default null
             */
            seatLimit: number | null;
        };
        /**
         * @description The policy for a new identity whose address belongs to a user with another subject at the same
         *     issuer. Two subjects of one issuer are two people until somebody says otherwise
         *     (OpenID Connect Core §5.7).
         */
        SecondSubject: "ask_administrator" | "new_user";
        /** Format: secret-reference */
        SecretReference: string;
        /** @description This service. */
        ServiceState: {
            /**
             * Format: uint
             * @description The number of connections whose provider gives no new keys.
             */
            connectionsWithOldKeys: number;
            /**
             * Format: uint
             * @description The number of connections whose provider gave no keys.
             */
            connectionsWithoutKeys: number;
            /** @description The kind of database. */
            database: components["schemas"]["DatabaseKind"];
            /** @description Set if a mail server is configured. */
            hasMail: boolean;
            /** @description Set if name servers are known. */
            hasNameServers: boolean;
            /** @description The setting without which applications cannot sign in through this service, or null. */
            issuerNeeds: string | null;
            /** @description The limits. */
            limits: {
                /**
                 * Format: uint64
                 * @description The maximum number of requests at a time.
                 */
                concurrent: number | null;
                /**
                 * Format: uint32
                 * @description The maximum number of requests of one client at a time.
                 */
                concurrentPerClient: number | null;
                /**
                 * Format: uint64
                 * @description The maximum number of open connections.
                 */
                connections: number;
                /**
                 * Format: uint32
                 * @description The maximum number of open connections of one client.
                 */
                connectionsPerClient: number;
                /**
                 * Format: uint32
                 * @description The maximum number of requests per second of one client.
                 */
                perSecond: number | null;
            };
            /** @description The times for which records of logins are kept. */
            logins: {
                /**
                 * Format: uint64
                 * @description For details, refused tokens and counts.
                 */
                log: number;
                /**
                 * Format: uint32
                 * @description The maximum number of samples.
                 */
                mostSamples: number;
                /**
                 * Format: uint64
                 * @description For samples; null if none are made, also for want of keys.
                 */
                samples: number | null;
            };
            /** @description The origins whose pages may call this service. */
            origins: string[];
            /** @description The URL at which browsers reach this service, or null. */
            publicUrl: string | null;
            /**
             * Format: int64
             * @description The version of the schema that this program knows.
             */
            schemaVersion: number;
            /**
             * Format: uint64
             * @description The number of stored secrets of connections that another key than the first one seals.
             */
            sealedByOtherKeys: number;
            /** @description The names of the keys for secrets, the one that seals first. Never the keys. */
            secretKeys: string[];
            /** @description The URL at which people sign in to the web application, or null. */
            signInUrl: string | null;
            /** @description Set if admitted users see the trace of their own decision. */
            traceForUsers: boolean;
            /** @description The version of Cora. */
            version: string;
        };
        SessionId: string;
        /** @description The lengths of sessions, in seconds. */
        SessionLengths: {
            /**
             * Format: uint32
             * @description The length since the sign-in, in seconds; 2 592 000 (30 days) when absent.
             * @default 2592000
             */
            absolute: number;
            /**
             * Format: uint32
             * @description The length since the last use, in seconds; 604 800 (7 days) when absent.
             * @default 604800
             */
            idle: number;
        };
        /** @description The lengths of sessions, in seconds. */
        SessionLengthsInput: {
            /**
             * Format: uint32
             * @description The length since the sign-in, in seconds; 2 592 000 (30 days) when absent.
             * @default 2592000
             */
            absolute: number;
            /**
             * Format: uint32
             * @description The length since the last use, in seconds; 604 800 (7 days) when absent.
             * @default 604800
             */
            idle: number;
        };
        /** @description An organization of the session's user. */
        SessionOrganization: {
            /** @description The identifier of the organization. */
            id: components["schemas"]["OrganizationId"];
            /** @description The organization's display name. */
            name: components["schemas"]["DisplayName"];
            /** @description The user's role in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The organization's slug. */
            slug: components["schemas"]["Slug"];
        };
        /**
         * @description The body of `PUT /admin/applications/{applicationId}/permissions`, which replaces the
         *     permissions and roles that an application defines.
         */
        SetPermissionsRequest: {
            /** @description The permissions and roles, complete. */
            defined: components["schemas"]["ApplicationPermissionsInput"];
            /**
             * @description `true` to check the permissions and change nothing.
             * @default false
             */
            dryRun: boolean;
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * Format: uint32
             * @description The version that the caller has seen. If the permissions have another, nothing is changed.
             * @default null
             */
            version: number | null;
        };
        /**
         * @description The body of `PUT /admin/idp-config/{providerType}/secret-expiry`: the time at which the provider
         *     ends the secret.
         */
        SetSecretExpiryRequest: {
            /**
             * @description The end of the secret, in seconds since the epoch. Absent to forget it.
             * @default null
             */
            expiresAt: components["schemas"]["UnixSeconds"] | null;
            /**
             * Format: uint32
             * @description The number of the settings; absent for those in use, or else the latest.
             * @default null
             */
            number: number | null;
        };
        Settings: {
            [key: string]: unknown;
        };
        SettingText: string;
        /** @description The severity of an issue. */
        Severity: "error" | "warning";
        /**
         * @description The signature algorithms that a connection may pin. All are asymmetric, so a verification key
         *     can never be used to sign (RFC 8725 §3.1 and §3.2).
         */
        SignatureAlgorithm: "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "EdDSA";
        Slug: string;
        /** @description A stage of the evaluation, in order. The policy orders the strategies. */
        Stage: "identity" | "connection_status" | "account" | "bootstrap" | "invitation" | "connection" | "group" | "domain" | "access";
        /** @description The verdict of one stage. */
        StageVerdict: {
            /** @description The reason code of the verdict. */
            code: components["schemas"]["ReasonCode"];
            /** @description The facts that the stage evaluated, in a fixed order. */
            evidence: components["schemas"]["Evidence"][];
            /** @description The stage. */
            stage: components["schemas"]["Stage"];
            /** @description The result of the stage. */
            verdict: components["schemas"]["Verdict"];
        };
        /** @description The result of a step. */
        StepResult: "good" | "bad" | "not_reached";
        /** @description The proof to ask the provider for, so that a login meets the policy (RFC 9470 §4). */
        StepUp: {
            /** @description The classes to ask for (`acr_values`), in order of preference; any if empty. */
            acrValues: components["schemas"]["AuthenticationContext"][];
            /** @description The methods of which the login has to have one; any if empty. No parameter asks for them. */
            amrValues: components["schemas"]["AuthenticationMethod"][];
            /**
             * Format: uint32
             * @description The greatest age to ask for (`max_age`), in seconds; null if any is accepted.
             */
            maxAge: number | null;
        };
        /** @description A provisioning strategy: a way into an organization. */
        Strategy: "invitation" | "connection" | "group" | "domain";
        /**
         * @description The policy for a new user whose address has a subaddress (`ana+news@…`). The subaddress is
         *     never cut off: two addresses that differ in it are two addresses.
         */
        Subaddressing: "allow" | "refuse";
        Subject: string;
        /** @description The kind of a token's subject. */
        SubjectKind: "user" | "machine";
        /** @description A subject of a former issuer, and the one of a new issuer that is the same person. */
        SubjectMapping: {
            /** @description The subject at the former issuer. */
            from: components["schemas"]["Subject"];
            /** @description The subject at the new issuer: 1 to 255 characters without control characters. */
            to: components["schemas"]["Subject"];
        };
        /** @description The body of `POST /admin/idp-config/suggest`: a text to make settings of. */
        SuggestConnectionRequest: {
            /**
             * @description The pasted text: an address, a document, a key, or settings. At most 65536 bytes. It is
             *     neither stored nor logged.
             */
            text: components["schemas"]["PastedText"];
        };
        /** @description A token for Supabase, with its end. */
        SupabaseToken: {
            /** @description The end of the token, in seconds since the epoch. */
            expiresAt: components["schemas"]["UnixSeconds"];
            /** @description The token, which supabase-js takes as `accessToken`. */
            token: string;
        };
        /** @description The body of `POST /admin/service/test-dns`, which looks up the records that prove a domain. */
        TestDnsRequest: {
            /** @description The domain. The records are below it. */
            domain: components["schemas"]["DomainName"];
        };
        /** @description One line of a test login's log. */
        TestLogEntry: {
            /** @description The time of the entry, in seconds since the epoch, UTC. */
            at: components["schemas"]["UnixSeconds"];
            /** @description The code of the failure, from one of the closed lists; null if the step succeeded. */
            code: string | null;
            /** @description The remedy, as a sentence; null if there is none. */
            help: string | null;
            /**
             * @description The message for people: lower case, no full stop. Never holds a secret or a full email
             *     address.
             */
            message: string;
            /** @description `true` if the step succeeded. */
            ok: boolean;
            /** @description The step that was done. */
            step: components["schemas"]["TestStep"];
        };
        /** @description A test login, and the number of entries that its log has. */
        TestLogin: {
            /** @description The claims that were received, redacted. */
            claims: unknown;
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The time at which the test login began. */
            createdAt: string;
            /** @description The identifier of the user who tests, or null for the operator. */
            createdBy: string | null;
            /** @description The decision that this login would get. */
            decision: unknown;
            /** @description The first moment at which a callback is no longer accepted. */
            expiresAt: string;
            /** @description The time at which the test login ended, or null if it has not. */
            finishedAt: string | null;
            /** @description The test login's identifier. */
            id: string;
            /** @description The steps that were done, in order. */
            log: unknown;
            /**
             * Format: uint
             * @description The `after` of the next request: the number of entries that the log has so far.
             */
            nextEntry: number;
            /**
             * Format: uint32
             * @description The number of the settings that are tested.
             */
            number: number;
            /** @description The status. */
            status: components["schemas"]["TestRunStatus"];
            /**
             * Format: uint32
             * @description The version of the connection when the test login began.
             */
            version: number;
        };
        /** @description A test login that was begun. */
        TestLoginBegun: {
            /**
             * @description The URL at which to log in with a browser. Null if the test has already ended, or if the
             *     provider gives tokens only to the application: then present such a token to the test.
             */
            authorizationUrl: string | null;
            /** @description The claims that were received, redacted. */
            claims: unknown;
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The time at which the test login began. */
            createdAt: string;
            /** @description The identifier of the user who tests, or null for the operator. */
            createdBy: string | null;
            /** @description The decision that this login would get. */
            decision: unknown;
            /** @description The first moment at which a callback is no longer accepted. */
            expiresAt: string;
            /** @description The time at which the test login ended, or null if it has not. */
            finishedAt: string | null;
            /** @description The test login's identifier. */
            id: string;
            /** @description The steps that were done, in order. */
            log: unknown;
            /**
             * Format: uint32
             * @description The number of the settings that are tested.
             */
            number: number;
            /** @description The status. */
            status: components["schemas"]["TestRunStatus"];
            testRunId: string;
            /**
             * Format: uint32
             * @description The version of the connection when the test login began.
             */
            version: number;
        };
        /** @description A test login, for administrators. Times are UTC in RFC 3339. */
        TestRunRow: {
            /** @description The claims that were received, redacted. */
            claims: unknown;
            /** @description The connection. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The time at which the test login began. */
            createdAt: string;
            /** @description The identifier of the user who tests, or null for the operator. */
            createdBy: string | null;
            /** @description The decision that this login would get. */
            decision: unknown;
            /** @description The first moment at which a callback is no longer accepted. */
            expiresAt: string;
            /** @description The time at which the test login ended, or null if it has not. */
            finishedAt: string | null;
            /** @description The test login's identifier. */
            id: string;
            /** @description The steps that were done, in order. */
            log: unknown;
            /**
             * Format: uint32
             * @description The number of the settings that are tested.
             */
            number: number;
            /** @description The status. */
            status: components["schemas"]["TestRunStatus"];
            /**
             * Format: uint32
             * @description The version of the connection when the test login began.
             */
            version: number;
        };
        /** @description The status of a test login. */
        TestRunStatus: "pending" | "success" | "failed";
        /** @description A step of a test login. The steps run in this order. */
        TestStep: "settings" | "discovery" | "secret" | "authorization" | "token_request" | "id_token" | "login_token" | "userinfo" | "decision";
        /**
         * @description The reason why a token is rejected. A closed list, which includes the host's own findings (form,
         *     key, signature).
         */
        TokenErrorCode: "token_missing" | "token_malformed" | "connection_not_active" | "algorithm_not_allowed" | "critical_header" | "key_unknown" | "keys_unavailable" | "key_mismatch" | "signature_invalid" | "claim_missing" | "claim_invalid" | "issuer_mismatch" | "audience_mismatch" | "organization_mismatch" | "authorized_party_mismatch" | "session_pending" | "token_kind_mismatch" | "token_expired" | "token_not_yet_valid" | "token_issued_in_future" | "at_hash_mismatch" | "access_token_missing" | "userinfo_unavailable" | "userinfo_refused" | "userinfo_invalid" | "userinfo_subject_mismatch";
        /** Format: sha256-hex */
        TokenHash: string;
        /** @description A step of the order of checks. */
        TokenStep: "form" | "connection" | "header" | "key" | "signature" | "claims" | "kind" | "audience" | "times" | "organization";
        /** @description The kind of token that a connection's clients send. */
        TokenUse: "access_token" | "id_token" | "session_token";
        /** @description The verdicts of all stages, in the order of evaluation, each stage exactly once. */
        Trace: {
            /** @description The stage whose verdict is the decision's reason. */
            decidedBy: components["schemas"]["Stage"];
            /** @description The verdicts, in the order of evaluation. */
            stages: components["schemas"]["StageVerdict"][];
        };
        /** @description A DNS TXT record. */
        TxtRecord: {
            name: string;
            type: string;
            value: string;
        };
        /**
         * @description A session in any of its states. In JavaScript, `undefined` means not known yet, and `null` means
         *     known to be absent.
         */
        UnifiedSession: {
            /** @constant */
            status: "loading";
        } | {
            /** @constant */
            status: "unauthenticated";
        } | {
            /** @description The message for the person. */
            message: components["schemas"]["UserMessage"];
            /** @constant */
            status: "pending";
        } | {
            /** @description The user, and their permissions. */
            session: components["schemas"]["AuthenticatedSession"];
            /** @constant */
            status: "authenticated";
        } | {
            /** @description The message for the person. */
            message: components["schemas"]["UserMessage"];
            /** @constant */
            status: "error";
        };
        UnixSeconds: number;
        /** @description A part of a token that grants nothing, and that is left out if it cannot be read. */
        UnreadClaim: "name" | "given_name" | "family_name" | "picture" | "phone_number" | "auth_time" | "acr" | "amr" | "groups" | "roles" | "organization";
        /**
         * @description The body of `PUT /orgs/{orgId}`, which changes how an organization is presented. An absent field
         *     keeps its value.
         */
        UpdateOrganizationRequest: {
            /**
             * @description The icon with which the application is shown to the members: a name or a URL, at most 2048
             *     bytes. An empty string removes it.
             * @default null
             */
            appIcon: components["schemas"]["IconName"] | null;
            /**
             * @description The name under which the application is shown to the members, at most 512 bytes. An empty
             *     string removes it.
             * @default null
             */
            appName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The description, at most 4096 bytes. An empty string removes it.
             * @default null
             */
            description: components["schemas"]["OrganizationDescription"] | null;
            /**
             * @description The URL of a logo, at most 2048 bytes. An empty string removes it.
             * @default null
             */
            logoUrl: components["schemas"]["PictureUrl"] | null;
            /**
             * @description The name, at most 512 bytes. Surrounding white space is removed. Must contain a letter or a
             *     digit and no control characters.
             * @default null
             */
            name: components["schemas"]["DisplayName"] | null;
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
            /**
             * @description The short name in URLs: lower-case ASCII letters, digits and inner hyphens, at most 64
             *     bytes. No other organization may have it.
             * @default null
             */
            slug: components["schemas"]["Slug"] | null;
            /**
             * @description The URL of the website, at most 2048 bytes. An empty
             *     string removes it.
             * @default null
             */
            websiteUrl: components["schemas"]["PictureUrl"] | null;
        };
        /**
         * @description The body of `PUT /profiles/me`: the fields that people may change in their own profile. An
         *     absent field keeps its value; an empty string clears it. Roles, the address and its verification
         *     are not among the fields, because people do not set those themselves (pitfall C24).
         */
        UpdateProfileRequest: {
            /**
             * @description The URL of a picture. At most 2048 bytes.
             * @default null
             */
            avatarUrl: components["schemas"]["PictureUrl"] | null;
            /**
             * @description The organization to switch to. The user must be an active member of it.
             * @default null
             */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The full name. At most 512 bytes.
             * @default null
             */
            fullName: components["schemas"]["DisplayName"] | null;
            /**
             * @description The phone number, not parsed. It has a digit. At most 64 bytes.
             * @default null
             */
            phone: components["schemas"]["PhoneNumber"] | null;
        };
        /** @description The handling of the provider's tokens after a sign-in to an application. */
        UpstreamTokens: "forget" | "keep";
        /**
         * @description The body of `POST /admin/idp-config/{providerType}/activate` and `…/disable`. The body may be
         *     omitted.
         */
        UseConnectionRequest: {
            /**
             * @description `true` to learn the result, with the number of users who would have no way in any more, and
             *     write nothing.
             * @default false
             */
            dryRun: boolean;
            /**
             * @description The reason for overriding a safeguard: settings that are not tested, or a lockout of the
             *     administrators.
             * @default null
             */
            force: components["schemas"]["Force"] | null;
            /**
             * Format: uint32
             * @description The number of the settings to use, the latest when absent. `disable` takes no number and
             *     refuses one.
             * @default null
             */
            number: number | null;
            /**
             * Format: uint32
             * @description The version of the connection that the caller has seen. If it is out of date, the request is
             *     refused with `stale_version` and nothing is changed. Not checked when absent.
             * @default null
             */
            version: number | null;
        };
        /** @description A user with everything by which they sign in, and what they reach. */
        UserDetail: {
            /** @description The time at which the user was created, UTC in RFC 3339. */
            createdAt: string;
            /** @description The email address, as the user wrote it. */
            email: string | null;
            /** @description `true` if the address was verified. */
            emailVerified: boolean;
            /** @description The full name. */
            fullName: string | null;
            /** @description The identities that are linked to the user, oldest first. */
            identities: components["schemas"]["UserIdentityRow"][];
            /**
             * @description The time of the last login that is on record, UTC in RFC 3339, or null: the sign-in of a
             *     session, a decision that changed something, or the token that stated an address.
             */
            lastLoginAt: string | null;
            /** @description The memberships of the user, ended ones too. */
            memberships: components["schemas"]["UserMembershipRow"][];
            /**
             * Format: uint32
             * @description The number of organizations that the user is an active member of.
             */
            organizations: number;
            /** @description The role on the platform. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The user's status on the platform. */
            status: components["schemas"]["UserStatus"];
            /** @description The user's identifier. */
            userId: components["schemas"]["UserId"];
            /** @description The full name, else the address; null after an erasure. */
            userName: string | null;
            /**
             * Format: uint32
             * @description The version of the row, raised by each change.
             */
            version: number;
        };
        /** @description An existing user. */
        UserFacts: {
            /**
             * @description The user's current organization.
             * @default null
             */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The user's canonical e-mail address.
             * @default null
             */
            email: components["schemas"]["CanonicalEmail"] | null;
            /**
             * @description The time at which a code that was mailed to the address proved it, in seconds since
             *     1970-01-01T00:00:00Z; absent if none did, or if a provider has contradicted it since.
             * @default null
             */
            emailConfirmedAt: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description `true` if the address was proven to be the user's.
             * @default false
             */
            emailVerified: boolean;
            /** @description The identifier of the user. */
            id: components["schemas"]["UserId"];
            /**
             * @description The user's role on the platform; `platform_user` when absent or null.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /**
             * @description The user's profile.
             * @default {
             *       "familyName": null,
             *       "givenName": null,
             *       "name": null,
             *       "phoneNumber": null,
             *       "picture": null
             *     }
             */
            profile: components["schemas"]["Profile"];
            /**
             * Format: uint32
             * @description The version of the user's roles, incremented when they change.
             * @default 0
             */
            roleVersion: number;
            /** @description The user's status on the platform. */
            status: components["schemas"]["UserStatus"];
        };
        /** @description An existing user. */
        UserFactsInput: {
            /**
             * @description The user's current organization.
             * @default null
             */
            currentOrganizationId: components["schemas"]["OrganizationId"] | null;
            /**
             * @description The user's canonical e-mail address.
             * @default null
             */
            email: components["schemas"]["CanonicalEmail"] | null;
            /**
             * @description The time at which a code that was mailed to the address proved it, in seconds since
             *     1970-01-01T00:00:00Z; absent if none did, or if a provider has contradicted it since.
             * @default null
             */
            emailConfirmedAt: components["schemas"]["UnixSeconds"] | null;
            /**
             * @description `true` if the address was proven to be the user's.
             * @default false
             */
            emailVerified: boolean;
            /** @description The identifier of the user. */
            id: components["schemas"]["UserId"];
            /**
             * @description The user's role on the platform; `platform_user` when absent or null.
             * @default platform_user
             */
            platformRole: components["schemas"]["PlatformRole"] | null;
            /**
             * @description The user's profile.
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
             * @description The version of the user's roles, incremented when they change.
             * @default 0
             */
            roleVersion: number;
            /** @description The user's status on the platform. */
            status: components["schemas"]["UserStatus"];
        };
        /** Format: uuid */
        UserId: string;
        /** @description An identity that is linked to a user. */
        UserIdentityRow: {
            /** @description The connection of the identity. */
            connectionId: components["schemas"]["ConnectionId"];
            /** @description The name of that connection. */
            connectionName: string | null;
            /** @description The time of the link, UTC in RFC 3339. */
            createdAt: string;
            /** @description The canonical address of the last login, or null if it had none. */
            email: string | null;
            /** @description The time of the token that stated the address, UTC in RFC 3339, or null if unknown. */
            emailStatedAt: string | null;
            /** @description `true` if the provider vouched for the address. */
            emailVerified: boolean;
            /**
             * Format: int64
             * @description The number of the identity.
             */
            id: number;
            /** @description The issuer. */
            issuer: string;
            /** @description The subject at the issuer. */
            subject: string;
        };
        /** @description The extent to which a connection's userinfo endpoint is asked (OpenID Connect Core §5.3). */
        UserinfoUse: "never" | "when_missing";
        /** @description A membership of a user, also an ended one. */
        UserMembershipRow: {
            /** @description The time at which the user became a member, UTC in RFC 3339. */
            joinedAt: string;
            /** @description The organization. */
            organizationId: components["schemas"]["OrganizationId"];
            /** @description The name of the organization. */
            organizationName: string;
            /** @description The time at which the membership ended, UTC in RFC 3339, or null. */
            removedAt: string | null;
            /** @description The role in the organization. */
            role: components["schemas"]["OrganizationRole"];
            /** @description The source of the membership. */
            source: components["schemas"]["MembershipSource"];
            /** @description The status of the membership. */
            status: components["schemas"]["MembershipStatus"];
        };
        /** @description The message for the person: a smaller list that reveals no organization and no domain. */
        UserMessage: "access_denied" | "verify_email" | "use_sso" | "awaiting_approval" | "confirm_account" | "try_again" | "ask_administrator" | "claim_invitation" | "step_up";
        /** @description A user of the platform. */
        UserRow: {
            /** @description The time at which the user was created, UTC in RFC 3339. */
            createdAt: string;
            /** @description The email address, as the user wrote it. */
            email: string | null;
            /** @description `true` if the address was verified. */
            emailVerified: boolean;
            /** @description The full name. */
            fullName: string | null;
            /**
             * Format: uint32
             * @description The number of organizations that the user is an active member of.
             */
            organizations: number;
            /** @description The role on the platform. */
            platformRole: components["schemas"]["PlatformRole"];
            /** @description The user's status on the platform. */
            status: components["schemas"]["UserStatus"];
            /** @description The user's identifier. */
            userId: components["schemas"]["UserId"];
            /** @description The full name, else the address; null after an erasure. */
            userName: string | null;
            /**
             * Format: uint32
             * @description The version of the row, raised by each change.
             */
            version: number;
        };
        /** @description The status of a user on the platform. */
        UserStatus: "deprovisioned" | "suspended" | "active";
        /**
         * @description The body of `POST /admin/idp-config/{providerType}/validate`, which checks settings without
         *     storing them. Without a body, the latest stored settings are checked.
         */
        ValidateConnectionRequest: {
            /**
             * @description The settings to check. The latest stored ones when absent.
             * @default null
             */
            config: components["schemas"]["Settings"] | null;
        };
        /** @description The result of a stage. */
        Verdict: "not_evaluated" | "passed" | "not_matched" | "matched" | "denied";
        /** @description The state of sign-in: the worst of the known findings. */
        Verdict2: "no_active_connection" | "keys_missing" | "most_are_refused" | "keys_old" | "nothing_counted" | "ok";
        Verification: {
            connection: components["schemas"]["Connection"];
            keys: components["schemas"]["Keys"];
        };
        /** @description The level of proof for a domain. */
        VerificationLevel: "affiliation" | "ownership";
        /** @description The state of a domain's proof. */
        VerificationState: "failed" | "expired" | "pending" | "verified";
        VerifiedClaim: unknown;
        /** @description The answer to an address on the waitlist. */
        WaitlistAnswer: {
            /** @description The answer. */
            answer: components["schemas"]["BulkAnswer"];
            /** @description The address, as it was written. A text that is not an address is refused alone. */
            email: components["schemas"]["RawEmail"];
        };
        /**
         * @description The body of `POST /admin/waitlist/approve` and `…/deny`, which answer an address on the
         *     waitlist.
         */
        WaitlistRequest: {
            /** @description The address on the waitlist. Normalized to its canonical form. */
            email: components["schemas"]["CanonicalEmail"];
            /**
             * @description The reason for the change, for the audit log. At most 500 bytes.
             * @default null
             */
            reason: components["schemas"]["ChangeReason"] | null;
        };
        /** @description An address on the waitlist. */
        WaitlistRow: {
            /** @description The time at which the address was added, UTC in RFC 3339. */
            addedAt: string;
            /** @description The address, in canonical form. */
            email: string;
            /** @description The status of the entry. */
            status: components["schemas"]["WaitlistStatus"];
        };
        /** @description The status of an address on the waitlist. */
        WaitlistStatus: "pending" | "approved" | "denied";
        WebOrigin: string;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    applications: {
        parameters: {
            query?: {
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["ApplicationRow"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    createApplication: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApplicationRequest"];
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of registration, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The user who registered the application, or null for the operator. */
                            createdBy: components["schemas"]["UserId"] | null;
                            /** @description The identifier, which is the `client_id`. */
                            id: components["schemas"]["ApplicationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The secrets, also those that have expired, by the time of creation. */
                            secrets: components["schemas"]["ApplicationSecretRow"][];
                            /** @description The settings. */
                            settings: components["schemas"]["ApplicationSettings"];
                            /** @description The time of the last change, UTC in RFC 3339. */
                            updatedAt: string;
                            /** @description The user who changed the application last, or null for the operator. */
                            updatedBy: components["schemas"]["UserId"] | null;
                            /**
                             * Format: uint32
                             * @description The version, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicationId: string;
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
                        data: components["schemas"]["ApplicationRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    changeApplication: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeApplicationRequest"];
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of registration, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The user who registered the application, or null for the operator. */
                            createdBy: components["schemas"]["UserId"] | null;
                            /** @description The identifier, which is the `client_id`. */
                            id: components["schemas"]["ApplicationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The secrets, also those that have expired, by the time of creation. */
                            secrets: components["schemas"]["ApplicationSecretRow"][];
                            /** @description The settings. */
                            settings: components["schemas"]["ApplicationSettings"];
                            /** @description The time of the last change, UTC in RFC 3339. */
                            updatedAt: string;
                            /** @description The user who changed the application last, or null for the operator. */
                            updatedBy: components["schemas"]["UserId"] | null;
                            /**
                             * Format: uint32
                             * @description The version, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    disableApplication: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of registration, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The user who registered the application, or null for the operator. */
                            createdBy: components["schemas"]["UserId"] | null;
                            /** @description The identifier, which is the `client_id`. */
                            id: components["schemas"]["ApplicationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The secrets, also those that have expired, by the time of creation. */
                            secrets: components["schemas"]["ApplicationSecretRow"][];
                            /** @description The settings. */
                            settings: components["schemas"]["ApplicationSettings"];
                            /** @description The time of the last change, UTC in RFC 3339. */
                            updatedAt: string;
                            /** @description The user who changed the application last, or null for the operator. */
                            updatedBy: components["schemas"]["UserId"] | null;
                            /**
                             * Format: uint32
                             * @description The version, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    enableApplication: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of registration, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The user who registered the application, or null for the operator. */
                            createdBy: components["schemas"]["UserId"] | null;
                            /** @description The identifier, which is the `client_id`. */
                            id: components["schemas"]["ApplicationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The secrets, also those that have expired, by the time of creation. */
                            secrets: components["schemas"]["ApplicationSecretRow"][];
                            /** @description The settings. */
                            settings: components["schemas"]["ApplicationSettings"];
                            /** @description The time of the last change, UTC in RFC 3339. */
                            updatedAt: string;
                            /** @description The user who changed the application last, or null for the operator. */
                            updatedBy: components["schemas"]["UserId"] | null;
                            /**
                             * Format: uint32
                             * @description The version, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    applicationPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                applicationId: string;
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
                        data: components["schemas"]["ApplicationPermissionsRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    setApplicationPermissions: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPermissionsRequest"];
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The application. */
                            applicationId: components["schemas"]["ApplicationId"];
                            /** @description The name of the application. */
                            applicationName: string;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The permissions and roles. */
                            defined: components["schemas"]["ApplicationPermissions"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /**
                             * Format: uint32
                             * @description The version, raised by each change; 0 if none were ever defined.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    addRedirectUri: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddRedirectUriRequest"];
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of registration, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The user who registered the application, or null for the operator. */
                            createdBy: components["schemas"]["UserId"] | null;
                            /** @description The identifier, which is the `client_id`. */
                            id: components["schemas"]["ApplicationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The secrets, also those that have expired, by the time of creation. */
                            secrets: components["schemas"]["ApplicationSecretRow"][];
                            /** @description The settings. */
                            settings: components["schemas"]["ApplicationSettings"];
                            /** @description The time of the last change, UTC in RFC 3339. */
                            updatedAt: string;
                            /** @description The user who changed the application last, or null for the operator. */
                            updatedBy: components["schemas"]["UserId"] | null;
                            /**
                             * Format: uint32
                             * @description The version, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    addApplicationSecret: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AddSecretRequest"];
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of registration, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The user who registered the application, or null for the operator. */
                            createdBy: components["schemas"]["UserId"] | null;
                            /** @description The identifier, which is the `client_id`. */
                            id: components["schemas"]["ApplicationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The secret. It is not stored, and not shown again. Null in a dry run, which makes none. */
                            secret: string | null;
                            /** @description The identifier of the secret. */
                            secretId: components["schemas"]["ApplicationSecretId"];
                            /** @description The secrets, also those that have expired, by the time of creation. */
                            secrets: components["schemas"]["ApplicationSecretRow"][];
                            /** @description The settings. */
                            settings: components["schemas"]["ApplicationSettings"];
                            /** @description The time of the last change, UTC in RFC 3339. */
                            updatedAt: string;
                            /** @description The user who changed the application last, or null for the operator. */
                            updatedBy: components["schemas"]["UserId"] | null;
                            /**
                             * Format: uint32
                             * @description The version, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    removeApplicationSecret: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
                secretId: string;
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of registration, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The user who registered the application, or null for the operator. */
                            createdBy: components["schemas"]["UserId"] | null;
                            /** @description The identifier, which is the `client_id`. */
                            id: components["schemas"]["ApplicationId"];
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The secrets, also those that have expired, by the time of creation. */
                            secrets: components["schemas"]["ApplicationSecretRow"][];
                            /** @description The settings. */
                            settings: components["schemas"]["ApplicationSettings"];
                            /** @description The time of the last change, UTC in RFC 3339. */
                            updatedAt: string;
                            /** @description The user who changed the application last, or null for the operator. */
                            updatedBy: components["schemas"]["UserId"] | null;
                            /**
                             * Format: uint32
                             * @description The version, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    audit: {
        parameters: {
            query?: {
                /** @description Only records of this action. */
                action?: string;
                /** @description Only records of acts of this user. */
                actorId?: string;
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only records about this application. */
                applicationId?: string;
                /** @description Only records about this connection. */
                connectionId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only records of this event. */
                event?: string;
                /** @description `true` for records of overridden safeguards only, `false` for the others. */
                forced?: string;
                /** @description Only records from this time on, in seconds since the epoch. */
                from?: number;
                /** @description The logs, separated by commas: `commands`, `logins`, `issuer`, `connections`. `commands` if absent. A filter by a field that a log does not have leaves out its records. */
                include?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only records about this organization. */
                organizationId?: string;
                /** @description Only decisions with this outcome. */
                outcome?: string;
                /** @description Only decisions with this reason. */
                reason?: string;
                /** @description Only the records of the request with this identifier. */
                requestId?: string;
                /** @description `at` for the oldest first, or `-at`, which counts if absent. */
                sort?: string;
                /** @description Only records from before this time, in seconds since the epoch. */
                until?: number;
                /** @description Only records about this user. */
                userId?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["AuditRecord"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    exportAudit: {
        parameters: {
            query?: {
                /** @description Only records of this action. */
                action?: string;
                /** @description Only records of acts of this user. */
                actorId?: string;
                /** @description Only records about this application. */
                applicationId?: string;
                /** @description Only records about this connection. */
                connectionId?: string;
                /** @description Only records of this event. */
                event?: string;
                /** @description `true` for records of overridden safeguards only, `false` for the others. */
                forced?: string;
                /** @description `ndjson`, which counts if absent, or `csv`. */
                format?: string;
                /** @description Only records from this time on, in seconds since the epoch. */
                from?: number;
                /** @description The logs, separated by commas: `commands`, `logins`, `issuer`, `connections`. `commands` if absent. A filter by a field that a log does not have leaves out its records. */
                include?: string;
                /** @description Only records about this organization. */
                organizationId?: string;
                /** @description Only decisions with this outcome. */
                outcome?: string;
                /** @description Only decisions with this reason. */
                reason?: string;
                /** @description Only the records of the request with this identifier. */
                requestId?: string;
                /** @description `at` for the oldest first, or `-at`, which counts if absent. */
                sort?: string;
                /** @description Only records from before this time, in seconds since the epoch. */
                until?: number;
                /** @description Only records about this user. */
                userId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The records. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv; charset=utf-8": string;
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    issuerAudit: {
        parameters: {
            query?: {
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only records about this application. */
                applicationId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only records of this event. */
                event?: string;
                /** @description Only records from this time on, in seconds since the epoch. */
                from?: number;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only the records of the request with this identifier. */
                requestId?: string;
                /** @description The field to sort by, with `-` before it for descending order: `number`, `at`. `-at` if absent. */
                sort?: string;
                /** @description Only records from before this time, in seconds since the epoch. */
                until?: number;
                /** @description Only records about this user. */
                userId?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: {
                                /** @description The application that made the request, or null. */
                                applicationId: components["schemas"]["ApplicationId"] | null;
                                /** @description The name of the application. */
                                applicationName: string | null;
                                /** @description The application session concerned, or null. */
                                applicationSessionId: components["schemas"]["ApplicationSessionId"] | null;
                                /** @description The time of the event, UTC in RFC 3339. */
                                at: string;
                                /** @description The event. */
                                event: components["schemas"]["IssuerEvent"];
                                /**
                                 * Format: int64
                                 * @description The number of the record, ascending in the order of writing.
                                 */
                                number: number;
                                /** @description The code of the reason; for a key, its identifier. */
                                reason: string;
                                /** @description The identifier of the HTTP request, or null. */
                                requestId: string | null;
                                /** @description The user concerned, or null. */
                                userId: components["schemas"]["UserId"] | null;
                                /** @description The full name of the user, else the address; null after an erasure. */
                                userName: string | null;
                            }[];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only records about this connection. */
                connectionId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only records from this time on, in seconds since the epoch. */
                from?: number;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only decisions with this outcome. */
                outcome?: string;
                /** @description Only decisions with this reason. */
                reason?: string;
                /** @description Only the records of the request with this identifier. */
                requestId?: string;
                /** @description The field to sort by, with `-` before it for descending order: `id`, `at`. `-at` if absent. */
                sort?: string;
                /** @description Only records from before this time, in seconds since the epoch. */
                until?: number;
                /** @description Only records about this user. */
                userId?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: {
                                /** @description The time of the decision, UTC in RFC 3339. */
                                at: string;
                                /** @description The invitation to another address that the person claimed, or null. */
                                claimedInvitationId: components["schemas"]["InvitationId"] | null;
                                /** @description The connection of the login. */
                                connectionId: components["schemas"]["ConnectionId"];
                                /** @description The name of the connection. */
                                connectionName: string | null;
                                /** @description The address, redacted: `a***@acme.example`. */
                                email: string | null;
                                /** @description The record's identifier. */
                                id: string;
                                /** @description The outcome of the decision. */
                                outcome: components["schemas"]["OutcomeKind"];
                                /** @description The code of the reason. */
                                reason: string;
                                /**
                                 * @description The identifier of the request that was the first with this decision, as in its log line
                                 *     and in `x-request-id` of its answer; null for a decision of an earlier version.
                                 */
                                requestId: string | null;
                                /** @description The user, if there was one. */
                                userId: components["schemas"]["UserId"] | null;
                                /** @description The full name of the user, else the address; null after an erasure. */
                                userName: string | null;
                            }[];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    configuration: {
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
                        data: components["schemas"]["ConfigurationInForce"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    carryIdentitiesOver: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CarryOverRequest"];
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
                        data: components["schemas"]["CarriedOver"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    allDomains: {
        parameters: {
            query?: {
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only domains of this class. */
                class?: string;
                /** @description Only rules whose people have to use this connection. */
                connectionId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only rules with this enrollment mode. */
                enrollmentMode?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only the rules of this organization. */
                organizationId?: string;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description The field to sort by, with `-` before it for descending order: `id`, `domain`, `createdAt`. `id` if absent. */
                sort?: string;
                /** @description Only rules whose proof has this state. */
                state?: string;
                /** @description Only rules that require this level of proof. */
                verification?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["DomainRule"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    explainLogin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainRequest"];
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
                        data: components["schemas"]["Explained"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    explainToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExplainTokenRequest"];
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
                        data: components["schemas"]["ExplainedToken"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    identityConflicts: {
        parameters: {
            query?: {
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only conflicts of logins through this connection. */
                connectionId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only conflicts of this kind. */
                kind?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description The field to sort by, with `-` before it for descending order: `id`, `openedAt`. `id` if absent. */
                sort?: string;
                /** @description Only conflicts with this status, or `all`; `open` if absent. */
                status?: string;
                /** @description Only conflicts about the address of this user. */
                userId?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["IdentityConflictRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    resolveAnotherPerson: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                conflictId: string;
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The returning user who proves the address too, or null. */
                            claimantId: components["schemas"]["UserId"] | null;
                            /** @description The full name of that user, else the address; null after an erasure. */
                            claimantName: string | null;
                            /** @description The connection of the login. */
                            connectionId: components["schemas"]["ConnectionId"];
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The address in canonical form, or null if the login had none. */
                            email: string | null;
                            /** @description The identifier of the conflict. */
                            id: components["schemas"]["IdentityConflictId"];
                            /** @description The issuer of the identity that signed in. */
                            issuer: string;
                            /** @description The kind of the conflict. */
                            kind: components["schemas"]["IdentityConflictKind"];
                            /** @description The time of the login that opened it, UTC in RFC 3339. */
                            openedAt: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The administrator's reason. */
                            reason: string | null;
                            /** @description The time of the decision, UTC in RFC 3339, or null while it is open. */
                            resolvedAt: string | null;
                            /** @description The administrator who decided, or null while it is open and for the operator. */
                            resolvedBy: components["schemas"]["UserId"] | null;
                            /** @description The status of the conflict. */
                            status: components["schemas"]["IdentityConflictStatus"];
                            /** @description The subject of that identity at the issuer. */
                            subject: string;
                            /** @description The user who holds the address, or to whom the identity was linked once. */
                            userId: components["schemas"]["UserId"];
                            /** @description The full name of that user, else the address; null after an erasure. */
                            userName: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    dismissIdentityConflict: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                conflictId: string;
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The returning user who proves the address too, or null. */
                            claimantId: components["schemas"]["UserId"] | null;
                            /** @description The full name of that user, else the address; null after an erasure. */
                            claimantName: string | null;
                            /** @description The connection of the login. */
                            connectionId: components["schemas"]["ConnectionId"];
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The address in canonical form, or null if the login had none. */
                            email: string | null;
                            /** @description The identifier of the conflict. */
                            id: components["schemas"]["IdentityConflictId"];
                            /** @description The issuer of the identity that signed in. */
                            issuer: string;
                            /** @description The kind of the conflict. */
                            kind: components["schemas"]["IdentityConflictKind"];
                            /** @description The time of the login that opened it, UTC in RFC 3339. */
                            openedAt: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The administrator's reason. */
                            reason: string | null;
                            /** @description The time of the decision, UTC in RFC 3339, or null while it is open. */
                            resolvedAt: string | null;
                            /** @description The administrator who decided, or null while it is open and for the operator. */
                            resolvedBy: components["schemas"]["UserId"] | null;
                            /** @description The status of the conflict. */
                            status: components["schemas"]["IdentityConflictStatus"];
                            /** @description The subject of that identity at the issuer. */
                            subject: string;
                            /** @description The user who holds the address, or to whom the identity was linked once. */
                            userId: components["schemas"]["UserId"];
                            /** @description The full name of that user, else the address; null after an erasure. */
                            userName: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    resolveSamePerson: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                conflictId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SamePersonRequest"];
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
                        data: components["schemas"]["SamePerson"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                        data: components["schemas"]["ConnectionRow"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    deleteConnection: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        data: components["schemas"]["ConnectionDeleted"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description Only records of acts of this user. */
                actorId?: string;
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description `true` for records of overridden safeguards only, `false` for the others. */
                forced?: string;
                /** @description Only records from this time on, in seconds since the epoch. */
                from?: number;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only the records of the request with this identifier. */
                requestId?: string;
                /** @description The field to sort by, with `-` before it for descending order: `sequence`, `at`. `-at` if absent. */
                sort?: string;
                /** @description Only records from before this time, in seconds since the epoch. */
                until?: number;
            };
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["ConnectionAuditRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    makeDefaultConnection: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MakeDefaultRequest"];
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    connectionHealth: {
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
                        data: components["schemas"]["ConnectionHealth"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    setSecretExpiry: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                providerType: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SetSecretExpiryRequest"];
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    testLogins: {
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
                        data: components["schemas"]["TestRunRow"][];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description The number of log entries to leave out: the `nextEntry` of the last answer. */
                after?: string;
            };
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
                        data: components["schemas"]["TestLogin"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    stopTestLogin: {
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description The field to sort by, with `-` before it for descending order: `number`. `-number` if absent. */
                sort?: string;
                /** @description Only settings of this stage. */
                stage?: string;
            };
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["ConfigurationRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    checkSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckSettingsRequest"];
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
                        data: components["schemas"]["ConnectionChecked"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    discoverConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoverConnectionRequest"];
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
                        data: components["schemas"]["ConnectionDiscovered"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    suggestConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestConnectionRequest"];
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
                        data: components["schemas"]["ConnectionSuggestion"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    connectionKinds: {
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
                        data: components["schemas"]["ConnectionKinds"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    logins: {
        parameters: {
            query?: {
                /** @description Only logins with this whole address. */
                address?: string;
                /** @description The `next` of the previous page of the same query. */
                after?: string;
                /** @description Only logins by this connection. */
                connectionId?: string;
                /** @description Only logins from this time on, in seconds since the epoch. */
                from?: number;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only logins with this outcome; `token_refused` for refused tokens. */
                outcome?: string;
                /** @description Only logins with this reason, or refused tokens with this code. */
                reason?: string;
                /** @description Only logins of the request with this identifier. */
                requestId?: string;
                /** @description Only logins from before this time, in seconds since the epoch. */
                until?: number;
                /** @description Only logins that signed this user in. */
                userId?: string;
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["LoginRow"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    login: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                loginId: string;
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
                        /** @description A login that is on record. */
                        data: {
                            /** @description The time of the login, UTC in RFC 3339. Retries of the same day are the first one. */
                            at: string;
                            /** @description The connection. */
                            connectionId: components["schemas"]["ConnectionId"];
                            /** @description The display name of the connection, or null if it is gone. */
                            connectionName: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the connection; null for a decision of an earlier version of Cora.
                             */
                            connectionVersion: number | null;
                            /** @description The address, redacted, or null. */
                            email: string | null;
                            /** @description Set if a sample of the login is kept. */
                            hasSample: boolean;
                            /** @description Set if the verdicts of all stages are on record. */
                            hasTrace: boolean;
                            /** @description The identifier: that of the audit record, or of the refused token. */
                            id: string;
                            /** @description The outcome of the decision, or `token_refused`. */
                            outcome: string;
                            /**
                             * Format: uint32
                             * @description The version of the policy; null for a refused token, or a decision of an earlier version
                             *     of Cora.
                             */
                            policyVersion: number | null;
                            /** @description The reason of the decision, or the code of the refused token. */
                            reason: string;
                            /** @description The identifier of the first request with this login, or null. */
                            requestId: string | null;
                            /**
                             * Format: uint64
                             * @description The time in seconds since 1970-01-01T00:00:00Z.
                             */
                            seconds: number;
                            /**
                             * @description The verdicts of all stages; null for a refused token, for a login of an earlier version of
                             *     Cora, and after the person was erased.
                             */
                            trace: components["schemas"]["Trace"] | null;
                            /** @description The user who was signed in, or null. */
                            userId: components["schemas"]["UserId"] | null;
                            /**
                             * @description The user's full name, or else their address; null if nobody was signed in or the user
                             *     was erased.
                             */
                            userName: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    loginSamples: {
        parameters: {
            query?: {
                /** @description Only past logins from this time on, in seconds since the epoch. */
                from?: number;
                /** @description `past`, or `everybody`: the login that each identity would make now, without groups. */
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines of JSON. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only organizations with a rule about this domain, or about the domains below it. */
                domain?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description The field to sort by, with `-` before it for descending order: `id`, `name`, `slug`, `createdAt`. `id` if absent. */
                sort?: string;
                /** @description Only organizations with this status. */
                status?: string;
                /** @description Only organizations that this user is an active member of. */
                userId?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["OrganizationView"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    closeAnyOrganization: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The icon with which the application is shown to the members: a name or a URL. */
                            appIcon: string | null;
                            /** @description The name under which the application is shown to the members. */
                            appName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation. */
                            createdAt: string;
                            /** @description The description. */
                            description: string | null;
                            /** @description The organization's identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description The time at which the user joined, or null if the user is not an active member. */
                            joinedAt: string | null;
                            /** @description The URL of the logo. */
                            logoUrl: string | null;
                            /** @description The display name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The user's role in the organization, or null if the user is not an active member. */
                            role: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * Format: uint32
                             * @description The maximum number of active members, or null for no limit.
                             */
                            seatLimit: number | null;
                            /**
                             * Format: uint32
                             * @description The number of active members.
                             */
                            seatsUsed: number;
                            /** @description The slug: lower-case letters, digits and inner hyphens. */
                            slug: string;
                            /** @description The status. Only an active organization admits people. */
                            status: components["schemas"]["OrganizationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                            /** @description The URL of the website. */
                            websiteUrl: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    appointOwner: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppointOwnerRequest"];
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The icon with which the application is shown to the members: a name or a URL. */
                            appIcon: string | null;
                            /** @description The name under which the application is shown to the members. */
                            appName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation. */
                            createdAt: string;
                            /** @description The description. */
                            description: string | null;
                            /** @description The organization's identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description The time at which the user joined, or null if the user is not an active member. */
                            joinedAt: string | null;
                            /** @description The URL of the logo. */
                            logoUrl: string | null;
                            /** @description The display name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The user's role in the organization, or null if the user is not an active member. */
                            role: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * Format: uint32
                             * @description The maximum number of active members, or null for no limit.
                             */
                            seatLimit: number | null;
                            /**
                             * Format: uint32
                             * @description The number of active members.
                             */
                            seatsUsed: number;
                            /** @description The slug: lower-case letters, digits and inner hyphens. */
                            slug: string;
                            /** @description The status. Only an active organization admits people. */
                            status: components["schemas"]["OrganizationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                            /** @description The URL of the website. */
                            websiteUrl: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The icon with which the application is shown to the members: a name or a URL. */
                            appIcon: string | null;
                            /** @description The name under which the application is shown to the members. */
                            appName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation. */
                            createdAt: string;
                            /** @description The description. */
                            description: string | null;
                            /** @description The organization's identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description The time at which the user joined, or null if the user is not an active member. */
                            joinedAt: string | null;
                            /** @description The URL of the logo. */
                            logoUrl: string | null;
                            /** @description The display name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The user's role in the organization, or null if the user is not an active member. */
                            role: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * Format: uint32
                             * @description The maximum number of active members, or null for no limit.
                             */
                            seatLimit: number | null;
                            /**
                             * Format: uint32
                             * @description The number of active members.
                             */
                            seatsUsed: number;
                            /** @description The slug: lower-case letters, digits and inner hyphens. */
                            slug: string;
                            /** @description The status. Only an active organization admits people. */
                            status: components["schemas"]["OrganizationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                            /** @description The URL of the website. */
                            websiteUrl: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    overview: {
        parameters: {
            query?: {
                /** @description The number of days that are counted; 7 if absent, at most 400. */
                days?: string;
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
                        data: components["schemas"]["Overview"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The logins that every policy has to decide as they say. */
                            expectations: components["schemas"]["PolicyExpectation"][];
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The logins that every policy has to decide as they say. */
                            expectations: components["schemas"]["PolicyExpectation"][];
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["PolicyVersionRow"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    requests: {
        parameters: {
            query?: {
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description The parts, separated by a comma: `memberships`, `waitlist`. Both if absent. */
                include?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only requests to join this organization. */
                organizationId?: string;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description `requestedAt` for the oldest first, which counts if absent, or `-requestedAt`. */
                sort?: string;
                /** @description Only requests with this status: `pending`, `approved` or `denied`, or `all`; `pending` if absent. */
                status?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["QueuedRequest"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    service: {
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
                        data: components["schemas"]["ServiceState"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    testDns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestDnsRequest"];
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
                        /** @description The records that the name servers have for a domain. */
                        data: {
                            /** @description The name that was looked up. */
                            name: string;
                            /** @description The texts of its TXT records, at most 20. */
                            records: string[];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    testMail: {
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
                        /** @description The result of a test mail. */
                        data: {
                            /** @description The delivery to the administrator's own address. */
                            delivery: components["schemas"]["Delivery"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only users with an identity of this connection. */
                connectionId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only the users who have this address. */
                email?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only the active members of this organization. */
                organizationId?: string;
                /** @description Only users with this role on the platform. */
                platformRole?: string;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description The field to sort by, with `-` before it for descending order: `userId`, `email`, `fullName`, `createdAt`. `userId` if absent. */
                sort?: string;
                /** @description Only users with this status. */
                status?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["UserRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                        data: components["schemas"]["UserDetail"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time at which the user was created, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The email address, as the user wrote it. */
                            email: string | null;
                            /** @description `true` if the address was verified. */
                            emailVerified: boolean;
                            /** @description The full name. */
                            fullName: string | null;
                            /**
                             * Format: uint32
                             * @description The number of organizations that the user is an active member of.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The user's status on the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user's identifier. */
                            userId: components["schemas"]["UserId"];
                            /** @description The full name, else the address; null after an erasure. */
                            userName: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    unlinkIdentity: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                identityId: string;
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time at which the user was created, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The email address, as the user wrote it. */
                            email: string | null;
                            /** @description `true` if the address was verified. */
                            emailVerified: boolean;
                            /** @description The full name. */
                            fullName: string | null;
                            /**
                             * Format: uint32
                             * @description The number of organizations that the user is an active member of.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The user's status on the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user's identifier. */
                            userId: components["schemas"]["UserId"];
                            /** @description The full name, else the address; null after an erasure. */
                            userName: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time at which the user was created, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The email address, as the user wrote it. */
                            email: string | null;
                            /** @description `true` if the address was verified. */
                            emailVerified: boolean;
                            /** @description The full name. */
                            fullName: string | null;
                            /**
                             * Format: uint32
                             * @description The number of organizations that the user is an active member of.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The user's status on the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user's identifier. */
                            userId: components["schemas"]["UserId"];
                            /** @description The full name, else the address; null after an erasure. */
                            userName: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time at which the user was created, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The email address, as the user wrote it. */
                            email: string | null;
                            /** @description `true` if the address was verified. */
                            emailVerified: boolean;
                            /** @description The full name. */
                            fullName: string | null;
                            /**
                             * Format: uint32
                             * @description The number of organizations that the user is an active member of.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The user's status on the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user's identifier. */
                            userId: components["schemas"]["UserId"];
                            /** @description The full name, else the address; null after an erasure. */
                            userName: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    userSessions: {
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["BrowserSessionRow"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    endUserSession: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                sessionId: string;
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    endUserSessions: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time at which the user was created, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The email address, as the user wrote it. */
                            email: string | null;
                            /** @description `true` if the address was verified. */
                            emailVerified: boolean;
                            /** @description The full name. */
                            fullName: string | null;
                            /**
                             * Format: uint32
                             * @description The number of organizations that the user is an active member of.
                             */
                            organizations: number;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The user's status on the platform. */
                            status: components["schemas"]["UserStatus"];
                            /** @description The user's identifier. */
                            userId: components["schemas"]["UserId"];
                            /** @description The full name, else the address; null after an erasure. */
                            userName: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description The field to sort by, with `-` before it for descending order: `email`, `addedAt`. `email` if absent. */
                sort?: string;
                /** @description Only entries with this status. */
                status?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["WaitlistRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    answerWaitlist: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the results and their consequences. */
                dryRun?: boolean;
            };
            header?: {
                /** @description A text of the caller's choice. A request that is repeated with it within a day is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerWaitlistRequest"];
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
                        data: components["schemas"]["BulkResult"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The authorization code. */
                code?: string;
                /** @description The provider's error code, if there is no authorization code. */
                error?: string;
                /** @description The state of the test login that was started. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["InvitationRow"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The act that accepts the invitation. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The user who accepted it, or null if nobody has. */
                            acceptedBy: components["schemas"]["UserId"] | null;
                            /**
                             * @description The address of the login that claimed it with a mailed code, redacted:
                             *     `a***@acme.example`. Null unless it was accepted under another address than the invited
                             *     one.
                             */
                            claimedAs: string | null;
                            /** @description The connection that the invitation has to be accepted through, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The delivery of its mail, or null if none was to be sent. */
                            delivery: components["schemas"]["InvitationDelivery"] | null;
                            /** @description The invited address, in canonical form. */
                            email: string;
                            /** @description The first moment at which the invitation is no longer valid, UTC in RFC 3339. */
                            expiresAt: string;
                            /** @description The invitation's identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description The user who invited and answers for it, or null if a domain rule created it. */
                            invitedBy: components["schemas"]["UserId"] | null;
                            /** @description The full name of that user, else the address; null after an erasure. */
                            invitedByName: string | null;
                            /** @description The organization that the address is invited to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of the organization. */
                            organizationName: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role that the invitation gives on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The role that the invitation gives in the organization. */
                            role: components["schemas"]["OrganizationRole"];
                            /**
                             * @description The status. A pending invitation past its expiry is shown as `expired`, without being
                             *     updated.
                             */
                            status: components["schemas"]["InvitationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["OrganizationView"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The icon with which the application is shown to the members: a name or a URL. */
                            appIcon: string | null;
                            /** @description The name under which the application is shown to the members. */
                            appName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation. */
                            createdAt: string;
                            /** @description The description. */
                            description: string | null;
                            /** @description The organization's identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description The time at which the user joined, or null if the user is not an active member. */
                            joinedAt: string | null;
                            /** @description The URL of the logo. */
                            logoUrl: string | null;
                            /** @description The display name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The user's role in the organization, or null if the user is not an active member. */
                            role: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * Format: uint32
                             * @description The maximum number of active members, or null for no limit.
                             */
                            seatLimit: number | null;
                            /**
                             * Format: uint32
                             * @description The number of active members.
                             */
                            seatsUsed: number;
                            /** @description The slug: lower-case letters, digits and inner hyphens. */
                            slug: string;
                            /** @description The status. Only an active organization admits people. */
                            status: components["schemas"]["OrganizationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                            /** @description The URL of the website. */
                            websiteUrl: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                        data: components["schemas"]["OrganizationView"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The icon with which the application is shown to the members: a name or a URL. */
                            appIcon: string | null;
                            /** @description The name under which the application is shown to the members. */
                            appName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation. */
                            createdAt: string;
                            /** @description The description. */
                            description: string | null;
                            /** @description The organization's identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description The time at which the user joined, or null if the user is not an active member. */
                            joinedAt: string | null;
                            /** @description The URL of the logo. */
                            logoUrl: string | null;
                            /** @description The display name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The user's role in the organization, or null if the user is not an active member. */
                            role: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * Format: uint32
                             * @description The maximum number of active members, or null for no limit.
                             */
                            seatLimit: number | null;
                            /**
                             * Format: uint32
                             * @description The number of active members.
                             */
                            seatsUsed: number;
                            /** @description The slug: lower-case letters, digits and inner hyphens. */
                            slug: string;
                            /** @description The status. Only an active organization admits people. */
                            status: components["schemas"]["OrganizationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                            /** @description The URL of the website. */
                            websiteUrl: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The icon with which the application is shown to the members: a name or a URL. */
                            appIcon: string | null;
                            /** @description The name under which the application is shown to the members. */
                            appName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation. */
                            createdAt: string;
                            /** @description The description. */
                            description: string | null;
                            /** @description The organization's identifier. */
                            id: components["schemas"]["OrganizationId"];
                            /** @description The time at which the user joined, or null if the user is not an active member. */
                            joinedAt: string | null;
                            /** @description The URL of the logo. */
                            logoUrl: string | null;
                            /** @description The display name. */
                            name: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The user's role in the organization, or null if the user is not an active member. */
                            role: components["schemas"]["OrganizationRole"] | null;
                            /**
                             * Format: uint32
                             * @description The maximum number of active members, or null for no limit.
                             */
                            seatLimit: number | null;
                            /**
                             * Format: uint32
                             * @description The number of active members.
                             */
                            seatsUsed: number;
                            /** @description The slug: lower-case letters, digits and inner hyphens. */
                            slug: string;
                            /** @description The status. Only an active organization admits people. */
                            status: components["schemas"]["OrganizationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                            /** @description The URL of the website. */
                            websiteUrl: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    applicationRoles: {
        parameters: {
            query?: {
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["ApplicationPermissionsRow"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description Only records of this action. */
                action?: string;
                /** @description Only records of acts of this user. */
                actorId?: string;
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only records from this time on, in seconds since the epoch. */
                from?: number;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only the records of the request with this identifier. */
                requestId?: string;
                /** @description The field to sort by, with `-` before it for descending order: `number`, `at`. `-at` if absent. */
                sort?: string;
                /** @description Only records from before this time, in seconds since the epoch. */
                until?: number;
                /** @description Only records about this user. */
                userId?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: {
                                /** @description The action that was taken. */
                                action: components["schemas"]["AdministrationAction"];
                                /** @description The user who gave the command, or null for the operator. */
                                actorId: components["schemas"]["UserId"] | null;
                                /** @description The kind of the actor: `user` or `operator`. */
                                actorKind: string;
                                /** @description The actor's full name, else the address; null for the operator and after an erasure. */
                                actorName: string | null;
                                /** @description The time of the command, UTC in RFC 3339. */
                                at: string;
                                /** @description The changed fields, redacted. */
                                changes: components["schemas"]["FieldChange"][];
                                /** @description The record's identifier. */
                                id: string;
                                /**
                                 * Format: int64
                                 * @description The number of the record, ascending in the order of writing.
                                 */
                                number: number;
                                /** @description The organization concerned, if any. */
                                organizationId: components["schemas"]["OrganizationId"] | null;
                                /** @description The name of the organization. */
                                organizationName: string | null;
                                /** @description The reason given for the command. */
                                reason: string | null;
                                /** @description The identifier of the HTTP request. */
                                requestId: string | null;
                                /** @description Any other target. An email address is redacted: `a***@acme.example`. */
                                target: string | null;
                                /** @description The user concerned, if any. */
                                userId: components["schemas"]["UserId"] | null;
                                /** @description The full name of the user, else the address; null after an erasure. */
                                userName: string | null;
                            }[];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only domains of this class. */
                class?: string;
                /** @description Only rules whose people have to use this connection. */
                connectionId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only rules with this enrollment mode. */
                enrollmentMode?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description The field to sort by, with `-` before it for descending order: `id`, `domain`, `createdAt`. `id` if absent. */
                sort?: string;
                /** @description Only rules whose proof has this state. */
                state?: string;
                /** @description Only rules that require this level of proof. */
                verification?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["DomainRule"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The time at which the proof was last checked, UTC in RFC 3339. */
                            checkedAt: string | null;
                            /** @description The class of the domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that matching people have to use, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The pattern: a domain name, or `*.` and a domain name. */
                            domain: string;
                            /** @description The enrollment mode: the effect on a person whose address matches. */
                            enrollmentMode: components["schemas"]["EnrollmentMode"];
                            /** @description The rule's identifier. */
                            id: components["schemas"]["DomainId"];
                            /** @description The organization that the rule belongs to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of that organization. */
                            organizationName: string | null;
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description The groups of which a person must have one to be enrolled; empty if none is required. */
                            requiredGroups: components["schemas"]["GroupName"][];
                            /** @description The state of the proof. */
                            state: components["schemas"]["VerificationState"];
                            /** @description The level of proof that the rule requires. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description The time at which the proof was last found, UTC in RFC 3339. */
                            verifiedAt: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the rule, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The time at which the proof was last checked, UTC in RFC 3339. */
                            checkedAt: string | null;
                            /** @description The class of the domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that matching people have to use, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The pattern: a domain name, or `*.` and a domain name. */
                            domain: string;
                            /** @description The enrollment mode: the effect on a person whose address matches. */
                            enrollmentMode: components["schemas"]["EnrollmentMode"];
                            /** @description The rule's identifier. */
                            id: components["schemas"]["DomainId"];
                            /** @description The organization that the rule belongs to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of that organization. */
                            organizationName: string | null;
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description The groups of which a person must have one to be enrolled; empty if none is required. */
                            requiredGroups: components["schemas"]["GroupName"][];
                            /** @description The state of the proof. */
                            state: components["schemas"]["VerificationState"];
                            /** @description The level of proof that the rule requires. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description The time at which the proof was last found, UTC in RFC 3339. */
                            verifiedAt: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the rule, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The time at which the proof was last checked, UTC in RFC 3339. */
                            checkedAt: string | null;
                            /** @description The class of the domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that matching people have to use, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The pattern: a domain name, or `*.` and a domain name. */
                            domain: string;
                            /** @description The enrollment mode: the effect on a person whose address matches. */
                            enrollmentMode: components["schemas"]["EnrollmentMode"];
                            /** @description The rule's identifier. */
                            id: components["schemas"]["DomainId"];
                            /** @description The organization that the rule belongs to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of that organization. */
                            organizationName: string | null;
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description The groups of which a person must have one to be enrolled; empty if none is required. */
                            requiredGroups: components["schemas"]["GroupName"][];
                            /** @description The state of the proof. */
                            state: components["schemas"]["VerificationState"];
                            /** @description The level of proof that the rule requires. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description The time at which the proof was last found, UTC in RFC 3339. */
                            verifiedAt: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the rule, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The time at which the proof was last checked, UTC in RFC 3339. */
                            checkedAt: string | null;
                            /** @description The class of the domain. */
                            class: components["schemas"]["DomainClass"];
                            /** @description The connection that matching people have to use, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The pattern: a domain name, or `*.` and a domain name. */
                            domain: string;
                            /** @description The enrollment mode: the effect on a person whose address matches. */
                            enrollmentMode: components["schemas"]["EnrollmentMode"];
                            /** @description The rule's identifier. */
                            id: components["schemas"]["DomainId"];
                            observed: components["schemas"]["ObservedRecord"];
                            /** @description The organization that the rule belongs to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of that organization. */
                            organizationName: string | null;
                            outcome: components["schemas"]["AdministrationReason"];
                            record: components["schemas"]["TxtRecord"];
                            /** @description The groups of which a person must have one to be enrolled; empty if none is required. */
                            requiredGroups: components["schemas"]["GroupName"][];
                            /** @description The state of the proof. */
                            state: components["schemas"]["VerificationState"];
                            /** @description The level of proof that the rule requires. */
                            verification: components["schemas"]["VerificationLevel"];
                            /** @description The time at which the proof was last found, UTC in RFC 3339. */
                            verifiedAt: string | null;
                            /**
                             * Format: uint32
                             * @description The version of the rule, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description Only invitations that have to be accepted through this connection. */
                connectionId?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description Only the invitations by this user. */
                invitedBy?: string;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description Only invitations that give this role. */
                role?: string;
                /** @description The field to sort by, with `-` before it for descending order: `id`, `email`, `createdAt`, `expiresAt`. `id` if absent. */
                sort?: string;
                /** @description Only invitations with this status; one past its expiry is `expired`. */
                status?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["InvitationRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The act that accepts the invitation. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The user who accepted it, or null if nobody has. */
                            acceptedBy: components["schemas"]["UserId"] | null;
                            /**
                             * @description The address of the login that claimed it with a mailed code, redacted:
                             *     `a***@acme.example`. Null unless it was accepted under another address than the invited
                             *     one.
                             */
                            claimedAs: string | null;
                            /** @description The connection that the invitation has to be accepted through, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The delivery of its mail, or null if none was to be sent. */
                            delivery: components["schemas"]["InvitationDelivery"] | null;
                            /** @description The invited address, in canonical form. */
                            email: string;
                            /** @description The first moment at which the invitation is no longer valid, UTC in RFC 3339. */
                            expiresAt: string;
                            /** @description The invitation's identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description The user who invited and answers for it, or null if a domain rule created it. */
                            invitedBy: components["schemas"]["UserId"] | null;
                            /** @description The full name of that user, else the address; null after an erasure. */
                            invitedByName: string | null;
                            /** @description The organization that the address is invited to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of the organization. */
                            organizationName: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role that the invitation gives on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The role that the invitation gives in the organization. */
                            role: components["schemas"]["OrganizationRole"];
                            /**
                             * @description The status. A pending invitation past its expiry is shown as `expired`, without being
                             *     updated.
                             */
                            status: components["schemas"]["InvitationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The act that accepts the invitation. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The user who accepted it, or null if nobody has. */
                            acceptedBy: components["schemas"]["UserId"] | null;
                            /**
                             * @description The address of the login that claimed it with a mailed code, redacted:
                             *     `a***@acme.example`. Null unless it was accepted under another address than the invited
                             *     one.
                             */
                            claimedAs: string | null;
                            /** @description The connection that the invitation has to be accepted through, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The delivery of its mail, or null if none was to be sent. */
                            delivery: components["schemas"]["InvitationDelivery"] | null;
                            /** @description The invited address, in canonical form. */
                            email: string;
                            /** @description The first moment at which the invitation is no longer valid, UTC in RFC 3339. */
                            expiresAt: string;
                            /** @description The invitation's identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description The user who invited and answers for it, or null if a domain rule created it. */
                            invitedBy: components["schemas"]["UserId"] | null;
                            /** @description The full name of that user, else the address; null after an erasure. */
                            invitedByName: string | null;
                            /** @description The organization that the address is invited to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of the organization. */
                            organizationName: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role that the invitation gives on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The role that the invitation gives in the organization. */
                            role: components["schemas"]["OrganizationRole"];
                            /**
                             * @description The status. A pending invitation past its expiry is shown as `expired`, without being
                             *     updated.
                             */
                            status: components["schemas"]["InvitationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The act that accepts the invitation. */
                            acceptance: components["schemas"]["InvitationAcceptance"];
                            /** @description The user who accepted it, or null if nobody has. */
                            acceptedBy: components["schemas"]["UserId"] | null;
                            /**
                             * @description The address of the login that claimed it with a mailed code, redacted:
                             *     `a***@acme.example`. Null unless it was accepted under another address than the invited
                             *     one.
                             */
                            claimedAs: string | null;
                            /** @description The connection that the invitation has to be accepted through, or null for any. */
                            connectionId: components["schemas"]["ConnectionId"] | null;
                            /** @description The name of that connection. */
                            connectionName: string | null;
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            /** @description The time of creation, UTC in RFC 3339. */
                            createdAt: string;
                            /** @description The delivery of its mail, or null if none was to be sent. */
                            delivery: components["schemas"]["InvitationDelivery"] | null;
                            /** @description The invited address, in canonical form. */
                            email: string;
                            /** @description The first moment at which the invitation is no longer valid, UTC in RFC 3339. */
                            expiresAt: string;
                            /** @description The invitation's identifier. */
                            id: components["schemas"]["InvitationId"];
                            /** @description The user who invited and answers for it, or null if a domain rule created it. */
                            invitedBy: components["schemas"]["UserId"] | null;
                            /** @description The full name of that user, else the address; null after an erasure. */
                            invitedByName: string | null;
                            /** @description The organization that the address is invited to. */
                            organizationId: components["schemas"]["OrganizationId"];
                            /** @description The name of the organization. */
                            organizationName: string;
                            outcome: components["schemas"]["AdministrationReason"];
                            /** @description The role that the invitation gives on the platform. */
                            platformRole: components["schemas"]["PlatformRole"];
                            /** @description The role that the invitation gives in the organization. */
                            role: components["schemas"]["OrganizationRole"];
                            /**
                             * @description The status. A pending invitation past its expiry is shown as `expired`, without being
                             *     updated.
                             */
                            status: components["schemas"]["InvitationStatus"];
                            /**
                             * Format: uint32
                             * @description The version of the row, raised by each change.
                             */
                            version: number;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    inviteAll: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the results and their consequences. */
                dryRun?: boolean;
            };
            header?: {
                /** @description A text of the caller's choice. A request that is repeated with it within a day is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteAllRequest"];
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
                        data: components["schemas"]["BulkResult"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description Only members with this role. */
                role?: string;
                /** @description The field to sort by, with `-` before it for descending order: `userId`, `email`, `fullName`, `joinedAt`. `userId` if absent. */
                sort?: string;
                /** @description Only memberships of this source. */
                source?: string;
                /** @description Only members with this status on the platform. */
                userStatus?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["MemberRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    memberApplicationRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orgId: string;
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
                        /** @description One page of a list, and the key of the next one. */
                        data: {
                            items: components["schemas"]["MemberApplicationRoleRow"][];
                            /** @description The key to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    setMemberApplicationRoles: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
            header?: never;
            path: {
                applicationId: string;
                orgId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplicationRolesRequest"];
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    followProvider: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The `next` of the previous page. */
                after?: string;
                /** @description `true` to count the rows of all pages, up to 1,000. */
                count?: boolean;
                /** @description The maximum number of items; 200 if absent or greater. */
                limit?: number;
                /** @description Only rows with a searched text that begins with this. */
                q?: string;
                /** @description The field to sort by, with `-` before it for descending order: `userId`, `requestedAt`. `userId` if absent. */
                sort?: string;
                /** @description Only requests with this status, or `all`; `pending` if absent. */
                status?: string;
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
                        /** @description One page of a list, and the cursor of the next one. */
                        data: {
                            /** @description The number of rows on all pages, if it was asked for. */
                            count?: components["schemas"]["RowCount"] | null;
                            /** @description The rows. */
                            items: components["schemas"]["MembershipRequestRow"][];
                            /** @description The cursor to pass as `after` to get the next page; null on the last page. */
                            next: string | null;
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            query?: {
                /** @description `true` to write nothing, and to answer with the result and its consequences. */
                dryRun?: boolean;
                /** @description The version of the row that the caller has seen. Another one is refused: `stale_version`. */
                version?: number;
            };
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
                        /** @description The outcome of a command, and the row as it is afterwards, or would be after a dry run. */
                        data: {
                            /** @description The consequences, in a dry run only. Nothing was written then. */
                            consequences?: components["schemas"]["Consequence"][] | null;
                            outcome: components["schemas"]["AdministrationReason"];
                        };
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    answerMembershipRequests: {
        parameters: {
            query?: {
                /** @description `true` to write nothing, and to answer with the results and their consequences. */
                dryRun?: boolean;
            };
            header?: {
                /** @description A text of the caller's choice. A request that is repeated with it within a day is not carried out again. */
                "Idempotency-Key"?: string;
            };
            path: {
                orgId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerRequestsRequest"];
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
                        data: components["schemas"]["BulkResult"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The resource does not exist. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                /** @description The access token that the provider issued with the ID token. Every operation reads it; see `userinfo`. */
                "x-cora-access-token"?: string;
                /** @description The token that makes the caller the first owner of the platform. */
                "x-cora-bootstrap-token"?: string;
                /** @description The identifier of the invitation whose link the caller opened. */
                "x-cora-invitation"?: string;
                /** @description The mailed token that confirms that an account or a mailbox belongs to the caller. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            header?: {
                /** @description The identifier of the invitation whose link the caller opened. */
                "x-cora-invitation"?: string;
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
                        data: components["schemas"]["Asked"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
    supabaseToken: {
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
                        data: components["schemas"]["SupabaseToken"];
                        /** @constant */
                        success: true;
                    };
                };
            };
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
                "application/json": components["schemas"]["DecideInputInput"];
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
            /** @description The input is not valid; `issues` lists every error. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The token is missing or not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The user is not admitted, or lacks permission. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body did not come in time. */
            408: {
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
            /** @description One client sent too many requests; `retry-after` says how long to wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The service is temporarily unavailable; nothing was written. Try again. */
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
