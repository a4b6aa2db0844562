import { createServer, type IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"

/** A real server on a free port. */
export interface Server {
  readonly address: string
  readonly close: () => Promise<void>
}

const requestOf = async (incoming: IncomingMessage): Promise<Request> => {
  const { method = "GET", url = "/", headers } = incoming
  const body = method === "POST" ? { body: await text(incoming) } : {}
  const plain = Object.entries(headers).flatMap(([name, value]): Array<[string, string]> => [[name, String(value)]])
  return new Request(`http://${headers.host}${url}`, { method, headers: plain, ...body })
}

/** Serves a fetch handler over HTTP; what it throws breaks the connection off. */
export const listen = (handler: (request: Request) => Promise<Response>): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((incoming, outgoing) => {
      const answer = async () => {
        const response = await handler(await requestOf(incoming))
        outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text())
      }
      answer().catch(() => outgoing.destroy())
    })
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address()
      resolve({
        address: `http://127.0.0.1:${typeof bound === "object" ? bound?.port : bound}`,
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections()
            server.close(() => closed())
          })
      })
    })
  })
