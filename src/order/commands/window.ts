import type { OrderPolicy } from "../model.ts"

/**
 * The first instant at which goods may no longer be sent back, milliseconds. The days run from the day after receipt, so the
 * last of them is one day longer than the count.
 */
export const returnableUntil = (receivedAt: number, { returnWithin }: OrderPolicy): number =>
  receivedAt + (returnWithin + 1) * 86_400_000
