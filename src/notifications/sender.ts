import { buildRequest } from './build-request.ts'
import { hideSecrets, judgeAnswer } from './judge-answer.ts'
import { failed, type Outcome } from './outcome.ts'
import { infoOf, isSecretField, type OwnProvider, type ProviderInfo, type Sending } from './provider.ts'
import type { Recipe } from './recipes/recipe.ts'
import { type SendDeps, sendRequest } from './send-request.ts'
import { TemplateError, type Values } from './template.ts'

const usualAtMost = { count: 20, perSeconds: 300 }

type Deps = {
  recipes: readonly Recipe[]
  own: readonly OwnProvider[]
  network: SendDeps
  valuesFor: (sending: Sending) => Values
  now: () => number
  onError: (error: unknown) => void
}

export type Sender = ReturnType<typeof createSender>

/** Sends a notice to a channel by whatever its provider is, and says how that went. It never throws. */
export function createSender({ recipes, own, network, valuesFor, now, onError }: Deps) {
  const byId = new Map(recipes.map((recipe) => [recipe.id, recipe]))
  const ownById = new Map(own.map((provider) => [provider.id, provider]))
  const infos: ProviderInfo[] = [
    ...own.map(({ send, atMost, ...info }) => info),
    ...recipes.map(infoOf).toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
  ]
  const infoById = new Map(infos.map((info) => [info.id, info]))

  async function sendRecipe(recipe: Recipe, { channel, fields, signal }: Sending, values: Values): Promise<Outcome> {
    const secrets = recipe.fields.filter(isSecretField).flatMap(({ name }) => fields[name] || [])
    const request = buildRequest(recipe, fields, values)
    const { allowsPrivate } = channel
    const answer = await sendRequest(request, { allowsPrivate, signal }, network)
    const outcome = 'kind' in answer ? answer : judgeAnswer(recipe, answer, now(), secrets)
    return { ...outcome, words: outcome.words === null ? null : hideSecrets(outcome.words, secrets) }
  }

  return {
    providers: () => infos,
    provider: (id: string): ProviderInfo | undefined => infoById.get(id),

    /** How many a provider takes in which time. */
    atMost(id: string) {
      const { count, perSeconds } = byId.get(id)?.atMost ?? ownById.get(id)?.atMost ?? usualAtMost
      return { count, perMs: perSeconds * 1_000 }
    },

    async send(sending: Sending): Promise<Outcome> {
      const { provider } = sending.channel
      try {
        const mine = ownById.get(provider)
        if (mine) return await mine.send(sending)
        const recipe = byId.get(provider)
        if (!recipe) return failed('refused', 'not-set-up', `This Wheelhouse knows no provider “${provider}”.`)
        return await sendRecipe(recipe, sending, valuesFor(sending))
      } catch (error) {
        if (error instanceof TemplateError) return failed('refused', 'not-set-up', error.message)
        onError(error)
        return failed('retry', 'broken-off', 'It could not be sent because of an error in Wheelhouse itself.', {
          mayHaveArrived: true,
        })
      }
    },
  }
}
