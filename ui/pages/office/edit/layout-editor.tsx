import { createMemo, createSignal, Show } from 'solid-js'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { toast } from '../../../components/toasts.tsx'
import { Problem } from '../../../data/problem.ts'
import type { SavedLayout } from '../create-saved-layout.ts'
import type { Editor } from './create-editor.ts'
import { DeckPanel } from './deck-panel.tsx'
import { EditorToolbar } from './editor-toolbar.tsx'
import { createLayoutFiles } from './layout-files.ts'
import { PiecePalette } from './piece-palette.tsx'
import { PiecePanel } from './piece-panel.tsx'

/** What lies around the picture while a layout is changed: the tools, the things, and the panel of what is selected. */
export function LayoutEditor(props: {
  editor: Editor
  saved: SavedLayout
  members: readonly OfficeMember[]
  seatOf(agentId: string): string | undefined
  onClose(): void
}) {
  const { editor } = props
  const [isSaving, setSaving] = createSignal(false)
  const agents = createMemo(() => props.members.filter(({ kind }) => kind === 'agent'))
  const areas = createMemo(() => [...new Set(agents().flatMap(({ area }) => area ?? []))].sort())
  const obstacle = () => {
    const [fault] = editor.faults()
    return fault && `First mend: ${fault.text}`
  }
  async function save() {
    if (isSaving() || editor.changes() === 0 || obstacle() !== undefined) return
    setSaving(true)
    try {
      await props.saved.save(editor.draft(), props.saved.current()?.revision ?? 0)
      editor.markSaved()
      toast({ text: 'The layout is saved, and everybody sees it' })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast({ text: error.message })
    } finally {
      setSaving(false)
    }
  }
  return (
    <>
      <EditorToolbar
        editor={editor}
        isSaving={isSaving()}
        obstacle={obstacle()}
        onSave={() => void save()}
        onDiscard={props.onClose}
      />
      <PiecePalette editor={editor} />
      <Show
        when={editor.selected()}
        fallback={
          <DeckPanel editor={editor} saved={props.saved} files={createLayoutFiles(props.saved)} areas={areas()} />
        }
      >
        {(piece) => <PiecePanel editor={editor} piece={piece()} agents={agents()} seatOf={props.seatOf} />}
      </Show>
    </>
  )
}
