import { describe, expect, test } from 'bun:test'
import { statuslineStateOf, withoutStatusline, withStatusline } from './edit-statusline.ts'

const program = { executable: '/opt/wheel house/wheelhouse', dataFolder: "/home/o'neil/data" }

const run = (program: { executable: string }) => `'${program.executable}' statusline --data '/home/o'\\''neil/data'`

test('where there is no status line ours stands alone', () => {
  const edited = withStatusline('{\n  "theme": "dark"\n}\n', program)
  expect(JSON.parse(edited)).toEqual({
    theme: 'dark',
    statusLine: { type: 'command', command: `${run(program)} 2>/dev/null || true # wheelhouse` },
  })
  expect(statuslineStateOf(edited, program)).toBe('on')
})

test('a status line that is there gets the same input from ours, in the same shell', () => {
  const edited = withStatusline(settings('"~/bin/line.sh --short"'), program)
  expect(JSON.parse(edited).statusLine).toEqual({
    type: 'command',
    padding: 0,
    command: `{ ${run(program)} --copy 2>/dev/null || cat; } | {\n~/bin/line.sh --short\n} # wheelhouse`,
  })
})

const settings = (command: string) =>
  `{\n  "statusLine": { "type": "command", "padding": 0, "command": ${command} },\n  "theme": "dark"\n}\n`

describe('what is written and taken away again leaves the file as it was', () => {
  const files = {
    'no status line': '{\n  "theme": "dark"\n}\n',
    'nothing but braces': '{}\n',
    'tabs, and no line break at the end': '{\n\t"theme": "dark"\n}',
    'line breaks of Windows': '{\r\n  "theme": "dark"\r\n}\r\n',
    'a script': settings('"~/bin/line.sh"'),
    'escapes that nobody would write again': settings('"\\u002fbin\\/line \\u0022a\\"b\\u0022 \\t\\n"'),
    'quotes and dollars': settings(`"printf '%s' \\"$(jq -r .model.id)\\" | cat # mine"`),
    'a heredoc': settings('"cat <<EOF\\nhello\\nEOF"'),
    'something that looks like ours': settings('"{ wheelhouse statusline --copy; } | {\\ncat\\n} # wheelhouse too"'),
  }
  for (const [name, text] of Object.entries(files))
    test(name, () => {
      const edited = withStatusline(text, program)
      expect(edited).not.toBe(text)
      expect(statuslineStateOf(text, program)).toBe('off')
      expect(statuslineStateOf(edited, program)).toBe('on')
      expect(withStatusline(edited, program)).toBe(edited)
      expect(withoutStatusline(edited)).toBe(text)
    })
})

test('one of a Wheelhouse that lies elsewhere is outdated, and is replaced, around another one as well', () => {
  for (const text of ['{}\n', settings('"mine"')]) {
    const older = withStatusline(text, { ...program, executable: '/tmp/wheelhouse' })
    expect(statuslineStateOf(older, program)).toBe('outdated')
    expect(withStatusline(older, program)).toBe(withStatusline(text, program))
    expect(withoutStatusline(older)).toBe(text)
  }
})

describe('what cannot be edited without a loss is refused, in words', () => {
  const refused: [string, string][] = [
    ['{ "theme": "dark" // mine\n}', 'it is no plain JSON'],
    ['[1]', 'it holds no settings'],
    ['{"statusLine": "mine"}', 'its “statusLine” is no command'],
    ['{"statusLine": {"type": "command", "command": 5}}', 'its “statusLine” is no command'],
    [
      '{"statusLine": {"type": "command", "command": "a"}, "statusLine": {"type": "command", "command": "b"}}',
      'a name in it stands there twice',
    ],
  ]
  for (const [text, reason] of refused) test(reason, () => expect(() => withStatusline(text, program)).toThrow(reason))
})

describe('a shell runs what is written', () => {
  const input = '{"session_id":"a"}'
  const runIn = async (command: string) => {
    const shell = Bun.spawn(['/bin/sh', '-c', command], { stdin: new Blob([input]), stdout: 'pipe', stderr: 'pipe' })
    const [code, out, err] = await Promise.all([
      shell.exited,
      new Response(shell.stdout).text(),
      new Response(shell.stderr).text(),
    ])
    return [code, out, err]
  }
  const commandOf = (text: string) => (JSON.parse(text) as { statusLine: { command: string } }).statusLine.command

  for (const [name, command, shown] of [
    ['a command that reads', 'cat', input],
    ['a comment at its end', 'cat # mine', input],
    ['a heredoc', 'cat <<EOF\nhello\nEOF', 'hello\n'],
    ['a command that reads nothing', 'echo hello', 'hello\n'],
    ['two commands', 'read -r line; echo "got $line" && echo more', 'got '],
  ] as const)
    test(`${name}, without our executable`, async () => {
      const [code, out, err] = await runIn(commandOf(withStatusline(settings(JSON.stringify(command)), program)))
      expect([err, String(out).slice(0, shown.length)]).toEqual(['', shown])
      expect([0, 1]).toContain(code as number)
    })

  test('ours alone, without our executable', async () => {
    expect(await runIn(commandOf(withStatusline('{}', program)))).toEqual([0, '', ''])
  })
})
