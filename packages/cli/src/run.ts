import { parseArgs } from "node:util"
import { Usage, usualStore } from "./usage.ts"

// What a command needs is loaded when it is asked for, so that pricing a document opens no storage.

const help = `pannier - 商店的命令行 · the command line of a shop

  pannier quote FILE               报价 · price a document, FILE or standard input; answers with JSON
    --explain zh|en                把理由写到标准错误 · its reasons, on standard error
    --schema input|output|promotion  打印 JSON Schema · print the JSON Schema
  pannier categories import FILE   导入商品分类 · load a product taxonomy: lines \`id - A > B > C\`
  pannier trial                    试算平衡表 · the trial balance, by unit
  pannier check [STORE]            检查账目与哈希链 · check the laws and the hash chain of a store, and draw its balances
  pannier seal [STORE]             封链并锚定链头 · chain the log and publish its head
    --limit N                      至多 N 条 · at most so many entries
  pannier codes --campaign NAME    生成券码 · the codes of a campaign, one a line: \`pannier codes --help\`
  pannier backup FILE              在线备份 · back the store up to a new file while it is in use
    --keys-to FILE                 同时备份个人密钥 · the keys of persons to a file of their own
  pannier restore FILE [STORE]     恢复备份，并重新销毁已删除之人的密钥 · put a backup back, and destroy the keys of the erased again
    --keys-from FILE               个人密钥的备份 · the backup of the keys
    --erased FILE                  删除名单，默认 KEYS.erased；none 表示无人 · the list of the erased, or none
  pannier copy FROM TO             在 SQLite 与 PostgreSQL 之间搬迁，可续传 · move a shop between storages; goes on where it stopped
  pannier lab RULES --carts CARTS  试算促销规则 · try promotions on carts, alone or beside others

  --zh FILE                        同一分类的中文名 · the same taxonomy in Chinese
  --prefix TEXT                    分类编号前缀,默认 g · stands before each id, default g
  --against RULES                  与另一套规则对比 · a second rule set on the same carts
  --sample N --seed S              抽样生成 N 个购物车 · draw N carts in place of those recorded
  --accounts HOW                   预算等逐车扣减 runDown（默认）、各车如文件所载 asStated、不限 unlimited
                                   budgets and the like run down from cart to cart (default), are as stated, or unlimited
  --json FILE --svg FILE           写出结果与图 · write the report and the plots
  --language zh|en                 图中文字,默认 zh · of the words in the plots, default zh
  --anchor FILE                    链头锚定文件,默认 PATH.anchor · where the head of the chain is anchored
  --keys FILE                      个人密钥文件,默认 PATH.keys · the keys of persons
  --store STORE                    sqlite:PATH, postgres://HOST/DATABASE?schema=NAME&tenant=NAME; 默认 · default ${usualStore}`

/** Runs one command line. Answers the exit code: 0 done, 1 failed, 2 not understood. */
export const run = async (argv: ReadonlyArray<string>): Promise<number> => {
  try {
    return await dispatch(argv)
  } catch (cause) {
    const misused = cause instanceof Usage || isParseError(cause)
    console.error(await sentence(cause))
    if (misused) console.error(`\n${help}`)
    return misused ? 2 : 1
  }
}

const dispatch = async (argv: ReadonlyArray<string>): Promise<number> => {
  if (argv[0] === "codes") return (await import("./codes.ts")).printCodes(argv.slice(1))
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      store: { type: "string", default: usualStore },
      zh: { type: "string" },
      prefix: { type: "string", default: "g" },
      explain: { type: "string" },
      schema: { type: "string" },
      carts: { type: "string" },
      against: { type: "string" },
      sample: { type: "string" },
      seed: { type: "string" },
      accounts: { type: "string" },
      json: { type: "string" },
      svg: { type: "string" },
      language: { type: "string", default: "zh" },
      anchor: { type: "string" },
      keys: { type: "string" },
      limit: { type: "string" },
      erased: { type: "string" },
      "keys-to": { type: "string" },
      "keys-from": { type: "string" },
      help: { type: "boolean", short: "h", default: false }
    }
  })
  const { store, keys, anchor, help: asked } = values
  const [command = "", ...rest] = positionals
  if (asked || command === "help") {
    console.log(help)
    return 0
  }
  const [first, file, ...others] = command === "categories" ? rest : ["", ...rest]
  const [target, ...more] = command === "copy" || command === "restore" ? others : [undefined, ...others]
  const withKeys = keys === undefined ? {} : { keys }
  if (more.length > 0) throw new Usage(`多余的参数 · too many arguments: ${more.join(" ")}`)
  const named = (): string => {
    if (file === undefined) throw new Usage("缺少文件名 · a file is missing")
    return file
  }
  switch (`${command} ${first}`.trim()) {
    case "quote": {
      const { printQuote, printSchema } = await import("./quote.ts")
      if (values.schema !== undefined) {
        if (file !== undefined) throw new Usage("--schema 不读文件 · --schema reads no file")
        printSchema(values.schema)
        return 0
      }
      const piped = file === undefined && process.stdin.isTTY !== true
      return (await printQuote(piped ? "-" : named(), values.explain)) ? 0 : 1
    }
    case "categories import":
      await (await import("./categories.ts")).importCategories(
        { en: named(), zh: values.zh, prefix: values.prefix },
        store
      )
      return 0
    case "trial":
      return (await (await import("./books.ts")).printTrial(store)) ? 0 : 1
    case "check":
      return (await (await import("./check.ts")).checkStore(file ?? store, { keys, anchor })) ? 0 : 1
    case "seal": {
      if (values.limit !== undefined && !/^\d{1,12}$/.test(values.limit)) {
        throw new Usage("--limit 应为整数 · --limit must be a whole number")
      }
      const limit = values.limit === undefined ? Number.MAX_SAFE_INTEGER : Number(values.limit)
      return (await (await import("./seal.ts")).sealStore(file ?? store, { keys, anchor, limit })) ? 0 : 1
    }
    case "backup": {
      const { backUp } = await import("./backup.ts")
      return (await backUp(named(), store, { ...withKeys, keysTo: values["keys-to"] })) ? 0 : 1
    }
    case "restore": {
      const { restoreTo } = await import("./backup.ts")
      const how = { ...withKeys, anchor, erased: values.erased, keysFrom: values["keys-from"] }
      return (await restoreTo(named(), target ?? store, how)) ? 0 : 1
    }
    case "copy": {
      if (target === undefined) throw new Usage("缺少目标 · the store to copy to is missing")
      return (await (await import("./copy.ts")).copyTo(named(), target, withKeys)) ? 0 : 1
    }
    case "lab": {
      const { carts, against, sample, seed, accounts, json, svg, language } = values
      if (carts === undefined) throw new Usage("缺少 --carts · --carts is missing")
      const { runLab } = await import("./lab.ts")
      await runLab({ rules: named(), carts, against, sample, seed, accounts, json, svg, language })
      return 0
    }
    default:
      throw new Usage(
        command === "" ? "缺少命令 · a command is missing" : `没有这个命令 · no such command: ${positionals.join(" ")}`
      )
  }
}

const isParseError = (cause: unknown): boolean =>
  cause instanceof TypeError && "code" in cause && String(cause.code).startsWith("ERR_PARSE_ARGS")

const sentence = async (cause: unknown): Promise<string> => {
  if (cause instanceof Error) return cause.message
  if (typeof cause !== "object" || cause === null || !("_tag" in cause)) return String(cause)
  return (await import("./failure.ts")).failureLine(cause)
}
