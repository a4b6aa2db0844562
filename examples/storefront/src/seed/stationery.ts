/** The study: brushes, ink, paper, notebooks, pens, seals, letters. */
import { both, good, one, picture } from "./compose.ts"
import type { Product } from "./shape.ts"

export const stationery: readonly Product[] = [
  good({
    id: "langhao-brush",
    category: "brushes",
    name: both("湖州狼毫小楷", "Huzhou weasel-hair brush, small script"),
    description: both("弹性好，写信、抄经都合手。", "Springy and obedient, for letters and for copying sutras."),
    attributes: { origin: "huzhou", material: "hair" },
    tags: ["staple"],
    picture: picture("brush", "walnut", "amber"),
    grams: 60,
    options: ["size"],
    rows: [
      ["small", "48.00", 70],
      ["medium", "68.00", 52]
    ],
    since: "2026-03-05"
  }),
  good({
    id: "yanghao-brush",
    category: "brushes",
    name: both("羊毫条幅笔", "Goat-hair scroll brush"),
    description: both(
      "含墨多、笔锋软，写大字要用腰上的力气。",
      "Holds a great deal of ink and gives no help; large characters come from the waist."
    ),
    attributes: { origin: "huzhou", material: "hair" },
    picture: picture("brush", "bamboo", "snow"),
    grams: 90,
    options: ["size"],
    rows: [
      ["medium", "88.00", 40],
      ["large", "148.00", 22]
    ],
    since: "2026-03-05"
  }),
  good({
    id: "jianhao-brush",
    category: "brushes",
    name: both("七紫三羊兼毫", "Mixed-hair brush, seven to three"),
    description: both(
      "七分紫毫三分羊毫，初学者最不容易后悔的一支。",
      "Seven parts rabbit to three of goat: the one a beginner least regrets."
    ),
    attributes: { origin: "huzhou", material: "hair" },
    picture: picture("brush", "ink", "straw"),
    grams: 60,
    rows: one("58.00", 64),
    since: "2026-03-05"
  }),
  good({
    id: "travel-brush",
    category: "brushes",
    name: both("随行毛笔", "Travelling brush"),
    description: both(
      "铜帽竹管，笔头可拆，能别在衬衫口袋上。",
      "Bamboo barrel, brass cap, a tip that unscrews. It clips to a shirt pocket."
    ),
    attributes: { origin: "huzhou", material: "brass" },
    picture: picture("brush", "copper", "ink"),
    grams: 70,
    rows: one("98.00", 36),
    since: "2026-06-20"
  }),
  good({
    id: "brush-stand",
    category: "brushes",
    name: both("胡桃木笔挂", "Walnut brush stand"),
    description: both("可挂八支，拆开是平板包装。", "Hangs eight, and comes apart flat."),
    attributes: { material: "walnut" },
    picture: picture("brushstand", "walnut", "amber"),
    grams: 900,
    rows: one("168.00", 18),
    since: "2026-06-20"
  }),
  good({
    id: "oil-soot-ink",
    category: "ink",
    name: both("徽州油烟墨锭", "Huizhou oil-soot ink stick"),
    description: both(
      "桐油烟、牛皮胶，存三年再用更黑。",
      "Tung-oil soot and hide glue. Blacker still if you keep it three years."
    ),
    attributes: { origin: "anhui" },
    picture: picture("inkstick", "ink", "honey"),
    grams: 90,
    rows: one("86.00", 58),
    since: "2026-03-05"
  }),
  good({
    id: "pine-soot-ink",
    category: "ink",
    name: both("松烟墨锭", "Pine-soot ink stick"),
    description: both("墨色偏青，不反光，画山水的冷。", "Blue-black and matt: the cold in a landscape."),
    attributes: { origin: "anhui" },
    picture: picture("inkstick", "slate", "ink"),
    grams: 90,
    rows: one("98.00", 40),
    since: "2026-03-05"
  }),
  good({
    id: "bottled-ink",
    category: "ink",
    name: both("练字墨汁", "Practice ink"),
    description: both(
      "不臭、不凝、洗得掉，写完记得洗笔。",
      "It does not smell, does not clot and washes out. Rinse the brush."
    ),
    attributes: { origin: "anhui" },
    tags: ["staple"],
    picture: picture("inkbottle", "ink", "paper"),
    options: ["size"],
    rows: [
      ["100ml", "18.00", 160, undefined, 180],
      ["500ml", "48.00", 80, undefined, 640]
    ],
    since: "2026-03-05"
  }),
  good({
    id: "duan-inkstone",
    category: "ink",
    name: both("端砚 · 麻子坑", "Duan inkstone"),
    description: both(
      "石质细润，呵气成水。墨池浅，日用小砚。",
      "So fine that a breath condenses on it. A shallow, everyday stone."
    ),
    attributes: { origin: "zhaoqing", material: "stone" },
    tags: ["gift"],
    picture: picture("inkstone", "plum", "ink"),
    grams: 980,
    rows: one("560.00", 7),
    since: "2026-04-11"
  }),
  good({
    id: "she-inkstone",
    category: "ink",
    name: both("歙砚 · 眉纹", "She inkstone, eyebrow grain"),
    description: both(
      "眉纹如雁，发墨快。带楠木盒。",
      "Grain like a line of geese; it raises ink quickly. In a nanmu box."
    ),
    attributes: { origin: "anhui", material: "stone" },
    picture: picture("inkstone", "slate", "walnut"),
    grams: 1200,
    rows: one("680.00", 5, "760.00"),
    since: "2026-04-11"
  }),
  good({
    id: "porcelain-palette",
    category: "ink",
    name: both("白瓷调色碟（五只）", "Porcelain palette dishes, five"),
    description: both("叠起来是一朵梅花。", "Stacked, they make a plum blossom."),
    attributes: { origin: "jingdezhen", material: "porcelain" },
    picture: picture("dish", "snow", "indigo"),
    grams: 480,
    rows: one("66.00", 42),
    since: "2026-04-11"
  }),
  good({
    id: "indigo-ink-pen",
    category: "ink",
    name: both("靛蓝钢笔墨水", "Indigo fountain-pen ink"),
    description: both(
      "写下时是蓝，三天后偏黑，像旧布。",
      "Blue as you write, darker after three days, like old cloth."
    ),
    picture: picture("inkbottle", "indigo", "paper"),
    options: ["size"],
    rows: [["30ml", "58.00", 70, undefined, 150]],
    since: "2026-05-05"
  }),
  good({
    id: "tea-ink-pen",
    category: "ink",
    name: both("普洱茶汤色墨水", "Pu'er-brown fountain-pen ink"),
    description: both(
      "真的加了一点熟茶水，味道很淡，闻不出来也没关系。",
      "There really is a little ripe tea in it. Never mind if you cannot smell it."
    ),
    tags: ["new"],
    picture: picture("inkbottle", "tea", "paper"),
    options: ["size"],
    rows: [["30ml", "62.00", 55, undefined, 150]],
    since: "2026-11-03"
  }),
  good({
    id: "shengxuan",
    category: "paper",
    name: both("泾县生宣（四尺）", "Jingxian raw Xuan, four chi"),
    description: both(
      "檀皮六成，渗化均匀，写意用。",
      "Sixty percent sandalwood bark, an even bleed, for free-hand painting."
    ),
    attributes: { origin: "xuancheng", material: "xuan-paper" },
    picture: picture("paper", "snow", "straw"),
    options: ["size"],
    rows: [
      ["20sheets", "88.00", 60, undefined, 620],
      ["100sheets", "398.00", 22, "440.00", 2800]
    ],
    since: "2026-03-05"
  }),
  good({
    id: "shuxuan",
    category: "paper",
    name: both("熟宣 · 蝉翼", "Sized Xuan, cicada-wing"),
    description: both("薄而不透，工笔、抄经。", "Thin yet opaque, for fine-line painting and sutra copying."),
    attributes: { origin: "xuancheng", material: "xuan-paper" },
    picture: picture("paper", "paper", "celadon"),
    options: ["size"],
    rows: [["10sheets", "68.00", 46, undefined, 300]],
    since: "2026-03-05"
  }),
  good({
    id: "practice-paper",
    category: "paper",
    name: both("米字格毛边纸", "Gridded practice paper"),
    description: both(
      "竹浆，吸墨快，二百张够写两个月。",
      "Bamboo pulp that drinks ink fast; two hundred sheets last about two months."
    ),
    attributes: { material: "bamboo" },
    tags: ["staple"],
    picture: picture("paper", "straw", "kraft"),
    options: ["size"],
    rows: [["200sheets", "42.00", 110, undefined, 900]],
    since: "2026-03-05"
  }),
  good({
    id: "tea-dyed-paper",
    category: "paper",
    name: both("茶染信宣", "Tea-dyed Xuan"),
    description: both(
      "用陈普洱染三遍，颜色像旧书的边。",
      "Dyed three times in old pu'er, the colour of a book's edges."
    ),
    attributes: { origin: "xuancheng", material: "xuan-paper" },
    picture: picture("paper", "honey", "tea"),
    options: ["size"],
    rows: [["20sheets", "76.00", 38, undefined, 260]],
    since: "2026-05-21"
  }),
  good({
    id: "wrapping-paper",
    category: "paper",
    name: both("木版水印包装纸", "Woodblock wrapping paper"),
    description: both(
      "桃花坞版，手工套三色，包礼物刚好。",
      "Taohuawu blocks in three hand-registered colours, for wrapping what you give."
    ),
    attributes: { origin: "suzhou", material: "paper" },
    tags: ["handmade"],
    picture: picture("paperroll", "rose", "indigo"),
    options: ["size"],
    rows: [["5sheets", "45.00", 60, undefined, 240]],
    since: "2026-05-21"
  }),
  good({
    id: "thread-bound-notebook",
    category: "notebooks",
    merchant: "bindery",
    name: both("纸间四目线装本", "Zhijian four-hole thread-bound notebook"),
    description: both(
      "手打孔、丝线装，一百二十页宣。摊得平。",
      "Pierced and sewn by hand in silk, 120 pages of Xuan. Lies flat."
    ),
    attributes: { origin: "suzhou", material: "paper", pages: 120 },
    tags: ["handmade"],
    picture: picture("notebook", "indigo", "paper"),
    grams: 210,
    options: ["cover"],
    rows: [
      ["cloth", "78.00", 50],
      ["silk", "118.00", 28],
      ["kraft", "58.00", 66]
    ],
    since: "2026-04-20"
  }),
  good({
    id: "butterfly-album",
    category: "notebooks",
    merchant: "bindery",
    name: both("蝴蝶装画册", "Butterfly-bound album"),
    description: both(
      "每一开都是整幅，画到中缝不断。",
      "Every opening is one whole sheet, so that a picture may cross the fold."
    ),
    attributes: { origin: "suzhou", material: "xuan-paper", pages: 24 },
    tags: ["handmade"],
    picture: picture("album", "moss", "paper"),
    grams: 420,
    rows: one("168.00", 16),
    since: "2026-04-20"
  }),
  good({
    id: "accordion-sutra-book",
    category: "notebooks",
    merchant: "bindery",
    name: both("经折本", "Accordion book"),
    description: both(
      "拉开三米六，写一部《心经》还剩一半。",
      "Pulled out it runs 3.6 metres; the Heart Sutra takes half."
    ),
    attributes: { origin: "suzhou", material: "xuan-paper", pages: 40 },
    picture: picture("album", "cinnabar", "honey"),
    grams: 260,
    rows: one("98.00", 30),
    since: "2026-04-20"
  }),
  good({
    id: "tea-journal",
    category: "notebooks",
    merchant: "bindery",
    name: both("茶事记", "Tea journal"),
    description: both(
      "每页一泡：水温、克重、时间，和当时的天气。",
      "One brew to a page: water, weight, time, and the weather that day."
    ),
    attributes: { origin: "suzhou", material: "paper", pages: 96 },
    tags: ["gift"],
    picture: picture("notebook", "moss", "straw"),
    grams: 240,
    options: ["size"],
    rows: [
      ["a6", "48.00", 80],
      ["a5", "68.00", 70]
    ],
    since: "2026-09-05"
  }),
  good({
    id: "linen-notebook",
    category: "notebooks",
    merchant: "bindery",
    name: both("亚麻硬面本", "Linen hardback"),
    description: both(
      "锁线胶装，空白、横线两种纸混装，前六十页横线。",
      "Sewn in sections: the first sixty pages ruled, the rest plain."
    ),
    attributes: { origin: "suzhou", material: "linen", pages: 160 },
    tags: ["staple"],
    picture: picture("notebook", "sand", "walnut"),
    grams: 380,
    options: ["colour"],
    rows: [
      ["natural", "72.00", 60],
      ["indigo", "72.00", 54],
      ["madder", "72.00", 30]
    ],
    since: "2026-04-20"
  }),
  good({
    id: "pocket-memo",
    category: "notebooks",
    merchant: "bindery",
    name: both("口袋便签本（三本）", "Pocket memos, three"),
    description: both("余料裁成，每一批纸都不同。", "Cut from offcuts, so each batch has different paper."),
    attributes: { origin: "suzhou", material: "paper", pages: 48 },
    picture: picture("notebook", "kraft", "rose"),
    grams: 150,
    rows: one("36.00", 120),
    since: "2026-04-20"
  }),
  good({
    id: "calendar-2027",
    category: "notebooks",
    merchant: "bindery",
    name: both("2027 二十四节气日历", "2027 calendar of the twenty-four terms"),
    description: both("每个节气一张木版画，撕下来可以寄。", "A woodcut for each solar term; tear it off and post it."),
    attributes: { origin: "suzhou", material: "paper", year: 2027 },
    tags: ["new", "gift"],
    picture: picture("calendar", "paper", "cinnabar"),
    grams: 520,
    rows: one("88.00", 90, "98.00"),
    since: "2026-11-01"
  }),
  good({
    id: "leather-cover-notebook",
    category: "notebooks",
    merchant: "bindery",
    name: both("植鞣皮书衣", "Vegetable-tanned book cover"),
    description: both("给 A5 本子穿的衣服，会记住你的手。", "A coat for an A5 notebook. It remembers your hand."),
    attributes: { origin: "suzhou" },
    picture: picture("notebook", "copper", "tea"),
    grams: 200,
    rows: one("238.00", 14),
    since: "2026-06-28"
  }),
  good({
    id: "brass-fountain-pen",
    category: "pens",
    name: both("黄铜钢笔", "Brass fountain pen"),
    description: both("车床整车，二十七克，会变暗。", "Turned from the bar, twenty-seven grams. It will darken."),
    attributes: { material: "brass" },
    tags: ["gift"],
    picture: picture("pen", "honey", "ink"),
    grams: 120,
    options: ["size"],
    rows: [
      ["extrafine", "268.00", 20],
      ["fine", "268.00", 32],
      ["broad", "268.00", 9]
    ],
    since: "2026-05-05"
  }),
  good({
    id: "school-fountain-pen",
    category: "pens",
    name: both("学生钢笔", "School fountain pen"),
    description: both("暗尖，不挑纸，摔了也不心疼。", "A hooded nib that likes any paper and forgives a fall."),
    tags: ["staple"],
    picture: picture("pen", "moss", "steel"),
    grams: 60,
    options: ["colour"],
    rows: [
      ["pine", "39.00", 140],
      ["charcoal", "39.00", 130],
      ["madder", "39.00", 90]
    ],
    since: "2026-02-25"
  }),
  good({
    id: "brush-pen",
    category: "pens",
    name: both("软头秀丽笔", "Soft brush pen"),
    description: both(
      "签名、抄经、写红包，换芯继续用。",
      "For signatures, sutras and red envelopes. Refill it and go on."
    ),
    picture: picture("pen", "ink", "cinnabar"),
    grams: 40,
    rows: one("22.00", 150),
    since: "2026-02-25"
  }),
  good({
    id: "bamboo-pencils",
    category: "pens",
    name: both("竹杆铅笔（六支）", "Bamboo pencils, six"),
    description: both("HB 与 2B 各三支，尾端蘸了一点漆。", "Three HB and three 2B, the ends dipped in lacquer."),
    attributes: { material: "bamboo" },
    picture: picture("pencils", "bamboo", "cinnabar"),
    grams: 90,
    rows: one("36.00", 100),
    since: "2026-02-25"
  }),
  good({
    id: "pen-tray",
    category: "pens",
    name: both("大漆笔盘", "Lacquer pen tray"),
    description: both(
      "福州师傅髹漆十二道，夜里看是黑，灯下看是枣红。",
      "Twelve coats by a Fuzhou lacquerer: black at night, jujube red under a lamp."
    ),
    attributes: { origin: "fuzhou", material: "lacquer" },
    tags: ["handmade"],
    picture: picture("tray", "plum", "cinnabar"),
    grams: 300,
    rows: one("328.00", 8),
    since: "2026-05-21"
  }),
  good({
    id: "qingtian-seal",
    category: "seals",
    name: both("青田石印章（可刻字）", "Qingtian seal, engraving included"),
    description: both(
      "两字或四字，朱文白文可选，下单时在备注里写字。",
      "Two or four characters, relief or intaglio. Write them in the order note."
    ),
    attributes: { material: "stone" },
    tags: ["gift", "handmade"],
    picture: picture("seal", "celadon", "cinnabar"),
    options: ["size"],
    rows: [
      ["2cm", "168.00", 40, undefined, 160],
      ["2.5cm", "228.00", 26, undefined, 240]
    ],
    since: "2026-03-16"
  }),
  good({
    id: "shoushan-seal",
    category: "seals",
    name: both("寿山石闲章「且听风」", "Shoushan seal: hear the wind"),
    description: both("现成的闲章，盖在信尾正好。", "Ready cut, for the foot of a letter."),
    attributes: { material: "stone" },
    picture: picture("seal", "honey", "cinnabar"),
    grams: 180,
    rows: one("258.00", 6),
    since: "2026-03-16"
  }),
  good({
    id: "seal-paste",
    category: "seals",
    name: both("漳州八宝印泥", "Zhangzhou eight-treasure seal paste"),
    description: both(
      "朱砂、艾绒、陈油。瓷盒一两，能用很多年。",
      "Cinnabar, mugwort and aged oil. A porcelain box of it lasts many years."
    ),
    picture: picture("paste", "snow", "cinnabar"),
    options: ["weight"],
    rows: [
      ["30g", "98.00", 44, undefined, 160],
      ["60g", "178.00", 20, undefined, 240]
    ],
    since: "2026-03-16"
  }),
  good({
    id: "letter-set-plum",
    category: "letters",
    merchant: "bindery",
    name: both("木版梅花笺", "Woodblock plum letter paper"),
    description: both(
      "十张信纸、五个信封，版子是 1930 年的。",
      "Ten sheets and five envelopes, from blocks cut in 1930."
    ),
    attributes: { origin: "suzhou", material: "xuan-paper" },
    tags: ["handmade"],
    picture: picture("envelope", "paper", "rose"),
    grams: 120,
    rows: one("58.00", 48),
    since: "2026-04-20"
  }),
  good({
    id: "postcards-hangzhou",
    category: "letters",
    merchant: "bindery",
    name: both("西湖十二时明信片", "West Lake in twelve hours, postcards"),
    description: both(
      "从寅时到丑时，一张一个时辰。",
      "From the hour of the tiger to the hour of the ox, one card to each."
    ),
    attributes: { origin: "suzhou", material: "paper" },
    picture: picture("envelope", "sky", "moss"),
    grams: 140,
    rows: one("38.00", 96),
    since: "2026-06-28"
  }),
  good({
    id: "red-envelopes-2027",
    category: "letters",
    merchant: "bindery",
    name: both("丁未年手工红包（六个）", "Handmade red envelopes for the Year of the Goat, six"),
    description: both("万年红纸，烫金一只羊，回头看着你。", "Crimson paper and one gilt goat, looking back at you."),
    attributes: { origin: "suzhou", material: "paper", year: 2027 },
    tags: ["new"],
    picture: picture("envelope", "cinnabar", "honey"),
    grams: 60,
    rows: one("32.00", 160),
    since: "2026-11-18"
  }),
  good({
    id: "wax-seal-kit",
    category: "letters",
    name: both("火漆封缄套装", "Sealing-wax kit"),
    description: both(
      "黄铜印头「山」，三色火漆，一把小勺。",
      "A brass stamp cut with the character for mountain, three waxes and a spoon."
    ),
    attributes: { material: "brass" },
    tags: ["gift"],
    picture: picture("waxseal", "cinnabar", "honey"),
    grams: 260,
    rows: one("118.00", 34),
    since: "2026-06-28"
  }),
  good({
    id: "book-marks",
    category: "letters",
    merchant: "bindery",
    name: both("叶脉书签（四枚）", "Leaf-vein bookmarks, four"),
    description: both(
      "菩提、玉兰、银杏、枫。压在书里过了一个冬天。",
      "Bodhi, magnolia, ginkgo and maple, pressed in books for a winter."
    ),
    attributes: { material: "paper" },
    picture: picture("bookmark", "jade", "honey"),
    grams: 30,
    rows: one("26.00", 110),
    since: "2026-04-20"
  }),
  good({
    id: "paperweights",
    category: "letters",
    name: both("黑檀镇尺（一对）", "Ebony paperweights, pair"),
    description: both("沉，不滑，侧面刻一行小字。", "Heavy and steady, with a line of small writing on the side."),
    picture: picture("weights", "ink", "copper"),
    grams: 640,
    rows: one("128.00", 26),
    since: "2026-03-16"
  })
]
