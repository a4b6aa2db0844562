/** "PNNR": marks the file as Pannier's in the header of the database. Source: https://www.sqlite.org/pragma.html#pragma_application_id */
export const applicationId = 0x504e4e52

/**
 * The layout of the file, one step a version; `user_version` counts the steps taken. Steps are only ever added, and run
 * in one transaction when the file is opened.
 */
export const migrations: ReadonlyArray<string> = [
  `
  CREATE TABLE log (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;

  CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    change TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_position ON event (position);

  CREATE TABLE receipt (
    position INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    reply TEXT NOT NULL
  ) STRICT;

  CREATE TABLE claim (
    scope TEXT NOT NULL,
    value TEXT NOT NULL,
    holder TEXT NOT NULL,
    PRIMARY KEY (scope, value)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    unit TEXT NOT NULL,
    floor INTEGER,
    ceiling INTEGER,
    posted INTEGER NOT NULL,
    outgoing INTEGER NOT NULL CHECK (outgoing >= 0),
    incoming INTEGER NOT NULL CHECK (incoming >= 0),
    CHECK (floor IS NULL OR posted - outgoing >= floor),
    CHECK (ceiling IS NULL OR posted + incoming <= ceiling)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX account_owner ON account (owner);
  CREATE INDEX account_unit ON account (unit);

  CREATE TABLE hold (
    id TEXT NOT NULL PRIMARY KEY,
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    until INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'settled', 'released', 'expired'))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hold_from ON hold (from_account, until) WHERE state = 'held';
  CREATE INDEX hold_to ON hold (to_account, until) WHERE state = 'held';

  CREATE TABLE transfer (
    position INTEGER NOT NULL,
    line INTEGER NOT NULL,
    transfer TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('post', 'hold', 'settle', 'release')),
    from_account TEXT NOT NULL,
    to_account TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (position, line)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX transfer_from ON transfer (from_account);
  CREATE INDEX transfer_to ON transfer (to_account);
  CREATE INDEX transfer_post ON transfer (transfer) WHERE kind = 'post';

  CREATE TABLE intent (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    lane TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    due INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'parked'))
  ) STRICT;
  CREATE INDEX intent_lane ON intent (lane);
  CREATE INDEX intent_due ON intent (due) WHERE state = 'waiting';
  `,
  `
  CREATE TABLE link (
    position INTEGER PRIMARY KEY,
    hash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE building (
    collection TEXT NOT NULL,
    "column" TEXT NOT NULL,
    PRIMARY KEY (collection, "column")
  ) STRICT, WITHOUT ROWID;
  `
]
