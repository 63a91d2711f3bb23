import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface FieldProps {
  label: string;
  hint?: string | undefined;
  value: string;
  onChange(value: string): void;
  required?: boolean | undefined;
  /** It has the keys when it appears. */
  first?: boolean | undefined;
  max?: number | undefined;
  name?: string | undefined;
}

const text_max = 10_000;

function useFirst<E extends HTMLElement>(first: boolean | undefined) {
  const element = useRef<E>(null);
  useEffect(() => { if (first) element.current?.focus(); }, []);
  return element;
}

function Labelled({ label, hint, children }:
{ label: string; hint?: string | undefined; children: ComponentChildren }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
      {hint ? <span class="hint">{hint}</span> : null}
    </label>
  );
}

interface TextProps extends FieldProps {
  type?: "text" | "password" | "email" | "search" | "datetime-local";
  placeholder?: string | undefined;
  list?: string | undefined;
  autocomplete?: string;
}

export function TextField(props: TextProps) {
  const element = useFirst<HTMLInputElement>(props.first);
  return (
    <Labelled label={props.label} hint={props.hint}>
      <input ref={element} type={props.type ?? "text"} value={props.value} name={props.name}
        required={props.required} maxLength={props.max ?? text_max} list={props.list}
        autocomplete={props.autocomplete ?? "off"} placeholder={props.placeholder}
        onInput={(event) => props.onChange(event.currentTarget.value)} />
    </Labelled>
  );
}

export function AreaField(props: FieldProps & { rows?: number; placeholder?: string }) {
  const element = useFirst<HTMLTextAreaElement>(props.first);
  return (
    <Labelled label={props.label} hint={props.hint}>
      <textarea ref={element} rows={props.rows ?? 3} value={props.value} required={props.required}
        maxLength={props.max ?? text_max} placeholder={props.placeholder} name={props.name}
        onInput={(event) => props.onChange(event.currentTarget.value)} />
    </Labelled>
  );
}

export function ChoiceField(props: FieldProps
  & { choices: readonly (readonly [string, string])[] }) {
  const element = useFirst<HTMLSelectElement>(props.first);
  return (
    <Labelled label={props.label} hint={props.hint}>
      <select ref={element} value={props.value} required={props.required} name={props.name}
        onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.choices.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </Labelled>
  );
}
