import type { ActionGate, Confirmation } from '../audit/action-gate.ts'
import { nameOf } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import { sha256 } from '../lib/crypto.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Store } from '../store/store.ts'
import { type ChangeRow, changeRows, putChange } from './change-rows.ts'
import {
  type ConfigChange,
  type ConfigEdit,
  changeLines,
  changesBetween,
  editsOf,
  holdsMark,
  listsReplaced,
  mergePatchOf,
  pathWords,
  shownConfig,
  undoOf,
  withEdits,
} from './config-change.ts'
import type { GatewayHand, WrittenChange } from './gateway.ts'
import type { Known, KnownGateways } from './known-gateways.ts'
import { type ReloadKind, type SchemaNode, schemaNodeIn } from './schema-node.ts'
import { type Paces, watchGateway } from './watch-gateway.ts'

type Deps = {
  gate: ActionGate
  hand: GatewayHand
  known: Pick<KnownGateways, 'one' | 'all'>
  /** wheelhouse.sqlite. */
  store: Store
  /** What a restart of the gateway of a home would interrupt. */
  interrupted: (home: string) => Promise<{ name: string; effect: string }[]>
  now: () => number
  changed: () => void
  onError: (error: unknown) => void
  paces?: Paces
}

/** What is asked for, worked out before anybody is asked to confirm it. */
type Plan = { hash: string; changes: ConfigChange[]; reload: ReloadKind | null; question: Confirmation }

/** So many values at most are looked up for what their change does to the gateway. */
const maxLookups = 12
const maxEdits = 200

/**
 * The configuration of gateways: read without secrets, changed by merge patches that a person has seen line by line,
 * through the gate. What was changed elsewhere since it was read is never written over; a change counts as done once the
 * gateway is well again and has it.
 */
export function createConfigActs({ gate, hand, known, store, interrupted, now, changed, onError, paces }: Deps) {
  const changes = new Map(changeRows(store).map((row) => [row.place, row]))
  for (const row of changes.values())
    if (row.outcome === 'going')
      keep({
        ...row,
        outcome: 'failed',
        endedAt: now(),
        reason: 'Wheelhouse ended before it saw what became of it. Look at the configuration.',
      })

  function keep(row: ChangeRow) {
    changes.set(row.place, row)
    try {
      putChange(store, row)
    } catch (error) {
      onError(error)
    }
    changed()
  }

  async function read(place: string) {
    const answer = await hand.askGateway(place, 'config.get', {})
    if (answer.hash === undefined)
      throw new Refusal(
        'unavailable',
        'The gateway does not say which version its configuration is, so it is not edited here.',
      )
    return { ...answer, hash: answer.hash, shown: shownConfig(answer.parsed) }
  }

  async function nodeAt(place: string, path: string): Promise<SchemaNode | null> {
    try {
      return schemaNodeIn(await hand.askGateway(place, 'config.schema.lookup', { path }))
    } catch (error) {
      // 2026.3 does not know every path, and a gateway may not know the call: then nothing is said of it.
      if (error instanceof Refusal) return null
      throw error
    }
  }

  /** The strongest of what these changes do to the gateway; null where it does not say of each. */
  async function reloadOf(place: string, all: ConfigChange[]): Promise<ReloadKind | null> {
    const kinds: (ReloadKind | null)[] = []
    for (const change of all.slice(0, maxLookups)) kinds.push((await nodeAt(place, pathWords(change)))?.reload ?? null)
    if (kinds.includes('restart')) return 'restart'
    if (kinds.includes(null) || all.length > maxLookups) return null
    return kinds.includes('hot') ? 'hot' : 'none'
  }

  async function planOf(gateway: Known, edits: readonly ConfigEdit[], hash: string): Promise<Plan> {
    if (edits.length > maxEdits)
      throw new Refusal('bad-input', `These are more than ${maxEdits} changes at once. Make them one after the other.`)
    const current = await read(gateway.place)
    if (current.hash !== hash) throw changedElsewhere()
    const all = changesBetween(current.shown, withEdits(current.shown, edits))
    if (all.length === 0) throw new Refusal('bad-input', 'Nothing was changed.')
    const held = all.filter(({ after }) => holdsMark(after))
    if (held.length > 0)
      throw new Refusal(
        'bad-input',
        `${held.map(pathWords).join(', ')} holds [hidden], which stands where a secret is. Write the real value, or leave it as it is; a list with a secret in it is changed in openclaw.json.`,
      )
    const reload = await reloadOf(gateway.place, all)
    return { hash, changes: all, reload, question: await questionOf(gateway, all, reload, hash) }
  }

  async function questionOf(
    gateway: Known,
    all: ConfigChange[],
    reload: ReloadKind | null,
    hash: string,
  ): Promise<Confirmation> {
    const isDoor = all.some(({ path }) => path[0] === 'gateway')
    const hits = reload === 'hot' || reload === 'none' || gateway.isAdded ? [] : await interrupted(gateway.place)
    const diff = changeLines(all)
    return {
      question: `Change ${all.length === 1 ? pathWords(all[0]!) : `${all.length} values`} in the configuration?`,
      effect: `${effects[reload ?? 'unknown']}${isDoor ? ' This is how the gateway itself is reached: with a wrong value neither Wheelhouse nor you may get in again, until openclaw.json is mended by hand.' : ''}`,
      hits: [{ name: gateway.name, effect: gateway.place }, ...hits],
      exact: null,
      diff,
      // Who has seen this change answers with its name; another one has another name.
      phrase: isDoor ? 'gateway' : sha256(`${hash} ${diff}`).slice(0, 12),
      isTyped: isDoor,
      verb: reload === 'restart' ? 'Save and restart' : 'Save',
      safeVerb: 'Go on editing',
    }
  }

  /** Writes a change through the gate. Resolves once the gateway has taken it; what becomes of it is followed. */
  async function write(
    caller: Caller,
    id: string,
    action: string,
    given: string | undefined,
    planned: (gateway: Known) => Promise<Plan>,
  ): Promise<WrittenChange> {
    const gateway = known.one(id)
    const plan = await planned(gateway).catch((error: unknown) => error as Error)
    const isPlan = !(plan instanceof Error)
    const taken = Promise.withResolvers<WrittenChange>()
    const act = gate.pass({
      caller,
      action,
      target: `${gateway.name}${isPlan ? `: ${plan.changes.map(pathWords).join(', ').slice(0, 300)}` : ''}`,
      needs: 'admin',
      confirm: isPlan ? { given, ask: plan.question } : undefined,
      async perform(permit) {
        if (!isPlan) throw plan
        const { hash, changes: all } = plan
        const going = changes.get(gateway.place)
        if (going?.outcome === 'going')
          throw new Refusal(
            'conflict',
            'A change of this configuration is still being followed. Wait until it is done.',
          )
        const askedAt = now()
        const answer = await patch(() => permit, gateway.place, all, hash)
        const isUndoable = all.every(({ before }) => !holdsMark(before))
        const row: ChangeRow = {
          place: gateway.place,
          id: crypto.randomUUID(),
          who: nameOf(caller),
          paths: all.map(pathWords),
          at: askedAt,
          endedAt: null,
          restarts: answer.restarts || plan.reload === 'restart',
          outcome: 'going',
          reason: null,
          undo: isUndoable ? undoOf(all) : null,
          after: Object.values(editsOf(all)).map(({ path }) => ({ path, after: shownAt(all, path) })),
        }
        keep(row)
        taken.resolve(view(row))
        return row
      },
      async watch(row) {
        try {
          const note = await watchGateway(
            { read: () => read(row.place), state: () => known.one(id).state, now },
            row,
            paces,
          )
          keep({ ...row, outcome: 'done', endedAt: now(), reason: note })
        } catch (error) {
          keep({ ...row, outcome: 'failed', endedAt: now(), reason: (error as Error).message })
          throw error
        }
      },
    })
    // What fails after it was taken is kept with the change, and in the audit.
    act.catch((error) => taken.reject(error))
    return taken.promise
  }

  async function patch(
    permit: () => Parameters<GatewayHand['callGateway']>[0],
    place: string,
    all: ConfigChange[],
    hash: string,
  ) {
    const replacePaths = listsReplaced(all)
    const params = { raw: JSON.stringify(mergePatchOf(all)), baseHash: hash, note: 'Wheelhouse' }
    const send = (rest: object) => hand.callGateway(permit(), place, 'config.patch', { ...params, ...rest })
    const answer = await send(replacePaths.length > 0 ? { replacePaths } : {})
      .catch((error: unknown) => {
        // 2026.3 replaces lists without being told, and takes no such field.
        if (error instanceof Refusal && /replacePaths/.test(error.message) && /unexpected/.test(error.message))
          return send({})
        throw error
      })
      .catch((error: unknown) => {
        if (error instanceof Refusal && /changed since last load/.test(error.message)) throw changedElsewhere()
        throw error
      })
    return { restarts: answer.restart != null || requiresRestart(answer.sentinel) }
  }

  const view = ({ undo, after: _, place: _place, ...row }: ChangeRow): WrittenChange => ({
    ...row,
    mayUndo: undo !== null && row.outcome === 'done',
  })

  return {
    /** The configuration without its secrets, and the version that a change of it starts from. */
    async read(id: string) {
      const gateway = known.one(id)
      const { shown, hash, path, valid, issues } = await read(gateway.place)
      return { config: shown, hash, file: path ?? null, isValid: valid !== false, issues: (issues ?? []).length }
    },

    /** What the gateway's own schema says of a value; null where it says nothing. */
    node: (id: string, path: string) => nodeAt(known.one(id).place, path),

    lastChange: (place: string): WrittenChange | null => {
      const row = changes.get(place)
      return row ? view(row) : null
    },

    change: (caller: Caller, id: string, edits: readonly ConfigEdit[], hash: string, given: string | undefined) =>
      write(caller, id, 'change configuration of gateway', given, (gateway) => planOf(gateway, edits, hash)),

    /** Takes the last change back, where what it wrote still stands. */
    undo: (caller: Caller, id: string, given: string | undefined) =>
      write(caller, id, 'take back change of gateway', given, async (gateway) => {
        const last = changes.get(gateway.place)
        if (!last?.undo || last.outcome !== 'done')
          throw new Refusal('conflict', 'There is no change here that can be taken back.')
        const current = await read(gateway.place)
        const moved = last.after.filter(
          ({ path, after }) => changesBetween({ at: valueAt(current.shown, path) }, { at: after }).length > 0,
        )
        if (moved.length > 0)
          throw new Refusal(
            'conflict',
            `${moved.map(pathWords).join(', ')} was changed elsewhere since. Nothing was written; change it by hand.`,
          )
        return planOf(gateway, last.undo, current.hash)
      }),
  }
}

const effects: Record<ReloadKind | 'unknown', string> = {
  restart:
    'The gateway restarts for this. Runs are interrupted, or waited for; Wheelhouse watches until it is well again.',
  hot: 'The gateway takes it over while it runs.',
  none: 'The gateway takes it over while it runs.',
  unknown:
    'The gateway may restart for this: it does not say. Versions before 2026.7 restart for every change. Wheelhouse watches until it is well again.',
}

const changedElsewhere = () =>
  new Refusal(
    'conflict',
    'The configuration was changed elsewhere since you opened it. Nothing was written; your changes are still here.',
    { changedElsewhere: true },
  )

/** What stands at a path of a configuration; undefined for nothing. */
function valueAt(config: Record<string, unknown>, path: string[]): unknown {
  let at: unknown = config
  for (const name of path)
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined
  return at
}

/** What a change has written, as it is shown when it is read again. */
const shownAt = (all: ConfigChange[], path: string[]) =>
  valueAt(shownConfig(withEdits({}, editsOf(all.filter((one) => one.path === path)))), path)

function requiresRestart(sentinel: unknown): boolean {
  const { payload } = (sentinel ?? {}) as { payload?: { stats?: { requiresRestart?: unknown } } }
  return payload?.stats?.requiresRestart === true
}
