import { expect, test } from 'bun:test'
import { environmentFor, inheritedNames } from './environment.ts'

test('a program inherits the listed names that are set, and nothing else', () => {
  const own = { PATH: '/bin', HOME: '/home/a', LANG: undefined, API_TOKEN: 'secret', LD_PRELOAD: '/tmp/x.so' }
  expect(environmentFor(own)).toEqual({ PATH: '/bin', HOME: '/home/a' })
})

test('what is handed over by name is there, and counts more than what is inherited', () => {
  expect(environmentFor({ PATH: '/bin', TZ: 'UTC' }, { PATH: '/opt/bin', GIT_DIR: '/r/.git' })).toEqual({
    PATH: '/opt/bin',
    TZ: 'UTC',
    GIT_DIR: '/r/.git',
  })
})

test('no inherited name sounds like a secret, a proxy or a preloaded library', () => {
  const odd = /TOKEN|SECRET|KEY|PASS|AUTH|COOKIE|PROXY|PRELOAD|OPTIONS|SOCK/
  expect(inheritedNames.filter((name) => odd.test(name))).toEqual([])
})
