import { Show } from 'solid-js'
import type { WrittenChange } from '../../../src/gateways/gateway.ts'
import { ago, duration } from '../../../src/lib/format.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { now } from '../../platform/now.ts'
import type { Gateways } from './create-gateways.ts'

/** So long after it was made, a change that came true is not worth a line any more. */
const shownMs = 24 * 3_600_000

const marks = { going: 'thinking', done: 'healthy', failed: 'stopped' } as const

/** What became of the last change of the configuration, and the way back. */
export function LastChange(props: { change: WrittenChange; gateways: Gateways }) {
  const change = () => props.change
  const undo = () =>
    props.gateways.attempt(async () => {
      const id = props.gateways.chosen()!.id
      const done = await props.gateways.withConfirm((confirm) =>
        ask(api.gateways({ id }).config.undo.post(confirm === undefined ? {} : { confirm })),
      )
      if (done) toast({ text: 'The change is taken back.' })
    })
  return (
    <Show when={change().outcome !== 'done' || now() - (change().endedAt ?? 0) < shownMs}>
      <div class="panel last-change" data-outcome={change().outcome} aria-live="polite">
        <StateMark mark={marks[change().outcome]} label="" />
        <p>
          {words(change())} <span class="mono">{change().paths.join(', ')}</span>
          <Show when={change().reason}>{(reason) => <span class="quiet"> {reason()}</span>}</Show>
        </p>
        <Show when={change().mayUndo && props.gateways.mayChange() && props.gateways.isThere()}>
          <button class="button" type="button" onClick={undo}>
            Take it back…
          </button>
        </Show>
      </div>
    </Show>
  )
}

function words({ outcome, restarts, at, endedAt }: WrittenChange): string {
  if (outcome === 'going') return restarts ? 'Changed; the gateway restarts:' : 'Changing:'
  if (outcome === 'failed') return 'Did not come true:'
  const took = endedAt === null ? '' : restarts ? `, back after ${duration(endedAt - at)}` : ''
  return `Changed ${ago(at, now())}${took}:`
}
