import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import Link from 'lucide-solid/icons/link-2'
import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js'
import { copyText } from '../../platform/clipboard.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { chipsOf, type Filter } from './filter.ts'

const typingPauseMs = 220

/** The conditions of the filter as chips, and a field for words, which narrow the list while they are typed. */
export function FilterBar(props: {
  filter: Filter
  path: string
  nameOf(agentId: string): string
  /** `typing` replaces the address; other changes are steps that the back button takes back. */
  onChange(filter: Filter, typing: boolean): void
  onDown(): void
}) {
  const [typed, setTyped] = createSignal(props.filter.q)
  const chips = () => chipsOf(props.filter, props.nameOf)
  let field!: HTMLInputElement
  let pause: number | undefined
  /** Whether the words since the field got the focus are a step already, so that the back button takes all of them back. */
  let isStep = false

  createEffect(
    on(
      () => props.filter.q,
      (q) => {
        if (q.trim() !== typed().trim()) setTyped(q)
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
    if (typed().trim() === props.filter.q.trim()) return
    props.onChange({ ...props.filter, q: typed().trim() }, isStep)
    isStep = true
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') apply()
    else if (event.key === 'ArrowDown') {
      event.preventDefault()
      apply()
      props.onDown()
    } else if (event.key === 'Escape') {
      if (typed()) {
        setTyped('')
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
          placeholder="Title, first words, path, branch"
          aria-label="Filter by words of the title, the first words, path, branch or agent"
          autocomplete="off"
          spellcheck={false}
          value={typed()}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            clearTimeout(pause)
            pause = window.setTimeout(apply, typingPauseMs)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            apply()
            isStep = false
          }}
        />
        <kbd>/</kbd>
      </search>
      <CopyLink path={props.path} />
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
