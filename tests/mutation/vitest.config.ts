import { defineConfig } from "vitest/config"
import { BaseSequencer as Sequencer, type TestSpecification } from "vitest/node"

/** Quick files first: most mutants die there, and the ones that draw thousands of cases are never begun. */
class QuickFirst extends Sequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const slow = (file: TestSpecification) => (/(laws|differential|hostile|hundred)/.test(file.moduleId) ? 1 : 0)
    return files.toSorted((a, b) => slow(a) - slow(b) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

export default defineConfig({
  resolve: { conditions: ["@pannier/source"] },
  ssr: { resolve: { conditions: ["@pannier/source"] } },
  test: {
    include: (process.env["PANNIER_MUTATED"] ?? "").split(",").map((domain) => `tests/${domain}/**/*.test.ts`),
    // A hundred thousand carts in a process of its own, in which no mutant is awake.
    exclude: ["tests/quote/campaign.test.ts"],
    setupFiles: ["tests/mutation/seed.ts"],
    sequence: { sequencer: QuickFirst },
    testTimeout: 60_000,
    pool: "threads"
  }
})
