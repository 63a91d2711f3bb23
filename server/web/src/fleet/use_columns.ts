import { useEffect, useRef, useState } from "preact/hooks";

/** How many things of a least width stand beside each other in the element that gets `place`. */
export function useColumns(least_px: number, gap_px: number) {
  const place = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(1);
  useEffect(() => {
    if (!place.current) return undefined;
    const watcher = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      setColumns(Math.max(1, Math.floor((width + gap_px) / (least_px + gap_px))));
    });
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return { place, columns };
}
