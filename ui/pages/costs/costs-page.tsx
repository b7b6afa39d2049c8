import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, Match, Show, Switch } from 'solid-js'
import { ago } from '../../../src/lib/format.ts'
import { dayOf, isTimezone } from '../../../src/lib/timezone.ts'
import { Notice } from '../../components/notice.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { now } from '../../platform/now.ts'
import { BreakdownContext } from './breakdown-link.tsx'
import { CostsReports } from './costs-reports.tsx'
import { CostsSkeleton } from './costs-skeleton.tsx'
import { type CostsQuestion, createCostsPage } from './create-costs-page.ts'
import { isSame } from './is-same.ts'
import { type Change, changes, readUrl, searchWith } from './url-state.ts'

/** The Costs page. Its address holds the days, the filter, the zone, the groupings and the opened figure. */
export default function CostsPage() {
  const { overview, subscribe } = useOverview()
  const location = useLocation()
  const navigate = useNavigate()
  const [params] = useSearchParams()

  const zone = () => {
    const asked = params.timezone
    return (Array.isArray(asked) ? asked[0] : asked) ?? overview()?.timezone
  }
  /** The server refuses an unknown zone, with its sentence. */
  const today = createMemo(() => {
    const known = zone()
    return known === undefined ? undefined : dayOf(now(), isTimezone(known) ? known : 'UTC')
  })
  const address = createMemo(() => readUrl({ ...params }, today() ?? '2026-01-01'))
  const question = createMemo(
    (): CostsQuestion | undefined => {
      const [day, timezone] = [today(), zone()]
      if (day === undefined || timezone === undefined) return undefined
      const { days, filter, stack, by } = address()
      return { days, filter, timezone, today: day, stack, by }
    },
    undefined,
    { equals: isSame },
  )
  const spent = createMemo(() => {
    const costs = overview()?.costs
    return [costs?.todayUsd, costs?.monthUsd, costs?.todayTokens, costs?.todayUnpricedTokens].join(' ')
  })
  const costs = createCostsPage(question, spent)
  subscribe({ onEvent: (event) => event.kind === 'budgets.changed' && void costs.refetch(), onGap() {} })

  const change = (change: Change, replace = false) =>
    navigate(`/costs${searchWith(location.search, change)}`, { scroll: false, replace })
  const breakdowns = {
    hrefOf: (id: string) => `/costs${searchWith(location.search, changes.figure(id))}`,
    open: () => address().figure,
  }

  return (
    <BreakdownContext.Provider value={breakdowns}>
      <Switch fallback={<CostsSkeleton />}>
        <Match when={overview() && costs.page()}>
          {(page) => (
            <div class="costs" aria-busy={costs.isAsking()}>
              <h1 class="hidden">Costs</h1>
              <Show when={costs.problem()}>
                {(problem) => (
                  <div class="failed">
                    <ProblemNote text={`${problem().message} What you see is from ${ago(costs.at() ?? 0, now())}.`} />
                    <button class="button" type="button" onClick={costs.refetch}>
                      Try again
                    </button>
                  </div>
                )}
              </Show>
              <CostsReports
                address={address()}
                costs={page()}
                overview={overview()!}
                asked={costs.asked()!}
                zone={zone()!}
                today={today()!}
                isStale={costs.isStale()}
                spent={spent()}
                onChange={change}
              />
            </div>
          )}
        </Match>
        <Match when={costs.problem()}>
          {(problem) => (
            <Notice title="The costs cannot be shown" text={problem().message}>
              <span class="row">
                <button class="button" type="button" onClick={costs.refetch}>
                  Try again
                </button>
                <Show when={Object.keys(params).length > 0}>
                  <button class="button" type="button" onClick={() => navigate('/costs')}>
                    Show the last 30 days of everything
                  </button>
                </Show>
              </span>
            </Notice>
          )}
        </Match>
      </Switch>
    </BreakdownContext.Provider>
  )
}
