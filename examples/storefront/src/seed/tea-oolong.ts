/** Oolongs: Wuyi, southern Fujian, Phoenix, Taiwan. */
import { both, picture, tea } from "./compose.ts"
import type { Product } from "./shape.ts"

export const oolongTeas: readonly Product[] = [
  tea({
    id: "da-hong-pao",
    category: "wuyi",
    name: both("大红袍", "Da Hong Pao"),
    description: both(
      "水仙与肉桂拼配，中足火，三次炭焙。岩骨在前，花香在后。",
      "Shuixian and Rougui blended and charcoal-roasted three times. Mineral first, blossom after."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2025 },
    tags: ["gift"],
    picture: picture("tin", "cinnabar", "honey"),
    rows: [
      ["50g", "128.00", 60],
      ["100g", "238.00", 42],
      ["250g", "548.00", 12, "595.00"]
    ],
    since: "2026-09-10"
  }),
  tea({
    id: "zhengyan-rougui",
    category: "wuyi",
    name: both("正岩肉桂", "Zhengyan Rougui"),
    description: both(
      "慧苑坑的肉桂，桂皮香辛辣鲜明，水却是软的。",
      "Rougui from Huiyuan gully: vivid cinnamon bark over surprisingly soft water."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2025 },
    picture: picture("tin", "cinnabar", "ink"),
    rows: [
      ["50g", "298.00", 26],
      ["100g", "568.00", 10]
    ],
    since: "2026-09-12"
  }),
  tea({
    id: "laocong-shuixian",
    category: "wuyi",
    name: both("吴三地老丛水仙", "Old-bush Shuixian"),
    description: both(
      "百年老丛，树上长苔，茶里就有苔味、木味和一点粽叶香。",
      "Hundred-year bushes with moss on their trunks, and so the cup has moss, wood and a little bamboo leaf."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2024 },
    picture: picture("jar", "tea", "moss"),
    rows: [
      ["50g", "218.00", 20],
      ["100g", "418.00", 9]
    ],
    since: "2026-09-15"
  }),
  tea({
    id: "tieluohan",
    category: "wuyi",
    name: both("铁罗汉", "Tie Luohan"),
    description: both(
      "四大名丛里最沉的一位，药香、焦糖、喉底一股劲。",
      "The heaviest of the four famous bushes: herbs, burnt sugar and a grip low in the throat."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2025 },
    picture: picture("tin", "ink", "cinnabar"),
    rows: [["50g", "168.00", 30]],
    since: "2026-09-12"
  }),
  tea({
    id: "baijiguan",
    category: "wuyi",
    name: both("白鸡冠", "Bai Ji Guan"),
    description: both(
      "叶色天生发黄，轻火，像玉米和甘草一起煮过。",
      "A naturally yellow-leaved bush, lightly roasted: corn and liquorice in one pot."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2025 },
    picture: picture("tin", "straw", "cinnabar"),
    rows: [["50g", "188.00", 16]],
    since: "2026-09-12"
  }),
  tea({
    id: "qilan",
    category: "wuyi",
    name: both("岩茶奇兰", "Qilan"),
    description: both(
      "入门岩茶，奶香兰香都有，价格友善，办公室喝不心疼。",
      "A first rock tea: cream, orchid and a friendly price. No regrets at the office desk."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2025 },
    tags: ["staple"],
    picture: picture("pouch", "cinnabar", "kraft"),
    rows: [
      ["50g", "58.00", 110],
      ["125g", "132.00", 64],
      ["250g", "248.00", 28]
    ],
    since: "2026-09-14"
  }),
  tea({
    id: "shuixian-loose",
    category: "wuyi",
    name: both("老枞味水仙（散称）", "Everyday Shuixian, by weight"),
    description: both(
      "半岩水仙，足火，大杯焖泡也不苦。按 50 克称。",
      "Half-rock Shuixian with a full roast that never turns bitter in a big mug. Weighed by 50 g."
    ),
    attributes: { origin: "wuyi", season: "spring", year: 2025 },
    tags: ["measured", "staple"],
    picture: picture("pouch", "kraft", "cinnabar"),
    stepGrams: 50,
    rows: [["50g", "36.00", 260]],
    since: "2026-09-14"
  }),
  tea({
    id: "tieguanyin-qingxiang",
    category: "anxi",
    name: both("清香铁观音", "Tieguanyin, green style"),
    description: both(
      "感德镇秋茶，轻发酵，兰花香高扬，冷藏保存。",
      "Autumn tea from Gande, lightly oxidised, orchid held high. Keep it in the fridge."
    ),
    attributes: { origin: "anxi", season: "autumn", year: 2026 },
    tags: ["new"],
    picture: picture("pouch", "celadon", "jade"),
    rows: [
      ["125g", "118.00", 70],
      ["250g", "218.00", 40]
    ],
    since: "2026-10-28"
  }),
  tea({
    id: "tieguanyin-nongxiang",
    category: "anxi",
    name: both("浓香铁观音", "Tieguanyin, roasted"),
    description: both(
      "老师傅分三次慢焙，米香、果干香，胃浅的人也喝得。",
      "Slowly roasted in three passes: puffed rice, dried fruit, and gentle on the stomach."
    ),
    attributes: { origin: "anxi", season: "autumn", year: 2025 },
    picture: picture("tin", "amber", "moss"),
    rows: [
      ["125g", "138.00", 55],
      ["250g", "258.00", 26, "276.00"]
    ],
    since: "2026-08-20"
  }),
  tea({
    id: "tieguanyin-aged-2008",
    category: "anxi",
    name: both("2008 陈年铁观音", "2008 aged Tieguanyin"),
    description: both(
      "每年复焙一次，十八年后有酸梅和老药铺的味道。",
      "Re-roasted once a year for eighteen years: sour plum and an old apothecary's drawers."
    ),
    attributes: { origin: "anxi", season: "autumn", year: 2008 },
    picture: picture("jar", "ink", "amber"),
    rows: [["50g", "238.00", 12]],
    since: "2026-08-20"
  }),
  tea({
    id: "huangjingui",
    category: "anxi",
    name: both("黄金桂", "Huang Jin Gui"),
    description: both(
      "早春第一个开采的乌龙，桂花气，汤色金黄。",
      "The first oolong of spring, osmanthus on the nose and gold in the cup."
    ),
    attributes: { origin: "anxi", season: "spring", year: 2026 },
    picture: picture("pouch", "honey", "jade"),
    rows: [
      ["125g", "88.00", 58],
      ["250g", "162.00", 24]
    ],
    since: "2026-05-20"
  }),
  tea({
    id: "baiya-qilan",
    category: "anxi",
    name: both("平和白芽奇兰", "Pinghe Baiya Qilan"),
    description: both(
      "漳州山里的小众乌龙，焙火后兰香藏在炒米香里。",
      "A lesser-known oolong from the Zhangzhou hills. After roasting, the orchid hides in toasted rice."
    ),
    attributes: { origin: "anxi", season: "spring", year: 2026 },
    picture: picture("pouch", "moss", "honey"),
    rows: [["125g", "76.00", 62]],
    since: "2026-06-02"
  }),
  tea({
    id: "yashixiang",
    category: "dancong",
    name: both("鸭屎香单丛", "Yashixiang Dancong"),
    description: both(
      "名字是茶农怕人偷起的，香是银花香，清得发亮。",
      "The rude name was given to keep thieves away. The scent is honeysuckle, clear and bright."
    ),
    attributes: { origin: "chaozhou", season: "spring", year: 2026 },
    tags: ["staple"],
    picture: picture("pouch", "kraft", "honey"),
    rows: [
      ["50g", "78.00", 96],
      ["125g", "182.00", 50],
      ["250g", "348.00", 22]
    ],
    since: "2026-05-26"
  }),
  tea({
    id: "milanxiang",
    category: "dancong",
    name: both("蜜兰香单丛", "Honey Orchid Dancong"),
    description: both(
      "乌岽山中山茶，荔枝木炭焙过两道，蜜味厚。",
      "Mid-mountain Wudong leaf, roasted twice over lychee charcoal. Thick honey."
    ),
    attributes: { origin: "chaozhou", season: "spring", year: 2026 },
    picture: picture("tin", "honey", "cinnabar"),
    rows: [
      ["50g", "88.00", 72],
      ["125g", "198.00", 38]
    ],
    since: "2026-05-26"
  }),
  tea({
    id: "xingrenxiang",
    category: "dancong",
    name: both("杏仁香单丛", "Almond Dancong"),
    description: both("锯朵仔老丛，苦杏仁的香，收口干净。", "Old Juduozai bushes: bitter almond and a clean close."),
    attributes: { origin: "chaozhou", season: "spring", year: 2026 },
    picture: picture("tin", "amber", "straw"),
    rows: [
      ["50g", "138.00", 28],
      ["100g", "258.00", 14]
    ],
    since: "2026-05-28"
  }),
  tea({
    id: "wudong-laocong",
    category: "dancong",
    name: both("乌岽八仙老丛", "Wudong Eight Immortals, old bush"),
    description: both(
      "一千米以上的老树，一年一采，一棵树只有几斤。",
      "Old trees above a thousand metres, picked once a year, a few kilos from each."
    ),
    attributes: { origin: "chaozhou", season: "spring", year: 2026 },
    tags: ["gift"],
    picture: picture("jar", "clay", "honey"),
    rows: [["50g", "388.00", 9]],
    since: "2026-06-06"
  }),
  tea({
    id: "snowflake-dancong",
    category: "dancong",
    name: both("雪片单丛", "Snow-flake Dancong"),
    description: both(
      "冬至前后的冬片，香最高，汤最薄，喝的就是那口冷香。",
      "Winter leaf from around the solstice. Highest in scent and lightest in body: drink it for that cold perfume."
    ),
    attributes: { origin: "chaozhou", season: "winter", year: 2025 },
    picture: picture("pouch", "snow", "honey"),
    rows: [
      ["50g", "98.00", 40],
      ["125g", "228.00", 18]
    ],
    since: "2026-01-16"
  }),
  tea({
    id: "dongding",
    category: "taiwan",
    name: both("冻顶乌龙", "Dong Ding"),
    description: both(
      "鹿谷乡传统中发酵，炭火收，熟果与坚果的香。",
      "Lugu's traditional medium oxidation, finished over charcoal. Ripe fruit and nuts."
    ),
    attributes: { origin: "taiwan", season: "winter", year: 2025 },
    picture: picture("tin", "moss", "copper"),
    rows: [
      ["75g", "158.00", 40],
      ["150g", "298.00", 22]
    ],
    since: "2026-02-10"
  }),
  tea({
    id: "alishan",
    category: "taiwan",
    name: both("阿里山高山茶", "Alishan high mountain"),
    description: both(
      "一千四百米，奶香与山头气，尾韵甜到发凉。",
      "From 1,400 metres: cream, mountain air, and a sweetness that turns cool."
    ),
    attributes: { origin: "taiwan", season: "spring", year: 2026 },
    picture: picture("tin", "celadon", "copper"),
    rows: [
      ["75g", "178.00", 44],
      ["150g", "338.00", 20]
    ],
    since: "2026-06-18"
  }),
  tea({
    id: "oriental-beauty",
    category: "taiwan",
    name: both("东方美人", "Oriental Beauty"),
    description: both(
      "小绿叶蝉咬过的嫩芽，蜜香果香，白毫乌龙里的甜食。",
      "Tender buds bitten by leafhoppers, which is where the honey and fruit come from. The dessert among oolongs."
    ),
    attributes: { origin: "taiwan", season: "summer", year: 2026 },
    tags: ["gift"],
    picture: picture("tin", "persimmon", "snow"),
    rows: [
      ["50g", "268.00", 18],
      ["100g", "498.00", 7]
    ],
    since: "2026-07-22"
  }),
  tea({
    id: "jinxuan",
    category: "taiwan",
    name: both("金萱", "Jin Xuan"),
    description: both(
      "天然淡奶香，不加香。给刚开始喝茶的朋友。",
      "A natural milky note, nothing added. For friends just starting on tea."
    ),
    attributes: { origin: "taiwan", season: "spring", year: 2026 },
    tags: ["staple"],
    picture: picture("pouch", "snow", "bamboo"),
    rows: [["150g", "128.00", 68]],
    since: "2026-06-18"
  }),
  tea({
    id: "lishan",
    category: "taiwan",
    name: both("梨山高冷茶", "Lishan"),
    description: both(
      "两千米的冷凉，芽叶长得慢，果胶厚，一泡能喝上半日。",
      "At two thousand metres the leaf grows slowly and thick; one pot lasts half a day."
    ),
    attributes: { origin: "taiwan", season: "winter", year: 2025 },
    picture: picture("tin", "slate", "copper"),
    rows: [
      ["75g", "368.00", 11],
      ["150g", "698.00", 5, "736.00"]
    ],
    since: "2026-02-10"
  })
]
