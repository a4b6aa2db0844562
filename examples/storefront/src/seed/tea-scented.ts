/** Scented teas, herbs, and matcha from Uji. */
import { both, good, one, picture, tea } from "./compose.ts"
import type { Product } from "./shape.ts"

export const scentedTeas: readonly Product[] = [
  tea({
    id: "jasmine-pearls",
    category: "scented",
    name: both("茉莉龙珠", "Jasmine dragon pearls"),
    description: both(
      "福州七窨一提，花在夜里开，茶在夜里吃香。",
      "Scented seven times in Fuzhou. The flowers open at night, and the tea drinks them in."
    ),
    attributes: { origin: "fuzhou", season: "summer", year: 2026 },
    tags: ["gift"],
    picture: picture("jar", "snow", "jade"),
    rows: [
      ["50g", "98.00", 60],
      ["125g", "228.00", 32]
    ],
    since: "2026-08-30"
  }),
  tea({
    id: "jasmine-silver",
    category: "scented",
    name: both("茉莉银毫", "Jasmine silver tips"),
    description: both(
      "老北京的高碎之上，一杯体面的花茶。",
      "Some way above the old Beijing tea-dust: a respectable glass of jasmine."
    ),
    attributes: { origin: "fuzhou", season: "summer", year: 2026 },
    tags: ["staple"],
    picture: picture("tin", "snow", "celadon"),
    rows: [
      ["50g", "48.00", 110],
      ["250g", "208.00", 46]
    ],
    since: "2026-08-30"
  }),
  tea({
    id: "osmanthus-longjing",
    category: "scented",
    name: both("桂花龙井", "Osmanthus Longjing"),
    description: both(
      "满觉陇的桂花一年只开十天，今年下雨，只窨了四十斤。",
      "The Manjuelong osmanthus flowers ten days a year. It rained this time, so there are only twenty kilos."
    ),
    attributes: { origin: "hangzhou", season: "autumn", year: 2026 },
    tags: ["new"],
    picture: picture("tin", "honey", "jade"),
    rows: [
      ["50g", "88.00", 56],
      ["100g", "168.00", 28]
    ],
    since: "2026-10-18"
  }),
  tea({
    id: "osmanthus-black",
    category: "scented",
    name: both("桂花红茶", "Osmanthus black"),
    description: both("甜桂花配九曲红梅，天冷时捧一杯。", "Sweet osmanthus with Jiuqu Hongmei. For cold hands."),
    attributes: { origin: "hangzhou", season: "autumn", year: 2026 },
    tags: ["new"],
    picture: picture("tin", "persimmon", "honey"),
    rows: [
      ["50g", "62.00", 70],
      ["125g", "142.00", 40]
    ],
    since: "2026-10-18"
  }),
  tea({
    id: "rose-black",
    category: "scented",
    name: both("平阴玫瑰红茶", "Pingyin rose black"),
    description: both(
      "重瓣玫瑰清晨六点前摘，与滇红同窨。",
      "Double roses picked before six in the morning, scented into Yunnan black."
    ),
    attributes: { origin: "fengqing", season: "summer", year: 2026 },
    picture: picture("jar", "rose", "snow"),
    rows: [
      ["75g", "68.00", 54],
      ["150g", "128.00", 26]
    ],
    since: "2026-06-26"
  }),
  tea({
    id: "orchid-oolong",
    category: "scented",
    name: both("珠兰乌龙", "Chloranthus oolong"),
    description: both(
      "珠兰花粒小香远，老茶客认得的味道。",
      "The grains of chloranthus are tiny and their scent travels. Old hands will know it."
    ),
    attributes: { origin: "anhui", season: "summer", year: 2026 },
    picture: picture("pouch", "celadon", "honey"),
    rows: [["75g", "72.00", 38]],
    since: "2026-07-08"
  }),
  tea({
    id: "lychee-black",
    category: "scented",
    name: both("荔枝红茶", "Lychee black"),
    description: both(
      "用鲜荔枝汁慢烘，冷泡加冰，夏天的汽水。",
      "Dried slowly with fresh lychee juice. Cold-brewed over ice it is summer's soda."
    ),
    attributes: { origin: "guangdong", season: "summer", year: 2026 },
    picture: picture("pouch", "rose", "kraft"),
    rows: [["125g", "56.00", 76]],
    since: "2026-07-08"
  }),
  tea({
    id: "chrysanthemum-tongxiang",
    category: "herbal",
    name: both("桐乡胎菊", "Tongxiang chrysanthemum buds"),
    description: both(
      "未开的花苞，一杯五六朵，配枸杞是常法。",
      "Unopened buds, five or six to the cup. Goji is the usual company."
    ),
    attributes: { origin: "tongxiang", season: "autumn", year: 2026 },
    tags: ["new"],
    picture: picture("jar", "straw", "honey"),
    taxRate: "0.13",
    rows: [
      ["50g", "38.00", 120],
      ["100g", "68.00", 80]
    ],
    since: "2026-11-12"
  }),
  tea({
    id: "buckwheat",
    category: "herbal",
    name: both("凉山黑苦荞", "Liangshan black buckwheat"),
    description: both(
      "炒麦香，不含咖啡因，夜里也能喝。",
      "Roasted grain and no caffeine, so it may be drunk at night."
    ),
    attributes: { origin: "sichuan", year: 2026 },
    picture: picture("pouch", "honey", "tea"),
    taxRate: "0.13",
    rows: [
      ["250g", "36.00", 140],
      ["500g", "66.00", 70]
    ],
    since: "2026-09-08"
  }),
  tea({
    id: "goji-zhongning",
    category: "herbal",
    name: both("中宁枸杞", "Zhongning goji berries"),
    description: both(
      "头茬果，不熏硫，颜色并不均匀，这是好事。",
      "First-crop fruit without sulphur. The colour is uneven, which is a good sign."
    ),
    attributes: { origin: "ningxia", season: "summer", year: 2026 },
    picture: picture("jar", "cinnabar", "straw"),
    taxRate: "0.13",
    rows: [
      ["125g", "42.00", 100],
      ["250g", "78.00", 60, "84.00"]
    ],
    since: "2026-08-16"
  }),
  tea({
    id: "mulberry-leaf",
    category: "herbal",
    name: both("霜桑叶茶", "Frosted mulberry leaf"),
    description: both(
      "霜降后采的桑叶，炒过，有海苔香。",
      "Mulberry leaves gathered after the first frost and pan-fired. They smell of nori."
    ),
    attributes: { origin: "huzhou", season: "autumn", year: 2026 },
    picture: picture("pouch", "moss", "paper"),
    taxRate: "0.13",
    rows: [["100g", "32.00", 88]],
    since: "2026-11-10"
  }),
  tea({
    id: "ginger-jujube",
    category: "herbal",
    name: both("姜枣茶", "Ginger and jujube tea"),
    description: both(
      "小黄姜、灰枣、红糖，独立小方块，热水一冲即化。",
      "Young ginger, jujube and brown sugar in single cubes that dissolve in hot water."
    ),
    attributes: { year: 2026 },
    picture: picture("box", "cinnabar", "kraft"),
    taxRate: "0.13",
    rows: [["180g", "45.00", 96, "52.00"]],
    since: "2026-11-02"
  }),
  tea({
    id: "barley-cold-brew",
    category: "herbal",
    name: both("大麦冷泡袋", "Cold-brew barley bags"),
    description: both(
      "一升水一袋，冰箱里过一夜，小孩也能喝。",
      "One bag to a litre of water, overnight in the fridge. Children may have it."
    ),
    attributes: { year: 2026 },
    picture: picture("pouch", "straw", "kraft"),
    taxRate: "0.13",
    rows: [["200g", "26.00", 150]],
    since: "2026-06-01"
  }),
  good({
    id: "uji-matcha-koicha",
    category: "matcha",
    kind: "crossborder",
    taxRate: "0.091",
    name: both("宇治浓茶抹茶「松风」", "Uji matcha Matsukaze, for thick tea"),
    description: both(
      "石臼现磨，三十克要磨一小时。保税仓发货，需实名清关。",
      "Ground on stone, an hour to every thirty grams. Sent from the bonded warehouse; customs need the recipient's name."
    ),
    attributes: { origin: "uji", season: "spring", year: 2026 },
    tags: ["crossborder", "gift"],
    picture: picture("matcha", "jade", "ink"),
    options: ["weight"],
    rows: [
      ["30g", "238.00", 40],
      ["100g", "698.00", 12, "760.00"]
    ],
    since: "2026-10-05"
  }),
  good({
    id: "uji-matcha-usucha",
    category: "matcha",
    kind: "crossborder",
    taxRate: "0.091",
    name: both("宇治薄茶抹茶「若竹」", "Uji matcha Wakatake, for thin tea"),
    description: both(
      "日常打一碗的等级，泡细，微苦，尾甜。",
      "The grade for a daily bowl. Fine foam, a little bitter, sweet to close."
    ),
    attributes: { origin: "uji", season: "spring", year: 2026 },
    tags: ["crossborder"],
    picture: picture("matcha", "moss", "paper"),
    options: ["weight"],
    rows: [
      ["30g", "128.00", 70],
      ["100g", "368.00", 26]
    ],
    since: "2026-10-05"
  }),
  good({
    id: "uji-matcha-kitchen",
    category: "matcha",
    kind: "crossborder",
    taxRate: "0.091",
    name: both("宇治烘焙用抹茶", "Uji matcha for baking"),
    description: both("色绿味重，加奶加糖不怯场。", "Green and forceful; milk and sugar do not silence it."),
    attributes: { origin: "uji", season: "summer", year: 2026 },
    tags: ["crossborder"],
    picture: picture("pouch", "jade", "snow"),
    options: ["weight"],
    rows: [["100g", "98.00", 90]],
    since: "2026-10-05"
  }),
  good({
    id: "uji-hojicha",
    category: "matcha",
    kind: "crossborder",
    taxRate: "0.091",
    name: both("宇治焙茶粉", "Uji hojicha powder"),
    description: both(
      "焙火后的茶粉，咖啡因低，做拿铁有炒米香。",
      "Roasted and powdered, low in caffeine. A latte of it tastes of toasted rice."
    ),
    attributes: { origin: "uji", season: "autumn", year: 2025 },
    tags: ["crossborder"],
    picture: picture("matcha", "copper", "paper"),
    options: ["weight"],
    rows: [["50g", "88.00", 60]],
    since: "2026-10-05"
  }),
  good({
    id: "takayama-chasen",
    category: "matcha",
    kind: "crossborder",
    taxRate: "0.091",
    grams: 120,
    name: both("高山百本立茶筅", "Takayama chasen, 100 prongs"),
    description: both(
      "奈良高山的白竹茶筅，一刀一刀劈成百本。",
      "White bamboo from Takayama in Nara, split knife-stroke by knife-stroke into a hundred prongs."
    ),
    attributes: { material: "bamboo" },
    tags: ["crossborder", "handmade"],
    picture: picture("whisk", "bamboo", "ink"),
    rows: one("168.00", 34),
    since: "2026-10-05"
  })
]
