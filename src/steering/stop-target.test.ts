import { expect, test } from 'bun:test'
import { below } from './stop-target.ts'

const one = (id: string, parentId: string | null) => ({ id, parentId })

test('below a session is everything that it and its sub-agents began, and nothing beside it', () => {
  const active = [one('root', null), one('b', 'a'), one('a', 'root'), one('other', null), one('c', 'other')]
  expect(below('root', active).map(({ id }) => id)).toEqual(['b', 'a'])
})

test('sessions that name each other as parents end the search', () => {
  expect(below('a', [one('a', 'b'), one('b', 'a')]).map(({ id }) => id)).toEqual(['b'])
})
