import type { Session } from "./session.ts"

/** Columns of every table: whose row it is. `COLLATE "C"` compares by bytes, and the bytes are UTF-8. */
const tenant = `tenant text COLLATE "C" NOT NULL`
const text = `text COLLATE "C" NOT NULL`

/** A table whose rows only their own tenant sees. The owner of the tables sees all: he lays them out. */
export const tenantTable = (table: string, columns: ReadonlyArray<string>): ReadonlyArray<string> => [
  `CREATE TABLE ${table} (${[tenant, ...columns].join(", ")})`,
  ...guard(table)
]

const guard = (table: string): ReadonlyArray<string> => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY tenant ON ${table} USING (tenant = current_setting('pannier.tenant', true)) WITH CHECK (tenant = current_setting('pannier.tenant', true))`
]

/**
 * The layout of the schema, one step a version; the table `layout` remembers the steps taken. Steps are only ever added.
 * Each runs in a transaction of its own, so that what was interrupted goes on where it stopped.
 */
export const migrations = (session: Session): ReadonlyArray<ReadonlyArray<string>> => {
  const { table } = session
  return [
    [
      ...tenantTable(table("head"), ["position bigint NOT NULL", "at bigint", "PRIMARY KEY (tenant)"]),
      ...tenantTable(table("log"), [
        "position bigint NOT NULL",
        `key ${text}`,
        "at bigint NOT NULL",
        `actor ${text}`,
        `reason ${text}`,
        "PRIMARY KEY (tenant, position)"
      ]),
      ...tenantTable(table("event"), [
        "position bigint NOT NULL",
        "ordinal integer NOT NULL",
        `collection ${text}`,
        `id ${text}`,
        "sequence bigint NOT NULL",
        `type ${text}`,
        `data ${text}`,
        `change ${text}`,
        "PRIMARY KEY (tenant, position, ordinal)"
      ]),
      ...tenantTable(table("receipt"), [
        `key ${text}`,
        "position bigint NOT NULL",
        `fingerprint ${text}`,
        `reply ${text}`,
        "PRIMARY KEY (tenant, key)"
      ]),
      `CREATE INDEX receipt_position ON ${table("receipt")} (tenant, position)`,
      ...tenantTable(table("claim"), [
        `scope ${text}`,
        `value ${text}`,
        `holder ${text}`,
        "PRIMARY KEY (tenant, scope, value)"
      ]),
      ...tenantTable(table("account"), [
        `id ${text}`,
        `owner ${text}`,
        `unit ${text}`,
        "floor bigint",
        "ceiling bigint",
        "posted bigint",
        "outgoing bigint CHECK (outgoing >= 0)",
        "incoming bigint CHECK (incoming >= 0)",
        "folded numeric NOT NULL DEFAULT 0",
        "folded_to bigint NOT NULL DEFAULT 0",
        "PRIMARY KEY (tenant, id)",
        "CHECK ((posted IS NULL) = (outgoing IS NULL) AND (posted IS NULL) = (incoming IS NULL))",
        "CHECK (posted IS NOT NULL OR (floor IS NULL AND ceiling IS NULL))",
        "CHECK (floor IS NULL OR posted - outgoing >= floor)",
        "CHECK (ceiling IS NULL OR posted + incoming <= ceiling)"
      ]),
      `CREATE INDEX account_owner ON ${table("account")} (tenant, owner, id)`,
      `CREATE INDEX account_unit ON ${table("account")} (tenant, unit, id)`,
      ...tenantTable(table("hold"), [
        `id ${text}`,
        `from_account ${text}`,
        `to_account ${text}`,
        `unit ${text}`,
        "amount bigint NOT NULL CHECK (amount > 0)",
        "until bigint NOT NULL",
        `state ${text} CHECK (state IN ('held', 'settled', 'released', 'expired'))`,
        "PRIMARY KEY (tenant, id)"
      ]),
      `CREATE INDEX hold_from ON ${table("hold")} (tenant, from_account, until) WHERE state = 'held'`,
      `CREATE INDEX hold_to ON ${table("hold")} (tenant, to_account, until) WHERE state = 'held'`,
      ...tenantTable(table("transfer"), [
        "position bigint NOT NULL",
        "line integer NOT NULL",
        `transfer ${text}`,
        `kind ${text} CHECK (kind IN ('post', 'hold', 'settle', 'release'))`,
        `from_account ${text}`,
        `to_account ${text}`,
        `unit ${text}`,
        "amount bigint NOT NULL",
        // A fact that its account covers in part has two lines of one id.
        "part integer NOT NULL",
        "PRIMARY KEY (tenant, position, line)"
      ]),
      `CREATE INDEX transfer_from ON ${table("transfer")} (tenant, from_account, position)`,
      `CREATE INDEX transfer_to ON ${table("transfer")} (tenant, to_account, position)`,
      `CREATE UNIQUE INDEX transfer_post ON ${table("transfer")} (tenant, transfer, part) WHERE kind = 'post'`,
      ...tenantTable(table("intent"), [
        `id ${text}`,
        "position bigint NOT NULL",
        "ordinal integer NOT NULL",
        `lane ${text}`,
        `kind ${text}`,
        `payload ${text}`,
        "due bigint NOT NULL",
        "tries integer NOT NULL",
        `state ${text} CHECK (state IN ('waiting', 'parked'))`,
        "PRIMARY KEY (tenant, id)"
      ]),
      `CREATE INDEX intent_lane ON ${table("intent")} (tenant, lane, position, ordinal)`,
      `CREATE INDEX intent_due ON ${table("intent")} (tenant, due) WHERE state = 'waiting'`
    ],
    [
      ...tenantTable(table("link"), ["position bigint NOT NULL", `hash ${text}`, "PRIMARY KEY (tenant, position)"]),
      ...tenantTable(table("building"), [
        `collection ${text}`,
        `"column" ${text}`,
        'PRIMARY KEY (tenant, collection, "column")'
      ])
    ],
    // How far a copy into a tenant has come. A copy that was begun on the layout before has made it already.
    [
      `CREATE TABLE IF NOT EXISTS ${table("copying")} (${tenant}, note text, PRIMARY KEY (tenant))`,
      `DROP POLICY IF EXISTS tenant ON ${table("copying")}`,
      ...guard(table("copying"))
    ]
  ]
}
