/** What stands around the pot: cups, pitchers, caddies, tools, trays and whole sets. */
import { both, good, one, picture } from "./compose.ts"
import type { Product } from "./shape.ts"

export const tableWare: readonly Product[] = [
  good({
    id: "celadon-cup",
    category: "cups",
    name: both("龙泉弟窑品茗杯", "Longquan celadon cup"),
    description: both(
      "粉青厚釉，积釉处颜色深一分，握着像玉。",
      "Thick pale-green glaze, a shade deeper where it pools; it feels like jade in the hand."
    ),
    attributes: { origin: "longquan", material: "porcelain", capacityMl: 60 },
    picture: picture("cup", "celadon", "bamboo"),
    grams: 160,
    options: ["size"],
    rows: [
      ["single", "58.00", 80],
      ["pair", "108.00", 46],
      ["four", "198.00", 20, "232.00"]
    ],
    since: "2026-03-02"
  }),
  good({
    id: "white-cup",
    category: "cups",
    name: both("德化羊脂白玉杯", "Dehua mutton-fat white cup"),
    description: both(
      "逆光看得见指影，白里透一点暖。",
      "Held to the light it shows your fingers: white with a little warmth."
    ),
    attributes: { origin: "dehua", material: "porcelain", capacityMl: 70 },
    tags: ["staple"],
    picture: picture("cup", "snow", "blush"),
    grams: 150,
    options: ["size"],
    rows: [
      ["single", "48.00", 96],
      ["pair", "88.00", 60]
    ],
    since: "2026-03-02"
  }),
  good({
    id: "jianzhan-hare",
    category: "cups",
    name: both("建盏兔毫", "Jian bowl, hare's fur"),
    description: both(
      "建阳铁胎，兔毫从口沿流到底。每只流得不一样，发货前会发照片。",
      "Iron-rich Jianyang clay with hare's fur running from lip to foot. No two run alike; we send a photograph first."
    ),
    attributes: { origin: "jianyang", material: "stoneware", capacityMl: 85 },
    tags: ["handmade", "gift"],
    picture: picture("cup", "ink", "copper"),
    grams: 240,
    rows: one("288.00", 22),
    since: "2026-04-02"
  }),
  good({
    id: "jianzhan-oil",
    category: "cups",
    name: both("建盏油滴", "Jian bowl, oil spot"),
    description: both("银色油滴，深夜里一盏星。", "Silver oil spots: a small night sky."),
    attributes: { origin: "jianyang", material: "stoneware", capacityMl: 90 },
    tags: ["handmade"],
    picture: picture("cup", "slate", "steel"),
    grams: 250,
    rows: one("368.00", 12),
    since: "2026-04-02"
  }),
  good({
    id: "blue-white-cup",
    category: "cups",
    name: both("青花高足杯", "Blue-and-white stem cup"),
    description: both(
      "手绘一枝梅，杯底一个小小的「山」。",
      "One hand-painted branch of plum, and a very small mountain on the foot."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain", capacityMl: 50 },
    tags: ["handmade"],
    picture: picture("stemcup", "snow", "indigo"),
    grams: 170,
    options: ["size"],
    rows: [
      ["single", "128.00", 30],
      ["pair", "238.00", 14]
    ],
    since: "2026-05-18"
  }),
  good({
    id: "tasting-cups",
    category: "cups",
    name: both("潮州白瓷小杯（三只）", "Chaozhou tasting cups, three"),
    description: both(
      "二十五毫升，一口一杯，三只成「品」。",
      "Twenty-five millilitres, a sip apiece. Three of them make the character for tasting."
    ),
    attributes: { origin: "chaozhou", material: "porcelain", capacityMl: 25 },
    picture: picture("cups", "snow", "clay"),
    grams: 140,
    rows: one("45.00", 88),
    since: "2026-05-26"
  }),
  good({
    id: "double-wall-glass",
    category: "cups",
    name: both("双层玻璃杯", "Double-walled glass"),
    description: both("热茶不烫手，冰茶不出汗。", "Hot tea does not burn the fingers, and iced tea leaves no ring."),
    attributes: { material: "glass" },
    tags: ["staple"],
    picture: picture("tumbler", "sky", "jade"),
    grams: 320,
    options: ["size"],
    rows: [
      ["250ml", "46.00", 120],
      ["350ml", "56.00", 100]
    ],
    since: "2026-02-20"
  }),
  good({
    id: "lidded-mug",
    category: "cups",
    name: both("办公室带盖泡茶杯", "Lidded mug with strainer"),
    description: both(
      "内胆滤网一提茶水分离，盖子倒过来就是托。",
      "Lift the strainer and the brewing stops. The lid turned over is its saucer."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain", capacityMl: 380 },
    tags: ["staple"],
    picture: picture("mug", "celadon", "walnut"),
    grams: 560,
    options: ["glaze"],
    rows: [
      ["celadon", "88.00", 76],
      ["moon", "88.00", 64],
      ["tenmoku", "92.00", 40]
    ],
    since: "2026-02-20"
  }),
  good({
    id: "ash-cup",
    category: "cups",
    merchant: "kiln",
    name: both("青岚窑落灰杯", "Qinglan ash-fall cup"),
    description: both(
      "窑门口的位置，灰最多，一窑只有二十只。",
      "From the place by the kiln door where most ash falls. Twenty to a firing."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 80 },
    tags: ["handmade"],
    picture: picture("cup", "clay", "moss"),
    grams: 190,
    rows: one("168.00", 16),
    since: "2026-09-30"
  }),
  good({
    id: "persimmon-cup",
    category: "cups",
    merchant: "kiln",
    name: both("柿红釉小杯", "Persimmon-glaze cup"),
    description: both(
      "铁红釉，边沿露一线胎色，像熟透的柿子。",
      "Iron-red glaze with one line of bare clay at the lip, like a ripe persimmon."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 65 },
    tags: ["handmade", "new"],
    picture: picture("cup", "persimmon", "ink"),
    grams: 170,
    options: ["size"],
    rows: [
      ["single", "138.00", 18],
      ["pair", "258.00", 8]
    ],
    since: "2026-11-06"
  }),
  good({
    id: "glass-pitcher",
    category: "pitchers",
    name: both("锤纹玻璃公道杯", "Hammered glass pitcher"),
    description: both(
      "锤纹把汤色打碎成光，断水干净。",
      "Hammer marks break the liquor into light; the lip cuts cleanly."
    ),
    attributes: { material: "glass" },
    tags: ["staple"],
    picture: picture("pitcher", "sky", "amber"),
    grams: 300,
    options: ["size"],
    rows: [
      ["200ml", "42.00", 110],
      ["300ml", "48.00", 84]
    ],
    since: "2026-02-20"
  }),
  good({
    id: "celadon-pitcher",
    category: "pitchers",
    name: both("粉青公道杯", "Pale celadon pitcher"),
    description: both("与弟窑杯同釉，配成一席。", "In the same glaze as the Longquan cups, to make a table."),
    attributes: { origin: "longquan", material: "porcelain", capacityMl: 220 },
    picture: picture("pitcher", "celadon", "bamboo"),
    grams: 380,
    rows: one("138.00", 34),
    since: "2026-03-02"
  }),
  good({
    id: "wood-fired-pitcher",
    category: "pitchers",
    merchant: "kiln",
    name: both("柴烧侧把公道", "Wood-fired side-handle pitcher"),
    description: both("侧把短，左右手都好用。", "A short side handle, as good for the left hand as for the right."),
    attributes: { origin: "jingdezhen", material: "stoneware", capacityMl: 200 },
    tags: ["handmade"],
    picture: picture("pitcher", "clay", "honey"),
    grams: 420,
    rows: one("328.00", 7),
    since: "2026-09-30"
  }),
  good({
    id: "silver-lined-pitcher",
    category: "pitchers",
    name: both("鎏银公道杯", "Silvered pitcher"),
    description: both(
      "内壁鎏银，汤更亮；用久会起云，是银的呼吸。",
      "Silvered inside for a brighter cup. It clouds with time, as silver breathes."
    ),
    attributes: { origin: "jingdezhen", material: "porcelain", capacityMl: 200 },
    tags: ["gift"],
    picture: picture("pitcher", "steel", "indigo"),
    grams: 400,
    rows: one("268.00", 15, "298.00"),
    since: "2026-06-14"
  }),
  good({
    id: "tin-caddy",
    category: "caddies",
    name: both("纯锡茶叶罐", "Pure tin caddy"),
    description: both(
      "锡性软而密，盖子自己慢慢沉下去。存绿茶用它。",
      "Soft, dense tin: the lid sinks home by itself. For green tea."
    ),
    attributes: { material: "tin" },
    tags: ["gift"],
    picture: picture("tin", "steel", "walnut"),
    grams: 900,
    options: ["size"],
    rows: [
      ["small", "398.00", 16],
      ["large", "598.00", 9]
    ],
    since: "2026-04-01"
  }),
  good({
    id: "celadon-jar",
    category: "caddies",
    name: both("青釉醒茶罐", "Celadon resting jar"),
    description: both("撬开的茶饼先在这里醒三天。", "Where a newly opened cake rests for three days."),
    attributes: { origin: "jingdezhen", material: "porcelain", capacityMl: 500 },
    picture: picture("jar", "celadon", "walnut"),
    grams: 780,
    rows: one("168.00", 30),
    since: "2026-04-01"
  }),
  good({
    id: "walnut-caddy",
    category: "caddies",
    name: both("胡桃木茶仓", "Walnut caddy"),
    description: both("木盖带硅胶圈，内胆素瓷。", "Walnut lid with a seal, porcelain inside."),
    attributes: { material: "walnut", capacityMl: 400 },
    picture: picture("jar", "walnut", "straw"),
    grams: 640,
    rows: one("138.00", 38),
    since: "2026-04-01"
  }),
  good({
    id: "puer-urn",
    category: "caddies",
    merchant: "kiln",
    name: both("粗陶普洱缸", "Stoneware pu'er urn"),
    description: both(
      "可立放七饼，胎体透气，年份慢慢走。",
      "Holds seven cakes upright. The clay breathes, and the years go by slowly."
    ),
    attributes: { origin: "jingdezhen", material: "stoneware" },
    picture: picture("urn", "clay", "walnut"),
    grams: 4800,
    rows: one("458.00", 6),
    since: "2026-09-30"
  }),
  good({
    id: "bamboo-scoop-set",
    category: "tea-tools",
    name: both("竹制茶道六君子", "Bamboo tea tools, set of six"),
    description: both(
      "则、针、夹、漏、匙、筒，老竹去青。",
      "Scoop, pick, tongs, funnel, spoon and holder in seasoned bamboo."
    ),
    attributes: { origin: "anji", material: "bamboo" },
    tags: ["staple"],
    picture: picture("scoop", "bamboo", "walnut"),
    grams: 260,
    rows: one("68.00", 72),
    since: "2026-02-20"
  }),
  good({
    id: "puer-knife",
    category: "tea-tools",
    name: both("普洱茶针", "Pu'er pick"),
    description: both(
      "锻打钢针，胡桃木柄，撬饼不碎叶。",
      "Forged steel with a walnut grip; it opens a cake without breaking the leaf."
    ),
    attributes: { material: "steel" },
    picture: picture("pick", "steel", "walnut"),
    grams: 140,
    rows: one("58.00", 66),
    since: "2026-02-20"
  }),
  good({
    id: "silver-strainer",
    category: "tea-tools",
    name: both("葫芦纹茶滤", "Gourd-pattern strainer"),
    description: both("两百目不锈钢网，壶承也配好了。", "Two-hundred mesh steel, with its own stand."),
    attributes: { material: "steel" },
    picture: picture("strainer", "steel", "celadon"),
    grams: 160,
    rows: one("48.00", 80),
    since: "2026-02-20"
  }),
  good({
    id: "tea-pet-toad",
    category: "tea-tools",
    name: both("紫砂茶宠 · 小蟾", "Zisha tea pet, little toad"),
    description: both("每天淋一点茶，三个月就亮了。", "Give it a little tea each day and in three months it shines."),
    attributes: { origin: "yixing", material: "zisha" },
    tags: ["gift"],
    picture: picture("pet", "clay", "moss"),
    grams: 220,
    rows: one("78.00", 44),
    since: "2026-03-28"
  }),
  good({
    id: "tea-towel-indigo",
    category: "tea-tools",
    name: both("蓝染茶巾", "Indigo tea cloth"),
    description: both(
      "手工蓝染棉布，越洗越软，颜色越安静。",
      "Hand-dyed cotton. Every wash makes it softer and quieter."
    ),
    attributes: { material: "cotton" },
    tags: ["handmade"],
    picture: picture("textile", "indigo", "paper"),
    grams: 60,
    rows: one("29.00", 140),
    since: "2026-05-05"
  }),
  good({
    id: "tea-scale",
    category: "tea-tools",
    name: both("0.1 克茶秤", "Tea scale, 0.1 g"),
    description: both("薄，充电一次用两个月，自带计时。", "Thin, timed, and two months to a charge."),
    attributes: { material: "steel" },
    picture: picture("hob", "snow", "jade"),
    grams: 340,
    rows: one("128.00", 52, "148.00"),
    since: "2026-08-12"
  }),
  good({
    id: "bamboo-tray",
    category: "tea-trays",
    name: both("竹制干泡盘", "Bamboo dry-brewing tray"),
    description: both(
      "下层抽屉接水，干泡湿泡都行。",
      "The drawer below takes the water, so it serves both dry and wet brewing."
    ),
    attributes: { origin: "anji", material: "bamboo" },
    picture: picture("tray", "bamboo", "walnut"),
    grams: 1600,
    options: ["size"],
    rows: [
      ["medium", "168.00", 30],
      ["large", "228.00", 18]
    ],
    since: "2026-04-15"
  }),
  good({
    id: "stone-tray",
    category: "tea-trays",
    name: both("乌金石茶盘", "Black stone tray"),
    description: both(
      "一块石头，一道水槽，重九公斤，请走楼梯小心。",
      "One slab and one channel. It weighs nine kilos; mind the stairs."
    ),
    attributes: { material: "stone" },
    picture: picture("tray", "ink", "slate"),
    grams: 9600,
    rows: one("680.00", 6),
    since: "2026-04-15"
  }),
  good({
    id: "pot-stand",
    category: "tea-trays",
    name: both("青釉壶承", "Celadon pot stand"),
    description: both("浅口高足，接得住一次淋壶。", "Shallow on a high foot; it holds one rinse of the pot."),
    attributes: { origin: "longquan", material: "porcelain" },
    picture: picture("dish", "celadon", "clay"),
    grams: 560,
    rows: one("148.00", 26),
    since: "2026-04-15"
  }),
  good({
    id: "linen-runner",
    category: "tea-trays",
    name: both("亚麻茶席", "Linen tea runner"),
    description: both(
      "手抽边，垂感好，水渍一晾就走。",
      "Drawn-thread hem and a good fall. Water marks leave as it dries."
    ),
    attributes: { material: "linen" },
    picture: picture("textile", "sand", "moss"),
    grams: 220,
    options: ["colour"],
    rows: [
      ["natural", "98.00", 48],
      ["indigo", "108.00", 36],
      ["moss", "108.00", 25]
    ],
    since: "2026-05-05"
  }),
  good({
    id: "bamboo-coasters",
    category: "tea-trays",
    name: both("湘妃竹杯托（四只）", "Mottled-bamboo coasters, four"),
    description: both("斑竹天然泪痕，每片纹路不同。", "Naturally tear-marked bamboo, each one different."),
    attributes: { material: "bamboo" },
    picture: picture("coaster", "bamboo", "clay"),
    grams: 140,
    rows: one("76.00", 40),
    since: "2026-05-05"
  }),
  good({
    id: "beginner-set",
    category: "tea-sets",
    name: both("初泡套组", "First brewing set"),
    description: both(
      "一碗、一公道、两杯、一茶巾，外加一份试饮龙井。第一次泡茶，从这里开始。",
      "A gaiwan, a pitcher, two cups, a cloth and a first Longjing. Begin here."
    ),
    attributes: { material: "porcelain" },
    tags: ["bundle", "gift"],
    picture: picture("teaset", "snow", "celadon"),
    grams: 1500,
    bundle: [
      { sku: "sweet-white-gaiwan-110ml", quantity: 1 },
      { sku: "glass-pitcher-200ml", quantity: 1 },
      { sku: "white-cup-pair", quantity: 1 },
      { sku: "tea-towel-indigo", quantity: 1 },
      { sku: "longjing-43-50g", quantity: 1 }
    ],
    rows: one("358.00", 24, "425.00"),
    since: "2026-09-01"
  }),
  good({
    id: "celadon-set",
    category: "tea-sets",
    name: both("龙泉一席（壶一杯四公道一）", "Longquan table: pot, pitcher, four cups"),
    description: both(
      "同一窑的梅子青与粉青，摆在一起才看得出深浅。",
      "Plum green and pale green from one kiln; side by side you see the depth."
    ),
    attributes: { origin: "longquan", material: "porcelain" },
    tags: ["bundle"],
    picture: picture("teaset", "celadon", "bamboo"),
    grams: 2200,
    bundle: [
      { sku: "longquan-pot", quantity: 1 },
      { sku: "celadon-pitcher", quantity: 1 },
      { sku: "celadon-cup-four", quantity: 1 }
    ],
    rows: one("658.00", 8, "734.00"),
    since: "2026-09-01"
  }),
  good({
    id: "gongfu-chaozhou-set",
    category: "tea-sets",
    name: both("潮州工夫茶套组", "Chaozhou gongfu set"),
    description: both(
      "一壶三杯一炉，茶三酒四，规矩都在里面。",
      "One pot, three cups, one stove. All the rules are in it."
    ),
    attributes: { origin: "chaozhou", material: "stoneware" },
    tags: ["bundle", "gift"],
    picture: picture("teaset", "rose", "clay"),
    grams: 2900,
    bundle: [
      { sku: "chaozhou-pot-70ml", quantity: 1 },
      { sku: "tasting-cups", quantity: 1 },
      { sku: "clay-stove", quantity: 1 }
    ],
    rows: one("448.00", 10, "511.00"),
    since: "2026-10-26"
  }),
  good({
    id: "matcha-set",
    category: "tea-sets",
    name: both("抹茶三件", "Matcha set of three"),
    description: both(
      "碗、筅座、茶勺。茶粉与茶筅请另选。",
      "Bowl, whisk stand and scoop. Choose your own powder and whisk."
    ),
    attributes: { material: "stoneware" },
    picture: picture("whisk", "ink", "bamboo"),
    grams: 760,
    rows: one("268.00", 20),
    since: "2026-10-05"
  }),
  good({
    id: "travel-set",
    category: "tea-sets",
    name: both("山行茶包", "Hill-walk tea kit"),
    description: both(
      "旅行盖碗、六颗龙珠、一块茶巾，装在帆布小包里。",
      "Travel gaiwan, dragon pearls and a cloth in a small canvas bag."
    ),
    attributes: { material: "canvas" },
    tags: ["bundle", "new"],
    picture: picture("pouchbag", "sand", "moss"),
    grams: 1000,
    bundle: [
      { sku: "travel-gaiwan-sand", quantity: 1 },
      { sku: "sheng-dragon-pearl-80g", quantity: 1 },
      { sku: "tea-towel-indigo", quantity: 1 }
    ],
    rows: one("228.00", 18, "265.00"),
    since: "2026-11-10"
  })
]
