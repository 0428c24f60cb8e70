// Bundles configurable-http-proxy and all it needs into static/proxy.mjs, so that an installed Écritoire needs Node but no npm.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeLicences } from "../../scripts/licences.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const home = dirname(createRequire(import.meta.url).resolve("configurable-http-proxy"));
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));

// The command reads its version from a file beside it, which a bundle does not have.
const versionInside = {
  name: "version-inside",
  setup: ({ onLoad }) =>
    onLoad({ filter: /bin\/configurable-http-proxy$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace('require("../package.json")', JSON.stringify({ version })),
      loader: "js",
    })),
};

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: [join(home, "bin", "configurable-http-proxy")],
  outfile: join(here, "static", "proxy.mjs"),
  plugins: [versionInside],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  legalComments: "none",
  metafile: true,
  // The CommonJS packages inside the bundle ask for Node's own modules with require().
  banner: { js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);' },
});
writeLicences(here, Object.keys(metafile.inputs), join(here, "static", "LICENSES.txt"));
