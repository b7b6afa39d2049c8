import { expect, test } from 'bun:test'
import { questionsIn } from './asked-questions.ts'

const plain = { takesSeveral: () => false, takesText: () => true }

test('a question without words is left out, and the others keep their place', () =>
  expect(questionsIn([{ question: '' }, null, 'x', { question: 'Why?' }], plain)).toEqual([
    { id: '3', title: null, text: 'Why?', options: [], takesSeveral: false, takesText: true },
  ]))

test('where a runtime names its questions, one without a name is left out', () =>
  expect(
    questionsIn([{ question: 'Why?' }, { question: 'How?', id: 'how' }], {
      ...plain,
      id: ({ id }) => (typeof id === 'string' ? id : null),
    }).map(({ id }) => id),
  ).toEqual(['how']))

test('options keep their order, and one without a label is left out', () =>
  expect(
    questionsIn(
      [{ question: 'Why?', options: [{ label: 'A', description: 'a' }, { description: 'b' }, 7, { label: 'C' }] }],
      plain,
    )[0]?.options,
  ).toEqual([
    { label: 'A', detail: 'a' },
    { label: 'C', detail: null },
  ]))

test('what is no list has no questions', () => {
  for (const value of [undefined, null, {}, 'x', 7]) expect(questionsIn(value, plain)).toEqual([])
})
