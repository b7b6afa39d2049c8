import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { costSections } from '../costs/settings.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { ConfigMistakes, parseConfigFile, readConfigFile } from './file.ts'

/** What a file comes to: `read`, or the sentences about what is wrong with it. Anything else is thrown. */
function outcomeOf(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.message
    throw error
  }
}
const parse = (toml: string) => outcomeOf(() => parseConfigFile('config.toml', toml, costSections))

const keys = [
  'host',
  'port',
  'timezone',
  'name',
  'allowed_hosts',
  'log_level',
  'openclaw.state_dirs',
  'openclaw.billing',
  'claude_code.dirs',
  'codex.billing',
  'custom',
  'budget.day_usd',
  'budgets',
  'limits.claude_block_usd',
  'limits.claude_block_tokens',
  'reading.files',
  'prices',
  'prices."a".input',
  'unknown',
  '"__proto__"',
  '"constructor".prototype',
]
const values = {
  'a huge number': '1e300',
  infinity: 'inf',
  'not a number': 'nan',
  'a negative number': '-9223372036854775808',
  'a long text': `"${'x'.repeat(300_000)}"`,
  'a text that steers a terminal': '"\\u001b]0;owned\\u0007\\u202e\\n"',
  'a lone surrogate': '"\\ud800"',
  'an empty text': '""',
  'a date far ahead': '9999-12-31T23:59:59Z',
  'a deep list': '['.repeat(2_000) + ']'.repeat(2_000),
  'a deep list, torn': '['.repeat(100_000),
  'a wide list': `[${'1,'.repeat(50_000)}]`,
  'a wide table': `{${Array.from({ length: 2_000 }, (_, at) => `k${at} = 1`).join(', ')}}`,
  'a boolean': 'true',
}

for (const key of keys)
  test(`whatever stands at ${key} is read or named in a few plain lines`, () => {
    for (const [what, value] of Object.entries(values)) {
      const outcome = parse(`${key} = ${value}`)
      const lines = outcome.split('\n')
      expect([what, lines.length <= 22, outcome.length < 12_000]).toEqual([what, true, true])
      for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }
  })

test('a file that is none, is not text, or is too large is named and not waited for', () => {
  using folder = temporary('config')
  const read = (name: string) => outcomeOf(() => readConfigFile(folder.at(name), true, costSections))
  mkdirSync(folder.at('folder'))
  expect(read('folder')).toContain('not a file')
  expect(Bun.spawnSync(['mkfifo', folder.at('pipe')]).exitCode).toBe(0)
  expect(read('pipe')).toContain('not a file')
  writeFileSync(folder.at('bytes'), Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x80]))
  expect(read('bytes')).toContain('not valid TOML')
  writeFileSync(folder.at('large'), '#'.repeat(2 << 20))
  expect(read('large')).toContain('more than is read')
})
