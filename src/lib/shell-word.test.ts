import { expect, test } from 'bun:test'
import { shellWord } from './shell-word.ts'

test.each([
  'plain',
  '/home/anna/my boat',
  "it's",
  '$(touch x)',
  '`x`',
  '',
  'a\nb',
  '-rf',
  '~',
  '"quoted"',
  '*',
])('a shell reads %p back as it is', (word) => {
  const { stdout } = Bun.spawnSync(['/bin/sh', '-c', `printf %s ${shellWord(word)}`])
  expect(`${stdout}`).toBe(word)
})
