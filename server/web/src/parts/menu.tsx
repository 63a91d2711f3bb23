import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon";

interface MenuProps {
  label: string;
  children: ComponentChildren;
}

/** More buttons behind one. Closes when something else gets the focus, and by Escape. */
export function Menu({ label, children }: MenuProps) {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const away = (event: Event) => {
      const details = element.current;
      if (details?.open && !details.contains(event.target as Node)) details.open = false;
    };
    addEventListener("pointerdown", away);
    addEventListener("focusin", away);
    return () => {
      removeEventListener("pointerdown", away);
      removeEventListener("focusin", away);
    };
  }, []);
  const close = () => { if (element.current) element.current.open = false; };
  const escape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !element.current?.open) return;
    event.stopPropagation();
    close();
    element.current.querySelector("summary")?.focus();
  };
  return (
    <details ref={element} class="menu" onKeyDown={escape}>
      <summary class="button">{label}<Icon name="down" /></summary>
      <div class="menu-list" onClick={close}>{children}</div>
    </details>
  );
}
