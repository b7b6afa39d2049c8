import type { Answer, AskNow } from '../../src/ask/answer.ts'
import type { ReadAnswer } from '../../src/ask/figure.ts'
import { bytes, duration, money } from '../../src/lib/format.ts'

type Place = Pick<AskNow, 'host' | 'isLocal' | 'isAgent' | 'model' | 'readsWords'>

/** Whether it goes no further than this machine. An agent of a gateway tells a model that we do not know. */
const stays = ({ isLocal, isAgent }: Pick<Place, 'isLocal' | 'isAgent'>) => isLocal && !isAgent

const whatLeaves = (readsWords: boolean) =>
  readsWords
    ? 'Names, sums, times, and the words of transcripts that it searches for. No files or secrets.'
    : 'Names of agents, projects and jobs, sums and times. No prompts, files or secrets.'

/** What will leave the machine, and where to, before the first question. */
export function beforeWords(state: Place & Pick<AskNow, 'isMadeUp'>): { lead: string; rest: string } {
  if (state.isMadeUp)
    return {
      lead: 'Nothing leaves this machine.',
      rest: 'The demo’s own script answers, with the same tools as a model.',
    }
  return {
    lead: stays(state)
      ? 'Nothing leaves this machine.'
      : `This will go to ${state.isAgent ? 'an agent of your gateway, and on to its model' : state.host}.`,
    rest: `${stays(state) ? `To ${state.model}, at ${state.host}. ` : `Model ${state.model}. `}${whatLeaves(state.readsWords)}${state.isAgent ? ' The agent has tools of its own, and its session is in its costs.' : ''}`,
  }
}

/** What left the machine for an answer. */
export function leftWords(answer: Answer, isMadeUp: boolean): { lead: string; rest: string } {
  const tables = answer.readings.filter(({ isRefused }) => !isRefused).length
  const size = `${tables === 1 ? '1 table' : `${tables} tables`}, ${bytes(answer.sentBytes, 1000)}`
  return {
    lead: isMadeUp || stays(answer) ? `This stayed on your machine: ${size}.` : `This left your machine: ${size}.`,
    rest: `To ${isMadeUp ? answer.model : `${answer.host}, model ${answer.model}`}. ${isMadeUp ? '' : whatLeaves(answer.readsWords)}`,
  }
}

/** Whether the numbers of an answer are those of the pages. */
export function numbersWords({ figures, loose }: Pick<ReadAnswer, 'figures' | 'loose'>): string {
  const all = figures.length + loose.length
  if (all === 0) return 'No numbers in it'
  if (loose.length > 0)
    return `${loose.length} of ${all} numbers ${loose.length === 1 ? 'is' : 'are'} in nothing that was read`
  return all === 1 ? 'The number equals the page it opens' : `All ${all} numbers equal the pages they open`
}

/** How long it took and what it cost: `9.1 s, $0.021`. */
export function tookWords({ askedAt, endedAt, costUsd }: Pick<Answer, 'askedAt' | 'endedAt' | 'costUsd'>): string {
  if (endedAt === null) return ''
  const took = duration(endedAt - askedAt)
  return costUsd === null ? took : `${took}, ${money(costUsd, true)}`
}

/** What an answer can do. */
export const readOnlyWords = ({ isAgent }: Pick<AskNow, 'isAgent'>) =>
  isAgent ? 'Wheelhouse only reads. The agent has tools of its own.' : 'Read only. It can change nothing.'

/** What today has cost or how much was asked, beside its limit. */
export function todayWords({ dayUsd, spentTodayUsd, askedToday, dayQuestions, isMadeUp }: AskNow): string {
  if (isMadeUp) return 'Costs nothing'
  if (dayUsd !== null && spentTodayUsd !== null) return `${money(spentTodayUsd, true)} of ${money(dayUsd)} today`
  return `${askedToday} of ${dayQuestions} questions today`
}
