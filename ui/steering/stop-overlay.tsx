import { createSignal, For, onMount, Show } from 'solid-js'
import type { StopOutcome } from '../../src/steering/stop-outcome.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Overlay } from '../components/overlay.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { toast } from '../components/toasts.tsx'
import { api, ask } from '../data/api.ts'
import { createConfirm } from '../data/create-confirm.ts'
import { Problem } from '../data/problem.ts'
import { type StopRequest, stopRequests } from './stop-requests.ts'
import { headlineOf, markOfOutcome, outcomeWords } from './stop-words.ts'

/** Asks whether what was asked for is meant, has it done, and lists what became of each session. */
export function StopOverlay(props: { request: StopRequest }) {
  const { pending, withConfirm } = createConfirm()
  const [outcomes, setOutcomes] = createSignal<StopOutcome[]>()
  const [headline, setHeadline] = createSignal('')

  onMount(async () => {
    try {
      await carryOut()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      toast({ text: error.message })
      stopRequests.end()
    }
  })

  async function carryOut() {
    const { request } = props
    if (request.kind !== 'stop') {
      const { kind, sessions, done } = request
      const answer = await withConfirm((confirm) => ask(api.steering.several.post({ kind, sessions, confirm })))
      if (answer) done?.()
      show(
        answer?.outcomes.map(({ isDone, ...rest }) => ({ ...rest, outcome: isDone ? 'stopped' : 'not-stopped' })),
        kind === 'archive' ? 'archived' : 'deleted',
      )
      return
    }
    const answer = await withConfirm((confirm) => ask(api.steering.stop.post({ ...request.target, confirm })))
    show(answer?.outcomes, 'stopped', answer?.tookMs)
  }

  /** One that went well is a line; whatever else there is to say is read in peace. */
  function show(found: StopOutcome[] | undefined, verb: string, tookMs?: number) {
    if (!found) return stopRequests.end()
    const words = headlineOf(found, verb, tookMs)
    if (found.every(({ outcome, note }) => outcome === 'stopped' && note === null)) {
      toast({ text: words })
      return stopRequests.end()
    }
    if (found.length === 0) {
      toast({ text: 'Nothing is at work.' })
      return stopRequests.end()
    }
    setHeadline(words)
    setOutcomes(found)
  }

  return (
    <>
      <ConfirmDialog pending={pending()} />
      <Show when={outcomes()}>
        {(outcomes) => (
          <Overlay class="dialog stop-outcomes" title={headline()} onClose={stopRequests.end}>
            <div class="question">
              <div>
                <p class="headline" aria-hidden="true">
                  {headline()}
                </p>
                <ul tabindex={0} aria-label={headline()}>
                  <For each={outcomes()}>
                    {(one) => (
                      <li>
                        <StateMark mark={markOfOutcome[one.outcome]} label="" />
                        <b class="cut" title={one.name}>
                          <bdi>{one.name}</bdi>
                        </b>
                        <span class="quiet">{outcomeWords(one)}</span>
                      </li>
                    )}
                  </For>
                </ul>
              </div>
              <footer>
                <span class="quiet">Recorded in the ship's log as you</span>
                <button class="button" type="button" onClick={stopRequests.end}>
                  Close
                </button>
              </footer>
            </div>
          </Overlay>
        )}
      </Show>
    </>
  )
}
