import { expect, test } from 'bun:test'
import { createTopics } from './topics.ts'

function watched() {
  const topics = createTopics()
  const asked: string[][] = []
  topics.onChange(() => asked.push(topics.names()))
  return { topics, asked }
}

test('what is wanted is asked for, and no more once nobody wants it', () => {
  const { topics, asked } = watched()
  const stop = topics.add('session:a', () => {})
  stop()
  expect(asked).toEqual([['session:a'], []])
})

test('a topic that two want stays until both have left', () => {
  const { topics } = watched()
  const stops = [topics.add('session:a', () => {}), topics.add('session:a', () => {})]
  stops[0]!()
  expect(topics.names()).toEqual(['session:a'])
  stops[1]!()
  stops[1]!()
  expect(topics.names()).toEqual([])
})

test('who wants it is told each time it is listened to, others are not', () => {
  const { topics } = watched()
  let heard = 0
  topics.add('session:a', () => heard++)
  topics.subscribed(['overview', 'session:a'])
  topics.subscribed(['overview'])
  topics.subscribed(['overview', 'session:a'])
  expect(heard).toBe(2)
})
