import type { ComponentChildren } from "preact";

/** An empty state: says what would stand here. */
export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}
