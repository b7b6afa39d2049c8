import Pin from 'lucide-solid/icons/pin'
import StickyNote from 'lucide-solid/icons/sticky-note'
import Tag from 'lucide-solid/icons/tag'
import { createSignal, For, Show } from 'solid-js'
import type { Annotation } from '../../../../src/annotations/annotation.ts'
import { oneLine } from '../../../../src/lib/plain-text.ts'
import type { Session } from '../../../../src/sessions/session.ts'
import { Menu } from '../../../components/menu.tsx'
import { toast } from '../../../components/toasts.tsx'
import { api, ask } from '../../../data/api.ts'
import { Problem } from '../../../data/problem.ts'
import { createAnnotationEdits } from '../create-annotation-edits.ts'
import { NoteDialog } from '../note-dialog.tsx'
import { TagDialog } from '../tag-dialog.tsx'

export type ReaderNotes = ReturnType<typeof createReaderNotes>

/** What people noted about the session that is read, with the dialogs in which it is changed. */
export function createReaderNotes(session: () => Session | undefined, annotation: () => Annotation | null) {
  const edits = createAnnotationEdits(() => {})
  const [dialog, setDialog] = createSignal<'tags' | 'note'>()
  const [knownTags, setKnownTags] = createSignal<readonly string[]>([])

  /** Runs what this browser may do, and says why not where it may not. */
  function may(act: () => void) {
    const why = edits.whyNot()
    if (why === undefined) act()
    else toast({ text: why })
  }
  async function editTags() {
    setDialog('tags')
    try {
      setKnownTags((await ask(api.sessions.facets.get({ query: {} }))).tags.map(({ value }) => value))
    } catch (error) {
      // Without the tags of others one types them.
      if (!(error instanceof Problem)) throw error
    }
  }
  return {
    session,
    annotation,
    dialog,
    knownTags,
    editTags: () => may(() => void editTags()),
    editNote: () => may(() => setDialog('note')),
    togglePin: (id: string) => may(() => void edits.pin([id], !annotation()?.isPinned)),
    toggleArchive: (id: string) => may(() => void edits.archive([id], !annotation()?.isArchived)),
    changeTags(id: string, change: { add: string[]; remove: string[] } | undefined) {
      setDialog(undefined)
      if (change) void edits.tag([id], change)
    },
    changeNote(id: string, note: string | null | undefined) {
      setDialog(undefined)
      if (note !== undefined) void edits.note(id, note)
    },
  }
}

/** The button to everything that one can note about a session. */
export function NotesMenu(props: { notes: ReaderNotes; session: Session }) {
  const annotation = () => props.notes.annotation()
  return (
    <Menu
      label="Tags, note and pin"
      items={[
        {
          name: annotation()?.isPinned ? 'Unpin' : 'Pin to the top of lists',
          run: () => props.notes.togglePin(props.session.id),
        },
        { name: 'Tags', run: props.notes.editTags },
        { name: 'Note', run: props.notes.editNote },
        {
          name: annotation()?.isArchived ? 'Bring back from the archive' : 'Archive',
          run: () => props.notes.toggleArchive(props.session.id),
        },
      ]}
    >
      <Tag size={16} aria-hidden="true" />
    </Menu>
  )
}

/** What was noted, in a line of the head: each part opens what changes it. */
export function NotesLine(props: { notes: ReaderNotes; session: Session }) {
  const annotation = () => props.notes.annotation()
  const has = () => {
    const one = annotation()
    return one !== null && (one.isPinned || one.isArchived || one.tags.length > 0 || one.note !== null)
      ? one
      : undefined
  }
  return (
    <>
      <Show when={has()}>
        {(one) => (
          <p class="notes-line">
            <Show when={one().isPinned}>
              <button
                type="button"
                title="Pinned: press to unpin"
                onClick={() => props.notes.togglePin(props.session.id)}
              >
                <Pin size={13} aria-hidden="true" /> Pinned
              </button>
            </Show>
            <Show when={one().isArchived}>
              <button
                type="button"
                title="Archived: press to bring it back"
                onClick={() => props.notes.toggleArchive(props.session.id)}
              >
                Archived
              </button>
            </Show>
            <For each={one().tags}>
              {(tag) => (
                <button class="own-tag" type="button" title="Change the tags" onClick={props.notes.editTags}>
                  <bdi class="cut">{tag}</bdi>
                </button>
              )}
            </For>
            <Show when={one().note}>
              {(note) => (
                <button class="own-note" type="button" title={note()} onClick={props.notes.editNote}>
                  <StickyNote size={13} aria-hidden="true" /> <span class="cut">{oneLine(note())}</span>
                </button>
              )}
            </Show>
          </p>
        )}
      </Show>
      <Show when={props.notes.dialog() === 'tags'}>
        <TagDialog
          items={[{ ...props.session, annotation: annotation(), childCount: 0, worstChild: null }]}
          knownTags={props.notes.knownTags()}
          onDone={(change) => props.notes.changeTags(props.session.id, change)}
        />
      </Show>
      <Show when={props.notes.dialog() === 'note'}>
        <NoteDialog
          note={annotation()?.note ?? null}
          onDone={(note) => props.notes.changeNote(props.session.id, note)}
        />
      </Show>
    </>
  )
}
