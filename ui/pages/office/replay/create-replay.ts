import { batch, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { addDays, dayOf, startOfDay } from '../../../../src/lib/timezone.ts'
import type { OfficeMember } from '../../../../src/office/member.ts'
import { membersAt } from '../../../../src/office/replay.ts'
import { api, ask } from '../../../data/api.ts'
import { createQuery } from '../../../data/query.ts'
import { shareStructure } from '../../../data/share-structure.ts'
import { now } from '../../../platform/now.ts'
import { isVisible } from '../../../platform/visibility.ts'
import { createAway } from './create-away.ts'
import { advanced, type ReplayClock, speedOfMinute } from './replay-clock.ts'
import { momentsOf, stepTo, stopsOf } from './replay-lane.ts'

const tickMs = 100
/** A tab that was asleep goes on from where it was. */
const longestTickMs = 500
/** The address follows once nobody drags any more: browsers take few changes of it. */
const addressAfterMs = 300
const hourMs = 3_600_000
const longestAwayMs = 26 * hourMs

type Span = { since: number; until: number; isAway: boolean }

export type OfficeReplay = ReturnType<typeof createReplay>

/**
 * The past of the office, as it is watched: which time of it, at which moment, how fast. The address holds the moment at
 * which it was opened, paused or put. `timezone` is undefined until it is known.
 */
export function createReplay(
  timezone: () => string | undefined,
  address: { at(): number | undefined; set(at: number | undefined): void },
) {
  const [clock, setClock] = createSignal<ReplayClock>()
  const [span, setSpan] = createSignal<Span>()
  const [speed, setSpeed] = createSignal<number>(60)
  const [isAwayPaced, setAwayPaced] = createSignal(false)
  const [seeks, setSeeks] = createSignal(0)
  const awaySince = createAway()
  const query = createQuery({
    key: () => {
      const of = span()
      return of && (['office/replay', of.since, of.until] as const)
    },
    fetcher: ([, since, until], signal) => ask(api.office.replay.get({ query: { since, until }, fetch: { signal } })),
    keepPrevious: false,
  })
  const isOpen = createMemo(() => clock() !== undefined)
  const isPlaying = createMemo(() => clock()?.isPlaying === true)
  const at = () => clock()?.at ?? now()
  const bounds = createMemo(() => {
    const of = span()
    if (!of) return { since: 0, until: 0 }
    return { since: of.since, until: query.data()?.until ?? Math.min(of.until, Date.now()) }
  })
  const moments = createMemo(() => momentsOf(query.data()?.events ?? []))
  const stops = createMemo(() => (isAwayPaced() ? stopsOf(moments(), bounds()) : []))
  const pace = createMemo(() =>
    isAwayPaced() ? speedOfMinute(bounds().until - bounds().since, stops().length) : speed(),
  )
  /** Undefined in the present, and until a past has been read. */
  const members = createMemo<OfficeMember[] | undefined>((before) => {
    const data = query.data()
    if (!isOpen()) return undefined
    return data ? shareStructure(before, membersAt(data, at())) : before
  })

  let held: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  function hold(at: number | undefined) {
    clearTimeout(timer)
    held = at
    address.set(at)
  }
  function holdSoon() {
    clearTimeout(timer)
    timer = setTimeout(() => clock() && hold(Math.round(clock()!.at)), addressAfterMs)
  }
  onCleanup(() => clearTimeout(timer))

  const dayAround = (at: number): Span => {
    const day = dayOf(at, timezone()!)
    return { since: startOfDay(day, timezone()!), until: startOfDay(addDays(day, 1), timezone()!), isAway: false }
  }

  function seek(to: number, isPlaying = clock()?.isPlaying ?? false) {
    const at = Math.max(0, Math.min(Math.round(to), Date.now()))
    batch(() => {
      const of = span()
      if (!of || at < of.since || at > of.until) {
        setSpan(dayAround(at))
        setAwayPaced(false)
      }
      setClock({ at, isPlaying, heldMs: 0 })
      setSeeks((count) => count + 1)
    })
  }

  function tick(elapsedMs: number) {
    const before = clock()
    if (!before || !query.data() || !isVisible()) return
    const { until } = bounds()
    const after = advanced(before, elapsedMs, { speed: pace(), until, stops: stops() })
    // After a day comes the next one.
    if (!after.isPlaying && !span()!.isAway && until === span()!.until) {
      setSpan(dayAround(until))
      return seek(until, true)
    }
    setClock(after)
    if (!after.isPlaying) holdSoon()
  }
  createEffect(() => {
    if (!isPlaying()) return
    let before = performance.now()
    const timer = setInterval(() => {
      const at = performance.now()
      tick(Math.min(longestTickMs, at - before))
      before = at
    }, tickMs)
    onCleanup(() => clearInterval(timer))
  })

  createEffect(
    on([address.at, timezone], ([at, zone]) => {
      if (zone === undefined || at === held) return
      held = at
      if (at === undefined) leave()
      else seek(at, false)
    }),
  )

  function leave() {
    clearTimeout(timer)
    batch(() => {
      setClock(undefined)
      setSpan(undefined)
      setAwayPaced(false)
    })
  }

  return {
    isOpen,
    isPlaying,
    at,
    bounds,
    moments,
    members,
    /** What is not the same has nothing to do with what was shown before: nobody walks from there to here. */
    scene: () => (isOpen() ? `${seeks()} ${query.data() ? span()?.since : ''}` : 'now'),
    isReady: () => query.data() !== undefined,
    problem: query.problem,
    refetch: query.refetch,
    replay: query.data,
    /** Undefined while a time away is shown in a minute. */
    speed: () => (isAwayPaced() ? undefined : speed()),
    awaySince,
    open() {
      if (timezone() === undefined || isOpen()) return
      const from = Date.now() - hourMs
      seek(from, true)
      hold(Math.round(from))
    },
    close() {
      leave()
      hold(undefined)
    },
    toggle() {
      const before = clock()
      if (!before) return
      const isAtEnd = query.data() !== undefined && before.at >= bounds().until
      if (!before.isPlaying && isAtEnd) seek(bounds().since, true)
      else setClock({ ...before, isPlaying: !before.isPlaying, heldMs: 0 })
      holdSoon()
    },
    setSpeed(to: number) {
      batch(() => {
        setAwayPaced(false)
        setSpeed(to)
      })
    },
    seek(to: number) {
      seek(to)
      holdSoon()
    },
    /** To the next moment that mattered, or the one before, and pauses there. */
    step(by: 1 | -1) {
      const to = stepTo(moments(), at(), by)
      if (!to) return
      seek(to.at, false)
      holdSoon()
    },
    /** The same time of another day. */
    goDays(by: number) {
      const zone = timezone()!
      const today = dayAround(at()).since
      const other = startOfDay(addDays(dayOf(at(), zone), by), zone)
      seek(other + (at() - today))
      holdSoon()
    },
    /** What happened while nobody looked, in a minute. */
    playAway() {
      const until = Date.now()
      const since = Math.max(awaySince() ?? until, until - longestAwayMs)
      batch(() => {
        setSpan({ since, until, isAway: true })
        setAwayPaced(true)
        seek(since, true)
      })
      holdSoon()
    },
  }
}
