import type { Metadata } from "next";
import { Suspense } from "react";

import { Administration } from "../../../components/administration";

export const metadata: Metadata = { title: "Administration" };

export default function AdministrationPage() {
  return (
    <Suspense>
      <Administration />
    </Suspense>
  );
}
