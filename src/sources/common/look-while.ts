type Pace = {
  everyMs: number
  /** Runs when there may be something to look at again, until the answer is called. */
  onChange: (run: () => void) => () => void
}

/** What has changed may show up late: so often it is looked again with such a pause, though nothing was found. */
const lateLooks = 8
const lateMs = 400

/** Looks again and again while `look` finds something to look at, and else only for a while after something has changed. */
export function lookWhile(look: () => boolean, { everyMs, onChange }: Pace): () => void {
  let looking: Timer | undefined
  let looksLeft = lateLooks
  function lookOn() {
    looking = undefined
    if (look()) looking = setTimeout(lookOn, everyMs)
    else if (looksLeft-- > 0) looking = setTimeout(lookOn, lateMs)
  }
  function changed() {
    looksLeft = lateLooks
    looking ??= setTimeout(lookOn, everyMs)
  }
  changed()
  const ignore = onChange(changed)
  return () => {
    ignore()
    clearTimeout(looking)
  }
}
