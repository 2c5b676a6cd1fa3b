// A snippet of docs/web.md, literally, with what it leaves out.
// app/layout.tsx
import type { ReactNode } from "react";
import { CoraProvider } from "../proxy";

export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body><CoraProvider>{children}</CoraProvider></body></html>;
}
