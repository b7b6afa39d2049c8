import { A } from '@solidjs/router'
import X from 'lucide-solid/icons/x'
import { For, Match, Show, Switch } from 'solid-js'
import { bytes, clock, percent, relativeTime } from '../../../src/lib/format.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { attentionLabels, attentionMarks, hrefOfNeed } from '../../components/attention-labels.ts'
import { Cost } from '../../components/cost-text.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import type { Interactive } from '../../office/world/layout.ts'
import { now } from '../../platform/now.ts'
import type { Facts } from './create-facts.ts'
import { Channels, Spawn, Updates, Work } from './object-lists.tsx'
import { Line, Lines, To } from './object-parts.tsx'
import { roleNames } from './object-words.ts'

/** What an object of the office stands for: its real state in a few lines, and the way to the page of it. */
export function ObjectPanel(props: {
  object: Interactive
  overview: Overview
  facts: Facts
  members: readonly OfficeMember[]
  onChoose(id: string): void
  onClose(): void
}) {
  const role = () => props.object.role
  return (
    <aside class="panel inspector object-panel" aria-label={roleNames[role()].name}>
      <header>
        <div class="who">
          <p class="quiet">{roleNames[role()].thing}</p>
          <h2>{roleNames[role()].name}</h2>
        </div>
        <button class="icon-button" type="button" aria-label="Close" onClick={() => props.onClose()}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="inspector-body">
        <Switch>
          <Match when={role() === 'health'}>
            <Health overview={props.overview} />
          </Match>
          <Match when={role() === 'services'}>
            <Services facts={props.facts} />
          </Match>
          <Match when={role() === 'gateway'}>
            <Gateways overview={props.overview} />
          </Match>
          <Match when={role() === 'crons'}>
            <Crons overview={props.overview} />
          </Match>
          <Match when={role() === 'alerts'}>
            <Needs overview={props.overview} />
          </Match>
          <Match when={role() === 'approvals'}>
            <Approvals facts={props.facts} />
          </Match>
          <Match when={role() === 'messages' || role() === 'visitors'}>
            <Channels members={props.members} onChoose={props.onChoose} />
          </Match>
          <Match when={role() === 'spawn'}>
            <Spawn members={props.members} onChoose={props.onChoose} />
          </Match>
          <Match when={role() === 'costs'}>
            <p class="figure">
              <Cost usd={props.overview.costs.todayUsd} isLowerBound={props.overview.costs.todayUnpricedTokens > 0} />{' '}
              today
            </p>
            <To href="/costs">Costs</To>
          </Match>
          <Match when={role() === 'sessions'}>
            <Lines>
              <Line name="at work">{props.overview.sessions.active}</Line>
              <Line name="kept">{props.overview.sessions.total}</Line>
            </Lines>
            <To href="/sessions">Sessions</To>
          </Match>
          <Match when={role() === 'memory'}>
            <p>Which files the crew has read and written, who touched them last, and where two were at it at once.</p>
            <To href="/files">Files</To>
          </Match>
          <Match when={role() === 'skills'}>
            <p>The models, skills and channels that the gateway has.</p>
            <To href="/gateway/models">Models and skills</To>
          </Match>
          <Match when={role() === 'exports'}>
            <p>What is exported is a file of what a list shows: sessions, costs, the audit.</p>
            <To href="/costs">Costs</To>
            <To href="/audit">Audit</To>
          </Match>
          <Match when={role() === 'updates'}>
            <Updates overview={props.overview} />
          </Match>
          <Match when={role() === 'missions'}>
            <Work members={props.members} onChoose={props.onChoose} />
          </Match>
        </Switch>
      </div>
    </aside>
  )
}

function Health(props: { overview: Overview }) {
  const reading = () => props.overview.health.reading
  const memory = () => reading()?.machine.memory
  return (
    <Show when={reading()} fallback={<p class="quiet">Nothing was read of the machine yet.</p>}>
      {(reading) => (
        <>
          <Lines>
            <Line name="CPU">{percent(reading().machine.cpu.percent)}</Line>
            <Line name="Memory">
              {memory() ? `${bytes(memory()!.usedBytes, 1024)} of ${bytes(memory()!.totalBytes, 1024)}` : '–'}
            </Line>
            <For each={reading().machine.disks.slice(0, 3)}>
              {(disk) => <Line name={disk.path || 'Disk'}>{percent(disk.usedPercent)}</Line>}
            </For>
          </Lines>
          <h3>Agents’ processes</h3>
          <Show when={reading().machine.processes.length > 0} fallback={<p class="quiet">None runs.</p>}>
            <Lines>
              <For each={reading().machine.processes.slice(0, 6)}>
                {(one) => (
                  <Line name={one.name}>
                    {percent(one.cpuPercent)}, {bytes(one.rssBytes, 1024)}
                  </Line>
                )}
              </For>
            </Lines>
          </Show>
        </>
      )}
    </Show>
  )
}

const serviceMarks = {
  running: 'healthy',
  starting: 'thinking',
  stopping: 'thinking',
  stopped: 'idle',
  failed: 'stopped',
  unknown: 'unknown',
} as const

function Services(props: { facts: Facts }) {
  return (
    <>
      <ul class="object-rows">
        <For
          each={props.facts.services.services()}
          fallback={<li class="quiet">No services were found on this machine.</li>}
        >
          {(service) => (
            <li>
              <StateMark mark={serviceMarks[service.state]} label="" />
              <A class="cut" href={`/services?service=${encodeURIComponent(service.id)}`}>
                {service.name}
              </A>
              <span class="quiet">{service.state}</span>
            </li>
          )}
        </For>
      </ul>
      <To href="/services">Services</To>
    </>
  )
}

function Gateways(props: { overview: Overview }) {
  return (
    <>
      <ul class="object-rows">
        <For each={props.overview.gateways} fallback={<li class="quiet">There is no gateway on this machine.</li>}>
          {(gateway) => (
            <li>
              <StateMark
                mark={gateway.state === 'connected' ? 'healthy' : gateway.state === 'absent' ? 'unknown' : 'waiting'}
                label=""
              />
              <span>{gateway.words}</span>
              <span class="quiet">{relativeTime(gateway.since, now())}</span>
            </li>
          )}
        </For>
      </ul>
      <To href="/gateway">Gateway</To>
      <To href="/services">Services</To>
    </>
  )
}

function Crons(props: { overview: Overview }) {
  const next = () =>
    props.overview.crons
      .filter(({ nextAt }) => nextAt !== null && nextAt > now())
      .toSorted((a, b) => a.nextAt! - b.nextAt!)
      .slice(0, 6)
  return (
    <>
      <ul class="object-rows">
        <For each={next()} fallback={<li class="quiet">No job has a next run.</li>}>
          {(job) => (
            <li>
              <StateMark mark={job.lastStatus === 'error' ? 'stopped' : 'idle'} label="" />
              <A class="cut" href={`/crons/${encodeURIComponent(job.id)}`}>
                {job.name}
              </A>
              <span class="quiet">{clock(job.nextAt!, props.overview.timezone)}</span>
            </li>
          )}
        </For>
      </ul>
      <To href="/crons">Crons</To>
    </>
  )
}

function Needs(props: { overview: Overview }) {
  return (
    <>
      <ul class="object-rows">
        <For each={props.overview.attention.slice(0, 8)} fallback={<li class="quiet">Nothing needs you.</li>}>
          {(need) => (
            <li>
              <StateMark mark={attentionMarks[need.kind]} label="" />
              <A class="cut" href={hrefOfNeed(need)}>
                {need.title ?? attentionLabels[need.kind]}
              </A>
              <span class="quiet">{attentionLabels[need.kind]}</span>
            </li>
          )}
        </For>
      </ul>
      <To href="/needs">Needs you</To>
    </>
  )
}

function Approvals(props: { facts: Facts }) {
  const count = () => props.facts.approvals.waiting().length
  return (
    <>
      <p>
        {count() === 0
          ? 'Nothing waits for an answer.'
          : count() === 1
            ? 'One request waits.'
            : `${count()} requests wait.`}
      </p>
      <To href="/approvals">Approvals</To>
    </>
  )
}
