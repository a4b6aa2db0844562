/** Sample views of every page, made from the seed, for looking at the shop without a shop behind it. */
import {
  attributeNames,
  categories,
  materials,
  merchants,
  optionValueName,
  origins,
  type Product,
  places,
  products,
  seasons,
  shelfTags,
  tagNames
} from "../seed/index.ts"
import { count } from "../text/format.ts"
import { type Language, tell } from "../text/index.ts"
import * as look from "./index.ts"
import { sampleDesk } from "./sample-desk.ts"
import { sampleOffers } from "./sample-offers.ts"

const now = Date.UTC(2026, 10, 22, 4, 30)
const hours = (n: number): number => now + n * 3_600_000
const yuan = (amount: string): look.Amount => ({ amount, currency: "CNY" })

const pick = (id: string): Product => {
  const found = products.find((product) => product.id === id)
  if (found === undefined) throw new Error(`no product \`${id}\``)
  return found
}

const pieces = (stock: Readonly<Record<string, number>>): number =>
  Object.values(stock).reduce((sum, each) => sum + each, 0)

const stockOf = (product: Product, stock: Readonly<Record<string, number>>): look.StockView => {
  if (product.kind === "virtual") return { saleable: "always" }
  if (product.presale !== undefined) return { saleable: "presale" }
  const left = pieces(stock)
  return { saleable: left === 0 ? "none" : left <= 5 ? "few" : "plenty", left }
}

const cardOf = (language: Language, product: Product): look.CardView => {
  const first = product.variants[0]
  const total = product.variants.reduce((sum, variant) => sum + pieces(variant.stock), 0)
  return {
    id: product.id,
    name: product.name[language],
    picture: product.picture,
    price: yuan(first?.price ?? "0.00"),
    ...(first?.listPrice === undefined ? {} : { listPrice: yuan(first.listPrice) }),
    from: product.variants.length > 1,
    tags: product.tags.filter((tag) => shelfTags.includes(tag)).map((tag) => tagNames[tag]?.[language] ?? tag),
    ...stockOf(product, { all: total })
  }
}

const cards = (language: Language, ids: readonly string[]): readonly look.CardView[] =>
  ids.map((id) => cardOf(language, pick(id)))

const frameOf = (language: Language, path: string, more: Partial<look.Frame> = {}): look.Frame => ({
  language,
  path,
  formKey: "sample",
  sections: categories.filter(({ parent }) => parent === null).map(({ id, name }) => ({ id, name: name[language] })),
  cartCount: 5,
  ...more
})

const under = (id: string): readonly string[] => [
  id,
  ...categories.filter(({ parent }) => parent === id).flatMap((child) => under(child.id))
]
const countIn = (id: string): number => products.filter(({ category }) => under(id).includes(category)).length

const home = (language: Language): look.HomeView => ({
  hero: cardOf(language, pick("kiln-edition-gaiwan")),
  offers:
    language === "zh"
      ? [
          { name: "满 300 减 40", terms: "茶与茶器，跨店可凑" },
          { name: "第二件半价", terms: "红茶全线", until: hours(200) },
          { name: "初次见面", terms: "9 折，最多减 30 元，每人一次", code: "NIHAO" }
        ]
      : [
          { name: "¥40 off ¥300", terms: "Tea and teaware, across all three sellers" },
          { name: "Second at half price", terms: "All black teas", until: hours(200) },
          { name: "How do you do", terms: "10% off, up to ¥30, once for each buyer", code: "NIHAO" }
        ],
  sections: categories
    .filter(({ parent }) => parent === null)
    .map(({ id, name, motif }) => ({
      id,
      name: name[language],
      picture: { motif, tones: ["celadon", "walnut"] },
      count: countIn(id),
      children: []
    })),
  deals: cards(language, ["zisha-xishi", "lion-peak-longjing", "wool-throw", "gooseneck-kettle"]),
  fresh: cards(language, ["osmanthus-longjing", "red-envelopes-2027", "tea-incense", "winter-hearth-box"]),
  presale: cards(language, [
    "longjing-presale-2027",
    "biluochun-presale-2027",
    "kiln-edition-gaiwan",
    "silver-spot-pot"
  ])
})

const tree = (language: Language, parent: string, current: string): readonly look.TreeNode[] =>
  categories
    .filter((category) => category.parent === parent)
    .map((category) => ({
      id: category.id,
      name: category.name[language],
      count: countIn(category.id),
      current: category.id === current,
      children: tree(language, category.id, current)
    }))

const listing = (language: Language): look.ListingView => ({
  category: "oolong",
  title: language === "zh" ? "乌龙茶" : "Oolong",
  crumbs: [{ id: "tea", name: language === "zh" ? "茶" : "Tea" }],
  tree: tree(language, "tea", "oolong"),
  facets: [
    {
      key: "origin",
      name: attributeNames.origin[language],
      values: ["wuyi", "anxi", "chaozhou", "taiwan"].map((value, index) => ({
        value,
        name: origins[value]?.[language] ?? value,
        count: 7 - index,
        chosen: index === 0
      }))
    },
    {
      key: "season",
      name: attributeNames.season[language],
      values: ["spring", "summer", "autumn", "winter"].map((value, index) => ({
        value,
        name: seasons[value]?.[language] ?? value,
        count: 12 - index,
        chosen: false
      }))
    }
  ],
  sort: "shelf",
  cards: products
    .filter(({ category }) => under("oolong").includes(category))
    .map((product) => cardOf(language, product)),
  total: 22,
  page: 1,
  pages: 2
})

const product = (language: Language, id: string): look.ProductView => {
  const shown = pick(id)
  const { origin, season, material, capacityMl, year } = shown.attributes
  const merchant = merchants.find((each) => each.id === shown.merchant)
  const facts: readonly (readonly [look.Text, string | undefined])[] = [
    [attributeNames.origin, origin === undefined ? undefined : origins[origin]?.[language]],
    [attributeNames.season, season === undefined ? undefined : seasons[season]?.[language]],
    [attributeNames.material, material === undefined ? undefined : materials[material]?.[language]],
    [attributeNames.capacityMl, capacityMl === undefined ? undefined : optionValueName(`${capacityMl}ml`)?.[language]],
    [attributeNames.year, year === undefined ? undefined : String(year)]
  ]
  return {
    id,
    name: shown.name[language],
    description: shown.description[language],
    picture: shown.picture,
    crumbs: [
      { id: "tea", name: language === "zh" ? "茶" : "Tea" },
      { id: shown.category, name: categories.find((each) => each.id === shown.category)?.name[language] ?? "" }
    ],
    tags: cardOf(language, shown).tags,
    merchant: { name: merchant?.name[language] ?? "", story: merchant?.story[language] ?? "" },
    variants: shown.variants.map((variant, index) => ({
      sku: variant.sku,
      label:
        Object.values(variant.options)
          .map((value) => optionValueName(value)?.[language] ?? value)
          .join(" · ") || shown.name[language],
      price: yuan(variant.price),
      ...(variant.listPrice === undefined ? {} : { listPrice: yuan(variant.listPrice) }),
      stock: index === 2 ? { saleable: "none" } : stockOf(shown, variant.stock),
      chosen: index === 1 || shown.variants.length === 1
    })),
    ...(shown.variants[1]?.listPrice === undefined ? {} : { saving: yuan("38.00") }),
    reasons: [{ label: tell(language)("product.taxIncluded", { rate: "9%" }) }],
    facts: facts.flatMap(([name, value]) => (value === undefined ? [] : [{ name: name[language], value }])),
    kind: shown.kind,
    promise: { to: language === "zh" ? "浙江省" : "Zhejiang", from: hours(40), until: hours(88) },
    ...(shown.presale === undefined
      ? {}
      : {
          shipsFrom: shown.presale.shipsFrom,
          presale: {
            deposit: yuan("50.00"),
            worth: yuan("100.00"),
            total: yuan("238.00"),
            tail: yuan("188.00"),
            from: hours(0),
            until: hours(72)
          }
        }),
    ...(shown.limited === undefined ? {} : { limited: shown.limited }),
    ...(shown.measured === undefined ? {} : { stepGrams: shown.measured.stepGrams }),
    offers: [
      {
        name: language === "zh" ? "跨店每满 300 减 40" : "¥40 off every ¥300, across all sellers",
        terms: language === "zh" ? "茶与茶器，跨店可凑" : "Across all three sellers"
      },
      {
        name: language === "zh" ? "满 99 包邮" : "Free delivery from ¥99",
        terms: language === "zh" ? "全国标准快递" : "Standard delivery in China"
      }
    ],
    bundle: (shown.bundle ?? []).map(({ sku, quantity }) => {
      const part = products.find(({ variants }) => variants.some((variant) => variant.sku === sku))
      return {
        id: part?.id ?? "",
        name: part?.name[language] ?? sku,
        picture: part?.picture ?? shown.picture,
        quantity
      }
    }),
    related: cards(language, ["meijiawu-longjing", "anji-baicha", "glass-gaiwan", "ruyao-gaiwan"]),
    quantity: 1
  }
}

const waterfall = (language: Language): readonly look.WaterfallStep[] => {
  const t = tell(language)
  const zh = language === "zh"
  return [
    { kind: "start", label: t("quote.list"), amount: yuan("964.00") },
    {
      kind: "off",
      label: t("quote.reduced"),
      amount: yuan("-38.00"),
      why: zh ? "狮峰龙井 100 克现价 498 元" : "Lion Peak 100 g now ¥498"
    },
    {
      kind: "off",
      label: zh ? "第二件半价" : "Second at half price",
      amount: yuan("-29.00"),
      why: zh ? "口粮红茶第二份" : "on the second house black"
    },
    {
      kind: "off",
      label: zh ? "满 300 减 40" : "¥40 off ¥300",
      amount: yuan("-80.00"),
      why: zh ? "满两次，跨店" : "reached twice, across shops"
    },
    {
      kind: "add",
      label: t("quote.freight"),
      amount: yuan("12.00"),
      why: zh ? "青岚窑另发一件" : "a parcel of its own from Qinglan Kiln"
    },
    {
      kind: "total",
      label: t("quote.total"),
      amount: yuan("829.00"),
      why: t("quote.taxIncluded", { amount: "¥71.20" })
    }
  ]
}

const summary = (
  language: Language
): readonly (look.SummaryLine & { readonly product: string; readonly offers: readonly look.LineOffer[] })[] =>
  (["lion-peak-longjing", "kiln-edition-gaiwan", "jiuqu-loose"] as const).map((id, index) => {
    const shown = pick(id)
    return {
      product: id,
      name: shown.name[language],
      ...(index === 1 ? {} : { option: index === 0 ? "100 g" : "50 g" }),
      picture: shown.picture,
      quantity: index === 2 ? 2 : 1,
      total: yuan(index === 0 ? "461.20" : index === 1 ? "1680.00" : "33.00"),
      offers:
        index === 2 ? [{ name: language === "zh" ? "第二件半价" : "Second at half price", amount: yuan("-11.00") }] : []
    }
  })

/** A line without the way to its product and without its offers. */
const bare = ({ name, option, picture, quantity, total }: look.SummaryLine): look.SummaryLine => ({
  name,
  ...(option === undefined ? {} : { option }),
  picture,
  quantity,
  total
})

const cart = (language: Language): look.CartView => {
  const zh = language === "zh"
  const line = (id: string, more: Partial<look.CartLineView>): look.CartLineView => {
    const shown = pick(id)
    return {
      id,
      product: id,
      sku: id,
      name: shown.name[language],
      picture: shown.picture,
      unitPrice: yuan(shown.variants[0]?.price ?? "0"),
      quantity: 1,
      most: 20,
      total: yuan(shown.variants[0]?.price ?? "0"),
      offers: [],
      ...more
    }
  }
  return {
    groups: [
      {
        merchant: merchants[0]?.name[language] ?? "",
        lines: [
          line("lion-peak-longjing", {
            option: "100 g",
            listPrice: yuan("536.00"),
            unitPrice: yuan("498.00"),
            before: yuan("498.00"),
            total: yuan("461.20"),
            offers: [{ name: zh ? "满 300 减 40 分摊" : "Share of ¥40 off ¥300", amount: yuan("-36.80") }]
          }),
          line("jiuqu-loose", {
            option: "50 g",
            quantity: 2,
            before: yuan("44.00"),
            total: yuan("33.00"),
            offers: [{ name: zh ? "第二件半价" : "Second at half price", amount: yuan("-11.00") }]
          })
        ]
      },
      {
        merchant: merchants[1]?.name[language] ?? "",
        lines: [
          line("silver-spot-pot", {
            most: 1,
            problem: zh
              ? "最后一件刚刚被别人订下了，请移除。"
              : "Someone has just ordered the last one. Please remove it."
          })
        ]
      }
    ],
    waterfall: waterfall(language),
    total: yuan("829.00"),
    saved: yuan("147.00"),
    next: [
      {
        name: zh ? "满 199 元包邮" : "Free delivery from ¥199",
        missing: zh ? "青岚窑还差 31 元" : "¥31 more from Qinglan Kiln",
        share: 0.84
      }
    ],
    refused: [
      { name: "NIHAO", why: zh ? "每人一次，你已用过" : "once for each buyer, and you have used it" },
      {
        name: zh ? "支付立减" : "Payment offer",
        why: zh ? "选沙盒支付时才生效" : "applies when you choose Sandbox Pay"
      }
    ],
    codes: [{ code: "NIHAO", state: { label: tell(language)("state.code.refused"), mood: "attention" } }],
    code: {
      value: "SPRNG",
      error: zh ? "没有 SPRNG 这个优惠码，是不是少了一个字母？" : "There is no code SPRNG. Is a letter missing?"
    },
    suggestions: cards(language, ["glass-pitcher", "tea-towel-indigo", "bamboo-scoop-set", "tea-journal"]),
    problems: [zh ? "油滴釉提梁壶已售罄" : "Oil-spot pot with bail handle is sold out"]
  }
}

const address = {
  name: "林知秋",
  phone: "13857100000",
  province: "浙江省",
  city: "杭州市",
  district: "西湖区",
  street: "龙井路 88 号 2 幢 301",
  postcode: "310013"
}

const checkout = (language: Language): look.CheckoutView => {
  const zh = language === "zh"
  const sure = (value: string): look.Field => ({ value })
  return {
    cart: "cart_1",
    quote: "quote_1",
    provinces: zh ? ["浙江省", "江苏省"] : ["Zhejiang", "Jiangsu"],
    shown: "829.00 digest",
    travels: true,
    region: address.province,
    address: {
      name: sure(address.name),
      phone: { value: "1385710", error: tell(language)("form.badPhone") },
      province: sure(address.province),
      city: sure(address.city),
      district: sure(address.district),
      street: sure(address.street),
      postcode: sure("")
    },
    deliveries: [
      {
        value: "standard",
        label: zh ? "普通快递" : "Standard",
        detail: zh ? "11月24日至26日" : "24 to 26 November",
        amount: yuan("0.00"),
        chosen: true
      },
      {
        value: "express",
        label: zh ? "次日达" : "Next day",
        detail: zh ? "11月23日" : "23 November",
        amount: yuan("22.00"),
        chosen: false
      }
    ],
    payments: [
      {
        value: "sandbox",
        label: zh ? "沙盒支付" : "Sandbox Pay",
        detail: zh ? "跳转到支付方页面" : "on the provider's own page",
        chosen: true
      },
      {
        value: "card",
        label: zh ? "礼品卡" : "Gift card",
        detail: zh ? "余额不足" : "not enough on it",
        chosen: false,
        disabled: true
      }
    ],
    note: sure(""),
    lines: summary(language).map(bare),
    waterfall: waterfall(language),
    total: yuan("829.00"),
    validUntil: hours(0.25),
    problems: [zh ? "手机号不完整" : "The mobile number is not complete"]
  }
}

const events = (language: Language): readonly look.TimelineEntry[] => {
  const zh = language === "zh"
  return [
    { title: zh ? "电子面单已生成" : "Label made", at: hours(-24), who: zh ? "山房" : "The shop", mood: "good" },
    {
      title: zh ? "快递员已揽收" : "Collected",
      detail: zh ? "杭州西湖网点，王师傅" : "Hangzhou West Lake depot, Mr Wang",
      at: hours(-20),
      who: zh ? "承运方" : "Carrier",
      mood: "good"
    },
    {
      title: zh ? "已离开杭州转运中心" : "Left the Hangzhou sorting centre",
      at: hours(-3),
      who: zh ? "承运方" : "Carrier",
      mood: "waiting"
    }
  ]
}

const parcel = (language: Language): look.ParcelView => ({
  id: "p1",
  title: tell(language)("parcel.of", { number: 1, of: 2 }),
  state: { label: tell(language)("state.parcel.shipped"), mood: "waiting" },
  from: places[0]?.name[language] ?? "",
  carrier: language === "zh" ? "沙盒快递" : "Sandbox Express",
  tracking: "SB2611200417",
  promise: { from: hours(20), until: hours(44) },
  lines: summary(language).map(({ name, quantity }) => ({ name, quantity })),
  events: events(language)
})

const order = (language: Language): look.OrderView => {
  const zh = language === "zh"
  const t = tell(language)
  const to = look.paths(language)
  return {
    number: "2611-0042",
    state: { label: t("state.order.partlyShipped"), mood: "waiting" },
    placedAt: hours(-26),
    timeline: [
      { title: t("step.placed"), at: hours(-26), who: zh ? "林知秋" : "Lin Zhiqiu", mood: "good" },
      {
        title: t("step.paid"),
        detail: zh ? "沙盒支付，¥829.00" : "Sandbox Pay, ¥829.00",
        at: hours(-25.9),
        who: t("who.gateway"),
        mood: "good"
      },
      {
        title: t("step.shipped"),
        detail: t("parcel.of", { number: 1, of: 2 }),
        at: hours(-20),
        who: t("who.staff"),
        mood: "good"
      },
      { title: t("step.expected"), at: hours(20), mood: "quiet", ahead: true }
    ],
    parcels: [
      parcel(language),
      {
        id: "p2",
        title: t("parcel.of", { number: 2, of: 2 }),
        state: { label: t("state.parcel.planned"), mood: "quiet" },
        from: places[2]?.name[language] ?? "",
        promise: { from: hours(44), until: hours(68) },
        lines: [{ name: pick("kiln-edition-gaiwan").name[language], quantity: 1 }],
        events: []
      }
    ],
    lines: summary(language),
    waterfall: waterfall(language),
    total: yuan("829.00"),
    payments: [
      {
        label: zh ? "沙盒支付" : "Sandbox Pay",
        amount: yuan("829.00"),
        state: { label: t("state.payment.captured"), mood: "good" },
        at: hours(-25.9)
      }
    ],
    address,
    note: zh ? "请放门卫，谢谢。" : "Please leave it with the porter.",
    actions: [
      { label: t("order.confirm"), to: `${to.order("2611-0042")}/confirm`, post: true, weight: "main" },
      { label: t("order.return"), to: to.askReturn("2611-0042"), post: false, weight: "plain" },
      { label: t("order.cancel"), to: `${to.order("2611-0042")}/cancel`, post: true, weight: "danger" }
    ]
  }
}

const refund = (language: Language): readonly look.WaterfallStep[] => {
  const zh = language === "zh"
  return [
    { kind: "start", label: zh ? "当初的价格" : "What it was priced", amount: yuan("498.00") },
    { kind: "off", label: zh ? "它分到的满减" : "Its share of the offer", amount: yuan("-36.80") },
    { kind: "total", label: zh ? "退回" : "Comes back", amount: yuan("461.20") }
  ]
}

const returnForm = (language: Language): look.ReturnFormView => {
  const zh = language === "zh"
  const t = tell(language)
  return {
    order: "2611-0042",
    lines: summary(language).map((line, index) => ({
      ...bare(line),
      id: line.product,
      most: index === 1 ? 0 : line.quantity,
      chosen: 0,
      each: yuan(index === 0 ? "461.20" : "16.50"),
      all: yuan(index === 0 ? "461.20" : "33.00"),
      ...(index === 1 ? { barred: zh ? "限量窑品，售出不退" : "Kiln editions are not taken back" } : {}),
      ...(index === 2 ? { error: t("return.empty") } : {})
    })),
    reasons: (["mind", "broken", "wrong", "different"] as const).map((value, index) => ({
      value,
      label: t(`return.reason.${value}`),
      chosen: index === 0
    })),
    note: { value: "" },
    until: hours(160),
    problems: [t("return.empty")]
  }
}

const rows = (language: Language): readonly look.OrderRow[] => {
  const t = tell(language)
  return [
    {
      number: "2611-0042",
      placedAt: hours(-26),
      state: { label: t("state.order.partlyShipped"), mood: "waiting" },
      total: yuan("829.00"),
      pictures: summary(language).map((line) => line.picture),
      count: 4
    },
    {
      number: "2610-0311",
      placedAt: hours(-800),
      state: { label: t("state.order.completed"), mood: "good" },
      total: yuan("1280.00"),
      pictures: [pick("ridge-tent").picture],
      count: 1
    }
  ]
}

const payment = (language: Language, stage: look.PaymentStage): look.PaymentView => ({
  order: "2611-0042",
  payment: "pay-0042-1",
  stage,
  amount: yuan("829.00"),
  method: language === "zh" ? "沙盒支付" : "Sandbox Pay",
  expiresAt: hours(0.5),
  gateway: look.paths(language).sandbox("pay-0042-1"),
  ...(stage === "failed"
    ? { reason: language === "zh" ? "支付方说：余额不足" : "The provider says: insufficient funds" }
    : {})
})

const sandbox = (language: Language): look.SandboxView => {
  const t = tell(language)
  return {
    payment: "pay-0042-1",
    order: "2611-0042",
    amount: yuan("829.00"),
    merchant: language === "zh" ? "山房" : "Shanfang",
    answers: (["pay", "late", "twice", "lost", "decline"] as const).map((value) => ({
      value,
      label: t(`sandbox.${value}`),
      detail: t(`sandbox.${value}Detail`)
    }))
  }
}

/** Every page, by the name its file has. */
export const samplePages = (language: Language): Readonly<Record<string, look.Html>> => {
  const zh = language === "zh"
  const t = tell(language)
  const at = (path: string, more: Partial<look.Frame> = {}): look.Frame => frameOf(language, path, more)
  const signed = { customer: zh ? "林知秋" : "Lin Zhiqiu" }
  return {
    home: look.homePage(home(language), at("/", { cartCount: 0 })),
    category: look.categoryPage(listing(language), at("/category/oolong", { section: "tea" })),
    "search-empty": look.searchPage(
      {
        title: zh ? "搜索" : "Search",
        crumbs: [],
        tree: [],
        facets: [],
        sort: "shelf",
        cards: [],
        total: 0,
        page: 1,
        pages: 0,
        query: zh ? "咖啡豆" : "coffee beans"
      },
      at("/search", { search: zh ? "咖啡豆" : "coffee beans" })
    ),
    product: look.productPage(
      product(language, "meijiawu-longjing"),
      at("/product/meijiawu-longjing", {
        section: "tea",
        notice: { mood: "good", text: zh ? "梅家坞雨前龙井已放进购物车。" : "Meijiawu Longjing is in your cart." }
      })
    ),
    "product-limited": look.productPage(product(language, "kiln-edition-gaiwan"), at("/product/kiln-edition-gaiwan")),
    "product-bundle": look.productPage(product(language, "beginner-set"), at("/product/beginner-set")),
    "product-presale": look.productPage(
      product(language, "longjing-presale-2027"),
      at("/product/longjing-presale-2027")
    ),
    cart: look.cartPage(cart(language), at("/cart")),
    "cart-empty": look.cartPage({ ...cart(language), groups: [] }, at("/cart", { cartCount: 0 })),
    checkout: look.checkoutPage(checkout(language), at("/checkout")),
    "payment-ready": look.paymentPage(payment(language, "ready"), at("/payment/1")),
    "payment-waiting": look.paymentPage(payment(language, "waiting"), at("/payment/1")),
    "payment-failed": look.paymentPage(payment(language, "failed"), at("/payment/1")),
    "payment-late": look.paymentPage(payment(language, "late"), at("/payment/1", signed)),
    sandbox: look.sandboxPage(sandbox(language), at("/sandbox/1")),
    order: look.orderPage(order(language), at("/order/2611-0042", signed)),
    tracking: look.trackingPage(
      { order: "2611-0042", parcel: parcel(language) },
      at("/order/2611-0042/parcel/p1", signed)
    ),
    "return-form": look.returnFormPage(returnForm(language), at("/order/2611-0042/return", signed)),
    return: look.returnPage(
      {
        number: "R-0007",
        order: "2611-0042",
        state: { label: t("state.return.received"), mood: "waiting" },
        timeline: order(language).timeline,
        lines: summary(language).slice(0, 1),
        refund: refund(language),
        actions: []
      },
      at("/return/R-0007", signed)
    ),
    account: look.accountPage(
      {
        name: signed.customer,
        email: "lin@example.com",
        since: hours(-9000),
        orders: rows(language),
        returns: [
          { number: "R-0007", order: "2611-0042", state: { label: t("state.return.received"), mood: "waiting" } }
        ],
        addresses: [address]
      },
      at("/account", signed)
    ),
    "sign-in": look.signInPage(
      {
        problems: [],
        people: [
          { id: "lin", name: signed.customer, detail: t("signIn.buyer") },
          { id: "zhou", name: zh ? "周掌柜" : "Mr Zhou", detail: t("signIn.staff") }
        ]
      },
      at("/sign-in")
    ),
    failure: look.failurePage({ status: 404 }, at("/nowhere")),
    "failure-500": look.failurePage({ status: 500, reference: "01J9Z3" }, at("/")),
    ...sampleOffers(language),
    ...sampleDesk(language, order(language), refund(language), (value) => count(language, value))
  }
}
