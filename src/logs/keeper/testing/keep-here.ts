import { openStore } from '../../../store/store.ts'
import type { SourceSpec } from '../../messages.ts'
import { createFollower, type FileState } from '../follow.ts'
import { listFiles, type Place } from '../list-files.ts'
import { linesIn, unpackText } from '../pack-lines.ts'
import { createLogWriter } from '../write-logs.ts'

export const keepAll = { bytes: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY }

/** A source of files as the keeper is told of it. */
export const fileSpec = (id: string, places: Place[]): SourceSpec => ({
  id,
  name: id,
  kind: 'file',
  places,
  keeping: keepAll,
})

/** Follows places into a database in one thread, a look at a time. `restart` goes on as after a kill: with what is on the disk. */
export function keepHere(path: string, places: Place[], now: () => number) {
  let store = openStore('logs', path)
  let writer = createLogWriter(store, now)
  let follower = createFollower(writer.marks<FileState>('app'), now)

  return {
    look() {
      for (const { entries, changed, forgotten } of follower.pass(listFiles(places, []).files))
        writer.commit({ source: 'app', entries, changed, forgotten }, keepAll)
    },
    restart() {
      store.$client.close()
      store = openStore('logs', path)
      writer = createLogWriter(store, now)
      follower = createFollower(writer.marks<FileState>('app'), now)
    },
    /** Every text that was kept, in the order in which it was read. */
    texts(): string[] {
      const blocks = store.$client
        .query<{ packed: Uint8Array }, []>('SELECT packed FROM log_blocks ORDER BY first_no')
        .all()
        .flatMap(({ packed }) => linesIn(unpackText(packed)))
      const tail = store.$client.query<{ text: string }, []>('SELECT text FROM log_tail ORDER BY no').all()
      return [...blocks, ...tail].map(({ text }) => text)
    },
    store: () => store,
    writer: () => writer,
    close: () => store.$client.close(),
  }
}
