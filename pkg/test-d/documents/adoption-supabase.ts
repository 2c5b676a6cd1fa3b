// A snippet of docs/adoption.md, literally.
import { createCora } from "@cora/auth/server";
import { supabaseAccessToken, supabaseHandler } from "@cora/auth/supabase";

// On the server: the route GET /api/supabase-token.
const cora = createCora();
export const supabaseToken = supabaseHandler(cora, { secret: process.env.SUPABASE_JWT_SECRET });

// In the page, for `createClient(url, key, { accessToken })`.
export const accessToken = supabaseAccessToken({ url: "/api/supabase-token" });
