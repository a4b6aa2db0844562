/** What a converter answers for a value that it does not take. Effect's own parser is then asked, which tells why. */
export const unfit: unique symbol = Symbol("unfit")

/** Makes a value of one side of a Schema into one of the other, or answers {@link unfit}. It changes nothing it is given. */
export type Convert = (value: unknown) => unknown

/** Whether a value may pass. */
export type Passes = (value: unknown) => boolean

/** One conversion, then another. */
export const inTurn =
  (first: Convert, second: Convert): Convert =>
  (value) => {
    const between = first(value)
    return between === unfit ? unfit : second(between)
  }

/** A conversion between checks of what goes in and of what comes out. */
export const guarded =
  (convert: Convert, before: Passes | undefined, after: Passes | undefined): Convert =>
  (value) => {
    const converted = convert(value)
    if (converted === unfit || (before !== undefined && !before(value))) return unfit
    return after === undefined || after(converted) ? converted : unfit
  }

/** The first of several conversions that takes the value. */
export const firstOf =
  (members: ReadonlyArray<Convert>): Convert =>
  (value) => {
    for (const convert of members) {
      const converted = convert(value)
      if (converted !== unfit) return converted
    }
    return unfit
  }

/** A value as it is, if it passes. */
export const asIs =
  (passes: Passes): Convert =>
  (value) =>
    passes(value) ? value : unfit
