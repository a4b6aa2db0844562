/** Green, white and yellow teas. */
import { both, picture, tea } from "./compose.ts"
import type { Product } from "./shape.ts"

export const greenTeas: readonly Product[] = [
  tea({
    id: "lion-peak-longjing",
    category: "longjing",
    name: both("狮峰明前龙井", "Lion Peak Longjing, first pick"),
    description: both(
      "狮峰山老茶农沈师傅的群体种，三月底采，手工辉锅。豆香沉稳，回甘像嚼过一颗生栗子。",
      "Old-bush Longjing from Mr Shen on Lion Peak, picked in late March and pan-fired by hand. Quiet bean sweetness with a raw-chestnut finish."
    ),
    attributes: { origin: "hangzhou", season: "before-qingming", year: 2026 },
    tags: ["gift"],
    picture: picture("tin", "jade", "straw"),
    rows: [
      ["50g", "268.00", 38],
      ["100g", "498.00", 20, "536.00"]
    ],
    since: "2026-04-08"
  }),
  tea({
    id: "meijiawu-longjing",
    category: "longjing",
    name: both("梅家坞雨前龙井", "Meijiawu Longjing"),
    description: both(
      "清明之后、谷雨之前采，一芽二叶。滋味比明前更足，适合每天一杯。",
      "Picked between Qingming and Guyu, one bud and two leaves. Fuller than the first pick, and made for every day."
    ),
    attributes: { origin: "hangzhou", season: "before-guyu", year: 2026 },
    tags: ["staple"],
    picture: picture("tin", "moss", "straw"),
    rows: [
      ["50g", "98.00", 80],
      ["125g", "228.00", 60],
      ["250g", "428.00", 30, "456.00"]
    ],
    since: "2026-04-22"
  }),
  tea({
    id: "longjing-43",
    category: "longjing",
    name: both("龙井 43 号", "Longjing No. 43"),
    description: both(
      "早发芽的良种，叶形齐整，香气清亮。玻璃杯直接泡最好看。",
      "An early-budding cultivar with even, upright leaves and a bright nose. Prettiest brewed straight in a glass."
    ),
    attributes: { origin: "hangzhou", season: "before-qingming", year: 2026 },
    picture: picture("pouch", "celadon", "kraft"),
    rows: [
      ["50g", "138.00", 55],
      ["100g", "258.00", 32]
    ],
    since: "2026-04-02"
  }),
  tea({
    id: "weng-longjing-loose",
    category: "longjing",
    name: both("翁家山口粮龙井（散称）", "Wengjiashan everyday Longjing, by weight"),
    description: both(
      "五月初的大叶，耐泡、解渴，按 50 克一份现称现封。",
      "Larger leaves from early May that stand up to many infusions. Weighed out and sealed to order, 50 g at a time."
    ),
    attributes: { origin: "hangzhou", season: "spring", year: 2026 },
    tags: ["measured", "staple"],
    picture: picture("pouch", "kraft", "moss"),
    stepGrams: 50,
    rows: [["50g", "32.00", 240]],
    since: "2026-05-12"
  }),
  tea({
    id: "longjing-presale-2027",
    category: "longjing",
    name: both("2027 头采龙井（预售）", "2027 first-pick Longjing, presale"),
    description: both(
      "来年第一锅狮峰龙井，采后三天内寄出。天气若晚，茶也晚，我们会写信告诉你。",
      "The first pan of next spring, sent within three days of picking. If the weather is late so is the tea, and we will write to say so."
    ),
    attributes: { origin: "hangzhou", season: "before-qingming", year: 2027 },
    tags: ["presale"],
    picture: picture("tin", "celadon", "jade"),
    presale: { shipsFrom: "2027-04-06" },
    rows: [["50g", "288.00", 120, "328.00"]],
    since: "2026-11-15"
  }),
  tea({
    id: "dongshan-biluochun",
    category: "biluochun",
    name: both("东山头春碧螺春", "Dongshan Biluochun, first flush"),
    description: both(
      "太湖边果树下长的小芽，五百克要六万多颗。先放水，后投茶，看它沉下去。",
      "Tiny buds grown under fruit trees by Lake Tai, over sixty thousand to the half kilo. Pour the water first, then let the leaf sink."
    ),
    attributes: { origin: "suzhou", season: "before-qingming", year: 2026 },
    tags: ["gift"],
    picture: picture("tin", "celadon", "snow"),
    rows: [
      ["50g", "298.00", 18],
      ["100g", "568.00", 8]
    ],
    since: "2026-04-05"
  }),
  tea({
    id: "xishan-biluochun",
    category: "biluochun",
    name: both("西山碧螺春", "Xishan Biluochun"),
    description: both(
      "谷雨前的炒青，卷曲带毫，有枇杷花的清甜。",
      "Pan-fired before Guyu, curled and downy, with the light sweetness of loquat blossom."
    ),
    attributes: { origin: "suzhou", season: "before-guyu", year: 2026 },
    picture: picture("pouch", "jade", "paper"),
    rows: [
      ["50g", "118.00", 46],
      ["125g", "268.00", 25]
    ],
    since: "2026-04-20"
  }),
  tea({
    id: "biluochun-presale-2027",
    category: "biluochun",
    name: both("2027 洞庭碧螺春（预售）", "2027 Dongting Biluochun, presale"),
    description: both(
      "只收东山两户人家的果园茶，总量不到三十斤。",
      "Only from two orchard families in Dongshan, less than fifteen kilos in all."
    ),
    attributes: { origin: "suzhou", season: "before-qingming", year: 2027 },
    tags: ["presale"],
    picture: picture("tin", "snow", "jade"),
    presale: { shipsFrom: "2027-04-02" },
    rows: [["50g", "318.00", 60, "358.00"]],
    since: "2026-11-15"
  }),
  tea({
    id: "huangshan-maofeng",
    category: "mountain-green",
    name: both("黄山毛峰", "Huangshan Maofeng"),
    description: both(
      "海拔八百米的云雾茶，鱼叶金黄，汤色浅杏，喝完杯底留兰香。",
      "From eight hundred metres up in the mist. Golden first leaf, pale apricot liquor, orchid left in the empty cup."
    ),
    attributes: { origin: "anhui", season: "before-guyu", year: 2026 },
    picture: picture("tin", "bamboo", "jade"),
    rows: [
      ["50g", "88.00", 70],
      ["100g", "168.00", 44],
      ["250g", "398.00", 12]
    ],
    since: "2026-04-25"
  }),
  tea({
    id: "taiping-houkui",
    category: "mountain-green",
    name: both("太平猴魁", "Taiping Houkui"),
    description: both(
      "两叶抱一芽，压成长条，泡开能立在杯里。滋味醇，带一点兰花根的气息。",
      "Two leaves clasping a bud, pressed long and flat; in the glass they stand up. Mellow, with a hint of orchid root."
    ),
    attributes: { origin: "anhui", season: "before-guyu", year: 2026 },
    picture: picture("tin", "moss", "bamboo"),
    rows: [
      ["50g", "198.00", 28],
      ["100g", "378.00", 16, "396.00"]
    ],
    since: "2026-04-28"
  }),
  tea({
    id: "luan-guapian",
    category: "mountain-green",
    name: both("六安瓜片", "Lu'an Guapian"),
    description: both(
      "只用叶片，不要芽也不要梗，拉老火后起霜。像烤过的瓜子，热闹而不燥。",
      "Leaf only, no bud and no stem, finished over a fierce charcoal fire. Toasted melon seed, lively without being harsh."
    ),
    attributes: { origin: "anhui", season: "before-guyu", year: 2026 },
    picture: picture("pouch", "moss", "kraft"),
    rows: [
      ["50g", "78.00", 66],
      ["125g", "178.00", 40]
    ],
    since: "2026-05-02"
  }),
  tea({
    id: "anji-baicha",
    category: "mountain-green",
    name: both("安吉白茶", "Anji Baicha"),
    description: both(
      "名白实绿。低温时叶白脉翠，氨基酸高，鲜得像一口鸡汤。",
      "White in name, green in the making. The cool-weather leaf is pale with green veins and tastes savoury as broth."
    ),
    attributes: { origin: "anji", season: "before-qingming", year: 2026 },
    picture: picture("tin", "snow", "bamboo"),
    rows: [
      ["50g", "128.00", 52],
      ["100g", "238.00", 30]
    ],
    since: "2026-04-10"
  }),
  tea({
    id: "xinyang-maojian",
    category: "mountain-green",
    name: both("信阳毛尖", "Xinyang Maojian"),
    description: both(
      "细、圆、光、直，多白毫。头一泡别怕汤浑，那是毫。",
      "Fine, round, smooth and straight. Do not mind a cloudy first cup: that is the down on the buds."
    ),
    attributes: { origin: "henan", season: "before-guyu", year: 2026 },
    picture: picture("pouch", "bamboo", "paper"),
    rows: [
      ["50g", "86.00", 60],
      ["250g", "388.00", 14]
    ],
    since: "2026-04-26"
  }),
  tea({
    id: "duyun-maojian",
    category: "mountain-green",
    name: both("都匀毛尖", "Duyun Maojian"),
    description: both(
      "贵州高山的小卷芽，价格老实，冷泡尤其清甜。",
      "Small curled buds from the Guizhou highlands. Honestly priced and very sweet when brewed cold."
    ),
    attributes: { origin: "guizhou", season: "spring", year: 2026 },
    tags: ["staple"],
    picture: picture("pouch", "jade", "kraft"),
    rows: [
      ["100g", "79.00", 90],
      ["250g", "178.00", 36, "198.00"]
    ],
    since: "2026-05-06"
  }),
  tea({
    id: "lushan-yunwu",
    category: "mountain-green",
    name: both("庐山云雾", "Lushan Cloud and Mist"),
    description: both(
      "五老峰下的茶园，一年两百天有雾。味浓而不涩，冬天也压得住。",
      "From below Five Old Men Peak, in fog two hundred days a year. Strong without bite, enough for winter."
    ),
    attributes: { origin: "jiangxi", season: "spring", year: 2026 },
    picture: picture("tin", "slate", "celadon"),
    rows: [
      ["50g", "72.00", 48],
      ["125g", "162.00", 33]
    ],
    since: "2026-05-10"
  }),
  tea({
    id: "enshi-yulu",
    category: "mountain-green",
    name: both("恩施玉露", "Enshi Yulu"),
    description: both(
      "少见的蒸青绿茶，针形，汤碧，海苔般的鲜。与煎茶同源，路子更软。",
      "A rare steamed Chinese green, needle-shaped and jade in the cup. Nori-like umami: sencha's gentler cousin."
    ),
    attributes: { origin: "hubei", season: "before-guyu", year: 2026 },
    picture: picture("tin", "jade", "ink"),
    rows: [
      ["50g", "96.00", 40],
      ["100g", "182.00", 22]
    ],
    since: "2026-05-04"
  }),
  tea({
    id: "mengding-ganlu",
    category: "mountain-green",
    name: both("蒙顶甘露", "Mengding Ganlu"),
    description: both(
      "三炒三揉，蜷成小螺。入口先甜后鲜，川西雨水养出来的柔。",
      "Fired and rolled three times into small spirals. Sweet first, then savoury, with the softness of western Sichuan rain."
    ),
    attributes: { origin: "sichuan", season: "before-qingming", year: 2026 },
    picture: picture("tin", "moss", "honey"),
    rows: [
      ["50g", "108.00", 45],
      ["125g", "248.00", 20]
    ],
    since: "2026-04-12"
  }),
  tea({
    id: "jingshan-green-loose",
    category: "mountain-green",
    name: both("径山茶（散称）", "Jingshan green, by weight"),
    description: both(
      "径山寺脚下的炒青，按 50 克一份称给你，够一个人喝一周。",
      "Pan-fired leaf from below Jingshan temple, weighed out by 50 g: about a week for one person."
    ),
    attributes: { origin: "hangzhou", season: "spring", year: 2026 },
    tags: ["measured"],
    picture: picture("pouch", "kraft", "jade"),
    stepGrams: 50,
    rows: [["50g", "26.00", 180]],
    since: "2026-05-15"
  }),
  tea({
    id: "silver-needle",
    category: "white",
    name: both("白毫银针", "White Silver Needle"),
    description: both(
      "福鼎大白茶的头春肥芽，只晒不炒。汤浅味甜，夏天放凉喝也好。",
      "Fat first-flush buds of the Fuding cultivar, withered in the sun and never fired. Pale, sweet, and good cold in summer."
    ),
    attributes: { origin: "fuding", season: "before-qingming", year: 2026 },
    tags: ["gift"],
    picture: picture("tin", "snow", "slate"),
    rows: [
      ["50g", "158.00", 44],
      ["100g", "298.00", 26]
    ],
    since: "2026-04-14"
  }),
  tea({
    id: "white-peony",
    category: "white",
    name: both("太姥山白牡丹", "Taimu Mountain White Peony"),
    description: both(
      "一芽二叶，花香比银针更显，能泡也能煮。",
      "One bud, two leaves, and more blossom than Silver Needle. Brew it, or simmer it."
    ),
    attributes: { origin: "fuding", season: "spring", year: 2026 },
    picture: picture("pouch", "paper", "moss"),
    rows: [
      ["50g", "68.00", 74],
      ["250g", "298.00", 18, "340.00"]
    ],
    since: "2026-05-08"
  }),
  tea({
    id: "shoumei-cake-2019",
    category: "white",
    name: both("2019 寿眉老白茶饼", "2019 Shoumei white tea cake"),
    description: both(
      "存了七年，枣香已经出来。冬天围炉，一块饼可以煮一个下午。",
      "Seven years in store and the jujube note has arrived. In winter one piece simmers for an afternoon."
    ),
    attributes: { origin: "fuding", season: "autumn", year: 2019 },
    tags: ["staple"],
    picture: picture("cake", "paper", "amber"),
    rows: [["300g", "168.00", 50, "198.00"]],
    since: "2026-10-20"
  }),
  tea({
    id: "gongmei-loose",
    category: "white",
    name: both("贡眉（散称）", "Gongmei, by weight"),
    description: both(
      "菜茶群体种，叶小味足，煮着喝有粽叶香。按 50 克起称。",
      "Small seed-grown leaves with plenty of flavour; simmered it smells of bamboo leaf. Weighed by 50 g."
    ),
    attributes: { origin: "fuding", season: "autumn", year: 2025 },
    tags: ["measured"],
    picture: picture("pouch", "paper", "kraft"),
    stepGrams: 50,
    rows: [["50g", "28.00", 200]],
    since: "2026-09-18"
  }),
  tea({
    id: "wild-white-2026",
    category: "white",
    name: both("荒野白茶", "Wild-garden white"),
    description: both(
      "弃管二十年的老茶园，草比茶高。滋味野，喉咙里凉。",
      "From a garden left alone for twenty years, where the grass stands taller than the tea. Untamed, and cool in the throat."
    ),
    attributes: { origin: "fuding", season: "spring", year: 2026 },
    tags: ["new"],
    picture: picture("jar", "snow", "moss"),
    rows: [
      ["50g", "128.00", 24],
      ["100g", "238.00", 10]
    ],
    since: "2026-11-08"
  }),
  tea({
    id: "junshan-yinzhen",
    category: "yellow",
    name: both("君山银针", "Junshan Silver Needle"),
    description: both(
      "闷黄三日，芽在杯中三起三落。黄茶里的老规矩。",
      "Three days of sealed yellowing; in the glass the buds rise and fall three times. Yellow tea as it has long been made."
    ),
    attributes: { origin: "junshan", season: "before-qingming", year: 2026 },
    picture: picture("tin", "honey", "snow"),
    rows: [["50g", "258.00", 14]],
    since: "2026-04-18"
  }),
  tea({
    id: "huoshan-huangya",
    category: "yellow",
    name: both("霍山黄芽", "Huoshan Yellow Buds"),
    description: both(
      "大别山里的小产区，炒栗香，比绿茶温和，空腹也能喝。",
      "A small district in the Dabie hills. Roast chestnut, gentler than green tea, kind to an empty stomach."
    ),
    attributes: { origin: "anhui", season: "before-guyu", year: 2026 },
    picture: picture("pouch", "honey", "kraft"),
    rows: [
      ["50g", "92.00", 36],
      ["125g", "208.00", 18]
    ],
    since: "2026-04-30"
  }),
  tea({
    id: "mengding-huangya",
    category: "yellow",
    name: both("蒙顶黄芽", "Mengding Yellow Buds"),
    description: both(
      "包黄三次，甜得很安静，尾水有玉米须的香。",
      "Wrapped and yellowed three times. A very quiet sweetness, with corn silk in the last cups."
    ),
    attributes: { origin: "sichuan", season: "before-qingming", year: 2026 },
    picture: picture("tin", "honey", "bamboo"),
    rows: [["50g", "148.00", 22]],
    since: "2026-04-16"
  })
]
