// Builds each entry by itself, so that none carries what only another one uses, and writes one manifest for all.
// `node scripts/build.mjs phone` builds that one again and leaves the others; a second argument names another folder than dist.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { minify } from "terser";
import { build } from "vite";

const ENTRIES = ["phone", "board", "projector", "day", "organizer", "pages"];
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
  // The phone's app is asked for by a small file: the page may ask for it, and what it imports, in the same moment.
  const app = Object.keys(rest).find((key) => key.startsWith("_first-"));
  main.ahead = app ? [app, ...rest[app].imports].map((key) => rest[key].file).filter((file) => file !== main.file) : [];
  main.assets = Object.values(rest)
    .map(({ file }) => file)
    .filter((file) => file.endsWith(".woff2"));
  return rest;
}

/** What Vite's minifier leaves: three percent of a file that a slow network is waited for. */
async function minifyAgain(file) {
  const compress = { passes: 3, hoist_funs: true, sequences: false, comparisons: false, lhs_constants: false, typeofs: false };
  const { code } = await minify(readFileSync(file, "utf8"), { module: true, ecma: 2020, compress });
  writeFileSync(file, code);
}

/** The service worker is built last: it holds the list of the phone's files. */
async function buildWorker() {
  const chunks = readManifest("phone");
  const main = chunks["src/phone/main.ts"];
  const files = [...new Set([...Object.values(chunks).flatMap(({ file, css = [] }) => [file, ...css])])]
    // Letters beyond Swedish and English are fetched when somebody writes them.
    .filter((file) => !file.includes("latin-ext"))
    .sort();
  const contents = files.map((file) => readFileSync(resolve(outDir, file)));
  const version = createHash("sha256").update(Buffer.concat(contents)).digest("hex").slice(0, 12);
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    define: { __SHELL__: JSON.stringify({ version, files, entry: main.file }) },
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input: resolve(root, "src/worker/main.ts"), output: { entryFileNames: "sw.js", format: "iife" } },
    },
  });
}

/** The web process hands these out as they are: compressing a file for each phone would cost it more. */
function compressAll(folder) {
  for (const name of readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name))) {
    const file = resolve(folder, name);
    const content = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(content));
  }
}

if (!one) rmSync(outDir, { recursive: true, force: true });
for (const mode of chosen) {
  await build({ root, mode, logLevel: "warn", build: { outDir, emptyOutDir: false, manifest: `.vite/${mode}.json` } });
}
if (chosen.includes("phone")) {
  const scripts = Object.values(readManifest("phone")).filter(({ file }) => file.endsWith(".js"));
  for (const { file } of scripts) await minifyAgain(resolve(outDir, file));
  await buildWorker();
}
compressAll(resolve(outDir, "assets"));
const manifest = Object.assign({}, ...ENTRIES.map(readManifest));
const path = resolve(outDir, ".vite/manifest.json");
writeFileSync(`${path}.new`, JSON.stringify(manifest, null, 1));
renameSync(`${path}.new`, path);
console.log(`Built ${chosen.join(", ")} into ${outDir}`);
