import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { clock } from '../../../../src/lib/format.ts'
import type { ChannelView } from '../../../../src/notifications/channel.ts'
import type { ProviderInfo } from '../../../../src/notifications/provider.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Panel } from '../../../components/panel.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { StateMark } from '../../../components/state-mark.tsx'
import { toast } from '../../../components/toasts.tsx'
import { api, ask } from '../../../data/api.ts'
import { Section } from '../section.tsx'
import { ChannelForm } from './channel-form.tsx'
import { createNotifications } from './create-notifications.ts'
import { DeliveryList } from './delivery-list.tsx'
import { channelState, pauseWords, routingWords } from './notification-words.ts'
import { ProviderChoice } from './provider-choice.tsx'
import { ThisBrowser } from './this-browser.tsx'

/** What is being done: nothing, choosing a provider, or filling in a channel. */
type Doing =
  | { kind: 'nothing' }
  | { kind: 'choosing' }
  | { kind: 'filling'; provider: ProviderInfo; channel?: ChannelView }

/** Who is told when something needs a person: the channels, what each gets, and what went to them. */
export default function NotificationsSection() {
  const data = createNotifications()
  const [doing, setDoing] = createSignal<Doing>({ kind: 'nothing' })
  const channels = () => data.list.data()?.channels ?? []
  /** A browser subscribes by itself, below. */
  const offered = () => data.providers.data()?.items.filter(({ id }) => id !== 'web-push') ?? []
  const done = () => setDoing({ kind: 'nothing' })

  const turn = ({ id }: ChannelView, isOn: boolean) =>
    data.attempt(() => ask(api.notifications.channels({ id }).on.put({ isOn })))
  const remove = ({ id }: ChannelView) =>
    data.attempt(() =>
      data.withConfirm((confirm) =>
        ask(api.notifications.channels({ id }).delete(confirm === undefined ? {} : { confirm })),
      ),
    )
  const pause = (hours: number | null) => data.attempt(() => ask(api.notifications.pause.put({ hours })))
  function change(channel: ChannelView) {
    const provider = data.providers.data()?.items.find(({ id }) => id === channel.provider)
    if (provider) setDoing({ kind: 'filling', provider, channel })
  }
  async function saved() {
    done()
    toast({ text: 'The channel is saved.' })
    await data.list.refetch()
  }

  return (
    <div class="notifications">
      <Section
        title="Notifications"
        sub="who is told when something needs you"
        end={
          <Show when={data.mayChange() && doing().kind === 'nothing'}>
            <button class="button" data-kind="primary" type="button" onClick={() => setDoing({ kind: 'choosing' })}>
              Add a channel
            </button>
          </Show>
        }
      >
        <ProblemNote text={data.problem() ?? data.list.problem()?.message} />
        <Show when={data.list.data()?.pause}>
          {(paused) => (
            <p class="paused">
              <StateMark mark="waiting" label="" />
              <span>{pauseWords(paused(), clock)}</span>
              <Show when={data.mayPause()}>
                <button class="button" type="button" onClick={() => pause(0)}>
                  Send again
                </button>
              </Show>
            </p>
          )}
        </Show>
        <Switch>
          <Match when={doing().kind === 'choosing'}>
            <ProviderChoice
              providers={offered()}
              onChoose={(provider) => setDoing({ kind: 'filling', provider })}
              onClose={done}
            />
          </Match>
          <Match when={doing().kind === 'filling' ? (doing() as Extract<Doing, { kind: 'filling' }>) : undefined} keyed>
            {(filling) => (
              <ChannelForm
                provider={filling.provider}
                channel={filling.channel}
                kinds={data.providers.data()?.kinds ?? []}
                onSaved={saved}
                onClose={done}
              />
            )}
          </Match>
          <Match when={data.isReady() && data.list.data()}>
            <ul class="rows findings channels">
              <For each={channels()}>
                {(channel) => {
                  const state = () => channelState(channel)
                  return (
                    <li>
                      <StateMark mark={state().mark} label="" />
                      <div>
                        <b>{channel.name}</b>{' '}
                        <span class="quiet">
                          {[channel.name === channel.providerName ? null : channel.providerName, state().word]
                            .filter(Boolean)
                            .join(' · ')}
                        </span>
                        <p>{routingWords(channel.routing)}</p>
                        <Show when={channel.isOn && channel.last?.state !== 'sent' && channel.last?.words}>
                          {(words) => <p class="bad">{words()}</p>}
                        </Show>
                      </div>
                      <Show when={data.mayChange()}>
                        <span class="row">
                          <button
                            class="button"
                            type="button"
                            onClick={() => turn(channel, !channel.isOn)}
                            aria-label={`Switch ${channel.isOn ? 'off' : 'on'} ${channel.name}`}
                          >
                            {channel.isOn ? 'Switch off' : 'Switch on'}
                          </button>
                          <button
                            class="button"
                            type="button"
                            onClick={() => change(channel)}
                            aria-label={`Change ${channel.name}`}
                          >
                            Change
                          </button>
                          <button
                            class="button"
                            type="button"
                            onClick={() => remove(channel)}
                            aria-label={`Remove ${channel.name}`}
                          >
                            Remove
                          </button>
                        </span>
                      </Show>
                    </li>
                  )
                }}
              </For>
            </ul>
            <Show when={channels().length === 0}>
              <p class="empty">
                Nobody hears of anything who does not look at a page. Add a channel: a phone, a chat, a webhook or one
                of {offered().length || 'many'} providers. Nothing leaves this machine until you do.
              </p>
            </Show>
            <Show when={data.isKnown() && !data.mayChange()}>
              <p class="remark">An admin who signed in by a link adds and changes channels.</p>
            </Show>
            <Show when={data.mayPause() && channels().some(({ isOn }) => isOn) && !data.list.data()?.pause}>
              <p class="remark row">
                <span>Pause all:</span>
                <button class="button" type="button" onClick={() => pause(1)}>
                  1 h
                </button>
                <button class="button" type="button" onClick={() => pause(8)}>
                  8 h
                </button>
                <button class="button" type="button" onClick={() => pause(null)}>
                  Until I end it
                </button>
              </p>
            </Show>
          </Match>
        </Switch>
      </Section>
      <Show when={data.isReady()}>
        <ThisBrowser mayChange={data.mayChange()} channels={channels()} onChanged={data.list.refetch} />
      </Show>
      <Show when={channels().length > 0}>
        <Panel title="What was sent" sub="and what was answered, for 30 days">
          <DeliveryList history={data.history} />
        </Panel>
      </Show>
      <ConfirmDialog pending={data.pending()} />
    </div>
  )
}
