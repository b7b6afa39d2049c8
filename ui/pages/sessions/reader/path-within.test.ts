import { expect, test } from 'bun:test'
import { pathWithin } from './path-within.ts'

test('a path is said within its project, and whole elsewhere', () => {
  const within = (path: string) => pathWithin(path, '/home/user/boat/')
  expect(['/home/user/boat/src/a.ts', '/home/user/boats/a.ts', '/home/user/boat', 'src/a.ts', ''].map(within)).toEqual([
    'src/a.ts',
    '/home/user/boats/a.ts',
    '/home/user/boat',
    'src/a.ts',
    '',
  ])
  expect([pathWithin('/a/b', null), pathWithin('/a/b', '/'), pathWithin('C:\\x\\y', 'C:\\x')]).toEqual([
    '/a/b',
    '/a/b',
    'y',
  ])
})
