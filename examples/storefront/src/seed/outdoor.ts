/** For the hills: shelter, camp kitchen, flasks, packs, things to sit on. */
import { both, good, one, picture } from "./compose.ts"
import type { Product } from "./shape.ts"

export const outdoorGoods: readonly Product[] = [
  good({
    id: "ridge-tent",
    category: "shelter",
    name: both("山脊轻量帐篷", "Ridge light tent"),
    description: both(
      "单人一千三百克，双人一千八百克，风大时两个人也搭得起来。",
      "1.3 kg for one, 1.8 kg for two, and it can be pitched in wind."
    ),
    attributes: { material: "nylon" },
    picture: picture("tent", "moss", "sand"),
    options: ["size"],
    rows: [
      ["single-person", "1280.00", 9, "1480.00", 1500],
      ["two-person", "1680.00", 11, "1880.00", 2050]
    ],
    since: "2026-04-30"
  }),
  good({
    id: "cotton-bell-tent",
    category: "shelter",
    name: both("棉布印第安帐", "Cotton bell tent"),
    description: both(
      "湿了会自己收紧，中间可以摆一张茶桌。十四公斤，请开车来。",
      "The cotton tightens when wet, and a tea table fits in the middle. Fourteen kilos: bring the car."
    ),
    attributes: { material: "cotton" },
    picture: picture("tent", "sand", "walnut"),
    grams: 14500,
    rows: one("2680.00", 4),
    since: "2026-04-30"
  }),
  good({
    id: "tarp-square",
    category: "shelter",
    name: both("方形天幕", "Square tarp"),
    description: both(
      "四米乘四米，十九个拉点，雨声最好听的地方。",
      "Four metres by four, nineteen tie-outs, and the best place to hear rain."
    ),
    attributes: { material: "nylon" },
    picture: picture("tarp", "sand", "moss"),
    grams: 1900,
    options: ["colour"],
    rows: [
      ["sand", "398.00", 20],
      ["pine", "398.00", 18]
    ],
    since: "2026-04-30"
  }),
  good({
    id: "down-bag",
    category: "shelter",
    name: both("八百蓬鹅绒睡袋", "800-fill goose-down bag"),
    description: both(
      "舒适温标零下五度，压起来一只小西瓜。",
      "Comfortable to five below, and packs to a small watermelon."
    ),
    attributes: { material: "down" },
    picture: picture("sleepbag", "indigo", "persimmon"),
    grams: 1050,
    rows: one("1180.00", 12, "1380.00"),
    since: "2026-10-08"
  }),
  good({
    id: "foam-mat",
    category: "shelter",
    name: both("折叠防潮垫", "Folding foam mat"),
    description: both(
      "不用吹气，扎不破，坐着喝茶也用它。",
      "Nothing to inflate and nothing to puncture. Good to sit on with tea."
    ),
    tags: ["staple"],
    picture: picture("matroll", "moss", "straw"),
    grams: 420,
    rows: one("88.00", 64),
    since: "2026-04-30"
  }),
  good({
    id: "camp-lantern",
    category: "shelter",
    name: both("复古营灯", "Camp lantern"),
    description: both(
      "暖光无级调，满电亮一个长周末。",
      "Warm light on a smooth dial; a full charge lasts a long weekend."
    ),
    attributes: { material: "steel" },
    tags: ["gift"],
    picture: picture("camplight", "persimmon", "steel"),
    grams: 720,
    options: ["colour"],
    rows: [
      ["rust", "228.00", 32],
      ["pine", "228.00", 26]
    ],
    since: "2026-09-25"
  }),
  good({
    id: "titanium-pot",
    category: "camp-kitchen",
    name: both("纯钛茶壶锅", "Titanium tea pot"),
    description: both(
      "一升，带滤嘴，煮水泡茶一锅办。",
      "One litre with a strainer in the spout: boil and brew in the same pot."
    ),
    attributes: { material: "titanium", capacityMl: 1000 },
    picture: picture("camppot", "steel", "ink"),
    grams: 240,
    rows: one("368.00", 21),
    since: "2026-05-14"
  }),
  good({
    id: "alcohol-stove",
    category: "camp-kitchen",
    name: both("黄铜酒精炉", "Brass spirit stove"),
    description: both(
      "安静，没有阀门会坏。二百毫升烧开一壶水。",
      "Silent, with no valve to fail. It boils a kettle on a small cup of spirit."
    ),
    attributes: { material: "brass" },
    picture: picture("stove", "honey", "steel"),
    grams: 260,
    rows: one("98.00", 45),
    since: "2026-05-14"
  }),
  good({
    id: "gas-stove",
    category: "camp-kitchen",
    name: both("折叠气炉", "Folding gas stove"),
    description: both("三脚展开稳当，带挡风圈。", "Opens onto three steady feet, with a wind ring."),
    attributes: { material: "titanium" },
    picture: picture("stove", "steel", "persimmon"),
    grams: 220,
    rows: one("198.00", 30, "228.00"),
    since: "2026-05-14"
  }),
  good({
    id: "twig-stove",
    category: "camp-kitchen",
    name: both("柴火折叠炉", "Folding twig stove"),
    description: both(
      "五片钢板插起来，捡几根树枝就能开水。",
      "Five steel plates slot together; a handful of twigs boils water."
    ),
    attributes: { material: "steel" },
    picture: picture("twigstove", "steel", "honey"),
    grams: 480,
    rows: one("128.00", 28),
    since: "2026-05-14"
  }),
  good({
    id: "enamel-mug",
    category: "camp-kitchen",
    name: both("搪瓷杯「上山」", "Enamel mug, Up the Hill"),
    description: both("磕掉一块瓷，就多一个故事。", "Every chip is a story."),
    attributes: { material: "steel", capacityMl: 350 },
    tags: ["staple"],
    picture: picture("mug", "snow", "indigo"),
    grams: 160,
    options: ["colour"],
    rows: [
      ["natural", "39.00", 120],
      ["pine", "39.00", 100],
      ["rust", "39.00", 70]
    ],
    since: "2026-02-25"
  }),
  good({
    id: "wood-kuksa",
    category: "camp-kitchen",
    name: both("整木勺杯", "Carved wooden cup"),
    description: both(
      "一块白桦瘤雕成，不裂不烫嘴，用胡桃油养。",
      "Carved from one birch burl. It does not split or burn the lip; feed it walnut oil."
    ),
    attributes: { capacityMl: 200 },
    tags: ["handmade"],
    picture: picture("kuksa", "honey", "walnut"),
    grams: 180,
    rows: one("168.00", 19),
    since: "2026-06-12"
  }),
  good({
    id: "cast-skillet",
    category: "camp-kitchen",
    name: both("铸铁煎锅", "Cast-iron skillet"),
    description: both(
      "二十厘米，永康铸，已养过三遍油。",
      "Twenty centimetres, cast in Yongkang and seasoned three times."
    ),
    attributes: { origin: "yongkang", material: "iron" },
    picture: picture("skillet", "ink", "slate"),
    grams: 1900,
    rows: one("158.00", 35),
    since: "2026-05-14"
  }),
  good({
    id: "steel-flask",
    category: "flasks",
    name: both("焖茶保温瓶", "Steeping flask"),
    description: both(
      "茶仓在上，翻转即泡，正放即停。保温十二小时。",
      "Leaf above, water below: turn it to brew, stand it to stop. Hot for twelve hours."
    ),
    attributes: { material: "steel" },
    tags: ["gift", "staple"],
    picture: picture("flask", "moss", "steel"),
    grams: 520,
    options: ["size", "colour"],
    rows: [
      ["480ml/pine", "168.00", 50, "188.00"],
      ["480ml/sand", "168.00", 44, "188.00"],
      ["750ml/pine", "198.00", 36],
      ["750ml/charcoal", "198.00", 31]
    ],
    since: "2026-09-25"
  }),
  good({
    id: "titanium-flask",
    category: "flasks",
    name: both("纯钛保温杯", "Titanium flask"),
    description: both("无涂层，岩茶和橙汁都不怕。", "No lining, so neither rock tea nor orange juice troubles it."),
    attributes: { material: "titanium", capacityMl: 420 },
    picture: picture("flask", "steel", "slate"),
    grams: 360,
    rows: one("468.00", 13),
    since: "2026-09-25"
  }),
  good({
    id: "glass-sleeve-bottle",
    category: "flasks",
    name: both("竹套玻璃水瓶", "Glass bottle in a bamboo sleeve"),
    description: both("冷泡一夜，第二天直接带走。", "Cold-brew overnight and carry it off in the morning."),
    attributes: { material: "glass", capacityMl: 550 },
    picture: picture("bottle", "sky", "bamboo"),
    grams: 480,
    rows: one("98.00", 52),
    since: "2026-06-01"
  }),
  good({
    id: "stew-jar",
    category: "flasks",
    name: both("焖烧罐", "Food jar"),
    description: both("早上放米和开水，中午是粥。", "Rice and boiling water in the morning; porridge by noon."),
    attributes: { material: "steel", capacityMl: 500 },
    picture: picture("foodjar", "blush", "steel"),
    grams: 460,
    rows: one("148.00", 40),
    since: "2026-09-25"
  }),
  good({
    id: "waxed-backpack",
    category: "packs",
    name: both("油蜡帆布背包", "Waxed-canvas pack"),
    description: both(
      "二十升，电脑、茶具、一件外套。雨打上去会成珠。",
      "Twenty litres: a laptop, a tea set, a coat. Rain beads and runs off."
    ),
    attributes: { material: "canvas" },
    picture: picture("backpack", "moss", "walnut"),
    grams: 1350,
    options: ["colour"],
    rows: [
      ["pine", "598.00", 15],
      ["sand", "598.00", 13],
      ["charcoal", "598.00", 11]
    ],
    since: "2026-05-14"
  }),
  good({
    id: "daypack-light",
    category: "packs",
    name: both("折叠小背包", "Folding daypack"),
    description: both("收起来一只拳头，展开十八升。", "A fist when folded, eighteen litres when open."),
    attributes: { material: "nylon" },
    picture: picture("backpack", "persimmon", "ink"),
    grams: 220,
    options: ["colour"],
    rows: [
      ["rust", "128.00", 48],
      ["charcoal", "128.00", 52]
    ],
    since: "2026-05-14"
  }),
  good({
    id: "tea-roll",
    category: "packs",
    name: both("帆布茶具卷包", "Canvas teaware roll"),
    description: both("六个加厚格，卷起来系一根皮绳。", "Six padded pockets, rolled and tied with a leather thong."),
    attributes: { material: "canvas" },
    tags: ["new"],
    picture: picture("pouchbag", "sand", "copper"),
    grams: 320,
    rows: one("158.00", 29),
    since: "2026-11-10"
  }),
  good({
    id: "canvas-tote",
    category: "packs",
    name: both("山房帆布袋", "Shanfang tote"),
    description: both("十六盎司厚帆布，能站住。", "Sixteen-ounce canvas; it stands on its own."),
    attributes: { material: "canvas" },
    tags: ["staple"],
    picture: picture("tote", "paper", "jade"),
    grams: 380,
    options: ["colour"],
    rows: [
      ["natural", "68.00", 90],
      ["indigo", "68.00", 60]
    ],
    since: "2026-02-25"
  }),
  good({
    id: "dry-bag",
    category: "packs",
    name: both("防水收纳袋", "Dry bag"),
    description: both(
      "卷口三圈，丢进溪里捞起来，茶还是干的。",
      "Roll the mouth three times, drop it in the stream: the tea stays dry."
    ),
    attributes: { material: "nylon" },
    picture: picture("drybag", "sky", "ink"),
    options: ["size"],
    rows: [
      ["5l", "48.00", 80, undefined, 120],
      ["10l", "62.00", 66, undefined, 160],
      ["20l", "82.00", 40, undefined, 220]
    ],
    since: "2026-04-30"
  }),
  good({
    id: "folding-stool",
    category: "camp-comfort",
    name: both("马扎", "Folding stool"),
    description: both("白蜡木与帆布，爷爷们坐过的那种。", "Ash and canvas, the kind our grandfathers sat on."),
    attributes: { material: "ash" },
    picture: picture("stool", "walnut", "sand"),
    grams: 1150,
    rows: one("128.00", 33),
    since: "2026-04-30"
  }),
  good({
    id: "low-chair",
    category: "camp-comfort",
    name: both("低坐露营椅", "Low camp chair"),
    description: both("坐下去和炉子一样高。", "Sits you level with the fire."),
    attributes: { material: "canvas" },
    picture: picture("chair", "moss", "walnut"),
    grams: 2700,
    options: ["colour"],
    rows: [
      ["pine", "328.00", 16, "368.00"],
      ["sand", "328.00", 14, "368.00"]
    ],
    since: "2026-04-30"
  }),
  good({
    id: "roll-table",
    category: "camp-comfort",
    name: both("蛋卷茶桌", "Roll-top camp table"),
    description: both("榉木条串成，卷起来一米二长。", "Beech slats on cord; rolled, it is 1.2 metres long."),
    picture: picture("camptable", "honey", "walnut"),
    grams: 4600,
    rows: one("368.00", 10),
    since: "2026-04-30"
  }),
  good({
    id: "picnic-blanket",
    category: "camp-comfort",
    name: both("防潮野餐垫", "Picnic blanket"),
    description: both("羊毛面，蜡布底，一米五见方。", "Wool above, waxed cloth below, a metre and a half square."),
    attributes: { material: "wool" },
    picture: picture("throw", "persimmon", "sand"),
    grams: 1300,
    rows: one("228.00", 24),
    since: "2026-04-30"
  }),
  good({
    id: "straw-hat",
    category: "camp-comfort",
    name: both("麦秆草帽", "Straw hat"),
    description: both("采茶人戴的宽檐款，内里加了一圈棉带。", "The pickers' wide brim, with a cotton band inside."),
    attributes: { material: "rush" },
    picture: picture("hat", "straw", "indigo"),
    grams: 160,
    rows: one("58.00", 58),
    since: "2026-06-01"
  })
]
