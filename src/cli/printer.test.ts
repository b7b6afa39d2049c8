import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { temporary } from '../lib/testing/temporary.ts'

const lines = Array.from({ length: 40_000 }, (_, number) => `line ${number}`).join('\n')
const program = `
  const { createPrinter } = await import(${JSON.stringify(`${import.meta.dir}/printer.ts`)})
  const { print, printed } = createPrinter()
  print('first\\n')
  print(Array.from({ length: 40_000 }, (_, number) => 'line ' + number).join('\\n'))
  await printed()
  process.exit(0)`

for (const [into, shell] of Object.entries({
  'a file': '"$0" -e "$1" > "$2"',
  'a pipe': '"$0" -e "$1" | cat > "$2"',
  'a pipe whose reader is slow': '"$0" -e "$1" | (sleep 0.3; cat) > "$2"',
}))
  test(`a long answer goes into ${into} whole`, async () => {
    using folder = temporary('printer')
    const path = folder.at('out')
    await Bun.spawn(['sh', '-c', shell, process.execPath, program, path]).exited
    expect(readFileSync(path, 'utf8') === `first\n${lines}`).toBeTrue()
  })

test('a reader that goes away is no fault', async () => {
  const { exited, stdout } = Bun.spawn(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
    ['bash', '-c', '"$0" -e "$1" | head -c 10 > /dev/null; echo "${PIPESTATUS[0]}"', process.execPath, program],
    { stdout: 'pipe' },
  )
  await exited
  expect((await new Response(stdout).text()).trim()).toBe('0')
})
