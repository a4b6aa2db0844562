/** Tells two runs apart: a hash over all that happened, in order (two lanes of FNV-1a, 64 bits in all). */
export class Trace {
  #left = 0x811c9dc5
  #right = 0x9dc5811c

  note(text: string): void {
    let left = this.#left
    let right = this.#right
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      left = Math.imul(left ^ code, 0x01000193)
      right = Math.imul(right ^ code ^ (left >>> 16), 0x01000193)
    }
    this.#left = Math.imul(left ^ 0x0a, 0x01000193)
    this.#right = Math.imul(right ^ 0x0a, 0x01000193)
  }

  get hash(): string {
    return [this.#left, this.#right].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("")
  }
}
