/** The desk's health and its batches: a gateway that is down for ten tries, a book-keeper that reads on, a batch that is stopped. */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { serve } from "@hono/node-server"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { type Actor, work } from "pannier/command"
import type { Waiting } from "pannier/storage"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { appOf } from "../src/site/app.ts"
import { type House, openHouse } from "../src/site/house.ts"
import { type Language, languages } from "../src/text/index.ts"

const patience = 240_000
const hour = 3_600_000
const folder = mkdtempSync(join(tmpdir(), "health-"))
const store = join(folder, "shop.db")
const ann: Actor = { id: "ann-an", kind: "customer" }
const lin: Actor = { id: "manager-lin", kind: "staff" }

let origin: string
let house: House
let app: ReturnType<typeof appOf>
/** What listens at the shop's address: until it does, the gateway that is mounted there is down. */
let server: ReturnType<typeof serve> | undefined

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

beforeAll(async () => {
  origin = `http://localhost:${await freePort()}`
  house = await openHouse(`sqlite:${store}`, origin)
  app = appOf(house)
}, patience)

afterAll(async () => {
  server?.close()
  await house.close()
  rmSync(folder, { recursive: true, force: true })
}, patience)

/** Somebody with a browser that asks the shop itself, whether or not it listens: cookies are kept, redirects are followed. */
class Visitor {
  readonly #cookies = new Map<string, string>()

  static async as(person: string): Promise<Visitor> {
    const visitor = new Visitor()
    await visitor.ask("/zh/sign-in", { person })
    return visitor
  }

  async ask(path: string, fields?: Readonly<Record<string, string>>): Promise<{ status: number; html: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const answer = await app.fetch(
      new Request(origin + path, {
        headers: { cookie, origin },
        ...(fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) })
      })
    )
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.#cookies.set(name, value)
    }
    const to = answer.headers.get("location")
    return to === null ? { status: answer.status, html: await answer.text() } : this.ask(to.replace(origin, ""))
  }
}

const wordsOf = (html: string): string => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")

/** The fields of the form that would do this to that. */
const formOf = (html: string, what: string, about: string): Readonly<Record<string, string>> => {
  for (const [form] of html.matchAll(/<form method="post".*?<\/form>/gs)) {
    const fields = Object.fromEntries(
      [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value])
    )
    if (fields["do"] === what && Object.values(fields).includes(about)) return fields
  }
  throw new Error(`the page has no form to ${what} ${about}`)
}

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
  const buyer = house.shop.as(ann)
  const { id: cart } = await buyer.cart.open({ currency: "CNY" })
  const good = house.goods.all.find(({ kind, variants }) => kind === "physical" && (variants[0]?.left ?? 0) > 5)
  await buyer.cart.addLine({ cart, sku: good?.variants[0]?.sku ?? "", quantity: 1 })
  await buyer.cart.choose({ cart, delivery: { option: "standard", region: "CN-ZJ" }, paymentMethod: "sandbox" })
  const { id: quote } = await buyer.cart.quote({ cart })
  return buyer.order.place({ cart, quote, address, gateway: "sandbox" })
}

const intentOf = async (payment: string): Promise<Waiting | undefined> => {
  const waiting = await Effect.runPromise(house.shop.storage.waiting(1_000))
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
  const { engine, errands } = house.shop.kernel
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
    await house.nudge()
    const clerk = await Visitor.as("clerk-chen")
    expect(wordsOf((await clerk.ask("/en/desk/health")).html)).toContain("Nothing is parked")
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
      const { html } = await clerk.ask(`/${language}/desk/health`)
      for (const words of says[language]) expect(wordsOf(html)).toMatch(words)
      expect(wordsOf(html)).not.toMatch(/undefined|NaN|\[object|\{\w+\}/)
    })
  })

  it("a clerk may look, and neither retry nor resolve", async () => {
    const clerk = await Visitor.as("clerk-chen")
    const { html } = await clerk.ask("/zh/desk/health")
    expect(wordsOf(html)).toContain(first)
    const id = (await intentOf(first))?.id ?? ""
    for (const what of ["retry", "resolve"]) {
      // The button is not there, and whoever makes one by hand is refused.
      expect(() => formOf(html, what, id)).toThrow("the page has no form")
      const byHand = { do: what, key: `by-hand-${what}`, intent: id }
      expect((await clerk.ask("/zh/desk/health", byHand)).status).toBe(403)
    }
    expect((await intentOf(first))?.state).toBe("parked")
    expect((await clerk.ask("/zh/desk/health", { do: "nothing", key: "k", intent: id })).status).toBe(404)
  })

  it("retried while it is still down, it waits again and was tried once", async () => {
    const manager = await Visitor.as("manager-lin")
    const { html } = await manager.ask("/zh/desk/health")
    const id = (await intentOf(first))?.id ?? ""
    const form = formOf(html, "retry", id)
    expect(wordsOf((await manager.ask("/zh/desk/health", form)).html)).toContain("已重新排队")
    expect(await intentOf(first)).toMatchObject({ id, state: "waiting", tries: 1 })
    expect(await untilParked(first)).toBe(10)
  })

  it("retried once it is up, the payment is started in its old place; the same form twice retries once", async () => {
    const manager = await Visitor.as("manager-lin")
    server = serve({ fetch: (request) => app.fetch(request), port: Number(new URL(origin).port) })
    const { html } = await manager.ask("/en/desk/health")
    const form = formOf(html, "retry", (await intentOf(first))?.id ?? "")
    for (const _ of [1, 2]) {
      expect(wordsOf((await manager.ask("/en/desk/health", form)).html)).toContain("It is tried again")
    }
    expect(await intentOf(first)).toBeUndefined()
    expect(await house.shop.as(lin).payment.get({ payment: first })).toMatchObject({ state: "pending" })
  })

  it("resolved, the other one leaves its lane, and who did it is written down", async () => {
    const manager = await Visitor.as("manager-lin")
    const { html } = await manager.ask("/zh/desk/health")
    const { id = "", lane = "" } = (await intentOf(second)) ?? {}
    const { html: after } = await manager.ask("/zh/desk/health", formOf(html, "resolve", id))
    expect(wordsOf(after)).toContain("已了结，车道继续")
    expect(wordsOf(after)).toContain("没有停靠的外联")
    expect(await intentOf(second)).toBeUndefined()
    const { documents } = await Effect.runPromise(
      house.shop.storage.read({
        documents: [{ collection: "intervention", id }],
        accounts: [],
        queries: [],
        at: Date.now()
      })
    )
    const told: unknown = JSON.parse(documents[0]?.json ?? "null")
    expect(told).toMatchObject({ id, lane, ending: "resolved", by: "manager-lin", note: "在后台了结" })
    expect((await manager.ask("/en/desk/health", formOf(html, "resolve", id))).status).toBe(200)
  })
})

describe("the second book-keeper", { timeout: patience }, () => {
  /** Lets it go on until a whole pass is over. */
  const pass = async (now: number): Promise<void> => {
    await house.watch.step(now)
    while ((house.watch.seen.compared?.at ?? 0) < now) await house.watch.step(now)
  }

  it("L04 L58 has read all of the log, verified the chain, and held every balance against its lines", async () => {
    const manager = await Visitor.as("manager-lin")
    const { entries } = await house.shop.seal({ limit: 100_000 })
    const now = Date.now() + 2 * hour
    await pass(now)
    const { position, chained, compared, fault, broken } = house.watch.seen
    expect([fault, broken]).toEqual([undefined, undefined])
    expect(position).toBeGreaterThanOrEqual(entries)
    expect(chained).toBeGreaterThanOrEqual(entries)
    const accounts = (await Effect.runPromise(house.shop.storage.trial)).reduce((sum, one) => sum + one.accounts, 0)
    expect(compared?.accounts).toBe(accounts)
    await both(async (language) => {
      const { html } = await manager.ask(`/${language}/desk/health`)
      expect(html).toContain(`<span class="state good">${language === "zh" ? "完好" : "Sound"}</span>`)
      expect(wordsOf(html)).toMatch(language === "zh" ? /读到第 [\d,]+ 条/ : /Has read [\d,]+ of [\d,]+ entries/)
    })
  })

  it("finds a balance that somebody wrote within an hour, draws it, and is sound again once it is put right", async () => {
    const manager = await Visitor.as("manager-lin")
    const file = new DatabaseSync(store)
    const { id } =
      file.prepare("SELECT id FROM account WHERE unit = 'variant:dry-bag-5l' ORDER BY id LIMIT 1").get() ?? {}
    const add = file.prepare("UPDATE account SET posted = posted + ? WHERE id = ?")
    add.run(1, String(id))
    await pass(Date.now() + 4 * hour)
    expect(house.watch.seen.fault?.what).toMatch(
      new RegExp(`account ${String(id)} has -?\\d+, its lines sum to -?\\d+`)
    )
    await both(async (language) => {
      const { html } = await manager.ask(`/${language}/desk/health`)
      expect(html).toContain(`<span class="state bad">${language === "zh" ? "有问题" : "Fault"}</span>`)
      const says = {
        zh: `首先发现：账户 ${String(id)} 的余额不是流水之和`,
        en: `balance of account ${String(id)} is not the sum`
      }
      expect(wordsOf(html)).toContain(says[language])
    })
    add.run(-1, String(id))
    file.close()
    await house.watch.step(Date.now() + 6 * hour)
    expect(house.watch.seen.fault).toBeDefined()
    await pass(Date.now() + 6 * hour)
    expect(house.watch.seen.fault).toBeUndefined()
  })
})

describe("the chain behind the book-keeper", { timeout: patience }, () => {
  it("L58 is verified again within an hour: an entry that somebody changed is named, in both languages", async () => {
    const manager = await Visitor.as("manager-lin")
    const file = new DatabaseSync(store)
    const write = file.prepare("UPDATE log SET actor = ? WHERE position = 3")
    const { actor } = file.prepare("SELECT actor FROM log WHERE position = 3").get() ?? {}
    write.run("somebody else")
    await house.watch.step(Date.now() + 8 * hour)
    expect(house.watch.seen.broken).toEqual({ _tag: "ChainBroken", position: 3, why: "changed" })
    await both(async (language) => {
      const { html } = await manager.ask(`/${language}/desk/health`)
      expect(html).toContain(`<span class="state bad">${language === "zh" ? "有问题" : "Fault"}</span>`)
      expect(wordsOf(html)).toContain(
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
    const clerk = await Visitor.as("clerk-chen")
    expect((await clerk.ask(room("zh"))).status).toBe(403)
    expect((await clerk.ask(room("zh"), { do: "start", kind: "rewrite.product", key: "clerk" })).status).toBe(403)
    expect((await new Visitor().ask(room("zh"))).html).not.toContain("rewrite.product")
    expect(await house.shop.as(lin).operations.batches({})).toEqual([])
  })

  it("are started for a collection, run to their end, and say what became of every row", async () => {
    const manager = await Visitor.as("manager-lin")
    await both(async (language) => {
      const { html } = await manager.ask(room(language))
      expect(wordsOf(html)).toContain(language === "zh" ? "还没有批处理" : "No batches yet")
      expect(wordsOf(html)).not.toMatch(/undefined|NaN|\[object|\{\w+\}/)
    })
    const { html } = await manager.ask(room("en"))
    const start = formOf(html, "start", "rewrite.product")
    expect(wordsOf((await manager.ask(room("en"), start)).html)).toContain("It has begun")
    await house.nudge()
    const [batch] = await house.shop.as(lin).operations.batches({})
    expect(batch).toMatchObject({ kind: "rewrite.product", state: "done", startedBy: "manager-lin" })
    const seen = house.goods.all.length
    expect(batch?.rows).toEqual({ written: 0, kept: seen, failed: 0 })
    await both(async (language) => {
      const words = wordsOf((await manager.ask(room(language))).html)
      expect(words).toContain(language === "zh" ? `看过 ${seen} 行` : `${seen} rows seen`)
    })
  })

  it("are paused, go on where they stopped, and are cancelled", async () => {
    const manager = await Visitor.as("manager-lin")
    const run = house.shop.as(lin).operations
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
    const { html } = await manager.ask(room("en"))
    expect(wordsOf(html)).toMatch(/rewrite\.variant Paused .*? (?:\d+ of \d+ rows|\d+ rows? seen)/)
    expect(html).toMatch(/<meter min="0" max="1" value="[\d.]+" aria-label="\d+ of \d+ rows"/)
    expect(() => formOf(html, "start", "rewrite.variant")).toThrow("no form")
    expect(wordsOf((await manager.ask(room("en"), formOf(html, "resume", one))).html)).toContain("It goes on")
    await house.nudge()
    expect((await run.batch({ batch: one })).state).toBe("done")
    const two = await paused()
    const cancel = formOf((await manager.ask(room("zh"))).html, "cancel", two)
    const { html: after } = await manager.ask(room("zh"), cancel)
    expect(wordsOf(after)).toContain("已取消，做过的保留")
    expect((await run.batch({ batch: two })).state).toBe("cancelled")
    formOf(after, "start", "rewrite.variant")
  })

  it("refuse in words what is unknown or cannot be", async () => {
    const manager = await Visitor.as("manager-lin")
    const ask = async (fields: Readonly<Record<string, string>>) =>
      (await manager.ask(room("zh"), { key: JSON.stringify(fields).replace(/\W/g, ""), ...fields })).html
    expect(await ask({ do: "start", kind: "rewrite.nothing" })).toMatch(/notice bad.*没有批处理/s)
    expect(await ask({ do: "raise", collection: "product", version: "99" })).toMatch(/notice bad/)
    expect(await ask({ do: "raise", collection: "product", version: "x" })).toMatch(/notice bad/)
    expect(await ask({ do: "raise", collection: "product", version: "1" })).toMatch(/notice good/)
    expect((await manager.ask(room("zh"), { do: "constructor", key: "k" })).status).toBe(404)
  })
})
