import { sqlite } from "@pannier/storage-sqlite"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { answer, collection, command, type Engine, errand, event, intent, put, type Read } from "pannier/command"
import { memoryVault } from "pannier/memory"

const Bell = Schema.Struct({ id: Schema.String, rung: Schema.Int })
export const bells = collection<typeof Bell.Type>("bell", { schema: Bell, id: ({ id }) => id })

const BellHung = event("BellHung", Schema.Struct({}))
export const BellRung = event("BellRung", Schema.Struct({}))
const Ring = intent("bell.ring", Schema.Struct({ bell: Schema.String }))

const Hang = Schema.Struct({ bells: Schema.Int, lanes: Schema.Int })

/** Hangs bells, each of which is to be rung, a few in each lane. */
export const hang = command("bell.hang", {
  summary: "hangs bells",
  input: Hang,
  reply: Hang,
  refusals: [],
  permission: "bell.hang",
  *load() {},
  decide: (_, input) => {
    const ids = Array.from({ length: input.bells }, (__, number) => `b${String(number).padStart(3, "0")}`)
    return Result.succeed({
      reply: input,
      changes: ids.map((id) => put(bells, { id, rung: 0 }, BellHung.of({}))),
      intents: ids.map((bell, number) => Ring.of({ bell }, { lane: `lane ${number % input.lanes}` }))
    })
  }
})

const Rung = Schema.Struct({ bell: Schema.String })
const rung = command("bell.rung", {
  summary: "takes in that a bell was rung",
  input: Rung,
  reply: Bell,
  refusals: [],
  permission: "bell.rung",
  *load({ bell }: typeof Rung.Type, read: Read) {
    return yield* read.one(bells, bell)
  },
  decide: (bell) => {
    const after = { ...bell, rung: bell.rung + 1 }
    return Result.succeed({ reply: after, changes: [put(bells, after, BellRung.of({}))] })
  }
})

/** Rings outside, and is told each time. */
export const ringing = (ring: (intent: string) => void) =>
  errand(Ring, {
    *load() {},
    perform: (_, { bell }, { id }) =>
      Effect.sync(() => {
        ring(id)
        return answer(rung, { bell })
      })
  })

/** A node on a file. */
export const nodeOf = (path: string) =>
  Effect.map(
    sqlite(path, { synchronous: "off", busyTimeout: 20_000 }).open([bells]),
    (storage): Engine => ({
      storage,
      vault: memoryVault(),
      authority: {
        *permit() {
          return "granted" as const
        }
      },
      reactions: new Map(),
      vetoes: new Map()
    })
  )
