import { Home } from "../components/home";
import { server } from "../lib/auth";

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function HomePage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { auth, authjs } = server();
  return <Home signInState={await auth.signInState(parameters, await authjs.getActiveAuthProviders())} />;
}
