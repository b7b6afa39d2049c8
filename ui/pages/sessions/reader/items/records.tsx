import Info from 'lucide-solid/icons/info'
import { For, Show } from 'solid-js'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { useTranscript } from '../reader-context.ts'
import type { RecordGroup } from '../transcript-rows.ts'
import { TerminalText } from './long-text.tsx'
import { WholeText } from './whole-text.tsx'

/** Entries that are no part of the conversation: how many and of which kinds, and their text once it is asked for. */
export function Records(props: { records: RecordGroup }) {
  const { expanded, expand } = useTranscript()
  const open = () => expanded(props.records.id) ?? false
  const kinds = () => [...new Set(props.records.records.map(({ record }) => oneLine(record) || 'without a name'))]
  const words = () => {
    const { length } = props.records.records
    const records = length === 1 ? '1 record' : `${length} records`
    if (!props.records.isKnown) return `${records} of a kind this version does not know`
    return length === 1 ? '1 internal record' : `${length} internal records`
  }
  return (
    <div class="records">
      <p>
        <Info size={14} aria-hidden="true" />
        <span class="cut">
          {words()}{' '}
          <span class="quiet">
            ({kinds().slice(0, 4).join(', ')}
            {kinds().length > 4 ? ', …' : ''})
          </span>
        </span>
        <button
          class="link-button"
          type="button"
          aria-expanded={open()}
          onClick={() => expand(props.records.id, !open())}
        >
          {open() ? 'Hide' : 'Show as text'}
        </button>
      </p>
      <Show when={open()}>
        <For each={props.records.records}>
          {(record) => (
            <WholeText itemId={record.id} part="text" text={record}>
              {(shown) => <TerminalText label={oneLine(record.record) || 'Record'} text={shown()} />}
            </WholeText>
          )}
        </For>
      </Show>
    </div>
  )
}
