import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { conditions: ["@pannier/source"] },
  // Vitest loads modules as a server does, so it is this list that makes `pannier/...` mean the sources.
  ssr: { resolve: { conditions: ["@pannier/source"] } },
  test: {
    include: ["tests/**/*.test.ts", "packages/*/tests/**/*.test.ts", "examples/*/tests/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "tests/campaign/**", "tests/browser/**", "**/tests/postgres/**"],
    setupFiles: [fileURLToPath(new URL("tests/seed.ts", import.meta.url))],
    pool: "forks",
    maxWorkers: 2,
    // Modules keep no state that a test could see of another, so each process loads them once and not once for each file.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "packages/*/src/**/*.ts"],
      reporter: ["text", "json-summary"]
    }
  }
})
