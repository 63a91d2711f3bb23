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
  down: "M4 6l4 4 4-4",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14",
  now: "M1.5 8.5h3l1-2 1.5 4 1.5-6.5 2 8 1-3.5h3",
  desk: "M2 3h12v7H2zM5.5 13.5h5M8 10v3.5",
  fleet: "M2 2.5h4v4H2zM10 2.5h4v4h-4zM2 9.5h4v4H2zM10 9.5h4v4h-4z",
  forecasts: "M2 13 7 8l3 2 4-6M10.5 4H14v3.5",
  services: "M8 1.8v4M8 5.8 3.5 10M8 5.8l4.5 4.2M2 10h3v3.5H2zM11 10h3v3.5h-3zM6.5 2.2h3",
  silences: "M4 11V7.5a4 4 0 0 1 6-3.4M12 8v3M2.5 11h11M6.8 13.4h2.4M2 2l12 12",
  reviews: "M3.5 1.8h9v12.4h-9zM6 5h4M6 8h4M6 11h2.5",
  reports: "M2.5 13.5h11M4 13V8.5M8 13V3.5M12 13V6.5",
  report: "M2 3h12v8H7l-3 2.5V11H2zM8 5v2.6M8 9v.2",
  settings: "M2 4.5h7M12 4.5h2M10.5 3v3M2 11.5h2M7 11.5h7M5.5 10v3",
  audit: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.2l2.2 1.4",
  breach: "M8 1.8 13.5 4v4c0 3.2-2.2 5.2-5.5 6.2C4.7 13.2 2.5 11.2 2.5 8V4zM8 5v3.5M8 10.6v.2",
  plus: "M8 3v10M3 8h10",
  link: "M6.5 9.5 9.5 6.5M7 4.5 8.5 3a3 3 0 0 1 4.5 4.3L11.5 9M9 11.5 7.5 13A3 3 0 0 1 3 8.7L4.5 7",
  light: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2",
  dark: "M12.5 10A5.5 5.5 0 0 1 6 3.5 5.5 5.5 0 1 0 12.5 10z",
  star: "m8 2 1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z",
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
