import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { memory } from "../../src/memory/index.ts"
import type { Account } from "../../src/ledger/index.ts"
import type { Commit, Limits, Link, Storage } from "../../src/storage/index.ts"
import { type FreshAdapter, storageLaws } from "../../src/storage/laws.ts"
import { check, LawFailed } from "../../src/testing/index.ts"

interface Plant {
  readonly bug: string
  /** The laws that must find it. */
  readonly found: ReadonlyArray<string>
  readonly limits?: Partial<Limits>
  readonly change: (sound: Storage) => Partial<Storage>
}

const changing = (change: (commit: Commit) => Commit) => (sound: Storage) => ({
  commit: (commit: Commit) => sound.commit(change(commit))
})

/** After a refusal, something of the commit stands all the same. */
const leaving = (rest: (commit: Commit) => Commit) => (sound: Storage) => ({
  commit: (commit: Commit) => Effect.tapError(sound.commit(commit), () => Effect.ignore(sound.commit(rest(commit))))
})

const bare = (commit: Commit): Commit => ({
  ...commit,
  guards: [],
  writes: [],
  claims: [],
  transfers: [],
  intents: [],
  done: []
})

const unbounded = ({ id, owner, unit }: Account): Account => ({ id, owner, unit })

let counter = 0

const plants: ReadonlyArray<Plant> = [
  {
    bug: "a key is forgotten at once",
    found: ["L38"],
    change: changing((commit) => ({ ...commit, key: `${commit.key} ${counter++}` }))
  },
  {
    bug: "the fingerprint is not compared",
    found: ["L38"],
    change: changing((commit) => ({ ...commit, fingerprint: "" }))
  },
  {
    bug: "a repeat is answered with its own reply",
    found: ["L38"],
    change: (sound) => ({
      commit: (commit) => Effect.map(sound.commit(commit), (committed) => ({ ...committed, reply: commit.reply }))
    })
  },
  {
    bug: "a refused commit keeps its key",
    found: ["L39"],
    change: leaving(bare)
  },
  {
    bug: "a refused commit keeps its intents",
    found: ["L39"],
    change: leaving((commit) => ({
      ...bare(commit),
      key: `${commit.key}!`,
      intents: commit.intents,
      writes: commit.writes
    }))
  },
  {
    bug: "a stale write is carried out",
    found: ["L42"],
    change: (sound) => ({
      commit: (commit) =>
        Effect.catch(sound.commit(commit), (refusal) =>
          refusal._tag === "StaleVersion"
            ? sound.commit({
                ...commit,
                guards: [],
                writes: commit.writes.map((write) => ({ ...write, expected: refusal.actual }))
              })
            : Effect.fail(refusal)
        )
    })
  },
  { bug: "guards are not asked", found: ["L42", "S10"], change: changing((commit) => ({ ...commit, guards: [] })) },
  {
    bug: "bounds are not asked",
    found: ["L05", "L26"],
    change: changing((commit) => ({
      ...commit,
      transfers: commit.transfers.map((transfer) =>
        "from" in transfer ? { ...transfer, from: unbounded(transfer.from), to: unbounded(transfer.to) } : transfer
      )
    }))
  },
  {
    bug: "a hold is shown as live at its instant",
    found: ["L25"],
    change: (sound) => ({ read: (wants) => sound.read({ ...wants, at: wants.at - 1 }) })
  },
  {
    bug: "a hold can be settled at its instant",
    found: ["L25", "L60"],
    limits: { skew: Number.POSITIVE_INFINITY },
    change: changing((commit) => ({ ...commit, at: commit.at - 1 }))
  },
  {
    bug: "the clock is not asked",
    found: ["L60", "S10"],
    limits: { skew: Number.POSITIVE_INFINITY },
    change: () => ({})
  },
  {
    bug: "intents of one lane are lent together",
    found: ["L40"],
    change: changing((commit) => ({
      ...commit,
      intents: commit.intents.map((intent) => ({ ...intent, lane: intent.id }))
    }))
  },
  {
    bug: "intents are lent before they are due",
    found: ["L40"],
    change: (sound) => ({ take: (at, limit) => sound.take(at + 1, limit) })
  },
  {
    bug: "a worker's clock is not asked",
    found: ["L60"],
    change: (sound) => ({
      take: (at, limit) =>
        Effect.catch(sound.take(at, limit), (refused) =>
          refused._tag === "ClockSkew" ? sound.take(refused.clock, limit) : Effect.fail(refused)
        )
    })
  },
  { bug: "intents are lost", found: ["L40"], change: changing((commit) => ({ ...commit, intents: [] })) },
  { bug: "done intents stay", found: ["L40"], change: changing((commit) => ({ ...commit, done: [] })) },
  {
    bug: "an intent is looked at in one step and lent in another",
    found: ["L40"],
    change: (sound) => ({
      take: (at, limit) =>
        Effect.gen(function* () {
          const waiting = yield* sound.waiting(1_000)
          const due = waiting.filter((intent) => intent.due <= at).slice(0, limit)
          yield* Effect.yieldNow
          yield* sound.take(at, limit)
          return due.map((intent) => ({ ...intent, since: intent.due }))
        })
    })
  },
  {
    bug: "a page is sorted by UTF-16",
    found: ["S02"],
    change: (sound) => ({
      read: (wants) =>
        Effect.map(sound.read(wants), (found) => ({
          ...found,
          queries: found.queries.map((page, index) =>
            wants.queries[index]?.index === "all" && wants.queries[index].descending !== true
              ? { ...page, items: page.items.toSorted((left, right) => (left.id < right.id ? -1 : 1)) }
              : page
          )
        }))
    })
  },
  {
    bug: "the residual predicate is not asked",
    found: ["S02"],
    change: (sound) => ({
      read: (wants) => sound.read({ ...wants, queries: wants.queries.map((query) => ({ ...query, where: {} })) })
    })
  },
  {
    bug: "the end of a range is taken in",
    found: ["S02"],
    change: (sound) => ({
      read: (wants) =>
        sound.read({
          ...wants,
          queries: wants.queries.map((query) =>
            typeof query.until === "number" ? { ...query, until: query.until + 1 } : query
          )
        })
    })
  },
  {
    bug: "text is normalised",
    found: ["S04"],
    change: changing((commit) => ({
      ...commit,
      writes: commit.writes.map((write) => ({
        ...write,
        id: write.id.normalize("NFC"),
        json: write.json?.normalize("NFC") ?? null
      }))
    }))
  },
  {
    bug: "NUL is dropped in silence",
    found: ["S04"],
    change: changing((commit) => ({ ...commit, key: commit.key.replaceAll("\0", "") }))
  },
  {
    bug: "claims are everybody's",
    found: ["S03", "S10"],
    change: changing((commit) => ({ ...commit, claims: [] }))
  },
  {
    bug: "positions have gaps",
    found: ["S05"],
    change: (sound) => ({
      events: (after, limit) =>
        Effect.map(sound.events(after, limit), (entries) =>
          entries.map((entry) => ({ ...entry, position: entry.position * 2 }))
        )
    })
  },
  {
    bug: "a removal is forgotten",
    found: ["L34"],
    change: changing((commit) => ({
      ...commit,
      writes: commit.writes.map((write) => ({ ...write, json: write.json ?? "{}" }))
    }))
  },
  {
    bug: "one read is two",
    found: ["S01"],
    change: (sound) => ({
      read: (wants) =>
        Effect.gen(function* () {
          const first = yield* sound.read({ ...wants, accounts: [], queries: [] })
          yield* Effect.yieldNow
          const second = yield* sound.read({ ...wants, documents: [] })
          return { ...second, documents: first.documents }
        })
    })
  },
  {
    bug: "the journal parts a commit",
    found: ["S06"],
    change: (sound) => ({
      journal: (account, after, limit) =>
        Effect.map(sound.journal(account, after, limit), (lines) => lines.slice(0, limit))
    })
  },
  {
    bug: "accounts of every unit are listed",
    found: ["S07"],
    change: (sound) => ({
      accounts: ({ owner, after, limit, at }) =>
        sound.accounts({
          limit,
          at,
          ...(owner === undefined ? {} : { owner }),
          ...(after === undefined ? {} : { after })
        })
    })
  },
  {
    bug: "commits are taken whatever their size",
    found: ["S08"],
    limits: { items: 1_000_000, document: 1_000_000_000 },
    change: () => ({ limits: { page: 500, items: 1_000, document: 1_000_000, skew: 5_000 } })
  },
  {
    bug: "the id of a hold may serve again",
    found: ["L38"],
    change: changing((commit) => ({
      ...commit,
      transfers: commit.transfers.map((transfer) =>
        transfer.kind === "hold" ? { ...transfer, id: `${transfer.id} ${counter++}` } : transfer
      )
    }))
  },
  {
    bug: "a commit is made in two steps",
    found: ["L39"],
    change: (sound) => ({
      commit: (commit) =>
        Effect.gen(function* () {
          const done = yield* sound.commit({ ...commit, transfers: [] })
          yield* Effect.yieldNow
          yield* sound.commit({ ...bare(commit), key: `${commit.key}!`, transfers: commit.transfers })
          return done
        })
    })
  },
  {
    bug: "a commit is acknowledged before it is made",
    found: ["L39"],
    change: (sound) => ({
      commit: (commit) =>
        Effect.gen(function* () {
          yield* Effect.forkDetach(Effect.andThen(Effect.yieldNow, Effect.ignore(sound.commit(commit))))
          return { position: 1, reply: commit.reply, repeated: false }
        })
    })
  },
  {
    bug: "a reply is lost with its caller",
    found: ["L38"],
    change: (sound) => ({
      commit: (commit) =>
        Effect.gen(function* () {
          const key = `${commit.key} ${counter++}`
          yield* sound.commit({ ...commit, key })
          yield* Effect.yieldNow
          return yield* sound.commit({ ...bare(commit), key: commit.key })
        })
    })
  },
  {
    bug: "links are written over",
    found: ["S12"],
    change: () => {
      const kept: Array<Link> = []
      return {
        links: (after, limit) => Effect.sync(() => kept.slice(after, after + limit)),
        linked: Effect.sync(() => kept.at(-1)),
        link: (links) => Effect.sync(() => links.forEach((link) => void (kept[link.position - 1] = link)))
      }
    }
  },
  {
    bug: "the log tells an amount as it is now, not as it was chained",
    found: ["L58"],
    change: (sound) => {
      let read = 0
      return {
        events: (after, limit) =>
          Effect.map(sound.events(after, limit), (entries) =>
            entries.map((entry) => ({ ...entry, reason: `${++read}` }))
          )
      }
    }
  },
  {
    bug: "a group falls with one of its members",
    found: ["L39"],
    change: (sound) => {
      let group: Array<Commit> = []
      return {
        commit: (commit) =>
          Effect.gen(function* () {
            group.push(commit)
            yield* Effect.yieldNow
            const members = group
            group = []
            for (const member of members) if (member !== commit) yield* sound.commit(member)
            return yield* sound.commit(commit)
          })
      }
    }
  }
]

describe("planted bugs", () => {
  test.each(plants)("$bug", async ({ found, limits, change }) => {
    const fresh: FreshAdapter = (clock) => {
      const sound = memory({ clock, ...(limits === undefined ? {} : { limits }) })
      return {
        name: "planted",
        open: (collections) => Effect.map(sound.open(collections), (storage) => ({ ...storage, ...change(storage) }))
      }
    }
    const broken = new Set<string>()
    for (const law of storageLaws(fresh).filter(({ id }) => found.includes(id))) {
      await check(law, { runs: 60, seed: 7 }).catch((failure: unknown) => {
        if (!(failure instanceof LawFailed) || failure.why.startsWith("vacuous")) throw failure
        broken.add(law.id)
      })
    }
    expect([...broken].toSorted()).toEqual(found.toSorted())
  })
})
