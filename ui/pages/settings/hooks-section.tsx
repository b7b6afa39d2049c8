import { For, Show } from 'solid-js'
import { type Runtime, runtimeName } from '../../../src/facts/runtimes.ts'
import type { EditKind, HookSettings } from '../../../src/hooks/hooks.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { type Mark, StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createConfirm } from '../../data/create-confirm.ts'
import { createQuery } from '../../data/query.ts'
import { Section } from './section.tsx'

/** What hooks add to what a runtime writes by itself. */
const gains: Record<HookSettings['runtime'], string> = {
  'claude-code':
    'Versions before 2.1.318 do not write down that they wait for you; a hook tells it at once. Later versions need none.',
  gemini: 'Its files do not show which tool runs, or that it waits for you. Without hooks it looks idle then.',
}

const statuslineGain =
  'Tells what each session costs by its own count, and how much of a subscription is used. It shows model, cost, context and limits; a status line of yours stays and is shown instead.'

/** Runtimes without hooks of ours, and why. */
const others: { runtime: Runtime; why: string }[] = [
  {
    runtime: 'codex',
    why: 'Needs none: its daemon says what each thread does. Its own hooks stay silent until you trust them in /hooks.',
  },
  { runtime: 'opencode', why: 'Needs none: what it writes shows what it does. It calls no hooks.' },
  { runtime: 'openclaw', why: 'Needs none: its gateway reports everything.' },
]

const stateLabels: Record<HookSettings['state'], { mark: Mark; word: string }> = {
  on: { mark: 'healthy', word: 'installed' },
  outdated: { mark: 'waiting', word: 'of another Wheelhouse' },
  off: { mark: 'idle', word: 'not installed' },
  blocked: { mark: 'stopped', word: 'cannot be edited' },
}

/** The hooks by which runtimes tell at once what they do: installed and removed here, with the change shown before. */
export function HooksSection() {
  const hooks = createQuery({
    key: () => ['hooks'],
    fetcher: async (_key, signal) => (await ask(api.hooks.get({ fetch: { signal } }))).items,
  })
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const isAdmin = () => me.data()?.role === 'admin'
  const { problem, attempt } = createAttempt(async () => hooks.refetch())
  const { pending, withConfirm } = createConfirm()

  const edit = (id: string, kind: EditKind) =>
    attempt(() =>
      withConfirm((confirm) =>
        ask(
          api
            .hooks({ id })({ kind })
            .post(confirm === undefined ? {} : { confirm }),
        ),
      ),
    )

  return (
    <Section title="Hooks" sub="what agents report on their own">
      <ProblemNote text={problem() ?? hooks.problem()?.message} />
      <Show when={hooks.data()}>
        {(items) => (
          <ul class="rows findings">
            <For each={items()}>{(settings) => <HookRow settings={settings} mayEdit={isAdmin()} onEdit={edit} />}</For>
            <Show when={items().length === 0}>
              <li>
                <StateMark mark="idle" label="" />
                <div>
                  <p>No settings of Claude Code or Gemini CLI can be edited here.</p>
                </div>
              </li>
            </Show>
            <For each={others}>
              {({ runtime, why }) => (
                <li>
                  <StateMark mark="unknown" label="" />
                  <div>
                    <b>{runtimeName(runtime)}</b>
                    <p class="quiet">{why}</p>
                  </div>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
      <ConfirmDialog pending={pending()} />
    </Section>
  )
}

function HookRow(props: { settings: HookSettings; mayEdit: boolean; onEdit(id: string, kind: EditKind): void }) {
  const label = () => stateLabels[props.settings.state]
  return (
    <li>
      <StateMark mark={label().mark} label="" />
      <div>
        <b>
          {runtimeName(props.settings.runtime)}
          {props.settings.what === 'statusline' ? ', status line' : ''}
        </b>{' '}
        <span class="quiet">{label().word}</span>
        <p>{props.settings.what === 'statusline' ? statuslineGain : gains[props.settings.runtime]}</p>
        <p class="quiet">
          <Show when={props.settings.problem} fallback={<code>{props.settings.file}</code>}>
            {(problem) => problem()}
          </Show>
        </p>
      </div>
      <Show
        when={props.mayEdit}
        fallback={<span class="quiet">{props.settings.state === 'blocked' ? '' : 'An admin can change this'}</span>}
      >
        <span class="row">
          <Show when={props.settings.state === 'off' || props.settings.state === 'outdated'}>
            <button class="button" type="button" onClick={() => props.onEdit(props.settings.id, 'install')}>
              {props.settings.state === 'off' ? 'Install' : 'Install again'}
            </button>
          </Show>
          <Show when={props.settings.state === 'on' || props.settings.state === 'outdated'}>
            <button class="button" type="button" onClick={() => props.onEdit(props.settings.id, 'remove')}>
              Remove
            </button>
          </Show>
        </span>
      </Show>
    </li>
  )
}
