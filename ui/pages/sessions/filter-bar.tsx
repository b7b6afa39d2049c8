import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import Link from 'lucide-solid/icons/link-2'
import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onCleanup, Show } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { copyText } from '../../platform/clipboard.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import type { Filter } from './filter.ts'
import { chipsOf } from './filter-chips.ts'
import type { Known } from './filter-conditions.ts'
import {
  isUnfinished,
  pendingConditions,
  searchedWords,
  suggestionsFor,
  takeConditions,
  withLastWord,
} from './filter-words.ts'

const typingPauseMs = 220

/** The conditions of the filter as chips, and a field for words, which narrow the list while they are typed. */
export function FilterBar(props: {
  filter: Filter
  path: string
  nameOf(agentId: string): string
  /** What conditions can name. */
  known: Known
  /** `typing` replaces the address; other changes are steps that the back button takes back. */
  onChange(filter: Filter, typing: boolean): void
  onDown(): void
}) {
  const [typed, setTyped] = createSignal(props.filter.q)
  const chips = () => chipsOf(props.filter, props.nameOf)
  const [isFocused, setFocused] = createSignal(false)
  const [chosen, setChosen] = createSignal(-1)
  /** Why a condition that was typed means nothing; it is said once the word is finished. */
  const [problem, setProblem] = createSignal<string>()
  const suggestions = createMemo(() => (isFocused() ? suggestionsFor(typed(), props.known) : []))
  /** What Enter makes of the words, so that nobody waits for a condition that is not set yet. */
  const pending = createMemo(() => (isFocused() ? pendingConditions(typed(), props.known, props.nameOf) : []))
  const listId = createUniqueId()
  let field!: HTMLInputElement
  let pause: number | undefined
  /** Whether the words since the field got the focus are a step already, so that the back button takes all of them back. */
  let isStep = false

  createEffect(
    on(
      () => props.filter.q,
      (q) => {
        if (q.trim() !== searchedWords(typed())) setTyped(q)
      },
      { defer: true },
    ),
  )
  onCleanup(() => clearTimeout(pause))
  bindKeys([
    {
      keys: '/',
      words: 'Filter',
      group: 'This page',
      run: () => {
        field.focus()
        field.select()
      },
    },
  ])

  function apply() {
    clearTimeout(pause)
    pause = undefined
    const q = searchedWords(typed())
    if (q === props.filter.q.trim()) return
    props.onChange({ ...props.filter, q }, isStep)
    isStep = true
  }

  /** Makes chips of the conditions among the words; false where there are none. */
  function takeTyped(): boolean {
    const taken = takeConditions(typed(), props.filter, props.known)
    setProblem(taken.problem)
    if (taken.rest === typed().trim()) return false
    setTyped(taken.rest)
    props.onChange({ ...taken.filter, q: searchedWords(taken.rest) }, false)
    return true
  }

  function choose(word: string) {
    setTyped(withLastWord(typed(), word))
    setChosen(-1)
    setProblem(undefined)
    if (!/[:<>]$/.test(word)) takeTyped()
    field.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const word = suggestions()[chosen()]?.word
    if (suggestions().length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      const count = suggestions().length
      setChosen((at) => (event.key === 'ArrowDown' ? (at + 1) % count : (Math.max(at, 0) - 1 + count) % count))
    } else if (event.key === 'Tab' && !event.shiftKey && suggestions().length > 0) {
      event.preventDefault()
      choose(word ?? suggestions()[0]!.word)
    } else if (event.key === 'Enter') {
      if (word !== undefined) choose(word)
      else if (!takeTyped()) apply()
    } else if (event.key === 'ArrowDown') {
      event.preventDefault()
      apply()
      props.onDown()
    } else if (event.key === 'Escape') {
      if (typed()) {
        setTyped('')
        setProblem(undefined)
        apply()
      } else field.blur()
    } else if (event.key === 'Backspace' && typed() === '') {
      const last = chips().at(-1)
      if (last) props.onChange(last.without, false)
    }
  }

  return (
    <div class="filter-bar">
      <search class="filter-field">
        <Search size={16} aria-hidden="true" />
        <For each={chips()}>
          {(chip) => (
            <span class="filter-chip">
              <span class="cut" title={`${chip.label} ${chip.value}`}>
                <span class="quiet">{chip.label}</span> <bdi>{chip.value}</bdi>
              </span>
              <button
                type="button"
                aria-label={`Without ${chip.label} ${chip.value}`}
                onClick={() => {
                  props.onChange(chip.without, false)
                  field.focus()
                }}
              >
                <X size={13} />
              </button>
            </span>
          )}
        </For>
        <input
          ref={field}
          type="text"
          inputmode="search"
          enterkeyhint="search"
          maxlength={200}
          placeholder="Title, first words, path, branch, or state:failed"
          role="combobox"
          aria-expanded={suggestions().length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen() < 0 ? undefined : `${listId}-${chosen()}`}
          aria-describedby={problem() ? `${listId}-problem` : undefined}
          aria-label="Filter by words of the title, the first words, path, branch or agent"
          autocomplete="off"
          spellcheck={false}
          value={typed()}
          onInput={(event) => {
            const { value } = event.currentTarget
            setTyped(value)
            setChosen(-1)
            setProblem(undefined)
            // A space ends a word: what is a condition becomes a chip.
            if (value.endsWith(' ') && !isUnfinished(value) && takeTyped()) return
            clearTimeout(pause)
            pause = window.setTimeout(apply, typingPauseMs)
          }}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false)
            if (!takeTyped()) apply()
            isStep = false
          }}
        />
        <kbd>/</kbd>
      </search>
      <CopyLink path={props.path} />
      <div class="filter-suggestions" hidden={suggestions().length === 0 && pending().length === 0}>
        <div id={listId} role="listbox" tabindex="-1" aria-label="Conditions">
          <For each={suggestions()}>
            {(suggestion, number) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus
              <div
                id={`${listId}-${number()}`}
                role="option"
                tabindex="-1"
                aria-selected={number() === chosen()}
                // The field keeps the focus.
                onPointerDown={(event) => {
                  event.preventDefault()
                  choose(suggestion.word)
                }}
              >
                <code class="cut">{suggestion.word}</code> <span class="quiet cut">{suggestion.means}</span>
                <Show when={suggestion.count !== undefined}>
                  <span class="count">{whole(suggestion.count)}</span>
                </Show>
              </div>
            )}
          </For>
        </div>
        <output class="filter-hint">
          <Show
            when={chosen() < 0 && pending().length > 0}
            fallback={
              <>
                <kbd>Tab</kbd> completes
              </>
            }
          >
            <kbd>Enter</kbd> to filter: <b>{pending().join(', ')}</b>
          </Show>
        </output>
      </div>
      <Show when={problem()}>
        {(words) => (
          <p class="filter-problem" id={`${listId}-problem`} aria-live="polite">
            {words()}
          </p>
        )}
      </Show>
    </div>
  )
}

/** The address of these rows, with a button that copies it. */
function CopyLink(props: { path: string }) {
  const [copied, setCopied] = createSignal(false)
  let back: number | undefined
  onCleanup(() => clearTimeout(back))
  return (
    <button
      class="copy-link"
      type="button"
      title="Copy a link to these rows"
      onClick={async () => {
        if (!(await copyText(location.origin + props.path))) return
        setCopied(true)
        clearTimeout(back)
        back = window.setTimeout(() => setCopied(false), 2_000)
      }}
    >
      <Link size={15} aria-hidden="true" />
      <span class="hidden">Copy a link to these rows:</span>
      <code class="cut">{copied() ? 'Copied' : readable(props.path)}</code>
      <Show when={copied()} fallback={<Copy size={14} aria-hidden="true" />}>
        <Check size={14} aria-hidden="true" />
      </Show>
    </button>
  )
}

function readable(path: string) {
  try {
    return decodeURIComponent(path)
  } catch {
    // A percent sign in the path may begin no valid sequence.
    return path
  }
}
