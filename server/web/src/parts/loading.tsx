import type { ComponentChildren } from "preact";
import type { Loaded } from "../state/use_loaded";
import { words } from "../words/words";

interface LoadingProps<T> {
  of: Loaded<T>;
  /** What is said of a 404. */
  missing?: string;
  children(value: T): ComponentChildren;
}

/** What was loaded, or that it is being loaded, or why it could not be. */
export function Loading<T>({ of, missing, children }: LoadingProps<T>) {
  const say = words();
  if (of.value !== null) return <>{children(of.value)}</>;
  if (!of.error) return <p class="soft">{say.incident.loading}</p>;
  return (
    <div class="panel" role="alert">
      <p>{of.error.status === 404 && missing ? missing : say.failedToLoad}</p>
      {of.error.status > 0 && of.error.message
        ? <p class="soft">{of.error.message}</p> : null}
    </div>
  );
}
