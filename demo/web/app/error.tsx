"use client";

import { Failure } from "../components/failure";

/** Shown in place of a page that failed. */
export default function PageError({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <Failure title="This page failed" text="Something went wrong in the page itself." code="page_error" retry={reset} />
  );
}
