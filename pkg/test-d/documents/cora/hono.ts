// A snippet of docs/web.md, literally, with what it leaves out.
import { Hono } from "hono";

const app = new Hono();

import { createCora } from "@cora/auth/hono";        // Node, Deno, Bun, Workers
const cora = createCora();
app.use(cora.handler);
app.get("/reports", async (c) => c.json({ hello: (await cora.protect(c, { role: "org_admin" })).fullName }));
