import { A } from '@solidjs/router'
import RadioTower from 'lucide-solid/icons/radio-tower'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import type { Answer, Reading } from '../../src/ask/answer.ts'
import { type Figure, namesIn, plainAnswer, readAnswer } from '../../src/ask/figure.ts'
import { createMarkdownReader } from '../../src/lib/markdown.ts'
import { CodeText } from '../components/code-text.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { toast } from '../components/toasts.tsx'
import { InlineCode, LeadsOutside, Markdown } from '../pages/sessions/reader/items/markdown.tsx'
import { copyText } from '../platform/clipboard.ts'
import { leftWords, numbersWords, tookWords } from './ask-words.ts'
import { SentView } from './sent-view.tsx'

/** A question and its answer: every number in it opens the page that shows the same one. */
export function AnswerView(props: { answer: Answer; isMadeUp: boolean; onFollow(): void }) {
  const markdownOf = createMarkdownReader()
  const isOver = () => props.answer.state !== 'asking'
  const names = createMemo(() =>
    namesIn(props.answer.readings.filter(({ tool }) => tool !== 'work_out').map(({ sent }) => sent)),
  )
  const read = createMemo(() =>
    readAnswer(props.answer.text, props.answer.figures, { names: names(), isWhole: isOver() }),
  )
  const blocks = createMemo(() => markdownOf(read().markdown))
  const [showsSent, setShowsSent] = createSignal(false)
  const left = () => leftWords(props.answer, props.isMadeUp)
  const placeOf = (ref: string) => read().figures.findIndex((figure) => figure.ref === ref) + 1

  /** A number in the place of its mark. */
  function inlineOf(text: string): JSX.Element | undefined {
    const [, kind, what = ''] = /^(fig|num):(.+)$/s.exec(text) ?? []
    if (kind === 'num')
      return (
        <span class="loose-number" title="This number is in nothing that was read: the model wrote it by itself.">
          {what}
        </span>
      )
    const figure = kind === 'fig' ? props.answer.figures.find(({ ref }) => ref === what) : undefined
    return figure && <FigureLink figure={figure} place={placeOf(figure.ref)} onFollow={props.onFollow} />
  }

  async function copy() {
    await copyText(plainAnswer(props.answer.text, props.answer.figures))
    toast({ text: 'The answer is copied.' })
  }

  return (
    <article class="asking-answer" aria-busy={isOver() ? undefined : 'true'}>
      <p class="asking-question" dir="auto">
        {props.answer.question}
      </p>
      <Show when={props.answer.requests > 0 && isOver()}>
        <p class="asking-left">
          <RadioTower size={16} stroke-width={1.75} aria-hidden="true" />
          <span>
            <b>{left().lead}</b> {left().rest}{' '}
            <button class="link-button" type="button" onClick={() => setShowsSent((now) => !now)}>
              {showsSent() ? 'Hide it' : 'See exactly what'}
            </button>
          </span>
        </p>
      </Show>
      <Show when={showsSent()}>
        <SentView id={props.answer.id} />
      </Show>
      <LeadsOutside.Provider value={false}>
        <InlineCode.Provider value={inlineOf}>
          <div class="prose" dir="auto">
            <Markdown blocks={blocks()} />
          </div>
        </InlineCode.Provider>
      </LeadsOutside.Provider>
      <Show when={!isOver()}>
        <output class="asking-doing quiet">
          <StateMark mark="thinking" label="" /> {doingWords(props.answer)}
        </output>
      </Show>
      <Show when={props.answer.trouble}>
        {(trouble) => (
          <p class="problem">
            <StateMark mark="stopped" label="" />
            <span>
              <CodeText text={trouble()} />
            </span>
          </p>
        )}
      </Show>
      <Show when={props.answer.state === 'stopped'}>
        <p class="quiet">You stopped it.</p>
      </Show>
      <Show when={isOver() && barsOf(props.answer)}>
        {(reading) => <Bars reading={reading()} named={read().figures} />}
      </Show>
      <Show when={props.answer.readings.length > 0}>
        <Readings readings={props.answer.readings} onFollow={props.onFollow} />
      </Show>
      <Show when={isOver() && props.answer.text !== ''}>
        <footer class="quiet">
          <span>{numbersWords(read())}</span>
          <button class="link-button" type="button" onClick={copy}>
            Copy
          </button>
          <span class="right">{tookWords(props.answer)}</span>
        </footer>
      </Show>
    </article>
  )
}

function FigureLink(props: { figure: Figure; place: number; onFollow(): void }) {
  const title = () => [props.figure.what, props.figure.formula].filter(Boolean).join(': ')
  return (
    <A class="figure-link" href={props.figure.href} title={title()} onClick={() => props.onFollow()}>
      {props.figure.words}
      <sup aria-hidden="true">{props.place}</sup>
    </A>
  )
}

const doingWords = ({ readings, text }: Answer) =>
  text !== '' ? 'Writes' : readings.length === 0 ? 'Thinks' : `Read ${readings.at(-1)!.title}`

/** The rows by time of which the answer names most; undefined where it has none. */
function barsOf({ readings, text }: Answer): Reading | undefined {
  const named = new Set([...text.matchAll(/f\d+/g)].map(([ref]) => ref))
  const count = ({ bars }: Reading) => (bars ?? []).filter(({ ref }) => named.has(ref)).length
  return readings.filter(({ bars }) => bars !== null).toSorted((a, b) => count(b) - count(a))[0]
}

function Bars(props: { reading: Reading; named: readonly Figure[] }) {
  const bars = () => props.reading.bars ?? []
  const most = () => Math.max(...bars().map(({ value }) => value), 0)
  /** What the answer names is lit; where it names none of them, the three highest are. */
  const lit = () => {
    const named = bars().filter(({ ref }) => props.named.some((figure) => figure.ref === ref))
    const shown = named.length > 0 ? named : bars().toSorted((a, b) => b.value - a.value)
    return new Set(shown.slice(0, 3).map(({ ref }) => ref))
  }
  return (
    <figure class="asking-bars">
      <div role="img" aria-label={`${props.reading.title}, as bars`}>
        <For each={bars()}>
          {(bar) => (
            <span
              title={bar.label}
              data-lit={lit().has(bar.ref) ? '' : undefined}
              style={{ height: `${most() > 0 ? Math.max(2, (100 * bar.value) / most()) : 2}%` }}
            />
          )}
        </For>
      </div>
      <figcaption class="quiet">
        <span>{bars()[0]?.label}</span>
        <span>{bars()[Math.floor(bars().length / 2)]?.label}</span>
        <span>{bars().at(-1)?.label}</span>
      </figcaption>
    </figure>
  )
}

function Readings(props: { readings: Reading[]; onFollow(): void }) {
  return (
    <section class="asking-readings">
      <h3 class="label">Read, and nothing else</h3>
      <ul>
        <For each={props.readings.filter(({ tool }) => tool !== 'work_out')}>
          {(reading) => (
            <li>
              <Show
                when={!reading.isRefused}
                fallback={
                  <span>
                    {reading.title}: {reading.sent}
                  </span>
                }
              >
                <A href={reading.href} onClick={() => props.onFollow()}>
                  {reading.title}
                </A>
                <span class="quiet">{reading.rows === 1 ? '1 row' : `${reading.rows} rows`}</span>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
