/** Somebody with a browser, walked by fetch: cookies are kept, redirects are followed, forms are filled in. */

/** A page as it was answered. */
export interface Page {
  /** Where it was in the end, with its query. */
  readonly path: string
  readonly status: number
  readonly html: string
  /** Its text alone, spaces folded. */
  readonly words: string
}

type Fields = Readonly<Record<string, string>>

const unescaped = (text: string): string =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")

/** The hidden fields of the form of a page that posts to an address; a `mark` tells it from others that do. */
export const hiddenIn = ({ html }: Page, action: string, mark = ""): Fields => {
  const forms = html.match(/<form method="post".*?<\/form>/gs) ?? []
  const form = forms.find((one) => one.includes(` action="${action}"`) && one.includes(mark))
  if (form === undefined) throw new Error(`no form that posts to \`${action}\``)
  const found = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, unescaped(value)]))
}

/** What stands beside a field as its error. */
export const errorOf = ({ html }: Page, field: string): string | undefined =>
  new RegExp(`<p class="error" id="${field}-error"[^>]*>([^<]*)</p>`).exec(html)?.[1]

export class Visitor {
  readonly #origin: string
  readonly #cookies = new Map<string, string>()

  constructor(origin: string) {
    this.#origin = origin
  }

  async ask(path: string, fields?: Fields): Promise<Page> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const answer = await fetch(this.#origin + path, {
      redirect: "manual",
      headers: { cookie, origin: this.#origin },
      ...(fields === undefined ? {} : { method: "POST", body: new URLSearchParams(fields) })
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.#cookies.set(name, value)
    }
    const to = answer.headers.get("location")
    if (to !== null) return this.ask(to.replace(this.#origin, ""))
    const html = await answer.text()
    const words = unescaped(html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " "))
    return { path, status: answer.status, html, words }
  }

  /** Fills in the form of a page and sends it. */
  send(page: Page, action: string, fields: Fields = {}, mark = ""): Promise<Page> {
    return this.ask(action, { ...hiddenIn(page, action, mark), ...fields })
  }
}
