import { type Accessor, createEffect, createMemo, createResource, on, untrack } from 'solid-js'
import type { OfficeLayout, OfficePlan } from '../../../src/office/plan.ts'
import { createMayAct } from '../../data/stores/steering.ts'
import { storage } from '../../platform/storage.ts'
import type { SavedLayout } from './create-saved-layout.ts'

/** What was changed and not saved, in this browser, and the revision that it was made of. */
const draftKey = 'wheelhouse.office-draft'
type Draft = { revision: number; layout: OfficeLayout }

type Deps = {
  isWanted: Accessor<boolean>
  /** The decks as they are seen now. */
  begin(): OfficePlan[]
  deck: Accessor<number>
  saved: SavedLayout
}

/** The layout editor, fetched when somebody who may change the office opens it. What was not saved survives the page. */
export function createEditing({ isWanted, begin, deck, saved }: Deps) {
  const mayAct = createMayAct()
  const isOpen = createMemo(() => isWanted() && mayAct() && saved.isLoaded())
  const [parts] = createResource(isOpen, () => import('./edit/edit.ts'))
  const editor = createMemo(() => {
    const loaded = isOpen() ? parts() : undefined
    if (!loaded) return undefined
    return untrack(() => {
      const draft = readDraft()
      const made = loaded.createEditor({
        begin: { version: 1, decks: begin() },
        revision: draft?.revision ?? saved.current()?.revision ?? 0,
        deck,
      })
      if (draft) made.load(draft.layout, 'What was not saved before')
      return made
    })
  })
  createEffect(
    on(
      () => editor()?.changes(),
      (changes) => {
        if (changes === undefined) return
        if (changes === 0) storage.remove(draftKey)
        else {
          const { revision, draft } = editor()!
          storage.write(draftKey, JSON.stringify({ revision: revision(), layout: draft() } satisfies Draft))
        }
      },
      { defer: true },
    ),
  )
  return {
    mayEdit: mayAct,
    isOpen,
    parts,
    editor,
    discard: () => storage.remove(draftKey),
  }
}

function readDraft(): Draft | undefined {
  try {
    const draft = JSON.parse(storage.read(draftKey) ?? 'null') as Draft | null
    return draft?.layout?.version === 1 && draft.layout.decks.length > 0 ? draft : undefined
  } catch {
    storage.remove(draftKey)
    return undefined
  }
}
