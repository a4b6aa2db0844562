import { type AnyLaw, check, type CheckOptions, title } from "./check.ts"

/** What makes a test of a name and a body: `test` of vitest, Jest or `node:test`, or `Deno.test`. */
export type MakeTest = (name: string, body: () => Promise<void>) => unknown

/**
 * Makes each law a test of its own under any runner: `testLaws(test, storageLaws(fresh))`. The number and the promise of a
 * law are the name of its test.
 *
 * @param options as for {@link check}, the same for all
 */
export const testLaws = (test: MakeTest, laws: ReadonlyArray<AnyLaw>, options: CheckOptions = {}): void => {
  for (const law of laws) {
    test(title(law), async () => {
      await check(law, options)
    })
  }
}
