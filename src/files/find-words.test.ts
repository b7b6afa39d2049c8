import { expect, test } from 'bun:test'
import { wordsToFind } from './find-words.ts'

test.each([
  ['', []],
  ['  Reconnect  WS ', ['reconnect', 'ws']],
  ['~/code', ['/home/boat/code']],
  ['ws ~', ['ws', '/home/boat']],
  ['a~/b ~x', ['a~/b', '~x']],
])('%p is looked for as %p', (typed, words) => expect(wordsToFind(typed, '/home/Boat')).toEqual(words))
