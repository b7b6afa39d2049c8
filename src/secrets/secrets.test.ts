import { afterEach, beforeEach, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSecrets, UnsafeSecrets } from './secrets.ts'

let home: string
let folder: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'wheelhouse-secrets-'))
  folder = join(home, 'secrets')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const modeOf = (path: string) => statSync(path).mode & 0o777

test('a secret is made once and is the same ever after', () => {
  const made = openSecrets(folder).make('signing', 32)
  expect(made).toMatch(/^[\w-]{43}$/)
  expect(openSecrets(folder).make('signing', 32)).toBe(made)
  expect(openSecrets(folder).get('signing')).toBe(made)
})

test('a secret nobody made is undefined', () => expect(openSecrets(folder).get('nothing')).toBeUndefined())

test('the folder is 0700, its files 0600, and nothing half-written stays behind', () => {
  openSecrets(folder).make('signing', 32)
  expect(modeOf(folder)).toBe(0o700)
  expect(readdirSync(folder).sort()).toEqual(['instance', 'signing'])
  for (const name of readdirSync(folder)) expect(modeOf(join(folder, name))).toBe(0o600)
})

test('a file others can read is refused with the command that fixes it, and its content is not in the message', () => {
  const secret = openSecrets(folder).make('signing', 32)
  for (const mode of [0o640, 0o604, 0o660, 0o602]) {
    chmodSync(join(folder, 'signing'), mode)
    const reading = () => openSecrets(folder).get('signing')
    expect(reading).toThrow(UnsafeSecrets)
    expect(reading).toThrow(`chmod 600 '${join(folder, 'signing')}'`)
    expect(reading).not.toThrow(secret)
  }
})

test('a folder others can enter is refused', () => {
  openSecrets(folder)
  chmodSync(folder, 0o755)
  expect(() => openSecrets(folder)).toThrow(`chmod 700 '${folder}'`)
})

test('a link is not followed', () => {
  const secrets = openSecrets(folder)
  writeFileSync(join(home, 'elsewhere'), 'planted', { mode: 0o600 })
  symlinkSync(join(home, 'elsewhere'), join(folder, 'signing'))
  expect(() => secrets.get('signing')).toThrow(UnsafeSecrets)
})

test('a name cannot lead out of the folder', () => {
  const secrets = openSecrets(folder)
  for (const name of ['../x', 'a/b', '', '.', '..', 'A', 'a\0b', '-a', 'a'.repeat(65)])
    expect(() => secrets.make(name, 8)).toThrow('A secret is named by')
})

test('the instance has eight plain characters and outlives a restart', () => {
  const { instance } = openSecrets(folder)
  expect(instance).toMatch(/^[a-z0-9]{8}$/)
  expect(openSecrets(folder).instance).toBe(instance)
})

test('a damaged instance is refused, since it goes into a header', () => {
  openSecrets(folder)
  writeFileSync(join(folder, 'instance'), 'a; Path=/')
  expect(() => openSecrets(folder)).toThrow('is damaged')
})
