import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { authoriserLaws, noEscalation } from "../../src/permission/laws.ts"
import {
  type Authoriser,
  authorise,
  compile,
  defaultPolicy,
  type Policy,
  Policy as PolicySchema,
  rolesOf,
  grant,
  revoke
} from "pannier/permission"
import { arbitrary, check, LawFailed, title } from "pannier/testing"

const compiled = (policy: Policy, roles: ReadonlyArray<string>, permission: string) =>
  compile(policy).permit(roles, permission)

describe("the specification", () => {
  for (const law of authoriserLaws(authorise)) test(title(law), () => check(law, { runs: 500 }))
})

describe("the compiled authoriser", () => {
  for (const law of authoriserLaws(compiled)) test(title(law), () => check(law, { runs: 500 }))

  const words = fc.constantFrom("order", "orders", "place", "line", "stock", "constructor", "x1")
  const permission = fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."))
  const pattern = fc.oneof(
    permission,
    permission.map((name) => `${name}.*`),
    fc.constant("*")
  )
  const role = fc.record(
    { allow: fc.array(pattern), own: fc.array(pattern), deny: fc.array(pattern) },
    { requiredKeys: [] }
  )
  const names = ["staff", "clerk", "manager", "hasOwnProperty"]
  const policy = fc.dictionary(fc.constantFrom(...names), role).map((roles): Policy => ({ roles: { ...roles } }))

  test("is the specification, for every policy, roles and permission", () => {
    const seen = { denied: 0, owner: 0, granted: 0 }
    fc.assert(
      fc.property(policy, fc.subarray([...names, "nobody"]), permission, (drawn, roles, name) => {
        const answer = authorise(drawn, roles, name)
        seen[answer]++
        expect(compiled(drawn, roles, name)).toBe(answer)
      }),
      { numRuns: 3000 }
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50)
  })

  test("is the specification for drawn policies and texts that are no permissions", () => {
    fc.assert(
      fc.property(arbitrary(PolicySchema), fc.oneof(fc.string(), permission), (drawn, name) => {
        const roles = Object.keys(drawn.roles)
        expect(compiled(drawn, roles, name)).toBe(authorise(drawn, roles, name))
      })
    )
  })
})

test("L52 what an authoriser remembers changes no answer, and neither does what it no longer can", () => {
  const policy: Policy = { roles: { clerk: { allow: ["a.*", "b.p77"], own: ["b.*"], deny: ["a.p5.*", "a.p9"] } } }
  const { permit } = compile(policy)
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 3000; index++) {
      for (const name of [`a.p${index}`, `b.p${index}`, `a.p${index}.q`]) {
        expect(permit(["clerk"], name)).toBe(authorise(policy, ["clerk"], name))
      }
    }
  }
})

describe("grants", () => {
  const law = noEscalation({ grant, revoke })
  test(title(law), () => check(law, { runs: 2000 }))
})

describe("the laws find what is planted", () => {
  const plants: ReadonlyArray<readonly [string, string, typeof authorise]> = [
    [
      "allow by default",
      "L44",
      (policy, roles, name) => (roles.length === 0 ? "granted" : authorise(policy, roles, name))
    ],
    [
      "the first role that speaks wins",
      "L45",
      (policy, roles, name) =>
        roles.map((role) => authorise(policy, [role], name)).find((one) => one !== "denied") ?? "denied"
    ],
    [
      "more than two roles are a mistake",
      "L46",
      (policy, roles, name) => (roles.length > 2 ? "denied" : authorise(policy, roles, name))
    ],
    [
      "a role that denies much may do the rest",
      "L46",
      (policy, roles, name) =>
        roles.some((role) => (policy.roles[role]?.deny?.length ?? 0) > 2) ? "granted" : authorise(policy, roles, name)
    ],
    ["only the first role counts", "L47", (policy, roles, name) => authorise(policy, roles.slice(0, 1), name)]
  ]

  test.each(plants)("%s breaks %s", async (_, id, planted) => {
    const outcomes = await Promise.allSettled(authoriserLaws(planted).map((law) => check(law, { runs: 2000, seed: 7 })))
    const broken = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []))
    expect(broken.map((failure) => (failure instanceof LawFailed ? failure.law : String(failure)))).toContain(id)
  })

  const all: Authoriser["permit"] = () => "granted"
  test.each<readonly [string, Parameters<typeof noEscalation>[0]]>([
    ["anyone may grant anything", { revoke, grant: (by, change, most) => grant({ ...by, permit: all }, change, most) }],
    ["anyone may revoke anything", { grant, revoke: (by, change) => revoke({ ...by, permit: all }, change) }]
  ])("%s breaks L48", async (_, planted) => {
    await expect(check(noEscalation(planted), { runs: 5000, seed: 7 })).rejects.toThrow(/was given by one who has/)
  })
})

describe("the roles of a small shop", () => {
  const may = (role: string, permission: string) => {
    const kind = role === "guest" || role === "customer" || role === "system" ? role : "staff"
    return authorise(defaultPolicy, rolesOf(kind, kind === role ? [] : [role]), permission)
  }

  test.each<readonly [string, string, string, string, string, string]>([
    // permission, guest, staff without a role, clerk, cashier, manager
    ["catalog.browse", "granted", "granted", "granted", "granted", "granted"],
    ["order.place", "owner", "denied", "denied", "denied", "denied"],
    ["order.get", "owner", "denied", "granted", "granted", "granted"],
    ["order.ship", "denied", "denied", "granted", "denied", "granted"],
    ["return.receive", "denied", "denied", "granted", "denied", "granted"],
    ["inventory.receive", "denied", "denied", "granted", "denied", "granted"],
    ["payment.refund", "denied", "denied", "denied", "granted", "granted"],
    ["settings.change", "denied", "denied", "denied", "denied", "granted"],
    ["permission.grant", "denied", "denied", "denied", "denied", "granted"],
    ["catalog.defineProduct", "denied", "denied", "denied", "denied", "granted"],
    ["payment.report", "denied", "denied", "denied", "denied", "denied"],
    ["order.expire", "denied", "denied", "denied", "denied", "denied"]
  ])("%s", (permission, guest, staff, clerk, cashier, manager) => {
    expect([may("guest", permission), may("customer", permission)]).toEqual([guest, guest])
    expect(authorise(defaultPolicy, rolesOf("staff"), permission)).toBe(staff)
    expect([may("clerk", permission), may("cashier", permission), may("manager", permission)]).toEqual([
      clerk,
      cashier,
      manager
    ])
    expect(may("system", permission)).toBe("granted")
  })
})
