import { expect, test } from 'bun:test'
import { createDrawCounter } from './count-draw-calls.ts'

test('calls are counted while somebody asks, reach the context all the same, and are left alone after that', () => {
  const drawn: string[] = []
  class Context {
    drawElements(kind: number) {
      drawn.push(`elements ${kind}`)
    }
    drawArrays() {
      drawn.push('arrays')
    }
    drawElementsInstanced() {}
    drawArraysInstanced() {}
  }
  const context = new Context()
  const counter = createDrawCounter(context)
  context.drawArrays()
  expect(counter.take()).toBe(0)
  counter.start()
  context.drawElements(4)
  context.drawArrays()
  context.drawArraysInstanced()
  expect(counter.take()).toBe(3)
  expect(counter.take()).toBe(0)
  counter.stop()
  context.drawArrays()
  expect(counter.take()).toBe(0)
  expect(drawn).toEqual(['arrays', 'elements 4', 'arrays', 'arrays'])
  expect(Object.keys(context)).toEqual([])
})
