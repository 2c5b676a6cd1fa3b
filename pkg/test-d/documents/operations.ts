// A snippet of docs/operations.md, literally, with what it leaves out.
declare const getToken: () => Promise<string>, orgId: string;

import { createCoraClient, data } from "@cora/auth/client";

const cora = createCoraClient({ baseUrl: "https://cora.acme.example", getToken });
const { items } = await data(cora.GET("/orgs/{orgId}/members", { params: { path: { orgId } } }));

export { items };
