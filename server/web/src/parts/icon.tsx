// Drawn on a 16 × 16 grid, in the colour of the text around them.
const shapes = {
  impending: "M4 2h8M4 14h8M5 2v2.5L8 8l3-3.5V2M5 14v-2.5L8 8l3 3.5V14",
  occurring: "M8 1.8 15 14H1zM8 6.2v3.6M8 11.6v.6",
  recovering: "M2 9h3l1.5-4 2.6 7L11 9h3",
  ended: "m3 8.5 3.4 3.4L13 4.6",
  away: "M12.5 10A5.5 5.5 0 0 1 6 3.5 5.5 5.5 0 1 0 12.5 10z",
  lost: "M3 3l10 10M13 3 3 13",
  present: "m3 8.5 3.4 3.4L13 4.6",
  owner: "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 14c.4-3 2.5-4.4 5.2-4.4s4.8 1.4 5.2 4.4",
  back: "M9.5 3 4.5 8l5 5",
  place: "M2 3h12v4H2zM2 9h12v4H2zM4.5 5h.1M4.5 11h.1",
  close: "M4 4l8 8M12 4l-8 8",
} as const;

export type IconName = keyof typeof shapes;

/** Decoration beside a word, never instead of one. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
