import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { broken, every, held, law, vacuous, type Verdict, verdict } from "../kernel/law.ts"
import { PlainBook } from "../ledger/laws.ts"
import { type Account, available, type Balance, type Transfer } from "../ledger/model.ts"
import { apply, withoutDead } from "../ledger/rules.ts"
import { returnedGoods, shelf, shipped, short, sold, type StockLine, supply, unitOf } from "./rules/accounts.ts"
import { allocateStock, offersOf, type Pick, shelves } from "./rules/stock.ts"
import {
  countStock,
  holdStock,
  onHand,
  owedBy,
  receiveStock,
  releaseStock,
  restockReturned,
  returnStock,
  scrapReturned,
  sellStock,
  settleStock,
  shipStock,
  takeBackStock,
  unsellStock,
  writeOffStock
} from "./rules/transfers.ts"

const Small = (maximum: number) => Schema.Int.check(Schema.isBetween({ minimum: 0, maximum }))

/** What happens in a warehouse: which act, how many minutes later, at which place, how many pieces, of which order. */
export const Days = Schema.Array(
  Schema.Struct({ act: Small(15), wait: Small(3), place: Small(1), pieces: Small(7), order: Small(7) })
).check(Schema.isBetweenLength(1, 60))
export type Days = typeof Days.Type

const sku = "tea"
const places = ["near", "far"] as const
const minute = 60_000

/** An order of one line, and how far it is. */
interface Basket {
  readonly line: StockLine
  readonly picks: ReadonlyArray<Pick>
  readonly until: number
  readonly state: "held" | "sold" | "shipped" | "takenBack" | "over"
}

const piecesOf = (picks: ReadonlyArray<Pick>): number => picks.reduce((sum, { quantity }) => sum + quantity, 0)

/** One act, the transfers it was, and what came of them. */
interface Act {
  readonly what: string
  readonly at: number
  readonly transfers: ReadonlyArray<Transfer>
  readonly stood: boolean
  readonly refused: string | undefined
  readonly basket: Basket | undefined
  /** What the places owed before. */
  readonly owed: ReadonlyArray<bigint>
  readonly counted: Pick | undefined
}

/** A warehouse that lives through some days, by the rules of this domain and the ledger. */
class Warehouse {
  readonly book = new PlainBook()
  readonly baskets: Array<Basket> = []
  at = 0
  /** Counted apart from the ledger. */
  received = 0
  sentBack = 0

  balance(account: Account): Balance {
    const found = this.book.balance(account.id) ?? { account, posted: 0n, outgoing: 0n, incoming: 0n }
    return withoutDead(found, this.book.deadOn(account.id, this.at))
  }

  /** The sum of what stands on all accounts of the sku but the supply's. */
  standing(): bigint {
    let sum = 0n
    for (const { account, posted } of this.book.balances.values()) {
      if (account.unit === unitOf(sku) && account.id !== supply(sku).id) sum += posted
    }
    return sum
  }

  shelfAt(place: string) {
    return { shelf: this.balance(shelf(place, sku)), short: this.balance(short(place, sku)) }
  }

  live(number: number, day: Days[number]): Act {
    this.at += day.wait * minute
    const place = places[day.place] ?? "near"
    const pick = { place, quantity: day.pieces + 1 }
    const id = `m${number}`
    if (day.act <= 2) return this.#receive(id, pick)
    if (day.act === 3) return this.#do("writeOff", [writeOffStock(id, sku, pick)])
    if (day.act === 4) {
      const count = { place, counted: day.pieces }
      return {
        ...this.#do("count", countStock(id, sku, count, this.shelfAt(place))),
        counted: { place, quantity: day.pieces }
      }
    }
    if (day.act === 5) return this.#sendBack(id, pick)
    if (day.act <= 9) return this.#hold(id, pick.quantity, day.order)
    const basket = this.baskets[day.order % Math.max(1, this.baskets.length)]
    return basket === undefined ? this.#do("nothing", []) : this.#goOn(id, basket, day.act, place)
  }

  #receive(id: string, pick: Pick): Act {
    const act = this.#do("receive", receiveStock(id, sku, pick, owedBy(this.balance(short(pick.place, sku)))))
    if (act.stood) this.received += pick.quantity
    return act
  }

  #sendBack(id: string, pick: Pick): Act {
    const act = this.#do("sendBack", [returnStock(id, sku, pick)])
    if (act.stood) this.sentBack += pick.quantity
    return act
  }

  #hold(id: string, pieces: number, minutes: number): Act {
    const offers = offersOf(
      places,
      shelves(sku, places).map((account) => this.balance(account))
    )
    const picks = allocateStock(sku, pieces, offers)
    if (Result.isFailure(picks)) return { ...this.#do("hold", []), stood: false, refused: picks.failure._tag }
    const line = { order: id, line: "1", sku }
    const until = this.at + (minutes + 1) * minute
    const basket: Basket = { line, picks: picks.success, until, state: "held" }
    const act = this.#do("hold", holdStock(line, basket.picks, until), basket)
    if (act.stood) this.baskets.push(basket)
    return act
  }

  #goOn(id: string, basket: Basket, act: number, place: string): Act {
    const { line, picks } = basket
    const pieces = piecesOf(picks)
    const owes = new Map<string, bigint>(places.map((one) => [one, owedBy(this.balance(short(one, sku)))]))
    switch (basket.state) {
      case "held":
        if (act === 10) return this.#turn(basket, "over", "release", releaseStock(line, picks))
        if (act === 11) {
          // Paid late: the hold is let go, dead or not, and the goods are taken if they are still there.
          return this.#turn(basket, "sold", "sell", [...releaseStock(line, picks), ...sellStock(line, picks)])
        }
        return this.#turn(basket, "sold", "settle", settleStock(line, picks))
      case "sold":
        if (act === 10) return this.#turn(basket, "over", "unsell", unsellStock(id, line, picks, owes))
        return this.#turn(basket, "shipped", "ship", [shipStock(id, line, pieces)])
      case "shipped":
        return this.#turn(basket, "takenBack", "takeBack", [takeBackStock(id, line, pieces)])
      case "takenBack":
        if (act <= 12)
          return this.#turn(basket, "over", "scrap", [scrapReturned(id, line, { place, quantity: pieces })])
        return this.#turn(
          basket,
          "over",
          "restock",
          restockReturned(id, line, { place, quantity: pieces }, owes.get(place))
        )
      case "over":
        // Whatever is tried once more with what has ended moves nothing.
        return this.#do("again", [shipStock(id, line, pieces)], basket)
    }
  }

  #turn(basket: Basket, into: Basket["state"], what: string, transfers: ReadonlyArray<Transfer>): Act {
    const act = this.#do(what, transfers, basket)
    if (act.stood) this.baskets[this.baskets.indexOf(basket)] = { ...basket, state: into }
    return act
  }

  #do(what: string, transfers: ReadonlyArray<Transfer>, basket?: Basket): Act {
    const owed = places.map((place) => owedBy(this.balance(short(place, sku))))
    const answer = apply(this.book, transfers, this.at)
    if (Result.isSuccess(answer)) this.book.enter(answer.success)
    const refused = Result.isFailure(answer) ? answer.failure._tag : undefined
    return { what, at: this.at, transfers, stood: refused === undefined, refused, basket, owed, counted: undefined }
  }
}

const through = (days: Days, ask: (warehouse: Warehouse, act: Act) => Verdict): Verdict => {
  const warehouse = new Warehouse()
  return every(days.map((day, number) => ask(warehouse, warehouse.live(number, day))))
}

/** L23: goods come from the supplier and go back to him; in between they are somewhere. */
export const goodsAreSomewhere = law({
  id: "L23",
  title: "on hand, held, sold, shipped, returned and lost are together what was received and not sent back",
  input: Days,
  holds: (days) =>
    through(days, (warehouse, { stood, transfers, what, counted }) => {
      if (!stood || transfers.length === 0) return vacuous("nothing moved")
      const wanted = BigInt(warehouse.received - warehouse.sentBack)
      const found = warehouse.standing()
      if (found !== wanted) return broken(`after ${what} there are ${found} pieces of ${wanted}`)
      if (-warehouse.balance(supply(sku)).posted !== wanted) return broken(`${what} bypassed the supply`)
      if (counted === undefined) return held
      const books = onHand(warehouse.shelfAt(counted.place))
      return verdict(
        books === BigInt(counted.quantity),
        () => `${counted.quantity} were counted, the books say ${books}`
      )
    })
})

const comingTo = (transfers: ReadonlyArray<Transfer>, place: string): bigint =>
  transfers.reduce((sum, transfer) => {
    const to = transfer.kind === "post" ? transfer.to.id : undefined
    const comes = to === shelf(place, sku).id || to === short(place, sku).id
    return transfer.kind === "post" && comes ? sum + transfer.amount : sum
  }, 0n)

/** L24: what is promised is there. */
export const neverOversold = law({
  id: "L24",
  title: "no shelf ever has less than is held on it, what a place owes is filled first, and only too few are refused",
  input: Days,
  holds: (days) =>
    through(days, (warehouse, { what, stood, refused, transfers, owed }) => {
      for (const [index, place] of places.entries()) {
        const balance = warehouse.balance(shelf(place, sku))
        if ((available(balance) ?? 0n) < 0n) return broken(`after ${what} the shelf \`${place}\` owes goods`)
        if (warehouse.balance(short(place, sku)).posted > 0n) return broken(`after ${what} \`${place}\` hides goods`)
        const [before = 0n, now] = [owed[index], owedBy(warehouse.balance(short(place, sku)))]
        const came = comingTo(transfers, place)
        const filled = before - now === (came < before ? came : before)
        if (stood && came > 0n && !filled) return broken(`${what} brought ${came} to \`${place}\`, which owes ${now}`)
      }
      if (what === "hold") return refused === undefined || refused === "StockShort" ? held : broken(`held: ${refused}`)
      const fact = what === "receive" || what === "writeOff" || what === "count"
      if (fact && refused !== undefined) return broken(`a fact was refused: ${what}, ${refused}`)
      return transfers.length === 0 ? vacuous("nothing moved") : held
    })
})

/** L25: a hold is dead at its instant, and its goods are free again once. */
export const holdsEnd = law({
  id: "L25",
  title: "goods are held up to an instant and not at it; then they are free, once, and can no longer be settled",
  input: Days,
  holds: (days) =>
    through(days, (warehouse, { what, at, basket, refused }) => {
      for (const place of places) {
        let live = 0n
        for (const { picks, until, state } of warehouse.baskets) {
          if (state !== "held" || until <= warehouse.at) continue
          live += BigInt(piecesOf(picks.filter((pick) => pick.place === place)))
        }
        const outgoing = warehouse.balance(shelf(place, sku)).outgoing
        if (outgoing !== live) return broken(`${outgoing} pieces are held at \`${place}\`, ${live} of live orders`)
      }
      if (what !== "settle" || basket === undefined) return vacuous("nothing was settled")
      const late = at >= basket.until
      return verdict(
        late === (refused === "HoldResolved"),
        () => `settled ${late ? "late" : "in time"}: ${refused ?? "done"}`
      )
    })
})

const Offers = Schema.Struct({
  wanted: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 30 })),
  available: Schema.Array(Small(20)).check(Schema.isMaxLength(6))
})

/** L24 of the rule alone: what is given out is what the places have. */
export const allocationFits = law({
  id: "L24",
  title: "goods are given out of what places have: all that is wanted, of one place if one has all, or nothing",
  input: Offers,
  holds: ({ wanted, available }) => {
    const offers = available.map((pieces, index) => ({ place: `p${index}`, available: pieces }))
    const whole = available.reduce((sum, pieces) => sum + pieces, 0)
    const answer = allocateStock(sku, wanted, offers)
    if (Result.isFailure(answer)) {
      return verdict(whole < wanted && answer.failure.available === whole, () => `${whole} are there, ${wanted} wanted`)
    }
    const picks = answer.success
    const fits = picks.every(({ place, quantity }) => {
      const offer = offers.find((one) => one.place === place)
      return offer !== undefined && quantity >= 1 && quantity <= offer.available
    })
    if (!fits || new Set(picks.map(({ place }) => place)).size !== picks.length) return broken("a pick is no offer")
    if (piecesOf(picks) !== wanted) return broken(`${piecesOf(picks)} given of ${wanted}`)
    return verdict(
      picks.length === 1 || !available.some((pieces) => pieces >= wanted),
      () => "one place would have done"
    )
  }
})

/** L35 of goods: what comes back is at most what was shipped, and that at most what was sold. */
export const nothingFromNothing = law({
  id: "L35",
  title: "no more is shipped than was sold, and no more comes back than was shipped",
  input: Days,
  holds: (days) =>
    through(days, (warehouse, { what, basket, stood, transfers }) => {
      if (basket === undefined || transfers.length === 0) return vacuous("no order moved")
      if (what === "again" && stood) return broken("goods of an order that has ended were shipped")
      for (const account of [sold, shipped, returnedGoods]) {
        const { posted } = warehouse.balance(account(basket.line))
        if (posted < 0n || posted > BigInt(piecesOf(basket.picks)))
          return broken(`${what} left ${posted} on an account`)
      }
      return held
    })
})

/** All laws of this domain. */
export const inventoryLaws = [goodsAreSomewhere, neverOversold, holdsEnd, allocationFits, nothingFromNothing]
