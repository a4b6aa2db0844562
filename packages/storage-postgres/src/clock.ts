import * as Result from "effect/Result"
import { type ClockSkew, instantOf } from "pannier/storage"
import type { Session } from "./session.ts"
import { numberIn, Parameters } from "./statements.ts"

/** The server's clock as the expression of a column: milliseconds, at the moment that it is asked. */
export const serverClock = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

/**
 * How far the server's clock is ahead of this machine's, in milliseconds, as one answer shows it; behind, where it is negative.
 * The two cannot be told apart while the server's instant lies between the question and the answer.
 *
 * @param server what the server's clock stood at, between the two
 * @param sent when the question was sent, by this machine's clock
 * @param heard when its answer came, by the same
 */
export const aheadOf = (server: number, sent: number, heard: number): number =>
  server > heard ? server - heard : Math.min(0, server - sent)

/** Storage's clock for somebody whose own is at `clock`: put right by the server's, unless the host has given one. */
export const storageClock = (clock: number, ahead: number, given: boolean): number => (given ? clock : clock + ahead)

/** What a commit of that instant would be told of its clock, as `instantOf` has it. */
export const instantNow = async (
  session: Session,
  at: number,
  clock: number,
  given: boolean,
  skew: number
): Promise<Result.Result<number, ClockSkew>> => {
  const parameters = new Parameters()
  const sent = Date.now()
  const [head = []] = await session.read(
    `SELECT at::text, ${serverClock}::text FROM ${session.table("head")} WHERE tenant = ${parameters.text(session.place.tenant)}`,
    parameters.values
  )
  const ahead = aheadOf(numberIn(head, 1), sent, Date.now())
  const last = typeof head[0] === "string" ? Number(head[0]) : undefined
  return instantOf(at, storageClock(clock, ahead, given), last, skew)
}
