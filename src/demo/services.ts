/** A service of the demo, which runs nowhere. Times in ms. */
type DemoService = {
  name: string
  group: 'containers' | 'units'
  /** What it is an instance of: an image, a unit. */
  unit: string
  upForMs: number | null
  rssBytes: number | null
  port: number | null
  /** How it failed; null where it did not. */
  failed: string | null
  dependsOn: string[]
  log: string[]
}

const hour = 3_600_000
const day = 24 * hour
const mb = 1 << 20

const service = (
  name: string,
  group: DemoService['group'],
  unit: string,
  rest: Partial<Omit<DemoService, 'name' | 'group' | 'unit'>> = {},
): DemoService => ({
  name,
  group,
  unit,
  upForMs: null,
  rssBytes: null,
  port: null,
  failed: null,
  dependsOn: [],
  log: [],
  ...rest,
})

/** What stands beside the gateway in the demo. Every name says that it is one. */
export const demoServices: DemoService[] = [
  service('demo-postgres', 'containers', 'postgres:18', {
    upForMs: 31 * day,
    rssBytes: 212 * mb,
    port: 5_432,
    log: ['database system is ready to accept connections', 'checkpoint complete: wrote 214 buffers (1.3%)'],
  }),
  service('demo-qdrant', 'containers', 'qdrant/qdrant:v1.18', {
    upForMs: 31 * day,
    rssBytes: 1_090 * mb,
    port: 6_333,
    log: ['Qdrant HTTP listening on 6333', 'Loaded collection notes, 48,112 points'],
  }),
  service('demo-redis', 'containers', 'redis:8', {
    upForMs: 6 * day + 4 * hour,
    rssBytes: 38 * mb,
    port: 6_379,
    log: ['Ready to accept connections tcp'],
  }),
  service('demo-browser', 'containers', 'browserless/chromium:2', {
    failed: 'ended with exit code 1, restarted 5 times',
    log: ['error: cannot bind 0.0.0.0:3000: address already in use', 'exited with code 1'],
  }),
  service('demo-search', 'containers', 'searxng/searxng:2026', {
    upForMs: 2 * day + 7 * hour,
    rssBytes: 96 * mb,
    port: 8_080,
    dependsOn: ['demo-redis'],
    log: ['WSGI app ready in 2 seconds'],
  }),
  service('demo-ollama', 'units', 'demo-ollama.service', {
    upForMs: 4 * day,
    rssBytes: 6_246 * mb,
    port: 11_434,
    log: ['inference compute id=0 library=cpu', 'Listening on 127.0.0.1:11434'],
  }),
  service('demo-mail', 'units', 'demo-mail-bridge.service', {
    upForMs: 12 * day,
    rssBytes: 61 * mb,
    dependsOn: ['demo-postgres'],
    log: ['connected to imap.example, idle'],
  }),
  service('demo-whisper', 'units', 'demo-whisper.service', { log: ['stopped by its user'] }),
]
