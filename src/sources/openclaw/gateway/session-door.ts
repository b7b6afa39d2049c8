import type { ActedSession, ActTaken, SessionActKind, SessionDoor } from '../../../facts/session-act.ts'
import { parseAgentId, parseSessionId } from '../../../ids.ts'
import { Refusal } from '../../../lib/refusal.ts'
import type { Gateways } from './gateways.ts'

/** What each act is called at a gateway, and which other call tells that its version does it as it is meant. */
const callsOf: Partial<Record<SessionActKind, string[]>> = {
  send: ['chat.send'],
  retry: ['chat.send'],
  // `queueMode` came with the method that answers how a chat begins; before that a message waits for the end of a run.
  steer: ['chat.send', 'chat.startup'],
  interrupt: ['chat.abort'],
  // Before, it cut off lines of the transcript.
  compact: ['sessions.compact', 'chat.startup'],
  reset: ['sessions.reset'],
  rename: ['sessions.patch'],
  archive: ['sessions.patch', 'sessions.patchMany'],
  delete: ['sessions.delete'],
  spawn: ['sessions.create'],
}

const lacking: Partial<Record<SessionActKind, string>> = {
  steer: 'words reach the agent once its run is over',
  compact: 'compact it by sending /compact',
  archive: 'it has no archive',
}

/** Sessions of OpenClaw through the gateway that speaks for their agent: what it can do, by the calls that it names. */
export function createGatewaySessionDoor({
  homeOf,
  door,
  act,
}: Pick<Gateways, 'homeOf' | 'door' | 'act'>): SessionDoor {
  return {
    async offer({ agentId, key }) {
      const home = homeOf(agentId)
      if (home === undefined || key === null)
        return {
          through: null,
          acts: [],
          note:
            key === null
              ? 'Its key is not known, so that the gateway cannot be told which session is meant.'
              : 'Its gateway is not connected. Start it, and it can be acted on here.',
          pid: null,
        }
      const { methods, version } = door(home)
      const kinds = Object.keys(callsOf) as SessionActKind[]
      const acts = kinds.filter((kind) => callsOf[kind]!.every((name) => methods.includes(name)))
      const missing = kinds.flatMap((kind) => (acts.includes(kind) ? [] : (lacking[kind] ?? [])))
      const note = missing.length === 0 ? null : `In OpenClaw ${version ?? 'of this version'} ${missing.join('; ')}.`
      return { through: 'gateway', acts, note, pid: null }
    },

    async act(session, { kind, text }, id) {
      const home = homeOf(session.agentId)
      const { key } = session
      if (home === undefined || key === null)
        throw new Refusal('unavailable', 'Its gateway is not connected. Start it, and try again.')
      switch (kind) {
        case 'send':
        case 'retry':
          await act(home, 'chat.send', { sessionKey: key, message: text ?? '', idempotencyKey: id })
          return taken
        case 'steer':
          await act(home, 'chat.send', {
            sessionKey: key,
            message: text ?? '',
            idempotencyKey: id,
            queueMode: 'steer',
          })
          return taken
        case 'interrupt': {
          const { aborted } = await act(home, 'chat.abort', { sessionKey: key })
          if (!aborted) throw new Refusal('conflict', 'Nothing ran in it any more.', { notRunning: true })
          return taken
        }
        case 'compact': {
          const { compacted, reason } = await act(home, 'sessions.compact', { key })
          if (!compacted)
            throw new Refusal('conflict', `The gateway did not compact it: ${reason ?? 'there is too little in it'}.`)
          return { ...taken, isSeen: true }
        }
        case 'reset':
          await act(home, 'sessions.reset', { key, reason: 'reset' })
          return taken
        case 'rename':
          await act(home, 'sessions.patch', { key, label: text ?? '' })
          return taken
        case 'archive':
          await act(home, 'sessions.patch', { key, archived: true, expectedSessionId: foreignIdOf(session) })
          return taken
        case 'delete': {
          const { deleted } = await act(home, 'sessions.delete', { key, deleteTranscript: true })
          if (!deleted) throw new Refusal('conflict', 'The gateway has no such session any more.')
          return taken
        }
        case 'spawn': {
          const agentId = key.split(':')[1] ?? parseAgentId(session.agentId)?.slug ?? ''
          const made = await act(home, 'sessions.create', { agentId, parentSessionKey: key, message: text ?? '' })
          return { newKey: made.key, isSeen: false, note: null }
        }
        case 'end':
          throw new Refusal('conflict', 'Its gateway runs every session of its home. Interrupt it instead.')
      }
    },
  }
}

const taken: ActTaken = { newKey: null, isSeen: false, note: null }

const foreignIdOf = ({ id }: ActedSession) => parseSessionId(id)?.uuid ?? ''
