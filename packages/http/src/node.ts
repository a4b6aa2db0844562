import type { IncomingMessage, ServerResponse } from "node:http"

/** What is mounted: a fetch handler, such as `httpHandler` makes. */
export interface Fetcher {
  readonly fetch: (request: Request) => Promise<Response>
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
 * A client that goes away aborts the request's signal. What fails while answering is given to `next`, or ends the connection.
 */
export const nodeListener =
  ({ fetch }: Fetcher): NodeListener =>
  (incoming, outgoing, next) => {
    const gone = new AbortController()
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) gone.abort()
    })
    answer(fetch, incoming, outgoing, gone.signal).catch((cause: unknown) => {
      if (next === undefined) outgoing.destroy(cause instanceof Error ? cause : new Error(String(cause)))
      else next(cause)
    })
  }

const answer = async (
  fetch: Fetcher["fetch"],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  signal: AbortSignal
): Promise<void> => {
  const response = await fetch(requestOf(incoming, signal))
  const body = new Uint8Array(await response.arrayBuffer())
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(body)
}

const bodiless = ["GET", "HEAD"]

/** A message as a Request, under the address its client asked for, whatever the path that a framework mounted it at. */
const requestOf = (incoming: IncomingMessage, signal: AbortSignal): Request => {
  const { method = "GET" } = incoming
  const request = { method, headers: headersOf(incoming), signal }
  if (bodiless.includes(method)) return new Request(addressOf(incoming), request)
  if (incoming.readableDidRead) throw new Error("the body was read before: mount the shop before parsers of bodies")
  return new Request(addressOf(incoming), { ...request, body: bodyOf(incoming), duplex: "half" })
}

// Frameworks shorten `url` to what stands behind the mount and keep the whole in `originalUrl`.
const addressOf = (incoming: IncomingMessage): string => {
  const { url = "/", headers, socket } = incoming
  const whole = "originalUrl" in incoming && typeof incoming.originalUrl === "string" ? incoming.originalUrl : url
  const scheme = "encrypted" in socket ? "https" : "http"
  const host =
    headers.host !== undefined && /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i.test(headers.host)
      ? headers.host
      : "localhost"
  const address = `${scheme}://${host}${whole.startsWith("/") ? whole : "/"}`
  return URL.canParse(address) ? address : `${scheme}://localhost/`
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
    error: (cause: unknown) => controller.error(cause)
  })
  let heard: ReturnType<typeof listeners> | undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        heard = listeners(controller)
        incoming.on("data", heard.data).on("end", heard.end).on("error", heard.error)
        incoming.pause()
      },
      pull: () => void incoming.resume(),
      cancel: () => {
        incoming.pause()
        if (heard !== undefined) incoming.off("data", heard.data).off("end", heard.end).off("error", heard.error)
      }
    },
    { highWaterMark: 0 }
  )
}
