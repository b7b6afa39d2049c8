import { expect, test } from 'bun:test'
import type { SearchPlace } from '../../../src/search/places.ts'
import { terminalCommand } from './terminal-command.ts'

const rows: [q: string, place: SearchPlace, command: string][] = [
  ['store.flushed', 'all', 'wheelhouse search store.flushed'],
  ['paint ship', 'words', "wheelhouse search --in words 'paint ship'"],
  ['"the hull"', 'all', `wheelhouse search '"the hull"'`],
  ["it's $HOME `x`", 'all', "wheelhouse search 'it'\\''s $HOME `x`'"],
  ['/a|b/i', 'results', "wheelhouse search --in results '/a|b/i'"],
  ['-ship', 'all', 'wheelhouse search -- -ship'],
]
for (const [q, place, command] of rows)
  test(`${q} is ${command} in a terminal`, () => expect(terminalCommand(q, place)).toBe(command))

test('a shell reads the words back as they were typed', () => {
  for (const [q, place] of rows) {
    const command = terminalCommand(q, place).replace('wheelhouse search', 'printf %s\\\\n')
    const words = Bun.spawnSync([
      'sh',
      '-c',
      command.replace('--in words ', '').replace('--in results ', '').replace(' -- ', ' '),
    ])
    expect(words.stdout.toString()).toBe(`${q}\n`)
  }
})
