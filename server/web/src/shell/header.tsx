import { useEffect, useRef, useState } from "preact/hooks";
import { hashOf } from "../state/address";
import { lastFilter, route } from "../state/route";
import { openIncidents } from "../state/incidents";
import { link } from "../state/live";
import { isPerson } from "../state/me";
import { actor, language, theme } from "../state/settings";
import { askActor } from "../state/actions";
import { scheme } from "../state/theme";
import { languages, locale, words } from "../words/words";
import { Icon } from "../parts/icon";
import { ConnectionMark } from "./connection";
import { keysShown } from "./keys_dialog";
import { paletteShown } from "./palette_state";
import { sections } from "./sections";

function LanguageSwitch() {
  return (
    <span class="languages">
      {Object.entries(languages).map(([code, { language: name }]) => (
        <button key={code} type="button" class="quiet" lang={code}
          aria-pressed={code === locale.value}
          onClick={() => { language.value = code; }}>{name}</button>
      ))}
    </span>
  );
}

function ThemeSwitch() {
  const say = words().theme;
  const next = scheme.value === "dark" ? "light" : "dark";
  return (
    <button type="button" class="quiet" aria-label={say[next]} title={say[next]}
      onClick={() => { theme.value = next; }}><Icon name={next} /></button>
  );
}

function Actor() {
  const say = words().act;
  if (isPerson.value) {
    return <a class="who" href="#/settings"><Icon name="owner" /><span>{actor.value}</span></a>;
  }
  return (
    <button type="button" class="quiet who" title={say.change} onClick={() => void askActor()}>
      <Icon name="owner" /><span>{actor.value || say.nameless}</span></button>
  );
}

function Sections() {
  const { page } = route.value;
  const open = openIncidents.value.length;
  const list = useRef<HTMLElement>(null);
  // On narrow screens the menu is a row that scrolls: where one is must be seen.
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView(
      { inline: "center", block: "nearest" });
  }, [page]);
  return (
    <nav ref={list} class="sections" aria-label={words().sections.main}>
      {sections().map(({ name, icon, address, pages }) => (
        <a key={name} href={address} aria-current={pages.includes(page) ? "page" : undefined}>
          <Icon name={icon} /><span>{name}</span>
          {icon === "now" && open > 0
            ? <span class="count"><span aria-hidden="true">{open}</span>
              <span class="unseen">{words().summary.openCount(open)}</span></span> : null}
        </a>
      ))}
    </nav>
  );
}

/** The frame of every page: a column on wide screens, a bar on narrow ones. */
export function Header() {
  const [tools, setTools] = useState(false);
  const refused = link.value === "refused";
  const say = words();
  return (
    <header class="frame">
      <div class="frame-top">
        <a class="product" href={hashOf({ page: "now", filter: lastFilter.value })}>
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M3 17h6l2-4 3 8 3-13 4 16 2-7h6" />
          </svg>
          <span>{say.product}</span>
        </a>
        <ConnectionMark />
        {refused ? null : <button type="button" class="find" aria-label={say.palette.open}
          onClick={() => { paletteShown.value = true; }}>
          <Icon name="search" /><span>{say.palette.title}</span>
          <kbd aria-hidden="true">{say.palette.key}</kbd></button>}
        <button type="button" class="quiet tools-button" aria-label={say.tools}
          aria-expanded={tools} onClick={() => setTools(!tools)}><Icon name="settings" /></button>
      </div>
      {refused ? null : <Sections />}
      <div class={tools ? "frame-end open" : "frame-end"}>
        {refused ? null : <Actor />}
        <LanguageSwitch />
        <span class="frame-tools">
          <ThemeSwitch />
          <button type="button" class="quiet keys-button" aria-label={say.keys.open}
            title={say.keys.open} onClick={() => { keysShown.value = true; }}>
            <kbd aria-hidden="true">?</kbd></button>
        </span>
      </div>
    </header>
  );
}
