import { createMemo, createSignal } from 'solid-js'
import { placeOfItem } from '../../../../src/facts/item-id.ts'
import { storage } from '../../../platform/storage.ts'

/** A bookmark of this browser: an item of a session's transcript, with the words it is called by. */
export type Bookmark = { itemId: string; title: string; at: number | null }

/** As many are kept in all, those of the session that was marked last in front. */
const maxBookmarks = 500
const storageKey = 'wheelhouse.bookmarks'

type Kept = Bookmark & { sessionId: string }

function read(): Kept[] {
  try {
    const kept: unknown = JSON.parse(storage.read(storageKey) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isKept) : []
  } catch {
    // What is stored there is of another program.
    return []
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false
  const { sessionId, itemId, title, at } = value as Partial<Kept>
  return (
    typeof sessionId === 'string' &&
    typeof itemId === 'string' &&
    placeOfItem(itemId) !== undefined &&
    typeof title === 'string' &&
    (at === null || typeof at === 'number')
  )
}

/** The bookmarks of a session, kept in this browser, in the order of the transcript. */
export function createBookmarks(sessionId: () => string) {
  const [all, setAll] = createSignal(read())
  const own = createMemo(() =>
    all()
      .filter((one) => one.sessionId === sessionId())
      .toSorted((a, b) => positionOf(a) - positionOf(b)),
  )
  return {
    all: own,
    has: (itemId: string) => own().some((one) => one.itemId === itemId),
    /** Sets a bookmark, or takes it away. */
    toggle(bookmark: Bookmark) {
      // Another tab may have changed them.
      const others = read().filter((one) => one.sessionId !== sessionId() || one.itemId !== bookmark.itemId)
      const next = own().some(({ itemId }) => itemId === bookmark.itemId)
        ? others
        : [{ ...bookmark, sessionId: sessionId() }, ...others].slice(0, maxBookmarks)
      storage.write(storageKey, JSON.stringify(next))
      setAll(next)
    },
  }
}

const positionOf = ({ itemId }: Bookmark) => placeOfItem(itemId)?.position ?? 0

export type Bookmarks = ReturnType<typeof createBookmarks>
