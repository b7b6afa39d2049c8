import { existsSync } from 'node:fs'

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a Chromium on this machine. On Debian and its kin it is installed when there is none. */
export function chromium(): string {
  const there = known.find((path) => existsSync(path))
  if (there) return there
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const command of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ])
    Bun.spawnSync(command, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const installed = known.find((path) => existsSync(path))
  if (!installed)
    throw new Error(
      'The browser tests need Chromium and it could not be installed. Install it, then run npm test again.',
    )
  return installed
}
