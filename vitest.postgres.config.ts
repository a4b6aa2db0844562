import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** PostgreSQL in earnest: each file starts a server of its own, one at a time. */
export default defineConfig({
  resolve: { conditions: ["@pannier/source"] },
  ssr: { resolve: { conditions: ["@pannier/source"] } },
  test: {
    include: ["tests/postgres/**/*.test.ts", "examples/*/tests/postgres/**/*.test.ts"],
    setupFiles: [fileURLToPath(new URL("tests/seed.ts", import.meta.url))],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000
  }
})
