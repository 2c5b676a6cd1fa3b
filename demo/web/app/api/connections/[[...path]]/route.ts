import { passToAdminApi } from "../../../../lib/admin-handler";

interface Context {
  readonly params: Promise<{ readonly path?: string[] }>;
}

const handler = async (request: Request, context: Context): Promise<Response> =>
  passToAdminApi(request, (await context.params).path ?? []);

export { handler as GET, handler as POST, handler as PUT };
