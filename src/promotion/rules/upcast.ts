import { promotionModel } from "../version.ts"

/** From the n-th model to the next. */
type Step = (older: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>

// What the second model added is optional, so a promotion of the first stands as it was written.
const fromFirst: Step = (older) => older

const steps: ReadonlyArray<Step> = [fromFirst]

/**
 * A promotion of an older model as one of the present. What does not state its model is of the present one; what is of none, or
 * of a newer one, is left as it is, for the reader to refuse.
 */
export const upcast = (json: unknown): unknown => {
  if (!states(json)) return json
  const { model } = json
  if (typeof model !== "number" || !Number.isInteger(model) || model < 1 || model >= promotionModel) return json
  return { ...steps.slice(model - 1).reduce((older, step) => step(older), json), model: promotionModel }
}

const states = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === "object" && json !== null && !Array.isArray(json) && "model" in json
