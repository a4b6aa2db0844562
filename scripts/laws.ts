import { existsSync, readdirSync, readFileSync } from "node:fs"
import { campaign, subjects } from "../tests/campaign/simulate/acted.ts"

/** What each law promises, in the order of the list of laws. */
export const promises: Readonly<Record<string, string>> = {
  L01: "Every amount is a bigint of minor units within 2^63 - 1; an operation answers such an amount or a typed refusal. No float enters",
  L02: "Sums only within one currency. What is written can be read back and means the same",
  L03: "A split sums to the whole, is fair to less than one minor unit, and depends on ids, never on the order of the list",
  L04: "Every transfer sums to zero, and so does every unit, in every prefix of the log",
  L05: "An account never goes beyond its bounds, under any interleaving; facts are posted in full, the excess where it is seen",
  L06: "A hold ends at most once; what it does not use is free at the same instant",
  L07: "The total is the sum of its parts, by lines and by kinds, exactly",
  L08: "No price or total below zero, no discount above what it is taken from, no unit below its floor",
  L09: "The same input gives the same bytes, in another process, locale and time zone too",
  L10: "No list order shows in a price",
  L11: "One line of n pieces is n lines of one piece",
  L12: "One more promotion never makes it dearer, under the combination `best` with an exact search",
  L13: "One more piece or a higher price never makes the whole cheaper, under stated conditions",
  L14: "No minor unit is taken twice",
  L15: "Every cent off names the rule that took it; the steps, replayed, are the price",
  L16: "A quote is charged at its own amount while it is valid",
  L17: "The best of a group is the least price with each member alone",
  L18: "Units convert there and back without loss",
  L19: "Where tax is included, net and tax are the gross, line by line",
  L20: "Tax by line sums to the tax shown; tax by order is split over its lines to the whole",
  L21: "However a return is cut into steps, tax and money refunded sum to what was charged",
  L22: "What is exempt bears no tax, and the order of rates does not matter",
  L23: "Goods are conserved: what was received stands somewhere, per sku and place, in every prefix",
  L24: "Never oversold",
  L25: "A hold is half-open: at `until` it is dead, and what it held is free again exactly once",
  L26: "Of k racers for n units exactly min(k, n) win",
  L27: "A coupon is used at most as often as it may be, in all and by each customer; a cancelled order gives its use back once",
  L28: "Points and gift cards: what was issued is spent, expired or still there",
  L29: "Points expire oldest first, however often the job runs",
  L30: "Merging carts depends on no order, and again changes nothing",
  L31: "Merging a guest's cart changes nobody else's, and carries no old price",
  L32: "For every state and event the code accepts if and only if the table does; a refusal changes nothing",
  L33: "Ends have no exit, and every state has a way to one",
  L34: "The events of a stream, folded, are the stored document",
  L35: "Refunds, pending ones included, are at most what was captured; returned at most shipped, shipped at most sold",
  L36: "At rest the ledger is the gateway's book, and an order is paid if and only if what is due was captured",
  L37: "Nobody is charged twice, and a cancelled order is never charged: what arrives late goes back",
  L38: "A key has one effect and one reply, however often, at once or across a crash; with another input it is `IdempotencyKeyReuse`",
  L39: "State, events, transfers, intents and the receipt are written together or not at all",
  L40: "Every committed intent is carried until it is answered, in commit order within its lane; nothing else is sent",
  L41: "Any permutation of callbacks, with duplicates, leads to the same state",
  L42: "A stale version never overwrites; the numbers of a stream are dense",
  L43: "A parcel never goes back on its way, and what is in the parcels is what was shipped",
  L44: "An empty policy allows nothing",
  L45: "A denial counts more than any allowance",
  L46: "An allowance more never takes a right away, a denial more never gives one",
  L47: "Neither order nor repetition matters in a policy",
  L48: "Nobody gives rights that they do not have",
  L49: "Nothing of one tenant shows in another",
  L50: "What belongs to somebody else is told like what does not exist",
  L51: "A list shows what may be read one by one",
  L52: "What an authoriser remembers changes no answer",
  L53: "Every command and query names a permission; a revoked right is gone with the next command",
  L54: "A token is used once, by whom and for what it was made",
  L55: "A login costs the same for accounts that exist and those that do not",
  L56: "What was sealed for an erased person opens for nobody; everybody else's stays",
  L57: "Personal values never leave by a message, an error or a dump",
  L58: "Any change, removal or exchange in the log is found",
  L59: "Periods are half-open instants, resolved from local time, zone and a recorded policy for gaps and overlaps",
  L60: "Whatever the clock does, nothing that has expired revives, and the log never goes back in time",
  L61: "Every adapter answers the same trace with the same replies and the same state"
}

/** What a law that nobody asks yet waits for. */
const needs: Readonly<Record<string, string>> = {
  L30: "carts that are merged",
  L31: "carts that are merged",
  L51: "lists that are filtered as reads are",
  L54: "accounts with tokens",
  L55: "accounts that log in"
}

/** The top-level constants of a domain's laws, each with its text. */
const chunks = (source: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const starts = [...source.matchAll(/^(?:export )?const (\w+)/gm)]
  starts.forEach((start, index) => {
    found.set(start[1] ?? "", source.slice(start.index, starts[index + 1]?.index))
  })
  return found
}

const files = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file}`)

const words = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_$][\w$]*/g))

/** The numbers of the laws that a name of a domain's laws brings, also by way of others. */
type Brings = (domain: string, name: string) => ReadonlySet<string>

const bringer = (root: string): Brings => {
  const domains = new Map<string, ReadonlyMap<string, string>>()
  for (const domain of readdirSync(`${root}/src`)) {
    const folder = `${root}/src/${domain}`
    if (!existsSync(`${folder}/index.ts`)) continue
    const sources = files(folder).filter((file) => /\/laws(\.ts|\/)/.test(file.slice(folder.length)))
    domains.set(domain, new Map(sources.flatMap((file) => [...chunks(readFileSync(file, "utf8"))])))
  }
  const reach = (constants: ReadonlyMap<string, string>, name: string, seen: Set<string>): Set<string> => {
    seen.add(name)
    const text = constants.get(name) ?? ""
    const ids = new Set(Array.from(text.matchAll(/\bid: "([A-Z]\d\d)"/g), ([, id = ""]) => id))
    for (const word of words(text)) {
      if (constants.has(word) && !seen.has(word)) for (const id of reach(constants, word, seen)) ids.add(id)
    }
    return ids
  }
  return (domain, name) => reach(domains.get(domain) ?? new Map(), name, new Set())
}

/** The domain whose laws `pannier/testing` publishes a name from. */
const publishedFrom = (root: string): ReadonlyMap<string, string> => {
  const index = readFileSync(`${root}/src/testing/index.ts`, "utf8")
  return new Map(
    [...index.matchAll(/export \{([^}]*)\} from "\.\.\/(\w+)\/laws(?:\/\w+)?\.ts"/g)].flatMap(
      ([, clause = "", domain = ""]) => Array.from(words(clause), (name) => [name, domain] as const)
    )
  )
}

/** The files of tests of the whole repository, by their paths from its root. */
const testFiles = (root: string): ReadonlyArray<string> =>
  [
    `${root}/tests`,
    ...["packages", "examples"].flatMap((group) =>
      readdirSync(`${root}/${group}`).map((folder) => `${root}/${group}/${folder}/tests`)
    )
  ]
    .filter((folder) => existsSync(folder))
    .flatMap(files)
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => file.slice(root.length + 1))
    .toSorted()

/** How a file of tests asks a law. */
interface Asked {
  readonly file: string
  /** How many titles begin with its number. */
  readonly titles: number
  /** Whether its values are checked, which fails if they act on none of the inputs that are drawn. */
  readonly drawn: boolean
}

/**
 * Which tests ask which law: those whose titles begin with its number, and those that take law values by name from a module
 * of laws and check them.
 */
const testsByLaw = (root: string): ReadonlyMap<string, ReadonlyArray<Asked>> => {
  const brings = bringer(root)
  const published = publishedFrom(root)
  const found = new Map<string, Array<Asked>>()
  for (const file of testFiles(root)) {
    const text = readFileSync(`${root}/${file}`, "utf8")
    const titled = [...text.matchAll(/["'`]((?:[LSV]\d\d )+)/g)].flatMap(([, numbers = ""]) =>
      numbers.trim().split(" ")
    )
    const drawn = new Set<string>()
    if (/\b(?:check|testLaws)\(/.test(text)) {
      for (const [, clause = "", from = ""] of text.matchAll(/^import ([^;"]*?) from "([^"]+)"/gm)) {
        const own = /(\w+)\/laws(?:\/\w+)?\.ts$/.exec(from)?.[1]
        if (own === undefined && !/^pannier\/testing$|testing\/index\.ts$/.test(from)) continue
        // `import * as laws` brings what is used of it.
        const namespace = /\* as (\w+)/.exec(clause)?.[1]
        const used =
          namespace === undefined
            ? words(clause)
            : new Set(Array.from(text.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)`, "g")), ([, name = ""]) => name))
        for (const name of used) for (const id of brings(own ?? published.get(name) ?? "", name)) drawn.add(id)
      }
    }
    for (const id of new Set([...titled, ...drawn])) {
      const titles = titled.filter((one) => one === id).length
      found.set(id, [...(found.get(id) ?? []), { file, titles, drawn: drawn.has(id) }])
    }
  }
  return new Map([...found].toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** What a law had to act on: subjects of the recorded campaign, inputs that were drawn, and examples. */
const actedOn = (id: string, asked: ReadonlyArray<Asked>): string => {
  const { acted, runs } = campaign()
  const subject = subjects[id]
  const drawn = asked.filter((one) => one.drawn).length
  const titles = asked.reduce((sum, one) => sum + one.titles, 0)
  if (subject !== undefined && (acted[id] ?? 0) === 0) throw new Error(`${id} acted on no ${subject} in the campaign`)
  return [
    ...(subject === undefined
      ? []
      : [`${(acted[id] ?? 0).toLocaleString("en")} ${subject} in ${runs.toLocaleString("en")} simulated shops`]),
    ...(drawn === 0 ? [] : [`drawn inputs in ${counted(drawn, "file")}`]),
    ...(titles === 0 ? [] : [counted(titles, "test")])
  ].join("; ")
}

/** The table of `docs/guide/laws.md`: the laws that tests ask, and the numbers of those that none asks yet. */
export const lawTable = (root: string): string => {
  const tests = testsByLaw(root)
  const unknown = [...tests.keys()].filter((id) => id.startsWith("L") && promises[id] === undefined)
  if (unknown.length > 0) throw new Error(`no promise is written for ${unknown.join(", ")}`)
  const [asked, idle] = [true, false].map((has) => Object.keys(promises).filter((id) => tests.has(id) === has))
  const rows = (asked ?? []).map((id) => {
    const of = tests.get(id) ?? []
    const where = of.map(({ file }) => `\`${file.replace(/\.test\.ts$/, "")}\``)
    return `| ${id} | ${promises[id]} | ${where.join(", ")} | ${actedOn(id, of)} |`
  })
  const rest = (idle ?? []).map((id) => `| ${id} | ${promises[id]} | not yet: needs ${needs[id] ?? "a test"} | |`)
  return ["| Law | Promise | Tested in | What it acted on |", "|---|---|---|---|", ...rows, ...rest].join("\n")
}
