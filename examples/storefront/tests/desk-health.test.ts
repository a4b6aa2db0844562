/** The desk's health and its batches: a gateway that is down for ten tries, a book-keeper that reads on, a batch that is stopped. */
import { createServer } from "node:net"
import { DatabaseSync } from "node:sqlite"
import { serve } from "@hono/node-server"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type Actor, work } from "pannier/command"
import type { Waiting } from "pannier/storage"
import { afterAll, describe, expect, it } from "vitest"
import { type Language, languages } from "../src/text/index.ts"
import { openedHouse, patience } from "./opened.ts"
import { formTo, linksOf } from "./visitor.ts"

const hour = 3_600_000
const ann: Actor = { id: "ann-an", kind: "customer" }
const lin: Actor = { id: "manager-lin", kind: "staff" }

/** A port that nobody listens on. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const taken = createServer()
    taken.once("error", reject)
    taken.listen(0, () => {
      const address = taken.address()
      taken.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

const opened = openedHouse("health", async () => `http://localhost:${await freePort()}`)
/** What listens at the shop's address: until it does, the gateway that is mounted there is down. */
let server: ReturnType<typeof serve> | undefined
afterAll(() => server?.close())

const both = async (what: (language: Language) => Promise<void>): Promise<void> => {
  for (const language of languages) await what(language)
}

const address = {
  name: "安小满",
  phone: "+86 138 0000 4321",
  country: "CN",
  region: "CN-ZJ",
  city: "杭州",
  street: "龙井路 8 号"
}

/** One piece of something, ordered and not paid: its payment is to be started at the gateway. */
const ordered = async () => {
  const buyer = opened.house.shop.as(ann)
  const { id: cart } = await buyer.cart.open({ currency: "CNY" })
  const good = opened.house.goods.all.find(({ kind, variants }) => kind === "physical" && (variants[0]?.left ?? 0) > 5)
  await buyer.cart.addLine({ cart, sku: good?.variants[0]?.sku ?? "", quantity: 1 })
  await buyer.cart.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  const { id: quote } = await buyer.cart.quote({ cart })
  return buyer.order.place({ cart, quote, address, gateway: "sandbox" })
}

const intentOf = async (payment: string): Promise<Waiting | undefined> => {
  const waiting = await Effect.runPromise(opened.house.shop.storage.waiting(1_000))
  return waiting.find(({ kind, payload }) => kind === "payment.start" && JSON.parse(payload).payment === payment)
}

/** The same clock, so many milliseconds ahead. */
const ahead = (clock: Clock.Clock, by: number): Clock.Clock => ({
  currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + by,
  currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + by),
  currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() + BigInt(by) * 1_000_000n,
  currentTimeNanos: Effect.map(clock.currentTimeNanos, (now) => now + BigInt(by) * 1_000_000n),
  monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
  monotonicTimeNanos: clock.monotonicTimeNanos,
  sleep: (duration) => clock.sleep(duration)
})

/**
 * A round of the shop's own worker, as it would be worked later. It starts payments and does nothing else, so that nothing is committed
 * at an instant that has not come: the shop goes on by its own clock afterwards.
 */
const workLater = (by: number) => {
  const { engine, errands } = opened.house.shop.kernel
  const starting = new Map([...errands].filter(([kind]) => kind === "payment.start"))
  const round = Effect.clockWith((clock) =>
    Effect.provideService(work(engine, starting, { limit: 200 }), Clock.Clock, ahead(clock, by))
  )
  return Effect.runPromise(round)
}

/** Works on until the payment's intent is given up; answers how often it was tried. */
const untilParked = async (payment: string): Promise<number> => {
  for (let rounds = 0; rounds < 40; rounds++) {
    const intent = await intentOf(payment)
    if (intent === undefined) throw new Error("it was answered")
    if (intent.state === "parked") return intent.tries
    await workLater(Math.max(0, intent.due - Date.now()))
  }
  throw new Error("it is tried for ever")
}

describe("a gateway that is down", { timeout: patience }, () => {
  let first = ""
  let second = ""

  it("L40 parks the intent with its tenth try, and the page says what is stuck and how the checks stand", async () => {
    const [one, two] = [await ordered(), await ordered()]
    first = one.payment ?? ""
    second = two.payment ?? ""
    await opened.house.nudge()
    const clerk = await opened.as("clerk-chen")
    expect((await clerk.ask("/en/desk/health")).words).toContain("Nothing is parked")
    expect(await untilParked(first)).toBe(10)
    expect(await untilParked(second)).toBe(10)
    const says = {
      zh: [/payment\.start 2 0 没有迟的 2/, /L40 [^.]*? 被破坏/, /payment\.start GatewayError \d+/, /停靠的外联/],
      en: [
        /payment\.start 2 0 none is late 2/,
        /L40 [^.]*? Broken/,
        /payment\.start GatewayError \d+/,
        /Parked intents/
      ]
    }
    await both(async (language) => {
      const page = await clerk.ask(`/${language}/desk/health`)
      for (const words of says[language]) expect(page.words).toMatch(words)
      expect(page.words).not.toMatch(/undefined|NaN|\[object|\{\w+\}/)
    })
  })

  it("a clerk may look, and neither retry nor resolve", async () => {
    const clerk = await opened.as("clerk-chen")
    const page = await clerk.ask("/zh/desk/health")
    expect(page.words).toContain(first)
    const id = (await intentOf(first))?.id ?? ""
    for (const what of ["retry", "resolve"]) {
      // The button is not there, and whoever makes one by hand is refused.
      expect(() => formTo(page, what, id)).toThrow("the page has no form")
      const byHand = { do: what, key: `by-hand-${what}`, intent: id, note: "done" }
      expect((await clerk.ask("/zh/desk/health", byHand)).status).toBe(403)
    }
    expect((await intentOf(first))?.state).toBe("parked")
    expect((await clerk.ask("/zh/desk/health", { do: "nothing", key: "k", intent: id })).status).toBe(404)
  })

  it("retried while it is still down, it waits again and was tried once", async () => {
    const manager = await opened.as("manager-lin")
    const page = await manager.ask("/zh/desk/health")
    const id = (await intentOf(first))?.id ?? ""
    const form = formTo(page, "retry", id)
    expect((await manager.ask("/zh/desk/health", form)).words).toContain("已重新排队")
    expect(await intentOf(first)).toMatchObject({ id, state: "waiting", tries: 1 })
    expect(await untilParked(first)).toBe(10)
  })

  it("retried once it is up, the payment is started in its old place; the same form twice retries once", async () => {
    const manager = await opened.as("manager-lin")
    server = serve({ fetch: opened.fetch, port: Number(new URL(opened.origin).port) })
    const page = await manager.ask("/en/desk/health")
    const form = formTo(page, "retry", (await intentOf(first))?.id ?? "")
    for (const _ of [1, 2]) {
      expect((await manager.ask("/en/desk/health", form)).words).toContain("It is tried again")
    }
    expect(await intentOf(first)).toBeUndefined()
    expect(await opened.house.shop.as(lin).payment.get({ payment: first })).toMatchObject({ state: "pending" })
  })

  it("resolved, the other one leaves its lane, and who did it is written down", async () => {
    const manager = await opened.as("manager-lin")
    const page = await manager.ask("/zh/desk/health")
    const { id = "", lane = "" } = (await intentOf(second)) ?? {}
    const note = "已电话告知 ICBC 收款"
    const says = {
      zh: ["请填写", "太长了，最多 500 个字符"],
      en: ["Please fill this in", "Too long: at most 500 characters"]
    } as const
    await both(async (language) => {
      const [empty, long] = says[language]
      for (const [typed, error] of [
        ["", empty],
        ["  ", empty],
        ["n".repeat(501), long]
      ] as const) {
        const wrong = await manager.ask(`/${language}/desk/health`, { ...formTo(page, "resolve", id), note: typed })
        expect([wrong.status, wrong.words.includes(error)]).toEqual([422, true])
        expect(wrong.html).toContain(`value="${typed.trim()}"`)
        expect([...linksOf(wrong, language === "zh" ? "/en/" : "/zh/")]).toContain(
          language === "zh" ? "/en/desk/health" : "/zh/desk/health"
        )
      }
    })
    expect((await intentOf(second))?.state).toBe("parked")
    const after = await manager.ask("/zh/desk/health", { ...formTo(page, "resolve", id), note: ` ${note} ` })
    expect(after.words).toContain("已了结，车道继续")
    expect(after.words).toContain("没有停靠的外联")
    expect(await intentOf(second)).toBeUndefined()
    const { documents } = await Effect.runPromise(
      opened.house.shop.storage.read({
        documents: [{ collection: "intervention", id }],
        accounts: [],
        queries: [],
        at: Date.now()
      })
    )
    const told: unknown = JSON.parse(documents[0]?.json ?? "null")
    expect(told).toMatchObject({ id, lane, ending: "resolved", by: "manager-lin", note })
    expect((await manager.ask("/en/desk/health", { ...formTo(page, "resolve", id), note })).status).toBe(200)
  })
})

describe("the second book-keeper", { timeout: patience }, () => {
  /** Lets it go on until a whole pass is over. */
  const pass = async (now: number): Promise<void> => {
    await opened.house.watch.step(now)
    while ((opened.house.watch.seen.compared?.at ?? 0) < now) await opened.house.watch.step(now)
  }

  it("L04 L58 has read all of the log, verified the chain, and held every balance against its lines", async () => {
    const manager = await opened.as("manager-lin")
    const { entries } = await opened.house.shop.seal({ limit: 100_000 })
    const now = Date.now() + 2 * hour
    await pass(now)
    const { position, chained, compared, fault, broken } = opened.house.watch.seen
    expect([fault, broken]).toEqual([undefined, undefined])
    expect(position).toBeGreaterThanOrEqual(entries)
    expect(chained).toBeGreaterThanOrEqual(entries)
    const accounts = (await Effect.runPromise(opened.house.shop.storage.trial)).reduce(
      (sum, one) => sum + one.accounts,
      0
    )
    expect(compared?.accounts).toBe(accounts)
    await both(async (language) => {
      const page = await manager.ask(`/${language}/desk/health`)
      expect(page.html).toContain(`<span class="state good">${language === "zh" ? "完好" : "Sound"}</span>`)
      expect(page.words).toMatch(language === "zh" ? /读到第 [\d,]+ 条/ : /Has read [\d,]+ of [\d,]+ entries/)
    })
  })

  it("finds a balance that somebody wrote within an hour, draws it, and is sound again once it is put right", async () => {
    const manager = await opened.as("manager-lin")
    const file = new DatabaseSync(opened.house.file)
    const { id } =
      file.prepare("SELECT id FROM account WHERE unit = 'variant:dry-bag-5l' ORDER BY id LIMIT 1").get() ?? {}
    const add = file.prepare("UPDATE account SET posted = posted + ? WHERE id = ?")
    add.run(1, String(id))
    await pass(Date.now() + 4 * hour)
    expect(opened.house.watch.seen.fault?.what).toMatch(
      new RegExp(`account ${String(id)} has -?\\d+, its lines sum to -?\\d+`)
    )
    await both(async (language) => {
      const page = await manager.ask(`/${language}/desk/health`)
      expect(page.html).toContain(`<span class="state bad">${language === "zh" ? "有问题" : "Fault"}</span>`)
      const says = {
        zh: `首先发现：账户 ${String(id)} 的余额不是流水之和`,
        en: `balance of account ${String(id)} is not the sum`
      }
      expect(page.words).toContain(says[language])
    })
    add.run(-1, String(id))
    file.close()
    await opened.house.watch.step(Date.now() + 6 * hour)
    expect(opened.house.watch.seen.fault).toBeDefined()
    await pass(Date.now() + 6 * hour)
    expect(opened.house.watch.seen.fault).toBeUndefined()
  })
})

describe("the chain behind the book-keeper", { timeout: patience }, () => {
  it("L58 is verified again within an hour: an entry that somebody changed is named, in both languages", async () => {
    const manager = await opened.as("manager-lin")
    const file = new DatabaseSync(opened.house.file)
    const write = file.prepare("UPDATE log SET actor = ? WHERE position = 3")
    const { actor } = file.prepare("SELECT actor FROM log WHERE position = 3").get() ?? {}
    write.run("somebody else")
    await opened.house.watch.step(Date.now() + 8 * hour)
    expect(opened.house.watch.seen.broken).toEqual({ _tag: "ChainBroken", position: 3, why: "changed" })
    await both(async (language) => {
      const page = await manager.ask(`/${language}/desk/health`)
      expect(page.html).toContain(`<span class="state bad">${language === "zh" ? "有问题" : "Fault"}</span>`)
      expect(page.words).toContain(
        language === "zh" ? "首先发现：日志在第 3 条处" : "The first fault: entry 3 of the log"
      )
    })
    write.run(String(actor))
    file.close()
  })
})

describe("batches at the desk", { timeout: patience }, () => {
  const room = (language: Language) => `/${language}/desk/batches`

  it("are for a manager alone", async () => {
    const clerk = await opened.as("clerk-chen")
    expect((await clerk.ask(room("zh"))).status).toBe(403)
    expect((await clerk.ask(room("zh"), { do: "start", kind: "rewrite.product", key: "clerk" })).status).toBe(403)
    expect((await opened.visitor().ask(room("zh"))).html).not.toContain("rewrite.product")
    expect(await opened.house.shop.as(lin).operations.batches({})).toEqual([])
  })

  it("are started for a collection, run to their end, and say what became of every row", async () => {
    const manager = await opened.as("manager-lin")
    await both(async (language) => {
      const page = await manager.ask(room(language))
      expect(page.words).toContain(language === "zh" ? "还没有批处理" : "No batches yet")
      expect(page.words).not.toMatch(/undefined|NaN|\[object|\{\w+\}/)
    })
    const page = await manager.ask(room("en"))
    const start = formTo(page, "start", "rewrite.product")
    expect((await manager.ask(room("en"), start)).words).toContain("It has begun")
    await opened.house.nudge()
    const [batch] = await opened.house.shop.as(lin).operations.batches({})
    expect(batch).toMatchObject({ kind: "rewrite.product", state: "done", startedBy: "manager-lin" })
    const seen = opened.house.goods.all.length
    expect(batch?.rows).toEqual({ written: 0, kept: seen, failed: 0 })
    await both(async (language) => {
      const words = (await manager.ask(room(language))).words
      expect(words).toContain(language === "zh" ? `看过 ${seen} 行` : `${seen} rows seen`)
    })
  })

  it("are paused, go on where they stopped, and are cancelled", async () => {
    const manager = await opened.as("manager-lin")
    const run = opened.house.shop.as(lin).operations
    /** A batch that was paused before it was done: the worker goes on beside the test, so it may need another try. */
    const paused = async (): Promise<string> => {
      for (let tries = 0; tries < 50; tries++) {
        const { id } = await run.startBatch({ kind: "rewrite.variant" })
        await manager.ask(room("en"), { do: "pause", batch: id, key: `pause-${id}` })
        if ((await run.batch({ batch: id })).state === "paused") return id
      }
      throw new Error("no batch could be paused")
    }
    const one = await paused()
    const page = await manager.ask(room("en"))
    expect(page.words).toMatch(/rewrite\.variant Paused .*? (?:\d+ of \d+ rows|\d+ rows? seen)/)
    expect(page.html).toMatch(/<meter min="0" max="1" value="[\d.]+" aria-label="\d+ of \d+ rows"/)
    expect(() => formTo(page, "start", "rewrite.variant")).toThrow("no form")
    expect((await manager.ask(room("en"), formTo(page, "resume", one))).words).toContain("It goes on")
    await opened.house.nudge()
    expect((await run.batch({ batch: one })).state).toBe("done")
    const two = await paused()
    const cancel = formTo(await manager.ask(room("zh")), "cancel", two)
    const after = await manager.ask(room("zh"), cancel)
    expect(after.words).toContain("已取消，做过的保留")
    expect((await run.batch({ batch: two })).state).toBe("cancelled")
    formTo(after, "start", "rewrite.variant")
  })

  it("refuse in words what is unknown or cannot be", async () => {
    const manager = await opened.as("manager-lin")
    const ask = async (fields: Readonly<Record<string, string>>) =>
      (await manager.ask(room("zh"), { key: JSON.stringify(fields).replace(/\W/g, ""), ...fields })).html
    expect(await ask({ do: "start", kind: "rewrite.nothing" })).toMatch(/notice bad.*没有批处理/s)
    expect(await ask({ do: "raise", collection: "product", version: "99" })).toMatch(/notice bad/)
    expect(await ask({ do: "raise", collection: "product", version: "x" })).toMatch(/notice bad/)
    expect(await ask({ do: "raise", collection: "product", version: "1" })).toMatch(/notice good/)
    expect((await manager.ask(room("zh"), { do: "constructor", key: "k" })).status).toBe(404)
  })
})
