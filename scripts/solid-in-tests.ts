// Preloaded by `bun test`: what tests of UI parts need. Nothing here is loaded until such a test runs.
import { plugin } from 'bun'

const installDom = `${process.cwd()}/ui/testing/install-dom.ts`
const compiled = new Map<string, string>()

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
    build.onLoad({ filter: /\/ui\/.*\.tsx$/ }, async ({ path }) => {
      const code = await compile(path)
      // A test with JSX runs in a DOM, which must be there before any part is imported. The query makes the module
      // another one for each file, so that it runs for each.
      const contents = path.endsWith('.test.tsx')
        ? `import ${JSON.stringify(`${installDom}?for=${Bun.hash(path)}`)}\n${code}`
        : code
      return { contents, loader: 'ts' }
    })
  },
})
