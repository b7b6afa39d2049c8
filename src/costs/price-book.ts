import { calcPrice, findProvider } from '@pydantic/genai-prices'
import type { PriceBook } from './price.ts'

/** Names that runtimes use for a provider, and the book's. */
const providers: Record<string, string> = {
  'anthropic-vertex': 'anthropic',
  'openai-codex': 'openai',
  'openai-responses': 'openai',
  'azure-openai': 'azure',
  'google-gemini-cli': 'google',
  'google-antigravity': 'google',
  'google-vertex': 'google',
  gemini: 'google',
  bedrock: 'aws',
  'amazon-bedrock': 'aws',
  xai: 'x-ai',
}

/**
 * Prices bundled with the program, by the date of the call: `@pydantic/genai-prices`, without its updater, so that
 * nothing leaves the machine. An unknown model has no price; none is guessed.
 */
export const bundledPrices: PriceBook = ({ at, model, provider, tokens }) => {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  // The book counts cached tokens as a part of the input.
  const usage = {
    input_tokens: input + cacheRead + cacheWrite5m + cacheWrite1h,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite5m + cacheWrite1h,
    output_tokens: output,
  }
  const named = providers[provider.toLowerCase()] ?? provider.toLowerCase()
  const options = { timestamp: new Date(at) }
  const known = named !== '' && findProvider({ providerId: named }) !== undefined
  try {
    const found = known ? calcPrice(usage, model, { ...options, providerId: named }) : calcPrice(usage, model, options)
    return found?.total_price
  } catch {
    // The book throws for usage it has no rate for (a class of tokens the model does not sell): no price is known then.
    return undefined
  }
}
