import { ageOf, fullTimeOf, timeAndZone, timeOf } from "../format/tongue";

interface MomentProps {
  at: string;
  /** "clock": the time; "zoned": with its zone; "age": how long ago, ticking. */
  as: "clock" | "zoned" | "age";
}

const forms = { clock: timeOf, zoned: timeAndZone, age: ageOf };

/** A time as text that machines can read, with the whole of it a hover away. */
export function Moment({ at, as }: MomentProps) {
  return <time dateTime={at} title={fullTimeOf(at)}>{forms[as](at)}</time>;
}
