import * as Result from "effect/Result"
import type { CartFull, LineUnknown } from "./errors.ts"

/** What the rules of a cart need to know of its lines. */
export interface Line {
  readonly id: string
  readonly sku: string
  readonly quantity: number
  /** The promotion whose add-on it is. */
  readonly addOnOf?: string
}

/** How much a cart takes. */
export interface CartLimits {
  readonly lines: number
  readonly pieces: number
}

/** Adds pieces of an article: to the line that has it in the same part, bought by itself or as an add-on; or on a new one. */
export const withAdded = <L extends Line>(
  lines: ReadonlyArray<L>,
  added: L,
  limits: CartLimits
): Result.Result<ReadonlyArray<L>, CartFull> => {
  const same = lines.find(({ sku, addOnOf }) => sku === added.sku && addOnOf === added.addOnOf)
  if (same === undefined) {
    return lines.length < limits.lines
      ? Result.succeed([...lines, added])
      : Result.fail({ _tag: "CartFull", of: "lines", limit: limits.lines })
  }
  const quantity = same.quantity + added.quantity
  return quantity <= limits.pieces
    ? Result.succeed(lines.map((line) => (line === same ? { ...line, quantity } : line)))
    : Result.fail({ _tag: "CartFull", of: "pieces", limit: limits.pieces })
}

/** States how many pieces a line has. */
export const withQuantity = <L extends Line>(
  lines: ReadonlyArray<L>,
  id: string,
  quantity: number
): Result.Result<ReadonlyArray<L>, LineUnknown> =>
  lines.some((line) => line.id === id)
    ? Result.succeed(lines.map((line) => (line.id === id ? { ...line, quantity } : line)))
    : Result.fail({ _tag: "LineUnknown", line: id })

/** Takes a line out. */
export const without = <L extends Line>(
  lines: ReadonlyArray<L>,
  id: string
): Result.Result<ReadonlyArray<L>, LineUnknown> =>
  lines.some((line) => line.id === id)
    ? Result.succeed(lines.filter((line) => line.id !== id))
    : Result.fail({ _tag: "LineUnknown", line: id })
