import Archive from 'lucide-solid/icons/archive'
import ArchiveRestore from 'lucide-solid/icons/archive-restore'
import Download from 'lucide-solid/icons/download'
import Pin from 'lucide-solid/icons/pin'
import PinOff from 'lucide-solid/icons/pin-off'
import Server from 'lucide-solid/icons/server'
import Square from 'lucide-solid/icons/square'
import StickyNote from 'lucide-solid/icons/sticky-note'
import Tag from 'lucide-solid/icons/tag'
import { createMemo, createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { SessionItem } from '../../../src/sessions/listing.ts'
import { isActive } from '../../../src/sessions/state.ts'
import type { ExportFormat } from '../../../src/transcripts/export/formats.ts'
import { Menu } from '../../components/menu.tsx'
import { toast } from '../../components/toasts.tsx'
import { givenUp } from '../../platform/given-up.ts'
import { stopRequests } from '../../steering/stop-requests.ts'
import { checkedWords } from './checked-words.ts'
import type { AnnotationEdits } from './create-annotation-edits.ts'
import { exportChoices, exportSessions } from './export-sessions.ts'
import { NoteDialog } from './note-dialog.tsx'
import { TagDialog } from './tag-dialog.tsx'

type Props = {
  /** The checked sessions that are loaded. */
  items: SessionItem[]
  edits: AnnotationEdits
  /** All tags there are, the most frequent first. */
  knownTags: readonly string[]
  onClear(): void
}

/** What can be done with the sessions that are checked, and what they are together. */
export default function BulkBar(props: Props) {
  const ids = () => props.items.map(({ id }) => id)
  const areAll = (field: 'isPinned' | 'isArchived') => props.items.every((item) => item.annotation?.[field])
  const arePinned = createMemo(() => areAll('isPinned'))
  const areArchived = createMemo(() => areAll('isArchived'))
  const words = createMemo(() => checkedWords(props.items))
  const [dialog, setDialog] = createSignal<'tag' | 'note'>()
  const exporting = createExport()
  const cannot = () => props.edits.whyNot()
  const working = createMemo(() => props.items.filter(isWorking).map(({ id }) => id))
  /** Those that a gateway keeps, and can archive or delete. */
  const ofGateway = createMemo(() => props.items.filter(({ runtime }) => runtime === 'openclaw').map(({ id }) => id))
  const counted = () => (ofGateway().length === 1 ? 'the session' : `${whole(ofGateway().length)} sessions`)
  const tidy = (kind: 'archive' | 'delete') => stopRequests.begin({ kind, sessions: ofGateway(), done: props.onClear })

  function Verb(verb: { name: string; icon: JSX.Element; disabled?: boolean; onClick(): void }) {
    return (
      <button
        class="button"
        type="button"
        title={cannot()}
        disabled={cannot() !== undefined || props.edits.isBusy() || verb.disabled}
        onClick={verb.onClick}
      >
        {verb.icon}
        <span>{verb.name}</span>
      </button>
    )
  }

  return (
    <section class="bulk-bar" aria-label="Selected sessions">
      <p aria-live="polite">
        <b>{whole(props.items.length)} selected</b> <span class="quiet">{words()}</span>
        <Show when={cannot()}>{(why) => <span class="view-only">{why()}</span>}</Show>
      </p>
      <div class="verbs">
        <Show
          when={exporting.progress()}
          fallback={
            <>
              <Verb name="Tag" icon={<Tag size={15} aria-hidden="true" />} onClick={() => setDialog('tag')} />
              <Verb
                name={arePinned() ? 'Unpin' : 'Pin'}
                icon={
                  <Show when={arePinned()} fallback={<Pin size={15} aria-hidden="true" />}>
                    <PinOff size={15} aria-hidden="true" />
                  </Show>
                }
                onClick={() => void props.edits.pin(ids(), !arePinned())}
              />
              <Show when={props.items.length === 1}>
                <Verb
                  name="Note"
                  icon={<StickyNote size={15} aria-hidden="true" />}
                  onClick={() => setDialog('note')}
                />
              </Show>
              <Menu
                label="Export"
                class="button"
                items={exportChoices.map(({ as, name }) => ({
                  name: props.items.length === 1 ? name : `${name}, in one zip`,
                  run: () => void exporting.run(ids(), as),
                }))}
              >
                <Download size={15} aria-hidden="true" />
                <span>Export</span>
              </Menu>
              <Verb
                name={areArchived() ? 'Unarchive' : 'Archive'}
                icon={
                  <Show when={areArchived()} fallback={<Archive size={15} aria-hidden="true" />}>
                    <ArchiveRestore size={15} aria-hidden="true" />
                  </Show>
                }
                onClick={() => {
                  void props.edits.archive(ids(), !areArchived(), props.items.filter(isWorking).length)
                  props.onClear()
                }}
              />
              <Show when={cannot() === undefined && working().length > 0}>
                <Verb
                  name={working().length === props.items.length ? 'Stop' : `Stop ${whole(working().length)}`}
                  icon={<Square size={15} aria-hidden="true" />}
                  onClick={() => stopRequests.begin({ kind: 'stop', target: { sessions: working() } })}
                />
              </Show>
              <Show when={cannot() === undefined && ofGateway().length > 0}>
                <Menu
                  label="Gateway"
                  class="button"
                  items={[
                    { name: `Archive ${counted()} there`, run: () => tidy('archive') },
                    { name: `Delete ${counted()} there`, run: () => tidy('delete') },
                  ]}
                >
                  <Server size={15} aria-hidden="true" />
                  <span>Gateway</span>
                </Menu>
              </Show>
              <button class="button plain" type="button" onClick={props.onClear}>
                <span>Clear</span> <kbd>Esc</kbd>
              </button>
            </>
          }
        >
          {(progress) => (
            <>
              <span class="quiet" aria-live="polite">
                Exporting {whole(progress().done + 1)} of {whole(progress().of)}
              </span>
              <button class="button" type="button" onClick={exporting.stop}>
                Stop
              </button>
            </>
          )}
        </Show>
      </div>
      <Show when={dialog() === 'tag'}>
        <TagDialog
          items={props.items}
          knownTags={props.knownTags}
          onDone={(change) => {
            setDialog(undefined)
            if (change) void props.edits.tag(ids(), change)
          }}
        />
      </Show>
      <Show when={dialog() === 'note' && props.items[0]}>
        {(item) => (
          <NoteDialog
            note={item().annotation?.note ?? null}
            onDone={(note) => {
              setDialog(undefined)
              if (note !== undefined) void props.edits.note(item().id, note)
            }}
          />
        )}
      </Show>
    </section>
  )
}

const isWorking = ({ state }: SessionItem) => isActive(state)

/** Exports that run one after another, until they are done or stopped. */
function createExport() {
  const [progress, setProgress] = createSignal<{ done: number; of: number }>()
  let running: AbortController | undefined
  onCleanup(() => running?.abort(givenUp))
  return {
    progress,
    async run(ids: readonly string[], format: ExportFormat) {
      running?.abort(givenUp)
      const own = new AbortController()
      running = own
      const { failed, why } = await exportSessions(
        ids,
        format,
        (done) => setProgress({ done, of: ids.length }),
        own.signal,
      )
      if (running !== own || own.signal.aborted) return
      setProgress(undefined)
      if (failed > 0)
        toast({
          text:
            failed === ids.length
              ? `Nothing was exported. ${why}`
              : `${failed} of ${ids.length} are not in the file. ${why}`,
        })
    },
    stop() {
      running?.abort(givenUp)
      setProgress(undefined)
    },
  }
}
