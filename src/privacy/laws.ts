import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Json } from "../kernel/json.ts"
import { every, type Law, law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import type { KeyVault } from "./ports.ts"
import { open, seal } from "./seal.ts"

/** A new empty vault. Each `open` is a handle of its own on the same keys, as another process has it. */
export type FreshVault = () => { readonly open: () => KeyVault }

const Persons = Schema.Array(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(40))).check(
  Schema.isMinLength(1),
  Schema.isMaxLength(6),
  Schema.isUnique()
)

const Act = Schema.Struct({
  act: Schema.Literals(["key", "destroy"]),
  person: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 3 })),
  handle: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
})

const Story = Schema.Array(Act).check(Schema.isMinLength(1), Schema.isMaxLength(12))

const Sealing = Schema.Struct({ person: Persons, email: Schema.String, street: Schema.String })

const textOf = (key: Uint8Array | undefined): string | undefined => key?.join()

const run = <A>(effect: Effect.Effect<A, unknown>): Promise<A> => Effect.runPromise(effect)

const keyOf = (vault: KeyVault, person: string) => Effect.map(vault.key(person), textOf)

/** V01: every person has one key, 32 bytes, the same for every handle, and another person's is another. */
const oneKeyEach = (fresh: FreshVault): Law<typeof Persons.Type> =>
  law({
    id: "V01",
    title: "every person has one key of 32 bytes, whoever asks and however many ask at once",
    input: Persons,
    holds: async (persons) => {
      const vault = fresh()
      const handles = [vault.open(), vault.open()]
      const asked = await run(
        Effect.forEach(
          persons,
          (person) =>
            Effect.forEach([...handles, ...handles], (handle) => handle.key(person), { concurrency: "unbounded" }),
          { concurrency: "unbounded" }
        )
      )
      const later = await run(Effect.forEach(persons, (person) => vault.open().key(person)))
      const keys = asked.map((answers, index) => new Set([...answers, later[index]].map(textOf)))
      return every([
        verdict(
          later.every((key) => key?.length === 32),
          () => "a key is not 32 bytes"
        ),
        verdict(
          keys.every(({ size }) => size === 1),
          () => "one person was given two keys"
        ),
        verdict(new Set(keys.flatMap((key) => [...key])).size === persons.length, () => "two persons have one key")
      ])
    }
  })

/** V02: after any acts through two handles, a destroyed person has no key and any other has the one first given. */
const destroyedForGood = (fresh: FreshVault): Law<typeof Story.Type> =>
  law({
    id: "V02",
    title: "a destroyed key never comes back, for no handle, and nobody else's is touched",
    input: Story,
    holds: async (story) => {
      const vault = fresh()
      const handles = [vault.open(), vault.open()]
      const first = new Map<number, string | undefined>()
      const destroyed = new Set<number>()
      const verdicts: Array<Verdict> = []
      for (const { act, person, handle } of story) {
        const on = handles[handle] ?? vault.open()
        if (act === "destroy") {
          await run(on.destroy(`person-${person}`))
          destroyed.add(person)
          continue
        }
        const key = await run(keyOf(on, `person-${person}`))
        if (!destroyed.has(person) && !first.has(person)) first.set(person, key)
        const expected = destroyed.has(person) ? undefined : first.get(person)
        verdicts.push(verdict(key === expected, () => `person ${person}: another key than before`))
      }
      for (const person of [0, 1, 2, 3]) {
        const key = await run(keyOf(vault.open(), `person-${person}`))
        if (destroyed.has(person)) verdicts.push(verdict(key === undefined, () => `person ${person} has a key again`))
        else if (first.has(person))
          verdicts.push(verdict(key === first.get(person), () => `person ${person} lost a key`))
      }
      return verdicts.length === 0 ? vacuous("nobody was asked for") : every(verdicts)
    }
  })

/** V03: as many bytes as asked for, and no nonce twice. */
const unpredictable = (fresh: FreshVault): Law<number> =>
  law({
    id: "V03",
    title: "random bytes are as many as asked for and never repeat",
    input: [12, 24, 36, 1200],
    holds: async (length) => {
      const vault = fresh().open()
      const drawn = await run(Effect.forEach(Array.from({ length: 100 }), () => vault.random(length)))
      return every([
        verdict(
          drawn.every((bytes) => bytes.length === length),
          () => `not ${length} bytes`
        ),
        verdict(new Set(drawn.map(textOf)).size === drawn.length, () => "the same bytes came twice")
      ])
    }
  })

const fields = [
  { path: ["email"], of: "person" },
  { path: ["address", "street"], of: "person" }
]

const place = { collection: "orders", id: "order_1" }

/** V04: what is sealed by one handle opens by another and by Web Crypto, whatever cipher the vault brings. */
const opensEverywhere = (fresh: FreshVault): Law<typeof Sealing.Type> =>
  law({
    id: "V04",
    title: "what one handle seals another opens, by the vault's cipher and by Web Crypto",
    input: Sealing,
    holds: async ({ person: [person = "ann"], email, street }) => {
      const vault = fresh()
      const { cipher: _, ...plain } = vault.open()
      const document = { person, email, address: { street } }
      const sealed = await run(seal(vault.open(), fields, place, document))
      const opened = await Promise.all([vault.open(), plain].map((one) => run(open(one, fields, place, sealed))))
      return every(
        opened.map((one) =>
          verdict(JSON.stringify(one) === JSON.stringify(document), () => "it opened as another value")
        )
      )
    }
  })

/** L56, the part of the vault: what was sealed for a destroyed person opens for no handle; others' values stay. */
const erases = (fresh: FreshVault): Law<typeof Sealing.Type> =>
  law({
    id: "L56",
    title: "destroying a person's key erases what was sealed for them, and nothing of anyone else",
    input: Sealing,
    holds: async ({ person: [person = "ann", ...others], email, street }) => {
      const vault = fresh()
      const kept = await Promise.all(
        [person, ...others].map((one) =>
          run(seal(vault.open(), fields, place, { person: one, email, address: { street } }))
        )
      )
      await run(vault.open().destroy(person))
      const opened = await Promise.all(kept.map((one) => run(open(vault.open(), fields, place, one))))
      const gone: Json = { $erased: true }
      return every(
        opened.map((document, index) => {
          const expected =
            index === 0 ? { person, email: gone, address: { street: gone } } : { email, address: { street } }
          const same = Object.entries(expected).every(
            ([key, value]) => JSON.stringify(document[key]) === JSON.stringify(value)
          )
          return verdict(same, () => (index === 0 ? "an erased value opened" : "another person's value was lost"))
        })
      )
    }
  })

/** What every vault promises. Numbers with V are the port's own; the others are those of the list of laws. */
export const vaultLaws = (fresh: FreshVault) =>
  [oneKeyEach(fresh), destroyedForGood(fresh), unpredictable(fresh), opensEverywhere(fresh), erases(fresh)] as const
