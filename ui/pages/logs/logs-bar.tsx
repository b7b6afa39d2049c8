import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import { createUniqueId, For, Show } from 'solid-js'
import { bytes, whole } from '../../../src/lib/format.ts'
import type { LogSource } from '../../../src/logs/log-line.ts'
import { Finder } from '../../components/finder.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { moment, spanWords } from '../../components/time-words.ts'
import { now } from '../../platform/now.ts'
import { type Address, isAskable, leastLevels, ranges } from './address.ts'

const rangeNames = { '24h': '24 h', '7d': '7 d', '30d': '30 d', all: 'All kept' }
const spanChoice = 'span'

/** What narrows the list: words, level, time and sources; and whether new lines are followed. */
export function LogsBar(props: {
  address: Address
  sources: LogSource[]
  timezone: string
  isFollowing: boolean
  /** `replace` keeps the address before out of the way of the back button. */
  onChange(change: Partial<Address>, replace: boolean): void
  onFollow(follows: boolean): void
  onExplain(): void
}) {
  const levelLabel = createUniqueId()
  const rangeLabel = createUniqueId()
  const span = () => {
    const { from, to } = props.address
    return from !== undefined && to !== undefined ? { from, to } : undefined
  }

  return (
    <>
      <div class="logs-tools">
        <Finder
          q={props.address.q}
          words="Find lines"
          label="Find lines"
          maxLength={500}
          isInvalid={!isAskable(props.address)}
          onChange={(q) => props.onChange({ q }, true)}
        >
          <Show when={!isAskable(props.address)}>
            <span class="finder-fault">not an expression yet</span>
          </Show>
          <button
            type="button"
            class="regex-switch"
            aria-pressed={props.address.isRegex}
            title="Read the words as a regular expression"
            onClick={() => props.onChange({ isRegex: !props.address.isRegex }, true)}
          >
            <span aria-hidden="true">.*</span> regex
          </button>
        </Finder>
        <span class="hidden" id={levelLabel}>
          At least this serious
        </span>
        <Segmented
          labelledBy={levelLabel}
          options={leastLevels.map((value) => ({ value, name: value }))}
          value={props.address.level}
          onChoose={(value) => props.onChange({ level: leastLevels.find((one) => one === value) ?? 'all' }, false)}
        />
        <span class="hidden" id={rangeLabel}>
          How far back
        </span>
        <Segmented
          labelledBy={rangeLabel}
          options={[
            ...ranges.map((value) => ({ value, name: rangeNames[value] })),
            ...(span() ? [{ value: spanChoice, name: spanWords(span()!, props.timezone) }] : []),
          ]}
          value={span() ? spanChoice : props.address.range}
          onChoose={(value) => {
            const range = ranges.find((one) => one === value)
            if (range) props.onChange({ range, from: undefined, to: undefined }, false)
          }}
        />
        <button
          type="button"
          class="button live-switch"
          data-live={props.isFollowing ? '' : undefined}
          onClick={() => props.onFollow(!props.isFollowing)}
        >
          <Show when={props.isFollowing} fallback={<Play size={15} aria-hidden="true" />}>
            <Pause size={15} aria-hidden="true" />
          </Show>
          {props.isFollowing ? 'Pause' : 'Live'}
        </button>
      </div>
      <div class="logs-sources">
        <span class="label">Sources and how far back</span>
        <For each={props.sources}>
          {(source, number) => (
            <button
              type="button"
              class="source-chip"
              aria-pressed={props.address.sources.includes(source.id)}
              data-empty={source.lines === 0 ? '' : undefined}
              data-problem={source.problem ? '' : undefined}
              title={aboutSource(source, props.timezone)}
              onClick={() => props.onChange({ sources: toggled(props.address.sources, source.id) }, false)}
            >
              <i class="source-square" data-series={seriesOf(number())} />
              {source.name}
              <span>{source.firstAt === null ? 'nothing yet' : moment(source.firstAt, now(), props.timezone)}</span>
              <Show when={source.problem}>
                <span class="source-problem" role="img" aria-label={source.problem ?? ''}>
                  !
                </span>
              </Show>
            </button>
          )}
        </For>
        <button type="button" class="source-chip source-add" onClick={() => props.onExplain()}>
          + file
        </button>
        <span class="label logs-kept">
          kept:{' '}
          {bytes(
            props.sources.reduce((sum, { bytes }) => sum + bytes, 0),
            1000,
          )}
        </span>
      </div>
    </>
  )
}

/** There are so many colours; more sources share them. */
export const seriesOf = (number: number) => (number < 0 ? 0 : (number % 8) + 1)

const toggled = (ids: readonly string[], id: string) =>
  ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]

function aboutSource({ name, lines, bytes: size, firstAt, problem }: LogSource, timezone: string) {
  const kept =
    firstAt === null
      ? 'nothing was written yet'
      : `${whole(lines)} lines since ${moment(firstAt, now(), timezone)} in ${bytes(size, 1000)}`
  return `${name}: ${kept}.${problem ? ` ${problem}` : ''}`
}
