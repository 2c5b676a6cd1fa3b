/**
 * The application's environment. About identity providers it contains only secrets: Cora knows
 * which provider is in use.
 */
export interface Environment {
  /** The base URL of Cora's API. */
  readonly apiUrl: string;
  /** The public origin of this application. */
  readonly appOrigin: string;
  /** The secret that encrypts the session cookie. */
  readonly sessionSecret: string;
  /** The secrets of our clients at the providers, by the connection's identifier. */
  readonly clientSecrets: ReadonlyMap<string, string>;
}

const NAMES = {
  apiUrl: "CORA_API_URL",
  appOrigin: "NEXTAUTH_URL",
  sessionSecret: "NEXTAUTH_SECRET",
  clientSecrets: "AUTH_CLIENT_SECRETS",
} as const satisfies Record<keyof Environment, string>;

/** Parses `{"connection id": "secret"}`. SECURITY: an error quotes none of the text. */
function readSecrets(text: string): ReadonlyMap<string, string> {
  const malformed = () =>
    new Error(`${NAMES.clientSecrets} is not a JSON object of connection identifiers and secrets`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
  const secrets = new Map<string, string>();
  for (const [id, secret] of Object.entries(value)) {
    if (typeof secret !== "string" || secret === "") throw malformed();
    secrets.set(id, secret);
  }
  return secrets;
}

/**
 * Reads the environment when a request needs it, not when the application is built. An error names
 * all missing variables.
 */
export function environment(): Environment {
  const missing = Object.values(NAMES).filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`missing environment variables: ${missing.join(", ")}`);
  const read = (name: string) => process.env[name] ?? "";
  return {
    apiUrl: read(NAMES.apiUrl),
    appOrigin: new URL(read(NAMES.appOrigin)).origin,
    sessionSecret: read(NAMES.sessionSecret),
    clientSecrets: readSecrets(read(NAMES.clientSecrets)),
  };
}
