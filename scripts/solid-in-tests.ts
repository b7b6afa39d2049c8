// Preloaded by `bun test`: what tests of UI parts need. Nothing here is loaded until such a test runs.
import { plugin } from 'bun'

// The page's own origin: whichever test imports the client first, with a DOM or without, finds the same one.
globalThis.location ??= { origin: 'http://localhost' } as Location

const installDom = `${process.cwd()}/ui/testing/install-dom.ts`
const compiled = new Map<string, string>()

/** A test with JSX runs in a DOM. It is imported once that is there, because parts and libraries look for it at once. */
const inDom = (path: string) => `
import { installDom } from ${JSON.stringify(installDom)}
installDom()
await import(${JSON.stringify(`${path}?in-dom`)})
`

/** Compiled once in a process, however many tests take it. */
async function compile(path: string) {
  const known = compiled.get(path)
  if (known !== undefined) return known
  const { compileSolid } = await import('./solid-plugin.ts')
  const code = await compileSolid(path)
  compiled.set(path, code)
  return code
}

plugin({
  name: 'solid-in-tests',
  setup(build) {
    // Bun takes Solid's build for servers; the build for browsers stands beside it.
    build.onLoad({ filter: /\/solid-js\/(web\/|store\/)?dist\/server\.js$/ }, ({ path }) => {
      const browser = path.includes('/web/') ? 'web' : path.includes('/store/') ? 'store' : 'solid'
      return { contents: `export * from './${browser}.js'`, loader: 'js' }
    })
    build.onLoad({ filter: /\/ui\/.*\.tsx$/ }, async ({ path }) => ({
      contents: path.endsWith('.test.tsx') ? inDom(path) : await compile(path),
      loader: 'ts',
    }))
    build.onLoad({ filter: /\.test\.tsx\?in-dom$/ }, async ({ path }) => ({
      contents: await compile(path.replace(/\?in-dom$/, '')),
      loader: 'ts',
    }))
  },
})
