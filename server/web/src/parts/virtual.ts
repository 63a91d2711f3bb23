import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Beyond what is seen, so many pixels above and below are there too: keys and eyes run ahead. */
const margin_px = 600;
/** Below so many nothing is left out: the browser's own search finds everything. */
export const whole_max = 60;

export interface Window {
  first: number;
  /** One past the last. */
  end: number;
  before_px: number;
  after_px: number;
}

/** Which of `count` things of these heights stand between two positions. Pure. */
export function windowOf(heights: (place: number) => number, count: number, top: number,
  bottom: number): Window {
  let at = 0;
  let first = 0;
  while (first < count && at + heights(first) < top) at += heights(first++);
  const before_px = at;
  let end = first;
  while (end < count && at < bottom) at += heights(end++);
  let after_px = 0;
  for (let place = end; place < count; place += 1) after_px += heights(place);
  return { first, end, before_px, after_px };
}

const same = (one: Window, other: Window) => one.first === other.first && one.end === other.end
  && Math.abs(one.before_px - other.before_px) < 1 && Math.abs(one.after_px - other.after_px) < 1;

/**
 * Of a long list only what is near the view is drawn; the page scrolls as if all were. `keys` name
 * the things, `estimate_px` is the height of one that was never drawn. The children of the element
 * that gets `place` are those from `first` to `end`, in order.
 */
export function useWindow(keys: readonly string[], estimate_px: number) {
  const place = useRef<HTMLOListElement>(null);
  const heights = useRef(new Map<string, number>());
  const whole = keys.length <= whole_max;
  const [shown, setShown] = useState<Window>(
    { first: 0, end: whole ? keys.length : whole_max, before_px: 0, after_px: 0 });

  const reckon = () => {
    const top = place.current?.getBoundingClientRect().top ?? 0;
    const next = windowOf((at) => heights.current.get(keys[at] ?? "") ?? estimate_px, keys.length,
      -top - margin_px, -top + innerHeight + margin_px);
    setShown((known) => (same(known, next) ? known : next));
  };

  useLayoutEffect(() => {
    if (whole) return;
    Array.from(place.current?.children ?? []).forEach((child, index) => {
      const key = keys[shown.first + index];
      if (key !== undefined) heights.current.set(key, child.getBoundingClientRect().height);
    });
    reckon();
  });
  useEffect(() => {
    if (whole) return undefined;
    let due = 0;
    const later = () => { due ||= requestAnimationFrame(() => { due = 0; reckon(); }); };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    return () => {
      cancelAnimationFrame(due);
      removeEventListener("scroll", later);
      removeEventListener("resize", later);
    };
  }, [keys, whole]);

  if (whole) return { place, first: 0, end: keys.length, before_px: 0, after_px: 0 };
  return { place, ...shown, end: Math.min(shown.end, keys.length) };
}
