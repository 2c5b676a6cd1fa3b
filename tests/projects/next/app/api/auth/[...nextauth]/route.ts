import NextAuth from "next-auth";

/** Auth.js with Cora as its provider, as its makers document OpenID Connect. */
const handler = NextAuth({
  secret: "0123456789abcdef0123456789abcdef",
  providers: [
    {
      id: "cora",
      name: "Cora",
      type: "oauth",
      wellKnown: "http://127.0.0.1:9/.well-known/openid-configuration",
      clientId: "00000000-0000-7000-8000-0000000000a9",
      clientSecret: "secret",
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      profile: ({ sub, name }: { sub: string; name?: string }) => ({ id: sub, name: name ?? null }),
    },
  ],
});

export { handler as GET, handler as POST };
