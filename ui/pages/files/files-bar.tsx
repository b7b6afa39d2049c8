import { createUniqueId } from 'solid-js'
import type { FilesPage } from '../../../src/files/file.ts'
import { whole } from '../../../src/lib/format.ts'
import { Finder } from '../../components/finder.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { type Address, choices, spans } from './address.ts'
import type { Files } from './create-files.ts'

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
      <Finder
        q={props.address.q}
        words="Find a file"
        label="Find a file, or paste a path"
        onChange={(q) => props.onChange({ q }, true)}
      />
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
