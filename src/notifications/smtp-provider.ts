import { connectJudged, type Unreached } from '../lib/guarded-fetch.ts'
import { keptAnswer } from './judge-answer.ts'
import type { MailAnswer, SendMail } from './mailer.ts'
import { failed, type Outcome, sent } from './outcome.ts'
import type { OwnProvider, Sending } from './provider.ts'
import { choice, list, secret, text } from './recipes/fields.ts'
import { outcomeOfUnreached, type SendDeps } from './send-request.ts'
import type { Values } from './template.ts'

const address = '[^@<>\\s,;:"()]{1,64}@[^@<>\\s,;:"()]{1,255}'
const port = '[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]'
const encryptions = ['STARTTLS', 'TLS', 'none'] as const
type Encryption = (typeof encryptions)[number]

const usualStepMs = 10_000
/** A conversation has many steps; it may take as long as three of them that are slow. */
const slowSteps = 3

/** E-mail by a server of one's own. What was sent is what that server has taken. */
export const smtpProvider = ({
  network,
  valuesFor,
  loadMailer,
  now,
}: {
  network: SendDeps
  valuesFor: (sending: Sending) => Values
  /** What speaks to servers of mail is loaded when the first mail is sent. */
  loadMailer: () => Promise<{ sendMail: SendMail }>
  now: () => number
}): OwnProvider => ({
  id: 'smtp',
  name: 'E-mail by SMTP',
  group: 'mail',
  docs: 'https://www.rfc-editor.org/rfc/rfc6409',
  fields: [
    { name: 'server', label: 'Server', kind: 'host', hint: 'mail.example.com' },
    text('port', 'Port', { pattern: port, initial: '587', hint: '587', isPlace: true }),
    { ...choice('encryption', 'Encrypted by', encryptions), isPlace: true },
    text('user', 'User', { isOptional: true, pattern: '.{1,250}' }),
    secret('password', 'Password', { isOptional: true }),
    text('from', 'From', { pattern: address, hint: 'wheelhouse@example.com' }),
    list('to', 'To', { pattern: `${address}(?:[,;\\s]+${address}){0,19}`, hint: 'you@example.com, them@example.com' }),
  ],
  about:
    'By the mail server that you use yourself. STARTTLS is usual at port 587 and TLS at 465; without encryption only in your own network.',
  knowsRepeats: false,
  tellsEnd: true,
  async send(sending) {
    const { channel, fields, signal, delivery } = sending
    const { server = '', user = '', password = '', from = '', to = '' } = fields
    if ((user === '') !== (password === ''))
      return failed('refused', 'not-set-up', 'A user and a password belong together: one of them is missing.')
    const encryption = fields.encryption as Encryption
    const { title = '', text = '', link = '', key = '', dedupe = '' } = valuesFor(sending)
    const domain = from.slice(from.indexOf('@') + 1)
    const receivers = to.split(/[,;\s]+/).filter((one) => one !== '')
    const name = nameOfHost(server)
    const stepMs = network.timeoutMs ?? usualStepMs
    const timeout = AbortSignal.timeout(slowSteps * stepMs)
    const { sendMail } = await loadMailer()
    const answer = await connectJudged(
      {
        name,
        port: Number(fields.port),
        plain: encryption === 'none' ? { by: 'no encryption', better: 'STARTTLS or TLS' } : undefined,
      },
      { allowsPrivate: channel.allowsPrivate, signal, timeout },
      network,
      (address) =>
        sendMail(
          {
            address,
            name,
            port: Number(fields.port),
            encryption,
            user,
            password,
            from,
            to: receivers,
            subject: title,
            text: `${text}\n${link === '' ? '' : `\n${link}\n`}`,
            // Whoever has it already knows it by this.
            messageId: `${key}@${domain}`,
            thread: `${dedupe}@${domain}`,
            isUrgent: delivery.notice.severity === 'severe',
            at: now(),
            ca: network.ca,
          },
          { stepMs, signal: AbortSignal.any([signal, timeout]) },
        ),
    )
    return hidden(judgeMail(answer, { ...fields, count: String(receivers.length) }, encryption), { user, password })
  },
})

/** The name of a host as the resolver and certificates know it; an address without brackets. */
export function nameOfHost(host: string): string {
  const isBare = host.includes(':') && !host.startsWith('[')
  return URL.parse(`https://${isBare ? `[${host}]` : host}`)?.hostname.replace(/^\[|\]$/g, '') ?? host
}

function judgeMail(answer: MailAnswer | Unreached, fields: Values, encryption: Encryption): Outcome {
  switch (answer.kind) {
    case 'unreached': {
      const outcome = outcomeOfUnreached(answer)
      const isOtherPort = encryption === 'TLS' && answer.trouble === 'broken-off'
      return isOtherPort
        ? { ...outcome, words: `${outcome.words} Perhaps this port is one for STARTTLS and not for TLS.` }
        : outcome
    }
    case 'silent': {
      const hint = encryption === 'TLS' || answer.mayHaveArrived ? '' : ' Perhaps this port is one for TLS.'
      return failed('retry', 'timed-out', `It was reached and did not answer in time.${hint}`, {
        mayHaveArrived: answer.mayHaveArrived,
      })
    }
    case 'taken': {
      const [first] = answer.refused
      const kept = { status: 250, answer: answer.answer }
      if (!first) return sent(kept)
      const who = answer.refused.map(({ to }) => to).join(', ')
      return sent({
        ...kept,
        words: `${answer.refused.length} of ${fields.count} receivers were refused: ${who}. It says: ${first.answer}`,
      })
    }
    case 'not-taken':
      return judgeRefusal(answer, fields)
  }
}

/** What a server does not take: what begins with 4 may be taken later. */
function judgeRefusal(
  { step, status, answer }: Extract<MailAnswer, { kind: 'not-taken' }>,
  { from = '', to = '' }: Values,
): Outcome {
  const isForNow = status !== null && status < 500
  const kind = isForNow ? 'retry' : 'refused'
  const code = status === null ? '' : ` (${status})`
  const saying = answer === '' ? '' : ` It says: ${answer}`
  const say = (trouble: Outcome['trouble'] & string, words: string) =>
    failed(kind, trouble, `${words}${isForNow ? ' for now' : ''}${code}.${saying}`, { status, answer })
  if (status === 530) return say('not-signed-in', 'It wants a user and a password, or encryption, first')
  switch (step) {
    case 'encryption':
      return isForNow
        ? say('server-error', 'It does not encrypt')
        : failed(
            'refused',
            'not-encrypted',
            `It does not offer STARTTLS${code}, so nothing was sent. Choose TLS, which has another port, often 465.`,
            { status, answer },
          )
    case 'sign-in':
      return say(isForNow ? 'server-error' : 'not-signed-in', 'It does not take the user and the password')
    case 'sender':
      return say(isForNow ? 'too-many' : 'refused-by-answer', `It does not take mail from ${from}`)
    case 'receiver':
      return say(isForNow ? 'too-many' : 'refused-by-answer', `It does not take mail for ${to}`)
    case 'message':
      return say(isForNow ? 'server-error' : 'refused-by-answer', 'It does not take the message')
    case 'hello':
      return say(isForNow ? 'server-error' : 'refused-by-answer', 'It does not talk to this machine')
  }
}

/** An outcome without the password, also as it was on its way. */
function hidden(outcome: Outcome, { user, password }: { user: string; password: string }): Outcome {
  const forms = [`\0${user}\0${password}`, password].map((one) => Buffer.from(one).toString('base64'))
  const secrets = password === '' ? [] : [password, ...forms]
  const { words, answer } = outcome
  return {
    ...outcome,
    words: words === null ? null : keptAnswer(words, secrets).replace(/\s+/g, ' '),
    answer: answer === null ? null : keptAnswer(answer, secrets),
  }
}
