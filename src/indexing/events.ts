import type { GatewayState } from '../facts/gateway.ts'
import type { Progress, SourceReport } from '../facts/source.ts'

export type IndexingEvent =
  | { kind: 'source.changed'; source: SourceReport }
  | { kind: 'gateway.changed'; gateway: GatewayState }
  | { kind: 'indexed'; progress: Progress; done: boolean }
