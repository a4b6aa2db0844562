import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

/** The shop that is killed, as one file: it starts in a tenth of the time that a thousand modules take, and each point starts a process. */
export const childIn = async (folder: string): Promise<string> => {
  const child = join(folder, "child.mjs")
  await build({
    entryPoints: [fileURLToPath(new URL("./child.ts", import.meta.url))],
    outfile: child,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    conditions: ["@pannier/source"],
    external: ["pg-native"],
    // `pg` is CommonJS, and asks for Node's own modules by `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    logLevel: "error"
  })
  return child
}
