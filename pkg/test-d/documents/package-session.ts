// A snippet of pkg/README.md, literally, with what it leaves out.
import type { OrganizationId, UnifiedSession, VerifierOptions } from "@cora/auth/session";

declare const token: string;
declare const organizationId: OrganizationId;
declare const options: VerifierOptions;
declare const unifiedSession: UnifiedSession;

import { createRouteMatcher, has, verify } from '@cora/auth/session'

const { login, session } = await verify(token, options)            // Node, browsers, workerd: the same codes, the same bytes
has(unifiedSession, { capability: 'members:manage', organizationId })
createRouteMatcher([{ pattern: '/sign-in/*', access: 'public' }])('/reports').access   // 'protected'

export { login, session };
