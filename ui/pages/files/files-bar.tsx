import Search from 'lucide-solid/icons/search'
import { createEffect, createSignal, createUniqueId, on, onCleanup, Show } from 'solid-js'
import type { FilesPage } from '../../../src/files/file.ts'
import { whole } from '../../../src/lib/format.ts'
import { Segmented } from '../../components/segmented.tsx'
import { bindKeys } from '../../platform/keyboard.ts'
import { type Address, choices, spans } from './address.ts'
import type { Files } from './create-files.ts'

const typingPauseMs = 200

/** How many conflicts are open and files were touched, and what is listed of them. */
export function FilesBar(props: {
  page: FilesPage
  standingOf: Files['standingOf']
  address: Address
  /** `replace` keeps the address before out of the way of the back button. */
  onChange(change: Partial<Address>, replace: boolean): void
}) {
  const onlyLabel = createUniqueId()
  const daysLabel = createUniqueId()
  const count = () => props.page.conflicts.filter((one) => props.standingOf(one) === 'open').length
  const choiceNames = () => ({
    all: 'All',
    written: 'Written',
    read: 'Only read',
    conflicts: count() > 0 ? `Conflicts ${whole(count())}` : 'Conflicts',
  })
  return (
    <section class="panel files-bar" aria-label="Files">
      <div class="files-count" data-some={count() > 0 ? '' : undefined}>
        <b class="hero">{whole(count())}</b>
        <p>
          <b>{count() === 1 ? 'conflict open' : 'conflicts open'}</b>
          <span class="label">
            {whole(props.page.files)} {props.page.files === 1 ? 'file' : 'files'} touched by{' '}
            {whole(props.page.sessions)} {props.page.sessions === 1 ? 'session' : 'sessions'} in{' '}
            {spanWords[props.address.days]}
          </span>
        </p>
      </div>
      <Finder q={props.address.q} onChange={(q) => props.onChange({ q }, true)} />
      <span class="hidden" id={onlyLabel}>
        Which files
      </span>
      <Segmented
        labelledBy={onlyLabel}
        options={choices.map((value) => ({ value, name: choiceNames()[value] }))}
        value={props.address.only}
        onChoose={(value) => props.onChange({ only: choices.find((one) => one === value) ?? 'all' }, false)}
      />
      <span class="hidden" id={daysLabel}>
        How far back
      </span>
      <Segmented
        labelledBy={daysLabel}
        options={spans.map((days) => ({ value: String(days), name: days === 1 ? '24 h' : `${days} d` }))}
        value={String(props.address.days)}
        onChoose={(value) => props.onChange({ days: spans.find((days) => String(days) === value) ?? 30 }, false)}
      />
    </section>
  )
}

export const spanWords = { 1: '24 hours', 7: '7 days', 30: '30 days' } as const

function Finder(props: { q: string; onChange(q: string): void }) {
  const [typed, setTyped] = createSignal(props.q)
  let field!: HTMLInputElement
  let pause: number | undefined
  createEffect(
    on(
      () => props.q,
      (q) => q.trim() !== typed().trim() && setTyped(q),
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(pause))
  bindKeys([
    {
      keys: '/',
      words: 'Find a file',
      group: 'This page',
      run() {
        field.focus()
        field.select()
      },
    },
  ])
  function take(text: string) {
    setTyped(text)
    clearTimeout(pause)
    pause = window.setTimeout(() => props.onChange(text), typingPauseMs)
  }
  return (
    <label class="finder">
      <Search size={16} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        aria-label="Find a file, or paste a path"
        placeholder="Find a file, or paste a path"
        maxLength={200}
        autocomplete="off"
        spellcheck={false}
        value={typed()}
        onInput={({ currentTarget }) => take(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (typed() !== '') take('')
          else field.blur()
        }}
      />
      <Show when={typed() === ''}>
        <kbd>/</kbd>
      </Show>
    </label>
  )
}
