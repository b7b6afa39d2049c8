import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import steps from './new-feature/steps.json'
import { openBrowser } from './testing/browser.ts'
import { signIn, temporary, until } from './testing/program.ts'

/** What of the project is copied; the rest of it is neither built nor served. */
const copied = ['src', 'ui', 'scripts', 'assets', 'package.json', 'tsconfig.json', 'bunfig.toml', 'ARCHITECTURE.md']

/** The new files of the feature `notes`, by the path that they get. */
const added = [...new Bun.Glob('**/*.txt').scanSync('tests/new-feature/files')].map((file) => ({
  from: join('tests/new-feature/files', file),
  to: file.replace(/\.txt$/, '').replace('NUMBER', nextMigration()),
}))

/** The lines that it adds to files which are there: each stands behind the last line that fits. */
const lines: { file: string; behind: RegExp; line: string }[] = [
  {
    file: 'src/app/features.ts',
    behind: /^import .*$/gm,
    line: "import { notesFeature } from '../notes/feature.ts'",
  },
  { file: 'src/app/features.ts', behind: /^ {2}\w+Feature,$/gm, line: '  notesFeature,' },
  {
    file: 'ARCHITECTURE.md',
    behind: /^\| `src\/doctor` .*$/gm,
    line: '| `src/notes` | what people leave for each other |',
  },
  { file: 'src/tidy.test.ts', behind: /^ {2}doctor: .*$/gm, line: "  notes: ['lib', 'store', 'auth', 'feature']," },
  {
    file: 'src/store/migrations.ts',
    behind: /^import wheelhouse.*$/gm,
    line: `import wheelhouseNotes from './migrations/wheelhouse/${nextMigration()}-notes.sql' with { type: 'text' }`,
  },
  { file: 'src/store/migrations.ts', behind: /^ {4}wheelhouse\w+,$/gm, line: '    wheelhouseNotes,' },
  {
    file: 'ui/app/app.tsx',
    behind: /^const \w+Page = lazyPage.*$/gm,
    line: "const NotesPage = lazyPage(() => import('../pages/notes/notes-page.tsx'))",
  },
  {
    file: 'ui/app/app.tsx',
    behind: /^ *<Route path="\/costs".*$/gm,
    line: '            <Route path="/notes" component={NotesPage} />',
  },
  {
    file: 'ui/shell/page-links.ts',
    behind: /^import Gauge.*$/gm,
    line: "import NotebookPen from 'lucide-solid/icons/notebook-pen'",
  },
  {
    file: 'ui/shell/page-links.ts',
    behind: /^ {2}\{ href: '\/costs'.*$/gm,
    line: "  { href: '/notes', name: 'Notes', icon: NotebookPen, key: 'N', group: 'work' },",
  },
]

function nextMigration() {
  const last = readdirSync('src/store/migrations/wheelhouse').sort().at(-1)!
  return String(Number.parseInt(last, 10) + 1).padStart(3, '0')
}

/** The places that ARCHITECTURE.md names for a task, in the form of the row's first column. */
function namedIn(map: string, task: string) {
  const row = new RegExp(`^\\| ${task} \\| (.*) \\|$`, 'm').exec(map)?.[1] ?? ''
  return [...row.matchAll(/`((?:src|ui|tests)\/[^`]*|ARCHITECTURE\.md)`/g)].map(([, place]) => place!)
}

/** A copy of the project in which the feature was added. */
function projectWithNotes(folder: string) {
  const project = join(folder, 'project')
  for (const name of copied) cpSync(name, join(project, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'))
  for (const { from, to } of added) {
    mkdirSync(dirname(join(project, to)), { recursive: true })
    cpSync(from, join(project, to))
  }
  for (const { file, behind, line } of lines) {
    const text = readFileSync(join(project, file), 'utf8')
    const last = [...text.matchAll(behind)].at(-1)
    if (!last) throw new Error(`${file} has no line like ${behind}`)
    const end = last.index + last[0].length
    writeFileSync(join(project, file), `${text.slice(0, end)}\n${line}${text.slice(end)}`)
  }
  return project
}

/** The files of a copy that are new or differ from the project's. */
function touched(project: string) {
  const files = [...new Bun.Glob('{src,ui,scripts,assets}/**/*').scanSync(project), 'ARCHITECTURE.md', 'package.json']
  return files.filter((file) => !existsSync(file) || !readFileSync(file).equals(readFileSync(join(project, file))))
}

/** Runs a program in the copy; the answer is what it wrote and its exit code. */
async function run(project: string, words: string[]) {
  const child = Bun.spawn([process.execPath, ...words], { cwd: project, stdout: 'pipe', stderr: 'pipe' })
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, output: stdout + stderr }
}

/** The server of the copy, from source, with its UI. */
async function serve(project: string, folder: string) {
  const data = join(folder, 'data')
  const child = spawn(process.execPath, ['scripts/dev.ts', 'serve', '--port', '0', '--data', data], {
    cwd: project,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: join(folder, 'home'),
      TZ: 'UTC',
      WHEELHOUSE_DEV_CHILD: '1',
      WHEELHOUSE_BUILD: 'notes',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text))
  const exited = new Promise<void>((done) => child.on('exit', () => done()))
  const url = await until(
    'the copy serves',
    () => {
      if (child.exitCode !== null) throw new Error(`The server of the copy ended: ${output}`)
      return /ready at (\S+)[\s\S]*Sign in: \S+\n/.exec(output)?.[1]
    },
    90_000,
  )
  const person = await signIn({ url }, { code: /Sign in: \S+#(\S+)/.exec(output)![1]! })
  return {
    url,
    database: join(data, 'wheelhouse.sqlite'),
    /** Asks as an admin whom a person signed in. */
    async asAdmin<T>(path: string, body: unknown) {
      const headers = { ...person, origin: url, 'content-type': 'application/json' }
      const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body), headers })
      return (await response.json()) as T
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

type Server = Awaited<ReturnType<typeof serve>>

/** What a token with a role hears on a topic. */
async function listenAs(server: Server, role: string, topic: string) {
  const { token } = await server.asAdmin<{ token: string }>('/api/tokens', { name: role, role })
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/live`, {
    headers: { authorization: `Bearer ${token}` },
  } as never)
  const heard: Record<string, unknown>[] = []
  socket.onmessage = ({ data }) => heard.push(JSON.parse(String(data)))
  socket.onopen = () => socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }))
  await until(`${role} has subscribed`, () => heard.some(({ type }) => type === 'subscribed'))
  return {
    token,
    event: () => until(`${role} hears an event`, () => heard.find(({ kind }) => kind !== undefined)),
    [Symbol.dispose]: () => socket.close(),
  }
}

test('ARCHITECTURE names the places to touch, at most four for a task', () => {
  const map = readFileSync('ARCHITECTURE.md', 'utf8')
  for (const { task, places } of steps) {
    expect([task, namedIn(map, task)]).toEqual([task, places])
    expect(places.length).toBeLessThanOrEqual(4)
  }
})

test('a feature that is added by these steps has its table, route, event, redaction and page', async () => {
  using folder = temporary('new-feature')
  const project = projectWithNotes(folder.path)

  const allowed = steps.flatMap(({ places }) =>
    places.map((place) => place.replace('<feature>', 'notes').replace('<page>', 'notes')),
  )
  const elsewhere = touched(project).filter((file) => !allowed.some((place) => file.startsWith(place)))
  expect(elsewhere).toEqual([])

  const types = run(project, ['node_modules/.bin/tsc', '-p', '.'])
  await using server = await serve(project, folder.path)
  const tidy = await run(project, ['test', 'src/tidy.test.ts', 'src/app'])
  expect(tidy.output).toMatch(/\b0 fail\b/)

  using viewer = await listenAs(server, 'viewer', 'notes')
  using screen = await listenAs(server, 'screen', 'notes')
  const note = await server.asAdmin<{ id: number }>('/api/notes', { text: 'Mind the reef' })
  const seen = (token: string) =>
    fetch(`${server.url}/api/notes`, { headers: { authorization: `Bearer ${token}` } }).then(async (response) => [
      response.status,
      ((await response.json()) as { items?: unknown }).items,
    ])
  expect(await seen(viewer.token)).toEqual([200, [note]])
  expect(await seen(screen.token)).toEqual([403, undefined])
  expect(await viewer.event()).toMatchObject({ topic: 'notes', kind: 'note.added', note })
  expect(await screen.event()).toMatchObject({ topic: 'notes', kind: 'note.added', note: { id: note.id, text: '' } })
  using database = new Database(server.database, { readonly: true })
  database.run('PRAGMA busy_timeout = 5000')
  expect(database.query('SELECT text FROM notes').all()).toEqual([{ text: 'Mind the reef' }])

  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.url)
  await page.getByRole('link', { name: 'Notes' }).first().click()
  await page.getByText('Mind the reef').waitFor()
  await server.asAdmin('/api/notes', { text: 'Land ahead' })
  await page.getByText('Land ahead').waitFor()
  expect(browser.errors).toEqual([])
  expect(await types).toEqual({ code: 0, output: '' })
}, 120_000)
