import { expect, test } from 'bun:test'
import { interruptedBy } from './interrupted.ts'

const at = 1_000_000
const facts = { now: at, nameOf: (id: string) => id.toUpperCase(), work: null }
const session = (state: 'running' | 'waiting' | 'stalled') => ({
  agentId: 'quill',
  title: 'Write it',
  key: null,
  state,
})
const effects = (...given: Parameters<typeof interruptedBy>) =>
  interruptedBy(...given).map(({ name, effect }) => `${name}: ${effect}`)

test('sessions and jobs that are due while it drains are named with what becomes of them', () =>
  expect(
    effects(
      [session('running'), session('waiting')],
      [
        { name: 'nightly', planned: [at + 120_000], enabled: true },
        { name: 'off', planned: [at + 120_000], enabled: false },
        { name: 'late', planned: [at + 900_000], enabled: true },
      ],
      facts,
    ),
  ).toEqual([
    'QUILL: Write it: may finish first',
    'QUILL: Write it: its question is lost',
    'nightly: is due in 2 min, and may not run',
  ]))

const work = [
  { kind: 'embedded-run', count: 1, words: '1 active embedded run(s)' },
  { kind: 'background-exec', count: 2, words: '2 active background exec session(s)' },
  { kind: 'reply', count: 1, words: '1 pending reply delivery operation(s)' },
  { kind: 'novelty', count: 1, words: '1 thing' },
]

test('what the gateway says of itself is added, but not a session a second time', () => {
  const beside = [
    'Background commands: 2 active background exec session(s)',
    'Replies on their way: 1 pending reply delivery operation(s)',
    'Other work: 1 thing',
  ]
  expect(effects([session('running')], [], { ...facts, work })).toEqual([
    'QUILL: Write it: may finish first',
    ...beside,
  ])
  expect(effects([], [], { ...facts, work })).toEqual(['Other work: 1 active embedded run(s)', ...beside])
})

test('a gateway that was asked and did not answer is not taken for one in which nothing goes on', () => {
  expect(effects([], [], { ...facts, work: 'unsaid' })).toEqual(['The gateway: does not say what else goes on in it'])
  expect(effects([], [], facts)).toEqual([])
})
