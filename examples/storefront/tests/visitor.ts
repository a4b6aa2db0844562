/** Somebody with a browser, walked by fetch: cookies are kept, redirects are followed or shown, forms are filled in. */

/** A page as it was answered. */
export interface Page {
  /** Where it was in the end, with its query. */
  readonly path: string
  readonly status: number
  /** Where it leads, if it is a redirect that was not followed. */
  readonly to: string
  /** Its text as it came, whatever it is. */
  readonly html: string
  /** What is read on it, spaces folded. */
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

const wordsOf = (html: string): string =>
  unescaped(
    html
      .replace(/<(style|script)[^>]*>.*?<\/\1>/gs, " ")
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
  )

/** A form that posts, with what it would send as it stands: the fields that were filled in for the visitor. */
export interface Form {
  readonly action: string
  readonly fields: Fields
  readonly html: string
}

export const formsOf = ({ html }: Pick<Page, "html">): ReadonlyArray<Form> =>
  [...html.matchAll(/<form method="post" action="([^"]+)"[^>]*>.*?<\/form>/gs)].map(([form, action = ""]) => ({
    action: unescaped(action),
    html: form,
    fields: Object.fromEntries(
      [...form.matchAll(/<input([^>]*)>/g)].map(([, input = ""]) => [
        / name="([^"]*)"/.exec(input)?.[1] ?? "",
        unescaped(/ value="([^"]*)"/.exec(input)?.[1] ?? "")
      ])
    )
  }))

/** The form of a page that has a field which begins so, with this value if one is given. */
export const formThat = (page: Page, name: string, value?: string): Form => {
  const form = formsOf(page).find(
    ({ fields }) =>
      Object.keys(fields).some((field) => field.startsWith(name)) && (value === undefined || fields[name] === value)
  )
  if (form === undefined) throw new Error(`the page has no form with ${name} ${value ?? ""}`)
  return form
}

/** The fields of the form that would do this to that. */
export const formTo = (page: Page, what: string, about: string): Fields => {
  const form = formsOf(page).find(({ fields }) => fields["do"] === what && Object.values(fields).includes(about))
  if (form === undefined) throw new Error(`the page has no form to ${what} ${about}`)
  return form.fields
}

/** The hidden fields of the form of a page that posts to an address; a `mark` tells it from others that do. */
export const hiddenIn = (page: Page, action: string, mark = ""): Fields => {
  const form = formsOf(page).find((one) => one.action === action && one.html.includes(mark))
  if (form === undefined) throw new Error(`no form that posts to \`${action}\``)
  const found = form.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, unescaped(value)]))
}

/** What stands beside a field as its error. */
export const errorOf = ({ html }: Page, field: string): string | undefined =>
  new RegExp(`<p class="error" id="${field}-error"[^>]*>([^<]*)</p>`).exec(html)?.[1]

/** The links of a page to addresses with this part. */
export const linksOf = ({ html }: Page, part: string): ReadonlySet<string> =>
  new Set([...html.matchAll(/ href="([^"]+)"/g)].map(([, to = ""]) => unescaped(to)).filter((to) => to.includes(part)))

export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #origin: string
  readonly #fetch: (request: Request) => Response | Promise<Response>

  /** @param fetch what answers instead of the server at the origin: the shop itself, whether or not it listens */
  constructor(origin: string, fetch: (request: Request) => Response | Promise<Response> = globalThis.fetch) {
    this.#origin = origin
    this.#fetch = fetch
  }

  /** Looks at an address; a redirect is shown. */
  get(path: string): Promise<Page> {
    return this.#send(path, {})
  }

  /** Sends a form; a redirect is shown. */
  post(path: string, fields: Fields): Promise<Page> {
    return this.#send(path, { method: "POST", body: new URLSearchParams(fields) })
  }

  /** Looks at an address, or sends a form there, and follows where it leads. */
  async ask(path: string, fields?: Fields): Promise<Page> {
    let page = await (fields === undefined ? this.get(path) : this.post(path, fields))
    while (page.to !== "") page = await this.get(page.to.replace(this.#origin, ""))
    return page
  }

  /** Fills in the form of a page and sends it. */
  send(page: Page, action: string, fields: Fields = {}, mark = ""): Promise<Page> {
    return this.ask(action, { ...hiddenIn(page, action, mark), ...fields })
  }

  async #send(path: string, init: RequestInit): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const headers = { cookie, origin: this.#origin }
    const answer = await this.#fetch(new Request(this.#origin + path, { ...init, redirect: "manual", headers }))
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const html = await answer.text()
    return { path, status: answer.status, to: answer.headers.get("location") ?? "", html, words: wordsOf(html) }
  }
}
