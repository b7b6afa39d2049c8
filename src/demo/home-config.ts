import { join } from 'node:path'
import { crew } from './crew.ts'
import { type Model, type ModelName, modelOf, models } from './models.ts'

/** The `openclaw.json` of the demo: the roster, and the prices of models that have one. */
export function homeConfig(gatewayToken: string, folder: string) {
  const main = modelOf(crew[0]!.model)
  return {
    gateway: { mode: 'local', bind: 'loopback', ...(gatewayToken && { auth: { mode: 'token', token: gatewayToken } }) },
    logging: { file: demoLogOf(folder) },
    update: { checkOnStart: false },
    models: { mode: 'merge', providers: providers() },
    agents: {
      defaults: {
        model: { primary: `${main.provider}/${main.id}` },
        systemAgent: { agentId: 'main' },
        heartbeat: { agentId: 'main' },
        subagents: { allowAgents: ['*'] },
      },
      ownership: 'explicit',
      entries: Object.fromEntries(
        crew.map(({ id, name, emoji, model, cwd }) => [
          id,
          { name, identity: { name, emoji }, model: `${modelOf(model).provider}/${modelOf(model).id}`, workspace: cwd },
        ]),
      ),
    },
    tools: { exec: { mode: 'full' } },
    meta: { lastTouchedVersion: '2026.9.6' },
  }
}

function providers() {
  const found: Record<string, { baseUrl: string; api: string; models: object[] }> = {}
  for (const name of Object.keys(models) as ModelName[]) {
    const model = modelOf(name)
    const baseUrl =
      model.provider === 'ollama' ? 'http://127.0.0.1:11434/v1' : `https://api.${model.provider}.example/v1`
    found[model.provider] ??= { baseUrl, api: model.api, models: [] }
    found[model.provider]!.models.push(entryOf(model))
  }
  return found
}

function entryOf({ id, name, contextWindow, maxTokens, rates }: Model) {
  return { id, name, reasoning: false, input: ['text'], contextWindow, maxTokens, ...(rates && { cost: rates }) }
}

/** The file that the demo's gateway writes its log into. */
export const demoLogOf = (home: string) => join(home, 'gateway.log')
