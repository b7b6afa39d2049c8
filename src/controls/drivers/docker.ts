import Docker from 'dockerode'
import { Refusal } from '../../lib/refusal.ts'
import { isContainerId } from '../driver.ts'
import { type Handle, type LogLine, usualLimits } from '../handle.ts'
import { lineOf } from '../log-lines.ts'
import { type Inspected, readContainer } from '../read-state.ts'
import { nothingKnown, unread } from '../service.ts'

/** A container as it is found: its whole id and the name people call it. */
export type FoundContainer = { id: string; name: string; image: string }

/** How long an engine may take to answer a question. */
const answerMs = 5_000
const maxContainers = 200
const maxLogBytes = 256 << 10

export type Engine = ReturnType<typeof openEngine>

/** The Docker engine behind a socket file. It is asked first and told only what an act says, by the whole id. */
export function openEngine(socketPath: string, { rssOf }: { rssOf: (pid: number) => number | null }) {
  const docker = new Docker({ socketPath, timeout: answerMs })

  return {
    /** All containers, running or not. Throws where the engine does not answer. */
    async containers(): Promise<FoundContainer[]> {
      const found = await docker.listContainers({ all: true, limit: maxContainers })
      return found.flatMap(({ Id, Names, Image }) =>
        isContainerId(Id) ? [{ id: Id, name: (Names[0] ?? Id.slice(0, 12)).replace(/^\//, ''), image: Image }] : [],
      )
    },

    handle(id: string): Handle {
      if (!isContainerId(id)) throw new Error('A container is told by its whole id.')
      const container = docker.getContainer(id)
      return {
        limits: usualLimits,
        answers: true,

        async read() {
          try {
            const reading = readContainer((await container.inspect()) as Inspected)
            return { ...reading, rssBytes: reading.pid === null ? null : rssOf(reading.pid) }
          } catch (error) {
            return (error as { statusCode?: number }).statusCode === 404
              ? { ...nothingKnown, state: 'unknown', reason: 'there is no such container any more' }
              : unread(whyOf(error, socketPath))
          }
        },

        abilities: async ({ state, reason }) => ({
          verbs:
            state === 'unknown'
              ? []
              : (['start', 'stop', 'restart'] as const).map((verb) => ({
                  verb,
                  exact: `docker ${reason === 'paused' && verb === 'start' ? 'unpause' : verb} ${id.slice(0, 12)}`,
                })),
          note: null,
        }),

        async ask(permit, verb) {
          permit.check()
          if (verb === 'update')
            throw new Refusal('bad-input', 'A container is updated by its image, which is not done here.')
          try {
            const { State } = (await container.inspect()) as Inspected
            if (verb === 'start' && State?.Status === 'paused') return void (await container.unpause())
            // The engine answers `stop` and `restart` only when the container has ended, which is watched and not waited for.
            const asking =
              verb === 'start' ? container.start() : verb === 'stop' ? container.stop() : container.restart()
            await Promise.race([asking, Bun.sleep(1_000)])
            asking.catch(() => {
              // What became of it is seen by looking.
            })
          } catch (error) {
            // 304: it is so already.
            if ((error as { statusCode?: number }).statusCode !== 304)
              throw new Refusal('unavailable', `Docker refuses: ${whyOf(error, socketPath)}`)
          }
        },

        async log(lines) {
          try {
            const { Config } = (await container.inspect()) as { Config?: { Tty?: boolean } }
            const bytes = (await container.logs({
              stdout: true,
              stderr: true,
              timestamps: true,
              tail: lines,
              follow: false,
            })) as unknown as Buffer
            return linesOf(Config?.Tty ? bytes.subarray(-maxLogBytes).toString() : withoutHeads(bytes))
          } catch {
            // Some log drivers keep nothing that could be read.
            return []
          }
        },

        effectOf: (verb) =>
          verb === 'start'
            ? 'It starts.'
            : verb === 'stop'
              ? 'It gets ten seconds to end by itself, then it is ended.'
              : 'It gets ten seconds to end by itself, and is started again.',
      }
    },
  }
}

/** Docker mixes both streams into one, each piece behind eight bytes: which stream, and how long it is. */
function withoutHeads(bytes: Buffer): string {
  const parts: Buffer[] = []
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4)
    parts.push(bytes.subarray(at + 8, at + 8 + length))
    at += 8 + length
  }
  return Buffer.concat(parts).subarray(-maxLogBytes).toString()
}

const linesOf = (text: string): LogLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, stamp, rest] = /^(\d{4}-\d\d-\d\dT\S+) (.*)$/.exec(line) ?? []
      const at = Date.parse(stamp ?? '')
      return lineOf(rest ?? line, Number.isNaN(at) ? null : at)
    })

/** Why an engine cannot be asked, for people. */
export function whyOf(error: unknown, socketPath: string): string {
  const { code, statusCode, message, json } = error as {
    code?: string
    statusCode?: number
    message?: string
    json?: { message?: string }
  }
  if (code === 'EACCES' || code === 'EPERM')
    return `this user may not open ${socketPath}: sudo usermod -aG docker "$USER", then log in again`
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return `no Docker engine answers at ${socketPath}`
  if (code === 'ETIMEDOUT' || /timeout/i.test(message ?? ''))
    return `the Docker engine at ${socketPath} does not answer`
  return (json?.message ?? message ?? `it answered ${statusCode ?? 'nothing'}`).slice(0, 300)
}
