import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import Download from 'lucide-solid/icons/download'
import Search from 'lucide-solid/icons/search'
import { createSignal, onCleanup, Show } from 'solid-js'
import type { Session } from '../../../../src/sessions/session.ts'
import { type ExportFormat, exportFormats, formatFiles } from '../../../../src/transcripts/export/formats.ts'
import { Menu } from '../../../components/menu.tsx'
import { titleOf } from '../../../components/session-labels.ts'
import { Problem } from '../../../data/problem.ts'
import { copyText } from '../../../platform/clipboard.ts'
import { readerApi } from './reader-api.ts'

/** What can be done with a whole session: copied in parts, and written to a file. */
export function ReaderMenus(props: { session: Session; onFind(): void }) {
  const [said, setSaid] = createSignal('')
  let back: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(back))
  function say(words: string) {
    setSaid(words)
    clearTimeout(back)
    back = setTimeout(() => setSaid(''), 4_000)
  }
  const copy = (name: string, text: () => string) => ({
    name,
    run: async () => say((await copyText(text())) ? 'Copied' : 'The browser does not let this page copy'),
  })
  async function save(as: ExportFormat) {
    try {
      await readerApi.export(props.session.id, as)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      say(error.message)
    }
  }
  return (
    <>
      <span class="menu-said quiet" aria-live="polite">
        {said()}
      </span>
      <button
        class="icon-button"
        type="button"
        aria-label="Find in the transcript"
        title="Find (F)"
        onClick={props.onFind}
      >
        <Search size={16} />
      </button>
      <Menu
        label="Copy"
        class="button copy"
        items={[
          copy('Link to this session', () => location.origin + location.pathname),
          copy('Title', () => titleOf(props.session)),
          copy('Session id', () => props.session.id),
        ]}
      >
        <Show when={said() === 'Copied'} fallback={<Copy size={16} aria-hidden="true" />}>
          <Check size={16} aria-hidden="true" />
        </Show>
        <span>Copy</span>
      </Menu>
      <Menu
        label="Export"
        class="button copy"
        items={exportFormats.map((as) => ({ name: formatFiles[as].name, run: () => void save(as) }))}
      >
        <Download size={16} aria-hidden="true" />
        <span>Export</span>
      </Menu>
    </>
  )
}
