/** The longest code, in UTF-16 units before normalisation; a longer one is unknown. */
export const longestCode = 128

/**
 * The form in which codes are compared: without surrounding space, compatibility forms composed (NFKC), upper case. Full-width
 * letters become plain ones; letters of another script that merely look alike stay what they are, so they open nothing.
 *
 * Law: the form of a form is itself. Upper case can undo a composition and NFKC can make space, so both are looked at twice.
 */
export const normalCode = (code: string): string => code.normalize("NFKC").toUpperCase().normalize("NFKC").trim()
