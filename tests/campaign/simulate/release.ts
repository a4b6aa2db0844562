import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import type { JsonObject } from "../../../src/kernel/json.ts"
import type { Program, Rollout } from "../../../src/testing/index.ts"
import { planted } from "../pricing/engine.ts"
import type { Change } from "../pricing/plants.ts"
import { change } from "./change.ts"
import { releasePlants } from "./release-plants.ts"

const cart = change("cart")
const logistics = change("logistics")

/**
 * The release that follows this one, as its author would change the sources: a cart says whether it ever held so many pieces
 * of one article that the wholesale desk looks at it, and a parcel whose label is there is `labelled`. The release before
 * cannot say the first; the second it says in its own words.
 */
export const nextRelease: ReadonlyArray<Change> = [
  cart("model", "    openedAt: Instant,\n", "    bulk: Schema.Boolean,\n    openedAt: Instant,\n"),
  cart(
    "model",
    '  indexes: { customer: ["customer", "state", "changedAt"] }\n',
    `  indexes: { customer: ["customer", "state", "changedAt"] },
  revisions: [
    {
      up: (before) => ({ ...before, bulk: false }),
      down: ({ bulk, ...before }) => (bulk === true ? undefined : before)
    }
  ]
`
  ),
  cart("commands/change", "      openedAt: now,\n", "      bulk: false,\n      openedAt: now,\n"),
  cart(
    "commands/change",
    "const reply: Cart = { ...cart, ...fields, changedAt: now }",
    `const bulk = cart.bulk || (fields.lines ?? []).some(({ quantity }) => quantity >= 3)
    const reply: Cart = { ...cart, ...fields, bulk, changedAt: now }`
  ),
  logistics("machine", 'created: { book: "booked",', 'created: { book: "booked", label: "labelled",'),
  logistics(
    "machine",
    '  booked: { pickUp: "pickedUp", ...way, ...ends, void: "voided" },\n',
    `  booked: { pickUp: "pickedUp", ...way, ...ends, void: "voided" },
  labelled: { pickUp: "pickedUp", ...way, ...ends, void: "voided" },
`
  ),
  logistics("rules/tracking", "  booked: 1,\n", "  booked: 1,\n  labelled: 1,\n"),
  logistics(
    "commands/ship",
    'next(shipmentMachine, shipment.state, "book")',
    'next(shipmentMachine, shipment.state, accepted.label === undefined ? "book" : "label")'
  ),
  logistics(
    "model",
    '    tracking: ["trackingNumber", "carrier"]\n  }\n',
    `    tracking: ["trackingNumber", "carrier"]
  },
  revisions: [
    {
      up: (before) =>
        before.state === "booked" && before.label !== undefined ? { ...before, state: "labelled" } : before,
      down: (after) => (after.state === "labelled" ? { ...after, state: "booked" } : after)
    }
  ]
`
  )
]

const root = new URL("../../../", import.meta.url)
const mark = "?release=next"

/** Loads the changed sources beside those of this release: each of their modules has a mark behind its address. */
const load = async (changes: ReadonlyArray<Change>): Promise<Program> => {
  const texts = new Map(
    [...planted({ is: "", changes }, "of the next release")].map(([file, text]) => [
      `${new URL(file, root).href}${mark}`,
      text
    ])
  )
  const waiting = new Set(texts.keys())
  const src = new URL("src/", root).href
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      const inside = context.parentURL?.endsWith(mark) === true && found.url.startsWith(src)
      return inside ? { ...found, url: `${found.url}${mark}` } : found
    },
    load: (url, context, next) => {
      if (!url.endsWith(mark)) return next(url, context)
      const address = url.slice(0, -mark.length)
      const text = texts.get(url)
      waiting.delete(url)
      // From the file itself: a fault of this release is none of the next.
      return { ...next(address, context), source: text ?? readFileSync(new URL(address), "utf8") }
    }
  })
  const shop = (await import(`${src}shop/index.ts${mark}`)) as Pick<Program, "openKernel" | "call">
  const { work } = (await import(`${src}command/index.ts${mark}`)) as Pick<Program, "work">
  if (waiting.size > 0) throw new Error(`the next release changes files that no shop loads: ${[...waiting].join(", ")}`)
  return { openKernel: shop.openKernel, call: shop.call, work }
}

/** A cart that a caller was told of as `bulk` is so for ever. */
function* asks(
  replies: ReadonlyMap<string, JsonObject>,
  document: (key: string) => JsonObject | undefined
): Iterable<string> {
  const told = new Set<string>()
  for (const { id, bulk } of replies.values()) if (bulk === true && typeof id === "string") told.add(id)
  for (const id of told)
    if (document(`cart/${id}`)?.["bulk"] !== true) yield `cart ${id} was told to be bulk, and is not`
}

/** A rolling deployment of the next release, with one of its own plants in it if one is named. */
export const rolloutOf = async (plant: string): Promise<Rollout> => ({
  next: await load([...nextRelease, ...(releasePlants[plant]?.next ?? [])]),
  raises: [
    { collection: "cart", version: 2 },
    { collection: "shipment", version: 2 }
  ],
  asks
})
