import * as Schema from "effect/Schema"
import { section } from "../command/index.ts"

/**
 * How much one buyer may keep from others without having paid for it. A guest is a buyer too; that nobody is any number of guests is
 * for the host to see to, who knows the door.
 */
export class UnpaidPolicy extends Schema.Opaque<UnpaidPolicy>()(
  Schema.Struct({
    /** How many orders of a buyer may wait to be paid at once. */
    orders: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
    /** How many pieces these orders may hold together, of whatever goods. */
    pieces: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 }))
  })
) {}

/** The section of the settings with the {@link UnpaidPolicy}. A limit that is changed counts from nothing. */
export const unpaidPolicy = section<UnpaidPolicy>("order.unpaid", UnpaidPolicy, { orders: 10, pieces: 1_000 })
