import Copy from 'lucide-solid/icons/copy'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { clock } from '../../src/lib/format.ts'
import type { Session } from '../../src/sessions/session.ts'
import { isActive } from '../../src/sessions/state.ts'
import { toast } from '../components/toasts.tsx'
import type { Steering } from '../data/stores/steering.ts'
import { copyText } from '../platform/clipboard.ts'
import { drafts } from './drafts.ts'

/**
 * Where somebody writes to a session: into its turn where its runtime takes that, and else after it. What did not arrive
 * stands above it until it is sent again or given up. A runtime that takes no words says where it does.
 */
export function Composer(props: { session: Session; name: string; steering: Steering; timezone: string }) {
  const steering = () => props.steering
  const [text, setText] = createSignal('')
  let field: HTMLTextAreaElement | undefined
  createEffect(
    on(
      () => props.session.id,
      (id) => setText(drafts.read(id)),
    ),
  )
  const works = () => isActive(props.session.state)
  const kind = () => (works() && steering().can('steer') ? 'steer' : 'send')
  const isSending = () => ['send', 'steer', 'retry'].includes(steering().busy() ?? '')
  const hint = () =>
    kind() === 'steer'
      ? `arrives at ${props.name}’s next step, as you`
      : works()
        ? 'waits for the end of its turn, as you'
        : `${props.name} begins a turn, as you`

  function write(words: string) {
    setText(words)
    drafts.write(props.session.id, words)
  }
  async function send() {
    const words = text().trim()
    if (words === '' || isSending()) return
    const isDone = await steering().act(kind(), words)
    // What did not arrive is kept above, where it can be tried again.
    if (isDone || steering().undelivered()?.text === words) write('')
    field?.focus()
  }
  async function again() {
    const words = steering().undelivered()
    if (!words?.text) return
    const isTask = words.kind === 'spawn'
    if (await steering().act(isTask ? 'spawn' : kind(), words.text, words.id)) toast({ text: 'Delivered' })
  }

  return (
    <Show when={steering().offer()}>
      {(offer) => (
        <section class="composer" aria-label={`Write to ${props.name}`}>
          <Show when={steering().undelivered()}>
            {(words) => (
              <div class="undelivered" aria-live="polite">
                <p>
                  <b>{words().state === 'unknown' ? 'Not known whether it arrived.' : 'Not delivered.'}</b>{' '}
                  <span>{words().note}</span>
                </p>
                <blockquote class="cut" title={words().text ?? ''}>
                  {words().text}
                </blockquote>
                <span class="quiet">{clock(words().endedAt ?? words().askedAt, props.timezone)}</span>
                <button class="button" type="button" disabled={isSending()} onClick={() => void again()}>
                  <RotateCw size={14} aria-hidden="true" /> Retry
                </button>
                <button class="button plain" type="button" onClick={() => void steering().discard(words().id)}>
                  Discard
                </button>
              </div>
            )}
          </Show>
          <Show when={steering().problem() !== undefined && steering().undelivered() === undefined}>
            <p class="undelivered" role="alert">
              {steering().problem()}
            </p>
          </Show>
          <Show
            when={steering().can('send')}
            fallback={
              <p class="elsewhere">
                <span class="quiet">{offer().note ?? 'It takes words in its own terminal.'}</span>
                <Show when={offer().resume}>
                  {(resume) => (
                    <button
                      class="button"
                      type="button"
                      title={resume().command}
                      onClick={async () =>
                        toast({
                          text: (await copyText(resume().command))
                            ? 'Copied: run it in a terminal to continue'
                            : `The browser does not let this page copy. The command is: ${resume().command}`,
                        })
                      }
                    >
                      <Copy size={14} aria-hidden="true" /> Copy the command to continue
                    </button>
                  )}
                </Show>
              </p>
            }
          >
            <textarea
              ref={field}
              class="field"
              rows={Math.min(6, Math.max(1, text().split('\n').length))}
              aria-label={`Message to ${props.name}`}
              placeholder={works() ? `Tell ${props.name} something` : `Write to ${props.name}`}
              maxlength={100_000}
              value={text()}
              onInput={(event) => write(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                  event.preventDefault()
                  void send()
                } else if (event.key === 'Escape') {
                  // Escape closes the transcript, and takes no one who writes out of their words.
                  event.stopPropagation()
                  event.currentTarget.blur()
                }
              }}
            />
            <div class="composer-foot">
              <span class="quiet hint">{isSending() ? 'Sending…' : hint()}</span>
              <kbd>Ctrl ↵</kbd>
              <button
                class="button"
                data-kind="primary"
                type="button"
                disabled={text().trim() === '' || isSending()}
                onClick={() => void send()}
              >
                Send
              </button>
            </div>
          </Show>
        </section>
      )}
    </Show>
  )
}
