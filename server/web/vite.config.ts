import { defineConfig } from "vite";

// FORESHOCK_PAGE_OUT and FORESHOCK_PAGE_CACHE are set by CMake, so that several build folders can
// build the page at the same time from one source tree.
const out = process.env.FORESHOCK_PAGE_OUT ?? "dist";
const cache = process.env.FORESHOCK_PAGE_CACHE ?? "node_modules/.vite";

export default defineConfig({
  cacheDir: cache,
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2021",
    // The content security policy allows no data: scripts or styles, and every file has its own tag.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    sourcemap: false,
  },
  server: {
    // `npm run dev` beside a running server: the page is reloaded as it is edited.
    proxy: { "/api": process.env.FORESHOCK_URL ?? "http://127.0.0.1:8420" },
  },
});
