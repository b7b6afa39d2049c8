import { A, useLocation } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { type AttentionItem, countsInVerdict } from '../../src/attention/need.ts'
import { type StateMarkName, sessionStates } from '../../src/sessions/severity.ts'
import { isOfNoSession } from '../components/attention-labels.ts'
import { useOverview } from '../data/overview-context.ts'
import { type PageLink, pages } from './page-links.ts'

/** Links to the pages, at the side; on a phone at the bottom. A badge counts sessions that need a person. */
export function NavRail() {
  const { overview } = useOverview()
  const badges = (): Partial<Record<string, Badge>> => ({ '/sessions': badgeOf(overview()?.attention ?? []) })
  return (
    <nav class="rail" aria-label="Pages">
      <For each={onRail}>
        {(page, index) => (
          <>
            <Show when={page.group !== 'foot' && index() > 0 && onRail[index() - 1]!.group !== page.group}>
              <hr />
            </Show>
            <RailLink page={page} badge={badges()[page.href]} />
          </>
        )}
      </For>
    </nav>
  )
}

const onRail = pages.filter(({ below }) => below === undefined)

type Badge = { count: number; mark: StateMarkName }

/** The most severe state among the sessions gives the badge its colour; a context that fills up has none. */
function badgeOf(needs: AttentionItem[]): Badge | undefined {
  const ofSessions = needs.filter((need) => countsInVerdict(need) && !isOfNoSession(need))
  if (ofSessions.length === 0) return undefined
  const worst = sessionStates.find(({ state }) => ofSessions.some(({ kind }) => kind === state))
  return { count: ofSessions.length, mark: worst?.mark ?? 'waiting' }
}

function RailLink(props: { page: PageLink; badge: Badge | undefined }) {
  const location = useLocation()
  const isAt = (href: string) =>
    href === '/' ? location.pathname === '/' : location.pathname === href || location.pathname.startsWith(`${href}/`)
  const isHere = () => pages.some(({ href, below }) => (below ?? href) === props.page.href && isAt(href))
  return (
    <A
      href={props.page.href}
      class="rail-link"
      data-group={props.page.group}
      data-here={isHere() ? '' : undefined}
      aria-current={isHere() ? 'page' : undefined}
      title={`${props.page.name} (G ${props.page.key})`}
    >
      <span class="rail-icon">
        <props.page.icon size={18} stroke-width={1.75} />
        <Show when={props.badge}>
          {(badge) => (
            <span class="badge" data-mark={badge().mark}>
              {badge().count > 99 ? '99+' : badge().count}
              <span class="hidden"> need you</span>
            </span>
          )}
        </Show>
      </span>
      <span class="rail-name">{props.page.name}</span>
    </A>
  )
}
