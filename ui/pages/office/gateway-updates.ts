import type { Overview } from '../../../src/overview/overview.ts'

/** The gateways that told of a newer version of themselves when we connected. */
export const updatesOf = (overview: Pick<Overview, 'gateways'> | undefined) =>
  (overview?.gateways ?? []).flatMap(({ newest, reading }) =>
    newest === undefined || newest === reading?.version ? [] : { newest, version: reading?.version ?? null },
  )
