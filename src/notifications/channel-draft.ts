import { Refusal } from '../lib/refusal.ts'
import type { Routing } from './channel.ts'
import { isSecretField, type ProviderInfo } from './provider.ts'
import { minutesOf } from './quiet-hours.ts'
import { parseJsonTemplate, TemplateError, type Values } from './template.ts'

/** What a person fills in for a channel. */
export type ChannelDraft = {
  provider: string
  name: string
  given: Values
  allowsPrivate: boolean
  routing: Routing
}

const maxFieldLength = 4_000

/**
 * Takes the fields of a form apart: what may be shown and what is secret. A secret that is left empty stays what it was,
 * unless the form says another address, which would be a way to have it sent there. Throws a Refusal.
 */
export function takeFields(
  provider: ProviderInfo,
  given: Values,
  before?: { given: Values; secrets: Values },
): { given: Values; secrets: Values } {
  const taken = { given: {} as Values, secrets: {} as Values }
  const unknown = Object.keys(given).find((name) => !provider.fields.some((field) => field.name === name))
  if (unknown !== undefined) throw new Refusal('bad-input', `${provider.name} has no field “${unknown.slice(0, 40)}”.`)
  const isElsewhere = provider.fields.some(
    (field) =>
      saysWhere(field) &&
      before !== undefined &&
      (given[field.name] ?? '').trim() !== '' &&
      (given[field.name] ?? '').trim() !== (before.given[field.name] ?? before.secrets[field.name] ?? ''),
  )
  for (const field of provider.fields) {
    const isSecret = isSecretField(field)
    let value = (given[field.name] ?? '').trim()
    if (value === '' && isSecret) {
      const kept = before?.secrets[field.name] ?? ''
      if (kept !== '' && isElsewhere)
        throw new Refusal(
          'bad-input',
          `The address is another one: enter ${field.label} again, so that it is not sent there by itself.`,
        )
      value = kept
    }
    if (value === '' && field.initial !== undefined && before === undefined) value = field.initial
    if (value === '') {
      if (field.isOptional) continue
      throw new Refusal('bad-input', `${field.label} is missing.`)
    }
    checkField(field, value)
    taken[isSecret ? 'secrets' : 'given'][field.name] = value
  }
  return taken
}

const saysWhere = ({ kind, isPlace }: ProviderInfo['fields'][number]) =>
  kind === 'server' || kind === 'host' || kind === 'url' || isPlace === true

function checkField({ label, kind, pattern, hint, options }: ProviderInfo['fields'][number], value: string) {
  const like = hint === undefined ? '' : ` It looks like ${hint}.`
  if (value.length > maxFieldLength) throw new Refusal('bad-input', `${label} is too long.`)
  if (kind !== 'json' && /\p{Cc}/u.test(value))
    throw new Refusal('bad-input', `${label} has a line break or another character that is no text.`)
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value))
    throw new Refusal('bad-input', `${label} is not what it should be.${like}`)
  if (kind === 'choice' && !options?.includes(value))
    throw new Refusal('bad-input', `${label} is none of ${options?.join(', ') || 'those that there are'}.`)
  if (kind === 'host' && !isHost(value)) throw new Refusal('bad-input', `${label} is no name of a server.${like}`)
  if (kind === 'server' || kind === 'url') {
    const url = URL.parse(value)
    if (!url || !/^https?:$/.test(url.protocol))
      throw new Refusal('bad-input', `${label} is no address that begins with https:// or http://.`)
    if (url.username !== '' || url.password !== '')
      throw new Refusal('bad-input', `${label} has a user or a password in it.`)
  }
  if (kind === 'json')
    try {
      parseJsonTemplate(value)
    } catch (error) {
      if (error instanceof TemplateError) throw new Refusal('bad-input', error.message)
      throw error
    }
}

/** A name or an address, without a port and a way to it. */
function isHost(text: string): boolean {
  if (/[\s/\\@?#]/.test(text) || text.length > 253) return false
  return URL.canParse(text.includes(':') && !text.startsWith('[') ? `https://[${text}]` : `https://${text}`)
}

/** Whether the times of a routing are such. Throws a Refusal. */
export function checkRouting({ quiet, digestAt }: Routing) {
  const times = [...(quiet ? [quiet.from, quiet.to] : []), ...(digestAt === null ? [] : [digestAt])]
  const wrong = times.find((time) => minutesOf(time) === null)
  if (wrong !== undefined) throw new Refusal('bad-input', `“${wrong}” is no time like 22:00.`)
}
