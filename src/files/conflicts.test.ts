import { describe, expect, test } from 'bun:test'
import { conflictIn } from './conflicts.ts'
import type { FileTouch } from './file.ts'

const hows: Record<string, FileTouch['how']> = { r: 'read', W: 'write', o: 'outside' }

/** `r1` one reads, `w2` two edits, `g2` perhaps, `W3` three writes it whole, `o0` somebody outside writes; an hour apart, or as many as follow: `w1+30`. `1.5` is a sub-agent of 1. */
function touchesOf(words: string): FileTouch[] {
  let at = 0
  return words.split(' ').map((word) => {
    const [, how, sessionId, hours = '1'] = /^([rwgWo])([\d.]+)(?:\+(\d+))?$/.exec(word)!
    at += Number(hours) * 3_600_000
    return {
      sessionId: sessionId!,
      at,
      how: hows[how!] ?? 'edit',
      added: null,
      removed: null,
      isGuessed: how === 'g',
      itemId: word,
    }
  })
}

const judged = (words: string, atWork: string[] = []) => {
  const found = conflictIn('/a', touchesOf(words), {
    rootOf: (id) => id.split('.')[0]!,
    isAtWork: (root) => atWork.includes(root),
  })
  return found && `${found.kind} ${found.earlier.itemId} ${found.later.itemId}`
}

describe('two conversations and one file', () => {
  const rows: [touches: string, conflict: string | null, atWork?: string[]][] = [
    ['w1 w1 w1', null],
    ['w1 w2', 'overwrote w1 w2'],
    ['w1 r2 w2', null],
    ['r2 w1 w2', 'overwrote w1 w2'],
    ['w1 r2 w2 w1', 'overwrote w2 w1'],
    ['w1 r2 w2 r1 w1', null],
    ['w1 w2+30', null],
    ['w1 w1.5', null],
    ['w1.5 w2', 'overwrote w1.5 w2'],
    ['w1 r2 w2', 'outdated w1 w2', ['1']],
    ['w1 r2 w2', null, ['2']],
    ['w1 r2 w2 r1', null, ['1']],
    ['r1 r2 r3', null],
    ['w1 w2 w3', 'overwrote w2 w3'],
    ['w1 g2', 'overwrote w1 g2'],
    ['g1 g2', null],
    ['w1 o0', 'outside w1 o0', ['1']],
    ['w1 o0', null],
    ['o0 w1', null, ['1']],
    ['r1 o0', null, ['1']],
    ['w1 o0 r1', null, ['1']],
    ['w1 o0 w1', null, ['1']],
    ['w1 o0 W1', 'overwrote o0 W1', ['1']],
    ['w1 o0 r1 W1', null, ['1']],
    ['w1 o0+30', null, ['1']],
    ['w1 r2 w2 o0', 'outside w1 o0', ['1']],
    ['w1 o0 w2', 'overwrote w1 w2', ['1']],
  ]
  test.each(rows)('%p: %p', (touches, conflict, atWork = []) => expect(judged(touches, atWork)).toBe(conflict))
})

test('everybody who wrote is named, each family once', () =>
  expect(
    conflictIn('/a', touchesOf('w3 w1 w1.2 w2'), { rootOf: (id) => id.split('.')[0]!, isAtWork: () => false })?.writers,
  ).toEqual(['1', '2', '3']))

test('somebody outside who wrote is named as nobody we know', () =>
  expect(conflictIn('/a', touchesOf('w1 o0'), { rootOf: (id) => id, isAtWork: () => true })?.writers).toEqual([
    '',
    '1',
  ]))
