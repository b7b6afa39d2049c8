import { createEffect, createMemo, For, on, Show } from 'solid-js'
import type { Service } from '../../../src/controls/service.ts'
import { relativeTime } from '../../../src/lib/format.ts'
import { CodeText } from '../../components/code-text.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { ActProgress } from './act-progress.tsx'
import type { Services } from './create-services.ts'
import { factsOf, logTime, markOf, stateWord, verbLabels } from './service-words.ts'

/** One service: how it is, what can be done, what was done last, and its log. */
export function ServicePanel(props: { service: Service; services: Services }) {
  const service = () => props.service
  const facts = createMemo(() => factsOf(service(), props.services.now()))
  const verbs = () => service().verbs.filter(({ verb }) => props.services.may(verb === 'update' ? 'admin' : 'operator'))
  const isGoing = () => service().act?.outcome === 'going'
  return (
    <section class="panel service" aria-labelledby="service-name">
      <header>
        <h2 id="service-name">{service().name}</h2>
        <span class="tag" data-mark={markOf(service())}>
          <StateMark mark={markOf(service())} label="" />
          {stateWord(service())}
        </span>
        <span class="end mono cut" title={service().unit}>
          <bdi>{service().unit}</bdi>
        </span>
      </header>
      <div class="service-body">
        <ProblemNote text={props.services.problem()} />
        <Show when={!isGoing() && service().reason}>
          {(reason) => (
            <p class="service-reason" data-state={service().state}>
              {sentence(reason())}
              <Show when={service().help}>{(help) => <code>{help()}</code>}</Show>
            </p>
          )}
        </Show>
        <Show when={facts().length > 0}>
          <dl class="facts">
            <For each={facts()}>
              {([name, value]) => (
                <div>
                  <dt>{name}</dt>
                  <dd class="numbers">{value}</dd>
                </div>
              )}
            </For>
          </dl>
        </Show>
        <Show when={service().act}>{(act) => <ActProgress act={act()} now={props.services.now()} />}</Show>
        <Show when={service().act?.interrupts.length}>
          <Interrupted service={service()} />
        </Show>
        <Show when={service().dependants.length > 0 || service().dependsOn.length > 0}>
          <p class="service-ties">
            <Show when={service().dependsOn.length > 0}>Needs {service().dependsOn.join(', ')}. </Show>
            <Show when={service().dependants.length > 0}>Needed by {service().dependants.join(', ')}.</Show>
          </p>
        </Show>
        <Show when={service().note}>
          {(note) => (
            <p class="service-note quiet">
              <CodeText text={note()} />
            </p>
          )}
        </Show>
      </div>
      <LogTail services={props.services} />
      <footer>
        <a class="button" href="/settings/sources">
          Doctor
        </a>
        <Show when={service().group === 'gateway'}>
          <a class="button" href="/gateway">
            Set it up
          </a>
        </Show>
        <span class="quiet cut">{service().manager === 'demo' ? '' : `managed by ${service().manager}`}</span>
        <Show when={service().checksUpdates && props.services.may('admin')}>
          <button
            class="button"
            type="button"
            disabled={isGoing() || props.services.unlockedUntil() === null}
            title={props.services.unlockedUntil() === null ? 'Unlock services first' : undefined}
            onClick={() => props.services.checkUpdate(service().id)}
          >
            Check for updates
          </button>
        </Show>
        <For each={verbs()}>
          {({ verb, exact }) => (
            <button
              class="button"
              data-kind={verb === 'stop' ? 'danger' : verb === 'start' ? 'primary' : undefined}
              type="button"
              title={exact}
              disabled={isGoing() || props.services.closed() !== null}
              onClick={() => props.services.request(service().id, verb)}
            >
              {verbLabels[verb]}…
            </button>
          )}
        </For>
      </footer>
    </section>
  )
}

function Interrupted(props: { service: Service }) {
  return (
    <details class="interrupted" open={props.service.act?.outcome === 'going'}>
      <summary>
        What it interrupted <span class="quiet">{props.service.act?.interrupts.length}</span>
      </summary>
      <ul>
        <For each={props.service.act?.interrupts}>
          {({ name, effect }) => (
            <li>
              <b class="cut">{name}</b>
              <span class="quiet">{effect}</span>
            </li>
          )}
        </For>
      </ul>
    </details>
  )
}

/** The last lines of a log, the newest at the bottom. It follows them until somebody scrolls up. */
function LogTail(props: { services: Services }) {
  let box!: HTMLDivElement
  let follows = true
  const lines = () => props.services.log.data() ?? []
  createEffect(
    on(lines, () => {
      if (follows) box.scrollTop = box.scrollHeight
    }),
  )
  const empty = () =>
    !props.services.readsLogs()
      ? 'Logs are for operators: they may hold words of prompts and commands.'
      : props.services.log.isAsking()
        ? ''
        : (props.services.log.problem()?.message ?? 'It has written nothing, or nothing that can be read here.')
  return (
    <>
      <div class="log-head label">
        Log<Show when={lines().length > 0}>, following</Show>
      </div>
      <div
        class="log-tail mono"
        role="log"
        aria-label="Log"
        tabindex="0"
        ref={box}
        onScroll={() => {
          follows = box.scrollHeight - box.scrollTop - box.clientHeight < 24
        }}
      >
        <For each={lines()} fallback={<p class="quiet">{empty()}</p>}>
          {({ at, level, text }) => (
            <p data-level={level}>
              <time title={at === null ? undefined : relativeTime(at, props.services.now())}>
                {at === null ? '' : logTime(at)}
              </time>
              <span>{text}</span>
            </p>
          )}
        </For>
      </div>
    </>
  )
}

const sentence = (words: string) => {
  const text = `${words[0]?.toUpperCase()}${words.slice(1)}`
  return /[.!?]$/.test(text) ? text : `${text}.`
}
