import { Icon } from "./icon";

export function BackLink({ href, text }: { href: string; text: string }) {
  return <a class="way-back" href={href}><Icon name="back" />{text}</a>;
}
