// A snippet of docs/web.md, literally, with what it leaves out.
import { SignInPage, type SignInState } from "@cora/auth/react/pages";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";

declare function Dashboard(): ReactNode;

export function Home({ state }: { state: SignInState }) {
  return (
    // home.tsx, a client component
    <SignInPage state={state} reload={useRouter().refresh} texts={{ title: "Acme" }}><Dashboard /></SignInPage>   // of @cora/auth/react/pages
  );
}
