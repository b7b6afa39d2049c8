/** Which model answers, and what it may be told. Its key lies among the secrets. */
export type ModelChoice = {
  /** An endpoint that speaks as OpenAI's does, or the gateway of a home through one of its agents. */
  kind: 'endpoint' | 'gateway'
  /** `https://openrouter.ai/api/v1`; for a gateway `http://127.0.0.1:18789/v1`. */
  url: string
  model: string
  isOn: boolean
  /** Whether it may reach addresses of the own network. */
  allowsPrivate: boolean
  /** Whether words of transcripts may be read for it; else names, sums and times. */
  readsWords: boolean
  /** What its questions may cost in a day, in US dollars; null for no limit. */
  dayUsd: number | null
  /** How many questions a day it answers. */
  dayQuestions: number
}

export type ModelDraft = Omit<ModelChoice, 'isOn'> & {
  /** Undefined keeps the key that is there; '' forgets it. */
  key?: string | undefined
}

/** Whether an agent of a gateway answers. It has tools of its own beside ours. */
export const isAgent = ({ kind, model }: Pick<ModelChoice, 'kind' | 'model'>) =>
  kind === 'gateway' || /^(openclaw|agent)([:/]|$)/i.test(model)

/** Why a model may not be told what it would be; undefined where it may. */
export const problemWithWords = (draft: Pick<ModelChoice, 'kind' | 'model' | 'readsWords'>): string | undefined =>
  isAgent(draft) && draft.readsWords
    ? 'An agent of a gateway has tools of its own, and words in transcripts may be written to make it use them. It gets names, sums and times only.'
    : undefined

type ModelPreset = Pick<ModelChoice, 'kind' | 'url' | 'model'> & { name: string; isPrivate: boolean }

/** Places that many use, for the form. */
export const modelPresets: readonly ModelPreset[] = [
  {
    name: 'OpenRouter',
    kind: 'endpoint',
    url: 'https://openrouter.ai/api/v1',
    model: 'anthropic/claude-sonnet-4.6',
    isPrivate: false,
  },
  { name: 'OpenAI', kind: 'endpoint', url: 'https://api.openai.com/v1', model: 'gpt-5.1-mini', isPrivate: false },
  { name: 'Ollama', kind: 'endpoint', url: 'http://127.0.0.1:11434/v1', model: 'qwen3:14b', isPrivate: true },
  {
    name: 'LM Studio',
    kind: 'endpoint',
    url: 'http://127.0.0.1:1234/v1',
    model: 'openai/gpt-oss-20b',
    isPrivate: true,
  },
  {
    name: 'OpenClaw’s gateway',
    kind: 'gateway',
    url: 'http://127.0.0.1:18789/v1',
    model: 'openclaw/main',
    isPrivate: true,
  },
]

/** Why an address cannot be that of a model, in a sentence; undefined where it can. */
export function problemWithUrl(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    return 'It must be an address like https://openrouter.ai/api/v1, up to what stands before /chat/completions.'
  if (url.username !== '' || url.password !== '') return 'A name and a password do not belong into the address.'
  if (url.search !== '' || url.hash !== '') return 'Nothing may stand behind ? or # in the address.'
  if (/\/chat\/completions\/?$/.test(url.pathname)) return 'Leave /chat/completions out: it is added.'
  return undefined
}
