// A snippet of docs/web.md, literally, with what it leaves out.
import { auth, protect, protectRoute, signOut } from "../proxy";

const { fullName, organization } = await protect({ role: "org_admin" });   // a page or an action: leads to the sign-in and back
const session = await auth();                                              // asks, and lets everybody pass
export const GET = protectRoute({}, (request, user) => Response.json(user.userId));   // route.ts: answers 401 and 403
<form action={async () => { "use server"; await signOut(); }}><button>Sign out</button></form>

export { fullName, organization, session };
