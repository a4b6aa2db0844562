import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Sku, variants } from "../../catalog/model.ts"
import {
  command,
  type Decision,
  type EventType,
  type Loading,
  type Moment,
  put,
  type Read
} from "../../command/index.ts"
import { ref } from "../../kernel/id.ts"
import { available, type Balance, type Transfer } from "../../ledger/model.ts"
import { ReferenceUsed, SkuTwice, StockShort } from "../errors.ts"
import {
  Count,
  Counted,
  type Movement,
  movements,
  Pieces,
  places,
  Receipt,
  Return,
  StockCounted,
  StockReceived,
  StockReturned,
  StockWrittenOff,
  WriteOff,
  WriteOffReason
} from "../model.ts"
import { shelf, short } from "../rules/accounts.ts"
import {
  countStock,
  onHand,
  owedBy,
  receiveStock,
  returnStock,
  type ShelfBalance,
  writeOffStock
} from "../rules/transfers.ts"

// A movement writes one document and at most two posts a line.
const lines = <A extends Schema.Constraint>(line: A) => Schema.Array(line).check(Schema.isBetweenLength(1, 400))

const moved = {
  /** The number of the paper behind it. Given again with the same lines, it changes nothing. */
  reference: ref("movement"),
  place: ref("place"),
  lines: lines(Schema.Struct({ sku: Sku, quantity: Pieces }))
}

class MoveStock extends Schema.Opaque<MoveStock>()(Schema.Struct(moved)) {}

/** What stands in the books before a movement. */
export interface Before {
  readonly known: Movement | undefined
  readonly balances: ReadonlyMap<string, ShelfBalance>
}

function* before(
  input: {
    readonly reference: string
    readonly place: string
    readonly lines: ReadonlyArray<{ readonly sku: string }>
  },
  read: Read
): Loading<Before> {
  const skus = input.lines.map(({ sku }) => sku)
  const { known, shelves, shorts } = yield* read.all({
    known: read.maybe(movements, input.reference),
    place: read.one(places, input.place),
    variants: read.many(variants, skus),
    shelves: read.balances(skus.map((sku) => shelf(input.place, sku))),
    shorts: read.balances(skus.map((sku) => short(input.place, sku)))
  })
  const balances = new Map<string, ShelfBalance>()
  skus.forEach((sku, index) => {
    const [shelf, short] = [shelves[index], shorts[index]]
    if (shelf !== undefined && short !== undefined) balances.set(sku, { shelf, short })
  })
  return { known, balances }
}

/** The movement as a decision: nothing if it is known, `ReferenceUsed` if another one is, `SkuTwice`. */
const move = <M extends Movement>(
  known: Movement | undefined,
  movement: M,
  told: EventType<{
    readonly place: string
    readonly lines: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>
  }>,
  quantities: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>,
  transfers: ReadonlyArray<Transfer>
): Result.Result<Decision<M>, ReferenceUsed | SkuTwice> => {
  const skus = movement.lines.map(({ sku }) => sku)
  const twice = skus.find((sku, index) => skus.indexOf(sku) < index)
  if (twice !== undefined) return Result.fail({ _tag: "SkuTwice", sku: twice })
  if (known !== undefined) {
    return sayTheSame(known, movement)
      ? Result.succeed({ reply: known })
      : Result.fail({ _tag: "ReferenceUsed", reference: movement.id })
  }
  const event = told.of({ place: movement.place, lines: quantities })
  return Result.succeed({ reply: movement, changes: [put(movements, movement, event)], transfers })
}

/** Whether two movements say the same but for when and by whom they were told. */
const sayTheSame = <M extends Movement>(known: Movement, movement: M): known is M =>
  known.kind === movement.kind &&
  known.place === movement.place &&
  (known.kind !== "writeOff" || movement.kind !== "writeOff" || known.reason === movement.reason) &&
  known.lines.length === movement.lines.length &&
  known.lines.every((line, index) => isLine(line, movement.lines[index]))

type Line = Movement["lines"][number]

const isLine = (known: Line, told: Line | undefined): boolean =>
  told !== undefined && known.sku === told.sku && piecesOf(known) === piecesOf(told)

const piecesOf = (line: Line): number => ("counted" in line ? line.counted : line.quantity)

const about = (
  { reference, place }: { readonly reference: string; readonly place: string },
  { now, actor }: Moment
) => ({
  id: reference,
  place,
  at: now,
  by: actor.id
})

/** Takes goods in from a supplier. */
export const receive = command("inventory.receive", {
  summary: "takes goods in from a supplier",
  input: MoveStock,
  reply: Receipt,
  refusals: [SkuTwice, ReferenceUsed],
  permission: "inventory.receive",
  load: before,
  decide: ({ known, balances }, input, moment) => {
    const receipt: Receipt = { ...about(input, moment), kind: "receipt", lines: input.lines }
    const transfers = input.lines.flatMap(({ sku, quantity }) =>
      receiveStock(input.reference, sku, { place: input.place, quantity }, owedBy(balances.get(sku)?.short))
    )
    return move(known, receipt, StockReceived, input.lines, transfers)
  }
})

/** Sends goods back to a supplier. What is held for buyers stays. */
export const sendBack = command("inventory.sendBack", {
  summary: "sends goods back to a supplier",
  input: MoveStock,
  reply: Return,
  refusals: [SkuTwice, ReferenceUsed, StockShort],
  permission: "inventory.sendBack",
  load: before,
  decide: ({ known, balances }, input, moment) => {
    const sent: Return = { ...about(input, moment), kind: "return", lines: input.lines }
    const transfers = input.lines.map(({ sku, quantity }) =>
      returnStock(input.reference, sku, { place: input.place, quantity })
    )
    const decided = move(known, sent, StockReturned, input.lines, transfers)
    if (Result.isFailure(decided) || known !== undefined) return decided
    for (const { sku, quantity: wanted } of input.lines) {
      const free = freeOn(balances.get(sku)?.shelf)
      if (free < wanted) return Result.fail<StockShort>({ _tag: "StockShort", sku, wanted, available: free })
    }
    return decided
  }
})

const freeOn = (balance: Balance | undefined): number => (balance === undefined ? 0 : Number(available(balance) ?? 0n))

class WriteOffStock extends Schema.Opaque<WriteOffStock>()(Schema.Struct({ ...moved, reason: WriteOffReason })) {}

/** Writes off goods that are broken or gone: a fact, which nothing refuses. */
export const writeOff = command("inventory.writeOff", {
  summary: "writes off goods that are broken or gone",
  input: WriteOffStock,
  reply: WriteOff,
  refusals: [SkuTwice, ReferenceUsed],
  permission: "inventory.writeOff",
  load: before,
  decide: ({ known }, input, moment) => {
    const { reason } = input
    const written: WriteOff = { ...about(input, moment), kind: "writeOff", reason, lines: input.lines }
    const transfers = input.lines.map(({ sku, quantity }) =>
      writeOffStock(input.reference, sku, { place: input.place, quantity })
    )
    return move(known, written, StockWrittenOff, input.lines, transfers)
  }
})

class CountStock extends Schema.Opaque<CountStock>()(
  Schema.Struct({
    reference: moved.reference,
    place: moved.place,
    lines: lines(Schema.Struct({ sku: Sku, counted: Counted }))
  })
) {}

/** Takes in what was counted on the shelves of a place: a fact, which nothing refuses. */
export const count = command("inventory.count", {
  summary: "takes in what was counted on the shelves of a place",
  input: CountStock,
  reply: Count,
  refusals: [SkuTwice, ReferenceUsed],
  permission: "inventory.count",
  load: before,
  decide: ({ known, balances }, input, moment) => {
    const expected = (sku: string): number => {
      const balance = balances.get(sku)
      return balance === undefined ? 0 : Number(onHand(balance))
    }
    const found = input.lines.map(({ sku, counted }) => ({ sku, counted, expected: expected(sku) }))
    const counted: Count = { ...about(input, moment), kind: "count", lines: found }
    const transfers = input.lines.flatMap(({ sku, counted: pieces }) => {
      const balance = balances.get(sku)
      if (balance === undefined) return []
      return countStock(input.reference, sku, { place: input.place, counted: pieces }, balance)
    })
    const differences = found.map((line) => ({ sku: line.sku, quantity: line.counted - line.expected }))
    return move(known, counted, StockCounted, differences, transfers)
  }
})
