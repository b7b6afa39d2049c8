import type { ActionGate } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import { sha256 } from '../lib/crypto.ts'
import { oneLine } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import { textDiff } from '../lib/text-diff.ts'
import { type AgentPatch, agentFields, agentsIn, type GatewayAgent, tiesOf } from './agent.ts'
import type { GatewayHand } from './gateway.ts'
import type { KnownGateways } from './known-gateways.ts'

type Deps = {
  gate: ActionGate
  hand: GatewayHand
  known: Pick<KnownGateways, 'one'>
  sleep?: (ms: number) => Promise<void>
  /** How long what was done may take until the gateway lists it, in ms. */
  seenWithinMs?: number
}

/** A new agent: its model is the gateway's default where none is named. */
type NewAgent = { name: string; workspace: string; emoji?: string | undefined; model?: string | undefined }

/** A file of an agent's workspace, with what names its text; `isHidden` where it holds something like a key. */
export type AgentFile = { name: string; content: string; revision: string; isMissing: boolean; isHidden: boolean }

const lookMs = 250
const listed = 200

/**
 * What a person does to the agents of a gateway, each through the gate and on record. A write counts as done once the
 * gateway itself lists it. What was changed elsewhere since it was seen is not written over.
 */
export function createAgentActs({ gate, hand, known, sleep = Bun.sleep, seenWithinMs = 50_000 }: Deps) {
  const configOf = async (place: string) => (await hand.askGateway(place, 'config.get', {})).parsed

  async function agentsOf(place: string) {
    const list = await hand.askGateway(place, 'agents.list', {})
    return agentsIn(list, await configOf(place))
  }

  async function agentOf(place: string, agentId: string): Promise<GatewayAgent> {
    const found = (await agentsOf(place)).find(({ id }) => id === agentId)
    if (!found) throw new Refusal('not-found', `There is no agent ${oneLine(agentId).slice(0, 60)} at this gateway.`)
    return found
  }

  /** Looks until the agents are as they should be. A gateway may restart for an agent, and is asked again then. */
  async function seen(place: string, what: string, isSo: (agents: GatewayAgent[]) => boolean) {
    const began = performance.now()
    for (;;) {
      const agents = await agentsOf(place).catch((error: unknown) => {
        if (error instanceof Refusal) return error
        throw error
      })
      if (!(agents instanceof Refusal) && isSo(agents)) return
      if (performance.now() - began >= seenWithinMs)
        throw new Refusal(
          'unavailable',
          agents instanceof Refusal
            ? `The gateway says that it is done, and cannot be asked for ${what} since. ${agents.message}`
            : `The gateway says that it is done, and does not list ${what}. Look before trying again.`,
        )
      await sleep(lookMs)
    }
  }

  /** Changes an agent that may have been made a moment ago: a gateway knows it only once its configuration is taken over. */
  async function updated(
    permit: Parameters<GatewayHand['callGateway']>[0],
    place: string,
    agentId: string,
    patch: AgentPatch,
  ) {
    for (let waitedMs = 0; ; waitedMs += lookMs) {
      try {
        return await hand.callGateway(permit, place, 'agents.update', { agentId, ...patch })
      } catch (error) {
        if (error instanceof Refusal && /unexpected property 'emoji'/.test(error.message))
          throw new Refusal(
            'conflict',
            'This version of OpenClaw cannot change the emoji of an agent. It stands in the configuration, under identity. Nothing was written.',
          )
        const isEarly = error instanceof Refusal && /not found/.test(error.message) && waitedMs < seenWithinMs
        if (!isEarly) throw error
        await sleep(lookMs)
      }
    }
  }

  const holds = (agent: GatewayAgent | undefined, wanted: AgentPatch) =>
    agent !== undefined && agentFields.every((field) => wanted[field] === undefined || agent[field] === wanted[field])

  async function fileOf(place: string, agentId: string, name: string): Promise<AgentFile & { raw: string }> {
    const { file } = await hand.askGateway(place, 'agents.files.get', { agentId, name })
    const raw = file.content ?? ''
    const content = redact(raw)
    return {
      name: file.name,
      content,
      raw,
      revision: file.missing ? 'missing' : sha256(raw),
      isMissing: file.missing === true,
      isHidden: content !== raw,
    }
  }

  return {
    list: async (id: string) => agentsOf(known.one(id).place),

    async add(caller: Caller, id: string, agent: NewAgent): Promise<GatewayAgent> {
      const { place, name: gateway } = known.one(id)
      const { name, workspace, emoji, model } = agent
      const agentId = await gate.pass({
        caller,
        action: 'create agent',
        target: `${name} at ${gateway}`,
        needs: 'admin',
        async perform(permit) {
          const made = await hand.callGateway(permit, place, 'agents.create', {
            name,
            workspace,
            ...(emoji ? { emoji } : {}),
          })
          if (model) await updated(permit, place, made.agentId, { model })
          return made.agentId
        },
        watch: (agentId) =>
          seen(place, name, (agents) =>
            holds(
              agents.find(({ id }) => id === agentId),
              model ? { model } : {},
            ),
          ),
      })
      return agentOf(place, agentId)
    },

    /** Changes some fields of an agent; `revision` is that of the agent as the person saw it. */
    async edit(
      caller: Caller,
      id: string,
      agentId: string,
      patch: AgentPatch,
      revision: string,
    ): Promise<GatewayAgent> {
      const { place, name: gateway } = known.one(id)
      const fields = agentFields.filter((field) => patch[field] !== undefined)
      await gate.pass({
        caller,
        action: `edit ${fields.join(', ')} of agent`,
        target: `${agentId} at ${gateway}`,
        needs: 'admin',
        async perform(permit) {
          if (fields.length === 0) throw new Refusal('bad-input', 'Nothing was changed.')
          const agent = await agentOf(place, agentId)
          if (agent.revision !== revision)
            throw new Refusal(
              'conflict',
              `${agent.name} was changed elsewhere since you opened it. Nothing was written; look at it again.`,
            )
          await updated(permit, place, agentId, patch)
        },
        watch: () =>
          seen(place, `the change of ${agentId}`, (agents) =>
            holds(
              agents.find(({ id }) => id === agentId),
              patch,
            ),
          ),
      })
      return agentOf(place, agentId)
    },

    async remove(caller: Caller, id: string, agentId: string, deletesFiles: boolean, given: string | undefined) {
      const { place, name: gateway } = known.one(id)
      const found = await agentOf(place, agentId).catch((error: unknown) => error as Error)
      const agent = found instanceof Error || found.keptBecause !== null ? undefined : found
      await gate.pass({
        caller,
        action: 'delete agent',
        target: `${agentId} at ${gateway}`,
        needs: 'admin',
        confirm: agent && { given, ask: await questionOf(place, agent, deletesFiles) },
        async perform(permit) {
          if (found instanceof Error) throw found
          // What it is may have changed since the question.
          const now = await agentOf(place, agentId)
          if (now.keptBecause !== null) throw new Refusal('conflict', `${now.name} is not deleted. ${now.keptBecause}`)
          await hand.callGateway(permit, place, 'agents.delete', { agentId, deleteFiles: deletesFiles })
        },
        watch: () => seen(place, `${agentId} as gone`, (agents) => !agents.some(({ id }) => id === agentId)),
      })
      return { id: agentId, removed: true as const }
    },

    async files(id: string, agentId: string) {
      const { files } = await hand.askGateway(known.one(id).place, 'agents.files.list', { agentId })
      return files.slice(0, listed).map(({ name, missing, size, updatedAtMs }) => ({
        name: oneLine(name),
        isMissing: missing === true,
        size: size ?? null,
        at: updatedAtMs ?? null,
      }))
    },

    async file(id: string, agentId: string, name: string): Promise<AgentFile> {
      const { raw: _, ...shown } = await fileOf(known.one(id).place, agentId, name)
      return shown
    },

    /** Writes a file of an agent once its diff was seen; `revision` is that of the text as the person opened it. */
    async writeFile(
      caller: Caller,
      id: string,
      agentId: string,
      { name, content, revision }: { name: string; content: string; revision: string },
      given: string | undefined,
    ): Promise<AgentFile> {
      const { place, name: gateway } = known.one(id)
      const before = await fileOf(place, agentId, name).catch((error: unknown) => error as Error)
      const isRead = !(before instanceof Error) && before.revision === revision && !before.isHidden
      const diff = isRead ? textDiff(before.raw, content) : ''
      await gate.pass({
        caller,
        action: `edit ${name} of agent`,
        target: `${agentId} at ${gateway}`,
        needs: 'admin',
        confirm:
          isRead && diff !== ''
            ? {
                given,
                ask: {
                  question: `Write ${name} of ${agentId}?`,
                  effect: 'The agent reads it at the beginning of its next turn.',
                  hits: [{ name, effect: 'changes as below; everything else in it stays' }],
                  exact: null,
                  diff,
                  phrase: sha256(`${revision} ${content}`).slice(0, 12),
                  isTyped: false,
                  verb: 'Write file',
                  safeVerb: 'Go on editing',
                },
              }
            : undefined,
        async perform(permit) {
          if (before instanceof Error) throw before
          if (before.isHidden)
            throw new Refusal(
              'conflict',
              `${name} holds something like a key, which is hidden here. Edit it where it lies.`,
            )
          if (before.revision !== revision) throw fileChanged(name)
          if (before.raw === content) throw new Refusal('bad-input', 'Nothing was changed.')
          const params = { agentId, name, content }
          const expected = before.isMissing ? {} : { expectedHash: before.revision }
          await hand
            .callGateway(permit, place, 'agents.files.set', { ...params, ...expected })
            .catch(async (error: unknown) => {
              if (!(error instanceof Refusal)) throw error
              if (/conflict|current hash|changed since/i.test(error.message)) throw fileChanged(name)
              if (!/unexpected property 'expectedHash'/.test(error.message)) throw error
              // 2026.3 takes no hash: its file is looked at once more, right before it is written.
              if ((await fileOf(place, agentId, name)).revision !== before.revision) throw fileChanged(name)
              return hand.callGateway(permit, place, 'agents.files.set', params)
            })
        },
        async watch() {
          const now = await fileOf(place, agentId, name)
          if (now.raw !== content)
            throw new Refusal(
              'unavailable',
              `The gateway says that ${name} is written, and shows another text. Look at it.`,
            )
        },
      })
      const { raw: _, ...shown } = await fileOf(place, agentId, name)
      return shown
    },
  }

  async function questionOf(place: string, agent: GatewayAgent, deletesFiles: boolean) {
    const [{ sessions, totalCount }, { jobs }, config] = await Promise.all([
      hand.askGateway(place, 'sessions.list', { limit: listed }),
      hand.askGateway(place, 'cron.list', { includeDisabled: true }),
      configOf(place),
    ])
    const ties = tiesOf(agent.id, sessions, totalCount ?? sessions.length, jobs ?? [], config)
    const count = `${ties.isWhole ? '' : 'at least '}${ties.sessions}`
    return {
      question: `Delete ${agent.name}?`,
      effect:
        'OpenClaw forgets the agent and moves its sessions away. What Wheelhouse has counted of it stays. This cannot be undone from here.',
      hits: [
        { name: agent.name, effect: `agent ${agent.id}` },
        { name: 'Its sessions', effect: ties.sessions === 0 ? 'there are none' : `${count} are moved to the trash` },
        ...(ties.crons.length > 0
          ? [
              {
                name: 'Cron jobs',
                effect: `${ties.crons.slice(0, 5).join(', ')}${ties.crons.length > 5 ? ` and ${ties.crons.length - 5} more` : ''} will fail without it`,
              },
            ]
          : []),
        ...(ties.bindings > 0
          ? [
              {
                name: 'Bindings',
                effect: `${ties.bindings} ${ties.bindings === 1 ? 'channel no longer reaches' : 'channels no longer reach'} it`,
              },
            ]
          : []),
        {
          name: 'Its workspace',
          effect: deletesFiles ? `${agent.workspace || 'its folder'} is moved to the trash` : 'stays',
        },
      ],
      exact: null,
      phrase: agent.id.slice(0, 60),
      isTyped: true,
      verb: 'Delete agent',
      safeVerb: 'Keep it',
    }
  }
}

const fileChanged = (name: string) =>
  new Refusal(
    'conflict',
    `${name} was changed elsewhere since you opened it. Nothing was written; your text is still here.`,
  )
