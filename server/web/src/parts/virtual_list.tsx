import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { useWindow } from "./virtual";

interface VirtualListProps<T> {
  items: readonly T[];
  keyOf(item: T): string;
  /** The height of one that was never drawn. */
  estimate_px: number;
  label: string;
  class?: string;
  /** An `li`, to be given the place in the whole list that it says to those who listen. */
  render(item: T, place: { "aria-setsize": number; "aria-posinset": number }): ComponentChildren;
}

/** A list of any length; only what is near the view is drawn. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf, estimate_px, label, render } = props;
  const keys = useMemo(() => items.map(keyOf), [items]);
  const { place, first, end, before_px, after_px } = useWindow(keys, estimate_px);
  const room = before_px || after_px
    ? { paddingTop: `${before_px}px`, paddingBottom: `${after_px}px` } : undefined;
  return (
    <ol ref={place} class={props.class ?? "rows"} aria-label={label} style={room}>
      {items.slice(first, end).map((item, index) =>
        render(item, { "aria-setsize": items.length, "aria-posinset": first + index + 1 }))}
    </ol>
  );
}
