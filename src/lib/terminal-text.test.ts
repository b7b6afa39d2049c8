import { expect, test } from 'bun:test'
import { maxLooks, parseTerminal } from './terminal-text.ts'

const textOf = (output: string) =>
  parseTerminal(output)
    .map(({ text }) => text)
    .join('')

test('colours and looks become runs', () => {
  const runs = parseTerminal('\x1b[32m✓\x1b[0m resumes \x1b[2m[run 26]\x1b[22m \x1b[1;34m184 ms\x1b[0m')
  expect(runs.map(({ text, colour, isDim, isBold }) => [text, colour, isDim, isBold])).toEqual([
    ['✓', 'green', false, false],
    [' resumes ', null, false, false],
    ['[run 26]', null, true, false],
    [' ', null, false, false],
    ['184 ms', 'blue', false, true],
  ])
})

test('colours beyond the eight become the nearest of them', () => {
  const colourOf = (code: string) => parseTerminal(`\x1b[${code}mx`)[0]?.colour
  expect(['91', '38;5;208', '38;2;255;0;255', '38;5;250', '38;2;20;20;20', '96'].map(colourOf)).toEqual([
    'red',
    'yellow',
    'magenta',
    'white',
    'black',
    'cyan',
  ])
})

test('reversed letters have the colours the other way round', () => {
  const [run] = parseTerminal('\x1b[7;31mx')
  expect([run?.colour, run?.background]).toEqual(['black', 'red'])
})

test('a line that was written over shows what was written last', () =>
  expect(textOf('10%\r50%\r100%\r\ndone\r\n')).toBe('100%\ndone\n'))

test('what moves the cursor, sets a title or links leaves no letters', () =>
  expect(textOf('\x1b]0;title\x07a\x1b[2J\x1b[1;1Hb\x1b]8;;http://evil.example\x1b\\c\x1b]8;;\x1b\\\x1b(B\x1b7')).toBe(
    'abc',
  ))

test('HTML in an output is text', () => expect(textOf('<script>alert(1)</script>')).toBe('<script>alert(1)</script>'))

test('an output made of sequences is bounded: after some thousands the rest has no colour', () => {
  const bomb = Array.from({ length: 60_000 }, (_, n) => `\x1b[${30 + (n % 8)};1;4mx`).join('')
  const runs = parseTerminal(bomb)
  expect(runs.length).toBeLessThanOrEqual(maxLooks + 1)
  expect(runs.map(({ text }) => text).join('')).toBe('x'.repeat(60_000))
  expect(runs.at(-1)?.colour).toBe(null)
  expect(textOf(`\x1b[${'1;'.repeat(100_000)}mx`)).not.toContain('\x1b')
  expect(textOf('\x1b]'.repeat(50_000))).toBe('')
})
