import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { memory, memoryVault } from "pannier/memory"
import { Carts, CurrentActor, layer, Orders, Worker } from "pannier/shop"

// #region program
const program = Effect.gen(function* () {
  const carts = yield* Carts
  const orders = yield* Orders
  const cart = yield* carts.open({ currency: "CNY" })
  yield* Console.log(cart.state, cart.lines.length)

  // A refusal is a failure with its own type, caught by its tag.
  const said = yield* orders
    .cancel({ order: "ord_unknown" })
    .pipe(Effect.catchTag("NotFound", ({ collection, id }) => Effect.succeed(`no ${collection} ${id}`)))
  yield* Console.log(said)

  const { work } = yield* Worker
  yield* Console.log(yield* work({ limit: 100 }))
})

const asAnn = Effect.provideService(program, CurrentActor, { id: "ann", kind: "customer" })
await Effect.runPromise(Effect.provide(asAnn, layer({ storage: memory(), vault: memoryVault() })))
// #endregion program
