import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { insideOf } from './inside.ts'
import { licencesText } from './licences.ts'
import { sbom } from './sbom.ts'

const components = insideOf('.')

test('what is inside is what the dependencies lead to, each with its licence and checksum, and no tool that builds it', () => {
  const names = components.map(({ name }) => name)
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const name of Object.keys(dependencies)) expect(names).toContain(name)
  for (const name of ['@biomejs/biome', 'playwright-core', 'typescript'].filter((name) => name in devDependencies))
    expect(names).not.toContain(name)
  expect(components.filter(({ sha512 }) => sha512 === null)).toEqual([])
  expect(components.filter(({ licence }) => licence === null).map(({ name }) => name)).toEqual([])
})

test('the bill of materials names each once, and everything it refers to', () => {
  const bill = sbom({ name: 'wheelhouse', version: '1.0.0', license: 'MIT' }, components)
  const refs = bill.components.map((component) => component['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  const known = new Set([...refs, bill.metadata.component['bom-ref']])
  expect(
    bill.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !known.has(ref)),
  ).toEqual([])
})

test('the licences name every library', () => {
  const text = licencesText(components, 'MIT')
  expect(components.filter(({ name, version }) => !text.includes(`${name} ${version} (`))).toEqual([])
})
