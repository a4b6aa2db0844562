import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  type AnyCommand,
  type AnyQuery,
  ask,
  type Command,
  type Actor,
  type Engine,
  execute,
  executeAlongside,
  failures,
  type Failure,
  type Part,
  type Query
} from "../command/index.ts"
import type { Wording } from "../kernel/language.ts"
import { message, type Refusal } from "../kernel/refusal.ts"
import type { Json } from "../kernel/json.ts"
import { HostRefused } from "../storage/errors.ts"

/** How one call is made. */
export interface CallOptions {
  /** Idempotency key, 1 to 255 printable ASCII characters: the same key and input have one effect and one reply. */
  readonly key?: string | undefined
}

/** How a command is called that a host takes part in. */
export interface Alongside<in Sql, in Reply> extends CallOptions {
  /**
   * The host's own statements in the transaction of the commit, behind the commit's own writes: both stand, or neither does.
   * `reply` is what the call answers with if it stands. What the part throws or rejects with takes the commit back and comes
   * out as `HostRefused`, with it as the `cause`.
   *
   * It may be run more than once, each time in a transaction that knows nothing of the time before, so it should touch
   * nothing but the database. It is not run where the call is refused, nor where the first reply of a key is repeated: there it
   * stands already.
   */
  readonly alongside: (sql: Sql, reply: Reply) => unknown
}

/** A command as a function over JSON: amounts are `{ "amount": "19.90", "currency": "CNY" }`, instants milliseconds. */
export interface Call<in Input, out Reply, out Refused, out Sql = unknown> {
  /** Rejects with a {@link RefusedError} that carries the fact. */
  (input: Input, options?: CallOptions | Alongside<Sql, Reply>): Promise<Reply>
  /** Answers with the fact instead of rejecting. */
  result(input: Input, options: Alongside<Sql, Reply>): Promise<Result.Result<Reply, Refused | Failure | HostRefused>>
  result(input: Input, options?: CallOptions): Promise<Result.Result<Reply, Refused | Failure>>
}

/** The calls of a table of commands and queries. */
export type Face<Table, Sql = unknown> = {
  readonly [Domain in keyof Table]: {
    readonly [Name in keyof Table[Domain]]: Table[Domain][Name] extends Command<
      infer Input,
      infer Reply,
      infer Refused,
      any
    >
      ? Call<Input["Encoded"], Reply["Encoded"], Refused, Sql>
      : Table[Domain][Name] extends Query<infer Input, infer Reply, any>
        ? Call<Input["Encoded"], Reply["Encoded"], never>
        : never
  }
}

/** A table of commands and queries: domain, name, value. */
export interface Table {
  readonly [domain: string]: { readonly [name: string]: AnyCommand | AnyQuery }
}

/** Whether an entry of a table changes something. */
export const isCommand = (entry: AnyCommand | AnyQuery): entry is AnyCommand => "decide" in entry

/** What a rejected call carries: the fact with its fields, and what it says in both languages. */
export class RefusedError extends Error {
  override readonly name = "RefusedError"
  /** The fact's tag, such as `StockShort`. */
  readonly _tag: string
  /** The fact as JSON. */
  readonly fact: Json
  readonly wording: Wording

  /** @param cause what a host's own part of the call threw */
  constructor(tag: string, fact: Json, wording: Wording, cause?: unknown) {
    super(wording.en, cause === undefined ? undefined : { cause })
    this._tag = tag
    this.fact = fact
    this.wording = wording
  }
}

/** The Schema of a fact that an entry may answer with. */
export const refusalOf = (
  entry: AnyCommand | AnyQuery,
  tag: string,
  extra: ReadonlyArray<Refusal> = []
): Refusal | undefined => {
  const known: ReadonlyArray<Refusal> = [...(isCommand(entry) ? entry.refusals : []), ...failures, ...extra]
  return known.find((schema) => tagOf(schema) === tag)
}

const tags = new WeakMap<object, string>()

const tagOf = (schema: Refusal): string | undefined => {
  const known = tags.get(schema)
  if (known !== undefined) return known
  const { identifier } = schema.ast.annotations ?? {}
  if (typeof identifier !== "string") return undefined
  tags.set(schema, identifier)
  return identifier
}

/** A fact as an error for those who await. */
export const refusedError = (
  entry: AnyCommand | AnyQuery,
  fact: { readonly _tag: string },
  extra: ReadonlyArray<Refusal>
): RefusedError => {
  const schema = fact._tag === "HostRefused" ? HostRefused : refusalOf(entry, fact._tag, extra)
  if (schema === undefined) return new RefusedError(fact._tag, { _tag: fact._tag }, { zh: fact._tag, en: fact._tag })
  const cause = "cause" in fact ? fact.cause : undefined
  return new RefusedError(fact._tag, Schema.encodeUnknownSync(schema)(fact) as Json, message(schema, fact), cause)
}

/** Runs one entry over JSON. Instants and chance are the platform's. */
export const call = <Sql>(
  engine: Engine<Sql>,
  entry: AnyCommand | AnyQuery,
  actor: Actor,
  input: unknown,
  options: CallOptions | Alongside<Sql, Json> = {}
): Effect.Effect<Json, { readonly _tag: string }> => {
  if (!isCommand(entry)) {
    return Effect.map(ask(engine, entry, input, { actor, wire: true }), (reply) => encode(entry, reply))
  }
  const how = { actor, wire: true, key: options.key }
  if (!("alongside" in options)) return Effect.map(execute(engine, entry, input, how), ({ wire }) => wire)
  const part: Part<Sql, unknown> = (sql, { wire }) => options.alongside(sql, wire)
  return Effect.map(executeAlongside(engine, entry, input, how, part), ({ wire }) => wire)
}

const encoders = new WeakMap<object, (reply: unknown) => unknown>()

const encode = (entry: AnyCommand | AnyQuery, reply: unknown): Json => {
  let encoder = encoders.get(entry)
  if (encoder === undefined) {
    encoder = Schema.encodeUnknownSync(entry.reply)
    encoders.set(entry, encoder)
  }
  return encoder(reply) as Json
}

/** What the calls of a table have besides. */
export interface Calling {
  /** The Schemas of refusals that vetoes add to those of the commands. */
  readonly refusals?: ReadonlyArray<Refusal>
  /** The tracer, the metrics and the loggers; see `ShopOptions.telemetry`. */
  readonly services?: Context.Context<never>
}

/** The calls of a table in the name of an actor. */
export const faceOf = <const T extends Table, Sql>(
  table: T,
  engine: Engine<Sql>,
  actor: Actor,
  { refusals = [], services = Context.empty() }: Calling = {}
): Face<T, Sql> => {
  type Options = CallOptions | Alongside<Sql, Json>
  const run = async (entry: AnyCommand | AnyQuery, input: unknown, options?: Options) => {
    const exit = await Effect.runPromiseExitWith(services)(call(engine, entry, actor, input, options))
    if (Exit.isSuccess(exit)) return Result.succeed(exit.value)
    const [reason] = exit.cause.reasons
    if (reason?._tag === "Fail") return Result.fail(reason.error)
    throw reason?._tag === "Die" ? reason.defect : new Error("the call was interrupted")
  }
  const one = (entry: AnyCommand | AnyQuery) =>
    Object.assign(
      async (input: unknown, options?: Options) => {
        const answered = await run(entry, input, options)
        if (Result.isFailure(answered)) throw refusedError(entry, answered.failure, refusals)
        return answered.success
      },
      { result: (input: unknown, options?: Options) => run(entry, input, options) }
    )
  const domains = Object.entries(table).map(([domain, entries]) => [
    domain,
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, one(entry)]))
  ])
  return Object.fromEntries(domains) as Face<T, Sql>
}
