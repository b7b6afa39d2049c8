import { createResource, Show } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import { Panel } from '../../components/panel.tsx'
import { api, ask } from '../../data/api.ts'
import { CurrentUser } from './access/current-user.tsx'
import { Terminals } from './access/terminals.tsx'
import { Tokens } from './access/tokens.tsx'

/** Who may see and control this Wheelhouse; what was done through it has a page of its own. */
export function AccessSection() {
  const [me] = createResource(() => ask(api.auth.me.get()))

  return (
    <div class="access">
      <h1 class="hidden">Access</h1>
      <Show when={me()}>{(me) => <CurrentUser name={me().name} id={me().id} role={me().role} />}</Show>
      <Show when={me()?.role === 'admin'}>
        <Terminals />
        <Tokens />
      </Show>
      <Show when={atLeast(me()?.role ?? 'screen', 'operator')}>
        <Panel title="Audit" sub="what was done through this Wheelhouse">
          <p class="empty">
            Who acted, with which credential, on what, and how it ended. <a href="/audit">Open the audit</a>
          </p>
        </Panel>
      </Show>
    </div>
  )
}
