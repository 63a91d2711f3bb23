import { useEffect, useState } from "preact/hooks";

/** The width from which on style sheets speak of a phone. */
const narrow = "(max-width: 720px)";

export function useNarrow(): boolean {
  const [is, setIs] = useState(() => matchMedia(narrow).matches);
  useEffect(() => {
    const list = matchMedia(narrow);
    const look = () => setIs(list.matches);
    look();
    list.addEventListener("change", look);
    return () => list.removeEventListener("change", look);
  }, []);
  return is;
}
