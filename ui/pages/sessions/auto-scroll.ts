/** Where a reader stands in something that grows at its end. */
export type Place = { scrollTop: number; clientHeight: number; scrollHeight: number }

/** This near to the end is at the end. */
const nearPx = 32

export const isAtEnd = ({ scrollTop, clientHeight, scrollHeight }: Place) =>
  scrollHeight - clientHeight - scrollTop <= nearPx

/**
 * Whether the end is still followed after the place changed from `before` to `after`: who scrolls up stops following,
 * who comes to the end follows again. Text that grows below, or folds up, is no wish of the reader.
 */
export function followsOn(following: boolean, before: Place, after: Place): boolean {
  if (isAtEnd(after)) return true
  if (!following) return false
  const wentUp = after.scrollTop < before.scrollTop - 1
  const shrank = after.scrollHeight < before.scrollHeight
  const sameWindow = after.clientHeight === before.clientHeight
  return !wentUp || shrank || !sameWindow
}

/** Where to scroll to so that what stood at `before` px stands there again after it moved to `after` px. */
export const anchored = (scrollTop: number, before: number, after: number) => Math.max(0, scrollTop + after - before)

/** `14 new, End to follow`; nothing new yet still says how to go on. */
export const followWords = (count: number, isMore: boolean) =>
  count === 0 && !isMore ? 'End to follow' : `${count}${isMore ? '+' : ''} new, End to follow`
