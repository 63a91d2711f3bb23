import type { ComponentChildren } from "preact";

interface ListingProps {
  label: string;
  heads: readonly string[];
  /** On a phone the cells of a row stand below each other, where each says what it is. */
  stacks?: boolean;
  children: ComponentChildren;
}

/** A table that scrolls by itself where it is wider than its place. */
export function Listing({ label, heads, stacks = false, children }: ListingProps) {
  return (
    <div class="record bare" role="region" aria-label={label} tabIndex={0}>
      <table class={stacks ? "listing stacks" : "listing"}>
        <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
