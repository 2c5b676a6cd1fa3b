// A snippet of docs/web.md, literally, with what it leaves out.
import type { SignInState } from "@cora/auth/react/pages";
import type { ReactNode } from "react";
import { signInState } from "../../sign-in";

declare function Home(properties: { state: SignInState }): ReactNode;

// app/sign-in/page.tsx: gets the connections, `?error=` and where the person was going
export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  return <Home state={await signInState(await searchParams)} />;
}
