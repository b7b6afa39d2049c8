import { createEffect, createSignal, onCleanup } from 'solid-js'
import type { SurveyProgress } from '../../../src/files/survey.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'

/** Transcripts are looked through one after another: the list is not asked for at each. */
const everyMs = 3_000

type Options = {
  isAsked: () => boolean
  /** Of which time sessions are asked for, in ms. */
  range: () => { since?: number; before?: number }
  found: () => void
}

/**
 * While somebody asks by tools, says how far transcripts were looked through for them, and calls `found` from time to
 * time when that went on.
 */
export function createToolLookup({ isAsked, range, found }: Options) {
  const { subscribe, subscribeTopic } = useOverview()
  const [latest, setLatest] = createSignal<SurveyProgress>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const survey = createQuery({
    key: () => (isAsked() ? (['sessions/tools', range()] as const) : undefined),
    async fetcher([, query], signal) {
      const answer = await ask(api.sessions.tools.get({ query, fetch: { signal } }))
      setLatest(undefined)
      return answer
    },
  })
  subscribe({
    onEvent(event) {
      if (event.kind !== 'files.changed' || !isAsked()) return
      setLatest(event.survey)
      timer ??= setTimeout(() => {
        timer = undefined
        if (isAsked()) found()
      }, everyMs)
    },
    onGap: survey.changed,
  })
  createEffect(() => {
    if (isAsked()) onCleanup(subscribeTopic('files', survey.changed))
  })
  onCleanup(() => clearTimeout(timer))

  return {
    /** How many transcripts were looked through of how many, and since when (ms) their sessions were active. */
    progress() {
      const known = isAsked() ? survey.data() : undefined
      return known && { ...known, ...latest() }
    },
  }
}
