import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api/client";
import { generation, link } from "./live";

export interface Loaded<T> {
  value: T | null;
  error: ApiError | null;
}

/**
 * What `load` gives, fetched again when `key` changes, after every reconnect and every `every_ms`
 * (0: not by itself) while it is looked at. What was known stays while the newer is under way,
 * unless the key before its `#` changed: what follows that only asks for the same anew.
 */
export function useLoaded<T>(key: string, load: () => Promise<T>, every_ms = 0): Loaded<T> {
  const subject = key.split("#")[0] ?? key;
  const [loaded, setLoaded] = useState<Loaded<T> & { key: string }>(
    { value: null, error: null, key: subject });
  useEffect(() => {
    if (link.value === "refused") return undefined;
    let current = true;
    const once = () => load().then(
      (value) => { if (current) setLoaded({ value, error: null, key: subject }); },
      (error: unknown) => {
        if (!current || !(error instanceof ApiError)) return;
        setLoaded((before) => (
          { key: subject, error, value: before.key === subject ? before.value : null }));
      });
    void once();
    const timer = every_ms === 0 ? undefined
      : setInterval(() => { if (!document.hidden) void once(); }, every_ms);
    return () => { current = false; clearInterval(timer); };
  }, [key, every_ms, generation.value]);
  return loaded.key === subject ? loaded : { value: null, error: null };
}
