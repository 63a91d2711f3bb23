import { useEffect, useState } from "preact/hooks";
import { getSamples } from "../api/client";
import type { SamplePoint } from "../api/host_types";
import { serverNow } from "../state/clock";
import { generation } from "../state/live";
import { spanOf, type Course } from "./span";
import type { Subject } from "./subject";

const every_ms = 10_000;
const points_max = 600;

export interface Measured {
  state: "loading" | "here" | "failed";
  points: SamplePoint[];
  unit: string;
}

/** The samples around a subject's course, fetched again while it goes on and can be seen. */
export function useSamples(subject: Subject, course: Course): Measured {
  const [measured, setMeasured] = useState<Measured>({ state: "loading", points: [], unit: "" });
  const { host, evidence: { signal, labels } } = subject;
  const { first_sign_at, ended_at } = course;
  const expected = course.forecast?.expected_at;
  useEffect(() => {
    let current = true;
    const fetchOnce = async () => {
      const { from, until } = spanOf(course, serverNow());
      try {
        const { points, unit = "" } =
          await getSamples({ host, signal, labels, from, to: until, points: points_max });
        if (current) setMeasured({ state: "here", points, unit });
      } catch {
        // What was measured before stays to be seen; the banner says that the server is away.
        if (current) setMeasured((known) => (known.state === "here" ? known
          : { ...known, state: "failed" }));
      }
    };
    void fetchOnce();
    const timer = ended_at ? undefined
      : setInterval(() => { if (!document.hidden) void fetchOnce(); }, every_ms);
    return () => { current = false; clearInterval(timer); };
  }, [host, signal, JSON.stringify(labels), first_sign_at, expected, ended_at, generation.value]);
  return measured;
}
