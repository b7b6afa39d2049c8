import { existsSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { ReadingLimits, Source } from '../../facts/source.ts'
import { isLocalSessionOf, parseSessionId } from '../../ids.ts'
import type { Dialect, Place } from './dialect.ts'
import { createFolderTree, type Listing } from './folder-tree.ts'
import { shortPath } from './paths.ts'
import { type FileCursor, readFile } from './read-file.ts'
import { readingLimits } from './reading-limits.ts'
import { createSourcePass, type Pass, type Survey } from './source-pass.ts'
import { accessTo, withoutParser } from './transcript/access.ts'
import { type FileLook, fileUnit, newestFirst, type Portion } from './unit.ts'

/** Transcripts in files as a source: each is read once and then from where it was left. */
export function createFileSource<State extends object>(
  dialect: Dialect<State>,
  { now = Date.now, limits }: { now?: () => number; limits?: Partial<ReadingLimits> | undefined } = {},
): Source {
  const { runtime, name, roots, concern } = dialect
  const rootOf = (path: string) => roots.find((root) => path === root || path.startsWith(root + sep))
  const tree = createFolderTree({
    roots,
    wants: (path) => dialect.isTranscript(placeOf(path).inside),
    limits: readingLimits(limits),
    now,
  })
  const placesIn = new WeakMap<Listing, Place[]>()
  /** The transcripts about which people should know something. */
  const concerned = new Set<string>()
  const { source } = createSourcePass({
    runtime,
    name,
    places: roots,
    fixes: { absent: dialect.fix, broken: 'The rest is shown.' },
    survey,
  })

  function survey({ cursorOf, folders, work }: Pass): Survey {
    const relisted = relist(folders)
    const transcripts = places()
    const units = transcripts
      .filter(({ path }) => relisted.has(dirname(path)))
      .flatMap((place) => fileUnit(place.path, (look) => read(place, look)))

    function* read(place: Place, look: FileLook): Generator<Portion | 'unfinished'> {
      const cursor = cursorOf(place.path)
      noteConcern(place.path, cursor)
      for (const portion of readFile(dialect, place, look, cursor, now(), work)) {
        if (portion !== 'unfinished') noteConcern(place.path, portion.cursor)
        yield portion
      }
    }

    return { units: newestFirst(units), summarize: () => summarize(transcripts.length) }
  }

  /** The transcripts by what their names say of their sessions, until folders are listed again. */
  let byName: Map<string | null, Place[]> | undefined

  function relist(folders: Parameters<typeof tree.refresh>[0]) {
    byName = undefined
    return tree.refresh(folders)
  }

  function namedPlaces() {
    byName ??= Map.groupBy(places(), (place) => dialect.transcript?.namedBy(place) ?? null)
    return byName
  }

  /** The transcripts as they were last listed. */
  function places(): Place[] {
    const all = [...tree.listings()].flatMap(([folder, listing]) => (listing ? transcriptsIn(folder, listing) : []))
    all.push(...tree.linkedFiles().map(placeOf))
    return dialect.pick?.(all) ?? all
  }

  function transcriptsIn(folder: string, listing: Listing): Place[] {
    let places = placesIn.get(listing)
    if (!places) {
      places = listing.files.map((file) => placeOf(join(folder, file)))
      placesIn.set(listing, places)
    }
    return places
  }

  function placeOf(path: string): Place {
    const root = rootOf(path) ?? dirname(path)
    return { path, root, inside: relative(root, path) }
  }

  function noteConcern(path: string, cursor: unknown) {
    if (!concern || !cursor) return
    if (concern.of((cursor as FileCursor<State>).state)) concerned.add(path)
    else concerned.delete(path)
  }

  function summarize(transcripts: number) {
    const listings = tree.listings()
    const there = roots.filter((root) => listings.has(root)).map(shortPath)
    return {
      isThere: listings.size > 0,
      detail: `${transcripts} ${transcripts === 1 ? 'transcript' : 'transcripts'} in ${there.join(', ')}`,
      deniedFolders: [...listings].flatMap(([folder, listing]) => (listing ? [] : [folder])),
      findings: [...tree.findings(), ...(concern && concerned.size > 0 ? [concern.finding(concerned.size)] : [])],
    }
  }

  return {
    ...source,
    transcript(cursorOf, sessionId) {
      if (!isLocalSessionOf(runtime, sessionId)) return undefined
      const { transcript } = dialect
      if (!transcript) return withoutParser(name)
      const named = transcript.nameOf(parseSessionId(sessionId)?.uuid ?? '')
      const find = () =>
        [...(namedPlaces().get(named) ?? []), ...(namedPlaces().get(null) ?? [])].filter((place) => {
          const cursor = cursorOf(place.path) as FileCursor<State> | undefined
          return (
            cursor !== undefined && transcript.sessionIdOf(cursor.state, place) === sessionId && existsSync(place.path)
          )
        })
      function findNow() {
        if (tree.listings().size === 0) relist(unwatched)
        const found = find()
        if (found.length > 0) return found
        // It was written, or moved, since the folders were listed here.
        relist(unwatched)
        return find()
      }
      return accessTo(
        (closeLater) => findNow().map((place) => transcript.storeOf(place, sessionId, closeLater)),
        () => {
          const [place] = transcript.folderOf ? findNow() : []
          return place ? (transcript.folderOf?.((cursorOf(place.path) as FileCursor<State>).state) ?? null) : null
        },
      )
    },
  }
}

/** Lists everything and watches nothing. */
const unwatched = { takeDirty: () => 'everything' as const, attend: () => [], nudge: () => {} }
