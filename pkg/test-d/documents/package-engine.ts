// A snippet of pkg/README.md, literally, with what it leaves out.
import { type Configuration, Engine, type EngineLogin } from "@cora/auth";

declare const { policy, connections, domainRules }: Required<Configuration>;
declare const { now, login, facts }: Required<EngineLogin>;

using engine = new Engine({ policy, connections, domainRules }); // or engine.free()
const { outcome, reason } = engine.decide({ now, login, facts });

export { outcome, reason };
