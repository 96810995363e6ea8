import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const ENTRIES = ["phone", "board", "projector", "organizer", "pages"];

// `vite build --mode phone` builds that entry alone.
export default defineConfig(({ mode }) => ({
  base: "/static/",
  plugins: [svelte({ compilerOptions: { runes: true } })],
  // Svelte's browser build, also under vitest: components and runes are tested as they run.
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    // One style sheet an entry: nothing to wait for when a screen comes later.
    cssCodeSplit: false,
    target: "es2022",
    modulePreload: false,
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Svelte's custom elements touch the global scope when they are loaded; nothing here uses them.
      treeshake: { moduleSideEffects: [{ test: /svelte.*custom-element\.js$/, sideEffects: false }] },
      input: Object.fromEntries(
        ENTRIES.filter((name) => !ENTRIES.includes(mode) || name === mode).map((name) => [name, `src/${name}/main.ts`]),
      ),
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
}));
