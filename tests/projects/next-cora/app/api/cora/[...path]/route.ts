import { adminHandler } from "@cora/auth/admin/server";

import { auth } from "../../../../proxy";

export const { DELETE, GET, POST, PUT } = adminHandler({
  auth,
  path: "/api/cora",
  ...(process.env.CORA_API_URL !== undefined && { apiUrl: process.env.CORA_API_URL }),
});
