import { expect, test } from 'bun:test'
import { parseConfigFile } from '../config/file.ts'
import { settingsOf } from '../feature.ts'
import { sessionsFeature } from './feature.ts'
import { contextsFrom, sessionSections } from './settings.ts'

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
