/** Whatever is sent, the server and its OpenAPI document say the same of it. */
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { AnyCommand, AnyQuery } from "pannier/command"
import { isCommand } from "pannier/shop"
import { arbitrary } from "pannier/testing"
import { documentOf } from "@pannier/http"
import { mismatch } from "./description.ts"
import { readyToOrder, type TeaServer, withServer } from "./shop.ts"

const { seed } = fc.readConfigureGlobal()

type Entry = AnyCommand | AnyQuery
type Fields = Readonly<Record<string, unknown>>

/** What would leave the next call without rights, prices or policies to meet. */
const sparedNames = new Set(["permission.grant", "permission.revoke", "settings.change", "operations.raise"])

const entriesOf = ({ shop }: TeaServer): ReadonlyArray<readonly [path: string, entry: Entry]> =>
  Object.entries<Readonly<Record<string, Entry>>>({ ...shop.kernel.table })
    .flatMap(([domain, named]) => Object.entries(named).map(([name, entry]) => [`/${domain}/${name}`, entry] as const))
    .filter(([, { name }]) => !sparedNames.has(name))

/** What stands in a field that is wrong: empty, far too long, of another kind, outside of every range. */
const wrong = fc.constantFrom<unknown>(
  null,
  "",
  "x".repeat(2000),
  "\u0000",
  " ",
  "a b",
  -1,
  1e21,
  0.5,
  true,
  {},
  [],
  [[]]
)

/** Inputs as they are sent: lawful ones, about what there is, and each with one of its fields bent. */
const inputsOf = ({ input }: Entry, ids: Readonly<Record<string, ReadonlyArray<string>>>): ReadonlyArray<Fields> => {
  const drawn = arbitrary({ ast: input.ast, Type: undefined as unknown }, { existing: (of) => ids[of] ?? [] })
  const wire = drawn.map((one) => Schema.encodeUnknownSync(input)(one) as Fields)
  const bent = wire.chain((one) =>
    Object.keys(one).length === 0
      ? fc.constant(one)
      : fc.tuple(fc.constantFrom(...Object.keys(one)), wrong).map(([name, value]) => ({ ...one, [name]: value }))
  )
  return [...fc.sample(wire, 4), ...fc.sample(bent, 8)]
}

describe("drawn inputs", () => {
  test(
    "every answer is described; what is taken fits the document, and what its pattern forbids is refused",
    { timeout: 120_000 },
    () =>
      withServer(
        async (server) => {
          const document = documentOf(server.shop.kernel)
          const ready = await readyToOrder(server)
          const placed = await server.post("customer:ann", "/order/place", ready)
          await server.work()
          const { id: order, payment } = placed.json
          const ids = {
            cart: [ready.cart],
            quote: [ready.quote],
            order: [order],
            payment: [payment],
            variant: ["longjing"]
          }
          const seen = { taken: 0, refused: 0, malformed: 0, patterns: 0 }
          for (const [path, entry] of entriesOf(server)) {
            if (!isCommand(entry)) continue
            const { schema } = contentOf(document, path)
            for (const [index, input] of inputsOf(entry, ids).entries()) {
              const who = index % 2 === 0 ? "system:system" : "customer:ann"
              // The answer itself is held against the document by whoever sends.
              const { status, json } = await server.post(who, path, input)
              const told = `${path} seed ${seed}: ${status} ${json?.reason ?? ""} for ${JSON.stringify(input).slice(0, 500)}`
              const misfit = mismatch(document, schema, input)
              if (json?._tag !== "InvalidInput") {
                expect(misfit, told).toBeUndefined()
                if (status === 200) seen.taken++
                else seen.refused++
                continue
              }
              seen.malformed++
              // Rules that no pattern and no range can say are the server's alone.
              if (!json.reason.startsWith("Expected a string matching")) continue
              seen.patterns++
              expect(misfit, told).toBeDefined()
            }
          }
          expect(server.failures).toEqual([])
          expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(10)
        },
        { audited: false }
      )
  )

  test("queries answer what is described for whatever stands in the address", { timeout: 120_000 }, () =>
    withServer(async (server) => {
      const ready = await readyToOrder(server)
      const ids = { cart: [ready.cart], quote: [ready.quote], variant: ["longjing"] }
      let answered = 0
      for (const [path, entry] of entriesOf(server)) {
        if (isCommand(entry)) continue
        for (const input of inputsOf(entry, ids)) {
          const parameters = Object.entries(input).map(
            ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const
          )
          const { status } = await server.get("system:system", path, Object.fromEntries(parameters))
          expect([200, 400, 404, 409, 422], `${path} ${JSON.stringify(input).slice(0, 300)}`).toContain(status)
          if (status === 200) answered++
        }
      }
      expect(answered).toBeGreaterThan(50)
    })
  )
})

// oxlint-disable-next-line typescript/no-explicit-any -- a document is walked by its own words
const contentOf = (document: any, path: string) => document.paths[path].post.requestBody.content["application/json"]
