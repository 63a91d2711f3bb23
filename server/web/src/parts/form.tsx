import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { failures, forgetFailure, saving } from "../state/actions";
import { words } from "../words/words";

interface FormProps {
  /** What the server's refusal is kept under. */
  subject: string;
  title?: string;
  submit: string;
  danger?: boolean | undefined;
  class?: string;
  /** True when it is done: the form closes. */
  onSubmit(): Promise<boolean>;
  onClose?(): void;
  children: ComponentChildren;
}

/** A form that asks the server, says that it does, and says so when the server said no. */
export function Form(props: FormProps) {
  const { subject, title, submit, onSubmit, onClose, children } = props;
  const say = words().act;
  const busy = saving.value.has(subject);
  const failure = failures.value.get(subject);
  useEffect(() => () => forgetFailure(subject), [subject]);
  const send = async (event: Event) => {
    event.preventDefault();
    if (await onSubmit()) onClose?.();
  };
  return (
    <form class={`stack ${props.class ?? ""}`} onSubmit={(event) => void send(event)}>
      {title ? <h2>{title}</h2> : null}
      {children}
      {failure ? <p class="failure" role="alert">{say.failed(failure)}</p> : null}
      <div class="buttons">
        <button type="submit" class={props.danger ? "primary danger" : "primary"} disabled={busy}>
          {busy ? say.saving : submit}</button>
        {onClose ? <button type="button" onClick={onClose}>{say.cancel}</button> : null}
      </div>
    </form>
  );
}
