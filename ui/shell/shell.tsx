import { useLocation } from '@solidjs/router'
import { createEffect, type JSX, on, onCleanup, Show, Suspense } from 'solid-js'
import { countsInVerdict } from '../../src/attention/need.ts'
import { clock, cost, duration, money, relativeTime } from '../../src/lib/format.ts'
import type { Verdict } from '../../src/overview/verdict.ts'
import { asking } from '../ask/asking.ts'
import { hrefOfNeed } from '../components/attention-labels.ts'
import { gatewayRemedy } from '../components/runtime-labels.ts'
import { Toasts, toast } from '../components/toasts.tsx'
import { contact } from '../data/contact.ts'
import { isPartMissing, lazyPart } from '../data/load-part.ts'
import { useOverview } from '../data/overview-context.ts'
import { listenForKeys } from '../platform/keyboard.ts'
import { now } from '../platform/now.ts'
import { storage } from '../platform/storage.ts'
import { stopRequests } from '../steering/stop-requests.ts'
import { Banner, type BannerMessage } from './banner.tsx'
import { bindGlobalKeys } from './global-keys.ts'
import { listenForEarlyKeys } from './listen-for-early-keys.ts'
import { NavRail } from './nav-rail.tsx'
import { overlays } from './overlays.ts'
import { pages } from './page-links.ts'
import { TopBar } from './top-bar.tsx'
import { VerdictAnnouncer } from './verdict-announcer.tsx'

const Palette = lazyPart(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }))
const Drawer = lazyPart(async () => ({ default: (await import('./attention-drawer.tsx')).AttentionDrawer }))
const AskDrawer = lazyPart(async () => ({ default: (await import('../ask/ask-drawer.tsx')).AskDrawer }))
const StopOverlay = lazyPart(async () => ({ default: (await import('../steering/stop-overlay.tsx')).StopOverlay }))
const ShortcutHelp = lazyPart(async () => ({ default: (await import('./shortcut-help.tsx')).ShortcutHelp }))

/** A connection that is lost for less than this is not reported. */
const graceMs = 5_000

/** Everything around a page: the top bar, the rail, the banner, and the overlays. */
export function Shell(props: { notice: string | undefined; children: JSX.Element }) {
  const subscribing = useOverview()
  const { overview } = subscribing
  const location = useLocation()
  const lostSince = () => {
    const state = contact()
    return state.state === 'lost' && now() - state.since > graceMs ? state.since : undefined
  }
  const verdict = (): Verdict | undefined => {
    const since = lostSince()
    if (since === undefined) return overview()?.verdict
    const age = now() - since < 60_000 ? '' : `, ${relativeTime(since, now())}`
    return { level: 'no-contact', text: `No contact${age}` }
  }
  const messages = (): BannerMessage[] => {
    const since = lostSince()
    if (since !== undefined)
      return [
        {
          level: 'danger',
          text: `The connection to Wheelhouse was lost at ${clock(since)}. What you see is from then; this page catches up by itself.`,
        },
      ]
    const partMissing: BannerMessage[] = isPartMissing()
      ? [{ level: 'warn', text: 'A part of this page could not be loaded. It is fetched again until it is there.' }]
      : []
    const down = overview()?.gateways.find(({ state }) => state === 'down')
    const unsteady = overview()?.gateways.find(({ state }) => state === 'unsteady')
    const incident = overview()?.attention.find((need) => need.kind === 'incident' && countsInVerdict(need))
    const costs = overview()?.costs
    const budget = costs?.budgetUsd ?? null
    const over = budget === null ? 0 : (costs?.todayUsd ?? 0) - budget
    return [
      ...partMissing,
      ...(down
        ? [
            {
              level: 'danger',
              text: `The gateway has been down since ${clock(down.since)}${down.words ? `: ${down.words}` : ''}. What is shown is read from its stores.`,
              act: gatewayRemedy(overview()?.gateways ?? []),
            } as const,
          ]
        : []),
      ...(unsteady
        ? [
            {
              level: 'danger',
              text: `The gateway has not stayed up since ${clock(unsteady.since)}${unsteady.words ? `: ${unsteady.words}` : ''}. What is shown is read from its stores.`,
              act: gatewayRemedy(overview()?.gateways ?? []),
            } as const,
          ]
        : []),
      ...(incident
        ? [
            {
              level: 'danger',
              text: `${incident.title}. ${incident.reason ?? ''}`,
              act: { words: 'Open the incident', href: hrefOfNeed(incident) },
            } as const,
          ]
        : []),
      ...(props.notice ? [{ level: 'warn', text: props.notice } as const] : []),
      ...(over > 0
        ? [
            {
              level: 'warn',
              text: `Today's budget of ${money(budget)} is passed: ${cost(costs!.todayUsd, costs!.todayUnpricedTokens > 0)} so far.`,
            } as const,
          ]
        : []),
    ]
  }
  createEffect(() => {
    const here = pages.findLast(({ href }) => location.pathname === href || location.pathname.startsWith(`${href}/`))
    document.title = [verdict()?.text, here?.name, overview()?.host, 'Wheelhouse'].filter(Boolean).join(' · ')
  })
  createEffect<number | undefined>((before) => {
    const since = lostSince()
    if (before !== undefined && since === undefined) toast({ text: `Back after ${duration(Date.now() - before)}` })
    return since
  })
  bindGlobalKeys()
  let main!: HTMLElement
  // Another page begins at its top. Another section or session of the same page keeps the scroll position.
  createEffect(
    on(
      () => location.pathname.split('/')[1],
      () => main.scrollTo(0, 0),
      { defer: true },
    ),
  )
  onCleanup(listenForKeys(() => overlays.open() !== undefined))
  onCleanup(listenForEarlyKeys())
  // Who asked for it in this browser is shown notices; for all others nothing is loaded.
  if (storage.read('wheelhouse.notices') !== null)
    void import('../components/show-notices.ts').then(({ showNotices }) => showNotices(subscribing))

  return (
    <div class="shell" data-contact={lostSince() === undefined ? 'there' : 'lost'}>
      <a class="skip-link" href="#main" target="_self">
        Skip to the page
      </a>
      <TopBar verdict={verdict()} lost={lostSince() !== undefined} />
      <VerdictAnnouncer verdict={verdict()} />
      <NavRail />
      <div class="page-area">
        <Banner messages={messages()} />
        <main id="main" tabindex="-1" ref={main}>
          {props.children}
        </main>
      </div>
      <Suspense>
        <Show when={overlays.open() === 'palette'}>
          <Palette />
        </Show>
        <Show when={overlays.open() === 'drawer'}>
          <Drawer />
        </Show>
        <Show when={asking.isOpen()}>
          <AskDrawer />
        </Show>
        <Show when={overlays.open() === 'shortcuts'}>
          <ShortcutHelp />
        </Show>
        <Show when={stopRequests.current()} keyed>
          {(request) => <StopOverlay request={request} />}
        </Show>
      </Suspense>
      <Toasts />
    </div>
  )
}
