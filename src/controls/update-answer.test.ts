import { expect, test } from 'bun:test'
import { type UpdateAnswer, whyNotUpdated } from './update-answer.ts'

/** As real gateways have answered `update.run`, shortened. */
const answers: [words: string, answer: UpdateAnswer, why: string | null][] = [
  [
    '2026.3.24 has installed a newer version and restarts',
    { ok: true, result: { status: 'ok', before: { version: '2026.3.24' }, after: { version: '2026.3.31' } } },
    null,
  ],
  [
    '2026.9.6 has handed it over to its service manager',
    {
      ok: true,
      result: { status: 'skipped', reason: 'managed-service-handoff-started' },
      handoff: { status: 'started' },
    },
    null,
  ],
  [
    '2026.9.6 in a terminal does not do it',
    {
      ok: false,
      result: { status: 'skipped', reason: 'managed-service-handoff-unavailable', before: { version: '2026.9.6' } },
      handoff: {
        status: 'unavailable',
        message:
          'OpenClaw updates cannot safely run inside the live gateway process without a managed-service handoff.\nStop the foreground Gateway, run `openclaw update --yes` from a shell, then launch the Gateway again.',
      },
    },
    'The gateway does not update: OpenClaw updates cannot safely run inside the live gateway process without a managed-service handoff. Stop the foreground Gateway, run `openclaw update --yes` from a shell, then launch the Gateway again.',
  ],
  [
    '2026.9.6 in a container leaves it to whoever makes its image',
    {
      ok: false,
      result: {
        status: 'skipped',
        reason: 'container-image-install',
        before: { version: '2026.9.6' },
        after: null,
        steps: [],
      },
    },
    'The gateway does not update: it runs in a container, where a newer image is its update.',
  ],
  [
    '2026.3.24 says ok to what it skips',
    { ok: true, result: { status: 'skipped', reason: 'not-git-install' } },
    'The gateway does not update: it does not know how it was installed.',
  ],
  [
    'its installer fails',
    {
      ok: false,
      result: {
        status: 'error',
        reason: 'global update (omit optional)',
        before: { version: '2026.3.24' },
        after: { version: '2026.3.24' },
        steps: [
          { name: 'global update', exitCode: 1, stderrTail: 'npm error code 1' },
          {
            name: 'global update (omit optional)',
            exitCode: 1,
            stderrTail:
              'npm error code 1\nnpm error path /x/openclaw\nnpm error [openclaw] error: this OpenClaw release requires Node >=24.16.0.\nnpm error A complete log of this run can be found in: /x.log',
          },
        ],
      },
    },
    'The gateway does not update: “global update (omit optional)” failed: [openclaw] error: this OpenClaw release requires Node >=24.16.0.',
  ],
  [
    'what it has installed is not whole',
    {
      ok: false,
      result: {
        status: 'error',
        reason: 'global install verify',
        before: { version: '2026.3.24' },
        after: { version: '2026.9.6' },
        steps: [
          { name: 'global update', exitCode: 0, stderrTail: null },
          { name: 'global install verify', exitCode: 1, stderrTail: 'missing bundled runtime sidecar a.js' },
        ],
      },
    },
    'The gateway does not update: “global install verify” failed: missing bundled runtime sidecar a.js. OpenClaw 2026.9.6 lies on the disk now, and 2026.3.24 still runs: `npm i -g openclaw@2026.3.24` and a restart bring it back; data that the new version has converted stays converted.',
  ],
  ['it does not say why', { ok: false }, 'The gateway does not update: it does not say why.'],
]

for (const [words, answer, why] of answers)
  test(`${words}: ${why === null ? 'it updates' : 'it does not, and says why'}`, () =>
    expect(whyNotUpdated(answer)).toBe(why))
