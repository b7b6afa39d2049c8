import type { LimitFact } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { StatedFigure } from '../facts/stated-figure.ts'
import type { StatuslineWord } from '../facts/statusline.ts'
import { figuresIn, keptWords, limitsIn } from '../sources/hooks/statusline-word.ts'
import type { Writer } from './writer.ts'

type Deps = {
  writer: Pick<Writer, 'commit'>
  /** Takes what is stated about costs, which is kept beside the index. */
  state: (figures: StatedFigure[]) => void
  now: () => number
}

const noProgress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }

/** Takes in what status lines say: limits into the index, costs to whoever keeps what witnesses state. */
export function createStatuslines({ writer, state, now }: Deps) {
  function hear(words: readonly StatuslineWord[]) {
    const at = now()
    const figures = words.flatMap((word) => figuresIn(word, at))
    if (figures.length > 0) state(figures)
    const byRuntime = Map.groupBy(
      words.flatMap((word) => limitsIn(word, at)),
      ({ runtime }) => runtime,
    )
    for (const [runtime, limits] of byRuntime) keepLimits(runtime, limits)
  }

  /** Keeps limits that no store of a runtime holds. */
  function keepLimits(runtime: Runtime, limits: LimitFact[]) {
    if (limits.length === 0) return
    try {
      writer.commit(runtime, [{ unit: 'limits', facts: limits, cursor: null, unread: [], progress: noProgress }])
    } catch {
      // The disk is full, which every other commit says as well; whoever said it says it again.
    }
  }

  return {
    hear,
    keepLimits,

    /** Hears the last words that were left in a folder while nobody listened. */
    hearKept: (folder: string) => hear(keptWords(folder, now())),
  }
}
