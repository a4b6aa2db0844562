import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { now } from "./clock.ts"
import type { AnyCodec, Query } from "./command.ts"
import type { Failure } from "./errors.ts"
import { admit, type CallOptions, type Engine } from "./execute.ts"
import { fromProgram, fromWire } from "./input.ts"
import { observeCall } from "./observe.ts"
import { read } from "./read.ts"
import { Session } from "./session.ts"

/** Answers a query: input, permission, load, owner, answer. Nothing is written. */
export const ask = <Input extends AnyCodec, Reply extends AnyCodec, Loaded>(
  engine: Engine,
  query: Query<Input, Reply, Loaded>,
  input: unknown,
  options: Pick<CallOptions, "actor" | "wire">
): Effect.Effect<Reply["Type"], Failure> =>
  observeCall({ name: query.name, kind: "query", actor: options.actor.kind }, answered(engine, query, input, options))

const answered = Effect.fnUntraced(function* <Input extends AnyCodec, Reply extends AnyCodec, Loaded>(
  engine: Engine,
  query: Query<Input, Reply, Loaded>,
  input: unknown,
  { actor, wire }: Pick<CallOptions, "actor" | "wire">
): Effect.fn.Return<Reply["Type"], Failure> {
  const checked = (wire === true ? fromWire : fromProgram)<Input["Type"]>(query.input, input)
  if (Result.isFailure(checked)) return yield* Effect.fail(checked.failure)
  const at = yield* now
  const opens = new Set((query.opens ?? []).map(({ name }) => name))
  const session = new Session(engine.storage, engine.vault, opens, at, true)
  const moment = { now: at, actor }
  const loaded = yield* admit(engine, session, query, checked.success, actor, () =>
    query.load(checked.success, read, moment)
  )
  return query.answer(loaded, checked.success, moment)
})
