import { FLAVOURS } from "./flavour.mjs";

/**
 * The providers of the demo. `path` is the provider's path below its address, and thus the end of
 * its issuer; `clientId` is our client there, which is public.
 */
export const PROVIDERS = {
  demo: { kind: "oidc", displayName: "Demo provider", path: "", clientId: "cora-demo-web" },
  partner: {
    kind: "keycloak",
    displayName: "Partner realm",
    path: "/realms/partner",
    clientId: "cora-demo-web-at-partner",
  },
};

/** Returns the audience of a provider's access tokens. */
export const audienceOf = (provider) => FLAVOURS[PROVIDERS[provider].kind].audience;
