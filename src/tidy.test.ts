import { expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { migrations } from './store/migrations.ts'
import { openStore, type StoreName } from './store/store.ts'

/**
 * The map of ARCHITECTURE.md as a test: which module may use which, which library lives where, what the UI may take
 * from the server, and words that have a better one here.
 */

const foundations = ['lib', 'ids', 'facts', 'live', 'feature', 'store', 'secrets', 'auth', 'audit']
/** The folders with a `feature.ts` that stand above the foundations. */
const features = [...new Bun.Glob('src/*/feature.ts').scanSync('.')]
  .map((file) => file.split('/')[1]!)
  .filter((name) => name !== 'indexing' && !foundations.includes(name))

/** What each module may import besides itself. */
const uses: Record<string, string[]> = {
  lib: [],
  ids: ['lib'],
  config: ['lib', 'types only: facts'],
  facts: ['lib'],
  live: ['lib', 'auth'],
  feature: ['live'],
  store: ['lib'],
  secrets: ['lib'],
  auth: ['lib', 'facts', 'store', 'secrets', 'feature', 'audit'],
  audit: ['lib', 'store', 'auth', 'feature'],
  activity: [
    'lib',
    'ids',
    'facts',
    'live',
    'feature',
    'sessions',
    'types only: agents, alerts, audit, costs, crons, indexing',
  ],
  agents: ['lib', 'ids', 'facts', 'store', 'auth', 'feature', 'sessions', 'crons', 'types only: audit, costs'],
  alerts: [
    'lib',
    'ids',
    'store',
    'auth',
    'feature',
    'health/kept-measures',
    'types only: attention, audit, crons, facts, health, sessions',
  ],
  attention: [
    'alerts/incident',
    'lib',
    'facts',
    'store',
    'auth',
    'feature',
    'sessions/failure',
    'sessions/read-last-moments',
    'ids',
    'files/conflicts',
    'types only: approvals, audit, breaker, costs, crons, files, sessions',
  ],
  approvals: ['lib', 'ids', 'facts', 'store', 'auth', 'feature', 'files', 'types only: audit'],
  steering: ['lib', 'facts', 'store', 'auth', 'feature', 'sessions', 'approvals/decider', 'types only: audit'],
  annotations: ['lib', 'store', 'auth', 'feature', 'types only: audit, sessions'],
  search: ['lib', 'facts', 'auth', 'feature', 'sessions', 'types only: audit, annotations, store'],
  sessions: [
    'lib',
    'ids',
    'facts',
    'store',
    'auth',
    'feature',
    'files/session-tools',
    'files/worktrees',
    'types only: annotations',
  ],
  costs: [
    'lib',
    'ids',
    'facts',
    'live',
    'store',
    'auth',
    'feature',
    'agents',
    'sessions',
    'crons',
    'types only: audit, indexing',
  ],
  crons: ['lib', 'facts', 'store', 'auth', 'feature', 'types only: audit'],
  gateways: ['lib', 'facts', 'store', 'auth', 'feature', 'audit/action-gate', 'types only: audit, indexing'],
  breaker: ['lib', 'facts', 'store', 'auth', 'feature', 'costs', 'crons', 'sessions', 'types only: audit'],
  controls: [
    'lib',
    'facts',
    'store',
    'auth',
    'feature',
    'processes',
    'audit/action-gate',
    'types only: audit, crons, sessions',
  ],
  health: ['lib', 'facts', 'auth', 'feature', 'approvals/decider', 'types only: audit, processes, store'],
  telemetry: ['lib', 'auth', 'feature', 'types only: facts, health'],
  logs: ['lib', 'auth', 'feature', 'types only: activity, audit, facts, store'],
  notifications: ['lib', 'auth', 'feature', 'types only: alerts, attention, audit, processes, store'],
  /** It asks what the product answers, and owns none of it. */
  ask: [
    'lib',
    'ids',
    'auth',
    'store',
    'feature',
    'costs/reports/report',
    'health/kept-measures',
    'sessions/session',
    'types only: alerts, attention, audit, costs, crons, health, search, sessions, sources',
  ],
  office: [
    'lib',
    'ids',
    'facts',
    'store',
    'auth',
    'feature',
    'sessions',
    'approvals/approval-words',
    'costs/ledger/read-sums',
    'costs/ledger/read-usage',
    'crons/read-crons',
    'files/read-files',
    'types only: agents, approvals, attention, audit, crons, indexing, live',
  ],
  overview: [...foundations, ...features, 'types only: indexing'],
  hooks: ['lib', 'facts', 'auth', 'feature', 'types only: audit'],
  reconcile: ['lib', 'ids', 'facts', 'store', 'auth', 'feature', 'costs', 'sessions', 'types only: audit'],
  doctor: ['lib', 'facts', 'auth', 'feature', 'types only: indexing'],
  demo: ['lib', 'facts', 'crons/schedule-times'],
  processes: ['lib'],
  sources: ['lib', 'ids', 'facts', 'processes', 'files/worktrees'],
  files: ['lib', 'facts', 'auth', 'feature', 'sessions', 'types only: store'],
  transcripts: ['lib', 'ids', 'facts', 'auth', 'feature', 'sessions', 'costs', 'files', 'types only: store'],
  reader: ['lib', 'facts', 'store', ...features, 'indexing/unread'],
  indexing: ['lib', 'ids', 'facts', 'feature', 'store', ...features, 'reader', 'sources', 'types only: audit'],
  backup: ['lib', 'store'],
  service: ['lib'],
  http: foundations,
  cli: [...foundations, ...features, 'config', 'app', 'backup', 'service'],
  app: [
    'config',
    'backup/swap',
    'demo',
    'processes',
    'indexing',
    'reader',
    'http',
    'sources',
    ...foundations,
    ...features,
  ],
  version: [],
  commands: ['app', 'cli', 'config', 'http', 'secrets', 'store', 'version', ...foundations],
  main: ['commands', 'config/paths', 'facts/statusline', 'hooks/send-hook', 'hooks/send-statusline', 'lib/open-thread'],
}

/** What each room of the UI may import from the others. A page uses no other page, and a room uses none that uses it. */
const uiUses: Record<string, string[]> = {
  platform: [],
  data: ['platform'],
  components: ['platform', 'data/load-part', 'types only: data'],
  charts: ['components'],
  office: ['platform', 'components', 'data/overview-context', 'data/create-look-saving'],
  /** What waits for a decision is shown as the reader shows it. */
  approvals: [
    'platform',
    'data',
    'components',
    'office',
    'pages/sessions/reader/code/code-block',
    'pages/sessions/reader/items/edit',
    'pages/sessions/reader/items/long-text',
    'pages/sessions/reader/items/message',
  ],
  /** Words to sessions and stopping them, wherever that is offered. */
  steering: ['platform', 'data', 'components'],
  /** Questions to one's own data, beside any page. */
  ask: ['platform', 'data', 'components', 'pages/sessions/reader/items/markdown'],
  shell: ['platform', 'data', 'components', 'charts', 'office', 'ask', 'steering'],
  pages: [
    'platform',
    'data',
    'components',
    'charts',
    'office',
    'approvals',
    'ask',
    'steering',
    /** What narrows sessions narrows a search as well, and a hit is shown as the reader shows it. */
    'pages/sessions/facet',
    'pages/sessions/filter',
    'pages/sessions/filter-address',
    'pages/sessions/filter-chips',
    'pages/sessions/filter-query',
    'pages/sessions/moments',
    'pages/sessions/reader/create-expansion',
    'pages/sessions/reader/find/mark-matches',
    'pages/sessions/reader/item-link',
    'pages/sessions/reader/items/line',
    'pages/sessions/reader/reader-context',
    'pages/sessions/reader/subagent',
    'pages/sessions/reader/transcript-pages',
    'pages/sessions/reader/transcript-rows',
  ],
  app: ['platform', 'data', 'components', 'shell', 'pages'],
  style: [],
  testing: ['platform', 'data', 'components', 'charts', 'office'],
}
/** The modules of the server whose types and pure values the UI takes; `platform` takes none. */
const serverOfUi = ['lib', 'ids', 'facts', 'auth', 'audit', ...features, 'types only: app']

/** A library has a home, so that replacing it touches one place. */
const homes: Record<string, RegExp> = {
  elysia: /^src\/http\/|^src\/feature\.ts$|\/routes\.ts$|^src\/auth\/caller\.ts$/,
  '@elysiajs/openapi': /^src\/http\//,
  '@elysiajs/static': /^src\/office\/sprites\/routes\.ts$/,
  '@elysiajs/eden': /^ui\/data\/api\.ts$/,
  'drizzle-orm': /^src\/store\/|\/table\.ts$|^src\/(auth|audit)\//,
  'bun:sqlite':
    /^src\/store\/|^src\/lib\/(foreign-database|lock)\.ts$|^src\/search\/search-index\.ts$|\/write-[\w-]+\.ts$|^src\/indexing\/|^src\/sources\/|^src\/demo\//,
  '@pydantic/genai-prices': /^src\/costs\/pricing\/price-book\.ts$/,
  ai: /^src\/ask\/ask-model\.ts$/,
  '@ai-sdk/openai-compatible': /^src\/ask\/ask-model\.ts$/,
  'solid-js': /^ui\//,
  '@solidjs/router': /^ui\//,
  '@kobalte/core': /^ui\/components\//,
  'lucide-solid': /^ui\//,
  '@tanstack/solid-virtual': /^ui\/pages\/sessions\//,
  systeminformation: /^src\/sources\/machine\/portable\.ts$/,
  'jsonc-parser': /^src\/hooks\/edit-json\.ts$/,
  diff: /^src\/lib\/text-diff\.ts$|^src\/sources\/common\/transcript\/line-diff\.ts$|^src\/lib\/diff-rows\.ts$/,
  nodemailer: /^src\/notifications\/mailer\.ts$/,
  dockerode: /^src\/controls\/drivers\/docker\.ts$/,
  marked: /^src\/lib\/markdown\.ts$/,
  anser: /^src\/lib\/terminal-text\.ts$/,
  'highlight.js': /^ui\/pages\/sessions\/reader\/code\/highlight\.ts$/,
  croner: /^src\/crons\//,
  'bun:ffi': /^src\/(processes\/pty-flow|lib\/linux-sockets)\.ts$/,
  'pixi.js': /^ui\/office\//,
  uplot: /^ui\/charts\//,
}

/** The room of a table within the feature that owns it, where the feature has several. */
const rooms: Record<string, string> = {
  usage: 'src/costs/ledger/',
  usage_rows: 'src/costs/ledger/',
  usage_sums: 'src/costs/ledger/',
  usage_names: 'src/costs/ledger/',
  usage_15m: 'src/costs/ledger/',
  limits: 'src/costs/ledger/',
  limit_readings: 'src/costs/ledger/',
  meta: 'src/costs/ledger/',
  prices: 'src/costs/pricing/',
  context_windows: 'src/costs/pricing/',
  budget_levels: 'src/costs/budgets/',
}

/** Words, where they may stand, and what to use elsewhere. */
const instead: { banned: RegExp; except: RegExp; use: string }[] = [
  {
    banned: /process\.env\b/,
    except: /^src\/(config|commands|main|version)|^src\/cli\/browser|^scripts\/|^tests\/|^bench\//,
    use: 'config: only it reads the environment',
  },
  {
    // Each takes fifteen milliseconds to load, in every thread, before the first page.
    banned: /from 'node:(crypto|net|zlib|stream|tls|https?|tty|fs\/promises)'/,
    except: /^src\/demo\/|^scripts\/|^tests\/|^bench\//,
    use: 'lib/crypto, lib/terminal, or process.getBuiltinModule where it is needed',
  },
  {
    banned: /process\.exit\(/,
    except: /^src\/main\.ts$|^scripts\/|^bench\//,
    use: 'an exit code that main.ts returns',
  },
  { banned: /\bconsole\./, except: /^scripts\/|^bench\/|^ui\//, use: 'lib/log' },
  {
    banned: /Date\.now\(\)/,
    except: /^src\/(app|cli)|^ui\/|^scripts\/|^tests\/|^bench\//,
    use: 'a `now` that is handed in',
  },
  {
    banned: /Math\.random\(\)/,
    except: /^ui\/data\/feed|^scripts\/|^tests\/|^bench\//,
    use: 'crypto, or the seeded generator of the demo',
  },
  {
    banned: /(?<![.\w]|async )fetch\((?!request, server)/,
    except:
      /^ui\/data\/client\.ts$|^src\/cli\/client\.ts$|^src\/sources\/openclaw\/gateway\/probe\.ts$|^src\/sources\/opencode\/(approval-door|server-client)\.ts$|^src\/lib\/guarded-fetch\.ts$|^src\/telemetry\/otlp-sender\.ts$|^tests\/|^bench\/|^scripts\//,
    use: 'ui/data/api.ts: no other call leaves the page, none leaves the machine but to a gateway that was named, what goes through the guard, and metrics',
  },
  {
    banned: /new WebSocket\(/,
    except:
      /^ui\/data\/feed\.ts$|^src\/sources\/(openclaw\/gateway\/connection|codex\/daemon(-connection)?)\.ts$|^tests\/|^bench\//,
    use: 'ui/data/feed.ts',
  },
  {
    banned: /\bshell: true|Bun\.\$|child_process/,
    except: /^scripts\/|^tests\//,
    use: 'src/processes, which starts programs with an argument array',
  },
  {
    // A program that is started elsewhere does not end with us.
    banned: /\bBun\.(spawn|spawnSync|Terminal)\(/,
    except:
      /^src\/processes\/|^src\/cli\/browser\.ts$|^src\/service\/run-tool\.ts$|^src\/sources\/machine\/nvidia\.ts$|^scripts\/|^tests\/|^bench\//,
    use: 'src/processes',
  },
  {
    banned: /\bactOnGateway\(/,
    except: /^src\/sources\/openclaw\/gateway\/(act|gateways)\.ts$|^tests\/real\//,
    use: 'the action gate, whose permit opens a writing connection',
  },
  {
    banned:
      /\b(agentId|sessionId|jobId|cronId)\.(split|slice|substring|indexOf|lastIndexOf|startsWith|endsWith)\(|indexOf\(':'\)/,
    except: /^src\/ids\.ts$|^bench\//,
    use: 'ids.ts: it alone takes ids apart',
  },
  {
    banned: /\bopenStoreForReading\(/,
    except:
      /^src\/store\/|^src\/reader\/reader\.ts$|^src\/indexing\/(transcript|logs)-thread\.ts$|^src\/app\/read-here\.ts$/,
    use: 'a reader: SQL of the index never runs where sockets are served',
  },
  { banned: /\binnerHTML\b/, except: /^$/, use: 'JSX' },
  { banned: /\bas any\b|: any\b/, except: /^$/, use: 'unknown, and a check' },
]

const files = ['src', 'ui', 'scripts', 'tests', 'bench'].flatMap((folder) =>
  existsSync(folder) ? [...new Bun.Glob(`${folder}/**/*.{ts,tsx}`).scanSync('.')] : [],
)
const isTest = (file: string) => /\.(test|contract|d)\.tsx?$/.test(file) || file.includes('/testing/')
const sourceOf = (file: string) => readFileSync(file, 'utf8')
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')

type Import = { from: string; typesOnly: boolean }

function importsOf(file: string): Import[] {
  const found: Import[] = []
  for (const [, clause = '', from = ''] of sourceOf(file).matchAll(
    /^\s*(?:import|export)\s+((?:[^'"]*?)\s+from\s+)?['"]([^'"]+)['"]/gm,
  ))
    found.push({ from, typesOnly: clause.startsWith('type ') })
  for (const [, from = ''] of sourceOf(file).matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g))
    found.push({ from, typesOnly: false })
  return found
}

/** Where SQL or drizzle names a table; `${` for a name that is put in. */
const namesTable = /\b(?:FROM|JOIN|INTO|UPDATE)\s+["`]?(\w+|\$\{)|(?<=\bsqliteTable\(\s*')(\w+)/g

/** The folder of each table's owner: the feature that registers it, or its room there. */
async function ownersOfTables(): Promise<Record<string, string>> {
  const owners: Record<string, string> = {}
  for (const file of files.filter((file) => /^src\/[a-z]+\/feature\.ts$/.test(file)))
    for (const feature of Object.values((await import(`../${file}`)) as Record<string, Registered>))
      for (const table of Object.values(feature.tables ?? {}).flatMap((of) => Object.keys(of ?? {})))
        owners[table] = rooms[table] ?? `${dirname(file)}/`
  return owners
}

type Registered = { tables?: { index?: object; wheelhouse?: object; logs?: object; metrics?: object } }

function tablesOf(name: StoreName) {
  using client = openStore(name, ':memory:').$client
  return client
    .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    .all()
    .map((table) => table.name)
}

const resolve = (file: string, from: string) => normalize(join(dirname(file), from))
const moduleOf = (path: string) =>
  relative('src', path)
    .split('/')[0]!
    .replace(/\.tsx?$/, '')

test('a module uses only what the map lets it use', () => {
  const wrong: string[] = []
  for (const file of files.filter((file) => file.startsWith('src/') && !isTest(file)))
    for (const { from, typesOnly } of importsOf(file)) {
      if (!from.startsWith('.')) continue
      const target = resolve(file, from)
      if (!target.startsWith('src/') || target.endsWith('.sql')) continue
      const [own, other] = [moduleOf(file), moduleOf(target)]
      const allowed = uses[own] ?? []
      const typeGuests =
        allowed
          .find((entry) => entry.startsWith('types only: '))
          ?.slice(12)
          .split(', ') ?? []
      const inside = relative('src', target).replace(/\.tsx?$/, '')
      if (
        own !== other &&
        !allowed.includes(other) &&
        !allowed.includes(inside) &&
        !(typesOnly && typeGuests.includes(other))
      )
        wrong.push(`${file} imports ${target}: ${own} may not use ${other}`)
    }
  expect(wrong).toEqual([])
})

test('a room of the UI uses only what its wall lets through', () => {
  const wrong: string[] = []
  const roomOf = (path: string) => path.split('/')[1]!
  const pageOf = (path: string) => path.split('/')[2]!
  const isOpen = (uses: string[], name: string, typesOnly: boolean) =>
    uses.includes(name) || (typesOnly && uses.includes(`types only: ${name}`))
  for (const file of files.filter((file) => file.startsWith('ui/') && !isTest(file)))
    for (const { from, typesOnly } of importsOf(file)) {
      if (!from.startsWith('.')) continue
      const target = resolve(file, from)
      const [own, other] = [roomOf(file), roomOf(target)]
      const uses = uiUses[own] ?? []
      const mayUse = target.startsWith('src/')
        ? own !== 'platform' && isOpen(serverOfUi, moduleOf(target), typesOnly)
        : !target.startsWith('ui/') ||
          (own === other && (own !== 'pages' || pageOf(file) === pageOf(target))) ||
          isOpen(uses, other, typesOnly) ||
          uses.includes(relative('ui', target).replace(/\.tsx?$/, ''))
      if (!mayUse) wrong.push(`${file} imports ${target}: ${own} may not use it`)
    }
  expect(wrong).toEqual([])
  const rooms = readdirSync('ui', { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(Object.keys(uiUses).toSorted()).toEqual(rooms.map(({ name }) => name).toSorted())
})

test('the server takes nothing from the UI', () => {
  const wrong = files
    .filter((file) => file.startsWith('src/'))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ from }) => from.startsWith('.') && resolve(file, from).startsWith('ui/'))
        .map(({ from }) => `${file} imports ${from}`),
    )
  expect(wrong).toEqual([])
})

test('no files need each other in a circle, not even for their types', () => {
  const needs = new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap(({ from }) => (from.startsWith('.') ? [resolve(file, from)] : [])),
    ]),
  )
  const circles: string[] = []
  const done = new Set<string>()
  /** Follows what a file needs; a file that is met again on the way closes a circle. */
  function follow(file: string, way: string[]) {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const needed of needs.get(file) ?? []) follow(needed, [...way, file])
    done.add(file)
  }
  for (const file of files) follow(file, [])
  expect(circles).toEqual([])
})

test('a source of one runtime knows nothing of another', () => {
  const wrong: string[] = []
  // `common` is what several of them share, `sources.ts` and `create-session-doors.ts` list them all.
  for (const file of files.filter((file) => file.startsWith('src/sources/') && !isTest(file))) {
    const own = file.split('/')[2]!
    if (own === 'sources.ts' || own === 'create-session-doors.ts') continue
    for (const { from } of importsOf(file)) {
      const target = from.startsWith('.') ? resolve(file, from) : ''
      if (target.startsWith('src/sources/') && ![own, 'common'].includes(target.split('/')[2]!))
        wrong.push(`${file} imports ${target}`)
    }
  }
  expect(wrong).toEqual([])
})

test('a library is used only where it lives', () => {
  const wrong: string[] = []
  for (const file of files.filter((file) => !isTest(file) && !/^(scripts|tests|bench)\//.test(file)))
    for (const { from } of importsOf(file)) {
      const library = Object.keys(homes).find((name) => from === name || from.startsWith(`${name}/`))
      if (library && !homes[library]!.test(file))
        wrong.push(`${file} imports ${library}, which lives in ${homes[library]}`)
    }
  expect(wrong).toEqual([])
})

test('SQL that names a table stands in the files of its owner alone', async () => {
  const owners = await ownersOfTables()
  const tables = Object.keys(migrations).flatMap((name) => tablesOf(name as StoreName))
  expect(Object.keys(owners).sort()).toEqual(tables.sort())
  const wrong: string[] = []
  // What sources and the demo open belongs to others, and may have tables of the same name.
  const ours = files.filter((file) => /^(src|ui)\/(?!sources\/|demo\/)/.test(file) && !isTest(file))
  for (const file of ours)
    for (const [, inSql, inDrizzle] of withoutComments(sourceOf(file)).matchAll(namesTable)) {
      const name = inSql ?? inDrizzle ?? ''
      // Retention deletes from the tables of whichever feature says so.
      if (name === '${' && file !== 'src/app/retention.ts') wrong.push(`${file} puts the name of a table into SQL`)
      const owner = owners[name]
      if (owner !== undefined && !file.startsWith(owner)) wrong.push(`${file} names ${name}, which is of ${owner}`)
    }
  expect(wrong).toEqual([])
})

test('the UI takes types from the server, and values only from files that need nothing but lib', () => {
  const wrong: string[] = []
  for (const file of files.filter((file) => file.startsWith('ui/') && !isTest(file)))
    for (const { from, typesOnly } of importsOf(file)) {
      const target = from.startsWith('.') ? resolve(file, from) : ''
      if (!target.startsWith('src/') || typesOnly) continue
      for (const outside of needsBeyondLib(target)) wrong.push(`${file} takes values from ${target}, and so ${outside}`)
    }
  expect(wrong).toEqual([])
})

/** The libraries and the impure files that a file of the server takes values from, also by way of other files. */
function needsBeyondLib(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file) || file.startsWith('src/lib/')) return []
  seen.add(file)
  return importsOf(file)
    .filter(({ typesOnly }) => !typesOnly)
    .flatMap(({ from }) =>
      from.startsWith('.') ? needsBeyondLib(resolve(file, from), seen) : [`${file} needs ${from}`],
    )
}

for (const { banned, except, use } of instead)
  test(`instead of ${banned.source} there is ${use}`, () => {
    const found = files.filter(
      (file) => !isTest(file) && !except.test(file) && banned.test(withoutComments(sourceOf(file))),
    )
    expect(found).toEqual([])
  })

test('the map of ARCHITECTURE.md names every module there is, and none that is not', () => {
  const mapped = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| `src\/([a-z]+)/gm)]
    .map(([, name]) => name!)
    .sort()
  const there = readdirSync('src')
    .filter((name) => !name.includes('.test.') && !name.endsWith('.d.ts'))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort()
  expect(mapped).toEqual(there)
  expect(Object.keys(uses).sort()).toEqual(there)
})

/** A copy of the project without its tests and bench does not show who uses what. */
const isWhole = existsSync('tests') && existsSync('bench')

test.if(isWhole)('nothing is exported that no other file names', () => {
  const filesWith = new Map<string, number>()
  for (const file of files)
    for (const word of new Set(sourceOf(file).match(/\b[A-Za-z_]\w*\b/g)))
      filesWith.set(word, (filesWith.get(word) ?? 0) + 1)
  const dead = files
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      [...sourceOf(file).matchAll(/^export (?:async )?(?:type|const|function\*?|class|interface) (\w+)/gm)]
        .filter(([, name]) => filesWith.get(name!) === 1)
        .map(([, name]) => `${file} exports ${name}`),
    )
  expect(dead).toEqual([])
})

test('files are kebab-case and only pages have default exports', () => {
  const oddNames = files.filter((file) => !/^[a-z0-9.-]+$/.test(file.split('/').at(-1)!))
  const defaults = files.filter(
    (file) => /^export default /m.test(sourceOf(file)) && !/^ui\/pages\/|\.d\.ts$/.test(file),
  )
  expect({ oddNames, defaults }).toEqual({ oddNames: [], defaults: [] })
})

test('nothing names a place outside the project', () => {
  const outside = new RegExp(['\\.\\./', 'shared\\b'].join(''))
  expect(files.filter((file) => outside.test(sourceOf(file)) && !file.endsWith('tidy.test.ts'))).toEqual([])
})
