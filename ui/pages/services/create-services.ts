import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import type { Service, ServiceGroup, Verb } from '../../../src/controls/service.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createConfirm } from '../../data/create-confirm.ts'
import { createQuery } from '../../data/query.ts'
import { createServiceList } from '../../data/stores/services.ts'

export type Services = ReturnType<typeof createServices>

/** How often what no event says is asked for, and how often a log is read while something goes on. */
const refreshMs = 10_000
const logMs = 1_000
const idleLogMs = 10_000

/** What the page shows: every service, whether this person may switch, and the log of the chosen one. */
export function createServices(wanted: () => string | undefined) {
  const { list, services, again } = createServiceList()
  const [logBeat, setLogBeat] = createSignal(0)
  const [now, setNow] = createSignal(Date.now())
  const inOrder = createMemo(() =>
    groups.map((group) => ({
      group,
      // What failed comes first, what is off last.
      items: services()
        .filter((one) => one.group === group)
        .toSorted((a, b) => rank(a) - rank(b)),
    })),
  )
  /** The service that the address names, or else the first. */
  const selected = createMemo(
    () => services().find(({ id }) => id === wanted()) ?? inOrder().find(({ items }) => items.length > 0)?.items[0],
  )
  const chosen = createMemo(() => selected()?.id)
  const isGoing = createMemo(() => services().some(({ id, act }) => id === chosen() && act?.outcome === 'going'))

  const refreshing = setInterval(again, refreshMs)
  const ticking = setInterval(() => setNow(Date.now()), 1_000)
  onCleanup(() => {
    clearInterval(refreshing)
    clearInterval(ticking)
  })
  createEffect(
    on(isGoing, (going) => {
      setLogBeat((count) => count + 1)
      const timer = setInterval(() => setLogBeat((count) => count + 1), going ? logMs : idleLogMs)
      onCleanup(() => clearInterval(timer))
    }),
  )

  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const may = (role: 'operator' | 'admin') => {
    const caller = me.data()
    return caller?.mayAct === true && atLeast(caller.role, role)
  }
  const readsLogs = () => {
    const caller = me.data()
    return caller !== undefined && atLeast(caller.role, 'operator')
  }
  const log = createQuery({
    key: () => {
      const id = chosen()
      return id !== undefined && readsLogs() ? (['controls/log', id] as const) : undefined
    },
    fetcher: async ([, id], signal) =>
      (await ask(api.controls({ id }).log.get({ query: { lines: 200 }, fetch: { signal } }))).items,
    changes: logBeat,
    throttleMs: 500,
    keepPrevious: false,
  })

  const { problem, attempt } = createAttempt(async () => list.refetch())
  const { pending, withConfirm } = createConfirm()
  /** What was asked for while everything was locked. */
  const [waiting, setWaiting] = createSignal<{ id: string; verb: Verb }>()
  const unlockedUntil = () => {
    const until = list.data()?.lock.unlockedUntil ?? null
    return until !== null && until > now() ? until : null
  }

  /** Asks a service for something. Where all is locked it waits for that to change. */
  function request(id: string, verb: Verb) {
    if (unlockedUntil() === null) return void setWaiting({ id, verb })
    setWaiting(undefined)
    return attempt(() =>
      withConfirm((confirm) =>
        ask(
          api
            .controls({ id })({ verb })
            .post(confirm === undefined ? {} : { confirm }),
        ),
      ),
    )
  }

  return {
    list,
    services,
    inOrder,
    selected,
    log,
    readsLogs,
    problem,
    pending,
    now,
    may,
    unlockedUntil,
    waiting,
    request,
    closed: () => list.data()?.lock.closed ?? null,
    async unlock() {
      await attempt(() => ask(api.controls.unlock.post()))
      const wanted = waiting()
      if (wanted) await request(wanted.id, wanted.verb)
    },
    /** Asks whether there is a newer version, and says what came of it. Where all is locked it unlocks nothing. */
    checkUpdate: (id: string) =>
      attempt(async () => {
        const { version } = await ask(api.controls({ id })['check-update'].post())
        toast({
          text: version === null ? 'The gateway knows of no newer version.' : `Version ${version} is available.`,
        })
      }),
    lock: () => attempt(() => ask(api.controls.lock.post())),
  }
}

const groups: ServiceGroup[] = ['gateway', 'containers', 'units', 'processes']

const rank = ({ state }: Service) => (state === 'failed' ? 0 : state === 'stopped' ? 2 : 1)
