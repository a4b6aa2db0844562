import { RefusedError, type Shop } from "pannier/shop"
import { type HttpHandler, httpHandler } from "@pannier/http"
import { nodeListener } from "@pannier/http/node"
import express, { type Express } from "express"
import { actorOf, guestToken, signIn, unguessable } from "./people.ts"
import { gateway, piecesOf } from "./shop.ts"

const cookieOptions = { httpOnly: true, sameSite: "lax", path: "/" } as const

/** The server that was there, and the shop in it. */
export const appWith = (shop: Shop, work: () => void): { readonly app: Express; readonly handler: HttpHandler } => {
  // #region mount
  const handler = httpHandler(shop, {
    prefix: "/shop",
    gateways: [gateway],
    actor: (request) => actorOf(request.headers.get("cookie")),
    onDue: work
  })

  const app = express()
  // Before the parsers: what a gateway signed is the bytes of its body, and the shop reads them itself.
  app.use("/shop", nodeListener(handler))
  app.use(express.json())
  // #endregion mount

  app.get("/", (request, response) => {
    if (guestToken(request.headers.cookie) === undefined) response.cookie("guest", unguessable(), cookieOptions)
    response.type("text").send("a server that was here before the shop")
  })

  app.post("/session", (request, response) => {
    const token = signIn(String(request.body?.login))
    if (token === undefined) response.status(403).json({ error: "no such user" })
    else response.cookie("session", token, cookieOptions).status(204).end()
  })

  // #region own
  // A page of the host's own speaks with the shop in the same process, without HTTP.
  app.get("/basket/:cart", async (request, response) => {
    const actor = actorOf(request.headers.cookie)
    if (actor === undefined) response.status(401).json({ error: "sign in first" })
    else response.json(await piecesOf(shop, actor, request.params.cart))
  })

  app.use((error: unknown, _: express.Request, response: express.Response, next: express.NextFunction) => {
    if (!(error instanceof RefusedError)) return next(error)
    response.status(error._tag === "NotFound" ? 404 : 400).json({ error: error._tag, message: error.wording.en })
  })
  // #endregion own

  return { app, handler }
}
