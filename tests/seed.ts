import * as fc from "fast-check"

const given = process.env["PANNIER_SEED"]

/**
 * From where a test draws. Everybody's runs draw the same, so that a change is judged by what it changed and not by luck;
 * `PANNIER_SEED=N npm test` draws other cases, and the campaigns draw new ones each time.
 */
export const seed = given === undefined ? 20_261_126 : Number(given)
if (!Number.isInteger(seed)) throw new Error(`PANNIER_SEED is no whole number: ${given}`)

fc.configureGlobal({ seed })
