import { useEffect } from "preact/hooks";
import { incidentAddress } from "../state/address";
import { lastOpened, lastScroll } from "../state/route";

/** Back from an incident, the list stands where it stood, with the focus on that incident. */
export function useReturn(): void {
  useEffect(() => {
    if (!lastOpened.value) return undefined;
    const address = incidentAddress(lastOpened.value);
    lastOpened.value = "";
    scrollTo(0, lastScroll.value);
    const focus = () => document.querySelector<HTMLElement>(`a[href="${CSS.escape(address)}"]`)
      ?.focus({ preventScroll: true });
    focus();
    // Far down in a long list its row is drawn only after the scroll.
    const due = requestAnimationFrame(() => requestAnimationFrame(focus));
    return () => cancelAnimationFrame(due);
  }, []);
}
