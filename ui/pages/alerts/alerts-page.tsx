import { useParams } from '@solidjs/router'
import { Match, Switch } from 'solid-js'
import { createAlerts } from './create-alerts.ts'
import { IncidentList } from './incident-list.tsx'
import { IncidentView } from './incident-view.tsx'
import { RulesView } from './rules-view.tsx'

/** What is broken, what was, and which rules say so? The address says which of these, and of which incident. */
export default function AlertsPage() {
  const params = useParams<{ tab?: string; id?: string }>()
  const alerts = createAlerts()
  return (
    <Switch fallback={<IncidentList alerts={alerts} />}>
      <Match when={params.tab === 'rules'}>
        <RulesView alerts={alerts} />
      </Match>
      <Match when={params.tab === 'incidents' && params.id}>{(id) => <IncidentView alerts={alerts} id={id()} />}</Match>
    </Switch>
  )
}
