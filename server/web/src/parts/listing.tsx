import type { ComponentChildren } from "preact";

/** A table that scrolls by itself where it is wider than its place. */
export function Listing({ label, heads, children }:
{ label: string; heads: readonly string[]; children: ComponentChildren }) {
  return (
    <div class="record bare" role="region" aria-label={label} tabIndex={0}>
      <table class="listing">
        <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
