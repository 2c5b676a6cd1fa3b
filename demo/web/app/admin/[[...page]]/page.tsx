import type { Metadata } from "next";
import { Suspense } from "react";

import { Administration } from "../../../components/administration";
import { protect } from "../../../lib/auth";

export const metadata: Metadata = { title: "Administration" };

export default async function AdministrationPage() {
  await protect();
  return (
    <Suspense>
      <Administration />
    </Suspense>
  );
}
