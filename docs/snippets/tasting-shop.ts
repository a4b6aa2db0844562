import * as Result from "effect/Result"
import { type Actor, before, settingsCommands, system } from "pannier/command"
import { refusal } from "pannier/kernel"
import { memory, memoryVault } from "pannier/memory"
import { place } from "pannier/order"
import { defaultPolicy } from "pannier/permission"
import { faceOf, openShop, sections } from "pannier/shop"
import * as Tasting from "./tasting.ts"

// #region veto
/** Only those who have signed in order here. */
const SignInFirst = refusal("SignInFirst", {}, { status: 403, zh: () => "请先登录", en: () => "sign in first" })

const noGuests = before(place, {
  *load() {},
  decide: (_, _input, { actor }) =>
    actor.kind === "guest"
      ? Result.fail<typeof SignInFirst.Type>({ _tag: "SignInFirst" })
      : Result.succeed<void>(undefined)
})
// #endregion veto

// #region policy
const { customer, staff } = defaultPolicy.roles
const policy = {
  roles: {
    ...defaultPolicy.roles,
    customer: {
      ...customer,
      allow: [...(customer?.allow ?? []), "tasting.book", "tasting.mine"],
      own: [...(customer?.own ?? []), "tasting.cancel"]
    },
    staff: { ...staff, allow: [...(staff?.allow ?? []), "tasting.plan"] }
  }
}
// #endregion policy

// #region open
const told: Array<string> = []
const shop = await openShop({
  storage: memory(),
  vault: memoryVault(),
  policy,
  host: {
    collections: [Tasting.tastings, Tasting.bookings, Tasting.regulars],
    reactions: [Tasting.countRegulars],
    vetoes: [noGuests],
    errands: [Tasting.reminders(async (guest) => void told.push(guest))],
    refusals: [SignInFirst]
  }
})

const table = {
  tasting: { plan: Tasting.plan, book: Tasting.book, cancel: Tasting.cancel, mine: Tasting.mine },
  settings: settingsCommands([...sections, Tasting.tastingPolicy])
}
const as = (actor: Actor) => faceOf(table, shop.kernel.engine, actor)
// #endregion open

const said = <A, Refused>(answered: Result.Result<A, Refused>) =>
  Result.isFailure(answered) ? answered.failure : undefined

// #region story
const clerk = as({ id: "chen", kind: "staff" })
const ann = as({ id: "ann", kind: "customer" })
const ben = as({ id: "ben", kind: "customer" })

const { id: tasting } = await clerk.tasting.plan({ title: "Pu'er", startsAt: Date.now() + 3_600_000, seats: 5 })
console.log(said(await ann.tasting.book.result({ tasting, seats: 6 })))
await as(system).settings.change({ section: "tasting", value: { mostSeats: 6 } })

const { id: booking } = await ann.tasting.book({ tasting, seats: 3 }, { key: "ann-1" })
console.log(said(await ben.tasting.book.result({ tasting, seats: 3 })))
// To anybody else the booking is absent.
console.log(said(await ben.tasting.cancel.result({ booking }))?._tag)

await shop.work({ limit: 100 })
console.log(told, (await ann.tasting.mine({})).bookings[0]?.reminded)

console.log((await ann.tasting.cancel({ booking })).state)
console.log((await ben.tasting.book({ tasting, seats: 3 })).state)
await shop.close()
// #endregion story
