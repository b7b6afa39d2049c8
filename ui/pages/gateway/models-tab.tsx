import { createMemo, createSignal, For, Show } from 'solid-js'
import type { Skill } from '../../../src/gateways/inventory.ts'
import { tokens } from '../../../src/lib/format.ts'
import { Finder } from '../../components/finder.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { type Mark, StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import type { Gateways } from './create-gateways.ts'
import { Empty } from './overview-tab.tsx'

const skillStates: Record<Skill['state'], { mark: Mark; word: string }> = {
  ready: { mark: 'healthy', word: 'ready' },
  off: { mark: 'idle', word: 'switched off' },
  missing: { mark: 'unknown', word: 'not usable here' },
}
/** So many are shown at once; words narrow them. */
const shown = 200

/** Which models a gateway can use, and which skills its agents have. */
export function ModelsTab(props: { gateways: Gateways }) {
  const { gateways } = props
  const [q, setQ] = createSignal('')
  const models = createQuery({
    key: () => keyOf('models'),
    fetcher: async ([, id], signal) => (await ask(api.gateways({ id }).models.get({ fetch: { signal } }))).items,
    keepPrevious: false,
  })
  const skills = createQuery({
    key: () => keyOf('skills'),
    fetcher: async ([, id], signal) => (await ask(api.gateways({ id }).skills.get({ fetch: { signal } }))).items,
    keepPrevious: false,
  })
  function keyOf(what: string) {
    const id = gateways.reachable()
    return id === undefined ? undefined : ([`gateways/${what}`, id] as const)
  }
  const fits = (text: string) =>
    q()
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.toLowerCase().includes(word))
  const foundModels = createMemo(() =>
    models.data()?.filter(({ id, name, provider }) => fits(`${id} ${name} ${provider}`)),
  )
  const foundSkills = createMemo(() => skills.data()?.filter(({ name, description }) => fits(`${name} ${description}`)))
  const none = () => (q() === '' ? 'It lists none.' : 'None has these words.')

  return (
    <>
      <div class="panel gateway-find">
        <Finder q={q()} words="Find a model or a skill" label="Find a model or a skill" onChange={setQ} />
      </div>
      <div class="gateway-columns even">
        <Panel title="Models" sub={foundModels() && `${foundModels()!.length} of ${models.data()!.length}`}>
          <ProblemNote text={models.problem()?.message} />
          <Empty of={foundModels()} isAsked={gateways.isThere()} none={none()}>
            <ul class="rows">
              <For each={foundModels()?.slice(0, shown)}>
                {({ id, name, provider, contextWindow, isDefault, isAvailable }) => (
                  <li>
                    <StateMark
                      mark={isAvailable === false ? 'stopped' : isAvailable ? 'healthy' : 'unknown'}
                      label=""
                    />
                    <b class="cut" title={`${provider}/${id}`}>
                      {name}
                    </b>
                    <span class="quiet">
                      {[
                        isDefault ? 'default' : '',
                        provider,
                        contextWindow === null ? '' : `${tokens(contextWindow)} context`,
                        isAvailable === false ? 'not available' : '',
                      ]
                        .filter(Boolean)
                        .join(', ')}
                    </span>
                  </li>
                )}
              </For>
              <Show when={(foundModels()?.length ?? 0) > shown}>
                <li class="quiet">and more: words narrow them</li>
              </Show>
            </ul>
          </Empty>
        </Panel>
        <Panel
          title="Skills"
          sub={
            foundSkills() &&
            `${foundSkills()!.filter(({ state }) => state === 'ready').length} ready of ${foundSkills()!.length}`
          }
        >
          <ProblemNote text={skills.problem()?.message} />
          <Empty of={foundSkills()} isAsked={gateways.isThere()} none={none()}>
            <ul class="rows">
              <For each={foundSkills()?.slice(0, shown)}>
                {({ name, emoji, description, state, missing }) => (
                  <li>
                    <StateMark mark={skillStates[state].mark} label="" />
                    <div>
                      <b>
                        {emoji} {name}
                      </b>{' '}
                      <span class="quiet">
                        {skillStates[state].word}
                        {state === 'missing' && missing.length > 0 ? `: needs ${missing.join(', ')}` : ''}
                      </span>
                      <p class="quiet">{description}</p>
                    </div>
                  </li>
                )}
              </For>
            </ul>
          </Empty>
        </Panel>
      </div>
    </>
  )
}
