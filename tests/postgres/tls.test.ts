import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ConnectionOptions } from "node:tls"
import { PgClient } from "@effect/sql-pg"
import { startServer } from "@pannier/postgres-server"
import { type Driver, overPg, overSqlClient, postgres } from "@pannier/storage-postgres"
import * as Effect from "effect/Effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import type * as Scope from "effect/Scope"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { authority, type Certificate } from "./certificate.ts"
import { clock, collections, commit, order, poolOf } from "./shop.ts"

const folder = mkdtempSync(join(tmpdir(), "pannier-tls-"))
const file = (name: string) => join(folder, name)
const ours = authority("Pannier test authority")
const theirs = authority("Somebody else")

/** PostgreSQL takes a key that nobody else can read. */
const install = ({ certificate, key }: Certificate): void => {
  writeFileSync(file("server.crt"), certificate)
  writeFileSync(file("server.key"), key, { mode: 0o600 })
}
install(ours.issue("localhost"))
writeFileSync(file("ca.crt"), ours.certificate)
// Over the network by TLS alone.
const admitted = [
  "local all all trust",
  // By a certificate in its own name alone.
  "hostssl all robot all cert",
  "hostssl all all 127.0.0.1/32 trust",
  "hostssl all all ::1/128 trust"
]
writeFileSync(file("hba.conf"), `${admitted.join("\n")}\n`)

const server = await startServer(false, [
  "ssl=on",
  `ssl_cert_file=${file("server.crt")}`,
  `ssl_key_file=${file("server.key")}`,
  `ssl_ca_file=${file("ca.crt")}`,
  `hba_file=${file("hba.conf")}`
])
const bare = await startServer()
const inside = poolOf(server, 1)
await inside.query("CREATE ROLE robot LOGIN SUPERUSER")
afterAll(async () => {
  await inside.end()
  await server.stop()
  await bare.stop()
  rmSync(folder, { recursive: true })
})

const { port, user, database } = server.connection

/** A pool of `pg` for as long as the scope. The server may stop before the last of its connections has ended. */
const pooled = (config: pg.PoolConfig): Effect.Effect<Driver, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => new pg.Pool(config).on("error", () => {})),
      (pool) => Effect.promise(() => pool.end())
    ),
    (pool) => overPg(pool)
  )

/** Where to connect to, and by which rules of TLS. */
interface Way {
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly ssl: boolean | ConnectionOptions
}

type Connect = (way: Way) => Effect.Effect<Driver, unknown, Scope.Scope>

const ways: ReadonlyArray<readonly [string, Connect]> = [
  ["pg", (way) => pooled({ host: "localhost", port, user, database, max: 2, ...way })],
  [
    "effect's client",
    (way) =>
      Effect.map(
        Effect.provide(
          PgClient.make({ host: "localhost", port, username: way.user ?? user, database, maxConnections: 2, ...way }),
          Reactivity.layer
        ),
        overSqlClient
      )
  ]
]

/** How the connection that answers is encrypted. */
const encryption = "SELECT ssl::text, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"

let tenants = 0

/** Opens a store over a connection and commits once; or what it was refused with. */
const sold = (connect: Connect, way: Way) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.result(
        Effect.gen(function* () {
          const driver = yield* connect(way)
          const storage = yield* postgres(driver, { clock, tenant: `tls ${tenants++}` }).open(collections)
          const { position } = yield* storage.commit(commit("one", { writes: [order("one")] }))
          return [position, ...(yield* Effect.promise(() => driver.query(encryption, [])))]
        })
      )
    )
  )

describe.each(ways)("over TLS, %s", (_, connect) => {
  test("sells, given the authority, and the connection is encrypted", async () => {
    const answer = await sold(connect, { ssl: { ca: ours.certificate, rejectUnauthorized: true } })
    expect(answer).toMatchObject({ success: [1, ["true", "TLSv1.3"]] })
  })

  test("finds the certificate's name where it is told of it, at the server's address", async () => {
    const ssl = { ca: ours.certificate, servername: "localhost" }
    expect(await sold(connect, { host: "127.0.0.1", ssl })).toMatchObject({ success: [1, ["true", "TLSv1.3"]] })
    expect(await sold(connect, { host: "127.0.0.1", ssl: { ...ssl, servername: "elsewhere" } })).toMatchObject({
      failure: { detail: expect.stringMatching(/elsewhere/) }
    })
  })

  test("shows a certificate of its own to a server that asks for it, and is refused without, or with another's", async () => {
    const { certificate: cert, key } = ours.issue("robot")
    const ca = ours.certificate
    expect(await sold(connect, { user: "robot", ssl: { ca, cert, key } })).toMatchObject({
      success: [1, ["true", "TLSv1.3"]]
    })
    const refused = { failure: { _tag: "StorageError", reason: "Unavailable" } }
    expect(await sold(connect, { user: "robot", ssl: { ca } })).toMatchObject(refused)
    const other = ours.issue("somebody")
    expect(await sold(connect, { user: "robot", ssl: { ca, cert: other.certificate, key: other.key } })).toMatchObject(
      refused
    )
  })

  test.each<[string, Way, RegExp]>([
    ["an authority it does not know", { ssl: { ca: theirs.certificate } }, /unable to verify|self.signed/],
    ["an authority that nobody told it of", { ssl: true }, /unable to verify|self.signed/],
    ["another name than it asked for", { host: "127.0.0.1", ssl: { ca: ours.certificate } }, /127\.0\.0\.1/],
    ["a server without TLS", { port: bare.connection.port, ssl: { ca: ours.certificate } }, /SSL|TLS/]
  ])("refuses %s with a `StorageError` that says so", async (_, way, said) => {
    const answer = await sold(connect, way)
    expect(answer).toMatchObject({ failure: { _tag: "StorageError", reason: "Unavailable" } })
    expect(answer).toMatchObject({ failure: { detail: expect.stringMatching(said) } })
  })

  test("is refused without it by a server that asks for it", async () => {
    const answer = await sold(connect, { ssl: false })
    expect(answer).toMatchObject({ failure: { _tag: "StorageError", reason: "Unavailable" } })
    expect(answer).toMatchObject({ failure: { detail: expect.stringMatching(/no encryption.*SQLSTATE 28000/) } })
  })

  test("refuses a certificate that has expired, and sells again when the server has another", async () => {
    const way: Way = { ssl: { ca: ours.certificate } }
    install(ours.issue("localhost", new Date("2010-01-01T00:00:00Z")))
    await inside.query("SELECT pg_reload_conf()")
    expect(await sold(connect, way)).toMatchObject({ failure: { detail: expect.stringMatching(/expired/) } })
    install(ours.issue("localhost"))
    await inside.query("SELECT pg_reload_conf()")
    expect(await sold(connect, way)).toMatchObject({ success: [1, ["true", "TLSv1.3"]] })
  })
})

test("`sslmode=verify-full` in an address means the same", async () => {
  const address = (host: string) =>
    `postgres://${user}@${host}:${port}/${database}?sslmode=verify-full&sslrootcert=${file("ca.crt")}`
  const connect = (host: string) => () => pooled({ connectionString: address(host), max: 2 })
  expect(await sold(connect("localhost"), { ssl: true })).toMatchObject({ success: [1, ["true", "TLSv1.3"]] })
  expect(await sold(connect("127.0.0.1"), { ssl: true })).toMatchObject({ failure: { reason: "Unavailable" } })
})
