/** Whom a bill comes from, by the name that the ledger uses for providers. */
const labels: Record<string, string> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  google: 'Google',
  openrouter: 'OpenRouter',
  'amazon-bedrock': 'Amazon Bedrock',
  azure: 'Azure',
  mistral: 'Mistral',
  xai: 'xAI',
  groq: 'Groq',
  deepseek: 'DeepSeek',
}

/** Names under which runtimes know a provider that somebody else bills. */
const aliases: Record<string, string> = {
  'openai-codex': 'openai',
  'claude-cli': 'anthropic',
  gemini: 'google',
  'google-vertex': 'google',
  'google-gemini-cli': 'google',
  bedrock: 'amazon-bedrock',
}

const own = (table: Record<string, string>, name: string) => (Object.hasOwn(table, name) ? table[name] : undefined)

/** Who bills what is asked of a provider; '' where no provider is known. */
export const payeeOf = (provider: string): string => own(aliases, provider.toLowerCase()) ?? provider.toLowerCase()

export const payeeLabel = (payee: string): string => own(labels, payee) ?? (payee === '' ? 'Unknown provider' : payee)

/** The payees that can be chosen where the ledger knows none. */
export const usualPayees = Object.keys(labels).slice(0, 4)
