import { useEffect } from "preact/hooks";
import { hashOf } from "../state/address";
import { lastOpened } from "../state/route";

/** Back from an incident, the focus is where it was: on that incident's row. */
export function useReturn(): void {
  useEffect(() => {
    if (!lastOpened.value) return;
    const address = hashOf({ page: "incident", id: lastOpened.value });
    document.querySelector<HTMLElement>(`a[href="${CSS.escape(address)}"]`)?.focus();
    lastOpened.value = "";
  }, []);
}
