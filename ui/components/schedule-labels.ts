import type { Schedule } from '../../src/facts/fact.ts'
import { duration } from '../../src/lib/format.ts'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** When a job runs, in a few words. A cron expression without such words is shown as it is. */
export function scheduleLabel(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'cron':
      return cronWords(schedule.expr) ?? schedule.expr
    case 'every':
      return everyWords(schedule.everyMs)
    case 'at':
      return 'once'
    case 'unknown':
      return '–'
  }
}

const hourMs = 3_600_000

const everyWords = (ms: number) =>
  ms === hourMs
    ? 'every hour'
    : ms % hourMs === 0 && ms < 24 * hourMs
      ? `every ${ms / hourMs} h`
      : `every ${duration(ms)}`

function cronWords(expr: string): string | undefined {
  const [minute, hour, date, month, weekday, ...more] = expr.trim().split(/\s+/)
  if (more.length > 0 || month !== '*' || !minute || !hour || !weekday || !date) return undefined
  if (date !== '*')
    return isNumber(date) && isNumber(hour) && isNumber(minute) && weekday === '*'
      ? `day ${Number(date)}, ${timeOf(hour, minute)}`
      : undefined
  if (hour === '*' && weekday === '*') {
    if (minute === '*') return 'every minute'
    if (/^\*\/\d+$/.test(minute)) return `every ${minute.slice(2)} min`
    return isNumber(minute) ? `hourly at :${minute.padStart(2, '0')}` : undefined
  }
  if (!isNumber(minute)) return undefined
  if (/^\*\/\d+$/.test(hour) && weekday === '*') return `every ${hour.slice(2)} h at :${minute.padStart(2, '0')}`
  if (!isNumber(hour)) return undefined
  const time = timeOf(hour, minute)
  if (weekday === '*') return `daily ${time}`
  if (weekday === '1-5') return `weekdays ${time}`
  return /^[0-7]$/.test(weekday) ? `${days[Number(weekday)]} ${time}` : undefined
}

const timeOf = (hour: string, minute: string) => `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
const isNumber = (text: string) => /^\d{1,2}$/.test(text)
