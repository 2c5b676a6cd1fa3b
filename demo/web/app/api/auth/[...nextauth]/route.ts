import { server } from "../../../../lib/auth";

type Handler = ReturnType<typeof server>["authjs"]["handler"]["GET"];

const handler: Handler = (request, context) => server().authjs.handler.GET(request, context);

export { handler as GET, handler as POST };
