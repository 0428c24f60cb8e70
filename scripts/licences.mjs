/* The licences of the packages inside a bundle: they ask to travel with it. Used by widgets/build.mjs and hub_config/proxy/build.mjs. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The package folder of an input such as `node_modules/yjs/dist/yjs.mjs`, nested copies included; null for our own files. */
export function packageFolder(input) {
  const found = input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
  return found ? found[1] : null;
}

/** Writes LICENSES.txt: name, version and licence of each package that these inputs (relative to `root`) come from. */
export function writeLicences(root, inputs, file) {
  const folders = new Set(inputs.map(packageFolder).filter(Boolean));
  const texts = [...folders].sort().map((folder) => licenceOf(join(root, folder)));
  writeFileSync(file, texts.join(`\n${"-".repeat(80)}\n\n`));
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
}
