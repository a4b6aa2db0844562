import * as Effect from "effect/Effect"
import { answer, type AnyErrand, errand } from "../../command/index.ts"
import { DeliverOrder, ExpireOrder, ReceiveOrder, ReleaseBenefits } from "../model.ts"
import { releaseBenefits } from "./benefits.ts"
import { expire } from "./cancel.ts"
import { deliver } from "./deliver.ts"
import { receiveInTime } from "./receive.ts"

/** The wake-ups of orders: nobody outside is asked, the time has simply come. Virtual goods are delivered by the same way. */
export const orderErrands: ReadonlyArray<AnyErrand> = [
  errand(ExpireOrder, {
    *load() {},
    perform: (_, { order }) => Effect.succeed(answer(expire, { order }))
  }),
  errand(DeliverOrder, {
    *load() {},
    perform: (_, { order }) => Effect.succeed(answer(deliver, { order }))
  }),
  errand(ReceiveOrder, {
    *load() {},
    perform: (_, { order }) => Effect.succeed(answer(receiveInTime, { order }))
  }),
  errand(ReleaseBenefits, {
    *load() {},
    perform: (_, { order }) => Effect.succeed(answer(releaseBenefits, { order }))
  })
]
