import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sqlite } from "@pannier/storage-sqlite"
import { fileVault } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import { afterAll, describe, expect, it } from "vitest"
import { ann, ben, clerk, day, fillCart, hearGateway, hour, inSmallShop, type SmallShop } from "./small-shop.ts"

const directory = mkdtempSync(join(tmpdir(), "pannier-bytes-"))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What the buyers tell of themselves: nothing else in the shop says it. */
const persons = [
  {
    actor: ann,
    address: {
      name: "欧阳若澜",
      phone: "+86 139 4827 1650",
      country: "CN",
      region: "CN-ZJ",
      city: "湖州安吉",
      district: "天荒坪镇",
      street: "竹海深处 77 号青砖院",
      postcode: "313302X"
    },
    note: "请放在门口的紫色陶缸里",
    remark: "茶杯碰缺了一个小月牙"
  },
  {
    actor: ben,
    address: {
      name: "Benedikt Ångström",
      phone: "+44 20 7946 0958",
      country: "CN",
      region: "CN-ZJ",
      city: "Yiwu-Quayside",
      street: "Flat 9, Marmalade Wharf",
      postcode: "ZQ7 4XW"
    },
    note: "ring twice, the bell is shy",
    remark: "arrived smelling of bergamot"
  }
]

// The country and the region are no secret: freight is quoted by them.
const open = new Set(["country", "region"])

const secrets = persons.flatMap(({ address, note, remark }) => [
  ...Object.entries(address).flatMap(([field, value]) => (open.has(field) ? [] : [value])),
  note,
  remark
])

/** Every way in which a text could stand in a file. */
const forms = (text: string): ReadonlyArray<readonly [string, Buffer]> => {
  const bytes = Buffer.from(text)
  const wide = Buffer.from(text, "utf16le")
  // In the middle of a longer text base64 has one of three forms; what its neighbours bend is left out.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "")
      .slice(shift === 0 ? 0 : shift + 1, -2)
  )
  return [
    ["UTF-8", bytes],
    ["UTF-16LE", wide],
    ["UTF-16BE", Buffer.from(wide).swap16()],
    ["hex", Buffer.from(bytes.toString("hex"))],
    ["HEX", Buffer.from(bytes.toString("hex").toUpperCase())],
    [
      "JSON escapes",
      Buffer.from(text.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`))
    ],
    ["percent", Buffer.from(encodeURIComponent(text))],
    ...base64.flatMap((form) => [
      ["base64", Buffer.from(form)] as const,
      ["base64url", Buffer.from(form.replaceAll("+", "-").replaceAll("/", "_"))] as const
    ])
  ]
}

const search = (texts: ReadonlyArray<string>) => {
  const files = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))] as const)
  const found = files.flatMap(([name, bytes]) =>
    texts.flatMap((text) =>
      forms(text).flatMap(([form, wanted]) => (bytes.includes(wanted) ? [`${text} as ${form} in ${name}`] : []))
    )
  )
  return { files: files.map(([name]) => name), bytes: files.reduce((sum, [, { length }]) => sum + length, 0), found }
}

/** Ordered, paid, shipped, received, sent back and refunded; every reply under a key, so that it is kept as well. */
const journey = Effect.fnUntraced(function* (
  shop: SmallShop,
  { actor, address, note, remark }: (typeof persons)[number]
) {
  const run = shop.as(actor)
  const cart = yield* fillCart(shop, actor, { longjing: 2, cup: 1 }, ["SAVE10"])
  const { id: quote } = yield* run("cart.quote", { cart })
  const placed = yield* run("order.place", { cart, quote, address, gateway: "sandbox", note }, "place")
  yield* shop.work
  yield* shop.gateway.pay(placed.payment)
  yield* hearGateway(shop)
  const lines = placed.lines.map(({ id, quantity }: { readonly id: string; readonly quantity: number }) => ({
    line: id,
    quantity
  }))
  const order = placed.id
  yield* shop.as(clerk)("order.ship", { order, carrier: "slowboat", place: "hangzhou", lines }, `ship-${order}`)
  yield* shop.work
  const {
    order: seen,
    shipments: [parcel]
  } = yield* run("order.full", { order })
  expect(seen).toMatchObject({ address, note })
  yield* shop.carrier.advance(parcel.id, "delivered")
  shop.clock.now += 7 * hour
  yield* shop.work
  yield* run("order.receive", { order }, "receive")
  const back = yield* run("return.request", { order, lines: lines.slice(0, 1), reason: "damaged", remark }, "back")
  yield* shop.as(clerk)("return.approve", { return: back.id })
  yield* shop.as(clerk)("return.receive", { return: back.id, place: "hangzhou", scrapped: [] })
  yield* shop.work
  expect(yield* run("return.get", { return: back.id })).toMatchObject({ state: "refunded", remark })
})

describe("the bytes of a shop", () => {
  it("L56 the file, its log and the keys hold nothing in clear that a buyer told: no name, phone, street, note or remark", async () => {
    const file = join(directory, "shop.db")
    let open: ReturnType<typeof search> | undefined
    await inSmallShop(
      { adapter: sqlite(file), vault: fileVault(join(directory, "shop.keys")) },
      Effect.fnUntraced(function* (shop) {
        for (const person of persons) yield* journey(shop, person)
        shop.clock.now += 30 * day
        yield* shop.work
        open = search(secrets)
      })
    )
    expect(open?.files).toContain("shop.db-wal")
    expect(open?.found).toEqual([])
    expect(existsSync(file)).toBe(true)
    const closed = search(secrets)
    expect(closed.found).toEqual([])
    expect(closed.bytes).toBeGreaterThan(200_000)
    // The search itself finds what stands there in clear.
    expect(search(["龙井", "Pu'er", "slowboat"]).found.length).toBeGreaterThanOrEqual(3)
    for (const [, bytes] of forms("竹海深处 77 号青砖院").slice(-6)) {
      const around = ["", "a", "ab"].map((before) => Buffer.from(`${before}竹海深处 77 号青砖院 and more`))
      const texts = around.flatMap((one) => [one.toString("base64"), one.toString("base64url")])
      expect(texts.some((text) => text.includes(bytes.toString()))).toBe(true)
    }
  }, 60_000)
})
