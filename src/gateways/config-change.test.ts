import { expect, test } from 'bun:test'
import {
  changeLines,
  changesBetween,
  editsOf,
  holdsMark,
  listsReplaced,
  mergePatchOf,
  shownConfig,
  undoOf,
  withEdits,
} from './config-change.ts'

const config = {
  gateway: { port: 18_789, auth: { mode: 'token', token: '__OPENCLAW_REDACTED__' } },
  logging: { level: 'info' },
  channels: { telegram: { allow: ['ann', 'bob'], botToken: 'abc' } },
}

test('a secret is hidden, whoever hid it, and nothing else is', () => {
  expect(shownConfig(config)).toEqual({
    gateway: { port: 18_789, auth: { mode: 'token', token: '[hidden]' } },
    logging: { level: 'info' },
    channels: { telegram: { allow: ['ann', 'bob'], botToken: '[hidden]' } },
  })
})

test('what is not changed is not in the patch: a hidden value that comes back as it was is never written', () => {
  const shown = shownConfig(config)
  const sentBack = withEdits(shown, [
    { path: ['gateway', 'auth'], value: { mode: 'token', token: '[hidden]' } },
    { path: ['logging', 'level'], value: 'debug' },
  ])
  const changes = changesBetween(shown, sentBack)
  expect(mergePatchOf(changes)).toEqual({ logging: { level: 'debug' } })
  expect(changes.some(({ after }) => holdsMark(after))).toBe(false)
})

test('a hidden value that is put elsewhere is found, also within a list', () => {
  const shown = shownConfig(config)
  const changes = changesBetween(shown, withEdits(shown, [{ path: ['keys'], value: [{ secret: '[hidden]' }] }]))
  expect(changes.map(({ after }) => holdsMark(after))).toEqual([true])
  expect(holdsMark({ a: '__OPENCLAW_REDACTED__' })).toBe(true)
})

test('the smallest parts that differ are changed; what is taken out is null in the patch', () => {
  const after = withEdits(config, [
    { path: ['gateway', 'port'] },
    { path: ['messages', 'prefix'], value: '>' },
    { path: ['nowhere', 'deep'] },
  ])
  const changes = changesBetween(config, after)
  expect<object>(mergePatchOf(changes)).toEqual({ gateway: { port: null }, messages: { prefix: '>' } })
})

test('the order of names is no change', () => {
  expect(changesBetween({ list: [{ a: 1, b: 2 }] }, { list: [{ b: 2, a: 1 }] })).toEqual([])
})

test('what takes changes back leads to what was there before', () => {
  const after = withEdits(config, [
    { path: ['logging', 'level'], value: 'debug' },
    { path: ['channels', 'telegram', 'allow'], value: ['ann'] },
    { path: ['messages'], value: { prefix: '>' } },
    { path: ['gateway', 'port'] },
  ])
  const changes = changesBetween(config, after)
  expect(changesBetween(config, withEdits(after, undoOf(changes)))).toEqual([])
  expect(changesBetween(after, withEdits(config, editsOf(changes)))).toEqual([])
})

test('a list that is replaced, or lies in what is taken out, is named', () => {
  const of = (edits: Parameters<typeof withEdits>[1]) => listsReplaced(changesBetween(config, withEdits(config, edits)))
  expect(of([{ path: ['channels', 'telegram', 'allow'], value: ['ann'] }])).toEqual(['channels.telegram.allow'])
  expect(of([{ path: ['channels'] }])).toEqual(['channels.telegram.allow'])
  expect(of([{ path: ['logging', 'level'] }])).toEqual([])
})

test('the diff shows paths and values, and no secret, also not one that was just typed', () => {
  const after = withEdits(config, [
    { path: ['logging', 'level'], value: 'debug' },
    { path: ['channels', 'telegram', 'botToken'], value: '123456:a-new-one' },
  ])
  expect(changeLines(changesBetween(config, after)).split('\n')).toEqual([
    '- logging.level: "info"',
    '+ logging.level: "debug"',
    '- channels.telegram.botToken: "[hidden]"',
    '+ channels.telegram.botToken: "[hidden]"',
  ])
})
