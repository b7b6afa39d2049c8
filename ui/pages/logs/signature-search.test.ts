import { expect, test } from 'bun:test'
import { signatureOf } from '../../../src/logs/keeper/signature.ts'
import { searchFor, signaturePieces } from './signature-search.ts'

test('every error of a kind is found by what its signature becomes', () => {
  for (const text of [
    'ImapError: login timed out after 30 s',
    'ws closed code=1006 client=4f5a7e2c9d10 retry=3 (backoff)',
    'ENOENT: no such file, open /var/lib/app/state.json',
    'connect ECONNREFUSED 127.0.0.1:6333 [qdrant]',
    'nothing differs here',
  ]) {
    const { q, isRegex } = searchFor(signatureOf(text))
    expect([text, isRegex ? new RegExp(q, 'i').test(text) : text.includes(q)]).toEqual([text, true])
  }
})

test('what is the same each time is told from what differs', () => {
  expect(signaturePieces('job <n> took <n> ms')).toEqual([
    { text: 'job ', isVariable: false },
    { text: 'n', isVariable: true },
    { text: ' took ', isVariable: false },
    { text: 'n', isVariable: true },
    { text: ' ms', isVariable: false },
  ])
})
