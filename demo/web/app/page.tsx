import { Home } from "../components/home";

interface Props {
  readonly searchParams: Promise<{ readonly error?: string | string[] }>;
}

export default async function HomePage({ searchParams }: Props) {
  const { error } = await searchParams;
  return <Home signInError={typeof error === "string" ? error : null} />;
}
