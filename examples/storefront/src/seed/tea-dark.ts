/** Black teas, pu'er and other dark teas. */
import { both, picture, tea } from "./compose.ts"
import type { Product } from "./shape.ts"

export const darkTeas: readonly Product[] = [
  tea({
    id: "jinjunmei",
    category: "black",
    name: both("桐木关金骏眉", "Tongmu Jin Jun Mei"),
    description: both(
      "桐木关自然保护区的单芽，蜜香、薯香，汤里有细毫。",
      "Single buds from the Tongmu reserve: honey, sweet potato and fine gold down in the cup."
    ),
    attributes: { origin: "wuyi", season: "before-guyu", year: 2026 },
    tags: ["gift"],
    picture: picture("tin", "honey", "ink"),
    rows: [
      ["50g", "328.00", 16],
      ["100g", "628.00", 8]
    ],
    since: "2026-05-16"
  }),
  tea({
    id: "lapsang-smoked",
    category: "black",
    name: both("烟正山小种", "Smoked Lapsang Souchong"),
    description: both(
      "马尾松熏在青楼里，桂圆汤里一缕松烟。配火腿、配蓝纹奶酪。",
      "Smoked over horsetail pine in the old drying house: longan with a thread of pine smoke. Try it with ham or blue cheese."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2026 },
    picture: picture("tin", "ink", "persimmon"),
    rows: [
      ["50g", "88.00", 54],
      ["125g", "198.00", 30]
    ],
    since: "2026-06-10"
  }),
  tea({
    id: "lapsang-unsmoked",
    category: "black",
    name: both("无烟正山小种", "Unsmoked Lapsang Souchong"),
    description: both(
      "不熏烟的做法，花果蜜香更直白。",
      "The same leaf without the smoke, so that flowers, fruit and honey speak plainly."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2026 },
    picture: picture("tin", "persimmon", "straw"),
    rows: [
      ["50g", "96.00", 48],
      ["125g", "218.00", 26]
    ],
    since: "2026-06-10"
  }),
  tea({
    id: "qimen-haoya",
    category: "black",
    name: both("祁门红茶毫芽", "Keemun Hao Ya"),
    description: both(
      "所谓祁门香，是玫瑰、苹果和一点可可。清饮，或者下午加一点奶。",
      "What is called the Keemun aroma is rose, apple and a little cocoa. Alone, or with a drop of milk in the afternoon."
    ),
    attributes: { origin: "anhui", season: "spring", year: 2026 },
    picture: picture("tin", "plum", "honey"),
    rows: [
      ["50g", "118.00", 46],
      ["125g", "268.00", 24]
    ],
    since: "2026-05-30"
  }),
  tea({
    id: "dianhong-gold",
    category: "black",
    name: both("滇红金芽", "Yunnan Golden Buds"),
    description: both(
      "大叶种的金芽，甜、厚、耐泡，早晨第一杯。",
      "Golden buds of the large-leaf variety. Sweet, thick and patient: the first cup of the morning."
    ),
    attributes: { origin: "fengqing", season: "spring", year: 2026 },
    picture: picture("tin", "amber", "honey"),
    rows: [
      ["50g", "86.00", 70],
      ["125g", "192.00", 44],
      ["250g", "368.00", 15]
    ],
    since: "2026-05-30"
  }),
  tea({
    id: "dianhong-classic",
    category: "black",
    name: both("滇红工夫", "Yunnan Black, classic"),
    description: both(
      "一芽二叶，蜜糖香，煮奶茶也撑得住。",
      "One bud and two leaves, brown sugar, and strong enough for milk tea."
    ),
    attributes: { origin: "fengqing", season: "spring", year: 2026 },
    tags: ["staple"],
    picture: picture("pouch", "amber", "kraft"),
    rows: [
      ["125g", "58.00", 130],
      ["250g", "108.00", 80],
      ["500g", "198.00", 30, "216.00"]
    ],
    since: "2026-05-30"
  }),
  tea({
    id: "sundried-red-cake",
    category: "black",
    name: both("古树晒红饼", "Sun-dried black tea cake"),
    description: both(
      "晒干而不烘，能存。新时花香，老了是干果。",
      "Dried in the sun and not the oven, so it keeps: floral when young, dried fruit when old."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2024 },
    picture: picture("cake", "snow", "persimmon"),
    rows: [["200g", "148.00", 36]],
    since: "2026-07-02"
  }),
  tea({
    id: "jiuqu-hongmei",
    category: "black",
    name: both("九曲红梅", "Jiuqu Hongmei"),
    description: both(
      "西湖边唯一的红茶，与龙井同一座山。香清，像红梅开在雪里。",
      "The one black tea of West Lake, from the same hills as Longjing. Clear as red plum blossom in snow."
    ),
    attributes: { origin: "hangzhou", season: "spring", year: 2026 },
    picture: picture("tin", "rose", "snow"),
    rows: [
      ["50g", "76.00", 52],
      ["125g", "172.00", 30]
    ],
    since: "2026-05-24"
  }),
  tea({
    id: "jiuqu-loose",
    category: "black",
    name: both("口粮红茶（散称）", "House black, by weight"),
    description: both(
      "我们店里自己天天喝的红茶，按 50 克称。",
      "The black tea we drink in the shop every day. Weighed by 50 g."
    ),
    attributes: { origin: "hangzhou", season: "summer", year: 2026 },
    tags: ["measured", "staple"],
    picture: picture("pouch", "kraft", "rose"),
    stepGrams: 50,
    rows: [["50g", "22.00", 300]],
    since: "2026-07-18"
  }),
  tea({
    id: "yixing-red",
    category: "black",
    name: both("宜兴红茶", "Yixing black"),
    description: both(
      "用紫砂壶泡家乡的红茶，汤软，有竹叶香。",
      "Brew it in a pot made of the same hills. Soft, with a note of bamboo leaf."
    ),
    attributes: { origin: "yixing", season: "spring", year: 2026 },
    picture: picture("jar", "clay", "straw"),
    rows: [["125g", "98.00", 40]],
    since: "2026-05-22"
  }),
  tea({
    id: "bingdao-sheng-2021",
    category: "sheng",
    name: both("2021 冰岛生茶饼", "2021 Bingdao raw cake"),
    description: both(
      "冰糖一样的甜，从舌面一直到喉咙底。",
      "A rock-sugar sweetness that runs from the tongue to the bottom of the throat."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2021 },
    tags: ["gift"],
    picture: picture("cake", "paper", "moss"),
    rows: [["357g", "1280.00", 8]],
    since: "2026-03-15"
  }),
  tea({
    id: "laobanzhang-2018",
    category: "sheng",
    name: both("2018 老班章生茶饼", "2018 Lao Banzhang raw cake"),
    description: both(
      "霸道是真的，回甘也是真的。整饼出售，棉纸上有年份与手签。",
      "Its force is no rumour, and neither is the sweetness that follows. Whole cakes, dated and signed on the wrapper."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2018 },
    picture: picture("cake", "straw", "ink"),
    rows: [["357g", "2680.00", 4]],
    since: "2026-03-15"
  }),
  tea({
    id: "yiwu-sheng-2023",
    category: "sheng",
    name: both("2023 易武古树生茶", "2023 Yiwu old-tree raw"),
    description: both(
      "易武的柔，蜜在前，涩很快化开。适合开始存茶的人。",
      "Yiwu's softness: honey first, and an astringency that soon melts. A good cake to begin a cellar with."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2023 },
    picture: picture("cake", "snow", "jade"),
    rows: [
      ["100g", "168.00", 40],
      ["357g", "538.00", 22]
    ],
    since: "2026-03-20"
  }),
  tea({
    id: "jingmai-sheng-2022",
    category: "sheng",
    name: both("2022 景迈生茶饼", "2022 Jingmai raw cake"),
    description: both(
      "兰香高，山野气重，景迈山林下的老茶园。",
      "High orchid and a good deal of forest, from Jingmai's gardens under the trees."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2022 },
    picture: picture("cake", "paper", "jade"),
    rows: [["357g", "428.00", 26, "468.00"]],
    since: "2026-03-20"
  }),
  tea({
    id: "sheng-dragon-pearl",
    category: "sheng",
    name: both("生普龙珠", "Raw pu'er dragon pearls"),
    description: both(
      "一颗 8 克，一泡一颗，旅行带着不占地方。",
      "Eight grams a pearl, one pearl a pot. They take no room in a suitcase."
    ),
    attributes: { origin: "yunnan", season: "autumn", year: 2024 },
    picture: picture("jar", "paper", "moss"),
    rows: [
      ["80g", "88.00", 60],
      ["160g", "168.00", 34]
    ],
    since: "2026-08-08"
  }),
  tea({
    id: "menghai-shu-2017",
    category: "shu",
    name: both("2017 勐海熟茶饼", "2017 Menghai ripe cake"),
    description: both(
      "勐海味，红枣与糯米，汤浓得挂杯。",
      "The Menghai taste: jujube and glutinous rice, thick enough to cling to the cup."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2017 },
    tags: ["staple"],
    picture: picture("cake", "paper", "cinnabar"),
    rows: [["357g", "198.00", 64, "228.00"]],
    since: "2026-03-18"
  }),
  tea({
    id: "gongting-shu",
    category: "shu",
    name: both("宫廷熟普散茶", "Palace-grade ripe pu'er"),
    description: both(
      "最细的一级，入口即化，半糖可可。",
      "The finest grade. It melts on the tongue, like half-sweet cocoa."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2020 },
    picture: picture("tin", "tea", "honey"),
    rows: [
      ["100g", "88.00", 58],
      ["250g", "198.00", 30]
    ],
    since: "2026-03-18"
  }),
  tea({
    id: "laochatou",
    category: "shu",
    name: both("老茶头", "Lao Cha Tou nuggets"),
    description: both(
      "渥堆时自然结成的块，耐泡得不讲道理，最适合焖壶。",
      "Lumps that form by themselves in the pile. Unreasonably long-lasting; made for a thermos."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2019 },
    picture: picture("jar", "tea", "clay"),
    rows: [
      ["250g", "118.00", 46],
      ["500g", "218.00", 20]
    ],
    since: "2026-03-18"
  }),
  tea({
    id: "shu-loose",
    category: "shu",
    name: both("口粮熟普（散称）", "Everyday ripe pu'er, by weight"),
    description: both(
      "饭后一壶，顺。按 50 克称，配一只纸袋。",
      "A smooth pot after dinner. Weighed by 50 g into a paper bag."
    ),
    attributes: { origin: "yunnan", season: "spring", year: 2021 },
    tags: ["measured", "staple"],
    picture: picture("pouch", "kraft", "tea"),
    stepGrams: 50,
    rows: [["50g", "24.00", 280]],
    since: "2026-03-18"
  }),
  tea({
    id: "citrus-puer",
    category: "shu",
    name: both("新会小青柑", "Xinhui citrus-packed pu'er"),
    description: both(
      "七月青柑掏空填熟普，生晒。一颗一泡，柑油香冲在前面。",
      "July green citrus hollowed and filled with ripe pu'er, dried in the sun. One fruit a pot, citrus oil leading."
    ),
    attributes: { origin: "guangdong", season: "summer", year: 2025 },
    tags: ["gift"],
    picture: picture("jar", "moss", "tea"),
    rows: [
      ["100g", "78.00", 84],
      ["250g", "178.00", 40, "195.00"]
    ],
    since: "2026-09-26"
  }),
  tea({
    id: "chenpi-10",
    category: "shu",
    name: both("十年新会陈皮", "Ten-year Xinhui tangerine peel"),
    description: both(
      "与熟普同煮，或单独泡水。三瓣一张，晒足十年。",
      "Simmer it with ripe pu'er or steep it alone. Three-petalled peel, ten years in the sun and store."
    ),
    attributes: { origin: "guangdong", year: 2016 },
    picture: picture("jar", "amber", "straw"),
    rows: [
      ["50g", "128.00", 34],
      ["100g", "238.00", 16]
    ],
    since: "2026-09-26"
  }),
  tea({
    id: "fuzhuan-brick",
    category: "heicha",
    name: both("安化茯砖", "Anhua Fu brick"),
    description: both(
      "金花茂盛，菌香甜润，煮奶茶是西北人的喝法。",
      "Thick with golden flowers, sweet and mushroomy. In the north-west they simmer it with milk."
    ),
    attributes: { origin: "hunan", season: "summer", year: 2020 },
    picture: picture("cake", "kraft", "honey"),
    rows: [["400g", "98.00", 58]],
    since: "2026-04-04"
  }),
  tea({
    id: "tianjian",
    category: "heicha",
    name: both("安化天尖", "Anhua Tian Jian"),
    description: both(
      "竹篓装的一级黑茶，松烟轻，茶汤清透。",
      "First-grade dark tea in a bamboo basket: light pine smoke and a clear cup."
    ),
    attributes: { origin: "hunan", season: "spring", year: 2021 },
    picture: picture("basket", "bamboo", "tea"),
    rows: [["500g", "168.00", 32]],
    since: "2026-04-04"
  }),
  tea({
    id: "qianliang-slice",
    category: "heicha",
    name: both("千两茶锯片", "Qianliang tea slice"),
    description: both(
      "一根茶柱锯下的圆片，挂在墙上也好看，撬着喝能喝一年。",
      "A round sawn from the great tea log. Handsome on a wall; prised off bit by bit it lasts a year."
    ),
    attributes: { origin: "hunan", season: "summer", year: 2015 },
    picture: picture("cake", "tea", "bamboo"),
    rows: [["650g", "288.00", 14, "328.00"]],
    since: "2026-04-04"
  }),
  tea({
    id: "liubao-basket",
    category: "heicha",
    name: both("槟榔香六堡", "Liubao, betel-nut aroma"),
    description: both(
      "梧州窖藏八年，槟榔香、凉喉，祛湿的老法子。",
      "Eight years in a Wuzhou cellar: betel nut and a cool throat. The old remedy for damp weather."
    ),
    attributes: { origin: "guangxi", season: "spring", year: 2018 },
    picture: picture("basket", "straw", "tea"),
    rows: [
      ["250g", "138.00", 40],
      ["500g", "258.00", 18]
    ],
    since: "2026-04-04"
  })
]
