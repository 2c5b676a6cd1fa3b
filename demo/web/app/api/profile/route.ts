import { server } from "../../../lib/auth";

export const GET = (request: Request) => server().auth.profile.GET(request);
export const POST = (request: Request) => server().auth.profile.POST(request);
export const PUT = (request: Request) => server().auth.profile.PUT(request);
