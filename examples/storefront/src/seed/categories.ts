import { both } from "./compose.ts"
import type { Category, Merchant, Place } from "./shape.ts"

const category = (id: string, parent: string | null, zh: string, en: string, motif: Category["motif"]): Category => ({
  id,
  parent,
  name: both(zh, en),
  motif
})

/** Parents before children, in the order of the shelf. */
export const categories: readonly Category[] = [
  category("tea", null, "茶", "Tea", "tin"),
  category("green", "tea", "绿茶", "Green tea", "pouch"),
  category("longjing", "green", "龙井", "Longjing", "tin"),
  category("biluochun", "green", "碧螺春", "Biluochun", "tin"),
  category("mountain-green", "green", "高山绿茶", "Mountain greens", "pouch"),
  category("white", "tea", "白茶", "White tea", "cake"),
  category("yellow", "tea", "黄茶", "Yellow tea", "tin"),
  category("oolong", "tea", "乌龙茶", "Oolong", "tin"),
  category("wuyi", "oolong", "武夷岩茶", "Wuyi rock tea", "tin"),
  category("anxi", "oolong", "铁观音与闽南乌龙", "Tieguanyin and southern Fujian", "pouch"),
  category("dancong", "oolong", "凤凰单丛", "Phoenix Dancong", "pouch"),
  category("taiwan", "oolong", "台湾高山茶", "Taiwan high mountain", "tin"),
  category("black", "tea", "红茶", "Black tea", "tin"),
  category("dark", "tea", "普洱与黑茶", "Pu'er and dark tea", "cake"),
  category("sheng", "dark", "普洱生茶", "Raw pu'er", "cake"),
  category("shu", "dark", "普洱熟茶", "Ripe pu'er", "cake"),
  category("heicha", "dark", "安化黑茶与六堡", "Anhua and Liubao", "basket"),
  category("scented", "tea", "花茶", "Scented tea", "jar"),
  category("herbal", "tea", "草本", "Herbal", "pouch"),
  category("matcha", "tea", "抹茶", "Matcha", "whisk"),
  category("teaware", null, "茶器", "Teaware", "teapot"),
  category("gaiwans", "teaware", "盖碗", "Gaiwans", "gaiwan"),
  category("teapots", "teaware", "茶壶", "Teapots", "teapot"),
  category("cups", "teaware", "茶杯", "Cups", "cup"),
  category("pitchers", "teaware", "公道杯", "Pitchers", "pitcher"),
  category("caddies", "teaware", "茶叶罐", "Caddies", "jar"),
  category("kettles", "teaware", "煮水器", "Kettles and stoves", "kettle"),
  category("tea-tools", "teaware", "茶道小件", "Tea tools", "scoop"),
  category("tea-trays", "teaware", "茶盘与茶席", "Trays and runners", "tray"),
  category("tea-sets", "teaware", "成套茶具", "Tea sets", "cups"),
  category("coffee", "teaware", "咖啡器", "Coffee", "moka"),
  category("stationery", null, "文房", "Stationery", "brush"),
  category("brushes", "stationery", "毛笔", "Brushes", "brush"),
  category("ink", "stationery", "墨与砚", "Ink and inkstones", "inkstone"),
  category("paper", "stationery", "纸", "Paper", "paper"),
  category("notebooks", "stationery", "本册", "Notebooks", "notebook"),
  category("pens", "stationery", "钢笔与铅笔", "Pens and pencils", "pen"),
  category("seals", "stationery", "印与印泥", "Seals", "seal"),
  category("letters", "stationery", "信笺与明信片", "Letters and cards", "envelope"),
  category("home", null, "家居", "Home", "lamp"),
  category("lighting", "home", "灯", "Lamps", "lamp"),
  category("textiles", "home", "布", "Textiles", "textile"),
  category("baskets", "home", "编织", "Baskets", "basket"),
  category("vases", "home", "花器", "Vases", "vase"),
  category("scent", "home", "香与烛", "Incense and candles", "incense"),
  category("table", "home", "食器", "At the table", "bowl"),
  category("outdoor", null, "山野", "Outdoor", "tent"),
  category("shelter", "outdoor", "帐篷与寝具", "Tents and sleep", "tent"),
  category("camp-kitchen", "outdoor", "野炊", "Camp kitchen", "stove"),
  category("flasks", "outdoor", "水壶与保温瓶", "Flasks", "flask"),
  category("packs", "outdoor", "背包与收纳", "Packs and bags", "backpack"),
  category("camp-comfort", "outdoor", "营地坐卧", "Camp comfort", "stool"),
  category("gifts", null, "礼物", "Gifts", "box"),
  category("gift-boxes", "gifts", "礼盒", "Gift boxes", "box"),
  category("gift-cards", "gifts", "礼品卡", "Gift cards", "card"),
  category("digital", null, "线上", "Digital", "course"),
  category("courses", "digital", "茶课", "Tea courses", "course"),
  category("ebooks", "digital", "电子书", "E-books", "book")
]

export const merchants: readonly Merchant[] = [
  {
    id: "shanfang",
    name: both("山房", "Shanfang"),
    story: both(
      "山房自营：每年春秋两季进山选茶，器物只挑自己也在用的。",
      "The shop itself. We go up the hills for tea in spring and autumn, and stock only things we use."
    )
  },
  {
    id: "kiln",
    name: both("青岚窑", "Qinglan Kiln"),
    story: both(
      "景德镇三宝村的一座柴窑，主人何青岚，每年烧四窑。",
      "A wood-fired kiln in Sanbao village, Jingdezhen. He Qinglan fires it four times a year."
    )
  },
  {
    id: "bindery",
    name: both("纸间装帧", "Zhijian Bindery"),
    story: both(
      "苏州平江路上的装帧工作室，两个人，一台老压平机。",
      "A bindery on Pingjiang Road, Suzhou: two people and one old nipping press."
    )
  }
]

export const places: readonly Place[] = [
  { id: "hangzhou", name: both("杭州仓", "Hangzhou warehouse"), bonded: false },
  { id: "shanghai", name: both("上海安福路店", "Shanghai shop, Anfu Road"), bonded: false },
  { id: "jingdezhen", name: both("景德镇青岚窑", "Qinglan Kiln, Jingdezhen"), bonded: false },
  { id: "suzhou", name: both("苏州纸间工作室", "Zhijian Bindery, Suzhou"), bonded: false },
  { id: "ningbo", name: both("宁波保税仓", "Ningbo bonded warehouse"), bonded: true }
]
