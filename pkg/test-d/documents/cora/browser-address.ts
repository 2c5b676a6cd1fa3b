// A snippet of docs/web.md, literally, with what it leaves out.
import type { BrowserCora } from "@cora/auth/browser";

declare const address: string, cora: BrowserCora;

const connectionId = await cora.adapter.connectionOf(address);   // null: no organization owns its domain
await cora.adapter.signIn({ connectionId: connectionId ?? undefined, loginHint: address });

export {};
