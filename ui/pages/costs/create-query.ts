import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { contact } from '../../data/contact.ts'
import { Problem } from '../../data/problem.ts'

const pauseMs = 2_000
const retryMs = 3_000

/** Nobody answers, or somebody who is just leaving: asked again when that has changed. */
const isAway = ({ code, status }: Problem) => code === 'unreachable' || status === 503

/**
 * Asks anew when the question changes, and at most every two seconds when something was spent; never unseen, and not
 * while there is no contact: what is shown stays, and is asked for again when the server is back. An answer is all of
 * one asking, so that its sums are the same.
 */
export function createQuery<Question, Answer>(
  question: () => Question | undefined,
  ask: (question: Question) => Promise<Answer>,
  spent: () => unknown,
) {
  const [answer, setAnswer] = createSignal<{ asked: Question; at: number; data: Answer }>()
  const [problem, setProblem] = createSignal<Problem>()
  const [asking, setAsking] = createSignal(false)
  let turn = 0
  let lastAt = 0
  let timer: number | undefined
  let missed = false

  async function load() {
    const asked = question()
    if (asked === undefined) return
    clearTimeout(timer)
    timer = undefined
    missed = false
    lastAt = Date.now()
    const mine = ++turn
    setAsking(true)
    try {
      const data = await ask(asked)
      if (mine !== turn) return
      setAnswer({ asked, at: Date.now(), data })
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine !== turn) return
      setProblem(error)
      if (!isAway(error)) return
      missed = true
      if (isThere()) timer = window.setTimeout(load, retryMs)
    } finally {
      if (mine === turn) setAsking(false)
    }
  }

  const isThere = () => contact().state !== 'lost' && document.visibilityState === 'visible'
  function loadSoon() {
    if (!isThere()) missed = true
    else timer ??= window.setTimeout(load, Math.max(0, lastAt + pauseMs - Date.now()))
  }
  const whenBack = () => {
    if (missed && isThere()) loadSoon()
  }

  createEffect(on(question, load))
  createEffect(on(spent, loadSoon, { defer: true }))
  createEffect(on(contact, whenBack, { defer: true }))
  document.addEventListener('visibilitychange', whenBack)
  onCleanup(() => {
    turn++
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', whenBack)
  })
  return {
    answer,
    /** What went wrong, but for a server that is away while there is something to show: the banner says that. */
    problem: () => {
      const wrong = problem()
      return wrong && isAway(wrong) && answer() ? undefined : wrong
    },
    isStale: () => problem() !== undefined || contact().state === 'lost',
    asking,
    load,
  }
}
