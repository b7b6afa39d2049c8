import type { Permit } from '../../audit/action-gate.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { Store } from '../../store/store.ts'
import type { LayoutEvent } from '../events.ts'
import type { OfficeLayout } from '../plan.ts'
import { type LayoutVersion, piecesIn, readLayout, type SavedLayout } from './layout.ts'
import { addLayoutRow, layoutRow, newestLayoutRow, versionRows } from './layout-rows.ts'

/** So many versions are kept; older ones go as new ones are saved. */
const keptVersions = 50

export type Layouts = ReturnType<typeof createLayouts>

type Deps = {
  /** wheelhouse.sqlite. */
  store: Store
  now: () => number
  publish: (event: LayoutEvent) => unknown
}

const nothingSaved: SavedLayout = { revision: 0, savedAt: null, savedBy: null, layout: null }

/** The office as people have built it, with the versions before. */
export function createLayouts({ store, now, publish }: Deps) {
  /** What was saved last, once it was asked for. */
  let newest: SavedLayout | undefined

  const current = () => {
    newest ??= savedOf(newestLayoutRow(store))
    return newest
  }

  return {
    /** The office that was saved last; its layout is null where the office is composed by itself. */
    current,

    /** The newest first. */
    versions: (): LayoutVersion[] => versionRows(store),

    /** One of the versions that are kept. Throws a Refusal. */
    version(revision: number): SavedLayout {
      const row = layoutRow(store, revision)
      if (row) return savedOf(row)
      throw new Refusal('not-found', `There is no version ${revision}: the last ${keptVersions} are kept.`)
    },

    /**
     * Saves an office over the one of `revision`; null has it composed by itself again. Throws a Refusal where somebody
     * has saved another one meanwhile.
     */
    save(
      permit: Permit,
      {
        layout,
        revision,
        note = null,
      }: { layout: OfficeLayout | null; revision: number; note?: string | null | undefined },
      by: string,
    ): SavedLayout {
      permit.check()
      const before = current()
      if (before.revision !== revision)
        throw new Refusal(
          'conflict',
          before.revision < revision
            ? `Nothing was saved: there is no version ${revision} to go on from. Load the office again.`
            : `Nothing was saved: ${before.savedBy} has saved version ${before.revision} meanwhile. Load it, then save again.`,
          { revision: before.revision },
        )
      const saved: SavedLayout = { revision: revision + 1, savedAt: now(), savedBy: by, layout }
      addLayoutRow(
        store,
        {
          revision: saved.revision,
          savedAt: now(),
          savedBy: by,
          note,
          decks: layout?.decks.length ?? 0,
          pieces: layout ? piecesIn(layout) : 0,
          layout: layout && JSON.stringify(layout),
        },
        keptVersions,
      )
      newest = saved
      publish({ kind: 'office.layout-changed', revision: saved.revision })
      return saved
    },
  }
}

/** What a row says. A text that is no layout, torn or of a newer version, is none, with the reason. */
function savedOf(row: ReturnType<typeof newestLayoutRow>): SavedLayout {
  if (row === null) return nothingSaved
  const { revision, savedAt, savedBy, layout: text } = row
  const read = text === null ? { layout: null } : readText(text)
  if ('layout' in read) return { revision, savedAt, savedBy, ...read }
  const [fault, ...more] = read.faults
  const others = more.length === 0 ? '' : `, and ${more.length} more`
  const problem = `Version ${revision} of the office cannot be shown. ${fault}${others}`
  return { revision, savedAt, savedBy, layout: null, problem }
}

function readText(text: string): ReturnType<typeof readLayout> {
  try {
    return readLayout(JSON.parse(text))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { faults: ['What was kept of it is torn.'] }
  }
}
