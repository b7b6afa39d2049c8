// release.ts [--url URL] [target…]: builds the executable for every system, and puts into dist/release what is published:
// an archive for each, their checksums, what is inside with its licences, and the scripts that install it.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { tarEnd, tarFill, tarHead } from '../src/lib/tar.ts'
import { build } from './build.ts'
import { insideOf } from './release/inside.ts'
import { licencesText } from './release/licences.ts'
import { sbom } from './release/sbom.ts'

const out = 'dist/release'
const targets = [
  'linux-x64',
  'linux-x64-baseline',
  'linux-x64-musl',
  'linux-arm64',
  'darwin-arm64',
  'darwin-x64',
  'windows-x64',
]

const words = process.argv.slice(2)
const urlAt = words.indexOf('--url')
const url = urlAt === -1 ? '' : (words[urlAt + 1] ?? '')
const wanted = words.filter((_word, at) => urlAt === -1 || (at !== urlAt && at !== urlAt + 1))
const unknown = wanted.find((word) => !targets.includes(word))
if (unknown !== undefined) {
  console.error(`There is no target “${unknown}”. Known: ${targets.join(', ')}.`)
  process.exit(2)
}

const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const components = insideOf('.')
const licences = licencesText(components, readFileSync('LICENSE', 'utf8'))
writeFileSync(join(out, 'LICENCES.txt'), licences)
writeFileSync(
  join(out, `${name}-${version}.cdx.json`),
  `${JSON.stringify(sbom({ name: name!, version: version!, license: license! }, components), null, 2)}\n`,
)

const published: string[] = ['LICENCES.txt', `${name}-${version}.cdx.json`]
const missing: string[] = []
for (const target of wanted.length > 0 ? wanted : targets) {
  try {
    await build([`bun-${target}`], () => {})
  } catch (error) {
    // Its runtime comes from the npm registry, which may not have it, or not be reached.
    missing.push(`${target}: ${(error instanceof AggregateError ? error.errors[0] : (error as Error)).message}`)
    continue
  }
  const ending = target.startsWith('windows') ? '.exe' : ''
  const file = `${name}-${version}-${target}.tar.gz`
  writeFileSync(
    join(out, file),
    archive([
      { name: `wheelhouse${ending}`, content: readFileSync(`dist/wheelhouse-${target}${ending}`), mode: 0o755 },
      { name: 'LICENCES.txt', content: Buffer.from(licences), mode: 0o644 },
    ]),
  )
  published.push(file)
  console.log(`${file}  ${(Bun.file(join(out, file)).size / 1e6).toFixed(1)} MB`)
}

for (const script of ['install.sh', 'install.ps1']) {
  writeFileSync(join(out, script), readFileSync(`scripts/${script}`, 'utf8').replace('WHEELHOUSE_PUBLISHED_AT', url))
  published.push(script)
}
chmodSync(join(out, 'install.sh'), 0o755)
writeFileSync(
  join(out, 'SHA256SUMS'),
  published
    .map((file) => `${new Bun.CryptoHasher('sha256').update(readFileSync(join(out, file))).digest('hex')}  ${file}\n`)
    .join(''),
)
fillFormula()
copyFileSync('scripts/release/Dockerfile', join(out, 'Dockerfile'))
console.log(`${published.length} files and SHA256SUMS in ${out}`)
for (const line of missing) console.error(`not built: ${line}`)
process.exit(missing.length > 0 ? 1 : 0)

/** The same files give the same archive: it has no times. */
function archive(files: { name: string; content: Buffer; mode: number }[]): Buffer {
  const pieces = files.flatMap(({ name, content, mode }) => [
    tarHead({ name, bytes: content.length, at: 0, mode }),
    content,
    new Uint8Array(tarFill(content.length)),
  ])
  return gzipSync(Buffer.concat([...pieces, tarEnd]), { level: 9 })
}

/** The formula of Homebrew, with the checksums of what was built. */
function fillFormula() {
  const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8')
  const text = readFileSync('scripts/release/wheelhouse.rb', 'utf8')
    .replaceAll('WHEELHOUSE_PUBLISHED_AT', url)
    .replaceAll('WHEELHOUSE_VERSION', version!)
    .replace(
      /SHA256_OF_([a-z0-9-]+)/g,
      (all, target) => new RegExp(`^(\\w+)  .*-${target}\\.tar\\.gz$`, 'm').exec(sums)?.[1] ?? all,
    )
  writeFileSync(join(out, 'wheelhouse.rb'), text)
}
