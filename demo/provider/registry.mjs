import { FLAVOURS } from "./flavour.mjs";

/**
 * The providers of the demo. `path` is where a provider is below its address, and so the end of its issuer; `clientId` is our client there,
 * which is public.
 */
export const PROVIDERS = {
  demo: { kind: "oidc", displayName: "Demo provider", path: "", clientId: "cora-demo-web" },
  partner: { kind: "keycloak", displayName: "Partner realm", path: "/realms/partner", clientId: "cora-demo-web-at-partner" },
};

/** The audience of a provider's access tokens. */
export const audienceOf = (provider) => FLAVOURS[PROVIDERS[provider].kind].audience;
