import { createHash, randomBytes } from "node:crypto";

import { PROVIDERS } from "../../demo/provider/registry.mjs";

/**
 * Logs a person in at a provider without the application, by the same client and over the same
 * protocol. Returns the access token, for checks of a token itself, which no page ever gets.
 */
export async function accessTokenOf(stack, provider, subject) {
  const document = await (await fetch(`${stack.urls.providers[provider]}/.well-known/openid-configuration`)).json();
  const jar = new Map();
  const visit = async (url, init = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(url, document.authorization_endpoint), {
      redirect: "manual",
      ...init,
      headers: { cookie },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      jar.set(name, value);
    }
    return response;
  };
  const { clientId } = PROVIDERS[provider];
  const redirectUri = `${stack.urls.issuer}/auth/callback/${stack.connections[provider]}`;
  const verifier = randomBytes(32).toString("base64url");
  const question = {
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid email profile",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const login = (await visit(`${document.authorization_endpoint}?${new URLSearchParams(question)}`)).headers.get(
    "location",
  );
  let response = await visit(login, { method: "POST", body: new URLSearchParams({ person: subject }) });
  while (!response.headers.get("location").startsWith(redirectUri))
    response = await visit(response.headers.get("location"));
  const code = new URL(response.headers.get("location")).searchParams.get("code");
  const tokens = await fetch(document.token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${stack.clientSecrets[provider]}`)}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  return (await tokens.json()).access_token;
}
