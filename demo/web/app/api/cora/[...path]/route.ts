import { adminHandler } from "@cora/auth/admin/server";

import { auth } from "../../../../lib/auth";

/** The route behind the administrators' screens. */
export const { DELETE, GET, POST, PUT } = adminHandler({ auth, path: "/api/cora" });
