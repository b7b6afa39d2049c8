import { expect, test } from 'bun:test'
import { parseConfigFile } from '../config/file.ts'
import { settingsOf } from '../feature.ts'
import { sessionsFeature } from './feature.ts'
import { contextsFrom, sessionSections, stalledAfterFrom } from './settings.ts'
import { statedPatience } from './stalled-after.ts'

const from = (toml: string) =>
  contextsFrom(settingsOf(sessionsFeature, parseConfigFile('config.toml', toml, sessionSections).sections))

test('the context of a model is stated under its name', () => {
  expect(from('[models."qwen3:30b"]\ncontext = 32768\n[models.gull-1]\ncontext = 1_000_000')).toEqual({
    'qwen3:30b': 32_768,
    'gull-1': 1_000_000,
  })
  expect(from('')).toEqual({})
})

test('a context that is none is a mistake', () => {
  for (const context of ['"large"', '0', '-1', '1.5', '1e12'])
    expect(() => from(`[models.m]\ncontext = ${context}`)).toThrow('models.m.context')
  expect(() => from('[models.m]\nwindow = 9000')).toThrow('models.m.window is not a key. Known here: context')
})

test('patience is stated for all, for a runtime, and for an agent; the nearest counts', () => {
  const stated = (toml: string) =>
    stalledAfterFrom(settingsOf(sessionsFeature, parseConfigFile('config.toml', toml, sessionSections).sections))
  const minutesOf = statedPatience(stated('[stalled]\nafter_minutes = 20\nafter = { codex = 25, "codex:boat" = 5 }'))
  const minutes = (runtime: 'codex' | 'gemini', agentId: string) => minutesOf({ runtime, agentId }) / 60_000
  expect([minutes('codex', 'codex:boat'), minutes('codex', 'codex:a'), minutes('gemini', 'gemini:a')]).toEqual([
    5, 25, 20,
  ])
  expect(statedPatience(stated(''))({ runtime: 'codex', agentId: 'a' })).toBe(15 * 60_000)
  for (const wrong of ['after_minutes = 0', 'after_minutes = 31', 'after = { codex = 99 }', 'minutes = 5'])
    expect(() => stated(`[stalled]\n${wrong}`)).toThrow('stalled')
})
