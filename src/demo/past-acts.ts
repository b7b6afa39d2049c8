/** A line of the record, as the audit keeps it. */
type PastLine = {
  at: number
  actId: string
  stage: 'asked' | 'done' | 'failed' | 'refused'
  who: string
  role: 'admin' | 'operator' | 'viewer'
  credential: 'signed-in browser' | 'terminal' | 'token' | 'agent’s shell'
  action: string
  target: string
  detail: string | null
}

type Told = [
  minutesAgo: number,
  who: [name: string, role: PastLine['role'], credential: PastLine['credential']],
  action: string,
  target: string,
  /** How long it took in ms, and why it failed; a refusal has no duration. */
  end: { tookMs: number; failed?: string } | { refused: string },
]

const mara: Told[1] = ['Mara (sign-in:demo)', 'admin', 'signed-in browser']
const deck: Told[1] = ['Deck terminal (terminal:demo)', 'operator', 'terminal']
const script: Told[1] = ['deploy-script (token:demo)', 'operator', 'token']
const codex: Told[1] = ['Codex’s shell (agent)', 'viewer', 'agent’s shell']

const told: Told[] = [
  [2_960, mara, 'create token', 'deploy-script', { tookMs: 6 }],
  [2_874, mara, 'set budget', 'all, $60.00 per day', { tookMs: 14 }],
  [1_717, script, 'run cron job', 'repo-sync', { tookMs: 2_140 }],
  [
    1_544,
    codex,
    'asked for a token',
    'POST /api/tokens',
    { refused: 'This is Codex’s shell. Agents may not act here, nor raise their rights.' },
  ],
  [1_390, mara, 'restart service', 'Gateway', { tookMs: 24_310 }],
  [1_102, deck, 'switch off cron job', 'parquet-compact', { tookMs: 830 }],
  [1_096, deck, 'switch on cron job', 'parquet-compact', { tookMs: 790 }],
  [
    742,
    script,
    'run cron job',
    'backup-offsite',
    {
      tookMs: 60_200,
      failed:
        'The gateway has queued backup-offsite, and it has not begun within a minute. Another run may be in its way; it may still begin.',
    },
  ],
  [611, mara, 'edit schedule of cron job', 'nightly-digest', { tookMs: 1_260 }],
  [506, mara, 'deny', 'git push --force origin fix/arc-drift', { tookMs: 92 }],
  [163, mara, 'deny', 'rm -rf ~/backups/2025-*', { tookMs: 81 }],
  [
    160,
    script,
    'asked to change something',
    'DELETE /api/crons/openclaw:old',
    { refused: 'There is no job with that id.' },
  ],
  [96, mara, 'allow once', 'curl -s https://charts.harbor.example/tides/2026-12.csv', { tookMs: 140 }],
  [41, mara, 'unlock services', 'for ten minutes', { tookMs: 2 }],
  [40, mara, 'restart service', 'demo-redis', { tookMs: 5_020 }],
]

/** What people did here before the demo began, as the lines of its record, the oldest first. Times in ms. */
export const pastActs = (now: number): PastLine[] =>
  told
    .flatMap(([minutesAgo, [who, role, credential], action, target, end], number): PastLine[] => {
      const at = now - minutesAgo * 60_000
      const line = { actId: `demo-${number}`, who, role, credential, action, target }
      if ('refused' in end) return [{ ...line, at, stage: 'refused', detail: end.refused }]
      return [
        { ...line, at, stage: 'asked', detail: null },
        { ...line, at: at + end.tookMs, stage: end.failed ? 'failed' : 'done', detail: end.failed ?? null },
      ]
    })
    .toSorted((a, b) => a.at - b.at)
