import { expect, test } from 'bun:test'
import { type DayEvidence, dayTimelineOf } from './day-timeline.ts'

const quarter = 900_000
const now = 1_000 * quarter
const min = 60_000

const none: DayEvidence = { quarters: [], failedAt: [], workingSince: [], waitingSince: [] }

/** Spans in minutes from now. */
const shows = (sentence: string, evidence: Partial<DayEvidence>, expected: string[]) =>
  test(sentence, () =>
    expect(
      dayTimelineOf({ ...none, ...evidence }, now).map(
        ({ from, to, state }) => `${(from - now) / min}..${(to - now) / min} ${state}`,
      ),
    ).toEqual(expected),
  )

shows('of nothing, nothing is told', {}, [])
shows('quarters in which a model answered are work, neighbours are one', { quarters: [990, 991, 995] }, [
  '-150..-120 working',
  '-75..-60 working',
])
shows(
  'what is older than a day is left out, and cut at its edge',
  { quarters: [800, 903], failedAt: [now - 1_445 * min] },
  ['-1440..-1435 failed'],
)
shows('the quarter that has not ended ends now', { quarters: [1_000] }, [])
shows('a failure speaks for ten minutes', { failedAt: [now - 60 * min] }, ['-60..-50 failed'])
shows('until now', { failedAt: [now - 4 * min] }, ['-4..0 failed'])
shows('or until work goes on', { quarters: [996, 997], failedAt: [now - 47 * min] }, [
  '-60..-47 working',
  '-47..-45 failed',
  '-45..-30 working',
])
shows('who waits now is told so before anything else', { quarters: [999], waitingSince: [now - 5 * min] }, [
  '-15..-5 working',
  '-5..0 waiting',
])
shows('who works now has worked since it was last heard', { workingSince: [now - 3 * min] }, ['-3..0 working'])
