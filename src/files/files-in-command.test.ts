import { describe, expect, test } from 'bun:test'
import { filesInCommand } from './files-in-command.ts'

describe('what a command of the shell seems to read and write', () => {
  const rows: [command: string, files: string][] = [
    ['echo hi > out.txt', 'write out.txt'],
    ['echo hi >> "my notes.md"', 'write my notes.md'],
    ['make 2>&1 | tee build.log', 'write build.log'],
    ['make &> all.log', 'write all.log'],
    ['make 2> errors.log', 'write errors.log'],
    ['make > /dev/null 2>&1', ''],
    ['sort < in.csv', 'read in.csv'],
    ['cat a.ts b.ts', 'read a.ts, read b.ts'],
    ['head -n 20 src/x.ts', 'read src/x.ts'],
    ["sed -i 's/a/b/' src/x.ts", 'edit src/x.ts'],
    ["sed -n '1,20p' src/x.ts", 'read src/x.ts'],
    ["sed -i -e 's/a/b/' x.ts", 'edit x.ts'],
    ['cp -r a.ts lib/b.ts', 'read a.ts, write lib/b.ts'],
    ['mv old.ts new.ts', 'move old.ts, write new.ts'],
    ['rm -f gone.ts', 'delete gone.ts'],
    ['chmod +x run.sh && chown me run.sh', 'edit run.sh, edit run.sh'],
    ['FOO=1 sudo cat /etc/hosts', 'read /etc/hosts'],
    ['cat $HOME/x *.ts', ''],
    ["cat > a.py <<'EOF'\nprint('rm -rf b')\nEOF\ncat c.py", 'write a.py, read c.py'],
    ['cat <<< "some words"', ''],
    ["grep '> not a file' x", ''],
    ['# cat commented.ts\nls', ''],
    ['curl https://example.org > page.html', 'write page.html'],
    ['cat', ''],
    ['', ''],
    ['"unended quote > x', ''],
  ]
  test.each(rows)('%p: %p', (command, files) =>
    expect(
      filesInCommand(command)
        .map(({ how, path }) => `${how} ${path}`)
        .join(', '),
    ).toBe(files))
})

test('any text is taken apart without an error and in bounds', () => {
  let seed = 7
  const letters = [
    '>',
    '<',
    '<<',
    '<<<',
    "'",
    '"',
    '\\',
    '\n',
    ' ',
    ';',
    '|',
    '&',
    '(',
    ')',
    'cat',
    'EOF',
    'a',
    '-',
    '=',
    '#',
  ]
  for (let round = 0; round < 3_000; round++) {
    let command = ''
    for (let length = 0; length < 25; length++) {
      seed = (seed * 48_271) % 2_147_483_647
      command += letters[seed % letters.length]
    }
    expect(filesInCommand(command).length).toBeLessThanOrEqual(50)
  }
  expect(filesInCommand('cat a '.repeat(5_000))).toEqual([])
})
