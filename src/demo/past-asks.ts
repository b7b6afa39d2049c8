import type { ApprovalRequest, Decision } from '../facts/approval.ts'
import { memberOf } from './crew.ts'
import { between, seeded, uuid } from './random.ts'

/** A request that was decided before the demo began. Times in ms. */
export type PastAsk = {
  request: ApprovalRequest
  source: string
  sessionId: null
  state: 'answered' | 'elsewhere' | 'expired'
  decision: Decision | null
  by: string | null
  byId: null
  decidedAt: number | null
  endedAt: number
  note: null
}

type Told = [minutesAgo: number, agentId: string, command: string, decision: Decision | null, by: string | null]

const told: Told[] = [
  [24, 'forge', 'bun test beam --rerun-each 5', 'allow-once', 'Mara'],
  [57, 'rigger', 'certbot renew --dry-run', 'allow-once', 'Telegram'],
  [96, 'scout', 'curl -s https://charts.harbor.example/tides/2026-12.csv | tee data/tides.csv', 'allow-once', 'Mara'],
  [141, 'forge', 'git push origin v4.2.0-rc.1', 'allow-once', 'Mara'],
  [163, 'rigger', 'rm -rf ~/backups/2025-*', 'deny', 'Mara'],
  [205, 'sparks', 'ssh pi@10.0.0.8 sudo reboot', 'deny', 'Telegram'],
  [262, 'forge', 'npm install --global jsonld-cli', null, null],
  [318, 'quill', 'pandoc newsletter.md -o newsletter.pdf', 'allow-always', 'Mara'],
  [377, 'echo', 'duckdb costs.db -c "SELECT sum(usd) FROM month"', 'allow-once', 'Telegram'],
  [431, 'rigger', 'docker system prune --volumes --force', 'deny', 'Mara'],
  [506, 'forge', 'git push --force origin fix/arc-drift', 'deny', 'Mara'],
  [611, 'bosun', 'restic prune --keep-weekly 8', 'allow-once', 'Mara'],
]

/** What the crew asked in the hours before the demo began, and who decided. */
export function pastAsks({ seed, now, home }: { seed: number; now: number; home: string }): PastAsk[] {
  const random = seeded(seed ^ 0xa5c)
  return told.map(([minutesAgo, agentId, command, decision, by]) => {
    const askedAt = now - minutesAgo * 60_000
    const waited = decision === null ? 600_000 : between(random, 6_000, 190_000)
    const { cwd } = memberOf(agentId)
    return {
      request: {
        id: `gateway.exec:${uuid(random)}`,
        door: 'gateway',
        runtime: 'openclaw',
        key: null,
        agent: agentId,
        kind: 'command',
        tool: 'exec',
        action: { kind: 'command', command, cwd, exitCode: null },
        input: null,
        isCut: false,
        folder: cwd,
        reason: null,
        warnings: [],
        questions: [],
        decisions: ['allow-once', 'allow-always', 'deny'],
        forSession: null,
        always: null,
        takesReason: false,
        takesCommand: false,
        askedAt,
        expiresAt: askedAt + 600_000,
        atExpiry: 'denied',
        place: 'a client of the gateway, such as its own web page',
      },
      source: `gateway ${home}`,
      sessionId: null,
      state: decision === null ? 'expired' : by === 'Telegram' ? 'elsewhere' : 'answered',
      decision,
      by,
      byId: null,
      decidedAt: decision === null ? null : askedAt + waited,
      endedAt: askedAt + waited,
      note: null,
    }
  })
}
