// A snippet of docs/tokens.md, literally, with what it leaves out.
import { type AcceptTokenInput, acceptToken } from "@cora/auth/session";

declare const { now, connection, header, claims }: AcceptTokenInput;
declare const userinfoEndpoint: string, accessToken: string;

const first = acceptToken({ now, connection, header, claims });             // first.userinfo is "wanted"
const userinfo = await (await fetch(userinfoEndpoint, { headers: { authorization: `Bearer ${accessToken}` } })).json();
const { login } = acceptToken({ now, connection, header, claims, userinfo });

export { first, login };
