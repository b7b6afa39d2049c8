import { useNavigate } from '@solidjs/router'
import Search from 'lucide-solid/icons/search'
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onCleanup, Show } from 'solid-js'
import type { Session } from '../../src/sessions/session.ts'
import { markOf } from '../../src/sessions/severity.ts'
import { Overlay } from '../components/overlay.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { api, ask } from '../data/api.ts'
import { useOverview } from '../data/overview-context.ts'
import { createMayAct } from '../data/stores/steering.ts'
import { Portrait } from '../office/portrait.tsx'
import { bindKeys } from '../platform/keyboard.ts'
import { choiceId, type PaletteItem, paletteItemsFor, readQuery, searchFor } from './command-palette-items.ts'
import { overlays } from './overlays.ts'
import { pages } from './page-links.ts'
import { actions, stopActions } from './palette-actions.ts'
import { recentChoices, rememberChoice } from './recent-choices.ts'
import { pieces } from './text-match.ts'

/** A search is sent when nothing was typed for this long. */
const typingPauseMs = 120

/** A dialog that finds pages, agents, sessions and actions by what is typed, and opens or runs them. */
export function CommandPalette() {
  const navigate = useNavigate()
  const { overview } = useOverview()
  const mayAct = createMayAct()
  const [text, setText] = createSignal(overlays.query())
  const [found, setFound] = createSignal<Session[]>([])
  const [index, setIndex] = createSignal(0)
  const listId = createUniqueId()
  const recent = recentChoices()
  let field!: HTMLInputElement
  let list!: HTMLDivElement

  const query = createMemo(() => readQuery(text()))
  createEffect(
    on(query, ({ kind, words }) => {
      if (words === '' || (kind !== 'all' && kind !== 'session')) return setFound([])
      let isCancelled = false
      const timer = setTimeout(async () => {
        // A search that fails finds nothing; the banner says why.
        const page = await ask(api.sessions.get({ query: { q: words, sort: 'last', limit: 8 } })).catch(() => undefined)
        if (!isCancelled && page) setFound(page.items as Session[])
      }, typingPauseMs)
      onCleanup(() => {
        isCancelled = true
        clearTimeout(timer)
      })
    }),
  )
  const groups = createMemo(() =>
    paletteItemsFor(query(), {
      actions: mayAct() ? [...stopActions(overview()?.agents ?? []), ...actions] : actions,
      pages,
      agents: overview()?.agents ?? [],
      jobs: overview()?.crons ?? [],
      recent,
      sessions: found().length > 0 || query().words !== '' ? found() : (overview()?.sessions.items ?? []).slice(0, 6),
    }),
  )
  const flat = createMemo(() => groups().flatMap(({ items }) => items))
  createEffect(on(text, () => setIndex(0), { defer: true }))
  createEffect(on(overlays.query, setText, { defer: true }))
  const chosen = () => Math.min(index(), flat().length - 1)
  createEffect(() => list.querySelector(`[data-at="${chosen()}"]`)?.scrollIntoView({ block: 'nearest' }))

  function run(choice: PaletteItem | undefined) {
    if (!choice) return
    overlays.close('palette')
    if (!choice.isPassing) rememberChoice(choiceId(choice))
    if ('href' in choice) navigate(choice.href)
    else choice.run()
  }

  bindKeys([
    {
      keys: 'Ctrl Shift F',
      words: 'Search everything',
      group: 'Everywhere',
      whileTyping: true,
      run: () => run(searchFor(query().words)),
    },
  ])

  function move(event: KeyboardEvent) {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }
    const step = steps[event.key]
    if (event.key === 'Enter') {
      event.preventDefault()
      run(flat()[chosen()])
    } else if (step !== undefined) {
      event.preventDefault()
      const last = flat().length - 1
      const to = chosen() + step
      setIndex(Math.abs(step) > 1 ? Math.max(0, Math.min(last, to)) : (to + last + 1) % (last + 1 || 1))
    }
  }

  const Row = (props: { choice: PaletteItem; index: number }) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus
    <div
      class="palette-choice"
      role="option"
      tabindex="-1"
      id={`${listId}-${props.index}`}
      data-at={props.index}
      aria-selected={props.index === chosen()}
      onPointerMove={() => setIndex(props.index)}
      onClick={() => run(props.choice)}
    >
      <Icon choice={props.choice} />
      <bdi class="cut name" title={props.choice.name}>
        <For each={pieces(query().words, props.choice.name)}>
          {(piece) => (piece.hit ? <mark>{piece.text}</mark> : piece.text)}
        </For>
      </bdi>
      <bdi class="cut quiet" title={props.choice.about}>
        {props.choice.about}
      </bdi>
      <span class="keys">
        <For each={props.choice.keys?.split(' ') ?? []}>{(key) => <kbd>{key}</kbd>}</For>
      </span>
    </div>
  )

  return (
    <Overlay
      class="palette"
      title="Search and commands"
      onClose={() => overlays.close('palette')}
      focusFirst={() => field}
    >
      <div class="palette-field">
        <Search size={18} stroke-width={1.75} />
        <input
          ref={field}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={flat().length > 0 ? `${listId}-${chosen()}` : undefined}
          aria-label="Pages, agents, sessions, jobs and actions"
          placeholder="Pages, agents, sessions, jobs, actions"
          autocomplete="off"
          spellcheck={false}
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={move}
        />
        <kbd>Esc</kbd>
      </div>
      <div class="palette-list" role="listbox" id={listId} aria-label="What was found" ref={list} tabindex="-1">
        {/* A row stays the same element while it is offered: what is pressed is not replaced under the finger. */}
        <For each={groups().map(({ name }) => name)}>
          {(name) => {
            const items = createMemo(() => groups().find((group) => group.name === name)?.items ?? [])
            return (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
              <div role="group" aria-label={name}>
                <span class="label" aria-hidden="true">
                  {name}
                </span>
                <For each={items().map(choiceId)}>
                  {(id) => {
                    const first = items().find((item) => choiceId(item) === id)!
                    const choice = createMemo<PaletteItem>(
                      (before) => items().find((item) => choiceId(item) === id) ?? before,
                      first,
                    )
                    return <Row choice={choice()} index={flat().indexOf(choice())} />
                  }}
                </For>
              </div>
            )
          }}
        </For>
        <Show when={flat().length === 0}>
          <p class="empty">
            Nothing fits “{query().words}”. A session is found by its title, key, agent or folder; try theme, sign out
            or the name of a job.
          </p>
        </Show>
      </div>
      <footer class="palette-foot label">
        <span>
          <kbd>↵</kbd> run
        </span>
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd> choose
        </span>
        <span class="prefixes">&gt; actions, @ agents, # sessions, ! jobs</span>
      </footer>
    </Overlay>
  )
}

/** The icon of a page or an action, or the portrait of an agent or a session with its state. */
function Icon(props: { choice: PaletteItem }) {
  return (
    <span class="choice-icon">
      {'icon' in props.choice ? (
        <props.choice.icon size={18} stroke-width={1.75} />
      ) : (
        <>
          <Portrait {...props.choice.portrait} size={24} />
          <StateMark mark={markOf(props.choice.state)} label={props.choice.state} />
        </>
      )}
    </span>
  )
}
