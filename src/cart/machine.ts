import { machine } from "../kernel/machine.ts"

/** A cart is filled until it is ordered; an ordered cart never changes again. */
export const cartMachine = machine("cart", "open", {
  open: { order: "ordered" },
  ordered: {}
})
