import { protectRoute } from "../../../proxy";

export const GET = protectRoute({ role: "org_admin" }, (_request, user) => Response.json({ userId: user.userId }));
