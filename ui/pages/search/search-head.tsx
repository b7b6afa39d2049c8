import SearchIcon from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, createUniqueId, For, on, onCleanup, onMount, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import type { SearchProgress } from '../../../src/search/answer.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { isTouched } from '../../components/hold-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createConfirm } from '../../data/create-confirm.ts'
import { createMayAct } from '../../data/stores/steering.ts'
import type { Filter } from '../sessions/filter.ts'
import { chipsOf, folderName } from '../sessions/filter-chips.ts'
import { momentLabel } from '../sessions/moments.ts'
import type { Address } from './address.ts'
import type { Search } from './create-search.ts'
import { caretIn, inMode, modeOf, type QueryMode, queryModes } from './query-modes.ts'

const typingPauseMs = 180

const modeNames: Record<QueryMode, string> = { words: 'Words', exact: 'Exact', regex: 'Regex' }

/** What the field can be told by others: to take a query, or the focus. */
export type Field = { focus(): void; write(q: string): void }

/** The field, how its words are meant, which sessions are looked through, and how far these are indexed. */
export function SearchHead(props: {
  address: Address
  search: Search
  nameOf(agentId: string): string
  /** Paths of folders that can be chosen. */
  projects: readonly string[]
  ref(field: Field): void
  onQuery(q: string): void
  onFilter(filter: Filter): void
  /** Keys that move through what was found, or open it. */
  onStep(by: 1 | -1): void
  onStepSession(by: 1 | -1): void
  onOpen(): void
  onLeave(): void
}) {
  const modeLabel = createUniqueId()
  const [typed, setTyped] = createSignal(props.address.q)
  let field!: HTMLInputElement
  let pause: number | undefined
  /** What was told last; the address comes back with it. */
  let told = props.address.q

  createEffect(
    on(
      () => props.address.q,
      (q) => {
        if (q !== told) setTyped(q)
        told = q
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(pause))
  onMount(() => {
    // The keyboard of a phone would cover what is found.
    if (props.address.q === '' || !isTouched()) field.focus({ preventScroll: true })
  })

  function tell(q: string) {
    clearTimeout(pause)
    pause = undefined
    if (q === told) return
    told = q
    props.onQuery(q)
  }
  function write(q: string) {
    setTyped(q)
    tell(q)
    field.focus()
    field.setSelectionRange(caretIn(q), caretIn(q))
  }
  props.ref({
    focus() {
      field.focus()
      field.select()
    },
    write,
  })

  function onKeyDown(event: KeyboardEvent) {
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      props.onStep(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'PageDown' || event.key === 'PageUp') {
      event.preventDefault()
      props.onStepSession(event.key === 'PageDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (pause === undefined) props.onOpen()
      else tell(typed())
    } else if (event.key === 'Escape') {
      event.preventDefault()
      if (typed() === '') props.onLeave()
      else write('')
    }
  }

  return (
    <section class="panel search-head" aria-label="What to look for">
      <search class="search-field">
        <SearchIcon size={20} stroke-width={1.75} aria-hidden="true" />
        <input
          ref={field}
          type="text"
          inputmode="search"
          enterkeyhint="search"
          maxlength={2_000}
          aria-label="Search everything that was said and done"
          placeholder="Search everything"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={typed()}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value)
            clearTimeout(pause)
            pause = window.setTimeout(() => tell(typed()), typingPauseMs)
          }}
          onKeyDown={onKeyDown}
        />
        <span class="hidden" id={modeLabel}>
          How it is meant
        </span>
        <Segmented
          labelledBy={modeLabel}
          options={queryModes.map((mode) => ({ value: mode, name: modeNames[mode] }))}
          value={modeOf(typed())}
          onChoose={(value) => write(inMode(typed(), queryModes.find((mode) => mode === value) ?? 'words'))}
        />
        <button
          class="search-leave"
          type="button"
          aria-label={typed() === '' ? 'Esc: leave the search' : 'Esc: clear the field'}
          onClick={() => (typed() === '' ? props.onLeave() : write(''))}
        >
          <kbd>Esc</kbd>
          <X size={16} aria-hidden="true" />
        </button>
      </search>
      <div class="search-facts">
        <Chips
          filter={props.address.filter}
          nameOf={props.nameOf}
          projects={props.projects}
          onChange={props.onFilter}
        />
        <IndexLine search={props.search} />
      </div>
    </section>
  )
}

/** Which sessions are looked through: what narrows them, and the two that are asked for most where they do not. */
function Chips(props: {
  filter: Filter
  nameOf(agentId: string): string
  projects: readonly string[]
  onChange(filter: Filter): void
}) {
  return (
    <>
      <For each={chipsOf(props.filter, props.nameOf)}>
        {(chip) => (
          <span class="filter-chip">
            <span class="cut" title={`${chip.label} ${chip.value}`}>
              <span class="quiet">{chip.label}</span> <bdi>{chip.value}</bdi>
            </span>
            <button
              type="button"
              aria-label={`Without ${chip.label} ${chip.value}`}
              onClick={() => props.onChange(chip.without)}
            >
              <X size={13} />
            </button>
          </span>
        )}
      </For>
      <Show when={props.filter.since === undefined && props.filter.before === undefined}>
        <Menu
          class="search-choice"
          label="since any: choose since when"
          items={(['today', 'week', 'month'] as const)
            .map((since) => ({
              name: `Since ${momentLabel(since)}`,
              run: () => props.onChange({ ...props.filter, since }),
            }))
            .concat({
              name: 'Before the last 30 days',
              run: () => props.onChange({ ...props.filter, before: 'month' }),
            })}
        >
          <span class="quiet">since</span> any
        </Menu>
      </Show>
      <Show when={props.filter.projects.length === 0}>
        <Menu
          class="search-choice"
          label="project any: choose a project"
          items={
            props.projects.length === 0
              ? [{ name: 'No project is known', run: () => {} }]
              : props.projects.map((path) => ({
                  name: folderName(path),
                  run: () => props.onChange({ ...props.filter, projects: [path] }),
                }))
          }
        >
          <span class="quiet">project</span> any
        </Menu>
      </Show>
    </>
  )
}

/** How much of the past is indexed, what was read instead, and what is wrong with the index. */
function IndexLine(props: { search: Search }) {
  const mayAct = createMayAct()
  const { pending, withConfirm } = createConfirm()
  const { problem, attempt } = createAttempt(() => props.search.indexChanged())
  const rebuild = () =>
    attempt(async () => {
      const done = await withConfirm(async (confirm) => {
        await ask(api.search.rebuild.post(confirm === undefined ? {} : { confirm }))
        return true
      })
      if (done) toast({ text: 'The search index is being built anew' })
    })
  return (
    <p class="index-line label">
      <Show when={props.search.index()} fallback={<span>&nbsp;</span>}>
        {(index) => (
          <span>
            {whole(index().sessions)} {index().sessions === 1 ? 'session' : 'sessions'}, {indexedWords(index())}
            {readWords(props.search.isAsked() ? props.search.scanned() : 0)}
            <Show when={index().trouble}>{(trouble) => <b class="trouble"> {trouble()}</b>}</Show>
          </span>
        )}
      </Show>
      <Show when={mayAct() && props.search.index()}>
        <button class="link-button" type="button" onClick={() => void rebuild()}>
          Rebuild the index…
        </button>
      </Show>
      <Show when={problem()}>
        {(words) => (
          <span class="trouble" role="alert">
            {words()}
          </span>
        )}
      </Show>
      <ConfirmDialog pending={pending()} />
    </p>
  )
}

function indexedWords({ isWhole, sessions, sessionsDone }: SearchProgress): string {
  if (isWhole) return 'all indexed.'
  return sessionsDone < sessions
    ? `${whole(sessionsDone)} indexed so far.`
    : 'all indexed but for what is being written now.'
}

const readWords = (scanned: number) =>
  scanned === 0
    ? ''
    : scanned === 1
      ? ' The text of one session was read directly.'
      : ` The texts of ${whole(scanned)} sessions were read directly.`
