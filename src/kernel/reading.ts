import * as Result from "effect/Result"
import { isStorable } from "./text.ts"

/** Where in a JSON document something is wrong, as a JSON pointer (RFC 6901) such as `/lines/2/quantity`, and why. */
export interface Flaw {
  readonly path: string
  readonly why: string
}

/**
 * Reads one value of a closed JSON document. Readers say the same as the Schemas of `model.ts`, for code that must run
 * where Schema does not fit: a browser that prices a cart.
 */
export type Reader<out A> = (value: unknown) => Result.Result<A, Flaw>

/** What a reader gives. */
export type ReadBy<R> = R extends Reader<infer A> ? A : never

type Readers = Readonly<Record<string, Reader<unknown>>>
type Closed<R extends Readers, O extends Readers> = { readonly [K in keyof R]: ReadBy<R[K]> } & {
  readonly [K in keyof O]?: ReadBy<O[K]>
}

/** A flaw at the value itself. */
export const flaw = (why: string): Result.Result<never, Flaw> => Result.fail({ path: "", why })

/** The same flaw, seen from the object or list that holds the value under `key`. */
export const within = (key: string | number, { path, why }: Flaw): Flaw => ({
  path: `/${String(key).slice(0, 64).replaceAll("~", "~0").replaceAll("/", "~1")}${path}`,
  why
})

/** Text of 1 to `longest` UTF-16 units that every store can keep. */
export const text =
  (longest: number): Reader<string> =>
  (value) =>
    typeof value === "string" && value.length > 0 && value.length <= longest && isStorable(value)
      ? Result.succeed(value)
      : flaw(`expected text of 1 to ${longest} characters`)

/** Text of this form, at most `longest` UTF-16 units. */
export const pattern =
  (form: RegExp, longest: number, expected: string): Reader<string> =>
  (value) =>
    typeof value === "string" && value.length <= longest && form.test(value)
      ? Result.succeed(value)
      : flaw(`expected ${expected}`)

/** A whole number within bounds; minus zero is none. */
export const whole =
  (least: number, most: number): Reader<number> =>
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most && !Object.is(value, -0)
      ? Result.succeed(value)
      : flaw(`expected a whole number from ${least} to ${most}`)

/** True or false. */
export const truth: Reader<boolean> = (value) =>
  typeof value === "boolean" ? Result.succeed(value) : flaw("expected true or false")

/** One of a few words. */
export const oneOf = <const Words extends ReadonlyArray<string>>(...words: Words): Reader<Words[number]> => {
  const refused = flaw(`expected one of ${words.join(", ")}`)
  return (value) => {
    const found = words.find((word) => word === value)
    return found === undefined ? refused : Result.succeed(found)
  }
}

/** A list of at most `longest` values. */
export const list =
  <A>(of: Reader<A>, longest: number, least = 0): Reader<ReadonlyArray<A>> =>
  (value) => {
    if (!Array.isArray(value)) return flaw("expected a list")
    if (value.length > longest) return flaw(`expected at most ${longest} entries`)
    if (value.length < least) return flaw(`expected at least ${least} entries`)
    const read: Array<A> = []
    for (let index = 0; index < value.length; index++) {
      const one = of(value[index])
      if (Result.isFailure(one)) return Result.fail(within(index, one.failure))
      read.push(one.success)
    }
    return Result.succeed(read)
  }

/** An object whose keys are free and whose values are alike. It has no prototype, so no key can reach one. */
export const record =
  <A>(of: Reader<A>, most: number): Reader<Readonly<Record<string, A>>> =>
  (value) => {
    if (!isRecord(value)) return flaw("expected an object")
    const keys = Object.keys(value)
    if (keys.length > most) return flaw(`expected at most ${most} keys`)
    const read: Record<string, A> = Object.create(null)
    for (const key of keys) {
      if (!isStorable(key)) return flaw("a key with NUL or a lone surrogate")
      const one = of(value[key])
      if (Result.isFailure(one)) return Result.fail(within(key, one.failure))
      read[key] = one.success
    }
    return Result.succeed(read)
  }

/** An object with exactly these keys: the required ones, and any of the optional ones. Another key is a flaw. */
export const closed =
  <const R extends Readers, const O extends Readers = Readonly<Record<never, never>>>(
    required: R,
    optional?: O
  ): Reader<Closed<R, O>> =>
  (value) => {
    if (!isRecord(value)) return flaw("expected an object")
    const read: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      const reader = own(required, key) ?? (optional === undefined ? undefined : own(optional, key))
      if (reader === undefined) return Result.fail(within(key, { path: "", why: "unknown key" }))
      if (value[key] === undefined) continue
      const one = reader(value[key])
      if (Result.isFailure(one)) return Result.fail(within(key, one.failure))
      read[key] = one.success
    }
    for (const key of Object.keys(required)) {
      if (!Object.hasOwn(read, key)) return Result.fail(within(key, { path: "", why: "missing" }))
    }
    return Result.succeed(read as Closed<R, O>)
  }

/** An object of one of several shapes, told apart by the word under `key`. */
export const kinds =
  <const K extends string, const Cases extends Readers>(key: K, cases: Cases): Reader<ReadBy<Cases[keyof Cases]>> =>
  (value) => {
    const kind = isRecord(value) ? value[key] : undefined
    const reader = typeof kind === "string" ? own(cases, kind) : undefined
    if (reader === undefined)
      return Result.fail(within(key, { path: "", why: `expected one of ${Object.keys(cases).join(", ")}` }))
    return reader(value) as Result.Result<ReadBy<Cases[keyof Cases]>, Flaw>
  }

/** An object of one of several shapes, told apart by which key it has. */
export const keyed =
  <const Cases extends Readers>(cases: Cases): Reader<ReadBy<Cases[keyof Cases]>> =>
  (value) => {
    if (!isRecord(value)) return flaw("expected an object")
    const key = Object.keys(cases).find((one) => Object.hasOwn(value, one))
    if (key === undefined) return flaw(`expected one of the keys ${Object.keys(cases).join(", ")}`)
    return cases[key]!(value) as Result.Result<ReadBy<Cases[keyof Cases]>, Flaw>
  }

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const own = (readers: Readers, key: string): Reader<unknown> | undefined =>
  Object.hasOwn(readers, key) ? readers[key] : undefined
