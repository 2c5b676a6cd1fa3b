// A snippet of docs/admin-components.md, literally.
// app/api/cora/[...path]/route.ts
import { adminHandler } from "@cora/auth/admin/server";
import { auth } from "../../../../proxy";

export const { DELETE, GET, POST, PUT } = adminHandler({ auth, path: "/api/cora" });
