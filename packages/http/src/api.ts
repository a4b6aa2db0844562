import * as Arr from "effect/Array"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
import { Id, type Refusal, Text } from "pannier/kernel"
import { PayloadTooLarge } from "pannier/payment"
import { statusOf } from "./answer.ts"
import { Defect, ShuttingDown, Unauthenticated } from "./errors.ts"
import { parameterFields } from "./parameter.ts"
import { prefixOf } from "./prefix.ts"
import { type Route, routesOf, type ShopParts, tagOf } from "./routes.ts"
import { carrierPartner, gatewayPartner, type Partner } from "./webhook.ts"

/** How a shop's API is described. */
export interface ApiOptions {
  /**
   * Where it is mounted, such as `/shop` or `/商店`; the path of every request begins with it. Absent: at the root. What is
   * no plain path is a RangeError at once.
   */
  readonly prefix?: `/${string}`
  readonly title?: string
  readonly version?: string
  /** How the host recognises actors, any of these; for the description alone. Absent: a bearer token. */
  readonly security?: Readonly<Record<string, HttpApiSecurity.HttpApiSecurity>>
  /** Those whose callbacks are taken. */
  readonly gateways?: ReadonlyArray<{ readonly name: string }>
  readonly carriers?: ReadonlyArray<{ readonly name: string }>
}

/** The header under which a command has one effect and one reply. */
export const keyHeader = "idempotency-key"

/**
 * A shop's commands and queries as one HttpApi of effect, made at run time from the table: `POST /<domain>/<name>` with the
 * input as JSON, `GET /<domain>/<name>` with its fields as URL parameters (text as it is, anything else as JSON).
 *
 * It describes; `httpHandler` answers, for HttpApi's own decoding drops unknown keys and refuses with an empty body.
 */
export const shopApi = (shop: ShopParts, options: ApiOptions = {}): ShopApi => {
  const security = securityOf(options)
  class Authentication extends HttpApiMiddleware.Service<Authentication>()("@pannier/http/Authentication", {
    security,
    error: body(Unauthenticated)
  }) {}
  const described = OpenApi.annotations({ title: options.title ?? "Pannier", version: options.version ?? "0.1.0" })
  const prefix = prefixOf(options)
  const mounted = <A extends { readonly path: `/${string}` }>(one: A): A => ({ ...one, path: `${prefix}${one.path}` })
  const domains = Map.groupBy(routesOf(shop), ({ domain }) => domain)
  const groups = [...domains].map(([domain, routes]) =>
    groupOf(
      domain,
      routes.map((route) => endpointOf(mounted(route), Authentication))
    )
  )
  const { gateways = [], carriers = [] } = options
  const partners = [...gateways.map(gatewayPartner), ...carriers.map(carrierPartner)]
  if (partners.length > 0) groups.push(groupOf("webhook", partners.map(mounted).map(callbackOf)))
  return HttpApi.make("pannier")
    .annotateMerge(described)
    .add(...some(groups))
}

type Group = HttpApiGroup.HttpApiGroup<string, HttpApiEndpoint.Constraint, boolean>

/** The API of a shop, whose endpoints are known at run time alone. */
export interface ShopApi extends HttpApi.HttpApi<"pannier", Group> {}

/** The OpenAPI 3.1 document of a shop. */
export const documentOf = (shop: ShopParts, options: ApiOptions = {}): OpenApi.OpenAPISpec =>
  OpenApi.fromApi(shopApi(shop, options), {
    // Only the wire is described, so nothing needs to be told apart from its wire side.
    referencePolicy: ({ identifier }) => identifier?.replace(/Encoded$/, "")
  })

const groupOf = (name: string, endpoints: ReadonlyArray<HttpApiEndpoint.Constraint>): Group =>
  HttpApiGroup.make(name).add(...some(endpoints))

const some = <A>(items: ReadonlyArray<A>): Arr.NonEmptyReadonlyArray<A> => {
  if (Arr.isReadonlyArrayNonEmpty(items)) return items
  throw new Error("a table without entries")
}

/** How actors are recognised, by the name of the scheme. */
export const securityOf = ({
  security = { bearer: HttpApiSecurity.bearer }
}: ApiOptions): Record<string, HttpApiSecurity.HttpApiSecurity> => ({ ...security })

const IdempotencyKey = Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{1,255}$/u)).annotate({
  description: "the same key and input have one effect and one reply"
})

const endpointOf = <I extends HttpApiMiddleware.AnyId, S>(
  route: Route,
  authentication: Context.Key<I, S>
): HttpApiEndpoint.Constraint => {
  const { name, path, entry } = route
  const described = Context.merge(
    OpenApi.annotations({ summary: entry.summary, override: { "x-permission": entry.permission } }),
    OpenApi.annotations({ identifier: entry.name })
  )
  const error = [...route.refusals, Defect, ShuttingDown].map(body)
  return route.method === "POST"
    ? HttpApiEndpoint.post(name, path, {
        headers: { [keyHeader]: Schema.optionalKey(IdempotencyKey) },
        payload: route.entry.input,
        success: named(route.entry.reply),
        error: [...error, body(PayloadTooLarge)]
      })
        .annotateMerge(described)
        .middleware(authentication)
    : HttpApiEndpoint.get(name, path, {
        query: parameterFields(route.entry),
        success: named(route.entry.reply),
        error
      })
        .annotateMerge(described)
        .middleware(authentication)
}

const callbackOf = ({ path, kind, name, subject, refusals, summary }: Partner): HttpApiEndpoint.Constraint =>
  HttpApiEndpoint.post(`${kind}.${name}`, path, {
    payload: Schema.String.pipe(HttpApiSchema.asText({ contentType: "*/*" })),
    success: Schema.Union([
      Schema.Struct({ [subject]: Id }),
      // Of gateways alone: a kind of callback that the adapter does not know is acknowledged, and changes nothing.
      ...(kind === "gateway" ? [Schema.Struct({ ignored: Text(100) })] : [])
    ]),
    error: [...refusals, Defect, ShuttingDown].map(body)
  }).annotateMerge(OpenApi.annotations({ identifier: `webhook.${kind}.${name}`, summary }))

const names = new WeakMap<object, Schema.Top>()

/** A reply under the name of its class, where it has one, so that the description tells it once. */
const named = (reply: Schema.Top): Schema.Top => {
  const made = names.get(reply)
  if (made !== undefined) return made
  const name = "name" in reply && typeof reply.name === "string" ? reply.name : "Schema"
  const whole = name === "Schema" ? reply : reply.annotate({ identifier: name })
  names.set(reply, whole)
  return whole
}

const Wording = Schema.Struct({ zh: Schema.String, en: Schema.String })

const bodies = new WeakMap<object, Schema.Top>()

/** A refusal as the body of an answer: its fields and what it says, under its status. */
const body = (schema: Refusal): Schema.Top => {
  const made = bodies.get(schema)
  if (made !== undefined) return made
  if (!("fields" in schema)) throw new Error(`the fact ${tagOf(schema)} is no struct: make it with \`refusal\``)
  const fields = schema.fields as Schema.Struct.Fields
  const whole = Schema.Struct({ ...fields, message: Wording })
    .annotate({ identifier: `Refused.${tagOf(schema)}` })
    .pipe(HttpApiSchema.status(statusOf(schema)))
  bodies.set(schema, whole)
  return whole
}
