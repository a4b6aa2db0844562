import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { appoint, may, policy, type User } from "../src/clinic.ts"
import { authorise } from "pannier/permission"

const user = (login: string, ...roles: ReadonlyArray<string>): User => ({ login, roles })

describe("a clinic with users of its own", () => {
  test("what no role allows is denied", () => {
    expect(may(user("rosa", "reception"), "record.read")).toBe(false)
    expect(may(user("rosa"), "visit.book")).toBe(false)
    expect(may(user("rosa", "no such role"), "visit.book")).toBe(false)
  })

  test("a denial counts more than any allowance, in whatever role it stands", () => {
    expect(may(user("ning", "nurse"), "visit.book")).toBe(true)
    expect(may(user("ning", "nurse"), "visit.bill")).toBe(false)
    expect(may(user("ning", "nurse", "doctor"), "visit.bill")).toBe(false)
    expect(may(user("gwen", "doctor", "gone"), "visit.list")).toBe(false)
  })

  test("patients read their own records and nobody else's", () => {
    const paul = user("paul", "patient")
    expect(may(paul, "record.read", "paul")).toBe(true)
    expect(may(paul, "record.read", "mary")).toBe(false)
    expect(may(paul, "record.read")).toBe(false)
  })

  test("every answer is that of the ten lines that specify it", () => {
    const names = Object.keys(policy.roles)
    const permissions = ["visit.book", "visit.bill", "patient.find", "record.read", "visit", "visits.book"]
    for (const first of names) {
      for (const second of names) {
        for (const permission of permissions) {
          const permit = authorise(policy, [first, second], permission)
          expect(may(user("u", first, second), permission)).toBe(permit === "granted")
        }
      }
    }
  })

  test("nobody appoints to what they may not do themselves", () => {
    const rosa = user("rosa", "reception")
    expect(appoint(user("dora", "doctor"), rosa, "doctor")).toEqual(user("rosa", "reception", "doctor"))
    expect(appoint(user("ning", "nurse"), rosa, "doctor")).toBe("may not give visit.bill")
    expect(appoint(user("dora", "doctor"), rosa, "surgeon")).toBe("RoleUnknown")
  })

  test("it runs", () => {
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    const printed = execFileSync(process.execPath, ["--conditions=@pannier/source", main], { encoding: "utf8" })
    expect(printed).toContain("paul         yes          own          -            -            own          -\n")
    expect(printed).toContain("ning makes rosa a doctor:  may not give visit.bill\n")
  })
})
