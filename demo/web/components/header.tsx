"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useUnifiedAuth } from "@cora/auth/react";
import type { UnifiedAuth } from "@cora/auth/react";

import { isAdministration } from "../lib/pages";
import { SignOutButton } from "./sign-out-button";

const PAGES = [
  { href: "/", label: "You" },
  { href: "/what-if", label: "What if" },
  { href: "/playground", label: "Playground" },
  { href: "/connections", label: "Connections" },
] as const;
/** The administrators' screens, for people who administer the platform. */
const ADMINISTRATION = { href: "/admin", label: "Administration" } as const;

/** The states in which a user is, or may be, signed in. */
const SIGN_OUT_IN: ReadonlySet<UnifiedAuth["status"]> = new Set(["authenticated", "error"]);

/** The top of every page. */
export function Header() {
  const auth = useUnifiedAuth();
  const here = usePathname();
  const pages = auth.can("users:manage") ? [...PAGES, ADMINISTRATION] : PAGES;
  return (
    <header className="top">
      <div className="inner">
        <Link className="brand" href="/">
          Cora demo
        </Link>
        <nav aria-label="Pages">
          {pages.map(({ href, label }) => (
            <Link
              key={href}
              href={href}
              aria-current={
                here === href || (href === ADMINISTRATION.href && isAdministration(here)) ? "page" : undefined
              }
            >
              {label}
            </Link>
          ))}
        </nav>
        {SIGN_OUT_IN.has(auth.status) && <SignOutButton />}
      </div>
    </header>
  );
}
