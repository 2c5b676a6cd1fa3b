import { Home } from "../components/home";
import { auth, signInState } from "../lib/auth";
import { explanationOf } from "../lib/explanation";

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function HomePage({ searchParams }: Props) {
  const session = await auth();
  const [state, explanation] = await Promise.all([
    signInState(await searchParams),
    session.status === "authenticated" ? explanationOf(session.token) : null,
  ]);
  return <Home signInState={state} explanation={explanation} />;
}
