import { type Html, html } from "./html.ts"
import { picturePath } from "./paths.ts"
import type { Picture } from "./view.ts"

/** A picture beside words that already say what it shows, so it has no text of its own. */
export const picture = (shown: Picture, size: number, eager = false): Html =>
  html`<img class="picture" src="${picturePath(shown)}" alt="" width="${size}" height="${size}" loading="${eager ? "eager" : "lazy"}" decoding="async">`

/** A picture that stands for itself. */
export const namedPicture = (shown: Picture, name: string, size: number): Html =>
  html`<img class="picture" src="${picturePath(shown)}" alt="${name}" width="${size}" height="${size}">`
