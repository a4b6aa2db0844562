import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import { describe, expect, test } from "vitest"
import { edge } from "pannier/kernel"
import { type AnyCommand, type AnyQuery, failures } from "pannier/command"
import { memory, memoryCarrier, memoryGateway, memoryVault } from "pannier/memory"
import { isCommand, openShop } from "pannier/shop"
import { documentOf, httpHandler } from "@pannier/http"
import { flaws, schemasOf } from "./description.ts"

const gateways = [memoryGateway({ name: "sandbox" })]
const carriers = [memoryCarrier({ name: "slowboat" })]
await using shop = await openShop({ storage: memory(), vault: memoryVault(), gateways, carriers })
// oxlint-disable-next-line typescript/no-explicit-any -- a document is walked by its own words
const document: any = documentOf(shop.kernel, { gateways, carriers })

const entries = Object.entries<Record<string, AnyCommand | AnyQuery>>({ ...shop.kernel.table }).flatMap(
  ([domain, named]) => Object.entries(named).map(([name, entry]) => [`/${domain}/${name}`, entry] as const)
)
const bodyOf = (name: string) => ({ $ref: `#/components/schemas/Refused.${name}` })
const choicesOf = (path: string, method: string, status: number) => {
  const schema = document.paths[path][method].responses[status].content["application/json"].schema
  return schema.anyOf ?? [schema]
}

describe("the OpenAPI document", () => {
  test("is sound by the rules of version 3.1", () => {
    expect(flaws(document)).toEqual([])
    expect(schemasOf(document).length).toBeGreaterThan(1000)
  })

  test("the check of soundness finds what is planted", () => {
    const planted = structuredClone(document)
    planted.openapi = "3.0.3"
    planted.paths["/cart/get"].get.operationId = "cart.open"
    planted.paths["/cart/open"].post.responses["200"].content["application/json"].schema = { $ref: "#/components/no" }
    planted.paths["/cart/open"].post.security = [{ nobody: [] }]
    expect(flaws(planted)).toHaveLength(4)
  })

  test("has every entry of the table, by its method, and nothing else", () => {
    expect(entries.length).toBeGreaterThanOrEqual(60)
    const described = Object.entries<object>(document.paths).map(
      ([path, item]) => `${Object.keys(item).join()} ${path}`
    )
    const expected = entries.map(([path, entry]) => `${isCommand(entry) ? "post" : "get"} ${path}`)
    expect(described.toSorted()).toEqual(
      [...expected, "post /webhook/gateway/sandbox", "post /webhook/carrier/slowboat"].toSorted()
    )
  })

  test.each(entries)("%s has its summary, permission, input, reply and key", (path, entry) => {
    const operation = document.paths[path][isCommand(entry) ? "post" : "get"]
    expect(operation).toMatchObject({
      operationId: entry.name,
      summary: entry.summary,
      "x-permission": entry.permission,
      security: [{ bearer: [] }]
    })
    expect(operation.responses[200].content["application/json"].schema).not.toEqual({})
    const fields = Object.keys(entry.input.fields)
    if (isCommand(entry)) {
      const { properties } = operation.requestBody.content["application/json"].schema
      expect(Object.keys(properties ?? {})).toEqual(fields)
      expect(operation.parameters).toMatchObject([{ name: "idempotency-key", in: "header", required: false }])
    } else {
      expect(operation.parameters.map(({ name }: { name: string }) => name)).toEqual(fields)
    }
  })

  test.each(entries)("%s has every refusal under its status, with both messages", (path, entry) => {
    const expected = isCommand(entry) ? [...entry.refusals, ...failures] : failures.slice(0, 3)
    for (const schema of expected) {
      const name = String(schema.ast.annotations?.["identifier"])
      const status = edge(schema)?.status ?? 0
      const choices = choicesOf(path, isCommand(entry) ? "post" : "get", status)
      // Two domains may have a fact of one name; the second is numbered.
      const found = choices.some(({ $ref }: { $ref: string }) => $ref.replace(/_\d+$/, "") === bodyOf(name).$ref)
      expect(found, `${name} under ${status}`).toBe(true)
    }
    const { properties, required } = document.components.schemas["Refused.InvalidInput"]
    expect(Object.keys(properties)).toEqual(["_tag", "path", "reason", "message"])
    expect(required).toContain("message")
  })

  test("what a veto may say stands with the commands that have one", () => {
    expect(choicesOf("/order/place", "post", 422)).toContainEqual(bodyOf("PartnerUnknown"))
    expect(JSON.stringify(document.paths["/order/cancel"])).not.toContain("PartnerUnknown")
  })

  test("callbacks are signed, so they need no actor", () => {
    const { security, responses } = document.paths["/webhook/gateway/sandbox"].post
    expect(security).toEqual([])
    expect(responses[401].content["application/json"].schema).toEqual(bodyOf("SignatureInvalid"))
  })

  test("security schemes, title and prefix are the host's", () => {
    const cookie = HttpApiSecurity.apiKey({ in: "cookie", key: "__Host-session" })
    const own = documentOf(shop.kernel, { prefix: "/api/shop", title: "山坊", version: "2.1.0", security: { cookie } })
    expect(own.info).toMatchObject({ title: "山坊", version: "2.1.0" })
    expect(Object.keys(own.paths).every((path) => path.startsWith("/api/shop/"))).toBe(true)
    expect(own.components.securitySchemes).toEqual({
      cookie: { type: "apiKey", in: "cookie", name: "__Host-session" }
    })
    expect(own.paths["/api/shop/cart/open"]?.post?.security).toEqual([{ cookie: [] }])
  })

  test("is to be had under the prefix, without an actor", async () => {
    const { fetch } = httpHandler(shop, { actor: () => undefined, prefix: "/api", gateways, carriers })
    const response = await fetch(new Request("http://shop.test/api/openapi.json"))
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('"/api/order/place":{"post"')
    expect((await fetch(new Request("http://shop.test/openapi.json"))).status).toBe(404)
  })
})
