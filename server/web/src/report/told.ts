import { signal } from "@preact/signals";

/** Grows when this page has told or decided something: the lists are fetched again. */
export const told = signal(0);
