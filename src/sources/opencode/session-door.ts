import type { ActedSession, SessionDoor } from '../../facts/session-act.ts'
import { Refusal } from '../../lib/refusal.ts'
import { record } from '../common/parse-values.ts'
import { boundedText, call } from './server-client.ts'
import type { OpencodeServer } from './servers.ts'

const lookMs = 50
const idleWithinMs = 2_000

/** Sessions of opencode through the server that has them, where one runs. */
export function createOpencodeSessionDoor({ servers }: { servers: () => OpencodeServer[] }): SessionDoor {
  /** The server that has a session of this folder; several may, and the one that works on it is it. */
  async function serverOf({ key, folder }: ActedSession): Promise<OpencodeServer | undefined> {
    if (key === null || !/^[\w-]{1,100}$/.test(key)) return undefined
    const having = await Promise.all(
      servers().map(async (server) => ((await call(server, `/session/${key}`, folder))?.ok ? server : undefined)),
    )
    const found = having.filter((server) => server !== undefined)
    if (found.length < 2) return found[0]
    const busy = await Promise.all(found.map((server) => isBusy(server, key, folder)))
    return found[busy.indexOf(true)] ?? found[0]
  }

  return {
    async offer(session) {
      const server = await serverOf(session)
      return (
        server && {
          through: 'server',
          acts: ['send', 'retry', 'interrupt'],
          note: 'While it works, words wait for the end of its turn.',
          pid: server.pid,
        }
      )
    },

    async act(session, { kind, text }) {
      const server = await serverOf(session)
      const { key, folder } = session
      if (!server || key === null)
        throw new Refusal('conflict', 'No server of opencode has this session any more.', { notRunning: true })
      const ask = async (route: string, body: object) => {
        const answer = await call(server, `/session/${key}/${route}`, folder, body)
        if (!answer)
          throw new Refusal(
            'unavailable',
            'opencode did not answer; it may have been done. Look before trying again.',
            {
              maybeDone: true,
            },
          )
        if (!answer.ok) throw new Refusal('conflict', `opencode refuses it (${answer.status}).`)
      }
      if (kind !== 'interrupt') {
        await ask('prompt_async', { parts: [{ type: 'text', text: text ?? '' }] })
        return { newKey: null, isSeen: false, note: null }
      }
      if (!(await isBusy(server, key, folder)))
        throw new Refusal('conflict', 'Nothing ran in it any more.', { notRunning: true })
      await ask('abort', {})
      for (let waitedMs = 0; waitedMs < idleWithinMs; waitedMs += lookMs) {
        if (!(await isBusy(server, key, folder))) return { newKey: null, isSeen: true, note: null }
        await Bun.sleep(lookMs)
      }
      return { newKey: null, isSeen: false, note: null }
    },
  }
}

/** Whether a server says that a session works. Those that do not are in no list. */
async function isBusy(server: OpencodeServer, key: string, folder: string | null): Promise<boolean> {
  const answer = await call(server, '/session/status', folder)
  try {
    return answer?.ok === true && record(record(JSON.parse(await boundedText(answer)))?.[key])?.type !== undefined
  } catch {
    // What it says is no JSON.
    return false
  }
}
