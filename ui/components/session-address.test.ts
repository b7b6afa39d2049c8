import { expect, test } from 'bun:test'
import { hrefOfMoment, momentInHash } from './session-address.ts'

test('the address of a moment says it again', () =>
  expect(momentInHash(new URL(hrefOfMoment('codex.a b.1', 1_795_986_488_142), 'http://here').hash)).toBe(
    1_795_986_488_142,
  ))

for (const hash of ['', '#', '#at:', '#at:-1', '#at:1e3', '#at:12x', `#at:${'9'.repeat(20)}`, '#1a.0'])
  test(`“${hash}” is no moment`, () => expect(momentInHash(hash)).toBeUndefined())
