import { writeSync } from "node:fs"
import { overPg, postgres } from "@pannier/storage-postgres"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import pg from "pg"
import type { Actor, Outcome } from "../../../src/command/index.ts"
import { execute } from "../../../src/command/index.ts"
import { memoryCarrier, memoryGateway } from "../../../src/memory/index.ts"
import { type Kernel, openKernel } from "../../../src/shop/index.ts"
import type { Adapter } from "../../../src/storage/index.ts"
import { address, entryOf, furnish, type Json, system } from "../../shop/small-shop.ts"

/**
 * The process that is killed: eight buyers at once on one file, each command under a key of its own. Every line is written
 * by a synchronous call to standard output, so what the parent has read is what had happened: `B` and `E` around each
 * transaction, `>` before a command, `<` with its position after its reply, `!` with the tag of a refusal.
 */
const [folder = "", run = "0", plant = "", place] = process.argv.slice(2)

const say = (line: string): void => void writeSync(1, `${line}\n`)

const trace = (moment: "begin" | "end"): void => say(moment === "begin" ? "B" : "E")

/** The tenant of a PostgreSQL server. */
const database = (told: string): Adapter => {
  const { connection, tenant } = JSON.parse(told)
  const pool = new pg.Pool({ ...connection, max: 4 })
  pool.on("error", () => {})
  return postgres(overPg(pool), { tenant, trace })
}

const file: Adapter =
  place === undefined
    ? sqlite(`${folder}/shop.db`, { synchronous: plant === "no-sync" ? "off" : "full", trace })
    : database(place)

/** A reply that does not wait for its commit: what the campaign must find. */
const hasty: Adapter = {
  name: "hasty",
  open: (collections) =>
    Effect.map(file.open(collections), (storage) => ({
      ...storage,
      commit: (commit) => {
        Effect.runFork(storage.commit(commit))
        return Effect.succeed({ position: 0, reply: commit.reply, repeated: false })
      }
    }))
}

const buy = Effect.fnUntraced(function* (kernel: Kernel, buyer: number) {
  const actor: Actor = { id: `buyer-${buyer}`, kind: "customer" }
  let count = 0
  const command = Effect.fnUntraced(function* (name: string, by: Actor, input: unknown) {
    const key = `${run}-${buyer}-${count++}`
    say(`> ${name}/${by.id}/${key}`)
    const entry = entryOf(kernel, name)
    const outcome: Outcome<Json> = yield* execute(kernel.engine, entry as never, input, { actor: by, key, wire: true })
    say(`< ${name}/${by.id}/${key} ${outcome.position}`)
    return outcome.reply as Json
  })
  const basket = Effect.gen(function* () {
    const cart = yield* command("cart.open", actor, { currency: "CNY" })
    for (const sku of ["longjing", "puer", "cup"]) {
      yield* command("cart.addLine", actor, { cart: cart.id, sku, quantity: 1 + ((buyer + count) % 3) })
    }
    if (count % 2 === 0) yield* command("cart.enterCode", actor, { cart: cart.id, code: "SAVE10" })
    yield* command("cart.choose", actor, {
      cart: cart.id,
      delivery: { option: "standard", region: "CN-ZJ" },
      paymentMethod: "sandbox"
    })
    const quote = yield* command("cart.quote", actor, { cart: cart.id })
    const placed = yield* command("order.place", actor, { cart: cart.id, quote: quote.id, address, gateway: "sandbox" })
    if (count % 3 === 0) return yield* command("order.cancel", actor, { order: placed.id })
    const amount = { amount: yuan(placed.total.amount), currency: "CNY" }
    yield* command("payment.report", system, { payment: placed.payment, state: "captured", amount })
    if (count % 4 === 0) return yield* command("order.cancel", actor, { order: placed.id })
    const lines = placed.lines.map(({ id, quantity }: Json) => ({ line: id, quantity }))
    yield* command("order.ship", system, { order: placed.id, carrier: "slowboat", place: "hangzhou", lines })
  })
  for (;;)
    yield* Effect.catch(basket, (refused: Json) =>
      Effect.sync(() =>
        say(
          `! ${refused._tag}${refused._tag === "StorageError" ? `:${String(refused.detail).replaceAll(" ", "_")}` : ""}`
        )
      )
    )
})

const yuan = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`

const program = Effect.gen(function* () {
  const kernel = yield* openKernel({
    storage: plant === "reply-before-commit" ? hasty : file,
    vault: fileVault(`${folder}/shop.keys`),
    gateways: [memoryGateway({ name: "sandbox" })],
    carriers: [memoryCarrier({ name: "slowboat" })]
  })
  const execution = (name: string, input: unknown) =>
    Effect.map(
      execute(kernel.engine, entryOf(kernel, name) as never, input, { actor: system, wire: true }),
      ({ reply }) => reply as Json
    )
  if (run === "furnish") {
    yield* furnish(execution, { stock: 1_000_000, uses: 1_000_000 })
    // Nobody carries intents here, so what is cancelled waits for the gateway's word for ever.
    const value = { orders: 1_000_000, pieces: 1_000_000_000 }
    yield* execution("settings.change", { section: "order.unpaid", value })
    // Connections that are kept open would keep the process.
    process.exit(0)
  }
  say("ready")
  yield* Effect.forEach(Array.from({ length: 8 }), (_, buyer) => buy(kernel, buyer), { concurrency: "unbounded" })
})

await Effect.runPromise(Effect.scoped(program) as Effect.Effect<void>)
