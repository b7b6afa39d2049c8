import { For, Show } from 'solid-js'
import type { Act, Step } from '../../../src/controls/service.ts'
import { ago, duration } from '../../../src/lib/format.ts'
import { CodeText } from '../../components/code-text.tsx'
import { type Mark, StateMark } from '../../components/state-mark.tsx'
import { endWords } from './service-words.ts'

const stepMarks: Record<Step['state'], Mark> = { open: 'idle', now: 'working', done: 'healthy', failed: 'stopped' }

/** An act, step by step: while it goes on, and afterwards as the record of it. */
export function ActProgress(props: { act: Act; now: number }) {
  const isGoing = () => props.act.outcome === 'going'
  const seconds = () => Math.max(0, Math.round(((props.act.endedAt ?? props.now) - props.act.askedAt) / 1_000))
  const done = () => props.act.steps.filter(({ state }) => state === 'done').length
  const usual = () => props.act.usualMs
  return (
    <section class="act" data-outcome={props.act.outcome} aria-label="What was asked last">
      <div class="act-head">
        <Show
          when={isGoing()}
          fallback={
            <p class="act-end">
              <StateMark
                mark={props.act.outcome === 'done' ? 'healthy' : props.act.outcome === 'failed' ? 'stopped' : 'unknown'}
                label=""
              />
              <span>
                <b>{endWords(props.act)}</b>{' '}
                <span class="quiet">
                  by {props.act.who}, {ago(props.act.askedAt, props.now)}
                </span>
              </span>
            </p>
          }
        >
          <span class="hero numbers">
            {seconds()}
            <span class="unit">s</span>
          </span>
          <span class="quiet">
            {usual() === null ? `asked by ${props.act.who}` : `usually done in ${duration(usual())}`}
          </span>
          <span class="quiet act-count">
            {done()} of {props.act.steps.length}
          </span>
        </Show>
      </div>
      <Show when={isGoing()}>
        <div class="act-bar" aria-hidden="true">
          <For each={props.act.steps}>{(step) => <span data-state={step.state} />}</For>
        </div>
      </Show>
      <ol class="steps">
        <For each={props.act.steps}>
          {(step) => (
            <li data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
              <StateMark mark={stepMarks[step.state]} label={step.state === 'now' ? 'now' : step.state} />
              <span class="step-name" classList={{ mono: step.key === 'ask' }}>
                {step.name}
                <Show when={step.words}>{(words) => <span class="step-words">{words()}</span>}</Show>
              </span>
              <span class="quiet numbers">{timeOf(step, props.now)}</span>
            </li>
          )}
        </For>
      </ol>
      <Show when={!isGoing() && props.act.wayBack}>
        {(words) => (
          <p class="act-way-back quiet">
            The way back: <CodeText text={words()} />
          </p>
        )}
      </Show>
    </section>
  )
}

function timeOf({ state, since, until }: Step, now: number): string {
  if (since === null || state === 'open') return ''
  const seconds = Math.max(0, Math.floor(((state === 'now' ? now : (until ?? now)) - since) / 1_000))
  return seconds === 0 ? '< 1 s' : duration(seconds * 1_000)
}
