import { createUniqueId } from 'solid-js'
import { Segmented } from '../../../components/segmented.tsx'

export type ReaderTab = 'transcript' | 'turns' | 'meter'

const tabs: { value: ReaderTab; name: string }[] = [
  { value: 'transcript', name: 'Transcript' },
  { value: 'turns', name: 'Turns' },
  { value: 'meter', name: 'Meter' },
]

/** What a window shows that has no room for the panels beside the text. */
export function ReaderTabs(props: { value: ReaderTab; onChoose(tab: ReaderTab): void }) {
  const label = createUniqueId()
  return (
    <div class="reader-tabs">
      <span id={label} class="hidden">
        What is shown of this session
      </span>
      <Segmented
        labelledBy={label}
        options={tabs}
        value={props.value}
        onChoose={(tab) => props.onChoose(tab as ReaderTab)}
      />
    </div>
  )
}
