import { Suspense } from 'solid-js'
import { contact } from '../../data/contact.ts'
import { lazyPart } from '../../data/load-part.ts'
import { useOverview } from '../../data/overview-context.ts'

const DeskView = lazyPart(async () => ({ default: (await import('../../office/office.ts')).DeskView }))

/** The agent where it is in the office. What the picture shows is said in words beside it. */
export function DeskPanel(props: { agentId: string }) {
  const { overview } = useOverview()
  return (
    <div class="panel desk-panel" aria-hidden="true">
      <Suspense>
        <DeskView
          agents={overview()?.agents ?? []}
          agentId={props.agentId}
          timezone={overview()?.timezone ?? 'UTC'}
          stale={contact().state === 'lost'}
        />
      </Suspense>
    </div>
  )
}
