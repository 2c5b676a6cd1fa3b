import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

import { Content } from "../components/content";
import { Header } from "../components/header";
import { CoraProvider } from "../lib/auth";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Cora demo", template: "%s – Cora demo" },
  description: "Who may come in, into which organization, and why.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a className="skip" href="#content">
          Skip to the content
        </a>
        <CoraProvider>
          <Header />
          <Content>{children}</Content>
        </CoraProvider>
      </body>
    </html>
  );
}
