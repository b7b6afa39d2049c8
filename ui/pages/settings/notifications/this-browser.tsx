import { createSignal, Show } from 'solid-js'
import type { ChannelView } from '../../../../src/notifications/channel.ts'
import { Panel } from '../../../components/panel.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { hideNotices, showNotices, showsNotices } from '../../../components/show-notices.ts'
import { toast } from '../../../components/toasts.tsx'
import { api, ask } from '../../../data/api.ts'
import { createAttempt } from '../../../data/create-attempt.ts'
import { useOverview } from '../../../data/overview-context.ts'
import { Setting } from '../section.tsx'
import { newRouting } from './notification-words.ts'
import { nameOfBrowser, subscribeToPush, whyNoPush } from './web-push.ts'

/** What this browser shows itself: notices while a page is open, and pushes while none is. */
export function ThisBrowser(props: { mayChange: boolean; channels: ChannelView[]; onChanged(): Promise<void> }) {
  const overview = useOverview()
  const [isShown, setShown] = createSignal(showsNotices())
  const [permission, setPermission] = createSignal(
    typeof Notification === 'undefined' ? 'none' : Notification.permission,
  )
  const { problem, attempt } = createAttempt(props.onChanged)
  const [trouble, setTrouble] = createSignal<string>()
  const hasPageChannel = () => props.channels.some(({ provider, isOn }) => provider === 'page' && isOn)

  async function show() {
    showNotices(overview)
    setShown(true)
    if (permission() === 'default') setPermission(await Notification.requestPermission())
    if (!hasPageChannel() && props.mayChange) await attempt(() => addChannel('page', 'Open pages', {}))
  }
  function hide() {
    hideNotices()
    setShown(false)
  }
  async function addChannel(provider: string, name: string, given: Record<string, string>) {
    const draft = { provider, name, given, allowsPrivate: false, routing: newRouting() }
    const { id } = await ask(api.notifications.channels.post(draft))
    await ask(api.notifications.channels({ id }).on.put({ isOn: true }))
  }
  const push = () =>
    attempt(async () => {
      setTrouble(undefined)
      const { publicKey } = await ask(api.notifications['push-key'].get())
      const subscribed = await subscribeToPush(publicKey)
      if (typeof subscribed === 'string') return setTrouble(subscribed)
      await addChannel('web-push', nameOfBrowser(navigator.userAgent), subscribed)
      toast({ text: 'This browser is told from now on, also while no page is open.' })
    })

  return (
    <Panel title="This browser" sub={nameOfBrowser(navigator.userAgent)}>
      <ProblemNote text={trouble() ?? problem()} />
      <Setting
        name="While a page is open"
        about={
          isShown() && permission() !== 'granted'
            ? 'Notices appear in the page. This browser does not allow notifications of the desktop; its own settings say why.'
            : 'Notices appear in the page, and on the desktop where the browser allows that.'
        }
      >
        {(ids) => (
          <button class="button" type="button" aria-describedby={ids.describedBy} onClick={isShown() ? hide : show}>
            {isShown() ? 'Do not show them' : 'Show them'}
          </button>
        )}
      </Setting>
      <Setting
        name="While no page is open"
        about={
          whyNoPush() ??
          'Web Push: the words go encrypted by way of the service of your browser’s maker. Each browser is a channel of its own above.'
        }
      >
        {(ids) => (
          <Show
            when={props.mayChange && whyNoPush() === undefined}
            fallback={<span class="quiet">{whyNoPush() ? 'not here' : 'an admin can'}</span>}
          >
            <button class="button" type="button" aria-describedby={ids.describedBy} onClick={push}>
              Push to this browser
            </button>
          </Show>
        )}
      </Setting>
    </Panel>
  )
}
