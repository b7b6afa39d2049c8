import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { placeOfItem } from '../../../../src/facts/item-id.ts'
import type { TranscriptItem } from '../../../../src/facts/transcript.ts'
import { anchored, followsOn, followWords, isAtEnd, type Place } from './auto-scroll.ts'
import { createStreamingText } from './create-streaming-text.ts'
import { createTranscript } from './create-transcript.ts'
import { createLines } from './lines.ts'

export type TranscriptView = ReturnType<typeof createTranscriptView>

/** A place to go to; its item is marked. */
type Target = {
  position: number
  itemId: string | undefined
  onArrival: ((item: TranscriptItem) => void) | undefined
  isAskedFor: boolean
}

/** Pages are loaded before their edge is reached, in CSS pixels. */
const nearEdgePx = 800

/**
 * A transcript with its scroll position. It follows its end until a person scrolls up; then the line at the upper edge
 * stays where it is, whatever changes above and below it.
 */
export function createTranscriptView(props: { id: string }) {
  const [following, setFollowing] = createSignal(true)
  /** The last item while the end was followed. Later ones are new. */
  const [seen, setSeen] = createSignal<string>()
  /** The first and last lines in the window, by their items. */
  const [visible, setVisible] = createSignal<{ first: string; last: string } | undefined>(undefined, {
    equals: (a, b) => a?.first === b?.first && a?.last === b?.last,
  })
  const [target, setTarget] = createSignal<Target>()
  const [markedItem, setMarked] = createSignal<string>()
  const [isAttached, setAttached] = createSignal(false)
  let box: HTMLElement | undefined
  let place: Place = { scrollTop: 0, clientHeight: 0, scrollHeight: 0 }
  const lines = createLines(() => box)
  let anchor: ReturnType<typeof lines.anchor>

  const transcript = createTranscript(() => props.id, hold, following)
  const writing = createStreamingText(() => props.id, transcript.items)

  /** Remembers the place of the line at the top of the window. The answer scrolls back to it. */
  function hold() {
    const held = following() ? undefined : lines.anchor()
    return () => {
      if (!box) return
      if (following()) box.scrollTop = box.scrollHeight
      else if (held) moveBack(held)
      note()
    }
  }

  function moveBack(held: NonNullable<typeof anchor>) {
    // A result that came alone has joined its call: the line of the call stands for it.
    const line = held.element.isConnected ? held.element : lines.of(transcript.shownBy(held.element.dataset.item ?? ''))
    if (!box || !line) return
    const top = lines.topOf(line)
    if (Math.abs(top - held.top) >= 1) box.scrollTop = anchored(box.scrollTop, held.top, top)
  }

  /** Notes what is seen now. */
  function note() {
    if (!box) return
    place = placeOf(box)
    anchor = following() ? undefined : lines.anchor()
    setVisible(lines.visible())
  }

  const placeOf = ({ scrollTop, clientHeight, scrollHeight }: HTMLElement): Place => ({
    scrollTop,
    clientHeight,
    scrollHeight,
  })

  createEffect(() => {
    const last = transcript.items()?.at(-1)?.id
    if (following()) setSeen(last)
  })
  createEffect(
    on(
      () => props.id,
      () => {
        setFollowing(true)
        setSeen(undefined)
        setTarget(undefined)
        setMarked(undefined)
        setVisible(undefined)
      },
      { defer: true },
    ),
  )
  /** The marked item's line: a result that comes alone joins its call once that is loaded. */
  const marked = createMemo(() => {
    transcript.items()
    const itemId = markedItem()
    return itemId === undefined ? undefined : transcript.shownBy(itemId)
  })
  /** What was jumped to is scrolled to once it is there. */
  createEffect(
    on([transcript.items, target, isAttached], ([items, wanted]) => {
      if (!wanted) return
      const isThere = items !== undefined && covers(wanted.position)
      if (!isThere && !wanted.isAskedFor) {
        setTarget({ ...wanted, isAskedFor: true })
        return transcript.jumpTo(wanted.position)
      }
      if (!items || !box) return
      setTarget(undefined)
      // An answer that does not hold the place is not asked for it again.
      if (!isThere) return
      const shown = wanted.itemId === undefined ? undefined : transcript.shownBy(wanted.itemId)
      const item = items.find(({ id }) => id === shown)
      if (item) wanted.onArrival?.(item)
      scrollTo(wanted.position, wanted.itemId, shown)
    }),
  )

  const positionOf = (itemId: string | undefined) => (itemId ? placeOfItem(itemId)?.position : undefined)

  /** Whether a position lies within the pages that are loaded. */
  function covers(position: number) {
    const items = transcript.items() ?? []
    const [first, last] = [positionOf(items[0]?.id), positionOf(items.at(-1)?.id)]
    if (first === undefined || last === undefined) return true
    return (position >= first || !transcript.hasOlder()) && (position <= last || !transcript.detached())
  }

  function scrollTo(position: number, itemId: string | undefined, shownBy = itemId) {
    const element = lines.find(shownBy, position)
    if (!box || !element) return
    const settle = () => {
      if (box && element.isConnected) box.scrollTop += lines.topOf(element)
    }
    settle()
    // What was not laid out before has its true height only now.
    settle()
    // Above the first line stands that it is the beginning.
    if (position === 0 && itemId === undefined) box.scrollTop = 0
    setMarked(itemId)
    setFollowing(false)
    note()
    loadNear()
  }

  /** Loads the pages whose edge is near. */
  function loadNear() {
    if (following()) return
    if (place.scrollTop < nearEdgePx) void transcript.older()
    if (transcript.detached() && isAtEnd({ ...place, scrollTop: place.scrollTop + nearEdgePx })) void transcript.newer()
  }

  const fresh = createMemo(() => {
    const items = transcript.items() ?? []
    // Who came by a link, or left the end before it was there, has seen no end beyond which something is new.
    if (following() || seen() === undefined) return { count: 0, isMore: false }
    const at = items.findLastIndex(({ id }) => id === seen())
    return { count: at === -1 ? items.length : items.length - 1 - at, isMore: at === -1 || transcript.detached() }
  })

  return {
    transcript,
    writing,
    following,
    visible,
    marked,
    chip: () => followWords(transcript.detached() ? 0 : fresh().count, !transcript.detached() && fresh().isMore),
    attach(element: HTMLElement, content: HTMLElement) {
      box = element
      const resize = new ResizeObserver(() => {
        if (!box) return
        if (following()) box.scrollTop = box.scrollHeight
        else if (anchor) moveBack(anchor)
        place = placeOf(box)
        if (!following() && isAtEnd(place) && !transcript.detached() && target() === undefined) setFollowing(true)
        setVisible(lines.visible())
      })
      resize.observe(content)
      resize.observe(element)
      setAttached(true)
      onCleanup(() => resize.disconnect())
    },
    onScroll() {
      if (!box) return
      const after = placeOf(box)
      // What this program scrolled to is noted already: the line that is held there may still move until it is painted.
      if (Math.abs(after.scrollTop - place.scrollTop) < 1 && anchor) return
      setFollowing(!transcript.detached() && target() === undefined && followsOn(following(), place, after))
      note()
      loadNear()
    },
    async follow() {
      setTarget(undefined)
      setMarked(undefined)
      setFollowing(true)
      if (transcript.detached()) await transcript.start()
      // A scroll while the end was fetched may have ended it.
      setFollowing(true)
      if (box) box.scrollTop = box.scrollHeight
      note()
    },
    /** Stops following, because what is read is about to be expanded or collapsed and has to stay where it is. */
    rest() {
      setFollowing(false)
      note()
    },
    /** Goes to a place of the transcript, wherever it is, and marks the item. Once it is there, `onArrival` gets the item that shows it. */
    goTo(position: number, itemId?: string, onArrival?: (item: TranscriptItem) => void) {
      setFollowing(false)
      setTarget({ position, itemId, onArrival, isAskedFor: false })
    },
    /** Goes to the beginning, wherever that is loaded. */
    toStart() {
      setMarked(undefined)
      setFollowing(false)
      setTarget({ position: 0, itemId: undefined, onArrival: undefined, isAskedFor: false })
    },
    /** The position of the line at the upper edge; undefined where nothing is shown. */
    here: () => positionOf(visible()?.first),
    /** The item that one reads: the first that begins in the window. */
    reading: () => lines.firstBegun(),
    /** Goes a turn on or back among the lines that are loaded. Answers false where there is none. */
    goByTurn(step: 1 | -1): boolean {
      const next = lines.turn(step)
      const id = next?.dataset.item
      const position = positionOf(id)
      if (id === undefined || position === undefined) return false
      scrollTo(position, undefined)
      return true
    },
  }
}
