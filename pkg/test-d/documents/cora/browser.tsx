// A snippet of docs/web.md, literally, with what it leaves out.
import { AuthProvider } from "@cora/auth/react";

import { createBrowserCora } from "@cora/auth/browser";
const cora = createBrowserCora({ url: "https://cora.acme.example", clientId: "…" });   // an application of the kind spa
<AuthProvider adapter={cora.adapter} profileUrl={cora.profileUrl}>…</AuthProvider>
