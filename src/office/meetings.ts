import type { AgentMessage } from './agent-message.ts'
import { officeTimings } from './timings.ts'

/** Those who talk to each other at the moment, by their ids. */
export type Meeting = { ids: readonly string[] }

/**
 * Who meets at `now` (ms): two of whom each has written to the other within some minutes, for a while after the last
 * words, and with them whoever talks in the same way to one of them. Words without an answer are no meeting.
 */
export function meetingsOf(messages: readonly AgentMessage[], now: number): Meeting[] {
  const recent = messages.filter(({ at }) => now - at < officeTimings.talkMs && at <= now + officeTimings.clockSkewMs)
  const lastAt = new Map<string, number>()
  for (const { fromId, toId, at } of recent) {
    const pair = `${fromId}\n${toId}`
    lastAt.set(pair, Math.max(at, lastAt.get(pair) ?? at))
  }
  const groups: Set<string>[] = []
  for (const { fromId, toId } of recent) {
    const answeredAt = lastAt.get(`${toId}\n${fromId}`)
    if (answeredAt === undefined) continue
    if (now - Math.max(answeredAt, lastAt.get(`${fromId}\n${toId}`)!) >= officeTimings.meetingLastsMs) continue
    const joined = groups.filter((group) => group.has(fromId) || group.has(toId))
    const all = new Set([...joined.flatMap((group) => [...group]), fromId, toId])
    for (const group of joined) groups.splice(groups.indexOf(group), 1)
    groups.push(all)
  }
  return groups.map((group) => ({ ids: [...group].sort() }))
}
