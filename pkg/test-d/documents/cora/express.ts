// A snippet of docs/web.md, literally, with what it leaves out.
import express from "express";

const app = express();

import { createCora } from "@cora/auth/express";
const cora = createCora();
app.use(cora.handler);
app.get("/reports", cora.protect({ role: "org_admin" }), (req, res) => res.json({ hello: res.locals.cora.fullName }));
