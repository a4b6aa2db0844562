import { parseArgs } from "node:util"
import { Usage, usualStore } from "./usage.ts"

// What a command needs is loaded when it is asked for, so that pricing a document opens no storage.

const help = `pannier - 商店的命令行 · the command line of a shop

  pannier quote FILE               报价 · price a document, FILE or standard input; answers with JSON
    --explain zh|en                把理由写到标准错误 · its reasons, on standard error
    --schema input|output|promotion  打印 JSON Schema · print the JSON Schema
  pannier categories import FILE   导入商品分类 · load a product taxonomy: lines \`id - A > B > C\`
  pannier trial                    试算平衡表 · the trial balance, by unit
  pannier check                    检查数据文件 · check the file of the store
  pannier codes --campaign NAME    生成券码 · the codes of a campaign, one a line: \`pannier codes --help\`
  pannier backup FILE              在线备份 · copy the file of the store while it is in use

  --zh FILE                        同一分类的中文名 · the same taxonomy in Chinese
  --prefix TEXT                    分类编号前缀,默认 g · stands before each id, default g
  --store sqlite:PATH              默认 · default ${usualStore}`

/** Runs one command line. Answers the exit code: 0 done, 1 failed, 2 not understood. */
export const run = async (argv: ReadonlyArray<string>): Promise<number> => {
  try {
    return await dispatch(argv)
  } catch (cause) {
    const misused = cause instanceof Usage || isParseError(cause)
    console.error(sentence(cause))
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
      help: { type: "boolean", short: "h", default: false }
    }
  })
  const { store, help: asked } = values
  const [command = "", ...rest] = positionals
  if (asked || command === "help") {
    console.log(help)
    return 0
  }
  const [first, file, ...more] = command === "categories" ? rest : ["", ...rest]
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
      return (await (await import("./books.ts")).checkFile(store)) ? 0 : 1
    case "backup":
      await (await import("./books.ts")).backUp(named(), store)
      return 0
    default:
      throw new Usage(
        command === "" ? "缺少命令 · a command is missing" : `没有这个命令 · no such command: ${positionals.join(" ")}`
      )
  }
}

const isParseError = (cause: unknown): boolean =>
  cause instanceof TypeError && "code" in cause && String(cause.code).startsWith("ERR_PARSE_ARGS")

const sentence = (cause: unknown): string => {
  if (cause instanceof Error) return cause.message
  if (typeof cause === "object" && cause !== null && "_tag" in cause) return JSON.stringify(cause)
  return String(cause)
}
