import { describe, expect, test } from 'bun:test'
import { hookStateOf, withHooks, withoutHooks } from './edit-hooks.ts'

const executable = '/opt/wheel house/wheelhouse'
const plain = `{
  "theme": "dark",
  "permissions": { "allow": ["Bash(ls:*)"] }
}
`

test('hooks are written behind everything else, which stays byte for byte', () => {
  const edited = withHooks(plain, 'claude-code', executable)
  expect(edited.startsWith(plain.slice(0, plain.lastIndexOf('\n}')))).toBe(true)
  expect(JSON.parse(edited).hooks).toEqual({
    PermissionRequest: [{ hooks: [command('PermissionRequest')] }],
    Stop: [{ hooks: [command('Stop')] }],
    SessionEnd: [{ hooks: [command('SessionEnd')] }],
  })
  expect(hookStateOf(plain, 'claude-code', executable)).toBe('off')
  expect(hookStateOf(edited, 'claude-code', executable)).toBe('on')
})

/** The hook that may wait for a person ends before the runtime's patience does. */
function command(event: string) {
  const isHeld = event === 'PermissionRequest'
  return {
    type: 'command',
    command: `'/opt/wheel house/wheelhouse' hook ${event}${isHeld ? ' --hold 585' : ''} 2>/dev/null || true # wheelhouse`,
    timeout: isHeld ? 600 : 5,
  }
}

describe('what is written and taken away again leaves the file as it was', () => {
  const theirs = '{"type":"command","command":"say hello"}'
  const files = {
    'two spaces': plain,
    tabs: '{\n\t"theme": "dark",\n\t"list": [\n\t\t1\n\t]\n}\n',
    'four spaces and no line break at the end': '{\n    "theme": "dark"\n}',
    'line breaks of Windows': '{\r\n  "theme": "dark"\r\n}\r\n',
    'hooks of others': `{\n  "hooks": {\n    "Stop": [\n      { "hooks": [${theirs}] }\n    ],\n    "Notification": [\n      { "hooks": [${theirs}] }\n    ]\n  },\n  "theme": "dark"\n}\n`,
    'nothing but braces': '{}\n',
  }
  for (const [name, text] of Object.entries(files))
    for (const runtime of ['claude-code', 'gemini'] as const)
      test(`${name}, ${runtime}`, () => {
        const edited = withHooks(text, runtime, executable)
        expect(edited).not.toBe(text)
        expect(hookStateOf(edited, runtime, executable)).toBe('on')
        expect(withoutHooks(edited)).toBe(text)
        expect(withHooks(edited, runtime, executable)).toBe(edited)
      })
})

test('a file that is missing or empty gets hooks alone', () => {
  expect(Object.keys(JSON.parse(withHooks('', 'gemini', executable)))).toEqual(['hooks'])
  expect(withoutHooks(withHooks('', 'gemini', executable))).toBe('{}\n')
})

test('hooks of others in the same group stay', () => {
  const edited = JSON.parse(withHooks('{}', 'claude-code', executable))
  edited.hooks.Stop[0].hooks.unshift({ type: 'command', command: 'say hello' })
  expect(JSON.parse(withoutHooks(JSON.stringify(edited)))).toEqual({
    hooks: { Stop: [{ hooks: [{ type: 'command', command: 'say hello' }] }] },
  })
})

test('hooks of an executable that lay elsewhere are outdated, and are replaced', () => {
  const older = withHooks(plain, 'claude-code', '/tmp/wheelhouse')
  expect(hookStateOf(older, 'claude-code', executable)).toBe('outdated')
  expect(withHooks(older, 'claude-code', executable)).toBe(withHooks(plain, 'claude-code', executable))
})

test('hooks of a version that does not hold requests are outdated', () => {
  const older = withHooks(plain, 'claude-code', executable).replace(' --hold 585', '').replace('600', '5')
  expect(hookStateOf(older, 'claude-code', executable)).toBe('outdated')
})

describe('what cannot be edited without a loss is refused, in words', () => {
  const refused: [string, string][] = [
    ['{ "theme": "dark" // mine\n}', 'it is no plain JSON'],
    ['{ "theme": ', 'it is no plain JSON'],
    ['[1]', 'it holds no settings'],
    ['{"hooks": []}', 'its “hooks” are no object'],
    ['{"hooks": {"Stop": {}}}', 'its “hooks.Stop” is no list'],
    ['{"hooks": {"A": []}, "hooks": {"B": []}}', 'a name in it stands there twice'],
  ]
  for (const [text, sentence] of refused)
    test(text, () => expect(() => withHooks(text, 'claude-code', executable)).toThrow(sentence))
})
