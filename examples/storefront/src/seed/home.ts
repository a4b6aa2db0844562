/** Lamps, cloth, baskets, vases, scent and what stands on the dinner table. */
import { both, good, one, picture } from "./compose.ts"
import type { Product } from "./shape.ts"

export const homeGoods: readonly Product[] = [
  good({
    id: "paper-table-lamp",
    category: "lighting",
    name: both("桑皮纸台灯", "Mulberry-paper table lamp"),
    description: both(
      "光从纸的纤维里出来，不晃眼。2700K，可调三档。",
      "Light comes through the fibres and never glares. 2700 K in three steps."
    ),
    attributes: { material: "paper" },
    tags: ["gift"],
    picture: picture("lamp", "paper", "walnut"),
    grams: 1200,
    options: ["size"],
    rows: [
      ["small", "268.00", 22],
      ["large", "368.00", 14]
    ],
    since: "2026-09-25"
  }),
  good({
    id: "reading-lamp",
    category: "lighting",
    name: both("黄铜阅读灯", "Brass reading lamp"),
    description: both("灯臂停在你放的地方。", "The arm stays where you leave it."),
    attributes: { material: "brass" },
    picture: picture("desklamp", "honey", "ink"),
    grams: 2100,
    rows: one("458.00", 11, "498.00"),
    since: "2026-09-25"
  }),
  good({
    id: "bamboo-lantern",
    category: "lighting",
    name: both("竹编提灯", "Woven bamboo lantern"),
    description: both("可充电灯芯，提着走，挂着也行。", "With a rechargeable light; carry it or hang it."),
    attributes: { origin: "anji", material: "bamboo" },
    tags: ["handmade"],
    picture: picture("lantern", "bamboo", "honey"),
    grams: 680,
    rows: one("188.00", 26),
    since: "2026-09-25"
  }),
  good({
    id: "porcelain-night-light",
    category: "lighting",
    name: both("薄胎瓷夜灯", "Thin porcelain night light"),
    description: both("点亮时看得见山的浮雕。", "Lit, it shows mountains in relief."),
    attributes: { origin: "dehua", material: "porcelain" },
    picture: picture("lamp", "snow", "slate"),
    grams: 540,
    rows: one("158.00", 30),
    since: "2026-09-25"
  }),
  good({
    id: "linen-bedding",
    category: "textiles",
    name: both("水洗亚麻四件套", "Washed linen bedding"),
    description: both(
      "法国亚麻，江苏织造。头一晚有点粗，第三晚就离不开。",
      "French flax, woven in Jiangsu. Rough the first night, indispensable by the third."
    ),
    attributes: { material: "linen" },
    picture: picture("textile", "sand", "paper"),
    grams: 2600,
    options: ["colour"],
    rows: [
      ["natural", "798.00", 14],
      ["moss", "798.00", 10],
      ["charcoal", "798.00", 8]
    ],
    since: "2026-08-28"
  }),
  good({
    id: "wool-throw",
    category: "textiles",
    name: both("羊毛盖毯", "Wool throw"),
    description: both(
      "内蒙细羊毛，人字纹，一百三乘一百七。",
      "Fine Inner Mongolian wool in herringbone, 130 by 170 cm."
    ),
    attributes: { material: "wool" },
    tags: ["gift"],
    picture: picture("throw", "moss", "sand"),
    grams: 1100,
    options: ["colour"],
    rows: [
      ["moss", "398.00", 20, "458.00"],
      ["charcoal", "398.00", 16, "458.00"],
      ["rust", "398.00", 12]
    ],
    since: "2026-10-15"
  }),
  good({
    id: "indigo-door-curtain",
    category: "textiles",
    name: both("蓝印花布门帘", "Indigo-print door curtain"),
    description: both(
      "桐乡刮浆防染，图案是缠枝莲与蝙蝠。",
      "Paste-resist from Tongxiang: lotus scroll and bats for luck."
    ),
    attributes: { origin: "tongxiang", material: "cotton" },
    tags: ["handmade"],
    picture: picture("textile", "indigo", "snow"),
    grams: 520,
    rows: one("168.00", 24),
    since: "2026-05-05"
  }),
  good({
    id: "waffle-towel",
    category: "textiles",
    name: both("华夫格面巾", "Waffle face towel"),
    description: both(
      "吸水快，干得也快，梅雨季友好。",
      "It drinks fast and dries fast, which matters in the plum rains."
    ),
    attributes: { material: "cotton" },
    tags: ["staple"],
    picture: picture("throw", "paper", "celadon"),
    grams: 120,
    options: ["colour"],
    rows: [
      ["natural", "32.00", 150],
      ["indigo", "32.00", 120]
    ],
    since: "2026-02-25"
  }),
  good({
    id: "buckwheat-cushion",
    category: "textiles",
    name: both("荞麦壳坐垫", "Buckwheat-hull cushion"),
    description: both("坐下时沙沙响，是它在找你的形状。", "It rustles as you sit: that is it finding your shape."),
    attributes: { material: "linen" },
    picture: picture("cushion", "indigo", "sand"),
    grams: 2200,
    options: ["colour"],
    rows: [
      ["indigo", "128.00", 40],
      ["natural", "128.00", 36]
    ],
    since: "2026-08-28"
  }),
  good({
    id: "silk-pillowcase",
    category: "textiles",
    name: both("桑蚕丝枕套", "Mulberry silk pillowcase"),
    description: both("二十二姆米，湖州缫丝。冷水手洗。", "Twenty-two momme, reeled in Huzhou. Cold hand wash."),
    attributes: { origin: "huzhou", material: "silk" },
    picture: picture("cushion", "snow", "rose"),
    grams: 180,
    rows: one("238.00", 30),
    since: "2026-08-28"
  }),
  good({
    id: "market-basket",
    category: "baskets",
    name: both("竹编买菜篮", "Bamboo market basket"),
    description: both(
      "篾匠周师傅编，提手包藤，能装一只西瓜。",
      "Woven by Mr Zhou, the handle bound in rattan. It holds a watermelon."
    ),
    attributes: { origin: "anji", material: "bamboo" },
    tags: ["handmade"],
    picture: picture("basket", "bamboo", "walnut"),
    grams: 760,
    options: ["size"],
    rows: [
      ["medium", "128.00", 26],
      ["large", "168.00", 17]
    ],
    since: "2026-04-26"
  }),
  good({
    id: "rush-storage",
    category: "baskets",
    name: both("蒲草收纳筐", "Rush storage basket"),
    description: both("有草的味道，头半年最浓。", "It smells of grass, mostly in the first six months."),
    attributes: { material: "rush" },
    picture: picture("basket", "straw", "moss"),
    grams: 900,
    options: ["size"],
    rows: [
      ["small", "58.00", 60],
      ["medium", "88.00", 44],
      ["large", "118.00", 28]
    ],
    since: "2026-04-26"
  }),
  good({
    id: "rattan-tray",
    category: "baskets",
    name: both("藤编圆托盘", "Round rattan tray"),
    description: both("底衬胡桃木板，端得稳。", "On a walnut base, so it carries steadily."),
    attributes: { material: "rattan" },
    picture: picture("coaster", "honey", "walnut"),
    grams: 620,
    rows: one("138.00", 25),
    since: "2026-04-26"
  }),
  good({
    id: "laundry-basket",
    category: "baskets",
    name: both("柳编脏衣篮", "Willow laundry basket"),
    description: both("带棉内袋，可以拆下来洗。", "With a cotton lining that comes out to be washed."),
    attributes: { material: "rattan" },
    picture: picture("basket", "clay", "paper"),
    grams: 2300,
    rows: one("198.00", 15),
    since: "2026-04-26"
  }),
  good({
    id: "celadon-plum-vase",
    category: "vases",
    name: both("青釉梅瓶", "Celadon plum vase"),
    description: both("小口丰肩，一枝就够。", "Small mouth, full shoulder. One branch is enough."),
    attributes: { origin: "longquan", material: "porcelain" },
    tags: ["gift"],
    picture: picture("vase", "celadon", "rose"),
    grams: 1400,
    rows: one("328.00", 12),
    since: "2026-03-22"
  }),
  good({
    id: "wood-fired-vase",
    category: "vases",
    merchant: "kiln",
    name: both("柴烧投壶花器", "Wood-fired arrow vase"),
    description: both(
      "颈上有一道窑裂，已用金缮修好，是它的脾气。",
      "A firing crack at the neck has been mended with gold. That is its temper."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware" },
    tags: ["handmade"],
    picture: picture("vase", "clay", "moss"),
    grams: 1700,
    rows: one("680.00", 3),
    since: "2026-09-30"
  }),
  good({
    id: "bud-vase-trio",
    category: "vases",
    merchant: "kiln",
    name: both("三色小花插", "Three bud vases"),
    description: both("窗台上一排，野草也好看。", "In a row on the sill they flatter any weed."),
    attributes: { origin: "jingdezhen", material: "stoneware" },
    picture: picture("budvases", "slate", "persimmon"),
    grams: 720,
    rows: one("188.00", 20, "216.00"),
    since: "2026-09-30"
  }),
  good({
    id: "bamboo-vase",
    category: "vases",
    name: both("一节竹花筒", "Bamboo-joint vase"),
    description: both("老竹一节，内置铜胆，插芒草。", "One joint of old bamboo with a copper lining. For silvergrass."),
    attributes: { material: "bamboo" },
    picture: picture("vase", "bamboo", "straw"),
    grams: 380,
    rows: one("98.00", 33),
    since: "2026-03-22"
  }),
  good({
    id: "sandalwood-incense",
    category: "scent",
    name: both("老山檀线香", "Old sandalwood incense"),
    description: both(
      "二十一厘米，一支四十分钟，够读一章书。",
      "Twenty-one centimetres and forty minutes: a chapter of a book."
    ),
    attributes: { material: "agarwood" },
    tags: ["staple"],
    picture: picture("incense", "walnut", "celadon"),
    options: ["size"],
    rows: [
      ["40sticks", "88.00", 90, undefined, 120],
      ["100sticks", "198.00", 40, undefined, 240]
    ],
    since: "2026-04-03"
  }),
  good({
    id: "agarwood-incense",
    category: "scent",
    name: both("惠安系沉香线香", "Agarwood incense"),
    description: both("凉甜，乳香收尾。闷热天先闻它。", "Cool and sweet, closing on milk. For close weather."),
    attributes: { material: "agarwood" },
    tags: ["gift"],
    picture: picture("incense", "ink", "honey"),
    options: ["size"],
    rows: [["20sticks", "268.00", 18, undefined, 90]],
    since: "2026-04-03"
  }),
  good({
    id: "tea-incense",
    category: "scent",
    name: both("茶烟 · 炭焙茶香", "Tea-smoke incense"),
    description: both(
      "用焙茶碎末调的香，像路过茶厂。",
      "Blended from roasting-room dust. Like walking past a tea factory."
    ),
    tags: ["new"],
    picture: picture("incense", "moss", "clay"),
    options: ["size"],
    rows: [["40sticks", "68.00", 75, undefined, 120]],
    since: "2026-11-04"
  }),
  good({
    id: "incense-burner",
    category: "scent",
    merchant: "kiln",
    name: both("青岚窑小香炉", "Qinglan incense burner"),
    description: both("三足，盖上镂一个月牙。", "Three feet, and a crescent pierced in the lid."),
    attributes: { origin: "jingdezhen", material: "stoneware" },
    picture: picture("burner", "celadon", "ink"),
    grams: 420,
    rows: one("228.00", 13),
    since: "2026-09-30"
  }),
  good({
    id: "beeswax-candle",
    category: "scent",
    name: both("手浸蜂蜡烛（一对）", "Hand-dipped beeswax candles, pair"),
    description: both(
      "浸三十次成一支，自己有蜜味，不加香。",
      "Dipped thirty times. They smell of honey by themselves."
    ),
    attributes: { material: "beeswax" },
    tags: ["handmade"],
    picture: picture("candle", "honey", "walnut"),
    grams: 240,
    rows: one("58.00", 84),
    since: "2026-10-15"
  }),
  good({
    id: "osmanthus-candle",
    category: "scent",
    name: both("满陇桂雨香薰烛", "Osmanthus-rain scented candle"),
    description: both(
      "大豆蜡，四十小时。十月的杭州装进瓷杯里。",
      "Soy wax, forty hours: October in Hangzhou, in a porcelain cup."
    ),
    picture: picture("candle", "snow", "honey"),
    grams: 420,
    rows: one("128.00", 50, "148.00"),
    since: "2026-10-15"
  }),
  good({
    id: "rice-bowl",
    category: "table",
    name: both("日用饭碗", "Everyday rice bowl"),
    description: both(
      "大一圈的口，稳当的足，洗碗机可用。",
      "A little wider, a steady foot, and safe in the dishwasher."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain" },
    tags: ["staple"],
    picture: picture("bowl", "snow", "indigo"),
    grams: 260,
    options: ["glaze"],
    rows: [
      ["blue-white", "36.00", 140],
      ["celadon", "36.00", 120],
      ["moon", "36.00", 90]
    ],
    since: "2026-02-25"
  }),
  good({
    id: "noodle-bowl",
    category: "table",
    merchant: "kiln",
    name: both("青岚窑面碗", "Qinglan noodle bowl"),
    description: both("口径二十，够一碗片儿川。", "Twenty centimetres across: enough for a Hangzhou noodle soup."),
    attributes: { origin: "jingdezhen", material: "stoneware" },
    picture: picture("bowl", "slate", "clay"),
    grams: 780,
    rows: one("128.00", 22),
    since: "2026-09-30"
  }),
  good({
    id: "dinner-plate",
    category: "table",
    name: both("灰釉平盘", "Grey-glaze plate"),
    description: both(
      "二十四厘米，边沿微翘，汤汁跑不掉。",
      "Twenty-four centimetres with a slight lift at the rim, which keeps the sauce in."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware" },
    picture: picture("dish", "slate", "clay"),
    grams: 680,
    rows: one("68.00", 60),
    since: "2026-02-25"
  }),
  good({
    id: "chopsticks-lacquer",
    category: "table",
    name: both("大漆筷子（五双）", "Lacquered chopsticks, five pairs"),
    description: both(
      "铁木胎，五色漆，一家人不拿错。",
      "Ironwood under five colours of lacquer, so that nobody takes the wrong pair."
    ),
    attributes: { material: "lacquer" },
    tags: ["gift"],
    picture: picture("chopsticks", "cinnabar", "ink"),
    grams: 180,
    rows: one("98.00", 55),
    since: "2026-05-21"
  }),
  good({
    id: "tea-cake-plate",
    category: "table",
    name: both("高足茶点盘", "Footed sweet dish"),
    description: both("放三块绿豆糕，或者什么都不放。", "For three mung-bean cakes, or for nothing."),
    attributes: { origin: "jingdezhen", material: "porcelain" },
    picture: picture("footdish", "celadon", "blush"),
    grams: 460,
    rows: one("118.00", 28),
    since: "2026-05-18"
  }),
  good({
    id: "bamboo-steamer",
    category: "table",
    name: both("竹蒸笼（两层）", "Bamboo steamer, two tiers"),
    description: both("先用盐水煮一遍，可以用十年。", "Boil it once in salt water and it will serve ten years."),
    attributes: { material: "bamboo" },
    picture: picture("steamer", "bamboo", "straw"),
    grams: 1100,
    options: ["size"],
    rows: [
      ["18cm", "68.00", 42, undefined, 900],
      ["22cm", "88.00", 30, undefined, 1250]
    ],
    since: "2026-04-26"
  }),
  good({
    id: "oil-paper-umbrella",
    category: "home",
    name: both("余杭油纸伞", "Yuhang oil-paper umbrella"),
    description: both(
      "七十多道工序，伞骨是苦竹。雨天用，不只是摆。",
      "Over seventy steps and ribs of bitter bamboo. It is for rain, and not only for show."
    ),
    attributes: { origin: "hangzhou", material: "bamboo" },
    tags: ["handmade", "gift"],
    picture: picture("umbrella", "persimmon", "bamboo"),
    grams: 620,
    options: ["colour"],
    rows: [
      ["madder", "268.00", 18],
      ["indigo", "268.00", 14],
      ["moss", "268.00", 9]
    ],
    since: "2026-06-01"
  })
]
