import { defineConfig } from "tsup"

export default defineConfig([
  {
    name: "the pannier command",
    entry: { main: "packages/cli/src/main.ts" },
    outDir: "packages/cli/dist",
    format: ["esm"],
    target: "node22",
    platform: "node",
    tsconfig: "tsconfig.build.json",
    external: [/^pannier(\/|$)/, /^@pannier\//, /^effect(\/|$)/],
    dts: false,
    splitting: false,
    sourcemap: true,
    clean: true
  },
  {
    name: "the quote, one file for a browser",
    entry: { quote: "src/quote/index.ts" },
    outDir: "dist/browser",
    format: ["esm"],
    target: "es2022",
    platform: "browser",
    tsconfig: "tsconfig.build.json",
    noExternal: [/.*/],
    dts: false,
    minify: true,
    splitting: false,
    treeshake: true,
    sourcemap: true,
    clean: true
  }
])
