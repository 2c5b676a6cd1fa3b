import { decide, init } from "@cora/auth/slim";
import { situation } from "@cora/auth/testing";
import wasm from "@cora/auth/cora.wasm";

await init(new URL(wasm, import.meta.url));
document.title = decide(situation("domain")).outcome.kind;
