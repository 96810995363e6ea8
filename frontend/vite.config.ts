import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const entries = ["phone", "board", "projector", "organizer", "pages"];

export default defineConfig({
  base: "/static/",
  plugins: [svelte({ compilerOptions: { runes: true } })],
  // Svelte's browser build, also under vitest: components and runes are tested as they run.
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: Object.fromEntries(entries.map((name) => [name, `src/${name}/main.ts`])),
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
