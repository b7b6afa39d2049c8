import { createMemo, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { clock, relativeTime, whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import type { FoundSession, SearchHit } from '../../../src/search/answer.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { SessionAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import { folderName } from '../sessions/filter-chips.ts'
import { hrefOfItem } from '../sessions/reader/item-link.ts'
import type { Search } from './create-search.ts'
import { keyOf, withShortLead } from './found.ts'
import { iconOf, isCode, labelOf } from './hit-words.ts'
import { MarkedText } from './marked-text.tsx'

type Chosen = { key: string | undefined; onChoose(key: string): boolean }

/** What was found, session by session. */
export function FoundList(props: Chosen & { search: Search; timezone: string; ref(element: HTMLElement): void }) {
  /** A group stays the same element while its session is found. */
  const ids = createMemo(() => props.search.sessions()?.map(({ sessionId }) => sessionId) ?? [])
  const byId = createMemo(() => new Map(props.search.sessions()?.map((session) => [session.sessionId, session])))
  return (
    <div class="found-groups" ref={props.ref} data-stale={props.search.isOutOfDate() ? '' : undefined}>
      <For each={ids()}>
        {(id) => (
          <Show when={byId().get(id)}>
            {(session) => (
              <Group
                session={session()}
                isWhole={props.search.isWhole(id)}
                chosen={props.key}
                timezone={props.timezone}
                onChoose={props.onChoose}
                onShowAll={() => void props.search.showAll(id)}
              />
            )}
          </Show>
        )}
      </For>
    </div>
  )
}

export const hrefOfHit = (sessionId: string, itemId: string | null) =>
  itemId === null ? `/sessions/${encodeURIComponent(sessionId)}` : hrefOfItem(sessionId, itemId)

export const titleOf = ({ title }: Pick<FoundSession, 'title'>) => oneLine(title ?? '') || 'Untitled session'

/** Whose a session is, where it worked, and when it did so last. */
export const aboutOf = ({ agentName, projectPath, branch, lastAt }: FoundSession, now: number, timezone: string) => [
  oneLine(agentName),
  oneLine(branch ?? '') || (projectPath === null ? '' : folderName(projectPath)),
  lastAt === null ? '' : relativeTime(lastAt, now, timezone),
]

function Group(props: {
  session: FoundSession
  isWhole: boolean
  chosen: string | undefined
  timezone: string
  onChoose: Chosen['onChoose']
  onShowAll(): void
}) {
  const about = () => aboutOf(props.session, now(), props.timezone)
  const mark = () => markOf(props.session.state)
  return (
    <article class="found">
      <header>
        <SessionAvatar session={{ ...props.session, id: props.session.sessionId }} size={24} />
        <Show when={mark() !== 'idle' && mark() !== 'asleep'}>
          <StateMark mark={mark()} label={stateLabel(props.session.state)} />
        </Show>
        <a class="cut" href={hrefOfHit(props.session.sessionId, null)} title={titleOf(props.session)}>
          <bdi>{titleOf(props.session)}</bdi>
        </a>
        <span class="quiet cut">
          <bdi>{about()[0]}</bdi>
          <Show when={about()[1]}>
            {(where) => (
              <>
                , <code>{where()}</code>
              </>
            )}
          </Show>
          <Show when={about()[2]}>{(when) => <>, {when()}</>}</Show>
        </span>
        <b class="count">
          {whole(props.session.hits.length)}
          {props.session.more > 0 ? '+' : ''}
        </b>
      </header>
      <ul>
        <For each={props.session.hits}>
          {(hit) => <Hit hit={hit} {...props} isChosen={keyOf(props.session.sessionId, hit) === props.chosen} />}
        </For>
      </ul>
      <Show when={props.session.more > 0}>
        <Show
          when={!props.isWhole}
          fallback={<p class="more label">More are in its transcript: open it and look there with F.</p>}
        >
          <button class="more" type="button" onClick={() => props.onShowAll()}>
            {whole(props.session.more)} more in this session
          </button>
        </Show>
      </Show>
    </article>
  )
}

function Hit(props: {
  hit: SearchHit
  session: FoundSession
  isChosen: boolean
  timezone: string
  onChoose: Chosen['onChoose']
}) {
  const label = () => labelOf(props.hit, oneLine(props.session.agentName))
  return (
    <li>
      <a
        class="hit"
        href={hrefOfHit(props.session.sessionId, props.hit.itemId)}
        data-hit={keyOf(props.session.sessionId, props.hit)}
        data-kind={props.hit.kind}
        aria-current={props.isChosen ? 'true' : undefined}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
          // Where it is shown beside, a press only chooses.
          if (props.onChoose(keyOf(props.session.sessionId, props.hit))) event.preventDefault()
        }}
      >
        <Dynamic component={iconOf(props.hit)} size={14} stroke-width={1.75} />
        <span class="hit-label cut" title={[label(), props.hit.tool?.about].filter(Boolean).join(': ')}>
          <bdi>{label()}</bdi>
        </span>
        <span class="hit-words cut" classList={{ mono: isCode(props.hit) }} dir="auto">
          <MarkedText snippet={withShortLead(props.hit.snippet)} />
        </span>
        <time datetime={props.hit.at === null ? undefined : new Date(props.hit.at).toISOString()}>
          {timeOf(props.hit, props.session, props.timezone)}
        </time>
      </a>
    </li>
  )
}

/** The hour; of another day than the session was active last the day. */
function timeOf({ at, kind }: SearchHit, { lastAt }: FoundSession, timezone: string): string {
  if (at === null || kind === 'title') return ''
  return lastAt !== null && dayOf(at, timezone) !== dayOf(lastAt, timezone)
    ? relativeTime(at, now(), timezone)
    : clock(at, timezone)
}
