import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Role } from '../../../src/live/events.ts'
import { api, ask } from '../../api.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { createAnswer } from './create-answer.ts'
import { Section, Setting } from './section.tsx'

const may: Record<Role, string> = {
  screen: 'You may see names, states and numbers',
  viewer: 'You may see everything',
  operator: 'You may see everything and act',
  admin: 'You may see everything, act, and give access to others',
}

/** Who this browser is; giving and taking access has its own page. */
export function AccessSection() {
  const me = createAnswer(() => ask(api.auth.me.get()))
  return (
    <Section title="Access" sub="who may look and who may act">
      <ProblemNote text={me.problem()} />
      <Show when={me.data()}>
        {(me) => (
          <Setting name="You" about={may[me().role]}>
            {() => (
              <span>
                {me().name}, <b>{me().role}</b>
              </span>
            )}
          </Setting>
        )}
      </Show>
      <Setting
        name="Tokens and the ship's log"
        about="Access for screens and scripts, and what was done through this Wheelhouse"
      >
        {(ids) => (
          <A class="button" href="/access" aria-describedby={ids.describedBy}>
            Open Access
          </A>
        )}
      </Setting>
    </Section>
  )
}
