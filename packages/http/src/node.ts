import type { IncomingMessage, ServerResponse } from "node:http"

/** What is mounted: a fetch handler, such as `httpHandler` makes. */
export interface Fetcher {
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** Told what ends a connection before its answer is whole. Absent: `console.error`. */
  readonly onFailure?: (failure: unknown, request: Request) => void
}

/** A listener for `node:http`, and a handler for Express and Connect. */
export type NodeListener = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  next?: (error?: unknown) => void
) => void

/**
 * Mounts a fetch handler into `node:http` or Express: `createServer(nodeListener(handler))`,
 * `app.use("/shop", nodeListener(handler))`. Mount it before parsers of bodies: what has been read is gone.
 *
 * A client that goes away, or went before, aborts the request's signal; its body fails, and no more is read of the answer's.
 * What fails before the answer has begun is given to `next`. Without one, or later, it is told to `onFailure` and ends the connection.
 */
export const nodeListener =
  (fetcher: Fetcher): NodeListener =>
  (incoming, outgoing, next) => {
    const gone = departureOf(incoming, outgoing)
    const answering = async () => send(await fetcher.fetch(requestOf(incoming, gone)), outgoing, gone)
    answering().catch((cause: unknown) => {
      // A handler that heeds the signal, or reads the body, ends with the client's own leaving.
      if (gone.aborted && (cause === gone.reason || cause === incoming.errored)) return
      if (next !== undefined && !gone.aborted && !outgoing.headersSent) return next(cause)
      outgoing.destroy()
      tell(fetcher, cause, incoming, gone)
    })
  }

/** Aborts once the client is gone without its whole answer, at once if it went while others held the request. */
const departureOf = (incoming: IncomingMessage, outgoing: ServerResponse): AbortSignal => {
  const gone = new AbortController()
  const look = () => {
    if (!outgoing.writableFinished && (outgoing.destroyed || incoming.socket.destroyed)) gone.abort()
  }
  outgoing.once("close", look)
  // An answer that waits behind another's on its connection is not told of the end of it; its request is.
  incoming.once("close", look)
  look()
  return gone.signal
}

// What the host's own function throws must not end the process.
const tell = (
  { onFailure = console.error }: Fetcher,
  cause: unknown,
  incoming: IncomingMessage,
  signal: AbortSignal
) => {
  try {
    onFailure(cause, bare(incoming, signal))
  } catch (failure) {
    console.error(cause, failure)
  }
}

// What a framework has set of these before the mount stays beside the handler's own.
const added = ["set-cookie", "vary"]

/** Sends an answer as it comes, no faster than the client takes it. */
const send = async (response: Response, outgoing: ServerResponse, gone: AbortSignal): Promise<void> => {
  const { status, headers, body } = response
  if (gone.aborted) return body?.cancel(gone.reason)
  for (const [name, value] of headers) {
    if (added.includes(name)) outgoing.appendHeader(name, value)
    else outgoing.setHeader(name, value)
  }
  outgoing.writeHead(status)
  if (body === null || outgoing.req.method === "HEAD") {
    outgoing.end()
    return body?.cancel()
  }
  const reader = body.getReader()
  let left: Promise<void> | undefined
  const leave = () => {
    left = reader.cancel(gone.reason)
  }
  gone.addEventListener("abort", leave)
  // Where the first bytes take their time the headers go ahead; otherwise they go together.
  const ahead = setImmediate(() => outgoing.flushHeaders())
  try {
    while (true) {
      const { value } = await reader.read()
      clearImmediate(ahead)
      if (value === undefined || gone.aborted) break
      if (!outgoing.write(value)) await drained(outgoing)
    }
    outgoing.end()
  } finally {
    clearImmediate(ahead)
    gone.removeEventListener("abort", leave)
    await left
  }
}

const drained = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      outgoing.off("drain", go).off("close", go)
      resolve()
    }
    outgoing.on("drain", go).on("close", go)
  })

const bodiless = ["GET", "HEAD", "TRACE"]

/** A message as a Request, under the address its client asked for, whatever the path that a framework mounted it at. */
const requestOf = (incoming: IncomingMessage, signal: AbortSignal): Request => {
  if (bodiless.includes(incoming.method ?? "GET")) return bare(incoming, signal)
  if (incoming.readableDidRead) throw new Error("the body was read before: mount the shop before parsers of bodies")
  // Of an empty body a parser has taken nothing.
  if (incoming.readableEnded) return bare(incoming, signal)
  const { method = "GET" } = incoming
  const body = { body: bodyOf(incoming), duplex: "half" } as const
  return new Request(addressOf(incoming), { method, headers: headersOf(incoming), signal, ...body })
}

/** A message without its body. */
const bare = (incoming: IncomingMessage, signal: AbortSignal): Request => {
  const { method = "GET" } = incoming
  const request = { headers: headersOf(incoming), signal }
  if (method !== "TRACE") return new Request(addressOf(incoming), { ...request, method })
  // A Request of TRACE cannot be made, and whoever answers must know the method all the same.
  return Object.defineProperty(new Request(addressOf(incoming), request), "method", { value: method })
}

// Frameworks shorten `url` to what stands behind the mount and keep the whole in `originalUrl`.
const addressOf = (incoming: IncomingMessage): string => {
  const { url = "/", headers, socket } = incoming
  const whole = "originalUrl" in incoming && typeof incoming.originalUrl === "string" ? incoming.originalUrl : url
  const scheme = "encrypted" in socket ? "https" : "http"
  const { authority, path } = targetOf(whole, headers.host)
  const host =
    authority !== undefined && /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i.test(authority)
      ? authority
      : "localhost"
  const address = `${scheme}://${host}${path.startsWith("/") ? path : "/"}`
  return URL.canParse(address) ? address : `${scheme}://localhost/`
}

// A whole URL in place of a path names its host itself, and counts before the header (RFC 9112, 3.2.2).
const targetOf = (whole: string, host: string | undefined) => {
  const [, authority, rest] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(whole) ?? []
  if (authority === undefined || rest === undefined) return { authority: host, path: whole }
  return { authority, path: rest.startsWith("/") ? rest : `/${rest}` }
}

const headersOf = ({ rawHeaders }: IncomingMessage): Headers => {
  const headers = new Headers()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "")
  }
  return headers
}

// Not Readable.toWeb: when its reader stops early it destroys the socket, and the answer that says why with it.
const bodyOf = (incoming: IncomingMessage): ReadableStream<Uint8Array> => {
  incoming.pause()
  const listeners = (controller: ReadableStreamDefaultController<Uint8Array>) => ({
    data: (chunk: Uint8Array) => {
      incoming.pause()
      controller.enqueue(new Uint8Array(chunk))
    },
    end: () => controller.close(),
    error: (cause: unknown) => controller.error(cause),
    close: () => {
      if (!incoming.readableEnded) controller.error(incoming.errored ?? new Error("the body broke off"))
    }
  })
  let heard: ReturnType<typeof listeners> | undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        heard = listeners(controller)
        incoming.on("data", heard.data).on("end", heard.end).on("error", heard.error).on("close", heard.close)
        incoming.pause()
        // Whoever went before this was heard by nobody, and nothing is told again.
        if (incoming.destroyed) heard.close()
      },
      pull: () => void incoming.resume(),
      cancel: () => {
        incoming.pause()
        if (heard === undefined) return
        incoming.off("data", heard.data).off("end", heard.end).off("error", heard.error).off("close", heard.close)
      }
    },
    { highWaterMark: 0 }
  )
}
