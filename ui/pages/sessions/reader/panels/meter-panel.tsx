import { createMemo, For, type JSX, Show } from 'solid-js'
import { placeOfItem } from '../../../../../src/facts/item-id.ts'
import { clock, money, percent, relativeTime, tokens, whole } from '../../../../../src/lib/format.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { dayOf } from '../../../../../src/lib/timezone.ts'
import { costLabelOf, type Session } from '../../../../../src/sessions/session.ts'
import { compactsAt } from '../../../../../src/transcripts/compactions.ts'
import { changeWords } from '../../../../components/change-words.ts'
import { CostText } from '../../../../components/cost-text.tsx'
import { RetryNotice } from '../../../../components/retry-notice.tsx'
import { now } from '../../../../platform/now.ts'
import type { Digest } from '../create-digest.ts'
import type { Meter } from '../create-meter.ts'
import { linesChanged } from '../items/tool-kind.ts'
import { pathWithin, wordsWithin } from '../path-within.ts'
import { type SharedPart, sharesOfContext } from './context-shares.ts'
import { MinuteBars } from './minute-bars.tsx'
import { ReadSoFar } from './read-so-far.tsx'

const partWords: Record<SharedPart, string> = {
  runtime: 'System and tools',
  program: 'Program',
  conversation: 'Conversation',
  thinking: 'Thinking',
  'tool-calls': 'Tool calls',
  'tool-results': 'Tool results',
  pictures: 'Pictures',
}
const classWords = { input: 'Input', cacheRead: 'Cache read', cacheWrite: 'Cache write', output: 'Output' } as const
const shownTools = 8
const shownFiles = 12

/** What a session uses: its cost, its context, its tokens, its tools and its files. */
export function MeterPanel(props: {
  session: Session | undefined
  digest: Digest
  meter: Meter
  timezone: string
  onGo(position: number, itemId: string): void
}) {
  const meter = () => props.meter.data()
  const digest = () => props.digest.data()
  const withSubagents = () => (props.session?.costUsd ?? 0) + (meter()?.subagentsUsd ?? 0)
  /** ` since 13:10`, with the day where that is another. */
  const sinceWords = () => {
    const first = meter()?.minutes[0]?.at
    if (first === undefined) return ''
    const time = clock(first, props.timezone)
    return dayOf(first, props.timezone) === dayOf(now(), props.timezone)
      ? ` since ${time}`
      : ` since ${relativeTime(first, now(), props.timezone)}`
  }
  /** Parts that come at different times would push each other down: they are shown once all are there. */
  const isWhole = () => [props.meter, props.digest].every(({ data, problem }) => data() ?? problem())
  const isUnknown = (problem: { status: number } | undefined) => problem !== undefined && problem.status !== 404
  return (
    <div class="meter-panel">
      <header>
        <h2>Meter</h2>
        <span class="end quiet">{meter()?.subagentsUsd ? `${money(withSubagents())} with sub-agents` : ''}</span>
      </header>
      <section class="meter-cost">
        <div class="meter-hero">
          <b class="hero">
            <Show when={props.session} fallback="–">
              {(session) => <CostText words={costLabelOf(session())} />}
            </Show>
          </b>
          <p>
            <Show when={(meter()?.perMinuteNowUsd ?? null) !== null}>
              <b title="In the last five minutes">{money(meter()?.perMinuteNowUsd)} a minute now</b>
            </Show>
            <Show when={(meter()?.perMinuteUsd ?? null) !== null}>
              <span class="quiet" title="On average of the minutes in which it asked a model">
                {money(meter()?.perMinuteUsd)} a minute{sinceWords()}
              </span>
            </Show>
          </p>
        </div>
        <Show when={(meter()?.minutes.length ?? 0) > 1}>
          <MinuteBars minutes={meter()!.minutes} timezone={props.timezone} />
        </Show>
      </section>
      <Show when={isUnknown(props.meter.problem())}>
        <RetryNotice onRetry={() => void props.meter.retry()}>{props.meter.problem()?.message}</RetryNotice>
      </Show>
      <Show when={isWhole()}>
        <Context {...props} />
        <Show when={meter()}>
          {(meter) => (
            <Part title="Tokens" end={tokens(meter().classes.reduce((sum, one) => sum + one.tokens, 0))}>
              <For each={meter().classes}>
                {(one) => (
                  <p class="meter-row">
                    <span>{classWords[one.class]}</span>
                    <span class="quiet">{tokens(one.tokens)}</span>
                    <b>{money(one.costUsd)}</b>
                  </p>
                )}
              </For>
            </Part>
          )}
        </Show>
        <Tools {...props} />
        <Show when={(digest()?.files.length ?? 0) > 0}>
          <Part title="Files" end={fileCounts(digest()!.files)}>
            <For each={digest()!.files.slice(0, shownFiles)}>
              {(file) => (
                <button
                  class="meter-row file-row"
                  type="button"
                  title={`${oneLine(file.path)}${file.isGuessed ? ', guessed from a command of the shell' : ''}`}
                  onClick={() => goTo(props, file.itemId)}
                >
                  <code class="cut-start">
                    <bdi>{oneLine(pathWithin(file.path, props.session?.projectPath))}</bdi>
                  </code>
                  <span class="quiet">
                    {linesChanged([file]) ||
                      changeWords({
                        added: null,
                        removed: null,
                        how: file.writes > 0 ? (file.change ?? 'write') : 'read',
                      })}
                    {file.isGuessed ? ' by a command' : ''}
                  </span>
                </button>
              )}
            </For>
            <Show when={digest()!.files.length > shownFiles}>
              <p class="quiet">and {whole(digest()!.files.length - shownFiles)} more</p>
            </Show>
          </Part>
        </Show>
        <ReadSoFar digest={digest()} />
      </Show>
    </div>
  )
}

function goTo(props: { onGo(position: number, itemId: string): void }, itemId: string) {
  const position = placeOfItem(itemId)?.position
  if (position !== undefined) props.onGo(position, itemId)
}

function fileCounts(files: { reads: number; writes: number }[]): string {
  const written = files.filter(({ writes }) => writes > 0).length
  return `${whole(written)} written, ${whole(files.length - written)} read`
}

type Parts = Parameters<typeof MeterPanel>[0]

/** What fills the context, in parts. Runtimes count the whole alone: the parts are estimated by the size of their text. */
function Context(props: Parts) {
  const meter = () => props.meter.data()
  const used = () => meter()?.contextTokens ?? null
  const size = () => meter()?.contextWindow ?? null
  const shares = createMemo(() => sharesOfContext(props.digest.data()?.context.parts ?? [], used()))
  const largest = () => props.digest.data()?.context.largest ?? null
  const compacts = () => compactsAt(props.digest.data()?.compactedAtTokens ?? [], size())
  const filled = () => {
    const [now, fits] = [used(), size()]
    return now !== null && fits ? Math.min(1, now / fits) : 1
  }
  return (
    <Show when={shares().length > 0 || used() !== null}>
      <Part
        title="Context"
        end={
          used() === null
            ? ''
            : size()
              ? `${tokens(used())} of ${tokens(size())}, ${percent((used()! / size()!) * 100)}`
              : tokens(used())
        }
      >
        <div class="context-bar" aria-hidden="true">
          <For each={shares()}>
            {(share) => <i data-part={share.part} style={{ width: `${share.share * filled() * 100}%` }} />}
          </For>
          <Show when={compacts()}>{(at) => <b style={{ left: `${at() * 100}%` }} />}</Show>
        </div>
        <For each={shares()}>
          {(share) => (
            <p class="meter-row">
              <span>
                <i class="swatch" data-part={share.part} aria-hidden="true" />
                {partWords[share.part]}
              </span>
              <span class="quiet">
                {share.tokens === null ? percent(share.share * 100) : `~${tokens(share.tokens)}`}
              </span>
            </p>
          )}
        </For>
        <Show when={compacts() !== null}>
          <p class="quiet meter-note">Compacts at about {percent(compacts()! * 100)}, as it did before.</p>
        </Show>
        <Show when={shares().length > 0}>
          <p class="quiet meter-note">
            Estimated by the size of the text; the rest is the runtime’s own prompt and tools.
            <Show when={largest()}>
              {(largest) => (
                <>
                  {' '}
                  Largest:{' '}
                  <button class="link-button" type="button" onClick={() => goTo(props, largest().itemId)}>
                    {oneLine(wordsWithin(largest().name, props.session?.projectPath)) || 'a piece without a name'}
                  </button>
                </>
              )}
            </Show>
          </p>
        </Show>
      </Part>
    </Show>
  )
}

function Tools(props: Parts) {
  const tools = () => props.digest.data()?.tools ?? []
  const calls = () => tools().reduce((sum, tool) => sum + tool.calls, 0)
  const errors = () => tools().reduce((sum, tool) => sum + tool.errors, 0)
  const most = () => Math.max(1, ...tools().map((tool) => tool.calls))
  return (
    <Show when={tools().length > 0}>
      <Part
        title="Tools used"
        end={`${whole(calls())} ${calls() === 1 ? 'call' : 'calls'}${errors() > 0 ? `, ${whole(errors())} ${errors() === 1 ? 'error' : 'errors'}` : ''}`}
      >
        <For each={tools().slice(0, shownTools)}>
          {(tool) => (
            <p class="meter-row tool-row" title={tool.errors > 0 ? `${tool.errors} of them failed` : undefined}>
              <span class="cut">{oneLine(tool.tool) || 'Tool'}</span>
              <span class="tool-bar" aria-hidden="true">
                <i style={{ width: `${(tool.calls / most()) * 100}%` }} />
              </span>
              <span>{whole(tool.calls)}</span>
            </p>
          )}
        </For>
        <Show when={tools().length > shownTools}>
          <p class="quiet">and {whole(tools().length - shownTools)} more tools</p>
        </Show>
      </Part>
    </Show>
  )
}

function Part(props: { title: string; end: string; children: JSX.Element }) {
  return (
    <section class="meter-part">
      <h3>
        {props.title} <span>{props.end}</span>
      </h3>
      {props.children}
    </section>
  )
}
