/** Sample views of the staff's pages and the tour. */
import { places, products } from "../seed/index.ts"
import { span } from "../text/format.ts"
import { type Language, tell } from "../text/index.ts"
import * as look from "./index.ts"

const now = Date.UTC(2026, 10, 22, 4, 30)
const minutes = (n: number): number => now + n * 60_000
const yuan = (amount: string): look.Amount => ({ amount, currency: "CNY" })

const ledger = (zh: boolean): readonly look.LedgerRow[] => [
  {
    transfer: "t-0042-1",
    at: minutes(-1560),
    unit: "CNY",
    from: "outside:sandbox",
    to: "captured:pay-0042-1",
    amount: "829.00",
    why: zh ? "付款到账" : "payment captured"
  },
  {
    transfer: "t-0042-2",
    at: minutes(-1560),
    unit: "CNY",
    from: "captured:pay-0042-1",
    to: "merchant:shanfang",
    amount: "494.20",
    why: zh ? "山房应得" : "due to Shanfang"
  },
  {
    transfer: "t-0042-3",
    at: minutes(-1560),
    unit: "CNY",
    from: "captured:pay-0042-1",
    to: "merchant:kiln",
    amount: "334.80",
    why: zh ? "青岚窑应得" : "due to Qinglan Kiln",
    held: true
  }
]

const goods = (zh: boolean): readonly look.LedgerRow[] => [
  {
    transfer: "t-0042-4",
    at: minutes(-1561),
    unit: "variant:lion-peak-longjing-100g",
    from: "shelf:lion-peak-longjing-100g@hangzhou",
    to: "sold:lion-peak-longjing-100g",
    amount: "1",
    why: zh ? "下单占用" : "held for the order",
    held: true
  },
  {
    transfer: "t-0042-5",
    at: minutes(-1200),
    unit: "variant:lion-peak-longjing-100g",
    from: "shelf:lion-peak-longjing-100g@hangzhou",
    to: "sold:lion-peak-longjing-100g",
    amount: "1",
    why: zh ? "发货" : "sent"
  }
]

const queues = (language: Language): readonly look.Queue[] => {
  const t = tell(language)
  return [
    { id: "payment", label: t("desk.queue.payment"), count: 3, overdue: 0, chosen: false },
    { id: "packing", label: t("desk.queue.packing"), count: 12, overdue: 2, chosen: true },
    { id: "transit", label: t("desk.queue.transit"), count: 41, overdue: 0, chosen: false },
    { id: "closed", label: t("desk.queue.closed"), count: 1284, overdue: 0, chosen: false }
  ]
}

const books = (zh: boolean): look.DeskBooksView => ({
  at: now,
  total: { units: 402, accounts: 18_204, off: 0 },
  units: [
    {
      unit: "CNY",
      name: zh ? "人民币" : "Renminbi (CNY)",
      sum: "0.00",
      balanced: true,
      more: 1203,
      accounts: [
        {
          id: "outside:sandbox",
          owner: "sandbox",
          kind: zh ? "外部" : "outside",
          balance: "−128,403.50",
          held: "0.00"
        },
        {
          id: "merchant:shanfang",
          owner: "shanfang",
          kind: zh ? "商家" : "merchant",
          balance: "96,310.20",
          held: "0.00",
          floor: "0.00"
        },
        {
          id: "merchant:kiln",
          owner: "kiln",
          kind: zh ? "商家" : "merchant",
          balance: "24,093.30",
          held: "334.80",
          floor: "0.00"
        },
        {
          id: "merchant:bindery",
          owner: "bindery",
          kind: zh ? "商家" : "merchant",
          balance: "8,000.00",
          held: "0.00",
          floor: "0.00"
        }
      ]
    },
    {
      unit: "variant:silver-spot-pot",
      name: zh ? "油滴釉提梁壶" : "Oil-spot pot with bail handle",
      sum: "0",
      balanced: true,
      more: 0,
      accounts: [
        { id: "supply:silver-spot-pot", owner: "kiln", kind: zh ? "来货" : "supply", balance: "−1", held: "0" },
        {
          id: "shelf:silver-spot-pot@jingdezhen",
          owner: "jingdezhen",
          kind: zh ? "在架" : "shelf",
          balance: "1",
          held: "1",
          floor: "0"
        },
        { id: "sold:silver-spot-pot", owner: "kiln", kind: zh ? "已售" : "sold", balance: "0", held: "0", floor: "0" }
      ]
    }
  ]
})

export const sampleDesk = (
  language: Language,
  order: look.OrderView,
  refund: readonly look.WaterfallStep[],
  figure: (value: number) => string
): Readonly<Record<string, look.Html>> => {
  const zh = language === "zh"
  const t = tell(language)
  const to = look.paths(language)
  const frame = (path: string): look.Frame => ({
    language,
    path,
    formKey: "sample",
    sections: [],
    cartCount: 0,
    customer: zh ? "周掌柜" : "Mr Zhou",
    staff: true
  })
  const waiting: look.State = { label: t("state.order.paid"), mood: "waiting" }
  const good: look.State = { label: t("state.payment.captured"), mood: "good" }
  const held: look.State = { label: t("state.check.held"), mood: "good" }
  const lines = order.lines.map(({ product, ...line }) => ({ ...line, id: product }))
  return {
    "desk-orders": look.deskOrdersPage(
      {
        queues: queues(language),
        rows: products.slice(0, 14).map((product, index) => ({
          number: `2611-00${42 - index}`,
          placedAt: minutes(-90 * index - 30),
          buyer: ["林知秋", "Anna Weber", "陈默", "王一禾", "Tom Reyes"][index % 5] ?? "",
          goods: `${product.name[language]}${index % 3 === 0 ? ` ${zh ? "等 3 件" : "and 2 more"}` : ""}`,
          total: yuan(`${(index + 1) * 137}.50`),
          state: waiting,
          waitsFor: t("waits.packing"),
          due: minutes(600 - 90 * index),
          overdue: index > 6
        }))
      },
      frame("/desk/orders")
    ),
    "desk-order": look.deskOrderPage(
      {
        ...order,
        buyer: zh ? "林知秋" : "Lin Zhiqiu",
        email: "lin@example.com",
        waitsFor: t("waits.packing"),
        due: minutes(600),
        money: ledger(zh),
        goods: goods(zh),
        protections: [
          {
            at: minutes(-400),
            goods: zh ? "明前龙井" : "Longjing, first picking",
            amount: yuan("20.00"),
            points: 0,
            refund: "F-0004",
            state: { label: t("state.refund.succeeded"), mood: "good" }
          },
          { at: minutes(-90), goods: zh ? "茶杯" : "Cup", amount: yuan("0.00"), points: 100 }
        ],
        events: [
          {
            position: 18_201,
            at: minutes(-1561),
            type: "OrderPlaced",
            who: zh ? "林知秋" : "Lin Zhiqiu",
            detail: zh ? "三行，占库存四件" : "three lines, four pieces held"
          },
          {
            position: 18_202,
            at: minutes(-1560),
            type: "PaymentCaptured",
            who: t("who.gateway"),
            detail: "829.00 CNY"
          },
          { position: 18_203, at: minutes(-1200), type: "ParcelShipped", who: t("who.staff"), detail: "SB2611200417" }
        ],
        intents: [
          {
            type: "carrier.book",
            lane: "parcel:p2",
            state: { label: t("state.intent.waiting"), mood: "waiting" },
            tries: 1,
            next: minutes(2)
          }
        ],
        actions: [
          { label: t("desk.ship"), to: `${to.deskOrder("2611-0042")}/ship`, post: true, weight: "main" },
          { label: t("order.cancel"), to: `${to.deskOrder("2611-0042")}/cancel`, post: true, weight: "danger" }
        ]
      },
      frame("/desk/order/2611-0042")
    ),
    "desk-returns": look.deskReturnsPage(
      {
        queues: [
          { id: "asked", label: t("desk.queue.asked"), count: 1, overdue: 0, chosen: false },
          { id: "inspection", label: t("desk.queue.inspection"), count: 2, overdue: 1, chosen: true }
        ],
        rows: [
          {
            number: "R-0007",
            order: "2611-0042",
            askedAt: minutes(-400),
            buyer: "林知秋",
            goods: products[0]?.name[language] ?? "",
            reason: t("return.reason.mind"),
            state: { label: t("state.return.received"), mood: "waiting" },
            refund: yuan("461.20")
          }
        ]
      },
      frame("/desk/returns")
    ),
    "desk-return": look.deskReturnPage(
      {
        number: "R-0007",
        order: "2611-0042",
        state: { label: t("state.return.received"), mood: "waiting" },
        reason: t("return.reason.mind"),
        note: zh ? "家里已经有一罐了。" : "It turns out we had a tin already.",
        timeline: order.timeline,
        refund,
        lines: lines.map((line) => ({ ...line, wanted: line.quantity })),
        inspecting: true,
        actions: [{ label: t("desk.decline"), to: `${to.deskReturn("R-0007")}/decline`, post: true, weight: "danger" }]
      },
      frame("/desk/return/R-0007")
    ),
    "desk-refunds": look.deskRefundsPage(
      {
        queues: [
          { id: "sent", label: t("state.refund.requested"), count: 1, overdue: 0, chosen: true },
          { id: "done", label: t("state.refund.succeeded"), count: 100, more: true, overdue: 0, chosen: false }
        ],
        rows: [
          {
            number: "F-0003",
            order: "2611-0042",
            amount: yuan("461.20"),
            method: zh ? "沙盒支付" : "Sandbox Pay",
            state: { label: t("state.refund.requested"), mood: "waiting" },
            at: minutes(-30),
            why: t("return.reason.mind")
          },
          {
            number: "F-0002",
            order: "2611-0039",
            amount: yuan("39.90"),
            method: zh ? "沙盒支付" : "Sandbox Pay",
            state: { label: t("state.refund.failed"), mood: "bad" },
            at: minutes(-90),
            why: t("refund.cancellation"),
            retry: {
              label: t("desk.retry"),
              to: `/${language}/desk/refunds`,
              post: true,
              weight: "main",
              fields: { do: "retry", refund: "F-0002" }
            }
          }
        ],
        settling: ["F-0002"]
      },
      frame("/desk/refunds")
    ),
    "desk-codes": look.deskCodesPage(
      {
        rows: [
          {
            promotion: "tea-card",
            name: zh ? "茶友卡减 10 元" : "Tea card: ¥10 off",
            sample: "CHA-7M2K-QX4T",
            count: 20_000,
            used: 318,
            held: 4,
            odds: 32_805_000,
            account: "issued:uses:tea-card"
          }
        ],
        most: 1_000_000
      },
      frame("/desk/codes")
    ),
    "desk-stock": look.deskStockPage(
      {
        places: places.map(({ id, name }) => ({ id, name: name[language] })),
        rows: products.slice(0, 20).flatMap(({ variants, name }) =>
          variants.slice(0, 1).map((variant, index) => {
            const cells = places.map(({ id }) => {
              const onHand = variant.stock[id]
              return onHand === undefined
                ? undefined
                : { onHand, held: onHand % 3, account: `shelf:${variant.sku}@${id}` }
            })
            return {
              sku: variant.sku,
              name: name[language],
              cells,
              free: cells.reduce((sum, cell) => sum + (cell === undefined ? 0 : cell.onHand - cell.held), 0),
              sold: 17 + index,
              unit: `variant:${variant.sku}`
            }
          })
        ),
        page: 1,
        pages: 21
      },
      frame("/desk/stock")
    ),
    "desk-article": look.deskArticlePage(
      {
        sku: "dry-bag-5l",
        name: products[0]?.name[language] ?? "",
        unit: "variant:dry-bag-5l",
        places: places.map(({ id, name }, index) => ({
          id,
          name: name[language],
          onHand: 40 - index * 8,
          held: index,
          free: 40 - index * 9,
          owed: index === 2 ? 3 : 0,
          account: `shelf/${id}/dry-bag-5l`
        })),
        wrong: { form: "receive", place: "hangzhou", value: "-1", error: t("desk.badCount", { least: 1 }) }
      },
      frame("/desk/stock/dry-bag-5l")
    ),
    "desk-payments": look.deskPaymentsPage(
      {
        queues: [{ id: "captured", label: t("state.payment.captured"), count: 2, overdue: 0, chosen: true }],
        actions: [{ label: t("desk.reconcile"), to: `${to.deskPayments()}?ask=1`, post: false, weight: "plain" }],
        reconciled: { at: minutes(-20), matched: 1281, differing: 0 },
        rows: [
          {
            payment: "pay-0042-1",
            order: "2611-0042",
            at: minutes(-1560),
            method: zh ? "沙盒支付" : "Sandbox Pay",
            amount: yuan("829.00"),
            captured: yuan("829.00"),
            refunded: yuan("461.20"),
            state: good,
            gatewaySays: good
          },
          {
            payment: "pay-0041-1",
            order: "2611-0041",
            at: minutes(-1600),
            method: zh ? "沙盒支付" : "Sandbox Pay",
            amount: yuan("68.00"),
            captured: yuan("0.00"),
            refunded: yuan("0.00"),
            state: { label: t("state.payment.pending"), mood: "waiting" }
          }
        ]
      },
      frame("/desk/payments")
    ),
    "desk-books": look.deskBooksPage(books(zh), frame("/desk/books")),
    "desk-account": look.deskAccountPage(
      {
        id: "merchant:kiln",
        owner: "kiln",
        unit: "CNY",
        balance: "24,093.30",
        held: "334.80",
        floor: "0.00",
        rows: ledger(zh)
      },
      frame("/desk/books/account?id=merchant:kiln")
    ),
    "desk-transfer": look.deskTransferPage(
      {
        id: "capture:pay-0042-1",
        position: 18_202,
        at: minutes(-1560),
        who: t("who.gateway"),
        why: t("reason.payment.report"),
        life: ledger(zh).slice(0, 1),
        together: goods(zh).slice(1),
        events: [
          {
            position: 18_202,
            at: minutes(-1560),
            type: "PaymentCaptured",
            who: t("who.gateway"),
            detail: t("state.payment.captured")
          }
        ]
      },
      frame("/desk/books/transfer?id=capture:pay-0042-1&position=18202")
    ),
    "desk-health": look.deskHealthPage(
      {
        checks: [
          { law: "L04", title: zh ? "每个单位的账户之和为零" : "every unit sums to zero", state: held, looked: 18_204 },
          { law: "L23", title: zh ? "库存不为负" : "stock is never below zero", state: held, looked: 402 }
        ],
        watch: {
          state: { label: t("state.watch.fault"), mood: "bad" },
          position: 17_500,
          share: 17_500 / 18_204,
          facts: [
            { name: t("health.behind"), value: figure(704) },
            { name: t("health.chained"), value: figure(17_000) },
            { name: t("health.lines"), value: figure(61_204) },
            { name: t("health.compared"), value: t("health.notCompared") }
          ],
          faults: [t("fault.SequenceMissing", { about: "order/2611-0042", position: figure(17_204) })]
        },
        queues: [
          {
            kind: "payment.start",
            waiting: 12,
            due: 3,
            lag: span(language, 720_000),
            late: true,
            parked: 1,
            share: 1
          },
          { kind: "order.expire", waiting: 4, due: 0, late: false, parked: 0, share: 4 / 12 }
        ],
        queuesTo: 2000,
        worker: {
          at: now,
          busy: { at: minutes(-1), answered: 12, failed: 1, why: "payment.start: GatewayError" }
        },
        refusals: [
          { name: "cart.addLine", tag: "StockShort", count: 214, share: 1, bad: false },
          { name: "payment.start", tag: "GatewayError", count: 31, share: 31 / 214, bad: true }
        ],
        errands: [
          { kind: "payment.start", carried: 812, failed: 31, took: span(language, 42), lag: span(language, 180_000) }
        ],
        building: [{ collection: "order", column: "merchant" }],
        lanes: [
          {
            lane: "payment:pay-0041-1",
            waiting: 1,
            oldest: minutes(-12),
            state: { label: t("state.intent.waiting"), mood: "waiting" }
          }
        ],
        parked: [
          {
            intent: "gateway.query",
            lane: "payment:pay-0039-1",
            tries: 10,
            why: zh ? "支付方没有回应" : "the provider does not answer",
            actions: [
              {
                label: t("desk.retry"),
                to: to.deskHealth,
                post: true,
                weight: "plain",
                fields: { do: "retry", intent: "i-39" }
              },
              {
                label: t("health.resolve"),
                to: to.deskHealth,
                post: true,
                weight: "danger",
                fields: { do: "resolve", intent: "i-39" },
                ask: {
                  name: "note",
                  label: t("health.note"),
                  field: { value: "", error: t("form.required"), most: 500 }
                }
              }
            ]
          }
        ],
        commits: 18_204,
        actions: [{ label: t("health.checkAll"), to: `${to.deskHealth}?check=1`, post: false, weight: "plain" }]
      },
      frame("/desk/health")
    ),
    "desk-batches": look.deskBatchesPage(
      {
        batches: [
          {
            id: "bat-2",
            kind: "rewrite.order",
            state: { label: t("state.batch.running"), mood: "waiting" },
            startedAt: minutes(-3),
            by: zh ? "林主管" : "Lin",
            progress: { share: 0.3, label: t("batch.seenOf", { seen: figure(1_200), all: figure(4_000) }) },
            written: 1_100,
            kept: 98,
            failed: 2,
            failures: [{ id: "2611-0017", cause: "VersionAhead" }],
            actions: (["pause", "cancel"] as const).map((what) => ({
              label: t(`batch.${what}`),
              to: to.deskBatches,
              post: true,
              weight: what === "cancel" ? ("danger" as const) : ("plain" as const),
              fields: { do: what, batch: "bat-2" }
            }))
          }
        ],
        collections: [
          {
            name: "order",
            reads: 2,
            writes: 1,
            building: ["merchant"],
            actions: [
              {
                label: t("batch.raise", { version: 2 }),
                to: to.deskBatches,
                post: true,
                weight: "plain",
                fields: { do: "raise", collection: "order", version: "2" }
              }
            ]
          }
        ],
        refresh: 2
      },
      frame("/desk/batches")
    ),
    tour: look.tourPage(
      {
        stops: [
          {
            id: "last-piece",
            result: {
              mood: "good",
              summary: zh
                ? "一位买到，一位被告知“只剩 0 件”。"
                : "One bought it; the other was told that none is left.",
              facts: [
                {
                  name: zh ? "甲" : "First buyer",
                  value: zh ? "订单 2611-0043" : "order 2611-0043",
                  to: to.order("2611-0043")
                },
                { name: zh ? "乙" : "Second buyer", value: "StockShort { wanted: 1, available: 0 }" },
                { name: zh ? "货架余数" : "On the shelf", value: figure(0) }
              ],
              ledger: goods(zh).slice(0, 1)
            }
          },
          { id: "pay-twice" },
          { id: "late-answer", running: true },
          { id: "partial-refund" },
          { id: "killed" }
        ]
      },
      { ...frame("/tour"), sections: [{ id: "tea", name: zh ? "茶" : "Tea" }] }
    )
  }
}
