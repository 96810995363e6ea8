// Fails when the phone's first load is larger than promised. Sizes are gzip; fonts are compressed as they are.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST_ALL = 100_000;
const MOST_JS = 45_000;
/** The page itself, which the server writes. */
const HTML = 2_000;

const dist = resolve(dirname(fileURLToPath(import.meta.url)), "..", process.argv[2] ?? "dist");
const manifest = JSON.parse(readFileSync(resolve(dist, ".vite/manifest.json"), "utf8"));

function closure(key, files = new Set()) {
  const chunk = manifest[key];
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const asset of chunk.assets ?? []) files.add(asset);
  for (const imported of chunk.imports ?? []) closure(imported, files);
  return files;
}

/** Swedish and English need one of the two font files; the other is fetched only for letters that are in it. */
const isLoaded = (file) => !file.includes("latin-ext");

function weigh(name, keys) {
  const files = new Set(keys.flatMap((key) => [...closure(key)]).filter(isLoaded));
  let js = 0;
  let all = HTML;
  for (const file of files) {
    const bytes = readFileSync(resolve(dist, file));
    const size = file.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length;
    all += size;
    if (file.endsWith(".js")) js += size;
  }
  console.log(`${name}: ${js} bytes of JavaScript (at most ${MOST_JS}), ${all} in all (at most ${MOST_ALL})`);
  return js <= MOST_JS && all <= MOST_ALL;
}

/** These files go by the names of their groups. */
const group = (name) => Object.keys(manifest).find((key) => key.startsWith(`_${name}-`));
const fits = [
  weigh("at the door", ["src/phone/main.ts", group("first"), group("door")]),
  weigh("into the ideas", ["src/phone/main.ts", group("first"), group("meeting")]),
];
process.exit(fits.every(Boolean) ? 0 : 1);
