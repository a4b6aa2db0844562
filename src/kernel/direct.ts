/** The annotation by which a Schema whose wire has another shape brings both its directions as plain functions. */
export const direct = "pannier/direct"

/**
 * Both directions of a Schema, for one that is in every document: with a step for each check and each field it would cost more
 * than all else of the document together. `undefined` is answered for what does not fit, and the Schema itself then says why.
 *
 * Law: what they answer is what effect answers for the Schema.
 */
export interface Direct {
  /** The transformation that they stand for: a Schema made of this one by another keeps the annotation, but not the meaning. */
  readonly transformation: { readonly decode: unknown; readonly encode: unknown }
  readonly decode: (wire: unknown) => unknown
  readonly encode: (value: unknown) => unknown
  /** `JSON.stringify` of what `encode` answers, its keys sorted. */
  readonly text?: (value: unknown) => string | undefined
}
