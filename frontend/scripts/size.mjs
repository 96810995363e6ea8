// Fails when what the phone asks for before its first screen is larger than promised. Sizes are gzip; fonts are compressed as they are.
// By pako, not by the zlib that a Node was built with, which may find other matches: the gate is equally wide on every machine.
// `--json` tells the files instead: a browser's test holds them against what a phone really cannot do without.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { gzip } from "pako";

const MOST_ALL = 100_000;
const MOST_JS = 45_000;
/** At most, of the page that the server writes; the same test holds it against the real one. */
const HTML = 700;

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [folder = "dist"] = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const dist = resolve(root, folder);
const manifest = JSON.parse(readFileSync(resolve(dist, ".vite/manifest.json"), "utf8"));
/** Looks after browsers that know no modules; all others fetch it too. */
const OLD = resolve(root, "../ideahub/plain/static/plain/old.js");

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
/** These files go by the names of their groups. */
const group = (name) => Object.keys(manifest).find((key) => key.startsWith(`_${name}-`));
const words = (name) => `src/phone/words.${name}.ts`;
const filesOf = (keys) => [...new Set(keys.flatMap((key) => [...closure(key)]).filter(isLoaded))];

const start = ["src/phone/main.ts", group("first")];
const screens = ["sv", "en"].flatMap((lang) => [
  { name: `at the door, ${lang}`, files: filesOf([...start, group("door"), words(lang), words(`door.${lang}`)]) },
  { name: `into the ideas, ${lang}`, files: filesOf([...start, group("meeting"), words(lang)]) },
]);

function weigh(path) {
  const bytes = readFileSync(path);
  return path.endsWith(".woff2") ? bytes.length : gzip(bytes, { level: 9 }).length;
}

function fits({ name, files }) {
  let js = weigh(OLD);
  let all = HTML + js;
  for (const file of files) {
    const size = weigh(resolve(dist, file));
    all += size;
    if (file.endsWith(".js")) js += size;
  }
  console.log(`${name}: ${js} bytes of JavaScript (at most ${MOST_JS}), ${all} in all (at most ${MOST_ALL})`);
  return js <= MOST_JS && all <= MOST_ALL;
}

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ html: HTML, screens: Object.fromEntries(screens.map(({ name, files }) => [name, files])) }));
} else {
  process.exit(screens.map(fits).every(Boolean) ? 0 : 1);
}
