import type { Act, CharacterPose, Frame, Stance, View } from './poses.ts'

type Drawings = {
  /** The stances it is drawn in. */
  stances: readonly Stance[]
  stepMs: number
  /** The order of its drawings; without it, one after the other. */
  order?: readonly number[]
  frames: readonly Frame[]
}

const acts: Readonly<Record<Act, Drawings>> = {
  idle: {
    stances: ['stand', 'sit', 'desk'],
    stepMs: 500,
    order: [0, 0, 1, 1, 0, 2, 1, 1],
    frames: [
      { left: 'idle', right: 'idle' },
      { left: 'idle', right: 'idle', breath: true },
      { left: 'idle', right: 'idle', face: 'blink' },
    ],
  },
  walk: {
    stances: ['stand'],
    stepMs: 130,
    frames: [
      { left: 'forward', right: 'back', step: 0 },
      { left: 'idle', right: 'idle', step: 1 },
      { left: 'back', right: 'forward', step: 2 },
      { left: 'idle', right: 'idle', step: 3 },
    ],
  },
  carry: {
    stances: ['stand'],
    stepMs: 140,
    frames: [
      { left: 'mug', right: 'mug', prop: 'papers', step: 0 },
      { left: 'mug', right: 'mug', prop: 'papers', step: 1 },
      { left: 'mug', right: 'mug', prop: 'papers', step: 2 },
      { left: 'mug', right: 'mug', prop: 'papers', step: 3 },
    ],
  },
  coffee: {
    stances: ['stand', 'sit'],
    stepMs: 600,
    order: [0, 0, 0, 1, 1, 0],
    frames: [
      { left: 'idle', right: 'mug', prop: 'mug', face: 'smile' },
      { left: 'idle', right: 'chin', prop: 'mugAtMouth', face: 'happy' },
    ],
  },
  talk: {
    stances: ['stand', 'sit', 'desk'],
    stepMs: 220,
    order: [0, 1, 0, 1, 2, 1],
    frames: [
      { left: 'idle', right: 'talk0', face: 'talk' },
      { left: 'idle', right: 'talk1', face: 'open' },
      { left: 'talk0', right: 'talk0', face: 'talkBig' },
    ],
  },
  wait: {
    stances: ['stand', 'desk'],
    stepMs: 260,
    frames: [
      { left: 'idle', right: 'raise', face: 'ask' },
      { left: 'idle', right: 'wave', face: 'ask', headY: -1 },
    ],
  },
  think: {
    stances: ['stand', 'desk'],
    stepMs: 700,
    frames: [
      { left: 'cross', right: 'chin', face: 'lookL' },
      { left: 'cross', right: 'chin', face: 'lookR', headX: 1 },
    ],
  },
  error: {
    stances: ['stand', 'desk'],
    stepMs: 110,
    frames: [
      { left: 'head', right: 'head', face: 'shock', headX: -1, sweat: 0 },
      { left: 'head', right: 'head', face: 'shock', headX: 1, sweat: 1 },
    ],
  },
  cheer: {
    stances: ['stand', 'desk'],
    stepMs: 200,
    frames: [
      { left: 'cheerLow', right: 'cheerLow', face: 'happy' },
      { left: 'cheerHigh', right: 'cheerHigh', face: 'happyOpen', leaps: true },
    ],
  },
  type: {
    stances: ['desk'],
    stepMs: 110,
    order: [0, 1, 0, 2, 1, 2, 0, 2],
    frames: [
      { left: 'type', right: 'type', face: 'focus' },
      { left: 'typeUp', right: 'type', face: 'focus', behind: { headX: -1 } },
      { left: 'type', right: 'typeUp', face: 'focus', headY: 1, behind: { headX: 1, headY: 0 } },
    ],
  },
  read: {
    stances: ['sit', 'desk'],
    stepMs: 900,
    order: [0, 0, 0, 1],
    frames: [
      { left: 'hold', right: 'hold', face: 'down', prop: 'book', headY: 1 },
      {
        left: 'hold',
        right: 'hold',
        face: 'down',
        prop: 'turningBook',
        headY: 1,
        behind: { left: 'typeUp', headX: 1, headY: 2 },
      },
    ],
  },
  sleep: {
    stances: ['desk'],
    stepMs: 5_000,
    frames: [
      { left: 'fold', right: 'fold', face: 'sleep', asleep: 0 },
      { left: 'fold', right: 'fold', face: 'sleep', asleep: 1 },
    ],
  },
  doze: {
    stances: ['stand', 'sit'],
    stepMs: 5_000,
    frames: [
      { left: 'idle', right: 'idle', face: 'sleep', headY: 1 },
      { left: 'idle', right: 'idle', face: 'sleep', headY: 1, breath: true },
    ],
  },
}

/** How coffee is drunk in the strip. */
const sips: readonly Frame[] = [
  { left: 'idle', right: 'hold', prop: 'cup' },
  { left: 'idle', right: 'chin', prop: 'cupAtMouth', face: 'blink' },
]

/** The act that comes nearest to one that a stance is not drawn in. Whatever is not named here is idle. */
const nearest: Readonly<Record<Stance, Partial<Record<Act, Act>>>> = {
  stand: { sleep: 'doze' },
  sit: { sleep: 'doze', type: 'read' },
  desk: { doze: 'sleep' },
}

/** The pose that is drawn for another. Only its act can differ: a stance fits the furniture around it. */
export function drawnPose(pose: CharacterPose): CharacterPose {
  if (acts[pose.act].stances.includes(pose.stance)) return pose
  return { ...pose, act: nearest[pose.stance][pose.act] ?? 'idle' }
}

/** From behind, nobody is seen to blink. */
function framesOf({ act, direction, isPlain }: CharacterPose): readonly Frame[] {
  if (act === 'coffee' && isPlain) return sips
  return act === 'idle' && direction === 'up' ? acts.idle.frames.slice(0, 2) : acts[act].frames
}

/** How many drawings a pose has, how long each is shown, and in which order they are. */
export function animationOf(pose: CharacterPose): { frames: number; stepMs: number; order: readonly number[] } {
  const drawn = drawnPose(pose)
  const { stepMs, order } = acts[drawn.act]
  const frames = framesOf(drawn).length
  return { frames, stepMs, order: order?.map((number) => number % frames) ?? [...Array(frames).keys()] }
}

/** The drawing of a pose with this number; the numbers begin again after the last one. */
export function viewOf(pose: CharacterPose, number: number): View {
  const drawn = drawnPose(pose)
  const { stance, direction, isPlain = false } = drawn
  const frames = framesOf(drawn)
  const at = number % frames.length
  const frame = frames[at]!
  const facing = direction === 'left' ? 'right' : direction
  return { frame: facing === 'up' ? { ...frame, ...frame.behind } : frame, number: at, facing, stance, isPlain }
}

/** What is seen away from desks is mirrored for the left with its light put right; everything else is mirrored as it is. */
export const isRelit = ({ stance, act }: CharacterPose) =>
  stance === 'sit' || (stance === 'stand' && ['idle', 'walk', 'carry', 'coffee', 'talk', 'doze'].includes(act))
