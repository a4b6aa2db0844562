import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { conditions: ["@pannier/source"] },
  ssr: { resolve: { conditions: ["@pannier/source"] } },
  test: {
    include: (process.env["PANNIER_MUTATED"] ?? "money,pricing,promotion,quote")
      .split(",")
      .map((domain) => `tests/${domain}/**/*.test.ts`),
    setupFiles: ["tests/mutation/seed.ts"],
    pool: "threads"
  }
})
