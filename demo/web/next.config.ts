import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "content-security-policy", value: "frame-ancestors 'none'; base-uri 'none'; object-src 'none'" },
        { key: "referrer-policy", value: "same-origin" },
      ],
    },
  ],
};

export default config;
