import { createSignal } from 'solid-js'
import type { Schedule } from '../../src/facts/fact.ts'
import { duration } from '../../src/lib/format.ts'

type CronWords = (expr: string) => string

const [cronWords, setCronWords] = createSignal<CronWords>()
let fetching: Promise<void> | undefined

/** Fetches what puts cron expressions into words, once; whoever has shown one shows the words then. */
export function fetchCronWords(): Promise<void> {
  fetching ??= import('cronstrue').then(
    ({ default: cronstrue }) => {
      const options = { use24HourTimeFormat: true, throwExceptionOnParseError: true }
      setCronWords(() => (expr: string) => cronstrue.toString(expr, options))
    },
    () => {
      // Expressions stand for themselves, and are put into words the next time.
      fetching = undefined
    },
  )
  return fetching
}

/** When a job runs, in words. A cron expression that cannot be put into words stands for itself. */
export function scheduleLabel(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'cron':
      return wordsOf(schedule.expr)
    case 'every':
      return everyWords(schedule.everyMs)
    case 'at':
      return 'once'
    case 'unknown':
      return '–'
  }
}

function wordsOf(expr: string): string {
  const words = cronWords()
  if (!words) void fetchCronWords()
  try {
    return words?.(expr) ?? expr
  } catch {
    // What is typed, or what a runtime writes, need not be a cron expression.
    return expr
  }
}

const hourMs = 3_600_000

const everyWords = (ms: number) =>
  ms === hourMs
    ? 'every hour'
    : ms % hourMs === 0 && ms < 24 * hourMs
      ? `every ${ms / hourMs} h`
      : `every ${duration(ms)}`
