import Copy from 'lucide-solid/icons/copy'
import X from 'lucide-solid/icons/x'
import { createEffect, createMemo, For, on, onCleanup, Show } from 'solid-js'
import type { OfficeMember } from '../../../../src/office/member.ts'
import type { OfficePlan } from '../../../../src/office/plan.ts'
import { toast } from '../../../components/toasts.tsx'
import { faultsOfPlan } from '../../../office/plan/plan-faults.ts'
import { copyText } from '../../../platform/clipboard.ts'
import { now } from '../../../platform/now.ts'
import type { OfficeControls } from '../office-canvas.tsx'
import { debugRows } from './debug-rows.ts'

/** Over the picture: what is known of everybody, why they are drawn so, and what drawing takes. Anew every second. */
export function OfficeDebug(props: {
  members: readonly OfficeMember[]
  plan: OfficePlan
  controls: OfficeControls | undefined
  onClose(): void
}) {
  createEffect(
    on(
      () => props.controls,
      (controls) => {
        controls?.setCounting(true)
        onCleanup(() => controls?.setCounting(false))
      },
    ),
  )
  const inspection = createMemo(() => {
    now()
    return props.controls?.inspect()
  })
  const faults = createMemo(() => faultsOfPlan(props.plan).map(({ text }) => text))
  const rows = createMemo(() => (inspection() ? debugRows(props.members, inspection()!) : []))
  const frames = createMemo<{ total: number; perSecond: number }>(
    (before) => {
      const total = inspection()?.figures?.frames ?? 0
      return { total, perSecond: Math.max(0, total - before.total) }
    },
    { total: 0, perSecond: 0 },
    { equals: false },
  )
  const figures = () => inspection()?.figures
  const lines = (): [name: string, value: string | number][] => [
    ['frames', `${frames().total}, ${frames().perSecond} in the last second`],
    ['draw calls', figures()?.drawCalls ?? 0],
    ['step', `${(figures()?.stepMs ?? 0).toFixed(2)} ms`],
    ['draw', `${(figures()?.drawMs ?? 0).toFixed(2)} ms`],
    ['texture pages', `${figures()?.pages ?? 0} with ${figures()?.pictures ?? 0} pictures`],
    ['layout', props.plan.name],
    ['faults of the layout', faults().join(' ') || 'none'],
    ['missing sprites', inspection()?.missing.join(', ') || 'none'],
    ['without a place', inspection()?.unseated.join(', ') || 'nobody'],
  ]
  async function copy() {
    const text = JSON.stringify(
      { at: new Date().toISOString(), office: Object.fromEntries(lines()), crew: rows() },
      null,
      2,
    )
    toast({ text: (await copyText(text)) ? 'The debug view is copied as JSON' : 'The browser did not copy it' })
  }
  return (
    <section class="office-debug" aria-label="Debug view" data-theme="night">
      <header>
        <h2>Debug view</h2>
        <button type="button" onClick={() => void copy()}>
          <Copy size={12} aria-hidden="true" /> Copy as JSON
        </button>
        <button type="button" aria-label="Close the debug view" onClick={() => props.onClose()}>
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <dl>
        <For each={lines()}>
          {([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          )}
        </For>
      </dl>
      <table>
        <thead>
          <tr>
            <For each={['Who', 'Source', 'State', 'Says', 'Last word', 'Drawn', 'Place', 'Why']}>
              {(head) => <th scope="col">{head}</th>}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <tr>
                <th scope="row" title={row.id}>
                  <bdi>{row.name}</bdi>
                </th>
                <td>{row.source}</td>
                <td title={row.reason ?? undefined}>
                  {row.state}
                  <Show when={row.activity}>, {row.activity}</Show>
                </td>
                <td>{row.witness ?? 'nobody'}</td>
                <td>{row.lastWord?.slice(11, 23) ?? '–'}</td>
                <td>{row.act ?? '–'}</td>
                <td>
                  {row.place ?? '–'}
                  <Show when={row.at}> ({row.at})</Show>
                </td>
                <td>{row.why}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
