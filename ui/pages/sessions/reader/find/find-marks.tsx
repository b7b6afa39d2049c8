import { createEffect, onCleanup } from 'solid-js'
import type { TranscriptItem } from '../../../../../src/facts/transcript.ts'
import type { Find } from './create-find.ts'
import { markMatches, reveal, unmarkMatches } from './mark-matches.ts'

/** From a change of the text to the marks in it. */
const markMs = 60

/** Marks the words that are looked for in the text, again as other text comes into the window. */
export function FindMarks(props: {
  find: Find
  items: TranscriptItem[] | undefined
  visible: { first: string; last: string } | undefined
  /** The item whose line shows the current match. */
  current: string | undefined
}) {
  let shown: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(() => {
    const [words, current] = [props.find.query(), props.current]
    props.items
    props.visible
    clearTimeout(timer)
    timer = setTimeout(() => look(5), markMs)
    function look(attempts: number) {
      const root = document.getElementById('transcript')
      const match = root && markMatches(root, [words], current)
      // A match is shown once: who scrolls on from it is not called back.
      if (!match || current === undefined || shown === `${words} ${current}`) return
      if (reveal(match)) shown = `${words} ${current}`
      else if (attempts > 0) timer = setTimeout(() => look(attempts - 1), markMs)
    }
  })
  onCleanup(() => {
    clearTimeout(timer)
    unmarkMatches()
  })
  return null
}
