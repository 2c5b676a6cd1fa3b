// A snippet of docs/adoption.md, literally.
import { supabaseAccessToken } from "@cora/auth/supabase";

declare function currentAccessToken(): string | null; // the token that the page sends to Cora
const url = "https://cora.acme.example/profiles/me/supabase-token";
export const accessToken = supabaseAccessToken({ url, bearer: currentAccessToken });
