import type { ReactNode } from "react";
import { project } from "../cora.generated/project";
import { CoraProvider } from "../proxy";
import "./globals.css";

export const metadata = { title: project.displayName };

export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body><CoraProvider>{children}</CoraProvider></body></html>;
}
