/** The provinces of China by their codes (ISO 3166-2:CN), as buyers write them. */
const provinces = [
  { code: "CN-BJ", zh: "北京市", en: "Beijing" },
  { code: "CN-TJ", zh: "天津市", en: "Tianjin" },
  { code: "CN-HE", zh: "河北省", en: "Hebei" },
  { code: "CN-SX", zh: "山西省", en: "Shanxi" },
  { code: "CN-NM", zh: "内蒙古自治区", en: "Inner Mongolia" },
  { code: "CN-LN", zh: "辽宁省", en: "Liaoning" },
  { code: "CN-JL", zh: "吉林省", en: "Jilin" },
  { code: "CN-HL", zh: "黑龙江省", en: "Heilongjiang" },
  { code: "CN-SH", zh: "上海市", en: "Shanghai" },
  { code: "CN-JS", zh: "江苏省", en: "Jiangsu" },
  { code: "CN-ZJ", zh: "浙江省", en: "Zhejiang" },
  { code: "CN-AH", zh: "安徽省", en: "Anhui" },
  { code: "CN-FJ", zh: "福建省", en: "Fujian" },
  { code: "CN-JX", zh: "江西省", en: "Jiangxi" },
  { code: "CN-SD", zh: "山东省", en: "Shandong" },
  { code: "CN-HA", zh: "河南省", en: "Henan" },
  { code: "CN-HB", zh: "湖北省", en: "Hubei" },
  { code: "CN-HN", zh: "湖南省", en: "Hunan" },
  { code: "CN-GD", zh: "广东省", en: "Guangdong" },
  { code: "CN-GX", zh: "广西壮族自治区", en: "Guangxi" },
  { code: "CN-HI", zh: "海南省", en: "Hainan" },
  { code: "CN-CQ", zh: "重庆市", en: "Chongqing" },
  { code: "CN-SC", zh: "四川省", en: "Sichuan" },
  { code: "CN-GZ", zh: "贵州省", en: "Guizhou" },
  { code: "CN-YN", zh: "云南省", en: "Yunnan" },
  { code: "CN-XZ", zh: "西藏自治区", en: "Tibet" },
  { code: "CN-SN", zh: "陕西省", en: "Shaanxi" },
  { code: "CN-GS", zh: "甘肃省", en: "Gansu" },
  { code: "CN-QH", zh: "青海省", en: "Qinghai" },
  { code: "CN-NX", zh: "宁夏回族自治区", en: "Ningxia" },
  { code: "CN-XJ", zh: "新疆维吾尔自治区", en: "Xinjiang" },
  { code: "CN-TW", zh: "台湾省", en: "Taiwan" },
  { code: "CN-HK", zh: "香港特别行政区", en: "Hong Kong" },
  { code: "CN-MO", zh: "澳门特别行政区", en: "Macao" }
] as const

/** Other names of the same, without what they end in. */
const otherwise = new Map([
  ["macau", "CN-MO"],
  ["xizang", "CN-XZ"],
  ["nei mongol", "CN-NM"],
  ["hongkong", "CN-HK"]
])

/** Characters of their names as Taiwan, Hong Kong and Macao write them, in pairs. */
const traditional = new Map(
  [
    "臺台",
    "灣湾",
    "門门",
    "內内",
    "廣广",
    "東东",
    "蘇苏",
    "遼辽",
    "寧宁",
    "龍龙",
    "陝陕",
    "肅肃",
    "雲云",
    "貴贵",
    "慶庆",
    "區区"
  ]
    .concat(["別别", "維维", "爾尔", "壯壮"])
    .map((pair): readonly [string, string] => [pair.slice(0, 1), pair.slice(1)])
)

const simplified = (text: string): string => Array.from(text, (one) => traditional.get(one) ?? one).join("")

/** What an English name may end in. */
const ending =
  / (?:province|municipality|city|sar|special administrative region|(?:(?:zhuang|hui|uyghur|uygur) )?autonomous region)$/

/** The code of a province by its name in either language, with or without what it ends in. */
export const codeOf = (typed: string): string | undefined => {
  const name = simplified(typed.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " "))
  if (name === "") return undefined
  const bare = name.replace(ending, "")
  return (
    otherwise.get(bare) ??
    provinces.find(
      ({ code, zh, en }) =>
        code.toLowerCase() === name ||
        zh === name ||
        en.toLowerCase() === bare ||
        (name.length >= 2 && zh.startsWith(name))
    )?.code
  )
}

export const provinceName = (code: string, language: "zh" | "en"): string =>
  provinces.find((one) => one.code === code)?.[language] ?? code

/** All of them, in the order of their codes in Chinese statistics. */
export const provinceNames = (language: "zh" | "en"): ReadonlyArray<string> => provinces.map((one) => one[language])
