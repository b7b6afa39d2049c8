import { Show } from 'solid-js'
import type { Role } from '../../../../src/auth/role.ts'
import { Panel } from '../../../components/panel.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { api, ask, signInKey } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'

/** The user of this browser, with a button to sign out. */
export function CurrentUser(props: { name: string; id: string; role: Role }) {
  const { problem, attempt } = createAttempt()

  const signOut = () =>
    attempt(async () => {
      await ask(api.auth['sign-out'].post())
      signInKey.remove()
      location.assign('/')
    })

  return (
    <Panel title="You" sub={`${props.name}, ${props.role}`}>
      <ProblemNote text={problem()} />
      <div class="current-user">
        <Show
          when={props.role === 'admin'}
          fallback={
            <p>
              View only. Sign in as admin to manage access: run <code>wheelhouse open</code> on that machine, and open
              the link it prints.
            </p>
          }
        >
          <p>You can give access to others and revoke it.</p>
        </Show>
        <Show when={props.id.startsWith('sign-in:')}>
          <button class="button" type="button" onClick={signOut}>
            Sign out
          </button>
        </Show>
      </div>
    </Panel>
  )
}
