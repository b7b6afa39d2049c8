import { spawnSync } from 'node:child_process'

/** How long to wait before each further attempt: registries have bad moments. */
const pausesMs = [5_000, 20_000]

/** Has npm install what the package.json of a folder names. Throws once it has failed three times. */
export function npmInstall(what: string, folder: string, flags: string[], path: string) {
  const words = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', ...flags]
  for (const pauseMs of [...pausesMs, null]) {
    const { status } = spawnSync('npm', words, {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: `${path}:${process.env.PATH}` },
    })
    if (status === 0) return
    if (pauseMs !== null) Bun.sleepSync(pauseMs)
  }
  throw new Error(`npm could not install ${what}`)
}
