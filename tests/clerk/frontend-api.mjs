// A stand-in for Clerk's Frontend API, as far as clerk-js needs it to determine who is signed in:
// the environment, the client with its sessions, tokens, signing out. The shapes are those of the
// resources that clerk-js reads (`EnvironmentJSON`, `ClientJSON`, `SessionJSON`, `UserJSON` of
// @clerk/shared).
import { createHmac, generateKeyPairSync, sign } from "node:crypto";

const NOW = () => Math.floor(Date.now() / 1000);

/** Returns the API of one instance, for the requests that a page sends to it. */
export function frontendApi(host) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const requests = [];
  let people = [];
  let broken = false;

  const base64 = (value) =>
    Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
  /** Returns a session token of version 2, valid for a minute. */
  function tokenOf(session) {
    const claims = {
      iss: `https://${host}`,
      sub: session.user,
      sid: session.id,
      azp: session.origin,
      iat: NOW(),
      nbf: NOW() - 5,
      exp: NOW() + 60,
      v: 2,
      sts: "active",
      jti: createHmac("sha256", "jti").update(String(Math.random())).digest("hex").slice(0, 20),
    };
    const content = `${base64({ alg: "RS256", kid: "ins_1", typ: "JWT" })}.${base64(claims)}`;
    return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
  }
  const userOf = (id) => ({
    object: "user",
    id,
    first_name: "Ivan",
    last_name: "Invited",
    has_image: false,
    image_url: "",
    username: null,
    primary_email_address_id: "idn_1",
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    password_enabled: false,
    two_factor_enabled: false,
    totp_enabled: false,
    backup_code_enabled: false,
    external_id: null,
    public_metadata: {},
    unsafe_metadata: {},
    email_addresses: [
      {
        object: "email_address",
        id: "idn_1",
        email_address: "ivan@partner.example",
        verification: { status: "verified", strategy: "email_code" },
        linked_to: [],
      },
    ],
    phone_numbers: [],
    web3_wallets: [],
    passkeys: [],
    external_accounts: [],
    enterprise_accounts: [],
    organization_memberships: [],
    last_sign_in_at: NOW() * 1000,
    created_at: NOW() * 1000,
    updated_at: NOW() * 1000,
    create_organization_enabled: false,
    delete_self_enabled: false,
    legal_accepted_at: null,
  });
  const sessionOf = (session) => ({
    object: "session",
    id: session.id,
    status: "active",
    expire_at: (NOW() + 3600) * 1000,
    abandon_at: (NOW() + 7200) * 1000,
    last_active_at: NOW() * 1000,
    last_active_organization_id: null,
    actor: null,
    tasks: null,
    factor_verification_age: [0, -1],
    created_at: NOW() * 1000,
    updated_at: NOW() * 1000,
    user: userOf(session.user),
    public_user_data: {
      first_name: "Ivan",
      last_name: "Invited",
      image_url: "",
      has_image: false,
      identifier: "ivan@partner.example",
      user_id: session.user,
    },
    last_active_token: { object: "token", jwt: tokenOf(session) },
  });
  const client = () => ({
    object: "client",
    id: "client_1",
    sessions: people.map(sessionOf),
    sign_in: null,
    sign_up: null,
    last_active_session_id: people.at(-1)?.id ?? null,
    captcha_bypass: true,
    cookie_expires_at: null,
    created_at: NOW() * 1000,
    updated_at: NOW() * 1000,
    last_authentication_strategy: null,
  });
  const environment = () => ({
    object: "environment",
    id: "env_1",
    maintenance_mode: false,
    client_debug_mode: false,
    auth_config: {
      object: "auth_config",
      id: "aconf_1",
      single_session_mode: true,
      claimed_at: null,
      reverification: false,
    },
    display_config: {
      object: "display_config",
      id: "dconf_1",
      instance_environment_type: "production",
      application_name: "Acme",
      theme: {},
      preferred_sign_in_strategy: "otp",
      logo_image_url: "",
      favicon_image_url: "",
      home_url: "https://app.acme.example",
      sign_in_url: "https://accounts.acme.example/sign-in",
      sign_up_url: "https://accounts.acme.example/sign-up",
      user_profile_url: "",
      waitlist_url: "",
      after_sign_in_url: "https://app.acme.example",
      after_sign_up_url: "https://app.acme.example",
      after_sign_out_one_url: "https://app.acme.example",
      after_sign_out_all_url: "https://app.acme.example",
      after_switch_session_url: "https://app.acme.example",
      branded: false,
      support_email: "",
      captcha_public_key: null,
      captcha_widget_type: null,
      captcha_provider: "turnstile",
      captcha_public_key_invisible: null,
      captcha_oauth_bypass: [],
      show_devmode_warning: false,
      terms_url: "",
      privacy_policy_url: "",
    },
    user_settings: {
      attributes: {},
      social: {},
      actions: { delete_self: false, create_organization: false },
      sign_in: { second_factor: { required: false } },
      sign_up: {
        mode: "public",
        progressive: true,
        captcha_enabled: false,
        captcha_widget_type: null,
        legal_consent_enabled: false,
      },
      password_settings: {},
      passkey_settings: {},
      username_settings: {},
      saml: { enabled: false },
      enterprise_sso: { enabled: false },
    },
    organization_settings: {
      enabled: false,
      max_allowed_memberships: 0,
      actions: { admin_delete: false },
      domains: { enabled: false, enrollment_modes: [], default_role: null },
      force_organization_selection: false,
    },
    commerce_settings: { billing: { user: { enabled: false }, organization: { enabled: false } } },
    api_keys_settings: { enabled: false },
  });

  function answer(method, path) {
    if (path === "/v1/environment") return environment();
    if (path === "/v1/client") return { response: client() };
    const [, id, action] = /^\/v1\/client\/sessions\/([^/]+)\/(tokens|touch|remove|end)$/.exec(path) ?? [];
    const session = people.find((session) => session.id === id);
    if (id !== undefined && session === undefined) return undefined;
    if (action === "tokens") return { object: "token", jwt: tokenOf(session) };
    if (action === "touch") return { response: sessionOf(session), client: client() };
    if (action === "remove" || action === "end" || (path === "/v1/client/sessions" && method === "DELETE")) {
      people = id === undefined ? [] : people.filter((session) => session.id !== id);
      return { response: client(), client: null };
    }
    return undefined;
  }

  return {
    requests,
    publicKey,
    issuer: `https://${host}`,
    publishableKey: `pk_live_${Buffer.from(`${host}$`).toString("base64")}`,
    signIn: (user, origin) => (people = [{ id: `sess_${user}`, user, origin }]),
    break: () => (broken = true),
    /** Handles a request of a page (`page.route`). */
    async route(route) {
      const request = route.request();
      const url = new URL(request.url());
      // clerk-js sends methods other than GET and POST as a parameter, so that no preflight is
      // needed.
      const method = url.searchParams.get("_method") ?? request.method();
      requests.push(`${method} ${url.pathname}`);
      const headers = {
        "access-control-allow-origin": request.headers().origin ?? "*",
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": "*",
        "access-control-expose-headers": "*",
      };
      if (broken) return await route.abort();
      if (request.method() === "OPTIONS") return await route.fulfill({ status: 204, headers });
      const body = answer(method, url.pathname);
      const errors = { errors: [{ code: "resource_not_found", message: "not found", long_message: "not found" }] };
      await route.fulfill({
        status: body === undefined ? 404 : 200,
        headers,
        contentType: "application/json",
        body: JSON.stringify(body ?? errors),
      });
    },
  };
}
