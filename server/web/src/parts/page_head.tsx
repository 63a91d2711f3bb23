import type { ComponentChildren } from "preact";

interface PageHeadProps {
  title: string;
  beside?: ComponentChildren;
  children?: ComponentChildren;
}

/** The top of every page: what it is, a line about it, and what can be done. */
export function PageHead({ title, beside, children }: PageHeadProps) {
  return (
    <header class="page-head">
      <div>
        <h1>{title}</h1>
        {children ? <div class="vitals">{children}</div> : null}
      </div>
      {beside ? <div class="buttons">{beside}</div> : null}
    </header>
  );
}
