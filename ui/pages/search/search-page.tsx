import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Match, on, Show, Suspense, Switch } from 'solid-js'
import { nameInId } from '../../../src/ids.ts'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { lazyPart } from '../../data/load-part.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { copyText } from '../../platform/clipboard.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { createMedia } from '../../platform/media.ts'
import { type Address, readAddress, writeAddress } from './address.ts'
import { createSearch } from './create-search.ts'
import { hitBeside, keyOf, sessionBeside } from './found.ts'
import { FoundList, hrefOfHit } from './found-list.tsx'
import { NothingFound } from './nothing-found.tsx'
import { rememberSearch } from './recent-searches.ts'
import { SearchAside } from './search-aside.tsx'
import { SearchGuide } from './search-guide.tsx'
import { type Field, SearchHead } from './search-head.tsx'
import { terminalCommand } from './terminal-command.ts'

const HitPreview = lazyPart(async () => ({ default: (await import('./hit-preview.tsx')).HitPreview }))

/** What was chosen last, for who comes back from its transcript. */
let kept: { asked: string; key: string | undefined } | undefined

/** Where was that said or done? Everything in all sessions is looked through; the address says for what. */
export default function SearchPage() {
  const { overview } = useOverview()
  const location = useLocation<{ from?: string }>()
  const navigate = useNavigate()
  /** Where somebody came from, by the key that opens this page. */
  const cameFrom = location.state?.from ?? '/sessions'
  const asked = createMemo(() => location.search)
  const address = createMemo(() => readAddress(asked()))
  const timezone = () => overview()?.timezone || 'UTC'
  const search = createSearch(address, timezone)
  const isDesk = createMedia('(min-width: 1101px)')
  const known = createQuery({
    key: () => ['sessions/facets', 'of all'],
    fetcher: (_, signal) => ask(api.sessions.facets.get({ query: {}, fetch: { signal } })),
    throttleMs: 60_000,
  })
  const nameOf = (id: string) => known.data()?.agents.find((agent) => agent.id === id)?.name ?? nameInId(id)

  /** `replace` keeps the address before out of the way of the back button. */
  const go = (change: Partial<Address>, replace = false) =>
    navigate(`/search${writeAddress({ ...address(), ...change })}`, { replace, scroll: false })

  const [chosen, setChosen] = createSignal(kept?.asked === asked() ? kept.key : undefined)
  createEffect(on(asked, () => setChosen(undefined), { defer: true }))
  createEffect(() => {
    kept = { asked: asked(), key: chosen() }
  })
  const groups = () => search.sessions() ?? []
  /** The first hit is shown until somebody chooses another one. */
  const current = createMemo(() => {
    for (const session of groups())
      for (const hit of session.hits) if (keyOf(session.sessionId, hit) === chosen()) return { session, hit }
    const [session] = groups()
    return session?.hits[0] && { session, hit: session.hits[0] }
  })
  const currentKey = createMemo(() => {
    const { session, hit } = current() ?? {}
    return session && hit && keyOf(session.sessionId, hit)
  })

  createEffect(
    on(
      () => search.sessions() !== undefined,
      (isThere) => isThere && chosen() !== undefined && choose(chosen()),
    ),
  )

  let field: Field | undefined
  let list: HTMLElement | undefined
  function choose(key: string | undefined) {
    if (key === undefined || search.isOutOfDate()) return
    setChosen(key)
    const line = list?.querySelector<HTMLElement>(`[data-hit="${CSS.escape(key)}"]`)
    // Below its head, where it is the first of its session.
    const first = line?.closest('.found')?.querySelector('header')
    if (line && line === line.closest('ul')?.querySelector('[data-hit]')) first?.scrollIntoView({ block: 'nearest' })
    line?.scrollIntoView({ block: 'nearest' })
    if (document.activeElement?.closest('.found-groups')) line?.focus({ preventScroll: true })
  }
  const step = (by: 1 | -1) => choose(hitBeside(groups(), currentKey(), by))
  const stepSession = (by: 1 | -1) => choose(sessionBeside(groups(), currentKey(), by))
  const remember = () => rememberSearch(address().q)
  function open() {
    const place = current()
    // What is shown may still be of the words before.
    if (!place || search.isOutOfDate() || !search.isAsked()) return
    remember()
    navigate(hrefOfHit(place.session.sessionId, place.hit.itemId))
  }
  const leave = () => navigate(cameFrom)

  const here = 'This page' as const
  /** A control that has the focus hears its own keys. */
  const isFree = (target: EventTarget | null) =>
    !(target instanceof Element && target.closest('a, button, input, select, [role="menu"], [role="group"]'))
  const isNoChoice = (target: EventTarget | null) =>
    !(target instanceof Element && target.closest('input, select, [role="menu"], [role="group"], .transcript'))
  bindKeys([
    {
      keys: 'Ctrl Shift F',
      words: 'Search everything',
      group: 'Everywhere',
      whileTyping: true,
      run: () => field?.focus(),
    },
    { keys: '/', words: 'Go to the field', group: here, run: () => field?.focus() },
    { keys: 'ArrowDown', as: '↓', words: 'Next hit', group: here, isFor: isNoChoice, run: () => step(1) },
    { keys: 'ArrowUp', as: '↑', words: 'Previous hit', group: here, isFor: isNoChoice, run: () => step(-1) },
    { keys: 'J', words: 'Next session', group: here, run: () => stepSession(1) },
    { keys: 'K', words: 'Previous session', group: here, run: () => stepSession(-1) },
    { keys: 'Enter', words: 'Open at the turn', group: here, isFor: isFree, run: open },
    { keys: 'Escape', words: 'Leave the search', group: here, run: leave },
  ])

  return (
    <div class="search-page" data-asked={search.isAsked() ? '' : undefined}>
      <h1 class="hidden">Search</h1>
      <SearchHead
        address={address()}
        search={search}
        nameOf={nameOf}
        projects={
          known
            .data()
            ?.projects.map(({ value }) => value)
            .slice(0, 20) ?? []
        }
        ref={(made) => {
          field = made
        }}
        onQuery={(q) => go({ q }, true)}
        onFilter={(filter) => go({ filter })}
        onStep={step}
        onStepSession={stepSession}
        onOpen={open}
        onLeave={leave}
      />
      <SearchAside
        address={address()}
        search={search}
        known={known.data()}
        timezone={timezone()}
        onPlace={(place) => go({ place })}
        onFilter={(filter) => go({ filter })}
      />
      <section class="panel found-panel" aria-label="What was found" aria-busy={search.isLooking()}>
        <header>
          <h2>{search.isAsked() ? 'By session' : 'What can be found'}</h2>
          <span class="label cut">{search.isAsked() ? 'best first: what the words say, how recent' : ''}</span>
        </header>
        <div class="content">
          <Switch>
            <Match when={!search.isAsked()}>
              <SearchGuide onTry={(q) => field?.write(q)} />
            </Match>
            <Match when={search.problem()}>
              {(problem) => (
                <Show
                  when={problem().status === 400}
                  fallback={<RetryNotice onRetry={search.retry}>{problem().message}</RetryNotice>}
                >
                  <p class="empty wrong-query" role="alert">
                    {problem().message}
                  </p>
                </Show>
              )}
            </Match>
            <Match when={search.sessions() === undefined || (search.isOutOfDate() && groups().length === 0)}>
              <div class="found-waiting" aria-hidden="true">
                <For each={[1, 2, 3, 4, 5, 6, 7, 8]}>{() => <span class="skeleton" />}</For>
              </div>
            </Match>
            <Match when={groups().length === 0}>
              <NothingFound
                address={address()}
                search={search}
                timezone={timezone()}
                nameOf={nameOf}
                onTry={(q) => field?.write(q)}
                onChange={(change) => go(change)}
              />
            </Match>
            <Match when={true}>
              <FoundList
                ref={(element) => {
                  list = element
                }}
                search={search}
                key={currentKey()}
                timezone={timezone()}
                onChoose={(key) => {
                  if (!isDesk()) remember()
                  else choose(key)
                  return isDesk()
                }}
              />
              <Show when={search.wholeProblem()}>{(words) => <p class="problem">{words()}</p>}</Show>
              <Show when={search.hasMore()}>
                <div class="show-more">
                  <button class="button" type="button" disabled={search.isFetchingMore()} onClick={search.more}>
                    {search.isFetchingMore() ? 'Looking further back' : 'Show more'}
                  </button>
                </div>
              </Show>
            </Match>
          </Switch>
        </div>
        <footer class="label">
          <span class="keys">
            <kbd>↑</kbd>
            <kbd>↓</kbd> hit
          </span>
          <span class="keys">
            <kbd>J</kbd>
            <kbd>K</kbd> session
          </span>
          <span class="keys">
            <kbd>↵</kbd> open at the turn
          </span>
          <Show when={search.isAsked()}>
            <InTerminal command={terminalCommand(address().q, address().place)} />
          </Show>
        </footer>
      </section>
      <Show when={isDesk() && search.isAsked()}>
        <Show when={!search.problem() && current()} fallback={<NoPreview />}>
          {(place) => (
            <Suspense fallback={<NoPreview />}>
              <HitPreview
                session={place().session}
                hit={place().hit}
                timezone={timezone()}
                onChoose={choose}
                onShowAll={() => void search.showAll(place().session.sessionId)}
                onOpen={remember}
              />
            </Suspense>
          )}
        </Show>
      </Show>
    </div>
  )
}

const NoPreview = () => (
  <aside class="panel hit-preview" aria-label="What was found, in its place">
    <p class="empty">A hit is shown here in the middle of its turn.</p>
  </aside>
)

/** The command that finds the same in a terminal; a press copies it. */
const InTerminal = (props: { command: string }) => (
  <button
    class="in-terminal"
    type="button"
    title="Copy the command"
    onClick={async () => {
      if (await copyText(props.command)) toast({ text: 'The command is copied' })
    }}
  >
    In the terminal: <code class="cut">{props.command}</code>
  </button>
)
