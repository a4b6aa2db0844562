import { defineConfig } from "vitest/config"

/** The journey in a real browser: one file at a time, since each starts a shop of its own. */
export default defineConfig({
  resolve: { conditions: ["@pannier/source"] },
  ssr: { resolve: { conditions: ["@pannier/source"] } },
  test: {
    include: ["tests/browser/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000
  }
})
