import type { Act, CharacterPose, Stance } from '../poses.ts'

export const stances: readonly Stance[] = ['stand', 'sit', 'desk']
export const directions: readonly CharacterPose['direction'][] = ['down', 'up', 'left', 'right']
export const everyAct: readonly Act[] = [
  'idle',
  'walk',
  'carry',
  'coffee',
  'talk',
  'wait',
  'think',
  'error',
  'cheer',
  'type',
  'read',
  'sleep',
  'doze',
]

/** Every act in every stance, to every side. */
export const everyPose: readonly CharacterPose[] = stances.flatMap((stance) =>
  everyAct.flatMap((act) => directions.map((direction) => ({ stance, act, direction }))),
)
