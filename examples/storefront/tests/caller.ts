/** Somebody with a browser: cookies are kept, redirects are shown and not followed. */
export interface Page {
  readonly status: number
  readonly to: string
  readonly html: string
}

export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #origin: string

  constructor(origin: string) {
    this.#origin = origin
  }

  get(path: string): Promise<Page> {
    return this.#ask(path, { method: "GET" })
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<Page> {
    return this.#ask(path, { method: "POST", body: new URLSearchParams(fields) })
  }

  async #ask(path: string, init: RequestInit): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const answer = await fetch(this.#origin + path, {
      ...init,
      redirect: "manual",
      headers: { cookie, origin: this.#origin }
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === "" || /max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return { status: answer.status, to: answer.headers.get("location") ?? "", html: await answer.text() }
  }
}
