/** The scroll position in a text that grows at its end, in CSS pixels. */
export type Place = { scrollTop: number; clientHeight: number; scrollHeight: number }

/** A position that is no further from the end than this is at the end. */
const endTolerancePx = 32

export const isAtEnd = ({ scrollTop, clientHeight, scrollHeight }: Place) =>
  scrollHeight - clientHeight - scrollTop <= endTolerancePx

/**
 * Whether the end is still followed after the position changed from `before` to `after`. Scrolling up stops it, and
 * coming to the end starts it again. Text that grows or is collapsed below changes nothing, nor does a resized window.
 */
export function followsOn(following: boolean, before: Place, after: Place): boolean {
  if (isAtEnd(after)) return true
  if (!following) return false
  const wentUp = after.scrollTop < before.scrollTop - 1
  const shrank = after.scrollHeight < before.scrollHeight
  const sameWindow = after.clientHeight === before.clientHeight
  return !wentUp || shrank || !sameWindow
}

/** The scroll position at which a line is where it was, after it moved from `before` to `after`. */
export const anchored = (scrollTop: number, before: number, after: number) => Math.max(0, scrollTop + after - before)

/** The text of the button that follows the end: `14 new, End to follow`. */
export const followWords = (count: number, isMore: boolean) =>
  count === 0 && !isMore ? 'End to follow' : `${count}${isMore ? '+' : ''} new, End to follow`
