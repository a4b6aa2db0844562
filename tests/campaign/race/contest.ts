import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { hearGateway, type Json, system } from "../../shop/small-shop.ts"
import type { Node } from "./nodes.ts"
import { buy, type Prize, requote, type Ticket, ticketFor, type Won } from "./prizes.ts"

/** What came of some contests. */
export interface Counts {
  won: number
  /** Racers who heard that they come too late, by the refusal that told them. */
  readonly late: Record<string, number>
  /** Racers whose command was sent twice at once, through two nodes, and answered alike. */
  twice: number
  cancelled: number
  paid: number
}

/** Who races where, and by what chance. */
export interface Field {
  readonly nodes: ReadonlyArray<Node>
  readonly racers: number
  readonly chance: () => number
  readonly counts: Counts
  readonly wrong: (what: string) => void
}

/** A quote that ends sooner is made anew, so that nobody is late for another reason. */
const soon = 5 * 60_000

/** Racers who fill their carts at the same time. */
const atOnce = { concurrency: 16 }

/** A thing that is raced for again and again: where everybody stands between two races. */
export class Contest {
  readonly #prize: Prize
  readonly #field: Field
  readonly #tickets: Array<Ticket | undefined>
  #won: Won | undefined

  constructor(prize: Prize, field: Field) {
    this.#prize = prize
    this.#field = field
    this.#tickets = Array.from({ length: field.racers }, () => undefined)
  }

  /** One race: all place their orders at once. The one who wins pays or cancels, and the books are looked at before and after. */
  readonly race = Effect.fnUntraced(function* (this: Contest, round: number) {
    const { counts, chance, nodes, racers } = this.#field
    const won = yield* this.#ready(round)
    const twice = chance() < 0.25
    const first = Math.floor(chance() * nodes.length)
    const keyOf = (racer: number) => `race-${this.#prize.name.replaceAll(" ", "-")}-${round}-${racer}`
    const answers = yield* Effect.forEach(
      this.#tickets,
      (ticket, racer) => {
        if (ticket === undefined) return Effect.die("a racer without a cart")
        const by = (turn: number) => buy(this.#node(first + racer + turn), this.#prize, racer, ticket, keyOf(racer))
        return Effect.all(
          (twice ? [0, 1] : [0]).map((turn) => Effect.result(by(turn))),
          { concurrency: "unbounded" }
        )
      },
      { concurrency: "unbounded" }
    )
    const winners = answers.flatMap(([answer], racer) =>
      answer !== undefined && Result.isSuccess(answer) ? [{ racer, order: answer.success as Json }] : []
    )
    counts.won += winners.length
    if (winners.length !== 1) this.#wrong(round, `${winners.length} of ${racers} have it`)
    answers.forEach((heard, racer) => this.#hear(round, racer, won, heard, winners))
    yield* this.#holds(round, won)
    const again = chance()
    for (const { racer, order } of winners) {
      const ticket = this.#tickets[racer]
      if (ticket === undefined) continue
      const repeated = yield* buy(this.#node(again * nodes.length), this.#prize, racer, ticket, keyOf(racer))
      if (repeated.id !== order.id)
        this.#wrong(round, `racer ${racer} has ${order.id}, and hears of ${repeated.id} again`)
      this.#tickets[racer] = undefined
    }
    yield* this.#settle(round, won, winners)
  })

  #node(number: number): Node {
    const { nodes } = this.#field
    const node = nodes[Math.floor(number) % nodes.length]
    if (node === undefined) throw new Error("no node")
    return node
  }

  #wrong(round: number, what: string): void {
    this.#field.wrong(`round ${round}, ${this.#prize.name}: ${what}`)
  }

  /** Sees to it that there is one to have, and that every racer's quote counts on it. */
  readonly #ready = Effect.fnUntraced(function* (this: Contest, round: number) {
    const prize = this.#prize
    if (this.#won === undefined) {
      this.#won = yield* prize.make(this.#node(round), round)
      if (!prize.lasts) this.#tickets.fill(undefined)
    }
    const won = this.#won
    const tickets = yield* Effect.forEach(
      this.#tickets,
      (ticket, racer) => {
        const node = this.#node(racer)
        if (ticket === undefined) return ticketFor(node, prize, racer, won)
        return ticket.expiresAt - Date.now() < soon ? requote(node, prize, racer, ticket.cart) : Effect.succeed(ticket)
      },
      atOnce
    )
    tickets.forEach((ticket, racer) => (this.#tickets[racer] = ticket))
    return won
  })

  /** What one racer heard, through one node or two. */
  #hear(
    round: number,
    racer: number,
    won: Won,
    heard: ReadonlyArray<Result.Result<Json, Json>>,
    winners: ReadonlyArray<{ readonly racer: number; readonly order: Json }>
  ): void {
    const { counts } = this.#field
    const orders = new Set(winners.map(({ order }) => order.id))
    for (const answer of heard) {
      if (Result.isSuccess(answer)) {
        if (!orders.has(answer.success.id))
          this.#wrong(round, `racer ${racer} has ${answer.success.id} by the second call`)
        continue
      }
      const { _tag } = answer.failure
      if (!this.#prize.late(answer.failure, won)) {
        this.#wrong(round, `racer ${racer} hears ${JSON.stringify(answer.failure, plain)}`)
      } else counts.late[_tag] = (counts.late[_tag] ?? 0) + 1
    }
    if (new Set(heard.map(({ _tag }) => _tag)).size > 1) this.#wrong(round, `racer ${racer} hears yes and no`)
    else if (heard.length > 1) counts.twice++
  }

  /** While the one who won has neither paid nor gone: it is taken once, by holding it or by spending it at once. */
  readonly #holds = Effect.fnUntraced(function* (this: Contest, round: number, { account, free, gone }: Won) {
    const { posted, outgoing, incoming } = yield* this.#balance(account)
    if (posted - outgoing + incoming !== gone) {
      this.#wrong(
        round,
        `${account} has ${posted}, ${outgoing} of it held, and ${incoming} to come: not ${gone} of ${free}`
      )
    }
  })

  /** The winner goes, or pays; then nothing is held any more, and what is there is all of it or what is left. */
  readonly #settle = Effect.fnUntraced(function* (
    this: Contest,
    round: number,
    won: Won,
    winners: ReadonlyArray<{ readonly racer: number; readonly order: Json }>
  ) {
    const { chance, counts, nodes } = this.#field
    const pays = chance() < (this.#prize.lasts ? 0.5 : 0.1)
    const node = this.#node(chance() * nodes.length)
    for (const { racer, order } of winners) {
      const buyer = this.#prize.buyer(racer)
      if (!pays) {
        // What is paid already, the shop cancels.
        yield* node.as(order.state === "paid" ? system : buyer)("order.cancel", { order: order.id })
      } else if (order.state !== "paid") {
        yield* node.work
        yield* node.gateway.pay(order.payment)
        yield* hearGateway({ gateway: node.gateway, as: node.as, clock: { now: Date.now() } })
      }
      yield* node.work
      const { state } = yield* node.as(buyer)("order.get", { order: order.id })
      if (state !== (pays ? "paid" : "cancelled")) this.#wrong(round, `${order.id} is ${state} at the end`)
    }
    if (pays) counts.paid += winners.length
    else counts.cancelled += winners.length
    const { posted, outgoing, incoming } = yield* this.#balance(won.account)
    const expected = pays ? won.gone : won.free
    if (posted !== expected || outgoing !== 0n || incoming !== 0n) {
      this.#wrong(
        round,
        `${won.account} has ${posted}, ${outgoing} of it held, and ${incoming} to come, instead of ${expected}`
      )
    }
    if (pays || winners.length !== 1) this.#won = undefined
  })

  readonly #balance = (account: string) =>
    Effect.map(
      this.#node(0).kernel.engine.storage.read({ documents: [], accounts: [account], queries: [], at: Date.now() }),
      ({ accounts: [found] }) => found ?? { posted: 0n, outgoing: 0n, incoming: 0n }
    )
}

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}` : value)
