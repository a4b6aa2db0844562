import { nodeCipher } from "../../packages/vault-file/src/index.ts"
import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { memoryVault } from "pannier/memory"
import type { KeyVault } from "pannier/privacy"
import { check, type FreshVault, LawFailed, title, vaultLaws } from "pannier/testing"

const shared =
  (make: () => KeyVault): FreshVault =>
  () => {
    const vault = make()
    return { open: () => vault }
  }

describe.each([
  ["by Web Crypto", () => memoryVault()],
  ["by a cipher that is given", () => memoryVault(nodeCipher)]
])("the vault in memory, %s", (_, make) => {
  for (const law of vaultLaws(shared(make))) test(title(law), () => check(law, { runs: 50 }))
})

describe("the laws find what is planted", () => {
  const planted = (change: (vault: KeyVault) => Partial<KeyVault>): FreshVault =>
    shared(() => {
      const vault = memoryVault(nodeCipher)
      return { ...vault, ...change(vault) }
    })
  const forgetful = (): Partial<KeyVault> => ({ key: () => memoryVault().random(32) })

  test.each<readonly [string, string, FreshVault]>([
    ["a key made anew each time", "V01", planted(forgetful)],
    ["one key for all", "V01", planted(({ key }) => ({ key: () => key("all") }))],
    ["a short key", "V01", planted(({ key }) => ({ key: (one) => Effect.map(key(one), (bytes) => bytes?.slice(16)) }))],
    ["a destruction that does nothing", "V02", planted(() => ({ destroy: () => Effect.void }))],
    ["a destruction that takes all", "V02", planted(({ destroy }) => ({ destroy: () => destroy("person-0") }))],
    ["a nonce that repeats", "V03", planted(() => ({ random: (length) => Effect.succeed(new Uint8Array(length)) }))],
    [
      "a cipher that is not AES-GCM",
      "V04",
      planted(() => ({
        cipher: { encrypt: (_, __, ___, text) => new Uint8Array([...text, ...text]), decrypt: () => new Uint8Array() }
      }))
    ],
    ["an erasure that does nothing", "L56", planted(() => ({ destroy: () => Effect.void }))]
  ])("%s breaks %s", async (_, id, fresh) => {
    const outcomes = await Promise.allSettled(vaultLaws(fresh).map((law) => check(law, { runs: 60, seed: 7 })))
    const broken = outcomes.flatMap((outcome, index) => {
      if (outcome.status === "fulfilled") return []
      const { reason } = outcome
      return [reason instanceof LawFailed ? reason.law : vaultLaws(fresh)[index]?.id]
    })
    expect(broken).toContain(id)
  })
})
