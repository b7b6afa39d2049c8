import { expect, test } from 'bun:test'
import { Refusal } from '../lib/refusal.ts'
import { createAttempts } from './attempts.ts'

const from = (address: string, port = 1) => ({ address, port })

test('after five failures in a minute one waits, from whatever port', () => {
  let time = 0
  const attempts = createAttempts({ now: () => time })
  for (let port = 1; port <= 5; port++) {
    attempts.admit(from('10.0.0.1', port))
    attempts.failed(from('10.0.0.1', port))
    time += 1_000
  }
  const sixth = () => attempts.admit(from('10.0.0.1', 6))
  expect(sixth).toThrow(Refusal)
  expect(sixth).toThrow('Try again in 55 seconds')
  expect(() => attempts.admit(from('::ffff:10.0.0.1', 7))).toThrow(Refusal)
  expect(() => attempts.admit(from('10.0.0.2'))).not.toThrow()
  time = 60_000
  expect(sixth).not.toThrow()
})

test('a flood of addresses is forgotten from the oldest on', () => {
  const attempts = createAttempts({ now: () => 0 })
  for (let failure = 0; failure < 5; failure++) attempts.failed(from('10.9.9.9'))
  for (let host = 0; host < 10_000; host++) attempts.failed(from(`11.0.${host >> 8}.${host & 255}`))
  expect(() => attempts.admit(from('10.9.9.9'))).not.toThrow()
})
