/**
 * `@cora/auth/supabase`: tokens by which pages and servers read Supabase as the signed-in user. In
 * an adopted project, row-level security then shows what Cora permits.
 *
 * @example
 * ```ts
 * // On the server: a route of the application.
 * const supabase = supabaseHandler(cora, { secret: process.env.SUPABASE_JWT_SECRET });
 * // In the page.
 * createClient(url, anonKey, { accessToken: supabaseAccessToken({ url: "/api/supabase-token" }) });
 * ```
 */

export { supabaseAccessToken } from "./access-token.js";
export type { AccessTokenOptions } from "./access-token.js";
export { supabaseHandler } from "./handler.js";
export type { SessionSource, SupabaseHandlerCode } from "./handler.js";
export { mintSupabaseToken, SupabaseConfigurationError } from "./token.js";
export type { SupabaseKey, SupabaseToken, SupabaseUser } from "./token.js";
