import { expect, test } from 'bun:test'
import type { Batch } from '../facts/source.ts'
import { until } from '../lib/testing/until.ts'
import { createSurvey } from './survey.ts'

const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
const batchOf = (unit: string): Batch => ({ unit, facts: [], cursor: 1, unread: [], progress })

function surveying(ids: string[], { fails = 0 } = {}) {
  const kept: string[] = []
  const events: number[] = []
  let failures = fails
  let pieces = new Map<string, number>()
  const survey = createSurvey({
    async readTouches(id) {
      if (id === 'gone') return null
      const piece = (pieces.get(id) ?? 0) + 1
      pieces.set(id, piece)
      return { runtime: 'codex', batch: batchOf(`${id} ${piece}`), isDone: piece === 2 }
    },
    async keep(_, { unit }) {
      if (failures-- > 0) {
        pieces = new Map()
        throw new Error('full')
      }
      kept.push(unit)
    },
    sessionsSince: async () => ids,
    publish: ({ survey }) => events.push(survey.done),
    onError() {},
  })
  survey.start()
  return { survey, kept, events }
}

test('older sessions are looked through once somebody asks, the last active first, each to its end', async () => {
  const { survey, kept, events } = surveying(['new', 'gone', 'old'])
  try {
    expect(kept).toEqual([])
    survey.lookBack(1)
    survey.lookBack(1)
    await until(() => survey.progress().done === 3)
    expect(kept).toEqual(['new 1', 'new 2', 'old 1', 'old 2'])
    expect(events.at(-1)).toBe(3)
    expect(survey.progress()).toEqual({ sessions: 3, done: 3 })
  } finally {
    survey.stop()
  }
})

test('sessions that become known while somebody looks back are looked through as well', async () => {
  const known = ['a']
  const { survey } = surveying(known)
  try {
    survey.lookAgain()
    expect(survey.progress().sessions).toBe(0)
    survey.lookBack(1)
    await until(() => survey.progress().done === 1)
    known.push('b')
    survey.lookAgain()
    await until(() => survey.progress().done === 2)
    expect(survey.progress()).toEqual({ sessions: 2, done: 2 })
  } finally {
    survey.stop()
  }
})

test('who asks how far it is hears of the sessions that were asked for just now', async () => {
  const { survey } = surveying(['a', 'b'])
  try {
    survey.lookBack(1)
    expect(survey.progress().sessions).toBe(0)
    expect((await survey.progressSoon()).sessions).toBe(2)
  } finally {
    survey.stop()
  }
})
