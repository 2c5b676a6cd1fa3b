// A snippet of docs/web.md, literally, with what it leaves out.
import { createServer } from "node:http";

import { createCora } from "@cora/auth/node";        // node:http
const cora = createCora();
createServer(async (req, res) => {
  if (await cora.handler(req, res)) return;
  const user = await cora.protect(req, res);         // null: it has answered
  if (user !== null) res.end(`Hello, ${user.fullName}`);
});
