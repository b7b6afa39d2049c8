import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Audit } from '../audit/audit.ts'
import { type Made, makeBackup } from '../backup/backup.ts'
import { databases, type Manifest } from '../backup/manifest.ts'
import { checkBackup, type Restored, restoreBackup } from '../backup/restore.ts'
import { putBack } from '../backup/swap.ts'
import { bytes } from '../lib/format.ts'
import { type MachineDeps, refuseAgents } from './machine-deps.ts'
import { configFrom, parse } from './parse-flags.ts'
import { UsageError } from './usage-error.ts'

const common = { data: 'string', json: 'boolean' } as const
const backupFlags = {
  logs: 'boolean',
  metrics: 'boolean',
  index: 'boolean',
  all: 'boolean',
  secrets: 'boolean',
} as const
const restoreFlags = { check: 'boolean', 'keep-config': 'boolean' } as const

/** `wheelhouse backup [FILE]` */
export async function backupCommand(words: string[], deps: MachineDeps): Promise<number> {
  const { version, build, print } = deps
  const { values, positionals } = parse(words, { ...common, ...backupFlags }, 1, 'backup')
  const { machine, dataFolder, configFile } = deps.configOf(configFrom(values))
  const has = (flag: keyof typeof backupFlags) => values[flag] === true
  if (has('secrets')) refuseAgents('gives secrets away')
  refuseHalfRestored(dataFolder, deps)
  const made = await makeBackup(
    positionals[0] ?? '.',
    {
      logs: has('logs') || has('all'),
      metrics: has('metrics') || has('all'),
      index: has('index') || has('all'),
      secrets: has('secrets'),
    },
    { folder: dataFolder, configFile, version, build, host: machine, now: Date.now() },
  )
  const { path, bytes, manifest, leftOut } = made
  print(values.json === true ? `${JSON.stringify({ path, bytes, manifest, leftOut }, null, 2)}\n` : madeText(made))
  return 0
}

/** `wheelhouse restore FILE` */
export async function restoreCommand(words: string[], deps: MachineDeps): Promise<number> {
  const { print, openStore, createAudit } = deps
  const { values, positionals } = parse(words, { ...common, ...restoreFlags }, 1, 'restore')
  const [file] = positionals
  if (file === undefined) throw new UsageError('Say which: wheelhouse restore FILE. `wheelhouse backup` makes one.')
  const asJson = values.json === true
  if (values.check === true) {
    const manifest = await checkBackup(file, deps.schemas())
    print(asJson ? `${JSON.stringify({ manifest }, null, 2)}\n` : `${file} is whole.\n${contentText(manifest)}`)
    return 0
  }
  refuseAgents('puts other data in the place of these')
  const { machine, dataFolder, configFile } = deps.configOf(configFrom(values))
  const { restoring } = deps.pathsOf(dataFolder)
  const lock = deps.lockDataFolder(dataFolder)
  try {
    putBack(restoring)
    const restored = await restoreBackup(file, deps.schemas(), {
      folder: dataFolder,
      restoring,
      configFile: values['keep-config'] === true ? null : configFile,
      now: Date.now(),
      prepare: (folder, manifest) => prepare(folder, manifest, file),
    })
    print(asJson ? `${JSON.stringify(restored, null, 2)}\n` : restoredText(file, restored, machine))
    return 0
  } finally {
    lock.release()
  }

  /** Brings the databases up to date, and has the record of what was done say where it comes from. */
  function prepare(folder: string, { files, madeAt, host }: Manifest, file: string) {
    for (const name of ['wheelhouse', 'logs', 'metrics', 'index'] as const) {
      if (!files.some((file) => file.name === databases[name])) continue
      const store = openStore(name, join(folder, databases[name]))
      try {
        if (name === 'wheelhouse') noteRestore(createAudit(store, { now: Date.now, publish() {} }))
        store.$client.run('PRAGMA wal_checkpoint(TRUNCATE)')
      } finally {
        store.$client.close()
      }
    }
    function noteRestore(audit: Audit) {
      const detail = `made ${new Date(madeAt).toISOString()} on ${host}`
      const line = {
        actId: crypto.randomUUID(),
        who: 'the command line',
        role: 'admin',
        action: 'backup.restore',
      } as const
      for (const stage of ['asked', 'done'] as const)
        audit.write({ ...line, stage, credential: 'command line', target: file, detail })
    }
  }
}

/** A restore that was cut off is put back first; one that goes on is waited for. */
function refuseHalfRestored(folder: string, { lockDataFolder, pathsOf }: MachineDeps) {
  const { restoring } = pathsOf(folder)
  if (!existsSync(restoring)) return
  const lock = lockDataFolder(folder)
  putBack(restoring)
  lock.release()
}

function madeText({ path, bytes: size, manifest, leftOut }: Made): string {
  const has = (file: string) => manifest.files.some(({ name }) => name === file || name.startsWith(`${file}/`))
  const without = [
    ...(has(databases.logs) ? [] : ['logs (--logs)']),
    ...(has(databases.metrics) ? [] : ['what was measured (--metrics)']),
    ...(has(databases.index) ? [] : ['the index, which is made anew from what agents left on disk (--index)']),
    ...(has('secrets') ? [] : ['secrets (--secrets)']),
  ]
  return [
    `Backed up to ${path} (${bytes(size, 1000)}).`,
    contentText(manifest).trimEnd(),
    ...(without.length > 0 ? [`Not in it: ${without.join(', ')}.`] : []),
    ...(has('secrets') ? ['It holds secrets: whoever has this file can sign in and use the keys in it.'] : []),
    ...leftOut.map((name) => `Left out: ${name}, which is no plain file.`),
    '',
  ].join('\n')
}

/** What a backup holds, a line for each database and folder. */
function contentText({ version, madeAt, host, files }: Manifest): string {
  const rows = new Map<string, { bytes: number; files: number; schema: number | null }>()
  for (const { name, bytes, schema } of files) {
    const top = name.split('/')[0]!
    const row = rows.get(top) ?? { bytes: 0, files: 0, schema }
    rows.set(top, { ...row, bytes: row.bytes + bytes, files: row.files + 1 })
  }
  return [
    `Made ${new Date(madeAt).toISOString()} by Wheelhouse ${version} on ${host}:`,
    ...[...rows].map(([name, row]) =>
      `  ${name.padEnd(18)}  ${bytes(row.bytes, 1000).padStart(8)}  ${row.schema !== null ? `version ${row.schema}` : row.files > 1 ? `${row.files} files` : ''}`.trimEnd(),
    ),
    '',
  ].join('\n')
}

function restoredText(file: string, { manifest, aside, oldConfig }: Restored, machine: string): string {
  const isElsewhere = manifest.host !== machine
  const hasSecrets = manifest.files.some(({ name }) => name.startsWith('secrets/'))
  return [
    `Restored ${file}.`,
    contentText(manifest).trimEnd(),
    ...(aside === null ? [] : [`What was there before is in ${aside}; remove it when you do not need it.`]),
    ...(oldConfig === null ? [] : [`The configuration that was there before is ${oldConfig}.`]),
    ...(isElsewhere
      ? [
          `It was made on ${manifest.host}, this is ${machine}. What does not come along: the homes of the agents, hooks and status line in their settings, the service, and signed-in browsers. Folders that config.toml names may lie elsewhere here.`,
        ]
      : []),
    ...(isElsewhere && !hasSecrets
      ? ['It holds no secrets: the tokens of gateways, channels and models have to be entered again.']
      : []),
    'Start Wheelhouse to use it.',
    '',
  ].join('\n')
}
