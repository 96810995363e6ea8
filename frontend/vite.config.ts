import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Vite's own way to fetch a file that comes later also fetches its style sheets; an entry here has one, which is there from the start. */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  resolveId: (id) => (id === PRELOAD ? id : null),
  load: (id) => (id === PRELOAD ? "export const __vitePreload = (load) => load();" : null),
};
const PRELOAD = "\0vite/preload-helper.js";
/**
 * No page is written by a server for Svelte to take over, and what it keeps for that it would carry all the same, since it only asks a
 * variable: here that is a constant, and the calls that do nothing else go.
 */
function neverHydrated(): Plugin {
  let hasComponents = false;
  let isConstant = false;
  let hasCalls = false;
  return {
    name: "never-hydrated",
    apply: "build",
    enforce: "post",
    transform(code, id) {
      if (id.endsWith("svelte/src/internal/client/dom/hydration.js")) {
        const constant = code.replace("export let hydrating", "export const hydrating").replace("\thydrating = value;\n", "");
        if (constant.length !== code.length + 2 - "\thydrating = value;\n".length) throw new Error(`${id} is another than this knows`);
        isConstant = true;
        return { code: constant, map: null };
      }
      if (!id.endsWith(".svelte")) return null;
      hasComponents = true;
      const without = code.replace(/^\s*\$\.(?:reset|next|remove_input_defaults|remove_textarea_child)\([\w$]*\);$/gm, "");
      if (without !== code) hasCalls = true;
      return { code: without, map: null };
    },
    buildEnd(error) {
      if (!error && hasComponents && !(isConstant && hasCalls)) throw new Error("Svelte keeps its hydration elsewhere than this knows");
    },
  };
}
/** The phone's first files, each with all that it imports: many small ones are more waits, and compress worse. */
const PHONE_FILES = [
  { name: "start", test: /src\/phone\/main\.ts$/, priority: 4 },
  { name: "first", test: /src\/phone\/(app|length)\.ts$|src\/ui\/(Icon\.svelte|Mark\.svelte|icons\.first\.ts|styled\.ts|draft\.svelte\.ts)$/, priority: 3 },
  // With the first screen what is written needs, and every later screen too.
  { name: "meeting", test: /src\/phone\/inside\.ts$|src\/session\/(pagestore|overlay_participant)\.ts$/, priority: 2 },
  { name: "door", test: /src\/phone\/join\/Door\.svelte$/, priority: 1 },
  { name: "later", test: /src\/(phone\/screens\.later|ui\/icons)\.ts$/, priority: 1 },
];
const ENTRIES = ["phone", "board", "projector", "day", "organizer", "pages"];

// `vite build --mode phone` builds that entry alone.
export default defineConfig(({ mode }) => ({
  base: "/static/",
  plugins: [plainImports, svelte({ compilerOptions: { runes: true } }), neverHydrated()],
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
      output: mode === "phone" ? { codeSplitting: { groups: PHONE_FILES } } : {},
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
}));
