import { measureOf, nameOfMeasure } from '../../health/kept-measures.ts'
import type { Subject } from '../incident.ts'

/** What a measure is about: one disk, one GPU, the machine, the gateway, what agents spend and do, or this program. */
export function subjectOfMeasure(measure: string): Subject {
  const { kind } = measureOf(measure) ?? { kind: 'machine' }
  const suffix = /:(.*)$/s.exec(measure)?.[1]
  switch (kind) {
    case 'disk':
      return suffix === undefined
        ? { id: 'disk', name: 'The fullest disk' }
        : { id: `disk:${suffix}`, name: `Disk ${suffix}` }
    case 'gpu':
      return { id: `gpu:${suffix ?? '0'}`, name: nameOfMeasure(`gpu.percent:${suffix ?? '0'}`) }
    case 'gateway':
      return { id: 'gateway', name: 'The gateway' }
    case 'costs':
      return { id: 'costs', name: 'What agents spend' }
    case 'sessions':
    case 'agents':
      return { id: 'agents', name: 'All agents' }
    case 'self':
      return { id: 'self', name: 'Wheelhouse' }
    case 'machine':
      return { id: 'machine', name: 'This machine' }
  }
}
