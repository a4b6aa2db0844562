/** Gift boxes and cards, courses and e-books. */
import { both, good, one, picture } from "./compose.ts"
import type { Product } from "./shape.ts"

export const gifts: readonly Product[] = [
  good({
    id: "spring-box",
    category: "gift-boxes",
    name: both("江南春茶礼盒", "Jiangnan spring tea box"),
    description: both(
      "龙井、碧螺春、安吉白茶各五十克，附一张手写卡片。",
      "Fifty grams each of Longjing, Biluochun and Anji Baicha, with a card written by hand."
    ),
    tags: ["bundle", "gift"],
    picture: picture("box", "jade", "straw"),
    taxRate: "0.09",
    grams: 720,
    bundle: [
      { sku: "meijiawu-longjing-50g", quantity: 1 },
      { sku: "xishan-biluochun-50g", quantity: 1 },
      { sku: "anji-baicha-50g", quantity: 1 }
    ],
    rows: one("298.00", 40, "344.00"),
    since: "2026-05-01"
  }),
  good({
    id: "winter-hearth-box",
    category: "gift-boxes",
    name: both("围炉煮茶礼盒", "Winter hearth box"),
    description: both(
      "白泥炉、老寿眉、陈皮，再加一袋橄榄炭。",
      "A clay stove, aged Shoumei, tangerine peel and a bag of olive charcoal."
    ),
    tags: ["bundle", "gift", "new"],
    picture: picture("box", "cinnabar", "honey"),
    grams: 3200,
    bundle: [
      { sku: "clay-stove", quantity: 1 },
      { sku: "shoumei-cake-2019-300g", quantity: 1 },
      { sku: "chenpi-10-50g", quantity: 1 }
    ],
    rows: one("428.00", 22, "494.00"),
    since: "2026-11-16"
  }),
  good({
    id: "rock-tea-box",
    category: "gift-boxes",
    name: both("四岩礼盒", "Four rocks box"),
    description: both(
      "大红袍、铁罗汉、白鸡冠、奇兰，一山四味。",
      "Da Hong Pao, Tie Luohan, Bai Ji Guan and Qilan: one mountain, four tastes."
    ),
    tags: ["bundle", "gift"],
    picture: picture("box", "ink", "cinnabar"),
    taxRate: "0.09",
    grams: 820,
    bundle: [
      { sku: "da-hong-pao-50g", quantity: 1 },
      { sku: "tieluohan-50g", quantity: 1 },
      { sku: "baijiguan-50g", quantity: 1 },
      { sku: "qilan-50g", quantity: 1 }
    ],
    rows: one("488.00", 15, "542.00"),
    since: "2026-09-20"
  }),
  good({
    id: "study-box",
    category: "gift-boxes",
    name: both("案头小礼", "Desk gift box"),
    description: both(
      "小楷笔、墨锭、茶染信宣，装在一只纸间的书盒里。",
      "A small-script brush, an ink stick and tea-dyed paper, in a book box from the bindery."
    ),
    tags: ["bundle", "gift"],
    picture: picture("box", "indigo", "paper"),
    grams: 620,
    bundle: [
      { sku: "langhao-brush-small", quantity: 1 },
      { sku: "oil-soot-ink", quantity: 1 },
      { sku: "tea-dyed-paper-20sheets", quantity: 1 }
    ],
    rows: one("188.00", 26, "210.00"),
    since: "2026-06-28"
  }),
  good({
    id: "new-year-box",
    category: "gift-boxes",
    name: both("丁未新年礼盒（预售）", "Year of the Goat box, presale"),
    description: both(
      "桂花红茶、蜂蜡烛、手工红包。一月中旬起发。",
      "Osmanthus black, beeswax candles and handmade red envelopes. Sent from mid-January."
    ),
    tags: ["bundle", "presale", "gift"],
    picture: picture("box", "persimmon", "honey"),
    grams: 680,
    presale: { shipsFrom: "2027-01-15" },
    bundle: [
      { sku: "osmanthus-black-50g", quantity: 1 },
      { sku: "beeswax-candle", quantity: 1 },
      { sku: "red-envelopes-2027", quantity: 1 }
    ],
    rows: one("138.00", 80, "152.00"),
    since: "2026-11-18"
  }),
  good({
    id: "gift-card",
    category: "gift-cards",
    kind: "virtual",
    taxRate: "0",
    name: both("山房礼品卡", "Shanfang gift card"),
    description: both(
      "发到收礼人的邮箱，三年内有效，可分次使用，不找零也不收手续费。",
      "Sent to the recipient by e-mail, valid three years, spent in as many parts as you like, with no fees."
    ),
    tags: ["virtual", "gift"],
    picture: picture("card", "jade", "paper"),
    options: ["value"],
    rows: [
      ["100cny", "100.00", 0],
      ["300cny", "300.00", 0],
      ["500cny", "500.00", 0],
      ["1000cny", "1000.00", 0]
    ],
    since: "2026-02-20"
  }),
  good({
    id: "tea-month-card",
    category: "gift-cards",
    kind: "virtual",
    taxRate: "0.09",
    name: both("一季茶兑换卡", "A season of tea, voucher"),
    description: both(
      "三个月，每月一份当季茶，由我们挑。收礼人只填地址。",
      "Three months, one tea of the season each, chosen by us. The recipient only gives an address."
    ),
    tags: ["virtual", "gift"],
    picture: picture("card", "persimmon", "paper"),
    rows: one("358.00", 0, "398.00"),
    since: "2026-09-20"
  }),
  good({
    id: "course-first-cup",
    category: "courses",
    kind: "virtual",
    taxRate: "0.06",
    name: both("第一杯茶：六节入门课", "The first cup: six lessons"),
    description: both(
      "六大茶类各一节，每节二十分钟，附冲泡卡片。购买后立即可看。",
      "One lesson on each of the six kinds of tea, twenty minutes apiece, with brewing cards. Watch at once."
    ),
    tags: ["virtual", "staple"],
    picture: picture("course", "jade", "snow"),
    rows: one("99.00", 0, "129.00"),
    since: "2026-06-15"
  }),
  good({
    id: "course-rock-tea",
    category: "courses",
    kind: "virtual",
    taxRate: "0.06",
    name: both("走进武夷：岩茶八讲", "Into Wuyi: eight talks on rock tea"),
    description: both(
      "跟着镜头走完三坑两涧，再回到茶桌喝懂它。",
      "Walk the gullies behind the camera, then come back to the table and understand the cup."
    ),
    tags: ["virtual"],
    picture: picture("course", "cinnabar", "honey"),
    rows: one("199.00", 0),
    since: "2026-09-15"
  }),
  good({
    id: "course-gongfu",
    category: "courses",
    kind: "virtual",
    taxRate: "0.06",
    name: both("潮州工夫茶二十一式", "Chaozhou gongfu tea in twenty-one steps"),
    description: both(
      "从生火到谢茶，一招一式。讲师是吃了五十年茶的陈阿伯。",
      "From lighting the stove to thanking the guests, step by step, with Uncle Chen, who has drunk tea for fifty years."
    ),
    tags: ["virtual"],
    picture: picture("course", "rose", "clay"),
    rows: one("168.00", 0),
    since: "2026-06-15"
  }),
  good({
    id: "course-matcha",
    category: "courses",
    kind: "virtual",
    taxRate: "0.06",
    name: both("一碗抹茶", "A bowl of matcha"),
    description: both(
      "三节短课：筛粉、注水、打泡，和怎样洗茶筅。",
      "Three short lessons: sifting, pouring, whisking, and how to wash the whisk."
    ),
    tags: ["virtual"],
    picture: picture("course", "moss", "ink"),
    rows: one("49.00", 0),
    since: "2026-10-05"
  }),
  good({
    id: "course-calligraphy",
    category: "courses",
    kind: "virtual",
    taxRate: "0.06",
    name: both("小楷三十天", "Small script in thirty days"),
    description: both("每天十分钟，一个字，一个笔法。", "Ten minutes a day: one character, one stroke."),
    tags: ["virtual", "new"],
    picture: picture("course", "ink", "cinnabar"),
    rows: one("128.00", 0, "158.00"),
    since: "2026-11-05"
  }),
  good({
    id: "ebook-tea-classic",
    category: "ebooks",
    kind: "virtual",
    taxRate: "0.09",
    name: both("《茶经》今读", "The Classic of Tea, read today"),
    description: both(
      "原文、白话、注，配三十二幅手绘器物图。EPUB 与 PDF。",
      "The text, a plain version and notes, with thirty-two drawings of utensils. EPUB and PDF, in Chinese."
    ),
    attributes: { pages: 212 },
    tags: ["virtual"],
    picture: picture("book", "moss", "straw"),
    rows: one("28.00", 0),
    since: "2026-04-23"
  }),
  good({
    id: "ebook-water",
    category: "ebooks",
    kind: "virtual",
    taxRate: "0.09",
    name: both("《水为茶之母》", "Water, the mother of tea"),
    description: both(
      "二十种水泡同一款龙井的记录，有图有表，有失败。",
      "Twenty waters and one Longjing: charts, photographs, failures. In Chinese and English."
    ),
    attributes: { pages: 148 },
    tags: ["virtual"],
    picture: picture("book", "sky", "indigo"),
    rows: one("36.00", 0, "45.00"),
    since: "2026-07-30"
  }),
  good({
    id: "ebook-kiln-diary",
    category: "ebooks",
    kind: "virtual",
    merchant: "kiln",
    taxRate: "0.09",
    name: both("《窑前日记》", "Diary from before the kiln"),
    description: both(
      "何青岚二十年的窑记选编，每一窑的天气、火候与碎片。",
      "Twenty years of He Qinglan's kiln notes: the weather, the fire and the shards of every firing."
    ),
    attributes: { pages: 176 },
    tags: ["virtual"],
    picture: picture("book", "clay", "honey"),
    rows: one("42.00", 0),
    since: "2026-09-30"
  }),
  good({
    id: "ebook-binding",
    category: "ebooks",
    kind: "virtual",
    merchant: "bindery",
    taxRate: "0.09",
    name: both("《自己装一本书》", "Bind a book yourself"),
    description: both(
      "四种线装、两种折装，步骤图可以打印出来放在桌上。",
      "Four sewn bindings and two folded ones, with steps to print and keep on the table."
    ),
    attributes: { pages: 96 },
    tags: ["virtual"],
    picture: picture("book", "indigo", "paper"),
    rows: one("32.00", 0),
    since: "2026-04-20"
  }),
  good({
    id: "ebook-solar-terms",
    category: "ebooks",
    kind: "virtual",
    taxRate: "0.09",
    name: both("《节气与茶席》", "Solar terms at the tea table"),
    description: both(
      "二十四个节气，二十四张茶席：花、器、茶、点心。",
      "Twenty-four terms and twenty-four tables: flower, vessel, tea and sweet."
    ),
    attributes: { pages: 204 },
    tags: ["virtual", "new"],
    picture: picture("book", "rose", "snow"),
    rows: one("38.00", 0),
    since: "2026-11-07"
  })
]
