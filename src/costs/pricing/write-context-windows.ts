import type { Database } from 'bun:sqlite'
import { redact } from '../../lib/redact.ts'
import { bookEdition, bundledWindow } from './price-book.ts'

const maxKnown = 2_000

/**
 * Keeps the context windows of models as the price book has them, each once, so that no reader of the index loads the
 * book. Rows of another edition of it are written anew here.
 */
export function writeContextWindows(index: Database) {
  const save = index.prepare('INSERT OR REPLACE INTO context_windows (model, tokens, edition) VALUES (?, ?, ?)')
  const known = new Set<string>()

  function write(model: string) {
    if (known.has(model)) return
    // As the session's row names it.
    const stored = redact(model)
    save.run(stored, bundledWindow(stored), bookEdition)
    if (known.size >= maxKnown) known.clear()
    known.add(model)
  }

  const others = index.query<{ model: string }, [string]>('SELECT model FROM context_windows WHERE edition <> ?')
  index.transaction(() => {
    for (const { model } of others.all(bookEdition)) write(model)
  })()

  return {
    /** Writes the window of the model of a session. */
    write,
    /** After a transaction was rolled back: a window is written again when it is needed next. */
    forget: () => known.clear(),
  }
}
