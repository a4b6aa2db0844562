import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type Actor,
  type AnyCommand,
  ask,
  collection,
  command,
  type Engine,
  event,
  execute,
  type Failure,
  put,
  read
} from "pannier/command"
import { memory, memoryVault } from "pannier/memory"
import { type Assignment, assignments, authorise, authority, permissionCommands, type Policy } from "pannier/permission"

const policy: Policy = {
  roles: {
    customer: { own: ["note.*"], allow: ["permission.mine"] },
    staff: { allow: ["permission.mine"] },
    clerk: { allow: ["note.write"] },
    cashier: { allow: ["till.open"] },
    head: { allow: ["note.*", "permission.*"] },
    suspended: { deny: ["note.*"] },
    system: { allow: ["*"] }
  }
}

class Note extends Schema.Opaque<Note>()(
  Schema.Struct({ id: Schema.String, customer: Schema.String, text: Schema.String })
) {}
const notes = collection<Note>("notes", { schema: Note, id: ({ id }) => id })
const Written = event("Written", Schema.Struct({}))

const write = command("note.write", {
  summary: "writes on a note",
  input: Schema.Struct({ id: Schema.String, text: Schema.String }),
  reply: Note,
  refusals: [],
  permission: "note.write",
  *load({ id }) {
    return yield* read.one(notes, id)
  },
  owner: (note) => note.customer,
  decide: (note, { text }) =>
    Result.succeed({
      reply: note,
      changes: [put(notes, { id: note.id, customer: note.customer, text }, Written.of({}))]
    })
})

const make = command("note.make", {
  summary: "makes a note of a customer",
  input: Schema.Struct({ id: Schema.String, customer: Schema.String }),
  reply: Note,
  refusals: [],
  permission: "note.make",
  *load() {},
  decide: (_, { id, customer }) => {
    const note = { id, customer, text: "" }
    return Result.succeed({ reply: note, changes: [put(notes, note, Written.of({}))] })
  }
})

const { grant, revoke, mine } = permissionCommands(policy)

const system: Actor = { id: "shop", kind: "system" }
const staff = (id: string): Actor => ({ id, kind: "staff" })
const customer = (id: string): Actor => ({ id, kind: "customer" })

interface Shop {
  readonly engine: Engine
  readonly run: (
    actor: Actor,
    of: AnyCommand,
    input: unknown
  ) => Effect.Effect<unknown, Failure | { readonly _tag: string }>
}

const shop = <A>(story: (shop: Shop) => Effect.Effect<A, unknown, Scope.Scope>): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const storage = yield* memory().open([assignments, notes])
        const engine: Engine = {
          storage,
          vault: memoryVault(),
          authority: authority(policy),
          reactions: new Map(),
          vetoes: new Map()
        }
        const run: Shop["run"] = (actor, of, input) =>
          Effect.map(execute(engine, of, input, { actor }), ({ reply }) => reply)
        yield* run(system, grant, { staff: "head", role: "head" })
        yield* run(system, make, { id: "n1", customer: "ann" })
        return yield* story({ engine, run })
      })
    )
  )

const refusal = <A>(effect: Effect.Effect<A, unknown>) => Effect.flip(effect)

const stored = ({ engine }: Shop, id: string) =>
  Effect.map(
    engine.storage.read({ documents: [{ collection: "assignments", id }], accounts: [], queries: [], at: 0 }),
    ({ documents: [found] }): Assignment | undefined => (found === undefined ? undefined : JSON.parse(found.json))
  )

describe("permission on the road of a command", () => {
  test("staff may do what their roles say, and nothing without one", () =>
    shop(({ run }) =>
      Effect.gen(function* () {
        const input = { id: "n1", text: "hello" }
        expect(yield* refusal(run(staff("cid"), write, input))).toEqual({ _tag: "Denied", permission: "note.write" })
        expect(yield* run(staff("head"), grant, { staff: "cid", role: "clerk" })).toEqual({
          id: "cid",
          roles: ["clerk"]
        })
        expect(yield* run(staff("cid"), write, input)).toMatchObject({ id: "n1" })
      })
    ))

  test("L53 a revoked role is gone with the next command", () =>
    shop(({ run }) =>
      Effect.gen(function* () {
        const input = { id: "n1", text: "hello" }
        yield* run(staff("head"), grant, { staff: "cid", role: "clerk" })
        yield* run(staff("cid"), write, input)
        expect(yield* run(staff("head"), revoke, { staff: "cid", role: "clerk" })).toEqual({ id: "cid", roles: [] })
        expect(yield* refusal(run(staff("cid"), write, input))).toMatchObject({ _tag: "Denied" })
      })
    ))

  test("L53 a command on its way when the role is revoked does not commit", () =>
    shop(({ engine, run }) =>
      Effect.gen(function* () {
        yield* run(staff("head"), grant, { staff: "cid", role: "clerk" })
        let revoked = false
        const slow: AnyCommand = {
          ...write,
          *load(input: { readonly id: string }) {
            const note = yield* read.one(notes, input.id)
            if (!revoked) {
              revoked = true
              Effect.runSync(run(staff("head"), revoke, { staff: "cid", role: "clerk" }))
            }
            return note
          }
        }
        const input = { id: "n1", text: "too late" }
        expect(yield* refusal(run(staff("cid"), slow, input))).toEqual({ _tag: "Denied", permission: "note.write" })
        const { documents } = yield* engine.storage.read({
          documents: [{ collection: "notes", id: "n1" }],
          accounts: [],
          queries: [],
          at: 0
        })
        expect(documents[0]?.json).not.toContain("too late")
      })
    ))

  test("L50 another customer's document is absent, word for word", () =>
    shop(({ run }) =>
      Effect.gen(function* () {
        yield* run(customer("ann"), write, { id: "n1", text: "mine" })
        const foreign = yield* refusal(run(customer("bob"), write, { id: "n1", text: "not mine" }))
        const absent = yield* refusal(run(customer("bob"), write, { id: "n2", text: "nobody's" }))
        expect(foreign).toEqual({ _tag: "NotFound", collection: "notes", id: "n1" })
        expect(absent).toEqual({ _tag: "NotFound", collection: "notes", id: "n2" })
      })
    ))

  test("an assignment counts for staff alone, whoever else has its id", () =>
    shop(({ run }) =>
      Effect.gen(function* () {
        expect(yield* refusal(run(customer("head"), grant, { staff: "cid", role: "clerk" }))).toMatchObject({
          _tag: "Denied"
        })
      })
    ))

  test("everyone can ask for their own roles", () =>
    shop(({ engine }) =>
      Effect.gen(function* () {
        const roles = (actor: Actor) => ask(engine, mine, {}, { actor })
        expect(yield* roles(staff("head"))).toEqual({ roles: ["staff", "head"], may: {} })
        expect(yield* roles(staff("cid"))).toEqual({ roles: ["staff"], may: {} })
        expect(yield* roles(customer("head"))).toEqual({ roles: ["customer"], may: {} })
        expect(yield* refusal(roles({ id: "x", kind: "guest" }))).toMatchObject({ _tag: "Denied" })
      })
    ))

  test("whoever asks is told what they may do, and the answer is what a command would meet", () =>
    shop(({ engine }) =>
      Effect.gen(function* () {
        const of = ["note.write", "note.make", "till.open", "permission.grant", "permission.mine", "nothing.known"]
        const heads = yield* ask(engine, mine, { of }, { actor: staff("head") })
        const customers = yield* ask(engine, mine, { of }, { actor: customer("ann") })
        for (const permission of of) {
          expect(heads.may[permission]).toBe(authorise(policy, ["staff", "head"], permission))
          expect(customers.may[permission]).toBe(authorise(policy, ["customer"], permission))
        }
        expect(customers.may).toMatchObject({ "note.write": "owner", "till.open": "denied", "nothing.known": "denied" })
        expect(heads.may).toMatchObject({ "note.write": "granted", "till.open": "denied" })
      })
    ))

  test("what is no name of a permission, or is asked a hundred and one times, is refused", () =>
    shop(({ engine }) =>
      Effect.gen(function* () {
        const asked = (of: ReadonlyArray<string>) => refusal(ask(engine, mine, { of }, { actor: staff("head") }))
        for (const of of [["Note.write"], ["__proto__"], [""], ["note.*"], Array<string>(101).fill("note.write")]) {
          expect(yield* asked(of)).toMatchObject({ _tag: "InvalidInput" })
        }
      })
    ))

  test("granting what is there and revoking what is not changes nothing and answers the same", () =>
    shop((it) =>
      Effect.gen(function* () {
        const clerk = { staff: "cid", role: "clerk" }
        yield* it.run(staff("head"), grant, clerk)
        expect(yield* it.run(staff("head"), grant, clerk)).toEqual({ id: "cid", roles: ["clerk"] })
        expect(yield* it.run(staff("head"), revoke, { staff: "cid", role: "nothing" })).toEqual({
          id: "cid",
          roles: ["clerk"]
        })
        const events = (yield* it.engine.storage.events(0, 100)).flatMap((entry) => entry.events)
        expect(events.filter(({ id }) => id === "cid").map(({ type }) => type)).toEqual(["RoleGranted"])
      })
    ))
})

describe("grants and revocations are refused", () => {
  const full: Policy = {
    roles: {
      ...policy.roles,
      ...Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`extra-${index}`, { allow: [] }]))
    }
  }

  test("in this order: role unknown, rights the granter does not have, one role too many", () =>
    shop(({ run }) =>
      Effect.gen(function* () {
        const many = permissionCommands(full)
        for (let index = 0; index < 16; index++) {
          yield* run(staff("head"), many.grant, { staff: "cid", role: `extra-${index}` })
        }
        const to = (role: string) => refusal(run(staff("head"), many.grant, { staff: "cid", role }))
        expect(yield* to("nobody")).toEqual({ _tag: "RoleUnknown", role: "nobody" })
        expect(yield* to("constructor")).toEqual({ _tag: "RoleUnknown", role: "constructor" })
        expect(yield* to("system")).toEqual({ _tag: "RoleUnknown", role: "system" })
        expect(yield* to("cashier")).toEqual({ _tag: "Denied", permission: "till.open" })
        expect(yield* to("extra-16")).toEqual({ _tag: "RolesFull", staff: "cid", most: 16 })
      })
    ))

  test("H074 nobody grants a right they do not hold, not to others and not to themselves; nothing changes", () =>
    shop((it) =>
      Effect.gen(function* () {
        for (const id of ["cid", "head"]) {
          const before = yield* stored(it, id)
          const refused = yield* refusal(it.run(staff("head"), grant, { staff: id, role: "cashier" }))
          expect(refused).toEqual({ _tag: "Denied", permission: "till.open" })
          expect(yield* stored(it, id)).toEqual(before)
        }
        expect(yield* it.run(system, grant, { staff: "cid", role: "cashier" })).toEqual({
          id: "cid",
          roles: ["cashier"]
        })
      })
    ))

  test("H074 nor does anyone take away a denial that holds back what they do not have", () =>
    shop(({ run }) =>
      Effect.gen(function* () {
        yield* run(system, grant, { staff: "cid", role: "clerk" })
        yield* run(system, grant, { staff: "cid", role: "suspended" })
        yield* run(system, grant, { staff: "head", role: "suspended" })
        const refused = yield* refusal(run(staff("head"), revoke, { staff: "cid", role: "suspended" }))
        expect(refused).toEqual({ _tag: "Denied", permission: "note.write" })
      })
    ))

  test("the command itself needs a permission", () =>
    shop(({ run }) =>
      Effect.gen(function* () {
        yield* run(system, grant, { staff: "cid", role: "clerk" })
        const input = { staff: "eve", role: "clerk" }
        expect(yield* refusal(run(staff("cid"), grant, input))).toEqual({
          _tag: "Denied",
          permission: "permission.grant"
        })
        expect(yield* refusal(run(staff("cid"), revoke, input))).toEqual({
          _tag: "Denied",
          permission: "permission.revoke"
        })
      })
    ))

  test.each<readonly [string, unknown]>([
    ["an unknown key", { staff: "cid", role: "clerk", admin: true }],
    ["a role that is no name", { staff: "cid", role: "Clerk " }],
    ["a staff id that is no id", { staff: "", role: "clerk" }],
    ["no role", { staff: "cid" }],
    ["a list of roles", { staff: "cid", role: ["clerk"] }]
  ])("%s is InvalidInput", (_, input) =>
    shop(({ run }) =>
      Effect.gen(function* () {
        expect(yield* refusal(run(staff("head"), grant, input))).toMatchObject({ _tag: "InvalidInput" })
      })
    )
  )
})

test("L48 after any commands of several staff at once, nobody has rights that no head and no one before had", async () => {
  const step = fc.record({
    act: fc.constantFrom("grant" as const, "revoke" as const),
    by: fc.constantFrom("head", "cid", "eve"),
    to: fc.constantFrom("head", "cid", "eve"),
    role: fc.constantFrom("clerk", "cashier", "head", "suspended")
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) =>
      shop((it) =>
        Effect.gen(function* () {
          yield* Effect.forEach(
            steps,
            ({ act, by, to, role }) =>
              Effect.result(it.run(staff(by), act === "grant" ? grant : revoke, { staff: to, role })),
            { concurrency: "unbounded" }
          )
          for (const id of ["head", "cid", "eve"]) {
            const roles = ["staff", ...((yield* stored(it, id))?.roles ?? [])]
            // Only the head's rights were ever in the shop, so no path of grants leads to the till.
            expect(authorise(policy, roles, "till.open")).toBe("denied")
          }
        })
      )
    ),
    { numRuns: 60 }
  )
})
