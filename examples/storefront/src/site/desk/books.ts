/** The books: every unit sums to zero, every account shows its journal, every line the commit that made it. */
import * as Effect from "effect/Effect"
import type { Balance } from "pannier/ledger"
import { currencyOf } from "pannier/money"
import type { Trial } from "pannier/storage"
import {
  type BookUnit,
  deskAccountPage,
  deskBooksPage,
  type DeskBooksView,
  deskTransferPage,
  type DeskTransferView,
  failurePage,
  paths
} from "../../look/index.ts"
import type { Language } from "../../text/index.ts"
import type { Route } from "../route.ts"
import type { Visit } from "../visit.ts"
import { denied } from "./door.ts"
import { entryAt, eventRow, isGoods, journalOf, linesShown, rowOf, rowsOf } from "./ledger.ts"
import { accountKind, inUnit, reasonOf, unitName, whoIs } from "./words.ts"

/** Units on one page, and accounts of each. */
const unitsShown = 12
const accountsShown = 12
/** Accounts of a unit on a page of its own. */
const accountsPaged = 100

/** What a visitor may read: everything with the right to the books; pieces with that to the movements of stock, which tell the same. */
const readableTo = async (visit: Visit) => {
  const may = await visit.may("books.read", "inventory.movements")
  const all = may.has("books.read")
  return { all, unit: (unit: string): boolean => all || (may.has("inventory.movements") && isGoods(unit)) }
}

export const books: Route = async (visit) => {
  const {
    c,
    house: { shop }
  } = visit
  const unit = c.req.query("unit")
  const readable = await readableTo(visit)
  if (unit === undefined ? !readable.all : !readable.unit(unit)) return denied(visit)
  const trial = await Effect.runPromise(shop.storage.trial)
  const [one] = trial.filter((found) => found.unit === unit)
  if (unit !== undefined && one === undefined) return missing(visit)
  const shared = {
    at: Date.now(),
    total: {
      units: trial.length,
      accounts: trial.reduce((sum, { accounts }) => sum + accounts, 0),
      off: trial.filter(({ posted }) => posted !== 0n).length
    }
  }
  const view: DeskBooksView = {
    ...shared,
    ...(one === undefined ? await pageOf(visit, trial) : await alone(visit, one))
  }
  return visit.show(deskBooksPage(view, await visit.frame()))
}

/** What is off comes first, then money, then everything else by its unit. */
const ranked = (trial: ReadonlyArray<Trial>): ReadonlyArray<Trial> => {
  const rank = ({ posted, unit }: Trial) => (posted !== 0n ? 0 : currencyOf(unit) === undefined ? 2 : 1)
  return trial.toSorted((a, b) => rank(a) - rank(b))
}

const pageOf = async (
  visit: Visit,
  trial: ReadonlyArray<Trial>
): Promise<Pick<DeskBooksView, "units" | "next" | "before">> => {
  const { deskBooks } = paths(visit.language)
  const pages = Math.max(1, Math.ceil(trial.length / unitsShown))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(visit.c.req.query("page") ?? 1)) || 1))
  const chosen = ranked(trial).slice((page - 1) * unitsShown, page * unitsShown)
  const units = await Promise.all(
    chosen.map(async (one) => {
      const { items } = await accountsOf(visit, { unit: one.unit, limit: accountsShown })
      return bookUnit(visit, one, items, Math.max(0, one.accounts - items.length))
    })
  )
  return {
    units,
    ...(page < pages ? { next: `${deskBooks}?page=${page + 1}` } : {}),
    ...(page > 1 ? { before: `${deskBooks}?page=${page - 1}` } : {})
  }
}

const alone = async (visit: Visit, one: Trial): Promise<Pick<DeskBooksView, "units" | "next" | "unit">> => {
  const after = visit.c.req.query("after")
  const limit = { unit: one.unit, limit: accountsPaged }
  const { items, next } = await accountsOf(visit, after === undefined ? limit : { ...limit, after })
  const unit = bookUnit(visit, one, items, 0)
  const address = `${paths(visit.language).deskUnit(one.unit)}&after=`
  return { units: [unit], unit: unit.name, ...(next === undefined ? {} : { next: address + encodeURIComponent(next) }) }
}

const accountsOf = (
  { house: { shop } }: Visit,
  query: { readonly unit: string; readonly limit: number; readonly after?: string }
) => Effect.runPromise(shop.storage.accounts({ ...query, at: Date.now() }))

const bookUnit = (
  { house: { goods }, language }: Visit,
  { unit, posted }: Trial,
  accounts: ReadonlyArray<Balance>,
  more: number
): BookUnit => ({
  unit,
  name: unitName(unit, goods, language),
  sum: inUnit(unit, posted, language),
  balanced: posted === 0n,
  accounts: accounts.map((balance) => ({
    id: balance.account.id,
    owner: balance.account.owner,
    kind: accountKind(balance.account.id, language),
    ...figures(balance, language)
  })),
  more,
  ...(more === 0 ? {} : { to: paths(language).deskUnit(unit) })
})

const figures = ({ account: { unit, floor, ceiling }, posted, outgoing }: Balance, language: Language) => ({
  balance: inUnit(unit, posted, language),
  held: inUnit(unit, outgoing, language),
  ...(floor === undefined ? {} : { floor: inUnit(unit, floor, language) }),
  ...(ceiling === undefined ? {} : { ceiling: inUnit(unit, ceiling, language) })
})

export const account: Route = async (visit) => {
  const {
    c,
    house: { shop },
    language
  } = visit
  const id = c.req.query("id") ?? ""
  const readable = await readableTo(visit)
  const [balance] = (
    await Effect.runPromise(shop.storage.read({ documents: [], accounts: [id], queries: [], at: Date.now() }))
  ).accounts
  if (!readable.all && (balance === undefined || !readable.unit(balance.account.unit))) return denied(visit)
  if (balance === undefined) return missing(visit)
  const { rows, next } = await journalOf(visit, id, position(c.req.query("after")))
  const { owner, unit } = balance.account
  const address = paths(language).deskAccount(id)
  const view = { id, owner, unit, ...figures(balance, language), rows }
  return visit.show(
    deskAccountPage(next === undefined ? view : { ...view, next: `${address}&after=${next}` }, await visit.frame())
  )
}

const position = (text: string | undefined): number => {
  const value = Number(text ?? 0)
  return Number.isSafeInteger(value) && value > 0 ? value : 0
}

/** A transfer with its life, and all that the commit did beside it. */
export const transfer: Route = async (visit) => {
  const {
    c,
    house: { shop },
    language
  } = visit
  const id = c.req.query("id") ?? ""
  const readable = await readableTo(visit)
  const entry = await entryAt(shop, position(c.req.query("position")))
  const line = entry?.lines.find((one) => one.transfer === id)
  if (!readable.all && (line === undefined || !readable.unit(line.unit))) return denied(visit)
  if (entry === undefined || line === undefined) return missing(visit)
  const journal = await Effect.runPromise(shop.storage.journal(line.to, 0, linesShown))
  const life = journal.filter((one) => one.transfer === id)
  const view: DeskTransferView = {
    id,
    position: entry.position,
    at: entry.at,
    who: whoIs(entry.actor, language),
    why: reasonOf(entry.reason, language),
    life: life.length === 0 ? [rowOf(entry, line, visit)] : await rowsOf(visit, life),
    together: entry.lines
      .filter((one) => one !== line && readable.unit(one.unit))
      .slice(0, linesShown)
      .map((one) => rowOf(entry, one, visit)),
    events: entry.events.slice(0, linesShown).map((event) => eventRow(entry, event, language))
  }
  return visit.show(deskTransferPage(view, await visit.frame()))
}

const missing = async (visit: Visit): Promise<Response> =>
  visit.show(failurePage({ status: 404 }, await visit.frame()), 404)
