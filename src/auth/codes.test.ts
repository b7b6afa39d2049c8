import { expect, test } from 'bun:test'
import { createCodes } from './codes.ts'

let time = 0
function codes() {
  const made = createCodes({ now: () => time })
  const redeem = (code: string) => {
    const role = made.roleOf(code)
    made.use(code)
    return role
  }
  return { ...made, redeem }
}

test('a code is good once', () => {
  const some = codes()
  const code = some.issue('operator')
  expect(code).toMatch(/^[\w-]{22}$/)
  expect(some.redeem(code)).toBe('operator')
  expect(some.redeem(code)).toBeUndefined()
})

test('a code ends after five minutes', () => {
  const some = codes()
  const [used, late] = [some.issue('admin'), some.issue('admin')]
  time += 5 * 60_000 - 1
  expect(some.redeem(used)).toBe('admin')
  time += 1
  expect(some.redeem(late)).toBeUndefined()
})

test('a wrong code is nothing, and does not use up the right one', () => {
  const some = codes()
  const code = some.issue('admin')
  for (const wrong of ['', code.slice(0, -1), `${code}A`, code.toLowerCase(), 'admin', '\0'])
    expect(some.redeem(wrong)).toBeUndefined()
  expect(some.redeem(code)).toBe('admin')
})

test('of more than twenty the oldest stops working', () => {
  const some = codes()
  const issued = Array.from({ length: 21 }, () => some.issue('viewer'))
  expect(some.redeem(issued[0]!)).toBeUndefined()
  expect(some.redeem(issued[1]!)).toBe('viewer')
})

test('a code that was only looked up is still good', () => {
  const some = codes()
  const code = some.issue('admin')
  expect(some.roleOf(code)).toBe('admin')
  expect(some.redeem(code)).toBe('admin')
})
