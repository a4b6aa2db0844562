/** Vessels that tea is brewed in: gaiwans, teapots, kettles; and the matcha and coffee corner. */
import { both, good, one, picture } from "./compose.ts"
import type { Product } from "./shape.ts"

export const brewingWare: readonly Product[] = [
  good({
    id: "ruyao-gaiwan",
    category: "gaiwans",
    name: both("汝釉开片盖碗", "Ru-glaze crackle gaiwan"),
    description: both(
      "天青釉，养上一个月，开片会慢慢吃进茶色。",
      "Sky-blue glaze. Within a month of use the crackle slowly drinks in the colour of tea."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 150 },
    tags: ["staple"],
    picture: picture("gaiwan", "sky", "walnut"),
    grams: 520,
    options: ["glaze"],
    rows: [
      ["moon", "168.00", 36],
      ["celadon", "168.00", 28]
    ],
    since: "2026-03-02"
  }),
  good({
    id: "sweet-white-gaiwan",
    category: "gaiwans",
    name: both("甜白薄胎盖碗", "Sweet-white thin gaiwan"),
    description: both(
      "透光的薄胎，不烫手的宽沿，评茶也用它。",
      "Thin enough to let light through, with a wide rim that stays cool. Good for tasting too."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain" },
    picture: picture("gaiwan", "snow", "celadon"),
    grams: 420,
    options: ["size"],
    rows: [
      ["110ml", "128.00", 60],
      ["150ml", "138.00", 44]
    ],
    since: "2026-03-02"
  }),
  good({
    id: "blue-white-gaiwan",
    category: "gaiwans",
    name: both("青花缠枝盖碗", "Blue-and-white scroll gaiwan"),
    description: both(
      "手绘缠枝莲，釉下青料，每只笔触都不一样。",
      "Lotus scroll painted by hand in underglaze cobalt; no two brushes alike."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain", capacityMl: 130 },
    tags: ["handmade"],
    picture: picture("gaiwan", "snow", "indigo"),
    grams: 460,
    rows: one("298.00", 18, "338.00"),
    since: "2026-05-18"
  }),
  good({
    id: "travel-gaiwan",
    category: "gaiwans",
    name: both("粗陶旅行快客盖碗", "Travel gaiwan in coarse stoneware"),
    description: both(
      "一碗两杯套在一起，布袋收口，火车上也能泡。",
      "One gaiwan and two cups nest in a drawstring bag. It works on trains."
    ),
    attributes: { material: "stoneware", capacityMl: 120 },
    picture: picture("gaiwan", "clay", "ink"),
    grams: 640,
    options: ["colour"],
    rows: [
      ["charcoal", "148.00", 40],
      ["sand", "148.00", 33]
    ],
    since: "2026-04-15"
  }),
  good({
    id: "glass-gaiwan",
    category: "gaiwans",
    name: both("玻璃盖碗", "Glass gaiwan"),
    description: both(
      "看叶子舒展的最好办法。耐冷热，壁厚均匀。",
      "The best way to watch a leaf open. Even walls, unafraid of hot or cold."
    ),
    attributes: { material: "glass", capacityMl: 140 },
    tags: ["staple"],
    picture: picture("gaiwan", "sky", "jade"),
    grams: 380,
    rows: one("58.00", 90),
    since: "2026-02-20"
  }),
  good({
    id: "wood-fired-gaiwan",
    category: "gaiwans",
    merchant: "kiln",
    name: both("青岚窑柴烧盖碗", "Qinglan wood-fired gaiwan"),
    description: both(
      "三天三夜松木柴，灰落在哪里，釉就流在哪里。",
      "Three days and nights of pine. Where the ash fell, the glaze ran."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 120 },
    tags: ["handmade"],
    picture: picture("gaiwan", "clay", "honey"),
    grams: 560,
    options: ["glaze"],
    rows: [
      ["ash", "458.00", 9],
      ["tea-dust", "458.00", 6]
    ],
    since: "2026-09-30"
  }),
  good({
    id: "kiln-edition-gaiwan",
    category: "gaiwans",
    merchant: "kiln",
    name: both("冬窑十只 · 霁红盖碗", "Winter firing of ten: sacrificial-red gaiwan"),
    description: both(
      "今年冬窑只出十只，底款编号一至十，窑主亲笔证书。每人限购一只。",
      "This winter's firing gave ten, numbered one to ten on the foot, with a note in the potter's hand. One to a buyer."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain", capacityMl: 130 },
    tags: ["limited", "new"],
    picture: picture("gaiwan", "cinnabar", "ink"),
    grams: 620,
    limited: { edition: 10, perBuyer: 1 },
    rows: one("1680.00", 10),
    since: "2026-11-20"
  }),
  good({
    id: "zisha-shipiao",
    category: "teapots",
    name: both("紫砂石瓢壶", "Zisha Shipiao teapot"),
    description: both(
      "原矿紫泥，全手工，出水利落，配生普和岩茶。",
      "Unblended purple clay, made wholly by hand, with a clean pour. For raw pu'er and rock tea."
    ),
    attributes: { origin: "yixing", material: "zisha" },
    tags: ["handmade"],
    picture: picture("teapot", "clay", "walnut"),
    grams: 620,
    options: ["size"],
    rows: [
      ["160ml", "680.00", 12],
      ["220ml", "760.00", 8]
    ],
    since: "2026-03-28"
  }),
  good({
    id: "zisha-xishi",
    category: "teapots",
    name: both("朱泥西施壶", "Zhuni Xishi teapot"),
    description: both(
      "小品朱泥，胎薄声脆，凤凰单丛的搭档。",
      "A small pot in red clay, thin and ringing: the partner of Phoenix Dancong."
    ),
    attributes: { origin: "yixing", material: "zisha", capacityMl: 110 },
    tags: ["handmade", "gift"],
    picture: picture("teapot", "persimmon", "clay"),
    grams: 480,
    rows: one("880.00", 7, "960.00"),
    since: "2026-03-28"
  }),
  good({
    id: "zisha-fanggu",
    category: "teapots",
    name: both("段泥仿古壶", "Duanni Fanggu teapot"),
    description: both(
      "段泥颜色会越养越暖。壶嘴高，焖白茶不溢。",
      "Duanni clay warms in colour with use. The high spout will not overflow when you simmer white tea."
    ),
    attributes: { origin: "yixing", material: "zisha", capacityMl: 200 },
    picture: picture("teapot", "honey", "walnut"),
    grams: 600,
    rows: one("560.00", 10),
    since: "2026-03-28"
  }),
  good({
    id: "chaozhou-pot",
    category: "teapots",
    name: both("潮州手拉朱泥壶", "Chaozhou hand-thrown red pot"),
    description: both(
      "在轮子上一气拉成，七十毫升，三杯正好。",
      "Thrown on the wheel in one go. Seventy millilitres, exactly three cups."
    ),
    attributes: { origin: "chaozhou", material: "stoneware" },
    tags: ["handmade"],
    picture: picture("teapot", "rose", "clay"),
    grams: 360,
    options: ["size"],
    rows: [
      ["70ml", "268.00", 24],
      ["100ml", "298.00", 20]
    ],
    since: "2026-05-26"
  }),
  good({
    id: "side-handle-pot",
    category: "teapots",
    name: both("侧把急须壶", "Side-handle kyusu"),
    description: both(
      "一手就能倒，内置陶滤，蒸青茶不堵嘴。",
      "Pours with one hand; a clay strainer keeps steamed greens from blocking the spout."
    ),
    attributes: { material: "stoneware", capacityMl: 260 },
    picture: picture("kyusu", "slate", "ink"),
    grams: 540,
    options: ["glaze"],
    rows: [
      ["tenmoku", "218.00", 26],
      ["ash", "218.00", 22]
    ],
    since: "2026-04-18"
  }),
  good({
    id: "glass-teapot",
    category: "teapots",
    name: both("高硼硅玻璃花茶壶", "Borosilicate teapot"),
    description: both(
      "可以直火加热，配不锈钢滤芯，煮果茶用。",
      "May stand on a flame. With a steel filter, for fruit and flower teas."
    ),
    attributes: { material: "glass" },
    tags: ["staple"],
    picture: picture("teapot", "sky", "steel"),
    grams: 680,
    options: ["size"],
    rows: [
      ["600ml", "98.00", 70],
      ["1000ml", "128.00", 48]
    ],
    since: "2026-02-20"
  }),
  good({
    id: "longquan-pot",
    category: "teapots",
    name: both("龙泉梅子青壶", "Longquan plum-green teapot"),
    description: both(
      "厚釉八遍，梅子青要还原焰烧得准才有。",
      "Eight coats of glaze; the plum green appears only when the reduction is exactly right."
    ),
    attributes: { origin: "longquan", material: "porcelain", capacityMl: 230 },
    picture: picture("teapot", "celadon", "bamboo"),
    grams: 700,
    rows: one("398.00", 14),
    since: "2026-04-18"
  }),
  good({
    id: "wood-fired-pot",
    category: "teapots",
    merchant: "kiln",
    name: both("青岚窑柴烧小壶", "Qinglan wood-fired pot"),
    description: both(
      "拉坯、素烧、柴烧都在一座山坡上。盖与身一起进窑，才合得住。",
      "Thrown, biscuited and wood-fired on one hillside. Lid and body share the kiln, which is why they fit."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 150 },
    tags: ["handmade"],
    picture: picture("teapot", "slate", "honey"),
    grams: 560,
    rows: one("780.00", 5),
    since: "2026-09-30"
  }),
  good({
    id: "silver-spot-pot",
    category: "teapots",
    merchant: "kiln",
    name: both("油滴釉提梁壶", "Oil-spot pot with bail handle"),
    description: both(
      "上一窑只剩这一把。提梁略歪，何师傅说那是窑里的风。",
      "The only one left of the last firing. The handle leans a little; Mr He says that was the wind in the kiln."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 280 },
    tags: ["last-piece", "handmade"],
    picture: picture("kettle", "ink", "slate"),
    grams: 900,
    rows: one("1260.00", 1),
    since: "2026-07-10"
  }),
  good({
    id: "gooseneck-kettle",
    category: "kettles",
    name: both("定温细嘴电水壶", "Gooseneck kettle with hold"),
    description: both(
      "逐度可调，绿茶八十五，乌龙九十五。断水自停。",
      "Set it by the degree: 85 for green, 95 for oolong. It stops when dry."
    ),
    attributes: { material: "steel", capacityMl: 900 },
    tags: ["gift"],
    picture: picture("gooseneck", "ink", "walnut"),
    grams: 1650,
    options: ["colour"],
    rows: [
      ["charcoal", "398.00", 42, "458.00"],
      ["steel", "398.00", 30, "458.00"]
    ],
    since: "2026-09-01"
  }),
  good({
    id: "iron-kettle",
    category: "kettles",
    name: both("铸铁壶", "Cast-iron kettle"),
    description: both(
      "砂铁铸，水软。用后趁热倒净，自己会干。",
      "Cast in sand iron; it softens water. Empty it while hot and it dries itself."
    ),
    attributes: { material: "iron" },
    picture: picture("kettle", "ink", "slate"),
    grams: 2400,
    options: ["size"],
    rows: [
      ["800ml", "520.00", 18],
      ["1200ml", "620.00", 12]
    ],
    since: "2026-10-12"
  }),
  good({
    id: "copper-kettle",
    category: "kettles",
    name: both("手打紫铜壶", "Hand-beaten copper kettle"),
    description: both(
      "一张铜板打到底，锤痕三千。越用越暗，不必擦亮。",
      "Beaten from one sheet, some three thousand hammer marks. It darkens with use; leave it so."
    ),
    attributes: { material: "copper", capacityMl: 1000 },
    tags: ["handmade", "gift"],
    picture: picture("kettle", "copper", "walnut"),
    grams: 1300,
    rows: one("1180.00", 6),
    since: "2026-10-12"
  }),
  good({
    id: "silver-kettle",
    category: "kettles",
    name: both("足银一张打银壶", "Fine silver kettle"),
    description: both(
      "九九九足银，云南鹤庆银匠手打，附成色证书。",
      "999 silver, raised from one sheet by a Heqing smith in Yunnan. With its assay certificate."
    ),
    attributes: { material: "silver", capacityMl: 700 },
    tags: ["handmade"],
    picture: picture("kettle", "steel", "ink"),
    grams: 1100,
    rows: one("12800.00", 2),
    since: "2026-10-12"
  }),
  good({
    id: "clay-stove",
    category: "kettles",
    name: both("白泥炭炉", "White-clay charcoal stove"),
    description: both(
      "潮州白泥，点橄榄炭，围炉用。底部有风门。",
      "White Chaozhou clay with an air door below. Burn olive-pit charcoal and draw the chairs close."
    ),
    attributes: { origin: "chaozhou", material: "stoneware" },
    picture: picture("brazier", "paper", "persimmon"),
    grams: 2100,
    rows: one("198.00", 28),
    since: "2026-10-26"
  }),
  good({
    id: "electric-ceramic-stove",
    category: "kettles",
    name: both("静音电陶炉", "Quiet ceramic hob"),
    description: both(
      "不挑壶，旋钮无级调火，茶桌上不吵人。",
      "Takes any kettle, turns smoothly from low to high, and does not hum over the talk."
    ),
    attributes: { material: "steel" },
    picture: picture("hob", "ink", "steel"),
    grams: 1500,
    rows: one("238.00", 46),
    since: "2026-09-01"
  }),
  good({
    id: "clay-warmer",
    category: "kettles",
    name: both("温茶烛台炉", "Candle tea warmer"),
    description: both("一支茶蜡温两小时，壶不烫只暖。", "One tea light keeps a pot warm for two hours: warm, not hot."),
    attributes: { material: "stoneware" },
    picture: picture("brazier", "clay", "honey"),
    grams: 620,
    rows: one("88.00", 54),
    since: "2026-10-26"
  }),
  good({
    id: "matcha-bowl-black",
    category: "matcha",
    merchant: "kiln",
    name: both("青岚窑天目茶碗", "Qinglan tenmoku tea bowl"),
    description: both(
      "建盏的口、抹茶的腹，打茶时手里有分量。",
      "The lip of a Jian bowl and the belly of a matcha bowl, with weight in the hand."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 380 },
    tags: ["handmade"],
    picture: picture("bowl", "ink", "honey"),
    grams: 520,
    options: ["glaze"],
    rows: [
      ["tenmoku", "328.00", 8],
      ["ash", "298.00", 11]
    ],
    since: "2026-09-30"
  }),
  good({
    id: "octagonal-moka",
    category: "coffee",
    kind: "crossborder",
    taxRate: "0.091",
    name: both("意大利八角摩卡壶", "Italian octagonal moka pot"),
    description: both(
      "皮埃蒙特老厂铸铝，八个面，一把黑柄。保税发货，直火可用，电磁炉不可。",
      "Cast aluminium from an old Piedmont works: eight sides and a black handle. Ships from bond. For flame, not induction."
    ),
    attributes: { origin: "italy", material: "aluminium" },
    tags: ["crossborder"],
    picture: picture("moka", "steel", "ink"),
    grams: 780,
    options: ["size"],
    rows: [
      ["three-cup", "268.00", 40, "298.00"],
      ["six-cup", "338.00", 26, "368.00"]
    ],
    since: "2026-09-20"
  }),
  good({
    id: "moka-induction",
    category: "coffee",
    kind: "crossborder",
    taxRate: "0.091",
    name: both("意大利不锈钢摩卡壶", "Italian steel moka pot, induction"),
    description: both("整块不锈钢，电磁炉也认得。", "Solid stainless steel, which an induction hob will recognise."),
    attributes: { origin: "italy", material: "steel" },
    tags: ["crossborder"],
    picture: picture("moka", "copper", "walnut"),
    grams: 960,
    options: ["size"],
    rows: [["six-cup", "498.00", 14]],
    since: "2026-09-20"
  }),
  good({
    id: "pour-over-set",
    category: "coffee",
    name: both("陶瓷手冲滤杯", "Ceramic pour-over dripper"),
    description: both(
      "螺旋肋，六十度锥，放得上大多数公道杯。",
      "Spiral ribs in a sixty-degree cone. It sits on most tea pitchers."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain" },
    picture: picture("dripper", "snow", "walnut"),
    grams: 380,
    options: ["glaze"],
    rows: [
      ["snow", "108.00", 44],
      ["tenmoku", "118.00", 30]
    ],
    since: "2026-08-12"
  }),
  good({
    id: "hand-grinder",
    category: "coffee",
    name: both("手摇磨豆机", "Hand grinder"),
    description: both(
      "钢芯，二十四档，磨胡椒也利落。",
      "Steel burr, twenty-four steps. It is also rather good with pepper."
    ),
    attributes: { material: "steel" },
    picture: picture("grinder", "walnut", "steel"),
    grams: 720,
    rows: one("288.00", 32),
    since: "2026-08-12"
  })
]
