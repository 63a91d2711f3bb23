import type { ServiceHostState, ServiceState } from "../api/service_types";
import { words } from "../words/words";
import { StateMark, type Tone } from "../parts/state_mark";

export const serviceTones: Record<ServiceState, Tone> = {
  healthy: "good", impending: "coming", down: "bad", unknown: "quiet",
};
const hostTones: Record<ServiceHostState, Tone> = { up: "good", at_risk: "coming", down: "bad" };

export function ServiceStateMark({ state }: { state: ServiceState }) {
  return <StateMark tone={serviceTones[state]} text={words().service.state[state]} />;
}

export function HostStateMark({ state }: { state: ServiceHostState }) {
  return <StateMark tone={hostTones[state]} text={words().service.host[state]} />;
}
