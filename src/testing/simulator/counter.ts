import type { Actor } from "../../command/index.ts"
import type { Delivery, OpenedBox } from "./furniture.ts"
import type { World } from "./world.ts"

/** Who buys: few, so that they meet themselves. */
export const buyers: ReadonlyArray<Actor> = Array.from({ length: 8 }, (_, index) => ({
  id: `buyer-${index + 1}`,
  kind: "customer"
}))
export const clerk: Actor = { id: "clerk-chen", kind: "staff" }
export const cashier: Actor = { id: "cashier-gu", kind: "staff" }
export const manager: Actor = { id: "manager-lin", kind: "staff" }

/** An order and whose it is. */
export interface Known {
  readonly id: string
  readonly buyer: Actor
}

/** What the people of a simulation share. */
export interface Counter {
  readonly world: World
  /** Orders that buyers were told of. */
  readonly orders: Array<Known>
  /** Those of which a clerk has sent something. */
  readonly sent: Array<Known>
  /** Gift cards, by whose they are. */
  readonly cards: Map<string, Array<string>>
  /** What the warehouse has delivered or means to: its own book. */
  readonly deliveries: Array<Delivery>
  /** What it found in boxes that came back, by the return: its own book too. */
  readonly boxes: Map<string, OpenedBox>
  /** How many placed an order. */
  checkouts: number
}
