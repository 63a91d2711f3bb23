import type { ComponentChildren } from "preact";
import { hashOf } from "../state/address";
import { lastFilter, route } from "../state/route";
import { actor, language } from "../state/settings";
import { askActor } from "../state/actions";
import { languages, locale, words } from "../words/words";
import { ConnectionMark } from "./connection";
import { keysShown } from "./keys_dialog";

interface NavLinkProps {
  href: string;
  here: boolean;
  children: ComponentChildren;
}

function NavLink({ href, here, children }: NavLinkProps) {
  return <a href={href} aria-current={here ? "page" : undefined}>{children}</a>;
}

function LanguageSwitch() {
  return (
    <span class="languages">
      {Object.entries(languages).map(([code, { language: name }]) => (
        <button key={code} type="button" lang={code} aria-pressed={code === locale.value}
          onClick={() => { language.value = code; }}>{name}</button>
      ))}
    </span>
  );
}

function Actor() {
  if (!actor.value) return null;
  const say = words().act;
  return <button type="button" class="quiet" title={say.change} onClick={() => void askActor()}>
    {say.as(actor.value)}</button>;
}

export function Header() {
  const say = words();
  const { page } = route.value;
  return (
    <header class="header">
      <div class="header-inside">
        <a class="product" href={hashOf({ page: "now", filter: lastFilter.value })}>
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M3 17h6l2-4 3 8 3-13 4 16 2-7h6" />
          </svg>
          <span>{say.product}</span>
        </a>
        <nav aria-label={say.sections.main}>
          <NavLink here={page === "now" || page === "incident"}
            href={hashOf({ page: "now", filter: lastFilter.value })}>
            {say.sections.now}</NavLink>
          <NavLink here={page === "hosts"} href="#/hosts">{say.sections.hosts}</NavLink>
          <NavLink here={page === "forecasts"} href="#/forecasts">
            {say.sections.forecasts}</NavLink>
        </nav>
        <div class="header-end">
          <ConnectionMark />
          <Actor />
          <LanguageSwitch />
          <button type="button" class="quiet keys-button" aria-label={say.keys.open}
            title={say.keys.open} onClick={() => { keysShown.value = true; }}>
            <kbd aria-hidden="true">?</kbd></button>
        </div>
      </div>
    </header>
  );
}
