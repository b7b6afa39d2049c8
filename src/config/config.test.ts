import { expect, test } from 'bun:test'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { costSections } from '../costs/settings.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { type ConfigFlags, dataPaths, decideConfig } from './config.ts'
import { ConfigMistakes, parseConfigFile } from './file.ts'
import { configFile, dataFolder, expand, openClawHomes } from './paths.ts'

/** The mistakes found in a file, without the name of the file. */
function mistakes(toml: string, ...expected: string[]) {
  try {
    expect<unknown>(parseConfigFile('config.toml', toml, costSections)).toBe('no mistake')
  } catch (error) {
    if (!(error instanceof ConfigMistakes)) throw error
    expect(error.mistakes).toEqual(expected)
  }
}

test('three mistakes in one file are named at once, each with its key and what it may be', () => {
  const toml = 'port = 99999\nlog_level = "loud"\ntimezone = "Vienna"\nname = "box"'
  mistakes(
    toml,
    'port must be at most 65535',
    'timezone must be a time zone like "Europe/Vienna" or "UTC"',
    'log_level must be one of "debug", "info", "warn", "error"',
  )
  expect(() => parseConfigFile('/etc/w.toml', toml, {})).toThrow('/etc/w.toml has 3 mistakes:\n  - port must')
})

test('a port below zero', () => mistakes('port = -1', 'port must be at least 0'))
test('half a port', () => mistakes('port = 47.5', 'port must be a whole number'))
test('a port in quotes', () => mistakes('port = "4747"', 'port must be a number'))
test('a host that is a number', () => mistakes('host = 127', 'host must be a text in quotes'))
test('an empty host', () => mistakes('host = ""', 'host must be at least 1 character long'))
test('a list that is none', () => mistakes('allowed_hosts = "a"', 'allowed_hosts must be a list like ["a", "b"]'))
test('one wrong thing in a list', () =>
  mistakes('allowed_hosts = ["a", 2]', 'allowed_hosts.1 must be a text in quotes'))
test('a section that is none', () => mistakes('openclaw = "~/.openclaw"', 'openclaw must be a section'))
test('a name that is too long', () => mistakes(`name = "${'x'.repeat(61)}"`, 'name must be at most 60 characters long'))
test('a budget of nothing', () => mistakes('[budget]\nday_usd = 0', 'budget.day_usd must be at least 0.01'))
test('a budget beyond any purse', () => mistakes('[budget]\nday_usd = 2e6', 'budget.day_usd must be at most 1000000'))
test('a budget without an end', () => mistakes('[budget]\nday_usd = inf', 'budget.day_usd must be a number'))
test('a budget in words', () => mistakes('[budget]\nday_usd = "25"', 'budget.day_usd must be a number'))
test('a budget for something we do not count', () =>
  mistakes('[budget]\nweek_usd = 100', 'budget.week_usd is not a key. Known here: day_usd'))
test('keys nobody knows, each with those that are known there', () =>
  mistakes(
    'prot = 1\ntimezoen = "UTC"\n[openclaw]\nstate_dir = "x"',
    'openclaw.state_dir is not a key. Known here: state_dirs, billing',
    'prot is not a key. Known here: host, port, timezone, name, allowed_hosts, log_level, openclaw, custom, reading, claude_code, codex, gemini, opencode, budget, prices, budgets, limits',
    'timezoen is not a key. Known here: host, port, timezone, name, allowed_hosts, log_level, openclaw, custom, reading, claude_code, codex, gemini, opencode, budget, prices, budgets, limits',
  ))

test('a price that is none is named', () =>
  mistakes(
    '[prices."gpt-x"]\ninput = "1"\noutput = -1\nfrom = "May"\ncached = 1',
    'prices.gpt-x.input must be a number',
    'prices.gpt-x.output must be at least 0',
    'prices.gpt-x.from must be a day like 2026-01-01',
    'prices.gpt-x.cached is not a key. Known here: input, output, cache_read, cache_write, from',
  ))
test('a budget for nobody knows how long', () =>
  mistakes('[[budgets]]\nname = "a"\nper = "week"\nusd = 1', 'budgets.0.per must be one of "day", "month"'))
test('two budgets of one name', () =>
  mistakes(
    '[[budgets]]\nname = "a"\nper = "day"\nusd = 1\n[[budgets]]\nname = "a"\nper = "day"\nusd = 2',
    'budgets must have a name of its own each',
  ))
test('a limit of nothing', () =>
  mistakes('[limits]\nclaude_block_usd = 0', 'limits.claude_block_usd must be at least 0.01'))
test('a bill nobody sends', () =>
  mistakes('[codex]\nbilling = "free"', 'codex.billing must be one of "api", "subscription"'))

test('what is no TOML is said to be none', () => {
  expect(() => parseConfigFile('config.toml', 'port = \nhost', {})).toThrow(
    'has a mistake:\n  - it is not valid TOML: ',
  )
  expect(() => parseConfigFile('config.toml', '{"port": 1}', {})).toThrow('it is not valid TOML')
})

test('an empty file says nothing', () =>
  expect(parseConfigFile('config.toml', '# nothing\n', {})).toEqual({ commandLines: {}, sections: {} }))

/** A decision with this file, these variables and these flags, on Linux. */
function decide({ toml, env = {}, flags = {} }: { toml?: string; env?: Record<string, string>; flags?: ConfigFlags }) {
  using folder = temporary('config')
  if (toml !== undefined) {
    mkdirSync(folder.at('wheelhouse'))
    writeFileSync(folder.at('wheelhouse', 'config.toml'), toml)
  }
  return decideConfig(flags, { XDG_CONFIG_HOME: folder.path, ...env }, { sections: costSections, platform: 'linux' })
}

test('without anything there are defaults, and only this machine can come in', () =>
  expect(decide({})).toEqual({
    host: '127.0.0.1',
    port: 4747,
    dataFolder: join(homedir(), '.local/share/wheelhouse'),
    machine: hostname(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    allowedHosts: [],
    programEnvironment: expect.any(Object),
    logLevel: 'info',
    demo: false,
    demoIfEmpty: false,
    open: false,
    subscriptions: [],
    openclaw: {
      homes: ['.openclaw', '.clawdbot', '.moltbot', '.moldbot'].map((name) => join(homedir(), name)),
      configPath: null,
    },
    folders: {
      'claude-code': [expect.stringMatching(/\/claude$/), join(homedir(), '.claude')],
      codex: [join(homedir(), '.codex')],
      gemini: [join(homedir(), '.gemini')],
      opencode: [join(homedir(), '.local/share/opencode')],
    },
    opencodeConfigs: ['config.json', 'opencode.json', 'opencode.jsonc'].map((name) =>
      expect.stringMatching(new RegExp(`/opencode/${name}$`)),
    ),
    custom: [],
    hookFolders: expect.arrayContaining([expect.stringMatching(/^\/tmp\/wheelhouse-\d+$/)]),
    reading: {},
    gateway: { url: null, token: null },
    configFile: expect.stringMatching(/\/wheelhouse\/config\.toml$/),
    sections: {},
  }))

test('opencode’s configuration lies where its own variables say, what is named there behind the usual', () => {
  const { opencodeConfigs } = decide({ env: { OPENCODE_CONFIG: '~/own.json', OPENCODE_CONFIG_DIR: '/further' } })
  expect(opencodeConfigs.slice(3)).toEqual([
    join(homedir(), 'own.json'),
    '/further/opencode.json',
    '/further/opencode.jsonc',
  ])
})

test('a command line lives where its own variable says, else where the file says', () => {
  const toml = '[codex]\ndirs = ["~/elsewhere"]\n[gemini]\ndirs = ["/g"]'
  expect(decide({ toml, env: { CODEX_HOME: '/a, ~/b', CLAUDE_CONFIG_DIR: '' } }).folders).toMatchObject({
    'claude-code': [expect.stringMatching(/\/claude$/), join(homedir(), '.claude')],
    codex: ['/a', join(homedir(), 'b')],
    gemini: ['/g'],
  })
})

test('the file beats defaults', () =>
  expect(
    decide({
      toml: 'host = "::1"\nport = 1\ntimezone = "Asia/Kathmandu"\nname = "box"\nallowed_hosts = ["w.lan"]\nlog_level = "warn"\n[openclaw]\nstate_dirs = ["/a", "~/b"]',
    }),
  ).toMatchObject({
    host: '::1',
    port: 1,
    timezone: 'Asia/Kathmandu',
    machine: 'box',
    allowedHosts: ['w.lan'],
    logLevel: 'warn',
    openclaw: { homes: ['/a', join(homedir(), 'b')] },
  }))

test('sections of features are checked and handed on as they are', () => {
  const sections = { notes: z.strictObject({ max: z.int() }).optional() }
  expect(parseConfigFile('config.toml', '[notes]\nmax = 3', sections).sections).toEqual({ notes: { max: 3 } })
  expect(() => parseConfigFile('config.toml', '[notes]\nmin = 3', sections)).toThrow(
    'notes.min is not a key. Known here: max',
  )
})

test('the environment beats the file', () => {
  const toml = '[openclaw]\nstate_dirs = ["/of/the/file"]'
  expect(decide({ toml, env: { OPENCLAW_STATE_DIR: '/of/env' } }).openclaw.homes).toEqual(['/of/env'])
  expect(decide({ toml, env: { OPENCLAW_HOME: '/home/ann' } }).openclaw.homes).toEqual(['/home/ann/.openclaw'])
  expect(decide({ env: { XDG_DATA_HOME: '/data' } }).dataFolder).toBe('/data/wheelhouse')
  expect(decide({ env: { XDG_DATA_HOME: '/data', WHEELHOUSE_DATA_DIR: '/mine' } }).dataFolder).toBe('/mine')
})

test('flags beat all', () => {
  const config = decide({
    toml: 'host = "::1"\nport = 1',
    env: { WHEELHOUSE_DATA_DIR: '/env' },
    flags: { host: '0.0.0.0', port: 0, data: '/flag', demo: true, demoIfEmpty: true, open: true },
  })
  expect(config).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    dataFolder: '/flag',
    demo: true,
    demoIfEmpty: true,
    open: true,
  })
})

test('an empty variable counts as unset', () => {
  const env = {
    WHEELHOUSE_DATA_DIR: '',
    XDG_DATA_HOME: '',
    WHEELHOUSE_CONFIG: '',
    OPENCLAW_STATE_DIR: '',
    OPENCLAW_HOME: '',
    OPENCLAW_CONFIG_PATH: '',
    OPENCLAW_GATEWAY_URL: '',
    OPENCLAW_GATEWAY_TOKEN: '',
    CODEX_HOME: '',
    OPENCODE_CONFIG: '',
    OPENCODE_CONFIG_DIR: '',
  }
  const { folders, opencodeConfigs, configFile: _, programEnvironment: handed, ...rest } = decide({ env })
  const { folders: unset, opencodeConfigs: usual, configFile: __, programEnvironment: none, ...expected } = decide({})
  expect(rest).toEqual(expected)
  expect(Object.keys(handed).length).toBeGreaterThan(Object.keys(none).length)
  expect(folders.codex).toEqual(unset.codex)
  expect(opencodeConfigs).toHaveLength(usual.length)
})

test('a gateway and its token are named by the environment alone', () =>
  expect(decide({ env: { OPENCLAW_GATEWAY_URL: 'ws://a:1', OPENCLAW_GATEWAY_TOKEN: 't' } }).gateway).toEqual({
    url: 'ws://a:1',
    token: 't',
  }))

test('a file named by the environment has to be there', () => {
  using folder = temporary('config')
  const env = { WHEELHOUSE_CONFIG: folder.at('mine.toml') }
  expect(() => decideConfig({}, env)).toThrow('mine.toml has a mistake:\n  - there is no such file')
  writeFileSync(folder.at('mine.toml'), 'port = 9')
  expect(decideConfig({}, env).port).toBe(9)
})

test('a file that is a folder is said not to be readable', () => {
  using folder = temporary('config')
  mkdirSync(folder.at('mine.toml'))
  chmodSync(folder.at('mine.toml'), 0o700)
  expect(() => decideConfig({}, { WHEELHOUSE_CONFIG: folder.at('mine.toml') })).toThrow('it cannot be read')
})

test('several state directories are named with commas', () => {
  const homes = (value: string) => openClawHomes({ OPENCLAW_STATE_DIR: value }, undefined, '/home/ann')
  expect(homes('/a')).toEqual(['/a'])
  expect(homes('/a,/b')).toEqual(['/a', '/b'])
  expect(homes(' /a , ~/b,,~ ,')).toEqual(['/a', '/home/ann/b', '/home/ann'])
  expect(homes('here')).toEqual([resolve('here')])
})

test('a state directory beats a home, and a home the configuration', () => {
  expect(openClawHomes({ OPENCLAW_STATE_DIR: '/s', OPENCLAW_HOME: '/h' }, ['/c'], '/')).toEqual(['/s'])
  expect(openClawHomes({ OPENCLAW_HOME: '~' }, ['/c'], '/home/ann')).toEqual(['/home/ann/.openclaw'])
  expect(openClawHomes({}, ['/c', '~/d'], '/home/ann')).toEqual(['/c', '/home/ann/d'])
  expect(openClawHomes({}, [], '/home/ann')[0]).toBe('/home/ann/.openclaw')
})

test('each system has its own places', () => {
  expect(dataFolder({}, 'linux', '/h')).toBe('/h/.local/share/wheelhouse')
  expect(dataFolder({}, 'darwin', '/h')).toBe('/h/Library/Application Support/wheelhouse')
  expect(dataFolder({ LOCALAPPDATA: '/l' }, 'win32', '/h')).toBe('/l/wheelhouse')
  expect(dataFolder({}, 'win32', '/h')).toBe('/h/AppData/Local/wheelhouse')
  expect(configFile({}, 'linux', '/h')).toBe('/h/.config/wheelhouse/config.toml')
  expect(configFile({ XDG_CONFIG_HOME: '/c' }, 'linux', '/h')).toBe('/c/wheelhouse/config.toml')
  expect(configFile({}, 'darwin', '/h')).toBe('/h/Library/Application Support/wheelhouse/config.toml')
  expect(configFile({ APPDATA: '/r' }, 'win32', '/h')).toBe('/r/wheelhouse/config.toml')
})

test('a tilde is the home folder only at the beginning, and only alone', () => {
  expect(expand('~', '/h')).toBe('/h')
  expect(expand('~/a', '/h')).toBe('/h/a')
  expect(expand('/a/~', '/h')).toBe('/a/~')
  expect(expand('~ann/a', '/h')).toBe(resolve('~ann/a'))
})

test('everything of ours lies in the data folder', () =>
  expect(dataPaths('/d')).toEqual({
    index: '/d/index.sqlite',
    wheelhouse: '/d/wheelhouse.sqlite',
    logs: '/d/logs.sqlite',
    metrics: '/d/metrics.sqlite',
    secrets: '/d',
    lock: '/d/wheelhouse.lock',
    socket: '/d/wheelhouse.sock',
    search: '/d/search.sqlite',
    sprites: '/d/sprites',
    restoring: '/d/restoring',
  }))

const watch = '[[custom]]\nname = "Watch"\ntime = "at"\nmodel = "m"\ninput = "u.in"\noutput = "u.out"\n'

test('a declared source comes with its folder, its pattern and its paths', () =>
  expect(decide({ toml: `${watch}glob = "/logs/*/x-*.jsonl"\ncache_read = "u.read"` }).custom).toMatchObject([
    {
      name: 'Watch',
      roots: ['/logs'],
      pattern: '*/x-*.jsonl',
      fields: { time: 'at', model: 'm', input: 'u.in', output: 'u.out', cacheRead: 'u.read' },
      inputIncludesCache: false,
      outputIncludesReasoning: true,
    },
  ]))

test('folders of a declared source mean every file of lines in them', () =>
  expect(decide({ toml: `${watch}dirs = ["~/a/", "/b/c"]` }).custom).toMatchObject([
    { roots: [join(homedir(), 'a'), '/b/c'], pattern: '**/*.jsonl' },
  ]))

test('a declared source that lies nowhere, or twice', () => {
  mistakes(watch, 'custom.0 must have either glob or dirs')
  mistakes(`${watch}glob = "/l/*.jsonl"\ndirs = ["/l"]`, 'custom.0 must have either glob or dirs')
})

test('a glob that will not do', () => {
  mistakes(`${watch}glob = "*.jsonl"`, 'custom.0.glob must begin with / or ~/')
  mistakes(`${watch}glob = "/logs/{a.jsonl"`, 'custom.0.glob has a bracket or a brace that is never closed')
  mistakes(`${watch}dirs = ["~"]`, 'custom.0.dirs.0 must be a folder of its own, like "~/logs"')
})

test('a path that will not do, and one that is missing', () => {
  mistakes(
    `${watch.replace('"u.in"', '"u..in"')}glob = "/l/*.jsonl"`,
    'custom.0.input must be names with single dots between them, like "usage.input_tokens"',
  )
  mistakes(`${watch.replace('time = "at"\n', '')}glob = "/l/*.jsonl"`, 'custom.0.time must be a text in quotes')
})

test('a key that a declared source has not', () =>
  mistakes(
    `${watch}glob = "/l/*.jsonl"\ncached = "u.c"`,
    'custom.0.cached is not a key. Known here: name, glob, dirs, time, model, input, output, provider, cache_read, cache_write, reasoning, cost, session, id, project, input_includes_cache, output_includes_reasoning',
  ))

test('two declared sources of one name', () =>
  mistakes(`${watch}glob = "/l/*.jsonl"\n${watch}glob = "/k/*.jsonl"`, 'custom.1.name must differ: "Watch" is taken'))

test('one section where a list of them is meant', () =>
  mistakes('[custom]\nname = "x"', 'custom must be a list: write [[custom]] above each'))
