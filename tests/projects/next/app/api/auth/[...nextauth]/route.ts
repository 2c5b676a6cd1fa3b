import { authjs } from "../../../../lib/auth";

export const { GET, POST } = authjs.handler;
