import { expect, test } from 'bun:test'
import { highlight } from './highlight.ts'

test('code is taken apart into runs that say what they are, and no letter is lost', () => {
  const code = 'const a: string = "x " + 12 // <b>bold</b>\nfunction go() { return null }'
  const runs = highlight(code, 'ts') ?? []
  expect(runs.map(({ text }) => text).join('')).toBe(code)
  const lookOf = (text: string) => runs.find((run) => run.text.includes(text))?.look
  expect(['const', '"x ', '12', '<b>', 'go'].map(lookOf)).toEqual(['keyword', 'string', 'number', 'comment', 'title'])
})

test('a language that is not known, and code that is very long, stay without colours', () => {
  expect(highlight('a', 'brainfuck')).toBe(null)
  expect(highlight('a'.repeat(100_001), 'ts')).toBe(null)
})

test('names that people write behind a fence are known', () => {
  for (const name of ['ts', 'tsx', 'js', 'py', 'sh', 'bash', 'html', 'yml', 'toml', 'rs', 'jsonc', 'md', 'golang'])
    expect([name, highlight('a', name) !== null]).toEqual([name, true])
})
