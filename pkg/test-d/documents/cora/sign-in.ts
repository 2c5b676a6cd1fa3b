// What docs/web.md says about a sign-in page of one's own.
import { createCora } from "@cora/auth/next";

export const { signInState } = createCora({ signInPath: "/sign-in", errorPath: "/sign-in" });
