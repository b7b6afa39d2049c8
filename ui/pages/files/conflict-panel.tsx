import { createMemo, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { FileConflict, FileDetail, FileTouch } from '../../../src/files/file.ts'
import { clock } from '../../../src/lib/format.ts'
import { titleOf } from '../../components/session-labels.ts'
import { useOverview } from '../../data/overview-context.ts'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { hrefOfTouch } from './address.ts'
import { ChangeBody } from './change-body.tsx'
import { conflictTitle, fateOfEarlier, pairWords, type Standing } from './conflict-words.ts'
import { createChange } from './create-change.ts'
import { type Change, linesLost, reachOf } from './hunks.ts'
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
    touch.how === 'outside'
      ? 'Somebody outside'
      : (overview()?.agents.find(({ id }) => id === personOf(touch)?.agentId)?.name ?? 'Somebody')
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
  const hrefs = () => [props.conflict.earlier, props.conflict.later].flatMap((touch) => hrefOfTouch(touch) ?? [])
  function openBoth() {
    for (const href of hrefs()) window.open(href, '_blank', 'noopener')
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
        <span class="label">
          {pairWords(props.conflict)}
          {hrefs().length > 1 ? ', in the same worktree' : ''}
        </span>
        <span class="acts">
          <button
            class="button"
            type="button"
            onClick={openBoth}
            title="Open the sessions where they wrote, in new tabs"
          >
            {hrefs().length > 1 ? 'Open both' : 'Open session'}
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
  past: 'More than a day ago, so it calls for nobody any more.',
}

function Side(props: {
  touch: FileTouch
  name: string
  change: Change | undefined
  problem: string | undefined
  fate: string
  timezone: string
}) {
  const isOutside = () => props.touch.how === 'outside'
  const isWhole = () => props.touch.how === 'write' || props.touch.how === 'create'
  const reach = () => (isWhole() ? 'the whole file' : reachOf(props.change?.kind === 'lines' ? props.change.hunks : []))
  return (
    <div class="conflict-side">
      <p>
        <span>
          <Dynamic component={isOutside() ? 'span' : 'a'} href={hrefOfTouch(props.touch)}>
            <bdi>{props.name}</bdi>, {clock(props.touch.at, props.timezone)}
          </Dynamic>
          {reach() === '' ? '' : `, ${reach()}`}
        </span>
        <Show when={props.change ?? props.problem}>
          <span class="label">{props.fate}</span>
        </Show>
      </p>
      <ChangeBody
        change={props.change}
        problem={props.problem}
        unknown={isOutside() ? 'Nobody we know wrote it, so its lines are not known.' : 'No line is known.'}
      />
    </div>
  )
}
