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
  const files = createLayoutFiles(props.saved)
  const [isSaving, setSaving] = createSignal(false)
  const agents = createMemo(() => props.members.filter(({ kind }) => kind === 'agent'))
  const areas = createMemo(() => [...new Set(agents().flatMap(({ area }) => area ?? []))].sort())
  /** Somebody else has saved since this was begun. */
  const other = createMemo(() => {
    const current = props.saved.current()
    return current && !isSaving() && current.revision > editor.revision() ? current : undefined
  })
  const obstacle = () => {
    const [fault] = editor.faults()
    if (fault) return `First mend: ${fault.text}`
    return other() && 'First choose between their layout and yours.'
  }
  function takeTheirs() {
    const theirs = other()!
    if (theirs.layout) editor.load(theirs.layout, 'Take theirs')
    editor.markSaved(theirs.revision)
  }
  async function save() {
    if (isSaving() || editor.changes() === 0 || obstacle() !== undefined) return
    setSaving(true)
    try {
      editor.markSaved(await props.saved.save(editor.draft(), editor.revision()))
      toast({ text: 'The layout is saved, and everybody sees it' })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast({ text: error.message })
    } finally {
      setSaving(false)
    }
  }
  /** The layout that is saved stays among the versions, and can be taken up again. */
  async function compose() {
    try {
      await props.saved.save(null, editor.revision())
      toast({ text: 'The office is composed by itself again; what was built is among the versions' })
      props.onClose()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast({ text: error.message })
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
      <Show when={other()}>
        {(theirs) => (
          <div class="editor-overtaken panel" role="alert">
            <p>
              {theirs().savedBy ?? 'Somebody'} has saved another layout meanwhile. What you keep replaces it; theirs
              stays among the versions.
            </p>
            <button class="button" type="button" onClick={takeTheirs}>
              Take theirs
            </button>
            <button class="button" type="button" onClick={() => editor.goOnFrom(theirs().revision)}>
              Keep mine
            </button>
          </div>
        )}
      </Show>
      <PiecePalette editor={editor} />
      <Show
        when={editor.selected()}
        fallback={
          <DeckPanel
            editor={editor}
            saved={props.saved}
            files={files}
            areas={areas()}
            onCompose={() => void compose()}
          />
        }
      >
        {(piece) => <PiecePanel editor={editor} piece={piece()} agents={agents()} seatOf={props.seatOf} />}
      </Show>
    </>
  )
}
