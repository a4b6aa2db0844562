import type { Personal } from "../../privacy/model.ts"
import { shipmentMachine } from "../machine.ts"
import type { Address, ParcelLine, Shipment } from "../model.ts"

/** What a new shipment is made of. */
export interface ShipmentDraft {
  readonly id: string
  readonly order: string
  readonly customer: string
  /** Where it leaves from. */
  readonly place: string
  readonly carrier: string
  readonly lines: ReadonlyArray<ParcelLine>
  /** Clear: a sealed one belongs to the document that it was read from. */
  readonly address: Personal<Address>
  readonly weightGrams: number
}

/** A shipment that no carrier knows of yet. */
export const shipmentOf = (draft: ShipmentDraft, now: number): Shipment => ({
  ...draft,
  state: shipmentMachine.initial,
  events: [],
  createdAt: now
})

/** What a shipment weighs by what its goods weigh each, in grams; packing not counted. */
export const weightOf = (lines: ReadonlyArray<{ readonly quantity: number; readonly weightGrams: number }>): number =>
  lines.reduce((sum, { quantity, weightGrams }) => sum + quantity * weightGrams, 0)

/**
 * How many pieces of each line of an order have left, over all its shipments but those that were voided.
 *
 * Law: the sum over parcels is what was shipped (L43).
 */
export const shippedQuantities = (
  shipments: ReadonlyArray<{
    readonly state: string
    readonly lines: ReadonlyArray<{ readonly line: string; readonly quantity: number }>
  }>
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { state, lines } of shipments) {
    if (state === "voided") continue
    for (const { line, quantity } of lines) sums.set(line, (sums.get(line) ?? 0) + quantity)
  }
  return sums
}
