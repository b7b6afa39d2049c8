import { hideSecrets, judgeAnswer } from './judge-answer.ts'
import { failed, type Outcome } from './outcome.ts'
import type { OwnProvider, Sending } from './provider.ts'
import { type SendDeps, sendRequest } from './send-request.ts'
import type { Values } from './template.ts'
import { encryptPush, makeVapidKeys, type VapidKeys, vapidHeader } from './web-push.ts'

const daySeconds = 86_400
const maxTextLength = 900
const urgency = { info: 'low', warn: 'normal', severe: 'high' } as const
const key = '[\\w-]{80,100}'

/** Browsers that have subscribed, each a channel of its own. What was sent is what the push service has taken. */
export function createWebPush({
  kept,
  network,
  valuesFor,
  contact,
  now,
}: {
  /** The file of secrets in which our own keys lie. */
  kept: { get(): string | undefined; set(text: string): void }
  network: SendDeps
  valuesFor: (sending: Sending) => Values
  contact: () => string
  now: () => number
}) {
  let keys: Promise<VapidKeys> | undefined

  async function load(): Promise<VapidKeys> {
    try {
      const found = JSON.parse(kept.get() ?? '') as Partial<VapidKeys>
      if (found.publicKey && found.privateKey) return found as VapidKeys
    } catch {
      // There are none yet, or the file is damaged: browsers have to subscribe anew.
    }
    const made = await makeVapidKeys()
    kept.set(JSON.stringify(made))
    return made
  }
  function own() {
    keys ??= load()
    return keys
  }

  async function send(sending: Sending): Promise<Outcome> {
    const { endpoint = '', p256dh = '', auth = '' } = sending.fields
    const { title = '', text = '', key = '' } = valuesFor(sending)
    const { notice } = sending.delivery
    const words = JSON.stringify({ title, text: text.slice(0, maxTextLength), href: notice.href, tag: key })
    const body = await encryptPush(words, { endpoint, p256dh, auth })
    const answer = await sendRequest(
      {
        method: 'POST',
        url: new URL(endpoint),
        headers: {
          authorization: await vapidHeader(await own(), endpoint, contact(), now()),
          'content-encoding': 'aes128gcm',
          'content-type': 'application/octet-stream',
          ttl: String(daySeconds),
          urgency: urgency[notice.severity],
          // What the service still holds of the same delivery is replaced.
          topic: key.replaceAll('-', ''),
        },
        body,
      },
      { allowsPrivate: sending.channel.allowsPrivate, signal: sending.signal },
      network,
    )
    if ('kind' in answer) return answer
    if (answer.status === 404 || answer.status === 410)
      return failed('gone', 'gone', 'This browser has unsubscribed, or its subscription has ended.', {
        status: answer.status,
      })
    const outcome = judgeAnswer(
      {
        id: 'web-push',
        name: 'Web Push',
        group: 'push',
        docs: '',
        fields: [],
        request: { method: 'POST', url: '' },
        ok: { status: [201] },
      },
      answer,
      now(),
      [endpoint],
    )
    return { ...outcome, words: outcome.words && hideSecrets(outcome.words, [endpoint]) }
  }

  const provider: OwnProvider = {
    id: 'web-push',
    name: 'Web Push',
    group: 'push',
    docs: 'https://www.rfc-editor.org/rfc/rfc8030',
    fields: [
      { name: 'endpoint', label: 'Endpoint', kind: 'url', isSecret: true, pattern: 'https://.+' },
      { name: 'p256dh', label: 'Key of the browser', kind: 'secret', pattern: key },
      { name: 'auth', label: 'Secret of the browser', kind: 'secret', pattern: '[\\w-]{20,30}' },
    ],
    about: 'A browser hears of it also while no page is open. The words are encrypted for it alone.',
    knowsRepeats: true,
    tellsEnd: true,
    send,
  }

  return {
    provider,
    /** What browsers subscribe with; made when it is first asked for. */
    publicKey: async () => (await own()).publicKey,
  }
}
