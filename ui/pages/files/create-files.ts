import { createMemo, createSignal, onCleanup } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import type { FileConflict, FilesPage } from '../../../src/files/file.ts'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import type { Address } from './address.ts'
import { standingOf } from './conflict-words.ts'

export type Files = ReturnType<typeof createFiles>

/** What the page shows: recent edits and conflicts, the files that are looked for, and all about the chosen one. */
export function createFiles(address: () => Address, chosen: () => string | undefined) {
  const { overview, subscribe, subscribeTopic } = useOverview()
  const [version, setVersion] = createSignal(0)
  const [survey, setSurvey] = createSignal<FilesPage['survey']>()
  const changed = () => setVersion((before) => before + 1)
  subscribe({
    onEvent(event) {
      if (event.kind === 'files.changed') setSurvey(event.survey)
      if (event.kind === 'files.changed' || event.kind === 'files.outside') changed()
    },
    onGap: changed,
  })
  onCleanup(subscribeTopic('files', changed))

  const page = createQuery({
    key: () => ['files', address().days] as const,
    fetcher: ([, days], signal) => ask(api.files.get({ query: { days }, fetch: { signal } })),
    changes: version,
    throttleMs: 1_500,
  })
  const words = createMemo(() => address().q.trim())
  /** Recent edits are shown where nothing is looked for; conflicts come with them. */
  const isListed = () => words() !== '' || address().only === 'read' || address().only === 'written'
  const list = createQuery({
    key: () => {
      const { only, days } = address()
      return isListed() ? (['files/list', days, only === 'conflicts' ? 'all' : only, words()] as const) : undefined
    },
    fetcher: ([, days, only, q], signal) => ask(api.files.list.get({ query: { days, only, q }, fetch: { signal } })),
    changes: version,
    throttleMs: 3_000,
  })
  const detail = createQuery({
    key: () => {
      const path = chosen()
      return path === undefined ? undefined : (['files/one', address().days, path] as const)
    },
    fetcher: ([, days, path], signal) => ask(api.files.one.get({ query: { days, path }, fetch: { signal } })),
    changes: version,
    throttleMs: 1_500,
  })
  const me = createQuery({
    key: () => ['me'],
    fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })),
    throttleMs: 60_000,
  })
  const { problem, attempt } = createAttempt()
  /** When the server answered, by its own clock. */
  const answeredAt = () => (page.data()?.since ?? 0) + address().days * 86_400_000

  const needOf = (path: string) => overview()?.attention.find(({ id }) => id === `file:${path}`)
  const acknowledged = createMemo(() => new Set(overview()?.setAside.filter((id) => id.startsWith('file:'))))
  const mayAct = () => {
    const caller = me.data()
    return caller?.mayAct === true && atLeast(caller.role, 'operator')
  }

  return {
    page,
    list,
    isListed,
    detail,
    problem,
    /** How far older sessions have been looked through; undefined once they all are. */
    survey() {
      const known = survey() ?? page.data()?.survey
      return known && known.done < known.sessions ? known : undefined
    },
    standingOf: (conflict: FileConflict) =>
      standingOf(conflict, acknowledged().has(`file:${conflict.path}`), answeredAt()),
    /** Acknowledges a conflict until somebody new writes; undefined where it needs nobody, or this person may not. */
    acknowledge(path: string) {
      const need = needOf(path)
      if (!need || !mayAct()) return undefined
      const { key } = need
      return () =>
        attempt(async () => {
          await ask(api.needs({ key }).dismiss.post())
          toast({
            text: 'The conflict is acknowledged',
            undo: () => void attempt(() => ask(api.needs({ key })['bring-back'].post())),
          })
        })
    },
  }
}
