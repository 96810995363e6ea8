// Builds each entry by itself, so that none carries what only another one uses, and writes one manifest for all.
// `node scripts/build.mjs phone` builds that one again and leaves the others; a second argument names another folder than dist.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "vite";

const ENTRIES = ["phone", "board", "projector", "organizer", "pages"];
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const one = process.argv[2];
const chosen = one ? [one] : ENTRIES;
const outDir = resolve(root, process.argv[3] ?? "dist");

/** What one entry was built into; its one style sheet belongs to it. */
function readManifest(entry) {
  const path = resolve(outDir, `.vite/${entry}.json`);
  if (!existsSync(path)) return {};
  const { "style.css": style, ...rest } = JSON.parse(readFileSync(path, "utf8"));
  const main = rest[`src/${entry}/main.ts`];
  if (style) main.css = [style.file];
  main.assets = Object.values(rest)
    .map(({ file }) => file)
    .filter((file) => file.endsWith(".woff2"));
  return rest;
}

if (!one) rmSync(outDir, { recursive: true, force: true });
for (const mode of chosen) {
  await build({ root, mode, logLevel: "warn", build: { outDir, emptyOutDir: false, manifest: `.vite/${mode}.json` } });
}
const manifest = Object.assign({}, ...ENTRIES.map(readManifest));
const path = resolve(outDir, ".vite/manifest.json");
writeFileSync(`${path}.new`, JSON.stringify(manifest, null, 1));
renameSync(`${path}.new`, path);
console.log(`Built ${chosen.join(", ")} into ${outDir}`);
