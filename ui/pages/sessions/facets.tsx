import { createMemo, createSignal, For, Show } from 'solid-js'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { whole } from '../../../src/lib/format.ts'
import type { SessionFacets } from '../../../src/sessions/listing.ts'
import { groupOfState, markOf, stateGroups, statesIn } from '../../../src/sessions/severity.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { AgentAvatar } from '../../office/agent-avatar.tsx'
import { Choice, Facet } from './facet.tsx'
import { CostFacet, Hours, usedSteps } from './facet-scales.tsx'
import { type ChoiceName, type Choices, type Filter, kindWords, nothingNarrowed, withChoice } from './filter.ts'
import { isNarrowed } from './filter-address.ts'
import { folderName, stateGroupLabels } from './filter-chips.ts'

const shownAgents = 6

/** The choices that narrow the list, each with the number of sessions that it would leave. */
export function Facets(props: { filter: Filter; facets: SessionFacets; onChange(filter: Filter): void }) {
  const change = (part: Partial<Filter>) => props.onChange({ ...props.filter, ...part })
  const choose = <Name extends ChoiceName>(name: Name, value: Choices[Name][number]) =>
    props.onChange(withChoice(props.filter, name, value))
  const groupCounts = createMemo(() =>
    stateGroups
      .map((group) => ({
        group,
        count: props.facets.states
          .filter(({ state }) => groupOfState(state) === group)
          .reduce((sum, { count }) => sum + count, 0),
      }))
      .filter(({ group, count }) => group !== 'unknown' || count > 0 || props.filter.states.includes('unknown')),
  )

  return (
    <div class="facets">
      <Facet title="State">
        <For each={groupCounts()}>
          {({ group, count }) => (
            <Choice
              checked={props.filter.states.includes(group)}
              count={count}
              title={stateGroupLabels[group]}
              onChange={() => choose('states', group)}
            >
              <StateMark mark={markOf(statesIn(group)[0]!)} label="" />{' '}
              <span class="cut">{stateGroupLabels[group]}</span>
            </Choice>
          )}
        </For>
      </Facet>
      <Show when={props.facets.agents.length > 0}>
        <Agents {...props} onChoose={(id) => choose('agents', id)} />
      </Show>
      <Show when={props.facets.runtimes.length > 1 || props.filter.runtimes.length > 0}>
        <Facet title="Source">
          <For each={props.facets.runtimes}>
            {({ runtime, count }) => (
              <Choice
                checked={props.filter.runtimes.includes(runtime)}
                count={count}
                title={runtimeLabels[runtime].name}
                onChange={() => choose('runtimes', runtime)}
              >
                {runtimeLabels[runtime].name}
              </Choice>
            )}
          </For>
        </Facet>
      </Show>
      <Show when={props.facets.kinds.length > 0}>
        <Facet title="Kind">
          <For each={props.facets.kinds}>
            {({ kind, count }) => (
              <Choice
                checked={props.filter.kinds.includes(kind)}
                count={count}
                title={kindWords[kind]}
                onChange={() => choose('kinds', kind)}
              >
                {kindWords[kind]}
              </Choice>
            )}
          </For>
        </Facet>
      </Show>
      <Values
        title="Project"
        rows={props.facets.projects}
        chosen={props.filter.projects}
        labelOf={folderName}
        onChoose={(path) => choose('projects', path)}
      />
      <Values
        title="Branch"
        rows={props.facets.branches}
        chosen={props.filter.branches}
        onChoose={(branch) => choose('branches', branch)}
      />
      <Values
        title="Worktree"
        rows={props.facets.worktrees}
        chosen={props.filter.worktrees}
        onChoose={(worktree) => choose('worktrees', worktree)}
      />
      <Values
        title="Model"
        rows={props.facets.models}
        chosen={props.filter.models}
        onChoose={(model) => choose('models', model)}
      />
      <Show when={props.facets.costHistogram.length > 1}>
        <CostFacet
          steps={usedSteps(props.facets.costHistogram, props.filter.minCostUsd)}
          minCostUsd={props.filter.minCostUsd}
          onChange={(minCostUsd) => change({ minCostUsd })}
        />
      </Show>
      <Hours hours={props.facets.startedHours} />
      <Show when={props.facets.tags.length > 0}>
        <Tags rows={props.facets.tags} chosen={props.filter.tags} onChoose={(tag) => choose('tags', tag)} />
      </Show>
    </div>
  )
}

/** A button that clears the filter and keeps the order of the rows. */
export function ClearAll(props: { filter: Filter; onChange(filter: Filter): void }) {
  return (
    <button
      class="clear-all"
      type="button"
      disabled={!isNarrowed(props.filter)}
      onClick={() => props.onChange({ ...nothingNarrowed, sort: props.filter.sort, dir: props.filter.dir })}
    >
      Clear all
    </button>
  )
}

function Agents(props: { filter: Filter; facets: SessionFacets; onChoose(id: string): void }) {
  const [all, setAll] = createSignal(false)
  const agents = createMemo(() =>
    props.facets.agents.toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name)),
  )
  const hidden = () => agents().length - shownAgents
  const shown = () =>
    all() || hidden() <= 1
      ? agents()
      : agents().filter(({ id }, index) => index < shownAgents || props.filter.agents.includes(id))
  return (
    <Facet
      title="Agent"
      end={
        <Show when={hidden() > 1}>
          <button type="button" onClick={() => setAll(!all())}>
            {all() ? 'fewer' : `${hidden()} more`}
          </button>
        </Show>
      }
    >
      <For each={shown()}>
        {({ id, name, count }) => (
          <Choice checked={props.filter.agents.includes(id)} count={count} onChange={() => props.onChoose(id)}>
            <AgentAvatar agentId={id} size={16} />{' '}
            <bdi class="cut" title={name}>
              {name}
            </bdi>
          </Choice>
        )}
      </For>
    </Facet>
  )
}

const shownValues = 4

type ValuesProps = { rows: SessionFacets['models']; chosen: readonly string[]; onChoose(value: string): void }

/** Values of which there may be many: the most frequent ones, and those that are chosen. A single one is no choice. */
function Values(props: ValuesProps & { title: string; labelOf?(value: string): string }) {
  const [all, setAll] = createSignal(false)
  const hidden = () => props.rows.length - shownValues
  const shown = () =>
    all() || hidden() <= 1
      ? props.rows
      : props.rows.filter(({ value }, index) => index < shownValues || props.chosen.includes(value))
  return (
    <Show when={props.rows.length > 1 || props.chosen.length > 0}>
      <Facet
        title={props.title}
        end={
          <Show when={hidden() > 1}>
            <button type="button" onClick={() => setAll(!all())}>
              {all() ? 'fewer' : `${hidden()} more`}
            </button>
          </Show>
        }
      >
        <For each={shown()}>
          {({ value, count }) => (
            <Choice
              checked={props.chosen.includes(value)}
              count={count}
              title={value}
              onChange={() => props.onChoose(value)}
            >
              <bdi>{props.labelOf?.(value) ?? value}</bdi>
            </Choice>
          )}
        </For>
      </Facet>
    </Show>
  )
}

/** So many tags fit in two or three lines. */
const shownTags = 8

function Tags(props: ValuesProps) {
  const [all, setAll] = createSignal(false)
  const hidden = () => props.rows.length - shownTags
  const shown = () =>
    all() || hidden() <= 1
      ? props.rows
      : props.rows.filter(({ value }, index) => index < shownTags || props.chosen.includes(value))
  return (
    <Facet title="Tags">
      <div class="tag-choices">
        <For each={shown()}>
          {({ value, count }) => (
            <button
              class="tag-choice"
              type="button"
              aria-pressed={props.chosen.includes(value)}
              title={`${value}, ${whole(count)}`}
              onClick={() => props.onChoose(value)}
            >
              <bdi class="cut">{value}</bdi>
            </button>
          )}
        </For>
        <Show when={hidden() > 1}>
          <button class="tag-choice quiet" type="button" onClick={() => setAll(!all())}>
            {all() ? 'fewer' : `+ ${hidden()}`}
          </button>
        </Show>
      </div>
    </Facet>
  )
}
