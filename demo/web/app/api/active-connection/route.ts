import { server } from "../../../lib/auth";

export const GET = () => server().authjs.activeConnection.GET();
