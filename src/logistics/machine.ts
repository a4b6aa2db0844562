import { machine } from "../kernel/machine.ts"

const ends = { deliver: "delivered", turnBack: "returning", bringBack: "returned" } as const
const way = { carry: "inTransit", takeOut: "outForDelivery", stall: "exception" } as const

/**
 * The life of a shipment, in words that no carrier owns. Scans get lost, and may outrun the answer to a booking, so any
 * status ahead may be the next one. On its way a parcel may go to and fro; what is delivered can only come back, and what
 * came back has ended.
 */
export const shipmentMachine = machine("shipment", "created", {
  created: { book: "booked", pickUp: "pickedUp", ...way, ...ends, void: "voided" },
  booked: { pickUp: "pickedUp", ...way, ...ends, void: "voided" },
  pickedUp: { ...way, ...ends },
  inTransit: { takeOut: "outForDelivery", stall: "exception", ...ends },
  outForDelivery: { carry: "inTransit", stall: "exception", ...ends },
  exception: { carry: "inTransit", takeOut: "outForDelivery", ...ends },
  delivered: { turnBack: "returning", bringBack: "returned" },
  returning: { bringBack: "returned" },
  returned: {},
  voided: {}
})
