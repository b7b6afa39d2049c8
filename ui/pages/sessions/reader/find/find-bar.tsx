import ChevronDown from 'lucide-solid/icons/chevron-down'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { createUniqueId, onMount, Show } from 'solid-js'
import { bytes, percent, whole } from '../../../../../src/lib/format.ts'
import type { FindPlace } from '../../../../../src/transcripts/find.ts'
import { Segmented } from '../../../../components/segmented.tsx'
import { type Find, maxHits } from './create-find.ts'

const places: { value: FindPlace; name: string }[] = [
  { value: 'all', name: 'All' },
  { value: 'words', name: 'Words' },
  { value: 'tools', name: 'Tools' },
  { value: 'results', name: 'Results' },
]

/** Finds words in the whole transcript: Enter goes to the next match, Shift and Enter to the one before. */
export function FindBar(props: { find: Find }) {
  const label = createUniqueId()
  let field!: HTMLInputElement
  onMount(() => {
    field.focus()
    field.select()
  })
  const said = () => {
    const { find } = props
    const found = find.found()
    if (find.query() === '') return ''
    if (!found) return find.asking() ? 'looking…' : ''
    const { length } = found.hits
    if (length === 0) return find.asking() ? 'looking…' : 'no match'
    const more = found.read > 0 ? '+' : ''
    return find.number() === 0 ? `${whole(length)}${more} found` : `${whole(find.number())} of ${whole(length)}${more}`
  }
  const range = () => {
    const found = props.find.found()
    if (!found || found.size === 0) return ''
    if (found.hits.length >= maxHits) return `the last ${whole(maxHits)} matches`
    if (found.read <= 0) return 'all searched'
    const looked = found.size - found.read
    return `${percent((looked / found.size) * 100)} of ${bytes(found.size, 1000)} so far`
  }

  return (
    <search class="find-bar">
      <span class="find-field">
        <Search size={14} aria-hidden="true" />
        <input
          ref={field}
          type="text"
          aria-label="Find in this transcript"
          placeholder="Find in this transcript"
          autocomplete="off"
          spellcheck={false}
          value={props.find.words()}
          onInput={(event) => props.find.setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.isComposing) return
            if (event.key === 'Enter') props.find.step(event.shiftKey ? -1 : 1)
            else if (event.key === 'Escape') props.find.close()
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
        <span class="quiet" aria-live="polite">
          {said()}
        </span>
      </span>
      <button
        class="icon-button step"
        type="button"
        aria-label="Previous match"
        title="Previous (Shift Enter)"
        onClick={() => props.find.step(-1)}
      >
        <ChevronUp size={16} />
      </button>
      <button
        class="icon-button step"
        type="button"
        aria-label="Next match"
        title="Next (Enter)"
        onClick={() => props.find.step(1)}
      >
        <ChevronDown size={16} />
      </button>
      <span id={label} class="hidden">
        Where to look
      </span>
      <Segmented
        labelledBy={label}
        options={places}
        value={props.find.place()}
        onChoose={(place) => props.find.setPlace(place as FindPlace)}
      />
      <span class="find-range quiet">
        <Show when={props.find.problem()} fallback={range()}>
          {(problem) => <span role="alert">{problem().message}</span>}
        </Show>
      </span>
      <button class="icon-button" type="button" aria-label="Close" title="Close (Esc)" onClick={props.find.close}>
        <X size={16} />
      </button>
    </search>
  )
}
