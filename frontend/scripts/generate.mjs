// Writes src/protocol/generated.ts from the server's JSON Schema. `--check` only says whether it is up to date.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { compile } from "json-schema-to-typescript";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const target = resolve(root, "frontend/src/protocol/generated.ts");
const venv = resolve(root, ".venv/bin/python");

function readSchema() {
  const python = existsSync(venv) ? venv : "python3";
  const program = "import json; from ideahub.protocol.schema import contract; print(json.dumps(contract()))";
  return JSON.parse(execFileSync(python, ["-c", program], { cwd: root, encoding: "utf8" }));
}

/** A title on a property would become a type of its own; only definitions are to be named. */
function withoutTitles(node, isDefinition = false) {
  if (Array.isArray(node)) return node.map((item) => withoutTitles(item));
  if (node === null || typeof node !== "object") return node;
  const out = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === "title" && typeof value === "string" && !isDefinition) continue;
    if (key === "properties") {
      out[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutTitles(inner)]));
    } else if (key === "$defs") {
      out[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutTitles(inner)]));
    } else out[key] = withoutTitles(value);
  }
  return out;
}

/** What the server always sends is always there: the kind of a frame or event, and every setting of an activity. */
function withRequired([name, definition]) {
  const fields = Object.keys(definition.properties ?? {});
  const always = name === "ActivitySettings" ? fields : fields.filter((field) => definition.properties[field].const !== undefined);
  return [name, { ...definition, required: [...new Set([...(definition.required ?? []), ...always])] }];
}

/** `IdeaCaptureArgs` are the arguments of `idea.capture`. */
function commandMap(names) {
  const rows = names
    .filter((name) => /^[A-Z][a-z]+[A-Z][a-z]+Args$/.test(name))
    .map((name) => `  "${name.slice(0, -4).replace(/(?<=[a-z])(?=[A-Z])/, ".").toLowerCase()}": ${name};`);
  return `/** What each command takes. */\nexport interface CommandArgs {\n${rows.join("\n")}\n}\n`;
}

const schema = withoutTitles(readSchema());
schema.$defs = Object.fromEntries(Object.entries(schema.$defs).map(withRequired));
const types = await compile({ ...schema, type: "object", additionalProperties: false }, "IdeahubProtocol", {
  bannerComment: "/* Generated from ideahub/protocol by `npm run generate`. Not edited by hand. */",
  unreachableDefinitions: true,
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
});
const text =
  types
    .replace("export interface IdeahubProtocol {}\n", "")
    .replace(/ \*\n \* This interface was referenced by[^]*? \*\/\n/g, " */\n")
    .replace(/\/\*\*\n \* This interface was referenced by[^]*?\*\/\n/g, "") + commandMap(Object.keys(schema.$defs).sort());

if (process.argv.includes("--check")) {
  if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
    console.error("src/protocol/generated.ts is not what ideahub/protocol says: run `npm run generate`.");
    process.exit(1);
  }
} else writeFileSync(target, text);
