import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { type LogLine, logLinesOf, takeLine, withLines } from './log-lines.ts'

/** The line about what happened in the office last, for as long as `isOn`. */
export function createLog(members: () => readonly OfficeMember[], isOn: () => boolean) {
  const [told, setTold] = createSignal<LogLine & { at: number }>()
  let waiting: readonly LogLine[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let toldAt = Number.NEGATIVE_INFINITY

  function tell() {
    clearTimeout(timer)
    const { line, rest, inMs } = takeLine(waiting, performance.now() - toldAt)
    waiting = rest
    if (inMs !== null) timer = setTimeout(tell, inMs)
    if (!line) return
    toldAt = performance.now()
    setTold({ ...line, at: Date.now() })
  }
  createEffect(
    on([members, isOn], ([after, isOn], input) => {
      const before = input?.[0] ?? []
      waiting = isOn && input?.[1] ? withLines(waiting, logLinesOf(before, after)) : []
      tell()
    }),
  )
  onCleanup(() => clearTimeout(timer))
  return told
}
