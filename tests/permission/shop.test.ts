import { describe, expect, test } from "vitest"
import { authorise, defaultPolicy, hostRights, type Policy, rolesOf } from "pannier/permission"
import { tableOf } from "pannier/shop"
import { check, everyCommandIsGuarded, title } from "pannier/testing"

const table = tableOf(defaultPolicy)
const entries = Object.values<Readonly<Record<string, { readonly name: string; readonly permission: string }>>>({
  ...table
}).flatMap((domain) => Object.values(domain))

describe("the permissions of a shop", () => {
  const law = everyCommandIsGuarded(defaultPolicy, { ...table })
  test(title(law), async () => {
    const { held } = await check(law)
    expect(held).toBe(entries.length)
    expect(held).toBeGreaterThan(40)
  })

  test("L53 a command that no role was thought to have is found", async () => {
    const order: Policy = { roles: { ...defaultPolicy.roles, clerk: {}, manager: {}, customer: {}, guest: {} } }
    await expect(check(everyCommandIsGuarded(order, { ...table }))).rejects.toThrow(/which no role has/)
  })

  test("L44 an empty policy opens no command to anyone", () => {
    for (const { permission } of entries) {
      for (const kind of ["guest", "customer", "staff", "system"] as const) {
        expect(authorise({ roles: {} }, rolesOf(kind), permission)).toBe("denied")
      }
    }
  })

  test("what a host reads past the commands is for a cashier or a manager, and for nobody else", () => {
    const named = entries.map(({ permission }) => permission)
    const who = (right: string) =>
      ["guest", "customer", "staff", "clerk", "cashier", "manager"].filter(
        (role) => authorise(defaultPolicy, ["staff", role], right) !== "denied"
      )
    expect(hostRights.map((right) => [right, who(right), named.includes(right)])).toEqual([
      ["books.read", ["cashier", "manager"], false],
      ["promotion.try", ["manager"], false]
    ])
  })

  test("every pattern of the default policy means some command or a right of the host, save those of `*`", () => {
    const idle = Object.values(defaultPolicy.roles)
      .flatMap(({ allow = [], own = [], deny = [] }) => [...allow, ...own, ...deny])
      .filter((pattern) => pattern !== "*")
      .filter((pattern) => {
        const policy: Policy = { roles: { one: { allow: [pattern] } } }
        const rights = [...entries.map(({ permission }) => permission), ...hostRights]
        return !rights.some((permission) => authorise(policy, ["one"], permission) === "granted")
      })
    expect(idle).toEqual([])
  })

  test("what is one's own is asked of entries that say whose they are", () => {
    const buyer = entries.filter(({ permission }) => authorise(defaultPolicy, ["customer"], permission) === "owner")
    const owned = buyer.filter((entry) => "owner" in entry && typeof entry.owner === "function").map(({ name }) => name)
    expect(owned).toContain("order.place")
    expect(owned).toContain("cart.addLine")
    // The staff's lists share the permission of a buyer's own; without an owner they stay closed to buyers.
    const lists = buyer.map(({ name }) => name).filter((name) => !owned.includes(name))
    expect(lists.every((name) => name.endsWith(".list"))).toBe(true)
  })
})
