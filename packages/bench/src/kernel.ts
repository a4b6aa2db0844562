import * as Result from "effect/Result"
import { type EventOf, type IllegalTransition, machine, next, type StateOf } from "pannier/kernel"
import { contest, type Suite } from "./measure.ts"
import { peer, type Snapshot, versionOf, type XState } from "./peers.ts"

const table = {
  draft: { place: "placed", drop: "dropped" },
  placed: { authorise: "authorised", cancel: "cancelled" },
  authorised: { capture: "captured", cancel: "cancelled" },
  captured: { pick: "picking", refund: "refunded" },
  picking: { pack: "packed", refund: "refunded" },
  packed: { ship: "shipped" },
  shipped: { deliver: "delivered", lose: "lost" },
  delivered: { receive: "received", return: "returned" },
  received: { close: "closed" },
  closed: {},
  cancelled: {},
  dropped: {},
  lost: {},
  refunded: {},
  returned: {}
} as const

const path = ["place", "authorise", "capture", "pick", "pack", "ship", "deliver", "receive", "close"] as const

const life = machine("order", "draft", table)
type State = StateOf<typeof life>
type Event = EventOf<typeof life>

interface Order {
  readonly id: string
  readonly state: State
  readonly version: number
  readonly due: number
  readonly paid: number
  readonly steps: number
}

interface Recorded {
  readonly stream: string
  readonly sequence: number
  readonly at: number
  readonly event: Event
  readonly from: State
  readonly to: State
}

interface Unpaid {
  readonly _tag: "Unpaid"
  readonly due: number
}

// The guard: nothing is picked, packed or shipped that is not paid.
const mayPass = (order: Order, event: Event): boolean =>
  event === "pick" || event === "pack" || event === "ship" ? order.paid >= order.due : true

const step = (
  order: Order,
  event: Event,
  at: number
): Result.Result<{ readonly order: Order; readonly recorded: Recorded }, IllegalTransition | Unpaid> => {
  if (!mayPass(order, event)) return Result.fail({ _tag: "Unpaid", due: order.due - order.paid })
  const moved = next(life, order.state, event)
  if (Result.isFailure(moved)) return Result.fail(moved.failure)
  const to = moved.success
  const after: Order = {
    ...order,
    state: to,
    version: order.version + 1,
    paid: event === "capture" ? order.due : order.paid,
    steps: order.steps + 1
  }
  return Result.succeed({
    order: after,
    recorded: { stream: order.id, sequence: after.version, at, event, from: order.state, to }
  })
}

const placed: Order = { id: "order-1", state: "draft", version: 1, due: 1990, paid: 0, steps: 0 }

const walk = (): Order => {
  let order = placed
  for (const event of path) {
    const answer = step(order, event, 1_750_000_000_000)
    if (Result.isFailure(answer)) throw new Error(`${event} was refused with ${answer.failure._tag}`)
    order = answer.success.order
  }
  return order
}

const guarded = ["pick", "pack", "ship"]

const theirs = ({ setup, assign }: XState): object => {
  const count = ({ context }: { readonly context: Snapshot["context"] }) => context.steps + 1
  const states = Object.fromEntries(
    Object.entries(table).map(([state, row]) => {
      const on = Object.fromEntries(
        Object.entries(row).map(([event, target]) => [
          event,
          {
            target,
            ...(guarded.includes(event) ? { guard: "paid" } : {}),
            actions: assign(event === "capture" ? { steps: count, paid: () => placed.due } : { steps: count })
          }
        ])
      )
      return [state, Object.keys(on).length === 0 ? { type: "final" } : { on }]
    })
  )
  return setup({
    guards: { paid: ({ context }: { readonly context: Snapshot["context"] }) => context.paid >= placed.due }
  }).createMachine({ id: "order", initial: "draft", context: { paid: 0, steps: 0 }, states })
}

/** One transition with guard, changed context and event record, against xstate v5; nine in a row, draft to closed. */
export const suite: Suite = async () => {
  const xstate = await peer("xstate")
  const order = theirs(xstate)
  const events = path.map((type) => ({ type }))
  const [start] = xstate.initialTransition(order)
  const pure = (): Snapshot => events.reduce((snapshot, event) => xstate.transition(order, snapshot, event)[0], start)
  const acted = (): Snapshot => {
    const actor = xstate.createActor(order)
    actor.start()
    for (const event of events) actor.send(event)
    return actor.getSnapshot()
  }
  for (const end of [pure(), acted()]) {
    const ours = walk()
    if (end.value !== ours.state || end.context.steps !== ours.steps || end.context.paid !== ours.paid) {
      throw new Error("the two machines end differently")
    }
  }
  return {
    rows: [
      contest({ name: "transition, guard, record / xstate pure", ours: walk, peer: pure, each: path.length, goal: 50 }),
      contest({ name: "transition, guard, record / xstate actor", ours: walk, peer: acted, each: path.length })
    ],
    notes: [
      `${versionOf("xstate")}: \`transition()\` and \`actor.send()\`, context changed by assign, no event record; ours makes one`
    ]
  }
}
