import * as Schema from "effect/Schema"
import { type Loading, query, readSection } from "../../command/index.ts"
import { CurrencyCode, Money } from "../../money/model.ts"
import { type DeliveryOptions, DeliveryOption, deliveryOptions, Region } from "../model.ts"
import { deliveryChoices } from "../rules/freight.ts"

class ChooseDelivery extends Schema.Opaque<ChooseDelivery>()(
  Schema.Struct({
    region: Region,
    weightGrams: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000_000 })),
    currency: CurrencyCode
  })
) {}

/** A way to have goods delivered, and what it costs before promotions. */
export class DeliveryChoice extends Schema.Opaque<DeliveryChoice>()(
  Schema.Struct({ option: DeliveryOption, charge: Money })
) {}

/** The ways to have goods delivered to a region, with what each costs before promotions. */
export const chooseDelivery = query("delivery.choices", {
  summary: "the ways to have goods delivered to a region, with what each costs",
  input: ChooseDelivery,
  reply: Schema.Struct({ choices: Schema.Array(DeliveryChoice) }),
  permission: "delivery.choices",
  *load(): Loading<DeliveryOptions> {
    return (yield* readSection(deliveryOptions)).value
  },
  answer: (options, wanted) => ({
    choices: deliveryChoices<DeliveryOption>(options, wanted).map(({ option, charge }) => ({
      option,
      charge: { amount: charge.amount, currency: wanted.currency }
    }))
  })
})
