import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { VaultError } from "../privacy/errors.ts"
import type { KeyVault } from "../privacy/ports.ts"
import type { CommitRefusal, HostRefused, IdempotencyKeyReuse, StorageError } from "../storage/errors.ts"
import type { Commit, Committed } from "../storage/model.ts"
import type { Storage } from "../storage/ports.ts"
import { storageError } from "../storage/rules.ts"
import { assemble, join, write } from "./assemble.ts"
import type { Authority } from "./authority.ts"
import { Chance, now } from "./clock.ts"
import { canonicalText, once } from "./codec/codec.ts"
import type { Actor, AnyCodec, AnyCommand, Command, Consequence, Moment } from "./command.ts"
import type { Denied, Failure, NotFound, VersionAhead } from "./errors.ts"
import { type Identity, identify, idMaker } from "./identity.ts"
import { fromProgram, fromWire } from "./input.ts"
import { observeCall, observeRetry, spanned, type Telling } from "./observe.ts"
import type { AnyReaction, AnyVeto } from "./reaction.ts"
import type { Loading } from "./question.ts"
import { read } from "./read.ts"
import { type Outcome, repeat, showReply, Told, type Worded, worded } from "./reply.ts"
import { Session, type Step } from "./session.ts"
import { shareWritable } from "./writable.ts"

/**
 * All that a command travels through.
 *
 * @typeParam Sql what the statements of a host run on, where the storage shares its transactions with a host
 */
export interface Engine<out Sql = unknown> {
  readonly storage: Storage<Sql>
  readonly vault: KeyVault
  readonly authority: Authority
  /** Reactions by the type of the event they wait for. */
  readonly reactions: ReadonlyMap<string, ReadonlyArray<AnyReaction>>
  /** Vetoes by the name of the command they may forbid. */
  readonly vetoes: ReadonlyMap<string, ReadonlyArray<AnyVeto>>
}

/** How one call is made. */
export interface CallOptions {
  readonly actor: Actor
  /** The caller's idempotency key, 1 to 255 printable ASCII characters. Absent: every call is a new one. */
  readonly key?: string | undefined
  /** Intents that this call answers. */
  readonly done?: ReadonlyArray<string>
  /** Whether the input is JSON from the wire, to be decoded. */
  readonly wire?: boolean
}

/**
 * What a host does in the transaction of a call's commit, behind the commit's own writes: it is told the reply that stands if
 * the transaction does. Its storage may run it again; see `commitAlongside` of the port.
 */
export type Part<in Sql, in Reply> = (sql: Sql, told: Worded<Reply>) => unknown

/**
 * The engine inside a transaction that the host has open and ends itself: its commands read what the transaction has written,
 * and stand or fall with it. Throws where the storage joins no transaction.
 */
export const within = <Sql>(engine: Engine<Sql>, transaction: Sql): Engine => {
  const storage = engine.storage.within?.(transaction)
  if (storage === undefined) throw new Error("this storage joins no transaction of a host")
  // What is read of documents is not shared: a version that is rolled back is written anew, with another text.
  shareWritable(engine.storage, storage)
  return { ...engine, storage }
}

/** How often a command loads and decides again before it gives up. */
const mostTries = 8

/**
 * The road of a command: input, check, permission, load (guarded), owner, decide, vetoes, reactions, commit, reply.
 *
 * After `StaleVersion`, `BoundExceeded`, `HoldResolved` or `Unknown` it loads and decides again, 2 to 100 ms later, so that
 * the caller hears the rule's own words; after `ClockSkew` once, since a commit that waited for its storage is of an instant
 * long past, and a clock that is wrong still is. A refusal asks for the receipt before it speaks: it may be the echo of this very
 * command's success.
 */
export const execute = <
  Input extends AnyCodec,
  Reply extends AnyCodec,
  Refused extends { readonly _tag: string },
  Loaded
>(
  engine: Engine,
  command: Command<Input, Reply, Refused, Loaded>,
  input: unknown,
  options: CallOptions
): Effect.Effect<Outcome<Reply["Type"]>, Refused | Failure> =>
  observeCall(
    { name: command.name, kind: "command", actor: options.actor.kind },
    // Without a host's part no host can refuse.
    travel(engine, command, input, options) as Effect.Effect<Outcome<Reply["Type"]>, Refused | Failure>,
    outcomeOf
  )

/**
 * The same, with a part of the host's own in the transaction of the commit: both stand, or neither does. What the part throws
 * or rejects with is `HostRefused`, behind every refusal of the command. Where the first reply of a key is repeated the part
 * is not run: it stands already. `StorageError` with `Unsupported` where the storage shares no transaction.
 */
export const executeAlongside = <
  Sql,
  Input extends AnyCodec,
  Reply extends AnyCodec,
  Refused extends { readonly _tag: string },
  Loaded
>(
  engine: Engine<Sql>,
  command: Command<Input, Reply, Refused, Loaded>,
  input: unknown,
  options: CallOptions,
  part: Part<Sql, Reply["Type"]>
): Effect.Effect<Outcome<Reply["Type"]>, Refused | Failure | HostRefused> =>
  observeCall(
    { name: command.name, kind: "command", actor: options.actor.kind },
    travel(engine, command, input, options, part),
    outcomeOf
  )

const outcomeOf = ({ position, repeated }: Outcome<unknown>): Telling => ({
  "pannier.position": position,
  "pannier.repeated": repeated
})

const travel = Effect.fnUntraced(function* <
  Sql,
  Input extends AnyCodec,
  Reply extends AnyCodec,
  Refused extends { readonly _tag: string },
  Loaded
>(
  engine: Engine<Sql>,
  command: Command<Input, Reply, Refused, Loaded>,
  input: unknown,
  options: CallOptions,
  part?: Part<Sql, Reply["Type"]>
): Effect.fn.Return<Outcome<Reply["Type"]>, Refused | Failure | HostRefused> {
  const checked = (options.wire === true ? fromWire : fromProgram)<Input["Type"]>(command.input, input)
  if (Result.isFailure(checked)) return yield* Effect.fail(checked.failure)
  const identity = yield* identify(`${command.name}/${options.actor.id}`, options.key, () =>
    canonicalText(command.input, checked.success)
  )
  let doubtful = options.key !== undefined
  let skewed = false
  for (let tries = 1; ; tries++) {
    const attempted: Result.Result<Outcome<Reply["Type"]>, Refused | Failure | AtCommit> = yield* Effect.result(
      attempt(engine, command, checked.success, identity, options, part)
    )
    if (Result.isSuccess(attempted)) return attempted.success
    const refused = attempted.failure
    const atCommit = isAtCommit(refused) ? refused : undefined
    if (atCommit?.refusal._tag === "IdempotencyKeyReuse") return yield* Effect.fail(reuse(options))
    if (atCommit?.refusal._tag === "Unknown") doubtful = true
    const late = atCommit?.refusal._tag === "ClockSkew" && !skewed
    if (late) skewed = true
    if ((atCommit?.passing === true && tries < mostTries) || late) {
      const chance = yield* Chance
      yield* observeRetry(command.name, atCommit.refusal._tag)
      yield* Effect.sleep(Math.min(2 ** tries, 100) * (0.5 + chance.fraction() / 2))
      continue
    }
    // Storage refuses what is too large, say, before it looks at the key.
    const receipt = doubtful ? yield* engine.storage.receipt(identity.key) : undefined
    if (receipt === undefined) {
      if (!isAtCommit(refused)) return yield* Effect.fail(refused)
      if (refused.passing) return yield* Effect.fail({ _tag: "Contention", tries } as const)
      return yield* Effect.fail(yield* final(refused.refusal))
    }
    if (receipt.fingerprint !== identity.fingerprint) return yield* Effect.fail(reuse(options))
    return yield* repeat(engine.vault, command, receipt)
  }
})

/** A refusal that storage gave, not a rule. `passing`: the reason may be gone when it is loaded and decided again. */
interface AtCommit {
  readonly _tag: "AtCommit"
  readonly refusal: CommitRefusal | HostRefused
  readonly passing: boolean
}

const isAtCommit = (refused: { readonly _tag: string }): refused is AtCommit => refused._tag === "AtCommit"

const passes = (refusal: AtCommit["refusal"], session: Session): boolean => {
  switch (refusal._tag) {
    case "StaleVersion":
    case "BoundExceeded":
    case "HoldResolved":
    case "Unknown":
      return true
    case "AlreadyExists":
      // Read as absent and there now: somebody else was faster. Never read: the id is taken, and a retry would not help.
      return session.seen(refusal.collection, refusal.id) !== undefined
    default:
      return false
  }
}

// What may be said to the caller; the rest is a defect of the rule that made the transfer.
const final = (refusal: AtCommit["refusal"]): Effect.Effect<Failure | HostRefused> => {
  switch (refusal._tag) {
    case "ClockSkew":
    case "AlreadyExists":
    case "Taken":
    case "AlreadyDone":
    case "BalanceOutOfRange":
    case "StorageError":
    case "IdempotencyKeyReuse":
    case "HostRefused":
      return Effect.succeed(refusal)
    default:
      return Effect.die(new Error(`no ledger can carry out what a rule decided: ${refusal._tag}`))
  }
}

const reuse = ({ key = "" }: CallOptions): IdempotencyKeyReuse => ({ _tag: "IdempotencyKeyReuse", key })

const attempt = Effect.fnUntraced(function* <
  Sql,
  Input extends AnyCodec,
  Reply extends AnyCodec,
  Refused extends { readonly _tag: string },
  Loaded
>(
  engine: Engine<Sql>,
  command: Command<Input, Reply, Refused, Loaded>,
  input: Input["Type"],
  identity: Identity,
  options: CallOptions,
  part: Part<Sql, Reply["Type"]> | undefined
): Effect.fn.Return<Outcome<Reply["Type"]>, Refused | Failure | AtCommit> {
  const { actor } = options
  const at = yield* now
  const session = new Session(engine.storage, engine.vault, opens(engine, command), at)
  const loaded = yield* admit(engine, session, command, input, actor, () => command.load(input, read, actor, at))
  const moment: Moment = { now: at, actor, id: idMaker(identity.seed) }
  const decided = command.decide(loaded, input, moment)
  if (Result.isFailure(decided)) return yield* Effect.fail(decided.failure)
  const decision = decided.success
  for (const veto of engine.vetoes.get(command.name) ?? []) {
    const forbidden = veto.decide(yield* session.load(veto.load(input, read)), input, moment, decision.reply)
    if (Result.isFailure(forbidden)) return yield* Effect.fail(forbidden.failure as Refused)
  }
  const consequence = yield* react(engine, session, decision, moment)
  const { writes, encoded } = yield* write(engine.vault, session, consequence)
  const shown = yield* showReply(engine.vault, command, decision.reply, identity.key, encoded)
  const about = { identity, at, actor, reason: command.name, done: options.done ?? [], reply: shown.text }
  const commit = assemble(session, consequence, writes, about)
  const committing =
    part === undefined
      ? engine.storage.commit(commit)
      : alongside(engine.storage, commit, (sql) => part(sql, worded(shown)))
  const committed = yield* Effect.mapError(
    spanned("pannier commit", sizeOf(commit), committing, positionOf),
    (refusal): AtCommit => ({ _tag: "AtCommit", refusal, passing: passes(refusal, session) })
  )
  if (committed.repeated) return yield* repeat(engine.vault, command, { ...committed, key: identity.key })
  const intents = commit.intents.some((one) => one.due <= at)
  return new Told(shown, committed.position, intents)
})

const alongside = <Sql>(
  storage: Storage<Sql>,
  commit: Commit,
  part: (sql: Sql) => unknown
): Effect.Effect<Committed, CommitRefusal | HostRefused> =>
  storage.commitAlongside?.(commit, part) ??
  Effect.fail(storageError("Unsupported", "this storage shares no transaction with a host"))

const sizeOf = ({ guards, writes, transfers, intents }: Commit): Telling => ({
  "pannier.guards": guards.length,
  "pannier.writes": writes.length,
  "pannier.transfers": transfers.length,
  "pannier.intents": intents.length
})

const positionOf = ({ position }: Committed): Telling => ({ "pannier.position": position })

const opened = once<Engine, Map<AnyCommand, ReadonlySet<string>>>(() => new Map())

/** The collections whose personal fields a command or what may react to it needs to see. */
const opens = (engine: Engine, command: AnyCommand): ReadonlySet<string> => {
  const made = opened(engine)
  const known = made.get(command)
  if (known !== undefined) return known
  const names = new Set((command.opens ?? []).map(({ name }) => name))
  made.set(command, names)
  for (const reactions of engine.reactions.values()) {
    for (const reaction of reactions) for (const { name } of reaction.opens ?? []) names.add(name)
  }
  return names
}

/** Permission, load, owner: what stands before every rule and every answer. */
export function* admit<Input, Loaded>(
  engine: Engine,
  session: Session,
  asked: {
    readonly name: string
    readonly permission: string
    owner?(loaded: Loaded, input: Input): string | undefined
  },
  input: Input,
  actor: Actor,
  load: () => Loading<Loaded>
): Step<Loaded, Denied | NotFound | VersionAhead | StorageError | VaultError> {
  const permit = yield* session.load(engine.authority.permit(actor, asked.permission, read))
  const owned = permit === "owner" && asked.owner !== undefined
  const denied: Denied = { _tag: "Denied", permission: asked.permission }
  if (permit !== "granted" && !owned) return yield* Effect.fail(denied)
  session.begin()
  const loaded = yield* session.load(load())
  if (!owned || asked.owner?.(loaded, input) === actor.id) return loaded
  // Word for word what an absent document is told with (L50). What names no document has none to hide.
  const { first } = session
  return yield* Effect.fail(first === undefined ? denied : { _tag: "NotFound" as const, ...first })
}

function* react(
  engine: Engine,
  session: Session,
  decision: Consequence,
  moment: Moment
): Step<Consequence, NotFound | VersionAhead | StorageError | VaultError> {
  let whole: Consequence = decision
  if (engine.reactions.size === 0) return whole
  const pending = [...(decision.changes ?? [])]
  for (const { event, id } of pending) {
    for (const reaction of engine.reactions.get(event.type) ?? []) {
      const occurred = { type: event.type, data: event.data, id }
      const added = reaction.decide(yield* session.load(reaction.load(occurred, read)), occurred, moment)
      // What a reaction changes may be reacted to in turn; events go up only, so this ends.
      pending.push(...(added.changes ?? []))
      whole = join(whole, added)
    }
  }
  return whole
}
