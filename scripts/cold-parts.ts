import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BuildConfig, BunPlugin } from 'bun'

/** What few people load, each by one dynamic import: its entry, what imports it, and what is taken from it. */
const parts = [
  {
    name: 'openapi',
    entry: '@elysiajs/openapi/openapi',
    filter: /^@elysiajs\/openapi\/openapi$/,
    exports: ['toOpenAPISchema'],
  },
  { name: 'docker', entry: 'dockerode', filter: /^dockerode$/, exports: ['default'] },
  {
    name: 'export',
    entry: 'src/transcripts/export/export.ts',
    filter: /\/export\/export\.ts$/,
    exports: ['exportWriter'],
  },
  {
    name: 'logs',
    entry: 'src/logs/loaded-later.ts',
    filter: /\/logs\/loaded-later\.ts$/,
    exports: ['createKeeper', 'createLogAnswers', 'createLogs', 'sourcesOf'],
  },
  {
    name: 'measures',
    entry: 'src/health/keeper/keeper.ts',
    filter: /\/health\/keeper\/keeper\.ts$/,
    exports: ['createMeasureKeeper'],
  },
  {
    name: 'alerts',
    entry: 'src/alerts/desk/desk.ts',
    filter: /\/desk\/desk\.ts$/,
    exports: ['createDesk'],
  },
  {
    name: 'telemetry',
    entry: 'src/telemetry/exporter.ts',
    filter: /\/exporter\.ts$/,
    exports: ['createExporter'],
  },
  {
    name: 'search',
    entry: 'src/search/thread.ts',
    filter: /\/search\/thread\.ts$/,
    exports: ['createSearchMethods'],
  },
  {
    name: 'notifications',
    entry: 'src/notifications/loaded-later.ts',
    filter: /\/notifications\/loaded-later\.ts$/,
    exports: ['createNotifications'],
  },
  {
    name: 'mailer',
    entry: 'src/notifications/mailer.ts',
    filter: /\/notifications\/mailer\.ts$/,
    exports: ['sendMail'],
  },
  { name: 'ask', entry: 'src/ask/loaded-later.ts', filter: /\/ask\/loaded-later\.ts$/, exports: ['createAsk'] },
  { name: 'finder', entry: 'src/search/finder.ts', filter: /\/finder\.ts$/, exports: ['createFinder'] },
  {
    name: 'agent-acts',
    entry: 'src/gateways/agent-acts.ts',
    filter: /\/agent-acts\.ts$/,
    exports: ['createAgentActs'],
  },
  { name: 'help', entry: 'src/cli/help.ts', filter: /\/cli\/help\.ts$/, exports: ['helpFor'] },
  { name: 'commands', entry: 'src/cli/answer-command.ts', filter: /\/answer-command\.ts$/, exports: ['answerCommand'] },
  {
    name: 'machine-command',
    entry: 'src/cli/machine-command.ts',
    filter: /\/machine-command\.ts$/,
    exports: ['machineCommand'],
  },
  { name: 'put-back', entry: 'src/backup/swap.ts', filter: /\/backup\/swap\.ts$/, exports: ['putBack'] },
  { name: 'demo', entry: 'src/demo/demo.ts', filter: /\/demo\/demo\.ts$/, exports: ['createDemo'] },
]

/** What Docker's client would load to reach an engine over SSH, or to build images: neither is done here. */
const withoutDockerExtras: BunPlugin = {
  name: 'without-docker-extras',
  setup(build) {
    build.onResolve(
      { filter: /^(ssh2|cpu-features|protobufjs|tar-fs|@balena\/dockerignore|@grpc\/.*)$/ },
      ({ path }) => ({ path, namespace: 'no-docker-extras' }),
    )
    build.onLoad({ filter: /.*/, namespace: 'no-docker-extras' }, () => ({
      contents: 'module.exports = { Client: class {} }',
      loader: 'js',
    }))
    // It is Node's own streams, copied for systems that lack them.
    build.onResolve({ filter: /^readable-stream$/ }, () => ({ path: 'node:stream', external: true }))
  },
}

/** What the kit for models would load to reach models through a service of its maker, which nobody here does. */
const withoutModelGateway: BunPlugin = {
  name: 'without-model-gateway',
  setup(build) {
    build.onResolve({ filter: /^@ai-sdk\/gateway$/ }, ({ path }) => ({ path, namespace: 'no-model-gateway' }))
    build.onLoad({ filter: /.*/, namespace: 'no-model-gateway' }, () => ({
      contents: [
        "const refuse = () => { throw new Error('Models are reached at their own addresses.') }",
        'export const gateway = refuse, createGateway = refuse, createGatewayProvider = refuse',
        'export class GatewayError extends Error { static isInstance = () => false }',
        'export class GatewayAuthenticationError extends GatewayError {}',
      ].join('\n'),
      loader: 'js',
    }))
  },
}

/** What mails would need for attachments, which ours do not have: types of files, and a fetch that nobody guards. */
const withoutAttachments: BunPlugin = {
  name: 'without-attachments',
  setup(build) {
    build.onLoad({ filter: /\/nodemailer\/dist\/esm\/mime-funcs\/mime-types\.js$/ }, () => ({
      contents: "export const detectMimeType = () => 'text/plain', detectExtension = () => 'txt'",
      loader: 'js',
    }))
    build.onLoad({ filter: /\/nodemailer\/dist\/esm\/fetch\/index\.js$/ }, () => ({
      contents: "export default () => { throw new Error('Mails have nothing that is fetched.') }",
      loader: 'js',
    }))
  },
}

/** Of the framework the description of the API takes nothing but the types of TypeBox. */
const withoutFramework: BunPlugin = {
  name: 'without-framework',
  setup(build) {
    build.onResolve({ filter: /^elysia$/ }, ({ path }) => ({ path, namespace: 'no-framework' }))
    build.onLoad({ filter: /.*/, namespace: 'no-framework' }, () => ({
      contents: "export { Type as t } from '@sinclair/typebox'",
      loader: 'js',
      resolveDir: process.cwd(),
    }))
  },
}

/**
 * Puts each such part into the executable as packed code, which is unpacked and compiled when somebody wants it: plain and
 * beside its bytecode it would be twenty times as large. The answer is the plugin that reads them from `folder`.
 */
export async function withColdParts(folder: string, { define }: Pick<BuildConfig, 'define'>): Promise<BunPlugin> {
  const paths = new Map<string, string>()
  for (const { name, entry } of parts) {
    const { outputs } = await Bun.build({
      entrypoints: [import.meta.resolve(entry.startsWith('src/') ? `../${entry}` : entry).replace(/^file:\/\//, '')],
      target: 'bun',
      format: 'esm',
      minify: true,
      outdir: folder,
      naming: `${name}.js`,
      define: define ?? {},
      plugins: [
        withoutDockerExtras,
        withoutModelGateway,
        withoutAttachments,
        ...(name === 'openapi' ? [withoutFramework] : []),
      ],
    })
    const packed = resolve(folder, `${name}.zst`)
    writeFileSync(packed, Bun.zstdCompressSync(readFileSync(outputs[0]!.path), { level: 19 }))
    paths.set(name, packed)
  }
  return {
    name: 'with-cold-parts',
    setup(build) {
      for (const { name, filter } of parts) build.onResolve({ filter }, () => ({ path: name, namespace: 'cold' }))
      build.onLoad({ filter: /.*/, namespace: 'cold' }, ({ path: name }) => ({
        contents: [
          `import file from ${JSON.stringify(paths.get(name))} with { type: 'file' }`,
          `const code = Bun.zstdDecompressSync(process.getBuiltinModule('node:fs').readFileSync(file))`,
          `const part = await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })))`,
          ...parts
            .find((part) => part.name === name)!
            .exports.map((each) =>
              each === 'default' ? 'export default part.default' : `export const ${each} = part.${each}`,
            ),
        ].join('\n'),
        loader: 'js',
      }))
    },
  }
}
