import { useSearchParams } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { now } from '../../platform/now.ts'
import { createHeadroom } from './create-headroom.ts'
import { DonePanel } from './done-panel.tsx'
import { GaugeHead } from './gauge-head.tsx'
import { GaugeList } from './gauge-list.tsx'
import { Ladder } from './ladder.tsx'
import { RehearsalPanel } from './rehearsal-panel.tsx'

/** How long plans and budgets last, what is done when they run short, and what was done. The address names the chosen one. */
export default function HeadroomPage() {
  const { overview } = useOverview()
  const [params, setParams] = useSearchParams<{ of?: string }>()
  const headrooms = createHeadroom(() => params.of)
  const timezone = () => overview()?.timezone ?? 'UTC'

  return (
    <Switch fallback={<div class="headroom loading" aria-busy="true" />}>
      <Match when={headrooms.query.data()}>
        {(data) => (
          <div class="headroom" aria-busy={headrooms.query.isAsking()}>
            <h1 class="hidden">Headroom</h1>
            <Show
              when={headrooms.selected()}
              fallback={
                <Notice
                  title="No plan windows and no budgets yet"
                  text="Plan windows appear once Claude Code says them through its status line, or Codex and a gateway on their own. Budgets are set on the Costs page."
                >
                  <span class="row">
                    <a class="button" href="/costs">
                      Set a budget
                    </a>
                    <a class="button" href="/settings/hooks">
                      Switch the status line on
                    </a>
                  </span>
                </Notice>
              }
            >
              {(gauge) => (
                <>
                  <div class="headroom-top">
                    <GaugeHead gauge={gauge()} now={now()} timezone={timezone()} />
                    <GaugeList
                      gauges={data().gauges}
                      selected={gauge().subject}
                      hasRule={(subject) => (headrooms.guardOf(subject)?.measures.length ?? 0) > 0}
                      now={now()}
                      timezone={timezone()}
                      onSelect={(of) => setParams({ of }, { replace: true })}
                    />
                  </div>
                  <div class="headroom-foot">
                    <Ladder headrooms={headrooms} now={now()} />
                    <RehearsalPanel headrooms={headrooms} now={now()} timezone={timezone()} />
                    <DonePanel headrooms={headrooms} now={now()} timezone={timezone()} />
                  </div>
                </>
              )}
            </Show>
            <ConfirmDialog pending={headrooms.pending()} />
          </div>
        )}
      </Match>
      <Match when={headrooms.query.problem()}>
        {(problem) => (
          <Notice title="Headroom cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={headrooms.query.refetch}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}
