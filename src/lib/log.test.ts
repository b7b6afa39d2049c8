import { expect, test } from 'bun:test'
import { createLog } from './log.ts'

const secret = 'q9XcT4bVn2LrW8sZ1mYk6PfHd3GjA7uE0oQiRtCwBxN'

function linesOf(say: (log: ReturnType<typeof createLog>) => void, minLevel: 'debug' | 'info' | 'warn' = 'debug') {
  const lines: string[] = []
  say(
    createLog(
      minLevel,
      (line) => lines.push(line),
      () => Date.UTC(2026, 10, 20),
    ),
  )
  return lines.join('')
}

test('a line has its time, its level, its words and its fields', () =>
  expect(linesOf((log) => log.warn('a request failed', { path: '/api', tries: 3, why: 'no room' }))).toBe(
    '2026-11-20T00:00:00.000Z warn  a request failed path=/api tries=3 why="no room"\n',
  ))

test('what is below the level stays unsaid', () => {
  const lines = linesOf((log) => {
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
  }, 'warn')
  expect(lines.match(/(warn|error|info|debug) +\w/g)).toEqual(['warn  c', 'error d'])
})

for (const name of [
  'token',
  'accessToken',
  'password',
  'Authorization',
  'cookie',
  'apiKey',
  'api_key',
  'api-key',
  'key',
  'code',
  'clientSecret',
])
  test(`a field called ${name} is hidden whatever it holds`, () => {
    expect(linesOf((log) => log.info('x', { [name]: 'plain' }))).toEndWith(`x ${name}=[hidden]\n`)
  })

test('secrets in words, fields, nested fields and stacks are hidden', () => {
  const lines = linesOf((log) => {
    log.error(`got Bearer ${secret}`)
    log.error('x', { header: `Bearer ${secret}` })
    log.error('x', { headers: { authorization: `Bearer ${secret}` } })
    log.error('x', { error: new Error(`no: token=${secret}`) })
  })
  expect(lines).not.toContain(secret)
  expect(lines.match(/\[hidden\]/g)).toHaveLength(4)
})

test('foreign text cannot make a line of its own', () => {
  const lines = linesOf((log) => log.warn('title: a\n2026 error forged', { title: 'b\n2026 error forged' }))
  expect(lines.trimEnd().split('\n')).toHaveLength(1)
})

test('an undefined field is written as undefined', () =>
  expect(linesOf((log) => log.info('x', { a: undefined }))).toEndWith('x a=undefined\n'))
