// What hosts are judged by: learned limits, packs.
import { count } from "./count";

export const judging = {
  limits: {
    title: "Learned limits",
    hint: "Limits that follow what is usual for each series of this host.",
    none: "This host has learned no limits yet.",
    untold: "The agent has not told of its limits yet. It does so within a minute of its start; "
      + "an agent older than the server never does.",
    heads: ["Series", "Limit now", "Usual here", "In the pack", "Bounds", "Learned from"],
    bad: {
      above: (value: string) => `more than ${value} is bad`,
      below: (value: string) => `less than ${value} is bad`,
    },
    asPack: "as in the pack",
    moved: "moved",
    noUsual: "no whole day seen yet",
    soFar: (value: string) => `${value} so far today`,
    between: (low: string, high: string) => `${low} to ${high}`,
    seen: (time: string) => `${time} seen`,
    since: "since",
    version: (n: number) => `form ${n}`,
    told: "Told",
    others: (n: number) => `${count(n, "other thing was", "other things were")} learned that `
      + "are no limits: rhythms, usual values. On the host, foreshock-agent --learned shows all.",
    leftOut: (n: number) => `${count(n, "more limit is", "more limits are")} not shown here.`,
    all: (n: number) => `Show all ${n} limits`,
    pack: "Judged by",
    agent: (version: string) => `agent ${version}`,
  },
  packs: {
    title: "Packs: what hosts are judged by",
    shipped: (version: string, kinds: number, id: string) =>
      `This server brings the stock pack of version ${version}: `
        + `${count(kinds, "kind", "kinds")}, id ${id}.`,
    stock: "The server's stock pack",
    differs: "Differs from it",
    kinds: (n: number) => count(n, "kind", "kinds"),
    hosts: (n: number) => count(n, "host", "hosts"),
    agents: (versions: string) => `agents ${versions}`,
    parts: "Made of",
    more: (n: number) => `and ${count(n, "more host", "more hosts")}`,
    silent: (n: number) => `${count(n, "host has", "hosts have")} not said what they judge by.`,
    nobody: "No host has said what it is judged by.",
    used: "In use",
    book: "Kinds of the stock pack",
    find: "Find a kind",
    findHint: "Words of its name, its disruption or its guide",
    found: (shown: number, all: number) => (shown === all ? count(all, "kind", "kinds")
      : `${shown} of ${count(all, "kind", "kinds")}`),
    notFound: "No kind matches.",
    severity: "How grave",
    says: "It says",
    comesBefore: "Comes before",
    leadsTo: "Leads to",
    questions: "Questions for the first line",
    record: "Its record in this fleet",
    noRecord: "none of its forecasts has ended yet",
    came: (n: number) => `${count(n, "disruption", "disruptions")} came`,
    never: (n: number) => count(n, "false alarm", "false alarms"),
    precision: (share: string) => `${share} came true`,
    lead: (time: string) => `${time} ahead (median)`,
    weekly: (n: string) => `${n} false alarms a week and host`,
    weak: "a sign for others only: alone nobody hears of it",
    impact: { 1: "the whole host", 2: "a service", 3: "a component" } as Record<number, string>,
    rule: {
      always: (severity: string) => `always ${severity}`,
      beyond: (usual: string, at: string, critical: string) =>
        `${usual} ${at}, critical ${critical}`,
      only: (usual: string, at: string) => `${usual} ${at}`,
      above: (value: string) => `from ${value}`,
      below: (value: string) => `at or below ${value}`,
      learned: "follows what is usual on each host",
      soon: (usual: string, time: string) =>
        `${usual}; critical when it is expected within ${time}`,
      values: (usual: string) => `${usual}; critical in its worse states`,
      times: (usual: string, times: string) => `${usual}; critical from ${times} times the usual`,
      count: (usual: string, n: string) => `${usual}; critical from ${n} within its window`,
      signs: (usual: string, time: string) =>
        `${usual}; critical when one of its signs is, or within ${time} of the disruption`,
    },
  },
};
