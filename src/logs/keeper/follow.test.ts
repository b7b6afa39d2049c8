import { expect, test } from 'bun:test'
import { appendFileSync, copyFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { keepHere } from './testing/keep-here.ts'

test('what was not read before a log was cut off is read in its copy, also where the copy comes late', () => {
  using folder = temporary('follow')
  const log = folder.at('app.log')
  let clock = Date.now()
  const kept = keepHere(folder.at('logs.sqlite'), [{ root: folder.path, pattern: 'app.log' }], () => clock)
  writeFileSync(log, '{"msg":"the first"}\n')
  kept.look()
  appendFileSync(log, '{"msg":"the second"}\n')
  copyFileSync(log, folder.at('elsewhere'))
  truncateSync(log, 0)
  appendFileSync(log, '{"msg":"the third"}\n')
  kept.look()
  renameSync(folder.at('elsewhere'), folder.at('app.log.1'))
  clock += 1_000
  kept.look()
  kept.restart()
  kept.look()
  expect(kept.texts()).toEqual(['the first', 'the third', 'the second'])
  kept.close()
})

test('two days that begin alike are two logs', () => {
  using folder = temporary('follow')
  const places = [{ root: folder.path, pattern: 'openclaw-*.log' }]
  const kept = keepHere(folder.at('logs.sqlite'), places, Date.now)
  writeFileSync(folder.at('openclaw-2026-11-29.log'), '{"msg":"ready"}\n')
  kept.look()
  writeFileSync(folder.at('openclaw-2026-11-30.log'), '{"msg":"ready"}\n')
  kept.look()
  appendFileSync(folder.at('openclaw-2026-11-30.log'), '{"msg":"at work"}\n')
  kept.look()
  expect(kept.texts()).toEqual(['ready', 'ready', 'at work'])
  kept.close()
})
