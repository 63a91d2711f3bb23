/** How many pixels of a plot have each of the colours that the style sheet gives to plots. */
export function drawnColours(page, plot) {
  return plot.locator("canvas").evaluate((canvas) => {
    const style = getComputedStyle(document.documentElement);
    // A copy is read, not the page's own canvas: that would change how it is drawn.
    const copy = new OffscreenCanvas(canvas.width, canvas.height)
      .getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const count = (hex) => {
      const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        const near = (place, wanted) => Math.abs(data[at + place] - wanted) < 12;
        if (data[at + 3] > 200 && near(0, r) && near(1, g) && near(2, b)) found += 1;
      }
      return found;
    };
    return Object.fromEntries(["line", "limit", "forecast", "onset"].map((name) =>
      [name, count(style.getPropertyValue(`--plot-${name}`).trim())]));
  });
}
