"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

import { isAdministration } from "../lib/pages";

/** The content of a page. The administrators' screens have a main part of their own. */
export function Content({ children }: { readonly children: ReactNode }) {
  return isAdministration(usePathname()) ? (
    <div id="content" className="whole">
      {children}
    </div>
  ) : (
    <main id="content">{children}</main>
  );
}
