import * as Schema from "effect/Schema"
import { describe, expect, test } from "vitest"
import { event, intent } from "pannier/command"
import { personal, personalFields } from "pannier/privacy"

const Name = Schema.String.check(Schema.isMaxLength(80))
const ofCustomer = { of: "customer" }
const mail = personal(Name, ofCustomer)

class Address extends Schema.Opaque<Address>()(
  Schema.Struct({ city: Schema.String, street: Schema.optionalKey(mail), name: mail })
) {}

describe("the personal fields of a Schema", () => {
  test("are found through structs, optional keys, checks and Opaque", () => {
    class Order extends Schema.Opaque<Order>()(
      Schema.Struct({
        id: Schema.String,
        customer: Schema.String,
        email: mail,
        phone: Schema.optional(mail),
        note: Schema.NullOr(mail),
        address: Address.check(Schema.makeFilter(() => true))
      })
    ) {}
    expect(personalFields(Order)).toEqual(
      [["email"], ["phone"], ["note"], ["address", "street"], ["address", "name"]].map((path) => ({
        path,
        of: "customer"
      }))
    )
    expect(personalFields(Order)).toBe(personalFields(Order))
  })

  test("are none where nothing is marked, however the Schema is built", () => {
    interface Tree {
      readonly below: ReadonlyArray<Tree>
    }
    const Tree: Schema.Codec<Tree> = Schema.Struct({
      below: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
    })
    const document = Schema.Struct({
      tree: Tree,
      at: Schema.DateFromString,
      counts: Schema.Record(Schema.String, Schema.Int),
      either: Schema.Union([Schema.String, Schema.Struct({ a: Schema.Int })])
    })
    expect(personalFields(document)).toEqual([])
  })

  test("a whole list can be personal", () => {
    const document = Schema.Struct({
      id: Schema.String,
      addresses: personal(Schema.Array(Schema.String), { of: "id" })
    })
    expect(personalFields(document)).toEqual([{ path: ["addresses"], of: "id" }])
  })

  test("are found in each stage of a document's life", () => {
    const Guest = Schema.Struct({ state: Schema.Literal("guest"), customer: Schema.String })
    const Known = Schema.Struct({ state: Schema.Literal("known"), customer: Schema.String, email: mail })
    expect(personalFields(Schema.Union([Guest, Known]))).toEqual([{ path: ["email"], of: "customer" }])
  })

  test.each<readonly [string, { readonly ast: Schema.Top["ast"] }, RegExp]>([
    ["in a list", Schema.Struct({ customer: Name, list: Schema.Array(mail) }), /inside `list`/],
    ["in a list of structs", Schema.Struct({ customer: Name, list: Schema.Array(Address) }), /inside `list`/],
    ["in a record", Schema.Struct({ customer: Name, map: Schema.Record(Schema.String, mail) }), /inside `map`/],
    [
      "in a recursive struct",
      Schema.Struct({ customer: Name, next: Schema.suspend((): typeof Address => Address) }),
      /inside `next`/
    ],
    [
      "in a struct that is encoded under other keys",
      Schema.Struct({ customer: Name, inner: Schema.Struct({ mail }).pipe(Schema.encodeKeys({ mail: "m" })) }),
      /inside `inner`/
    ],
    [
      "personal in one stage and plain in another",
      Schema.Union([Schema.Struct({ customer: Name, email: mail }), Schema.Struct({ customer: Name, email: Name })]),
      /plain in another/
    ],
    [
      "a union of a personal and a plain value",
      Schema.Struct({ customer: Name, email: Schema.Union([mail, Schema.Number]) }),
      /plain in another/
    ],
    [
      "of one person here and of another there",
      Schema.Union([
        Schema.Struct({ customer: Name, email: mail }),
        Schema.Struct({ customer: Name, email: personal(Name, { of: "other" }), other: Name })
      ]),
      /of `customer` here/
    ],
    ["of a field that is not there", Schema.Struct({ email: mail }), /does not have/],
    ["of itself", Schema.Struct({ customer: mail }), /cannot be sealed/],
    ["the whole document", mail, /as a whole/]
  ])("refused at definition: %s", (_, schema, why) => {
    expect(() => personalFields(schema)).toThrow(why)
  })
})

describe("what is not sealed carries no personal value", () => {
  test.each<readonly [string, Schema.Codec<unknown, unknown>]>([
    ["itself", mail],
    ["in a struct", Address],
    ["in a list", Schema.Array(mail)],
    ["in a record of lists", Schema.Record(Schema.String, Schema.Array(Address))]
  ])("an event or an intent with one %s is a defect at definition", (_, schema) => {
    expect(() => event("Sent", schema)).toThrow(/the event Sent carries a personal value/)
    expect(() => intent("mail.send", schema)).toThrow(/the intent mail.send carries a personal value/)
  })

  test("one without is not", () => {
    expect(event("Sent", Schema.Struct({ to: Schema.String })).type).toBe("Sent")
    expect(intent("mail.send", Schema.Struct({ to: Schema.String })).kind).toBe("mail.send")
  })
})
