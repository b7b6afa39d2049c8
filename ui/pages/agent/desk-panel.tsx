import { Show, Suspense } from 'solid-js'
import type { Agent } from '../../../src/agents/agent.ts'
import { contact } from '../../data/contact.ts'
import { lazyPart } from '../../data/load-part.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createMayAct } from '../../data/stores/steering.ts'

const DeskView = lazyPart(async () => ({ default: (await import('../../office/office.ts')).DeskView }))
const ChangeLook = lazyPart(async () => ({ default: (await import('../../office/change-look.tsx')).ChangeLook }))

/** The agent where it is in the office, and the way to another look. What the picture shows is said in words beside it. */
export function DeskPanel(props: { agent: Pick<Agent, 'id' | 'name' | 'look'> }) {
  const { overview } = useOverview()
  const mayAct = createMayAct()
  return (
    <div class="panel desk-panel">
      <div aria-hidden="true">
        <Suspense>
          <DeskView
            agents={overview()?.agents ?? []}
            agentId={props.agent.id}
            timezone={overview()?.timezone ?? 'UTC'}
            stale={contact().state === 'lost'}
          />
        </Suspense>
      </div>
      <Suspense>
        <Show when={mayAct()}>
          <ChangeLook agentId={props.agent.id} name={props.agent.name} look={props.agent.look} />
        </Show>
      </Suspense>
    </div>
  )
}
