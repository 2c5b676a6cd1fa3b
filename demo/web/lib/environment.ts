/** What the application is told by its environment. Of identity providers only secrets: which one is used, Cora says. */
export interface Environment {
  /** Where Cora serves its API. */
  readonly apiUrl: string;
  /** Where this application is, as people see it. */
  readonly appOrigin: string;
  /** Encrypts the session cookie. */
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

/** Reads `{"connection id": "secret"}`. SECURITY: what is wrong with it is not said with any of its text. */
function readSecrets(text: string): ReadonlyMap<string, string> {
  const malformed = () => new Error(`${NAMES.clientSecrets} is not a JSON object of connection identifiers and secrets`);
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

/** Reads the environment when a request needs it, not when the application is built. Names everything that is missing. */
export function environment(): Environment {
  const missing = Object.values(NAMES).filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`missing in the environment: ${missing.join(", ")}`);
  const read = (name: string) => process.env[name] ?? "";
  return {
    apiUrl: read(NAMES.apiUrl),
    appOrigin: new URL(read(NAMES.appOrigin)).origin,
    sessionSecret: read(NAMES.sessionSecret),
    clientSecrets: readSecrets(read(NAMES.clientSecrets)),
  };
}
