import { A, useLocation } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import { type AttentionItem, countsInVerdict, groupOfNeed } from '../../src/attention/need.ts'
import { type StateMarkName, sessionStates } from '../../src/sessions/severity.ts'
import { isOfNoSession } from '../components/attention-labels.ts'
import { useOverview } from '../data/overview-context.ts'
import { type PageLink, pages } from './page-links.ts'

/** Links to the pages, at the side; on a phone at the bottom. A badge counts what needs a person on its page. */
export function NavRail() {
  const { overview } = useOverview()
  const badges = createMemo(() => {
    const byPage = Map.groupBy((overview()?.attention ?? []).filter(countsInVerdict), pageOf)
    return new Map([...byPage].map(([page, needs]) => [page, badgeOf(needs)]))
  })
  return (
    <nav class="rail" aria-label="Pages">
      <For each={onRail}>
        {(page, index) => (
          <>
            <Show when={page.group !== 'foot' && index() > 0 && onRail[index() - 1]!.group !== page.group}>
              <hr />
            </Show>
            <RailLink page={page} badge={badges().get(page.href)} />
          </>
        )}
      </For>
    </nav>
  )
}

const onRail = pages.filter(({ below }) => below === undefined)

type Badge = { count: number; mark: StateMarkName }

/** The page of the rail that a need is counted at. Each is counted at one, so the badges together are the verdict. */
function pageOf(need: AttentionItem): string {
  if (!isOfNoSession(need)) return '/sessions'
  if (need.kind === 'budget-passed' || need.kind === 'breaker-tripped') return '/costs'
  if (need.kind === 'cron-failed' || need.kind === 'cron-overdue') return '/crons'
  if (need.kind === 'pairing-asked') return '/services'
  // The pages of approvals and of alerts stand below the Bridge.
  return need.kind === 'approval-asked' || need.kind === 'incident' ? '/' : '/settings'
}

/** The most severe state among the sessions gives the badge its colour; what is no state has that of its kind. */
function badgeOf(needs: AttentionItem[]): Badge {
  const worst = sessionStates.find(({ state }) => needs.some(({ kind }) => kind === state))
  const isStopped = needs.every(({ kind }) => groupOfNeed({ kind }) === 'stopped')
  return { count: needs.length, mark: worst?.mark ?? (isStopped ? 'stopped' : 'waiting') }
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
