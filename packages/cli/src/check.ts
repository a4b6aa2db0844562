import { existsSync } from "node:fs"
import { fileAnchor } from "@pannier/vault-file"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { message } from "pannier/kernel"
import type { Balance } from "pannier/ledger"
import { shopQuestions } from "pannier/shop"
import { audit, ChainBroken, type Link, type Storage, verifyChain } from "pannier/storage"
import { columnFaults } from "./columns.ts"
import { progress } from "./progress.ts"
import { anchorOf, existing, integrityOf, nameOf, openStore, targetOf, upToDate } from "./store.ts"
import { textTable } from "./table.ts"
import { Usage } from "./usage.ts"

/** How a store is checked. */
export interface CheckOptions {
  readonly keys?: string | undefined
  /** The file that the head of the chain is anchored in. */
  readonly anchor?: string | undefined
}

/**
 * Checks a store as it is at this moment, while others may go on selling: the laws that its log must keep, the chain over it, what the tables
 * promise one another, and for a file its pages. Draws the balances. What is wrong goes to standard error, the first violation first.
 *
 * @returns whether nothing is wrong
 */
export const checkStore = async (store: string, { keys, anchor }: CheckOptions = {}): Promise<boolean> => {
  const target = await existing(targetOf(store))
  const named = keys === undefined ? {} : { keys }
  // A server may let this role only read.
  if (target.kind === "sqlite") await upToDate(target, store, named)
  await using shop = await openStore(store, { ...named, snapshot: true })
  const { storage } = shop
  console.log(nameOf(target))
  if (anchor !== undefined && !existsSync(anchor)) throw new Usage(`没有这个文件 · no such file: \`${anchor}\``)
  const anchored = await Effect.runPromise(fileAnchor(anchorOf(target, anchor)).latest)
  const wrong = await violationsOf(storage, anchored)
  await drawBalances(storage)
  for (const one of wrong) console.error(one)
  console.log(
    wrong.length === 0
      ? "\n完好 · sound"
      : `\n问题 ${wrong.length} 处，首先是 · faults ${wrong.length}, the first: ${wrong[0]}`
  )
  return wrong.length === 0
}

/**
 * What breaks a promise of a store, in sentences, the first first: where the chain is broken, since what else is wrong may follow
 * from it. Tells what was looked at.
 */
export const violationsOf = async (storage: Storage, anchored: Link | undefined): Promise<ReadonlyArray<string>> => {
  const last = await lastPosition(storage)
  const wrong = [...(await breaksOf(storage, anchored, last))]
  wrong.push(...(await Effect.runPromise(integrityOf(storage))), ...(await columnFaults(storage)))
  const told = progress("audit", last, process.stderr)
  const { violations, ...counts } = await Effect.runPromise(audit(storage, shopQuestions, told))
  wrong.push(...violations)
  // As of the books in a trial: what is empty keeps every law.
  if (last === 0) wrong.push("日志是空的，什么都没有核对 · the log is empty: nothing was checked")
  console.log(
    `账目 · laws: ${counts.entries} 条日志 entries, ${counts.events} 个事件 events, ${counts.lines} 行分录 lines, ${counts.documents} 份文档 documents, ${counts.accounts} 个账户 accounts, ${counts.units} 个单位 units, 违反 violations ${violations.length}`
  )
  return wrong
}

/** Where the chain over the log is broken. */
const breaksOf = async (storage: Storage, anchored: Link | undefined, last: number): Promise<ReadonlyArray<string>> => {
  const told = progress("chain", last, process.stderr)
  const chain = await Effect.runPromise(Effect.result(verifyChain(storage, { anchored, each: told })))
  if (Result.isFailure(chain)) {
    if (chain.failure._tag !== "ChainBroken") throw chain.failure
    const { zh, en } = message(ChainBroken, chain.failure)
    return [`${zh} · ${en}`]
  }
  const { head } = chain.success
  const held = anchored === undefined ? "未锚定 not anchored" : `锚定至 anchored to ${anchored.position}`
  console.log(
    `哈希链 · chain: ${head.position} / ${last} 已封 sealed, ${held}, 链头 head ${head.position === 0 ? "-" : head.hash}`
  )
  return []
}

/** The last position of the log, found by halves: the port reads the log from its beginning only. */
const lastPosition = async (storage: Storage): Promise<number> => {
  const there = async (position: number): Promise<boolean> =>
    (await Effect.runPromise(storage.events(position - 1, 1))).length > 0
  let [low, high] = [0, 1]
  while (await there(high)) [low, high] = [high, high * 2]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (await there(middle)) low = middle
    else high = middle
  }
  return low
}

/** Accounts that are drawn of each unit. */
const drawn = 6

const drawBalances = async (storage: Storage): Promise<void> => {
  const trial = await Effect.runPromise(storage.trial)
  const rows: Array<ReadonlyArray<string>> = []
  // A shop has one unit for each variant: those with the most accounts are drawn.
  const units = trial.toSorted((left, right) => right.accounts - left.accounts).slice(0, 12)
  for (const { unit, accounts, posted } of units) {
    const balances = (await largest(storage, unit)).filter((balance) => balance.posted !== 0n)
    const most = balances.reduce((far, { posted: one }) => (abs(one) > far ? abs(one) : far), 1n)
    rows.push([unit, "", `${accounts} 户 accounts`, `和 sum ${posted}`])
    for (const { account, posted: one } of balances.slice(0, drawn)) {
      rows.push([`  ${account.id}`, bar(one, most), "", String(one)])
    }
    if (balances.length > drawn) rows.push([`  … ${balances.length - drawn}`, "", "", ""])
  }
  if (rows.length === 0) return
  console.log(`\n${textTable(["单位与账户 · unit and account", "余额 · balance", "", ""], rows, [1])}`)
  if (trial.length > units.length) console.log(`… ${trial.length - units.length} 个单位 · more units`)
}

/** The accounts of a unit, the largest balance first; of a unit with very many the first thousand are looked at. */
const largest = async (storage: Storage, unit: string): Promise<ReadonlyArray<Balance>> => {
  const all: Array<Balance> = []
  let after: string | undefined
  do {
    const page = await Effect.runPromise(
      storage.accounts({ unit, limit: 500, at: 0, ...(after === undefined ? {} : { after }) })
    )
    all.push(...page.items)
    after = page.next
  } while (after !== undefined && all.length < 1_000)
  return all.toSorted((left, right) => (abs(right.posted) > abs(left.posted) ? 1 : -1))
}

const abs = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

/** Half the width of the drawing, in characters. */
const half = 15

/** A bar around the line of zero: to its left what is owed, to its right what is there. */
const bar = (amount: bigint, most: bigint): string => {
  const length = Number((abs(amount) * BigInt(half) + most - 1n) / most)
  const [left, right] = amount < 0n ? ["▇".repeat(length), ""] : ["", "▇".repeat(length)]
  return `${left.padStart(half)}│${right.padEnd(half)}`
}
