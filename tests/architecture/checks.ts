import { posix } from "node:path"
import { clockAndChance, effectOfRules, emptyWords, fileOrder, floors, longestFile, soleImporters } from "./floors.ts"
import { type Source, parse } from "./source.ts"

/** Text of each file by its path from the root of the repository, with forward slashes. */
export type Files = ReadonlyMap<string, string>

export interface Violation {
  readonly rule: string
  readonly at: string
  readonly why: string
}

type Sources = ReadonlyMap<string, Source>

const isCore = (path: string) => path.startsWith("src/") && path.endsWith(".ts")
const isPublished = (path: string) => isCore(path) || /^packages\/[^/]+\/src\/.*\.ts$/.test(path)
const isCode = (path: string) => /^(src|packages|examples|tests|scripts)\/.*\.(ts|mts|js|mjs|cjs)$/.test(path)

const domainOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1]
const floorOf = (domain: string): number => floors.findIndex((floor) => floor.includes(domain))

/** The place of a file in the order of its domain: `src/quote/rules/select.ts` stands where `rules.ts` would. */
const rankOf = (path: string): number => fileOrder.indexOf(/^src\/[^/]+\/([^/.]+)(?:\/|\.ts$)/.exec(path)?.[1] ?? "")

const resolve = (from: string, specifier: string): string | undefined =>
  specifier.startsWith(".") ? posix.normalize(posix.join(posix.dirname(from), specifier)) : undefined

/** The package of a specifier: `@date-fns/tz` of `@date-fns/tz/date`, `effect` of `effect/Result`. */
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")

const eachImport = (sources: Sources, where: (path: string) => boolean) =>
  [...sources.values()]
    .filter(({ path }) => where(path))
    .flatMap((source) => source.imports.map((to) => ({ source, to })))

const floorsHold = (sources: Sources): ReadonlyArray<Violation> =>
  [...sources.values()]
    .filter(({ path }) => isCore(path))
    .flatMap((source) => {
      const domain = domainOf(source.path)
      if (domain === undefined) return []
      if (floorOf(domain) < 0) return [{ rule: "floors", at: source.path, why: `\`${domain}\` stands on no floor` }]
      return source.imports.flatMap(({ specifier, line }) => {
        const at = `${source.path}:${line}`
        const target = resolve(source.path, specifier)
        if (/^pannier(\/|$)/.test(specifier))
          return [{ rule: "floors", at, why: "the core imports itself by path, not by name" }]
        if (target === undefined) return []
        if (!target.startsWith("src/")) return [{ rule: "floors", at, why: `\`${specifier}\` leaves src` }]
        const other = domainOf(target)
        if (other === undefined) return [{ rule: "floors", at, why: "nothing imports the roof, src/index.ts" }]
        if (other === domain || (floorOf(other) >= 0 && floorOf(other) < floorOf(domain))) return []
        const relation = floorOf(other) === floorOf(domain) ? "its neighbour" : "a floor above"
        return [{ rule: "floors", at, why: `\`${domain}\` imports from \`${other}\`, ${relation}` }]
      })
    })

/** Files of the same domain that a file reaches without passing through a file that has a place in the order. */
const reachedInDomain = (sources: Sources, start: Source): ReadonlyArray<string> => {
  const seen = new Set<string>([start.path])
  const reached: Array<string> = []
  const queue = [start.path]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const { specifier } of sources.get(path)?.imports ?? []) {
      const target = resolve(path, specifier)
      if (target === undefined || seen.has(target) || domainOf(target) !== domainOf(start.path)) continue
      seen.add(target)
      reached.push(target)
      if (rankOf(target) < 0) queue.push(target)
    }
  }
  return reached
}

const fileOrderHolds = (sources: Sources): ReadonlyArray<Violation> =>
  [...sources.values()]
    .filter(({ path }) => isCore(path) && domainOf(path) !== undefined)
    .flatMap((source) => {
      const reached = reachedInDomain(sources, source)
      const isIndex = /^src\/[^/]+\/index\.ts$/.test(source.path)
      const direct = source.imports.map(({ specifier }) => resolve(source.path, specifier))
      // The laws of other domains are testing's to publish.
      const own = direct.filter((target) => target !== undefined && domainOf(target) === domainOf(source.path))
      const laws = isIndex && own.some((target) => target !== undefined && fileOrder[rankOf(target)] === "laws")
      const viaIndex = !isIndex && reached.includes(`src/${domainOf(source.path)}/index.ts`)
      const rank = rankOf(source.path)
      const later = rank < 0 ? [] : reached.filter((target) => rankOf(target) > rank)
      return [
        ...(laws ? [{ rule: "file order", at: source.path, why: "index.ts re-exports laws.ts" }] : []),
        ...(viaIndex ? [{ rule: "file order", at: source.path, why: "imports the index of its own domain" }] : []),
        ...later.map((target) => ({
          rule: "file order",
          at: source.path,
          why: `\`${fileOrder[rank]}\` reaches \`${target}\`, which stands after it`
        }))
      ]
    })

const noCycles = (sources: Sources): ReadonlyArray<Violation> => {
  const done = new Set<string>()
  const violations: Array<Violation> = []
  const walk = (path: string, trail: ReadonlyArray<string>): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      violations.push({ rule: "cycles", at: path, why: [...trail.slice(start), path].join(" -> ") })
      return
    }
    if (done.has(path)) return
    for (const { specifier, erased } of sources.get(path)?.imports ?? []) {
      const target = resolve(path, specifier)
      if (target !== undefined && !erased && sources.has(target)) walk(target, [...trail, path])
    }
    done.add(path)
  }
  for (const path of sources.keys()) if (isPublished(path)) walk(path, [])
  return violations
}

const soleImportersHold = (sources: Sources): ReadonlyArray<Violation> =>
  eachImport(sources, isPublished).flatMap(({ source, to }) => {
    const name = packageOf(to.specifier)
    const owner = Object.hasOwn(soleImporters, name) ? soleImporters[name] : undefined
    const allowed =
      owner === undefined || source.path === owner || (owner.endsWith("/") && source.path.startsWith(owner))
    return allowed
      ? []
      : [{ rule: "sole importers", at: `${source.path}:${to.line}`, why: `only ${owner} imports \`${name}\`` }]
  })

const noBarrel = (sources: Sources): ReadonlyArray<Violation> =>
  eachImport(sources, isPublished)
    .filter(({ to }) => to.specifier === "effect")
    .map(({ source, to }) => ({
      rule: "barrel",
      at: `${source.path}:${to.line}`,
      why: "import effect by module, not by its barrel"
    }))

const noPlatform = (sources: Sources): ReadonlyArray<Violation> =>
  eachImport(sources, isCore)
    .filter(({ to }) => /^(node|bun|deno|cloudflare):/.test(to.specifier))
    .map(({ source, to }) => ({
      rule: "platform",
      at: `${source.path}:${to.line}`,
      why: `the core runs in browsers too: \`${to.specifier}\` belongs in a package`
    }))

/** Through everything that a rule or a machine imports at run time, so that a browser can price without Schema. */
const rulesArePure = (sources: Sources): ReadonlyArray<Violation> =>
  [...sources.values()]
    .filter(({ path }) => isCore(path) && ["machine", "rules"].includes(fileOrder[rankOf(path)] ?? ""))
    .flatMap((source) => {
      const seen = new Set([source.path])
      const queue: Array<ReadonlyArray<string>> = [[source.path]]
      const violations: Array<Violation> = []
      for (let trail = queue.shift(); trail !== undefined; trail = queue.shift()) {
        const path = trail.at(-1) ?? source.path
        for (const { specifier, erased } of sources.get(path)?.imports ?? []) {
          if (erased) continue
          if (packageOf(specifier) === "effect" && !effectOfRules.includes(specifier)) {
            violations.push({
              rule: "pure rules",
              at: source.path,
              why: `loads \`${specifier}\` by ${trail.join(" -> ")}`
            })
          }
          const target = resolve(path, specifier)
          if (target === undefined || seen.has(target)) continue
          seen.add(target)
          queue.push([...trail, target])
        }
      }
      return violations
    })

const noClockNorChance = (sources: Sources): ReadonlyArray<Violation> => {
  const core = [...sources.values()].filter(({ path }) => isCore(path) && path !== clockAndChance)
  return core.flatMap((source) => [
    ...source.impure.map(({ what, line }) => ({
      rule: "clock and chance",
      at: `${source.path}:${line}`,
      why: `\`${what}\`: time and chance are arguments or come from ${clockAndChance}`
    })),
    ...source.imports
      .filter(({ specifier, erased }) => !erased && ["effect/Clock", "effect/Random"].includes(specifier))
      .map(({ specifier, line }) => ({
        rule: "clock and chance",
        at: `${source.path}:${line}`,
        why: `only ${clockAndChance} imports \`${specifier}\``
      }))
  ])
}

const shortFiles = (sources: Sources): ReadonlyArray<Violation> =>
  [...sources.values()]
    .filter(({ path, lines }) => isPublished(path) && lines > longestFile)
    .map(({ path, lines }) => ({ rule: "length", at: path, why: `${lines} lines, ${longestFile} at most` }))

const honest = (sources: Sources): ReadonlyArray<Violation> =>
  [...sources.values()]
    .filter(({ path }) => isPublished(path))
    .flatMap(({ path, evasions }) =>
      evasions.map(({ what, line }) => ({ rule: "evasions", at: `${path}:${line}`, why: what }))
    )

const words = (name: string): ReadonlyArray<string> =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)

const namesSayWhat = (sources: Sources): ReadonlyArray<Violation> =>
  [...sources.values()].flatMap(({ path, declared }) => {
    const segments = path.split("/")
    const file = (segments.at(-1) ?? "").replace(/\.[a-z]+$/, "")
    const folders = segments.slice(1, -1)
    return [
      ...[...folders, file]
        .filter((name) => words(name).some((word) => emptyWords.includes(word)))
        .map((name) => ({ rule: "names", at: path, why: `\`${name}\` names no subject` })),
      ...folders
        .filter((name) => name === "ports")
        .map(() => ({ rule: "names", at: path, why: "ports belong to their domains" })),
      ...declared
        .filter(({ what }) => /(Manager|Helper|Helpers|Impl|Dto|DTO|Utils?)$/.test(what))
        .map(({ what, line }) => ({ rule: "names", at: `${path}:${line}`, why: `\`${what}\` names no subject` }))
    ]
  })

/** Packages and examples see the core as any host does: by its published subpaths. */
const publicFacesOnly = (sources: Sources): ReadonlyArray<Violation> =>
  eachImport(sources, (path) => /^(packages|examples)\//.test(path)).flatMap(({ source, to }) => {
    const home = /^(?:packages|examples)\/[^/]+\//.exec(source.path)?.[0] ?? ""
    const target = resolve(source.path, to.specifier)
    const deep = /^pannier\/[^/]+\/./.test(to.specifier) && to.specifier !== "pannier/package.json"
    const away = target !== undefined && !target.startsWith(home)
    return deep || away
      ? [
          {
            rule: "public faces",
            at: `${source.path}:${to.line}`,
            why: `\`${to.specifier}\` is not a published subpath`
          }
        ]
      : []
  })

/** Traces of the place where a file was written, which mean nothing to its reader. */
const traces: ReadonlyArray<RegExp> = [
  /(?<![\w.~/-])\/(work|tmp|root|home)\//,
  /https?:\/\/registry\./i,
  /\b(claude|anthropic|openai|chatgpt|copilot|gemini)\b/i,
  /\b(language model|LLM|sub-?agents?|AI[- ](generated|written|assisted)|(written|generated|made) (by|with) (an )?AI)\b/,
  /人工智能生成|大模型|本次会话/
]

const noTraces = (files: Files): ReadonlyArray<Violation> =>
  [...files]
    .filter(([path]) => !path.startsWith("tests/architecture"))
    .flatMap(([path, text]) =>
      text.split("\n").flatMap((line, index) =>
        traces.flatMap((trace) => {
          const found = trace.exec(line)
          return found === null ? [] : [{ rule: "traces", at: `${path}:${index + 1}`, why: `\`${found[0]}\`` }]
        })
      )
    )

/** Everything that the architecture forbids and these files do. */
export const violations = (files: Files): ReadonlyArray<Violation> => {
  const sources: Sources = new Map(
    [...files].filter(([path]) => isCode(path)).map(([path, text]) => [path, parse(path, text)])
  )
  return [
    floorsHold,
    fileOrderHolds,
    noCycles,
    soleImportersHold,
    noBarrel,
    noPlatform,
    rulesArePure,
    noClockNorChance,
    shortFiles,
    honest,
    namesSayWhat,
    publicFacesOnly
  ]
    .flatMap((check) => check(sources))
    .concat(noTraces(files))
}
