/**
 * A prefix as it stands in the path of a URL: percent-encoded, and without a slash at its end.
 *
 * @throws RangeError if it is no plain path: it does not begin with `/`, or holds `?`, `#`, or the `:` and `*` of patterns
 */
export const prefixOf = ({ prefix = "" }: { readonly prefix?: string }): `/${string}` | "" => {
  if (prefix !== "" && !/^\/[^?#:*]*$/.test(prefix)) {
    throw new RangeError(`the prefix \`${prefix}\` is no plain path such as \`/shop\``)
  }
  const path = new URL(`http://localhost${prefix}`).pathname.replace(/\/+$/, "")
  return path === "" ? "" : `/${path.slice(1)}`
}
