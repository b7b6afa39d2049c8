import type { CronRunner } from '../crons/cron-runner.ts'
import { definitionIn } from '../facts/cron-definition.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { Indexing } from '../indexing/indexing.ts'
import { Refusal } from '../lib/refusal.ts'

/** Jobs are changed through the gateway of their home. */
export function createCronRunner(
  { callGateway }: Pick<Indexing, 'callGateway'>,
  gateways: () => GatewayState[],
): CronRunner {
  return {
    homes: () =>
      gateways().map(({ home, state, words }) => ({
        home,
        isThere: state === 'connected' || state === 'unsteady',
        words: `${stateWords[state]}${words && state === 'refused' ? `: ${words}` : ''}`,
      })),
    async get(permit, { home, foreignId }) {
      try {
        const { configRevision, ...job } = await callGateway(permit, home, 'cron.get', { id: foreignId })
        return {
          definition: definitionIn({ ...job, enabled: job.enabled !== false }),
          revision: configRevision ?? null,
        }
      } catch (error) {
        if (error instanceof Refusal && error.details.unknownCall === 'cron.get') return null
        throw error
      }
    },
    add: async (permit, home, job) => (await callGateway(permit, home, 'cron.add', job)).id,
    async update(permit, { home, foreignId }, patch, revision) {
      const expected = revision === null ? {} : { expectedConfigRevision: revision }
      await callGateway(permit, home, 'cron.update', { id: foreignId, patch, ...expected })
    },
    async remove(permit, { home, foreignId }) {
      await callGateway(permit, home, 'cron.remove', { id: foreignId })
    },
    async run(permit, { home, foreignId }) {
      const answer = await callGateway(permit, home, 'cron.run', { id: foreignId, mode: 'force' })
      return 'ran' in answer ? { reason: answer.reason } : { runId: answer.runId }
    },
  }
}

const stateWords: Record<GatewayState['state'], string> = {
  connected: 'is there',
  unsteady: 'comes and goes',
  connecting: 'is being connected',
  refused: 'refuses us',
  down: 'is down',
  absent: 'is not running',
  restarting: 'is restarting',
}
