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
    // `pg` is the host's to install, and CommonJS, which no module of one file can hold.
    external: [/^pannier(\/|$)/, /^@pannier\//, /^effect(\/|$)/, "pg"],
    dts: false,
    // What a command needs is loaded when it is asked for.
    splitting: true,
    sourcemap: true,
    clean: true
  }
])
