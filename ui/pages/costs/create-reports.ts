import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { Grouping, Report } from '../../../src/costs/report.ts'
import { api, ask, Problem } from '../../api.ts'
import type { Range } from './range.ts'

/** What the page asks: how the last table is grouped, and of which days all of it is. */
export type Asked = { by: Grouping; range: Range; since?: string; until?: string; timezone?: string }

/** All of a page's answers, of one asking, so that their sums are the same. */
export type Reports = { asked: Asked; at: number } & Record<'days' | 'models' | 'agents' | 'projects' | 'lines', Report>

const pauseMs = 2_000

/** Asks anew when the question changes, and at most every two seconds when something was spent; never unseen. */
export function createReports(asked: () => Asked | undefined, spent: () => unknown) {
  const [reports, setReports] = createSignal<Reports>()
  const [problem, setProblem] = createSignal<Problem>()
  const [asking, setAsking] = createSignal(false)
  let turn = 0
  let lastAt = 0
  let timer: number | undefined
  let missed = false

  async function load() {
    const question = asked()
    if (!question) return
    clearTimeout(timer)
    timer = undefined
    missed = false
    lastAt = Date.now()
    const mine = ++turn
    const { range, by, ...days } = question
    const report = (by: Grouping) => ask(api.costs.report.get({ query: { ...days, by } }))
    setAsking(true)
    try {
      const answers = [report('day'), report('model'), report('agent'), report('project'), report(by)] as const
      const [byDay, models, agents, projects, lines] = await Promise.all(answers)
      if (mine !== turn) return
      setReports({ asked: question, at: Date.now(), days: byDay, models, agents, projects, lines })
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine === turn) setProblem(error)
    } finally {
      if (mine === turn) setAsking(false)
    }
  }

  function loadSoon() {
    if (document.visibilityState !== 'visible') missed = true
    else timer ??= window.setTimeout(load, Math.max(0, lastAt + pauseMs - Date.now()))
  }
  const whenSeen = () => {
    if (missed && document.visibilityState === 'visible') loadSoon()
  }

  createEffect(on(asked, load))
  createEffect(on(spent, loadSoon, { defer: true }))
  document.addEventListener('visibilitychange', whenSeen)
  onCleanup(() => {
    turn++
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', whenSeen)
  })
  return { reports, problem, asking, load }
}
