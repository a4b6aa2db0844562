import { accountPage, paths, signInPage } from "../../look/index.ts"
import { inParallel } from "../furnish.ts"
import type { Route } from "../route.ts"
import { enter, leave, nameOf, people } from "../session.ts"
import type { Visit } from "../visit.ts"
import { filledBy, takeOver } from "./takeover.ts"
import { orderState, returnState } from "./online.ts"
import { addressOf, type Whole } from "./whole.ts"

export const account: Route = async (visit) => {
  const {
    actor,
    as,
    c,
    house: { goods },
    language
  } = visit
  const after = c.req.query("after")
  const { items, next } = await as.order.mine({ customer: actor.id, ...(after === undefined ? {} : { after }) })
  const wholes = await wholesOf(
    visit,
    items.map(({ id }) => id)
  )
  const addresses = wholes.flatMap(({ order }) => addressOf(order.address, language) ?? [])
  const frame = await visit.frame()
  return visit.show(
    accountPage(
      {
        name: nameOf(actor.id)?.[language] ?? (language === "zh" ? "客人" : "Guest"),
        ...(actor.kind === "guest" ? {} : { email: actor.id }),
        orders: items.map((order) => ({
          number: order.id,
          placedAt: order.placedAt,
          state: orderState(order, language),
          total: order.total,
          pictures: order.lines.flatMap(({ sku }) => goods.ofSku(sku)?.good.picture ?? []).slice(0, 4),
          count: order.lines.reduce((sum, { quantity }) => sum + quantity, 0)
        })),
        returns: wholes
          .flatMap(({ order, returns }) => returns.map((back) => ({ back, order })))
          .toSorted((a, b) => b.back.requestedAt - a.back.requestedAt)
          .map(({ back, order }) => ({ number: back.id, order: order.id, state: returnState(back, order, language) })),
        addresses: [...new Map(addresses.map((one) => [JSON.stringify(one), one])).values()],
        ...(next === undefined ? {} : { next: `${paths(language).account}?after=${encodeURIComponent(next)}` })
      },
      frame
    )
  )
}

/** Orders that are read at a time. */
const hands = 8

/** The orders of a page with all that belongs to them, in the order given. */
const wholesOf = async ({ as }: Visit, orders: ReadonlyArray<string>): Promise<ReadonlyArray<Whole>> => {
  const found = new Map<string, Whole>()
  await inParallel(orders, hands, async (order) => void found.set(order, await as.order.full({ order })))
  return orders.flatMap((order) => found.get(order) ?? [])
}

export const signIn: Route = (visit) => show(visit, [], visit.c.req.query("next"))

const show = async (visit: Visit, problems: ReadonlyArray<string>, next?: string): Promise<Response> => {
  const { language } = visit
  return visit.show(
    signInPage(
      {
        problems,
        people: people.map(({ id, name, detail }) => ({ id, name: name[language], detail: detail[language] })),
        ...(next === undefined ? {} : { next }),
        ...(visit.actor.kind === "guest" ? { guest: paths(language).account } : {})
      },
      await visit.frame()
    ),
    problems.length === 0 ? 200 : 422
  )
}

/** Only a path of this shop is gone back to, written as an address is: in printable ASCII. */
const safe = (next: string | undefined): string | undefined =>
  next !== undefined && /^\/(?:zh|en)(?:[/?][\x21-\x7e]*)?$/.test(next) ? next : undefined

export const walkIn: Route = async (visit) => {
  const { person, next } = await visit.form()
  const found = people.find(({ id }) => id === person)
  if (found === undefined) {
    return show(visit, [visit.language === "zh" ? "沙盒里没有这个人" : "There is no such person in the sandbox"], next)
  }
  const filled = await filledBy(visit)
  const actor = await enter(visit.c, visit.house.sessions, found.id)
  const brought = await takeOver(visit, actor, filled)
  const staffed =
    found.id.startsWith("ann") || found.id.startsWith("ben")
      ? paths(visit.language).account
      : paths(visit.language).desk
  return visit.go(safe(next) ?? staffed, brought)
}

export const walkOut: Route = async (visit) => {
  await leave(visit.c, visit.house.sessions)
  return visit.go(paths(visit.language).home)
}
