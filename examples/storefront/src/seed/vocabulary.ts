/** Names of the values that attributes and options take, in both languages. */
import type { Text } from "../text/index.ts"
import type { OptionName } from "./shape.ts"

export const optionNames: Readonly<Record<OptionName, Text>> = {
  weight: { zh: "净含量", en: "Net weight" },
  glaze: { zh: "釉色", en: "Glaze" },
  size: { zh: "规格", en: "Size" },
  colour: { zh: "颜色", en: "Colour" },
  cover: { zh: "封面", en: "Cover" },
  value: { zh: "面额", en: "Value" }
}

const optionValues: Readonly<Record<string, Text>> = {
  celadon: { zh: "青釉", en: "Celadon" },
  snow: { zh: "甜白", en: "Sweet white" },
  tenmoku: { zh: "天目", en: "Tenmoku" },
  ash: { zh: "草木灰釉", en: "Wood ash" },
  persimmon: { zh: "柿红", en: "Persimmon" },
  "tea-dust": { zh: "茶叶末", en: "Tea dust" },
  moon: { zh: "月白", en: "Moon white" },
  "blue-white": { zh: "青花", en: "Blue and white" },
  small: { zh: "小号", en: "Small" },
  medium: { zh: "中号", en: "Medium" },
  large: { zh: "大号", en: "Large" },
  pair: { zh: "一对", en: "A pair" },
  single: { zh: "单只", en: "Single" },
  four: { zh: "四只", en: "Set of four" },
  a5: { zh: "A5", en: "A5" },
  a6: { zh: "A6", en: "A6" },
  b6: { zh: "B6", en: "B6" },
  extrafine: { zh: "极细", en: "Extra fine" },
  fine: { zh: "细", en: "Fine" },
  broad: { zh: "宽", en: "Broad" },
  indigo: { zh: "靛蓝", en: "Indigo" },
  natural: { zh: "本色", en: "Undyed" },
  moss: { zh: "苔绿", en: "Moss" },
  madder: { zh: "茜红", en: "Madder" },
  charcoal: { zh: "炭灰", en: "Charcoal" },
  sand: { zh: "沙色", en: "Sand" },
  pine: { zh: "松绿", en: "Pine green" },
  rust: { zh: "铁锈红", en: "Rust" },
  steel: { zh: "原钢", en: "Brushed steel" },
  copper: { zh: "紫铜", en: "Copper" },
  walnut: { zh: "胡桃木", en: "Walnut" },
  bamboo: { zh: "竹", en: "Bamboo" },
  cloth: { zh: "蓝布面", en: "Blue cloth" },
  silk: { zh: "绫面", en: "Silk" },
  kraft: { zh: "牛皮纸面", en: "Kraft paper" },
  "single-person": { zh: "单人", en: "One person" },
  "two-person": { zh: "双人", en: "Two people" },
  "three-cup": { zh: "三杯份", en: "3 cups" },
  "six-cup": { zh: "六杯份", en: "6 cups" }
}

const units: Readonly<Record<string, Text>> = {
  g: { zh: "克", en: "g" },
  ml: { zh: "毫升", en: "ml" },
  l: { zh: "升", en: "l" },
  cm: { zh: "厘米", en: "cm" },
  cny: { zh: "元", en: "CNY" },
  sheets: { zh: "张", en: "sheets" },
  sticks: { zh: "支", en: "sticks" }
}

/** The name of an option value; a number with a unit ("50g", "120ml") is spelt with a no-break space. */
export const optionValueName = (value: string): Text | undefined => {
  const measure = /^(\d+(?:\.\d+)?)(g|ml|l|cm|cny|sheets|sticks)$/.exec(value)
  const unit = measure?.[2] === undefined ? undefined : units[measure[2]]
  if (measure?.[1] === undefined || unit === undefined) return optionValues[value]
  return { zh: `${measure[1]}\u00a0${unit.zh}`, en: `${measure[1]}\u00a0${unit.en}` }
}

export const attributeNames = {
  origin: { zh: "产地", en: "Origin" },
  season: { zh: "采制", en: "Harvest" },
  material: { zh: "材质", en: "Material" },
  capacityMl: { zh: "容量", en: "Capacity" },
  pages: { zh: "页数", en: "Pages" },
  year: { zh: "年份", en: "Year" }
} as const satisfies Readonly<Record<string, Text>>

export const origins: Readonly<Record<string, Text>> = {
  hangzhou: { zh: "浙江杭州", en: "Hangzhou, Zhejiang" },
  suzhou: { zh: "江苏苏州", en: "Suzhou, Jiangsu" },
  anhui: { zh: "安徽黄山", en: "Huangshan, Anhui" },
  xuancheng: { zh: "安徽宣城", en: "Xuancheng, Anhui" },
  fuding: { zh: "福建福鼎", en: "Fuding, Fujian" },
  wuyi: { zh: "福建武夷山", en: "Wuyishan, Fujian" },
  anxi: { zh: "福建安溪", en: "Anxi, Fujian" },
  fuzhou: { zh: "福建福州", en: "Fuzhou, Fujian" },
  chaozhou: { zh: "广东潮州", en: "Chaozhou, Guangdong" },
  yunnan: { zh: "云南勐海", en: "Menghai, Yunnan" },
  fengqing: { zh: "云南凤庆", en: "Fengqing, Yunnan" },
  sichuan: { zh: "四川雅安", en: "Ya'an, Sichuan" },
  hunan: { zh: "湖南安化", en: "Anhua, Hunan" },
  junshan: { zh: "湖南岳阳", en: "Yueyang, Hunan" },
  guangxi: { zh: "广西梧州", en: "Wuzhou, Guangxi" },
  henan: { zh: "河南信阳", en: "Xinyang, Henan" },
  guizhou: { zh: "贵州都匀", en: "Duyun, Guizhou" },
  jiangxi: { zh: "江西庐山", en: "Lushan, Jiangxi" },
  hubei: { zh: "湖北恩施", en: "Enshi, Hubei" },
  taiwan: { zh: "台湾南投", en: "Nantou, Taiwan" },
  uji: { zh: "日本宇治", en: "Uji, Japan" },
  italy: { zh: "意大利皮埃蒙特", en: "Piedmont, Italy" },
  jingdezhen: { zh: "江西景德镇", en: "Jingdezhen, Jiangxi" },
  yixing: { zh: "江苏宜兴", en: "Yixing, Jiangsu" },
  longquan: { zh: "浙江龙泉", en: "Longquan, Zhejiang" },
  huzhou: { zh: "浙江湖州", en: "Huzhou, Zhejiang" },
  jianyang: { zh: "福建建阳", en: "Jianyang, Fujian" },
  zhaoqing: { zh: "广东肇庆", en: "Zhaoqing, Guangdong" },
  dehua: { zh: "福建德化", en: "Dehua, Fujian" },
  anji: { zh: "浙江安吉", en: "Anji, Zhejiang" },
  tongxiang: { zh: "浙江桐乡", en: "Tongxiang, Zhejiang" },
  guangdong: { zh: "广东新会", en: "Xinhui, Guangdong" },
  ningxia: { zh: "宁夏中宁", en: "Zhongning, Ningxia" },
  yongkang: { zh: "浙江永康", en: "Yongkang, Zhejiang" }
}

export const seasons: Readonly<Record<string, Text>> = {
  "before-qingming": { zh: "明前", en: "Before Qingming (early April)" },
  "before-guyu": { zh: "雨前", en: "Before Guyu (late April)" },
  spring: { zh: "春茶", en: "Spring" },
  summer: { zh: "夏茶", en: "Summer" },
  autumn: { zh: "秋茶", en: "Autumn" },
  winter: { zh: "冬茶", en: "Winter" }
}

export const materials: Readonly<Record<string, Text>> = {
  porcelain: { zh: "瓷", en: "Porcelain" },
  stoneware: { zh: "陶", en: "Stoneware" },
  zisha: { zh: "紫砂", en: "Zisha clay" },
  glass: { zh: "高硼硅玻璃", en: "Borosilicate glass" },
  iron: { zh: "铸铁", en: "Cast iron" },
  steel: { zh: "不锈钢", en: "Stainless steel" },
  titanium: { zh: "纯钛", en: "Titanium" },
  aluminium: { zh: "铝", en: "Aluminium" },
  copper: { zh: "紫铜", en: "Copper" },
  tin: { zh: "锡", en: "Tin" },
  silver: { zh: "银", en: "Silver" },
  bamboo: { zh: "竹", en: "Bamboo" },
  walnut: { zh: "胡桃木", en: "Walnut" },
  ash: { zh: "白蜡木", en: "Ash wood" },
  linen: { zh: "亚麻", en: "Linen" },
  cotton: { zh: "棉", en: "Cotton" },
  wool: { zh: "羊毛", en: "Wool" },
  silk: { zh: "真丝", en: "Silk" },
  canvas: { zh: "帆布", en: "Canvas" },
  rattan: { zh: "藤", en: "Rattan" },
  rush: { zh: "蒲草", en: "Rush" },
  "xuan-paper": { zh: "宣纸", en: "Xuan paper" },
  stone: { zh: "石", en: "Stone" },
  hair: { zh: "兽毫", en: "Animal hair" },
  brass: { zh: "黄铜", en: "Brass" },
  beeswax: { zh: "蜂蜡", en: "Beeswax" },
  nylon: { zh: "锦纶", en: "Nylon" },
  down: { zh: "羽绒", en: "Down" },
  paper: { zh: "纸", en: "Paper" },
  lacquer: { zh: "大漆", en: "Lacquer" },
  agarwood: { zh: "香材", en: "Incense wood" }
}

/** What the tags of a product are called. */
export const tagNames: Readonly<Record<string, Text>> = {
  new: { zh: "新到", en: "New" },
  presale: { zh: "预售", en: "Presale" },
  limited: { zh: "限量", en: "Limited" },
  "last-piece": { zh: "仅此一件", en: "Last piece" },
  bundle: { zh: "套组", en: "Set" },
  measured: { zh: "散称", en: "Sold by weight" },
  crossborder: { zh: "跨境", en: "From abroad" },
  virtual: { zh: "线上", en: "Digital" },
  staple: { zh: "口粮", en: "Everyday" },
  gift: { zh: "宜赠", en: "Good to give" },
  handmade: { zh: "手作", en: "Made by hand" }
}

/** The tags that tell a good apart on the shelf; the rest are said on its page. */
export const shelfTags: readonly string[] = [
  "new",
  "presale",
  "limited",
  "bundle",
  "measured",
  "crossborder",
  "virtual"
]
