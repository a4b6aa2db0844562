import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { Refusal } from "../kernel/refusal.ts"
import type { Transfer } from "../ledger/model.ts"
import type { Claim, ColumnName } from "../storage/model.ts"
import type { AnyCollection, Loading } from "./question.ts"
import type { Read } from "./read.ts"
import type { Collection } from "./collection.ts"
import type { DomainEvent, DomainIntent } from "./event.ts"

/** Who acts. `id` is the host's; what the roles may do is the permission floor's. */
export interface Actor {
  readonly id: string
  readonly kind: "guest" | "customer" | "staff" | "system"
}

/** What a rule is given beside its values: time, chance and the actor are arguments. */
export interface Moment {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  readonly actor: Actor
  /** A new id, `prefix_...`, made of the commit's key and a counter: a retry makes the same ones. */
  readonly id: (prefix: string) => string
}

/** One document written or removed, with the event that tells why. */
export interface DocumentChange {
  readonly collection: AnyCollection
  readonly id: string
  /** `undefined` removes it. */
  readonly document: unknown
  readonly event: DomainEvent
}

/** What changes. All of it is made durable together; what it leaves out stays as it is. */
export interface Consequence {
  readonly changes?: ReadonlyArray<DocumentChange>
  readonly claims?: ReadonlyArray<Claim>
  readonly transfers?: ReadonlyArray<Transfer>
  readonly intents?: ReadonlyArray<DomainIntent>
  /** Ids of intents that are answered by this. */
  readonly answered?: ReadonlyArray<string>
  /** Ids of parked intents to be tried again. */
  readonly revived?: ReadonlyArray<string>
  /** Columns that every document has its value for by now. */
  readonly built?: ReadonlyArray<ColumnName>
}

/** What a command's rule returns. */
export interface Decision<out Reply> extends Consequence {
  readonly reply: Reply
}

/** Writes a document. One that the `load` did not read is an insert: if it exists, the answer is `AlreadyExists`. */
export const put = <A>(collection: Collection<A>, document: A, event: DomainEvent): DocumentChange => ({
  collection,
  id: collection.id(document),
  document,
  event
})

/** Removes a document that the `load` read. */
export const remove = <A>(collection: Collection<A>, id: string, event: DomainEvent): DocumentChange => ({
  collection,
  id,
  document: undefined,
  event
})

/** Any Schema without requirements, by its two sides: `Type` in a program, `Encoded` on the wire. */
export type AnyCodec = Schema.Codec<unknown, unknown>

/**
 * The one way to change anything. The service, the Promise face, the HTTP endpoint, the permission table and the random
 * commands of the tests are made of this value.
 */
export interface Command<Input extends AnyCodec, Reply extends AnyCodec, out Refused, in out Loaded> {
  /** `order.place`: equal to its path in the table of commands. */
  readonly name: string
  /** One sentence on what it does, for the documents and OpenAPI. */
  readonly summary: string
  readonly input: Input
  readonly reply: Reply
  /** The Schemas of what its rule may refuse, in order of precedence. */
  readonly refusals: ReadonlyArray<Refusal & { readonly Type: Refused }>
  /** The permission asked for before loading. */
  readonly permission: string
  /** Whose it is. The owner needs no role; to anyone else without the permission the document is absent. */
  owner?(loaded: Loaded, input: Input["Type"]): string | undefined
  /** The collections whose personal fields the rule needs to see. */
  readonly opens?: ReadonlyArray<AnyCollection>
  /** `now` is the instant at which it will be decided. */
  load(input: Input["Type"], read: Read, actor: Actor, now: number): Loading<Loaded>
  decide(loaded: Loaded, input: Input["Type"], moment: Moment): Result.Result<Decision<Reply["Type"]>, Refused>
}

type Definition<Input extends AnyCodec, Reply extends AnyCodec, Refused extends ReadonlyArray<Refusal>, Loaded> = Omit<
  Command<Input, Reply, Refused[number]["Type"], Loaded>,
  "name" | "refusals"
> & { readonly refusals: Refused }

/** Defines a command. */
export const command = <
  Input extends AnyCodec,
  Reply extends AnyCodec,
  const Refused extends ReadonlyArray<Refusal>,
  Loaded
>(
  name: string,
  definition: Definition<Input, Reply, Refused, Loaded>
): Command<Input, Reply, Refused[number]["Type"], Loaded> => ({ ...definition, name })

/** A question that changes nothing. What it may read, it may say; permission and owner as for a command. */
export interface Query<Input extends AnyCodec, Reply extends AnyCodec, in out Loaded> {
  readonly name: string
  readonly summary: string
  readonly input: Input
  readonly reply: Reply
  readonly permission: string
  owner?(loaded: Loaded, input: Input["Type"]): string | undefined
  readonly opens?: ReadonlyArray<AnyCollection>
  load(input: Input["Type"], read: Read, moment: Omit<Moment, "id">): Loading<Loaded>
  answer(loaded: Loaded, input: Input["Type"], moment: Omit<Moment, "id">): Reply["Type"]
}

/** Defines a query. */
export const query = <Input extends AnyCodec, Reply extends AnyCodec, Loaded>(
  name: string,
  definition: Omit<Query<Input, Reply, Loaded>, "name">
): Query<Input, Reply, Loaded> => ({ ...definition, name })

/** A command whose types do not matter here. */
export type AnyCommand = Command<any, any, { readonly _tag: string }, any>

/** A query whose types do not matter here. */
export type AnyQuery = Query<any, any, any>
