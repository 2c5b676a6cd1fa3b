import { profile } from "../../../lib/auth";

export const { GET, POST, PUT } = profile;
