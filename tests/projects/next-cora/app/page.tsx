import { Who } from "./who";

export default function Page() {
  return <Who />;
}
