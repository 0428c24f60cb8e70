/* Builds what browsers load: a bundle and a style sheet for the pupil and for the desk, what opens a pupil's page, and the fonts, into static/. */

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, context } from "esbuild";
import { packageFolder, writeLicences } from "../scripts/licences.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "static");
const MODULES = join(HERE, "node_modules");
const FONTS = {
  "atkinson-400.woff2": "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff2",
  "atkinson-700.woff2": "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff2",
  "cursive-400.woff2": "@fontsource/playwrite-fr-moderne/files/playwrite-fr-moderne-latin-400-normal.woff2",
  "andika-400.woff2": "@fontsource/andika/files/andika-latin-400-normal.woff2",
  "andika-700.woff2": "@fontsource/andika/files/andika-latin-700-normal.woff2",
};
/** Two copies of these in a bundle break instanceof checks in ways that only show when a pupil types. */
const ONE_COPY = ["yjs", "prosemirror-model", "prosemirror-state", "prosemirror-view"];

const options = {
  absWorkingDir: HERE,
  entryPoints: { page: "js/page/index.ts", pupil: "js/pupil/index.ts", desk: "js/desk/index.ts" },
  entryNames: "[name]-[hash]",
  outdir: "static",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020", "safari15"],
  conditions: ["production"],
  define: { "process.env.NODE_ENV": '"production"' },
  external: ["./fonts/*"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

function refuseTwoCopies(metafile) {
  for (const [file, output] of Object.entries(metafile.outputs)) {
    const folders = new Set(Object.keys(output.inputs).map(packageFolder));
    for (const name of ONE_COPY) {
      const copies = [...folders].filter((folder) => folder?.endsWith(`node_modules/${name}`));
      if (copies.length > 1) throw new Error(`${file} holds ${copies.length} copies of ${name}: ${copies.join(", ")}`);
    }
  }
}

/** {"pupil": {"js": "pupil-AB12.js", "css": "pupil-CD34.css"}, …} */
function manifestOf(metafile) {
  const manifest = {};
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (!output.entryPoint) continue;
    const name = basename(dirname(output.entryPoint));
    manifest[name] = { js: basename(file), css: output.cssBundle ? basename(output.cssBundle) : null };
  }
  return manifest;
}

function removeOldBundles(manifest) {
  const current = new Set(Object.values(manifest).flatMap(Object.values));
  for (const file of readdirSync(OUT)) {
    const bundle = /^((?:page|pupil|desk)-.*\.(?:js|css))(?:\.(?:br|gz))?$/.exec(file)?.[1];
    if (bundle && !current.has(bundle)) rmSync(join(OUT, file));
  }
}

function copyFonts() {
  mkdirSync(join(OUT, "fonts"), { recursive: true });
  for (const [name, source] of Object.entries(FONTS)) copyFileSync(join(MODULES, source), join(OUT, "fonts", name));
}

/** Compressed once here, so that the class service only has to send the smallest file that a tablet takes. */
function compress(manifest) {
  const kilobytes = (data) => `${(data.length / 1000).toFixed(1)} kB`;
  for (const file of Object.values(manifest).flatMap(Object.values).filter(Boolean)) {
    const bytes = readFileSync(join(OUT, file));
    const [gzip, brotli] = [gzipSync(bytes, { level: 9 }), brotliCompressSync(bytes)];
    writeFileSync(join(OUT, `${file}.gz`), gzip);
    writeFileSync(join(OUT, `${file}.br`), brotli);
    console.log(`${file}  ${kilobytes(bytes)}, gzip ${kilobytes(gzip)}, brotli ${kilobytes(brotli)}`);
  }
}

function finish({ metafile }) {
  refuseTwoCopies(metafile);
  const manifest = manifestOf(metafile);
  copyFonts();
  const fonts = Object.values(FONTS).map((source) => `node_modules/${source}`);
  writeLicences(HERE, [...Object.keys(metafile.inputs), ...fonts], join(OUT, "LICENSES.txt"));
  compress(manifest);
  writeFileSync(join(OUT, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  removeOldBundles(manifest);
}

mkdirSync(OUT, { recursive: true });
if (!existsSync(MODULES)) throw new Error("Run `npm ci` in widgets/ first.");
if (process.argv.includes("--watch")) {
  const finishing = {
    name: "finish",
    setup: (b) => b.onEnd((result) => (result.errors.length ? undefined : finish(result))),
  };
  await (await context({ ...options, plugins: [finishing] })).watch();
} else {
  finish(await build(options));
}
