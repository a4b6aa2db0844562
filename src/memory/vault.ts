import * as Effect from "effect/Effect"
import { Chance } from "../command/clock.ts"
import type { Cipher, KeyVault } from "../privacy/ports.ts"

/**
 * A vault whose keys live as long as the process: the specification of the port, for tests and for data that need not
 * outlive it. Keys and nonces come from `Chance`, so a seeded run seals to the same bytes.
 *
 * @param cipher AES-256-GCM on the thread that asks, which a simulator needs to repeat a run; absent: Web Crypto
 */
export const memoryVault = (cipher?: Cipher): KeyVault => {
  const keys = new Map<string, Uint8Array | undefined>()
  return {
    key: (subject) =>
      Effect.map(Chance, (chance) => {
        // Looked up and made in one step, so that no other fiber can make a second key in between.
        if (!keys.has(subject)) keys.set(subject, bytesFrom(chance, 32))
        return keys.get(subject)
      }),
    destroy: (subject) => Effect.sync(() => void keys.set(subject, undefined)),
    random: (length) => Effect.map(Chance, (chance) => bytesFrom(chance, length)),
    ...(cipher === undefined ? {} : { cipher })
  }
}

const bytesFrom = (chance: Chance, length: number): Uint8Array => {
  const digits = chance.hexadecimal(2 * length)
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16))
}
