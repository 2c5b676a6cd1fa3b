/** What the application is told by its environment. */
export interface Environment {
  /** Where Cora serves its API. */
  readonly apiUrl: string;
  /** Where this application is, as people see it. */
  readonly appOrigin: string;
  /** Encrypts the session cookie. */
  readonly sessionSecret: string;
  /** Where the OpenID provider is. */
  readonly providerUrl: string;
  /** What the provider's tokens name as their issuer; not always where it is. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const NAMES = {
  apiUrl: "CORA_API_URL",
  appOrigin: "NEXTAUTH_URL",
  sessionSecret: "NEXTAUTH_SECRET",
  providerUrl: "PROVIDER_URL",
  issuer: "PROVIDER_ISSUER",
  clientId: "PROVIDER_CLIENT_ID",
  clientSecret: "PROVIDER_CLIENT_SECRET",
} as const satisfies Record<keyof Environment, string>;

/** Reads the environment when a request needs it, not when the application is built. Names everything that is missing. */
export function environment(): Environment {
  const missing = Object.values(NAMES).filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`missing in the environment: ${missing.join(", ")}`);
  const read = (name: string) => process.env[name] ?? "";
  return {
    apiUrl: read(NAMES.apiUrl),
    appOrigin: new URL(read(NAMES.appOrigin)).origin,
    sessionSecret: read(NAMES.sessionSecret),
    providerUrl: read(NAMES.providerUrl),
    issuer: read(NAMES.issuer),
    clientId: read(NAMES.clientId),
    clientSecret: read(NAMES.clientSecret),
  };
}
