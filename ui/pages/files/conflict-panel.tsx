import { createMemo, For, Match, onCleanup, Show, Switch } from 'solid-js'
import { placeOfItem } from '../../../src/facts/item-id.ts'
import type { FileConflict, FileDetail, FileTouch } from '../../../src/files/file.ts'
import { clock } from '../../../src/lib/format.ts'
import { plainText } from '../../../src/lib/plain-text.ts'
import { makeScrollable } from '../../components/panel.tsx'
import { titleOf } from '../../components/session-labels.ts'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { hrefOfTouch } from './address.ts'
import { conflictTitle, fateOfEarlier, pairWords, type Standing } from './conflict-words.ts'
import { type Change, changeIn, linesLost, linesOf, reachOf } from './hunks.ts'
import { isSameTouch } from './lanes.ts'

/** Two changes that met in one file, side by side, with what became of each. */
export function ConflictPanel(props: {
  conflict: FileConflict
  detail: FileDetail
  timezone: string
  standing: Standing
  acknowledge: (() => Promise<void>) | undefined
  problem: string | undefined
}) {
  const { overview } = useOverview()
  const earlier = createChange(() => ({ path: props.conflict.path, touch: props.conflict.earlier }))
  const later = createChange(() => ({ path: props.conflict.path, touch: props.conflict.later }))
  const personOf = ({ sessionId }: FileTouch) => props.detail.people.find(({ id }) => id === sessionId)
  const agentOf = (touch: FileTouch) =>
    overview()?.agents.find(({ id }) => id === personOf(touch)?.agentId)?.name ?? 'Somebody'
  const isOwn = () => agentOf(props.conflict.earlier) === agentOf(props.conflict.later)
  /** The agent; where it met itself, its session. */
  const nameOf = (touch: FileTouch) =>
    isOwn() ? titleOf({ title: personOf(touch)?.title ?? null, key: null }) : agentOf(touch)
  const lost = createMemo(() => {
    const [a, b] = [earlier.data(), later.data()]
    return a && b ? linesLost(a, b) : null
  })
  /** What was written last is what stands in the file. */
  const isLatest = () => {
    const last = props.detail.touches.findLast(({ how }) => how !== 'read')
    return last === undefined || isSameTouch(last, props.conflict.later)
  }
  const title = () => conflictTitle(props.conflict, agentOf(props.conflict.earlier), agentOf(props.conflict.later))
  function openBoth() {
    window.open(hrefOfTouch(props.conflict.earlier), '_blank', 'noopener')
    window.open(hrefOfTouch(props.conflict.later), '_blank', 'noopener')
  }
  return (
    <section class="panel conflict" aria-label="Conflict" data-quiet={props.standing === 'open' ? undefined : ''}>
      <header>
        <span class="faces">
          <For each={[props.conflict.earlier, props.conflict.later]}>
            {(touch) => (
              <Show when={personOf(touch)}>{(session) => <SessionAvatar session={session()} size={24} />}</Show>
            )}
          </For>
        </span>
        <h2>
          <bdi>{title()}</bdi>
        </h2>
        <span class="label">{pairWords(props.conflict)}, in the same worktree</span>
        <span class="acts">
          <button
            class="button"
            type="button"
            onClick={openBoth}
            title="Open both sessions where they wrote, in new tabs"
          >
            Open both
          </button>
          <Show when={props.acknowledge}>
            {(acknowledge) => (
              <button class="button" type="button" onClick={() => void acknowledge()()}>
                Acknowledge
              </button>
            )}
          </Show>
        </span>
      </header>
      <Show when={props.problem}>
        <p class="problem" role="alert">
          {props.problem}
        </p>
      </Show>
      <div class="conflict-sides">
        <Side
          touch={props.conflict.earlier}
          name={nameOf(props.conflict.earlier)}
          change={earlier.data()}
          problem={earlier.problem()?.message}
          fate={fateOfEarlier(props.conflict, lost(), isOwn() ? 'the later session' : agentOf(props.conflict.later))}
          timezone={props.timezone}
        />
        <Side
          touch={props.conflict.later}
          name={nameOf(props.conflict.later)}
          change={later.data()}
          problem={later.problem()?.message}
          fate={isLatest() ? 'in the file now' : 'written over since'}
          timezone={props.timezone}
        />
      </div>
      <footer class="label">{standingWords[props.standing]}</footer>
    </section>
  )
}

const standingWords: Record<Standing, string> = {
  open: 'An acknowledged conflict stays quiet until somebody new writes. Two worktrees of one repository never count as one.',
  acknowledged: 'Acknowledged: it stays quiet until somebody new writes.',
  guessed: 'Both writes are guessed from commands, so nobody is called for it.',
}

/** What a touch changed, read from the transcript of its session. */
const createChange = (asked: () => { path: string; touch: FileTouch }) =>
  createQuery({
    key: () => {
      const { path, touch } = asked()
      return ['files/change', touch.sessionId, touch.itemId, path] as const
    },
    async fetcher([, id, itemId, path], signal): Promise<Change> {
      const from = placeOfItem(itemId)?.position
      if (from === undefined) return { kind: 'unknown' }
      const query = { from, limit: 3 }
      const page = await ask(api.sessions({ id }).transcript.get({ query, fetch: { signal } }))
      return changeIn(page.items, itemId, path)
    },
    keepPrevious: false,
  })

function Side(props: {
  touch: FileTouch
  name: string
  change: Change | undefined
  problem: string | undefined
  fate: string
  timezone: string
}) {
  const lines = () => (props.change?.kind === 'lines' ? props.change : undefined)
  const command = () => (props.change?.kind === 'command' ? props.change : undefined)
  const isWhole = () => props.touch.how === 'write' || props.touch.how === 'create'
  const reach = () => (isWhole() ? 'the whole file' : reachOf(lines()?.hunks ?? []))
  return (
    <div class="conflict-side">
      <p>
        <span>
          <a href={hrefOfTouch(props.touch)}>
            <bdi>{props.name}</bdi>, {clock(props.touch.at, props.timezone)}
          </a>
          {reach() === '' ? '' : `, ${reach()}`}
        </span>
        <Show when={props.change ?? props.problem}>
          <span class="label">{props.fate}</span>
        </Show>
      </p>
      <Switch
        fallback={
          <p class="no-lines" aria-busy={props.change === undefined && props.problem === undefined}>
            {props.problem ?? (props.change === undefined ? 'Reading the transcript…' : 'No line is known.')}
          </p>
        }
      >
        <Match when={lines()}>
          {(change) => <Hunks hunks={linesOf(change().hunks)} truncated={change().truncated} />}
        </Match>
        <Match when={command()}>
          {(change) => (
            <>
              <p class="label">Guessed from this command:</p>
              <pre class="hunk">{plainText(change().command.slice(0, 2_000))}</pre>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}

const signs = { same: ' ', removed: '-', added: '+', gap: '⋯' } as const

function Hunks(props: { hunks: ReturnType<typeof linesOf>; truncated: boolean }) {
  return (
    <div class="hunk" ref={(element) => onCleanup(makeScrollable(element))}>
      <For each={props.hunks.lines}>
        {(line) => (
          <div data-kind={line.kind}>
            <span class="line-number">{line.number ?? ''}</span>
            <span class="sign">{signs[line.kind]}</span>
            <code>{plainText(line.text.slice(0, 400))}</code>
          </div>
        )}
      </For>
      <Show when={props.hunks.leftOut > 0 || props.truncated}>
        <div class="label">
          {props.hunks.leftOut > 0 ? `${props.hunks.leftOut} more lines in the session.` : 'More lines in the session.'}
        </div>
      </Show>
    </div>
  )
}
