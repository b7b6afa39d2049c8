import { randomBytes } from '../lib/crypto.ts'
import { Refusal } from '../lib/refusal.ts'
import { randomId } from '../secrets/secrets.ts'
import type { Caller } from './caller.ts'
import { hasHash, hashOf } from './hash.ts'
import type { Role } from './role.ts'

/** How long a code waits to be confirmed, and how long a terminal may act after that, in ms. */
const codeLifetimeMs = 2 * 60_000
const grantLifetimeMs = 15 * 60_000
/** How long an agent that asked for rights stands among what needs a person. */
const agentNotedMs = 24 * 3_600_000
const maxOpen = 5
const maxAgents = 20

/** A terminal that wants to act, or may. */
export type Terminal = {
  id: string
  /** What a person compares with their terminal. */
  code: string
  /** The command that was given there. */
  command: string
  /** Its folder; null where the system does not tell. */
  folder: string | null
  askedAt: number
  state: 'waiting' | 'confirmed' | 'refused'
  /** Until when the code is good, or until when the terminal may act. */
  until: number
  confirmedBy: string | null
}

/** An agent whose shell asked for rights and was refused. */
export type RefusedAgent = { id: string; name: string; wanted: string; at: number; times: number }

type Entry = Terminal & { key: string | null; secretHash: string; role: Role }

export type Terminals = ReturnType<typeof createTerminals>

/**
 * Lets the command line act after a person has confirmed its code on a signed-in page: for fifteen minutes, in that
 * terminal. All of it is in memory, so that a restart takes every such right back.
 */
export function createTerminals({
  now,
  random = randomBytes,
  changed,
}: {
  now: () => number
  random?: (bytes: number) => Uint8Array
  changed: () => void
}) {
  let entries: Entry[] = []
  let agents: RefusedAgent[] = []

  const alive = () => {
    entries = entries.filter(({ until }) => now() < until)
    return entries
  }
  const isGranted = (entry: Entry) => entry.state === 'confirmed' && now() < entry.until

  function find(id: string): Entry {
    const entry = alive().find((one) => one.id === id)
    if (!entry) throw new Refusal('not-found', 'This code is older than two minutes. Give the command again.')
    return entry
  }

  return {
    /**
     * Begins to ask for a terminal. `key` tells terminals apart where the system does; the secret is for the command
     * that asks. Throws a Refusal where too many wait.
     */
    ask({ key, command, folder }: { key: string | null; command: string; folder: string | null }) {
      const waiting = alive().filter(({ state }) => state === 'waiting')
      if (waiting.length >= maxOpen)
        throw new Refusal('too-many', 'Too many terminals wait to be confirmed. Confirm or refuse one first.', {
          retryAfterSeconds: 30,
        })
      const secret = Buffer.from(random(32)).toString('base64url')
      const code = randomId(8, random).toUpperCase().replace(/^.{4}/, '$&-')
      const entry: Entry = {
        id: randomId(12, random),
        code,
        command,
        folder,
        askedAt: now(),
        state: 'waiting',
        until: now() + codeLifetimeMs,
        confirmedBy: null,
        key,
        secretHash: hashOf(secret),
        role: 'viewer',
      }
      entries = [...alive(), entry]
      changed()
      // A code that nobody confirmed goes away by itself.
      setTimeout(changed, codeLifetimeMs).unref()
      return { id: entry.id, code, until: entry.until, secret: `${entry.id}.${secret}` }
    },

    stateOf: (id: string) => find(id).state,

    /** A person on a signed-in page says that the code is the one in their terminal. */
    confirm(id: string, by: Caller): Terminal {
      const entry = find(id)
      if (entry.state !== 'waiting') throw new Refusal('conflict', 'This code was confirmed or refused already.')
      Object.assign(entry, { state: 'confirmed', role: by.role, confirmedBy: by.name, until: now() + grantLifetimeMs })
      changed()
      return plain(entry)
    },

    /** Refuses a code that waits, or takes back what a terminal may. */
    end(id: string): Terminal {
      const entry = find(id)
      entry.state = 'refused'
      changed()
      return plain(entry)
    },

    /** The right of a terminal, by what tells it apart or by the secret of a command; undefined without one. */
    grantOf({ key, secret }: { key: string | null; secret: string | null }) {
      const [id, half] = (secret ?? '').split('.')
      const entry = alive()
        .filter(isGranted)
        .find((one) => (key !== null && one.key === key) || (one.id === id && hasHash(half ?? '', one.secretHash)))
      return entry && { id: entry.id, role: entry.role }
    },

    /** Those that wait and those that may act, the newest first. */
    list: (): Terminal[] =>
      alive()
        .filter(({ state }) => state !== 'refused')
        .map(plain)
        .reverse(),

    isGranted: (id: string) => entries.some((entry) => entry.id === id && isGranted(entry)),

    /** Notes that the shell of an agent wanted something that only a person may do. */
    noteAgent(name: string, wanted: string) {
      const before = agents.find((agent) => agent.name === name)
      const noted = {
        id: before?.id ?? randomId(12, random),
        name,
        wanted,
        at: now(),
        times: (before?.times ?? 0) + 1,
      }
      agents = [noted, ...agents.filter((agent) => agent !== before)].slice(0, maxAgents)
      changed()
    },

    /** The agents that asked for rights in the last day, the newest first. */
    refusedAgents: () => agents.filter(({ at }) => now() - at < agentNotedMs),
  }
}

const plain = ({ key: _, secretHash: _hash, role: _role, ...terminal }: Entry): Terminal => ({ ...terminal })
