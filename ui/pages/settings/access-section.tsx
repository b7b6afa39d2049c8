import { createResource, Show } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import { api, ask } from '../../data/api.ts'
import { AuditLog, latestOfEachAct } from './access/audit-log.tsx'
import { CurrentUser } from './access/current-user.tsx'
import { Terminals } from './access/terminals.tsx'
import { Tokens } from './access/tokens.tsx'

/** Who may see and control this Wheelhouse, and what was done through it. */
export function AccessSection() {
  const [me] = createResource(() => ask(api.auth.me.get()))
  const maySeeActs = () => atLeast(me()?.role ?? 'screen', 'operator')
  const [acts, { refetch }] = createResource(maySeeActs, () => ask(api.audit.get({ query: { limit: 50 } })))

  return (
    <div class="access">
      <h1 class="hidden">Access</h1>
      <Show when={me()}>{(me) => <CurrentUser name={me().name} id={me().id} role={me().role} />}</Show>
      <Show when={me()?.role === 'admin'}>
        <Terminals onChange={refetch} />
        <Tokens onChange={refetch} />
      </Show>
      <Show when={maySeeActs()}>
        <AuditLog lines={latestOfEachAct(acts.latest?.items ?? [])} />
      </Show>
    </div>
  )
}
