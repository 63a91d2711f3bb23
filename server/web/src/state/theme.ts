import { computed, signal } from "@preact/signals";
import { theme } from "./settings";

const device = matchMedia("(prefers-color-scheme: dark)");
const deviceDark = signal(device.matches);
device.addEventListener("change", () => { deviceDark.value = device.matches; });

/** What is shown: as chosen, else as the device says. */
export const scheme = computed(() =>
  (theme.value === "light" || theme.value === "dark" ? theme.value
    : deviceDark.value ? "dark" : "light"));

/** Keeps the document's attribute, which the style sheet goes by. */
export function followTheme(): void {
  scheme.subscribe((name) => { document.documentElement.dataset.theme = name; });
}
