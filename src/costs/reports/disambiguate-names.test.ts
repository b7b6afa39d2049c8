import { expect, test } from 'bun:test'
import { disambiguateNames } from './disambiguate-names.ts'

const told = (names: Record<string, string>) => Object.fromEntries(disambiguateNames(new Map(Object.entries(names))))

test('agents of one name are told apart by their runtime, and in one runtime by their id', () => {
  expect(told({ 'codex:boat-1': 'boat', 'gemini:boat-1': 'boat', 'openclaw:main': 'Skipper' })).toEqual({
    'codex:boat-1': 'boat (Codex)',
    'gemini:boat-1': 'boat (Gemini)',
    'openclaw:main': 'Skipper',
  })
  expect(told({ 'openclaw:main': 'Clawdia', 'openclaw:main-474ff5': 'Clawdia', 'codex:x': 'Clawdia' })).toEqual({
    'openclaw:main': 'Clawdia (main)',
    'openclaw:main-474ff5': 'Clawdia (main-474ff5)',
    'codex:x': 'Clawdia (Codex)',
  })
})

test('an agent of another host has its host behind its name where one here is called the same', () => {
  expect(told({ 'codex:boat-1': 'boat', 'pier~codex:boat-1': 'boat', 'pier~openclaw:main': 'Skipper' })).toEqual({
    'codex:boat-1': 'boat',
    'pier~codex:boat-1': 'boat (pier)',
    'pier~openclaw:main': 'Skipper',
  })
  expect(told({ 'codex:boat-1': 'boat', 'pier~codex:boat-1': 'boat', 'pier~gemini:boat-1': 'boat' })).toEqual({
    'codex:boat-1': 'boat',
    'pier~codex:boat-1': 'boat (Codex, pier)',
    'pier~gemini:boat-1': 'boat (Gemini, pier)',
  })
})
