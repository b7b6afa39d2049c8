import type { Channel } from './channel.ts'
import type { OpenDelivery } from './delivery-rows.ts'
import type { Outcome } from './outcome.ts'
import type { Field, Recipe } from './recipes/recipe.ts'
import type { Values } from './template.ts'

/** A provider as a page shows it. */
export type ProviderInfo = Pick<Recipe, 'id' | 'name' | 'group' | 'docs' | 'fields'> & {
  about: string | null
  knowsRepeats: boolean
  tellsEnd: boolean
}

/** What is sent, with everything it needs. */
export type Sending = {
  channel: Pick<Channel, 'id' | 'name' | 'allowsPrivate' | 'provider'>
  /** What a person filled in, secrets included. */
  fields: Values
  delivery: Pick<OpenDelivery, 'notice' | 'turn' | 'dedupeKey' | 'channelId'>
  isSettled: boolean
  signal: AbortSignal
}

/** A provider that is more than a request. */
export type OwnProvider = ProviderInfo & {
  atMost?: Recipe['atMost']
  send: (sending: Sending) => Promise<Outcome>
}

export const infoOf = ({ id, name, group, docs, fields, about, knowsRepeats, tellsEnd }: Recipe): ProviderInfo => ({
  id,
  name,
  group,
  docs,
  fields,
  about: about ?? null,
  knowsRepeats: knowsRepeats === true,
  tellsEnd: tellsEnd === true,
})

export const isSecretField = ({ kind, isSecret }: Field) => kind === 'secret' || isSecret === true
