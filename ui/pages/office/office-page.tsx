import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Index, on, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { countsInVerdict } from '../../../src/attention/need.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { OfficePlan } from '../../../src/office/plan.ts'
import { markOf, stateMarks } from '../../../src/sessions/severity.ts'
import { Notice } from '../../components/notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { contact } from '../../data/contact.ts'
import { useOverview } from '../../data/overview-context.ts'
import type { Interactive, ObjectRole } from '../../office/world/layout.ts'
import { preferences, theme } from '../../platform/appearance.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { createDecks, layoutFor } from './create-decks.ts'
import { createEditing } from './create-editing.ts'
import { createFacts } from './create-facts.ts'
import { createMembers } from './create-members.ts'
import { createOwnSprites, hasOwnPieces } from './create-own-sprites.ts'
import { createSavedLayout } from './create-saved-layout.ts'
import { OfficeDebug } from './debug/office-debug.tsx'
import { OfficeLog } from './log/office-log.tsx'
import { OfficeAside } from './office-aside.tsx'
import { OfficeCanvas, type OfficeControls } from './office-canvas.tsx'
import { OfficeTools } from './office-tools.tsx'
import { createReplay } from './replay/create-replay.ts'
import { ReplayBar } from './replay/replay-bar.tsx'
import { ReplayPlate } from './replay/replay-plate.tsx'
import { momentOf } from './replay/replay-words.ts'

/** Who is doing what? The office, whoever is chosen in it, and the same as a list. */
export default function OfficePage() {
  const { overview } = useOverview()
  const [params, setParams] = useSearchParams<{
    who?: string
    thing?: string
    floor?: string
    list?: string
    at?: string
    edit?: string
  }>()
  const members = createMembers()
  const replay = createReplay(
    createMemo(() => overview()?.timezone),
    {
      at: createMemo(() => momentOf(params.at, Date.now())),
      set: (at) => setParams({ at }, { replace: true }),
    },
  )
  /** Everybody who is shown: in a replay those of the past, as soon as it has been read. */
  const crew = createMemo<OfficeMember[]>(
    (before) => (replay.isOpen() ? (replay.members() ?? before) : members.members()),
    [],
  )
  const [followedId, setFollowedId] = createSignal<string>()
  const [isDebugged, setDebugged] = createSignal(false)
  const [controls, setControls] = createSignal<OfficeControls>()
  /** A theme says by which light the office is seen beside its panels. */
  const isDark = createMemo(
    () =>
      theme() !== undefined &&
      preferences() !== undefined &&
      getComputedStyle(document.documentElement).getPropertyValue('--office-light').trim() !== 'day',
  )
  const facts = createFacts(overview, isDark, () => (replay.isOpen() ? replay.at() : undefined), members.members)
  const saved = createSavedLayout()
  const savedDecks = () => saved.current()?.layout?.decks ?? []
  const areOwnSpritesHere = createOwnSprites(() => {
    if (params.edit !== undefined) return 'edit'
    return savedDecks().some(hasOwnPieces) ? `version ${saved.current()!.revision}` : undefined
  })
  /** The decks that somebody built, once all that stands on them can be drawn. */
  const builtDecks = createMemo<readonly OfficePlan[]>(
    (before) => (savedDecks().some(hasOwnPieces) && !areOwnSpritesHere() ? before : savedDecks()),
    [],
  )
  const editing = createEditing({
    isWanted: () => params.edit !== undefined && !replay.isOpen() && areOwnSpritesHere(),
    begin: () => decks.plans(),
    deck: () => floor(),
    saved,
  })
  const decks = createDecks(crew, () => editing.editor()?.draft().decks ?? builtDecks())
  const floor = createMemo(() =>
    Math.min(Math.max(0, Math.trunc(Number(params.floor ?? 1) - 1) || 0), decks.count() - 1),
  )
  const here = createMemo(() => decks.members(floor()))
  const plan = createMemo(() => editing.editor()?.plan() ?? decks.plan(floor()))
  const layout = createMemo(() => layoutFor(plan()))
  const chosen = () => crew().find(({ id }) => id === params.who)
  const chosenObject = () => layout().interactive.find(({ id }) => id === params.thing)
  const isListed = () => params.list !== undefined

  const choose = (who: string | undefined) => setParams({ who, thing: undefined }, { replace: true })
  const open = ({ id }: Interactive) =>
    setParams({ thing: params.thing === id ? undefined : id, who: undefined }, { replace: true })
  const close = () => setParams({ who: undefined, thing: undefined }, { replace: true })

  // Whoever is chosen by a link is on another floor, perhaps; whoever looks around meanwhile is left there.
  const chosenFloor = createMemo(() => decks.deckOf(params.who))
  createEffect(on([() => params.who, chosenFloor], ([, at]) => at >= 0 && at !== floor() && goTo(at)))
  const goTo = (at: number) => setParams({ floor: at === 0 ? undefined : String(at + 1) }, { replace: true })
  createEffect(on(chosen, (member) => followedId() !== undefined && setFollowedId(member?.id)))

  function step(by: number) {
    const all = here()
    const at = all.findIndex(({ id }) => id === params.who)
    // From nobody one goes to the first or to the last.
    const next = all[at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length]
    if (next) choose(next.id)
  }
  const fileName = () =>
    `office-${replay.isOpen() ? 'replay-' : ''}${new Date(replay.at()).toISOString().slice(0, 16).replace(':', '-')}`
  const toggleFollow = () => setFollowedId((before) => (before === undefined ? chosen()?.id : undefined))
  const isSomethingOpen = () => params.who !== undefined || params.thing !== undefined
  const toggleReplay = () => (replay.isOpen() ? replay.close() : replay.open())
  const toggleEditing = () =>
    setParams(
      { edit: editing.isOpen() ? undefined : '1', who: undefined, thing: undefined, list: undefined },
      { replace: true },
    )
  const closeEditor = () => {
    editing.discard()
    setParams({ edit: undefined }, { replace: true })
  }
  const toggleList = () => setParams({ list: isListed() ? undefined : '1' }, { replace: true })

  bindKeys([
    { keys: ']', words: 'The next of the crew', group: 'This page', run: () => step(1) },
    { keys: '[', words: 'The one before', group: 'This page', run: () => step(-1) },
    { keys: '+', words: 'Nearer', group: 'This page', run: () => controls()?.zoomBy(1) },
    { keys: '-', words: 'Farther', group: 'This page', run: () => controls()?.zoomBy(-1) },
    { keys: '0', words: 'The whole office', group: 'This page', run: () => controls()?.fit() },
    { keys: 'F', words: 'Follow whoever is chosen', group: 'This page', run: toggleFollow },
    { keys: 'V', words: 'The crew as a list', group: 'This page', run: toggleList },
    { keys: 'R', words: 'The past as a replay', group: 'This page', run: toggleReplay },
    {
      keys: 'Escape',
      words: 'Close what is open, then back to now',
      group: 'This page',
      run: () => (isSomethingOpen() ? close() : replay.close()),
      isFor: () => isSomethingOpen() || replay.isOpen(),
    },
  ])

  const notes = createMemo<Partial<Record<ObjectRole, string>>>(() => {
    if (replay.isOpen()) return {}
    const waiting = facts.approvals.waiting().length
    const needs = overview()?.attention.filter(countsInVerdict).length ?? 0
    return {
      ...(waiting > 0 && { approvals: `${waiting} waiting` }),
      ...(needs > 0 && { alerts: `${needs}` }),
    }
  })
  const counts = createMemo(() => {
    const byMark = Map.groupBy(crew(), ({ state }) => markOf(state))
    return stateMarks.flatMap((mark) => (byMark.has(mark) ? [{ mark, count: byMark.get(mark)!.length }] : []))
  })

  return (
    <Show
      when={members.isLoaded() && saved.isLoaded() && overview()}
      fallback={
        <Show when={members.problem()} fallback={<div class="office-page loading" aria-busy="true" />}>
          {(problem) => (
            <Notice title="The office cannot be shown" text={problem().message}>
              <button class="button" type="button" onClick={() => void members.refetch()}>
                Try again
              </button>
            </Notice>
          )}
        </Show>
      }
    >
      <div
        class="office-page"
        data-aside={chosen() || chosenObject() || isListed() ? '' : undefined}
        data-replay={replay.isOpen() ? '' : undefined}
        data-edit={editing.editor() ? '' : undefined}
      >
        <h1 class="hidden">Office</h1>
        <section class="office-room" aria-label="Office">
          <OfficeCanvas
            layout={layout()}
            desks={plan().desks}
            members={here()}
            messages={replay.isOpen() ? [] : members.messages()}
            meetings={replay.isOpen() ? [] : members.meetings()}
            facts={facts}
            isStale={replay.isOpen() ? !replay.isReady() : contact().state === 'lost'}
            chosenId={editing.editor() ? undefined : params.who}
            chosenObject={params.thing}
            followedId={followedId()}
            scene={replay.scene()}
            objectNotes={notes()}
            onChoose={choose}
            onOpen={open}
            onLetGo={() => setFollowedId(undefined)}
            onReady={setControls}
            overlay={
              editing.editor() &&
              ((onReady) => (
                <Dynamic component={editing.parts()!.PlanOverlay} editor={editing.editor()!} onReady={onReady} />
              ))
            }
          />
          <div class="office-hud top" data-theme="night">
            <Show when={replay.isOpen()}>
              <ReplayPlate at={replay.at()} timezone={overview()!.timezone} isReady={replay.isReady()} />
            </Show>
            <Show when={decks.count() > 1}>
              <fieldset class="hud decks" aria-label="Decks">
                <Index each={decks.plans()}>
                  {(plan, at) => (
                    <button type="button" aria-pressed={at === floor()} onClick={() => goTo(at)}>
                      {plan().name}
                    </button>
                  )}
                </Index>
              </fieldset>
            </Show>
            <OfficeTools
              controls={controls()}
              members={members.members()}
              fileName={fileName}
              list={{ isOn: isListed(), toggle: toggleList }}
              replay={{ isOn: replay.isOpen(), toggle: toggleReplay }}
              edit={
                editing.mayEdit() && !replay.isOpen() ? { isOn: editing.isOpen(), toggle: toggleEditing } : undefined
              }
              debug={{ isOn: isDebugged(), toggle: () => setDebugged(!isDebugged()) }}
            />
          </div>
          <div class="office-hud bottom" data-theme="night">
            <ul class="hud counts" aria-label="Crew by state">
              <For each={counts()} fallback={<li>Nobody is here yet</li>}>
                {({ mark, count }) => (
                  <li>
                    <StateMark mark={mark} label={mark} />
                    {count}
                  </li>
                )}
              </For>
            </ul>
            <p class="hud keys">
              Walk the crew <kbd>[</kbd> <kbd>]</kbd>
            </p>
          </div>
          <Show when={isDebugged()}>
            <OfficeDebug members={here()} plan={plan()} controls={controls()} onClose={() => setDebugged(false)} />
          </Show>
          <Show when={!replay.isOpen()}>
            <OfficeLog members={members.members()} timezone={overview()!.timezone} />
          </Show>
        </section>
        <Show when={replay.isOpen()}>
          <ReplayBar replay={replay} timezone={overview()!.timezone} />
        </Show>
        <Show when={editing.editor()}>
          {(editor) => (
            <Dynamic
              component={editing.parts()!.LayoutEditor}
              editor={editor()}
              saved={saved}
              members={crew()}
              seatOf={(id: string) => controls()?.seatOf(id)}
              onClose={closeEditor}
            />
          )}
        </Show>
        <Show when={!editing.editor()}>
          <OfficeAside
            overview={overview()!}
            facts={facts}
            members={crew()}
            member={chosen()}
            object={chosenObject()}
            isListed={isListed()}
            replayedAt={replay.isOpen() ? replay.at() : undefined}
            isFollowed={followedId() !== undefined && followedId() === chosen()?.id}
            onFollow={toggleFollow}
            onChoose={choose}
            onClose={close}
            explain={(id) => controls()?.explain(id) ?? ''}
          />
        </Show>
      </div>
    </Show>
  )
}
