import { expect, test } from 'bun:test'
import { splitGlob } from './glob.ts'

const split = (glob: string) => splitGlob(glob, '/home/ann')

test('a glob is a folder and what lies below it', () => {
  expect(split('~/logs/**/*.jsonl')).toEqual({ root: '/home/ann/logs', pattern: '**/*.jsonl' })
  expect(split('/var/log/agent-*/usage.jsonl')).toEqual({ root: '/var/log', pattern: 'agent-*/usage.jsonl' })
  expect(split('/srv//a/./{b,c}.jsonl')).toEqual({ root: '/srv/a', pattern: '{b,c}.jsonl' })
})

test('without a wildcard it is one file', () =>
  expect(split('~/logs/usage.jsonl')).toEqual({ root: '/home/ann/logs', pattern: 'usage.jsonl' }))

for (const [glob, mistake] of [
  ['logs/*.jsonl', 'must begin with / or ~/'],
  ['~ann/logs/*.jsonl', 'must begin with / or ~/'],
  ['', 'must begin with / or ~/'],
  ['~/logs/../*.jsonl', 'must not hold ..'],
  ['~/logs/', 'must end in the names of files, such as *.jsonl'],
  ['~/logs/[a-z.jsonl', 'has a bracket or a brace that is never closed'],
  ['~/logs/{a,b].jsonl', 'has a bracket or a brace that is never closed'],
  ['/**/*.jsonl', 'must name a folder of its own before its first wildcard, such as ~/logs/*.jsonl'],
  ['~/**/*.jsonl', 'must name a folder of its own before its first wildcard, such as ~/logs/*.jsonl'],
  ['/home/*/logs/*.jsonl', 'must name a folder of its own before its first wildcard, such as ~/logs/*.jsonl'],
] as const)
  test(`${glob || 'nothing'} will not do`, () => expect(split(glob)).toEqual({ mistake }))
