import { expect, test } from 'bun:test'
import { nearest } from './nearest.ts'

const known = ['state', 'agent', 'branch', 'before', 'cost', 'tag']

for (const [typed, meant] of [
  ['brnch', 'branch'],
  ['barnch', 'branch'],
  ['stat', 'state'],
  ['tg', 'tag'],
  ['befroe', 'before'],
  ['agents', 'agent'],
  ['colour', undefined],
  ['', undefined],
  ['x', undefined],
] as const)
  test(`“${typed}” is ${meant ?? 'close to nothing'}`, () => expect(nearest(typed, known)).toBe(meant))
