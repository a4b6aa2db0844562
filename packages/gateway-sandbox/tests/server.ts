import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Readable } from "node:stream"

/** A real server on a free port, whose answers can be exchanged while it runs. */
export interface Served {
  readonly address: string
  handler: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

export const serve = async (handler: Served["handler"]): Promise<Served> => {
  const server = createServer((incoming, outgoing) => {
    const method = incoming.method ?? "GET"
    const body =
      method === "GET" || method === "HEAD" ? {} : { body: Readable.toWeb(incoming), duplex: "half" as const }
    const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string])
    const request = new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, ...body })
    served.handler(request).then(
      async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers))
        outgoing.end(Buffer.from(await response.arrayBuffer()))
      },
      (cause: unknown) => outgoing.destroy(cause instanceof Error ? cause : undefined)
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const served: Served = {
    address: `http://127.0.0.1:${port}`,
    handler,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((cause) => (cause === undefined ? resolve() : reject(cause)))
      })
  }
  return served
}
