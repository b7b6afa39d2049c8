import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { type LogLine, logLinesOf, takeLine, withLines } from './log-lines.ts'

/** At most one line in this time, so that it can be read, and listened to. */
const lineEveryMs = 1_000

/** The line about what happened in the office last, for as long as `isOn`. */
export function createLog(members: () => readonly OfficeMember[], isOn: () => boolean) {
  const [told, setTold] = createSignal<LogLine & { at: number }>()
  let waiting: LogLine[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function tell() {
    const { line, rest } = takeLine(waiting)
    waiting = rest
    timer = line && setTimeout(tell, lineEveryMs)
    if (line) setTold({ ...line, at: Date.now() })
  }
  createEffect(
    on([members, isOn], ([after, isOn], input) => {
      const before = input?.[0] ?? []
      waiting = isOn && input?.[1] ? withLines(waiting, logLinesOf(before, after)) : []
      if (waiting.length > 0 && timer === undefined) tell()
    }),
  )
  onCleanup(() => clearTimeout(timer))
  return told
}
