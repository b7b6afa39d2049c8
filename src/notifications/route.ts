import type { Channel } from './channel.ts'
import { isAtLeast, type Notice } from './notice.ts'
import { afterQuiet, nextTime } from './quiet-hours.ts'

/** What goes to a channel, and when, in ms. */
type Routed = { channelId: string; dueAt: number }

/** So often something is told again, whatever happens. */
const maxRepeats = 20

/** Which channels get a notice, and when each. `at` is now. */
export const route = (notice: Notice, channels: readonly Channel[], at: number, timezone: string): Routed[] =>
  channels.flatMap((channel) =>
    wants(channel, notice)
      ? [
          {
            channelId: channel.id,
            dueAt: whenNotQuiet(Math.max(at, notice.at + channel.routing.afterMs), notice, channel, timezone),
          },
        ]
      : [],
  )

/** When a notice is told again to a channel that was told `turn` at `at`; null where that was the last time. */
export function repeatAt(notice: Notice, channel: Channel, turn: number, at: number, timezone: string): number | null {
  const { repeatMs } = channel.routing
  if (repeatMs === null || turn < 0 || turn >= maxRepeats || !channel.isOn) return null
  return whenNotQuiet(at + repeatMs, notice, channel, timezone)
}

/** When a channel gets the next digest; null for never. */
export const digestAfter = ({ isOn, routing: { digestAt } }: Channel, at: number, timezone: string): number | null =>
  isOn && digestAt !== null ? nextTime(at, digestAt, timezone) : null

function wants({ isOn, onSince, routing: { least, kinds } }: Channel, { at, severity, kind }: Notice): boolean {
  return (
    isOn &&
    onSince !== null &&
    // What was there before somebody switched it on is no news.
    at > onSince &&
    least !== null &&
    isAtLeast(severity, least) &&
    (kinds === null || kinds.includes(kind))
  )
}

function whenNotQuiet(at: number, { severity }: Notice, { routing: { quiet } }: Channel, timezone: string): number {
  if (quiet === null || (severity === 'severe' && quiet.severeBreaksThrough)) return at
  return afterQuiet(at, quiet, timezone)
}
