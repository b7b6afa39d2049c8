/** The name of a position of an arm. */
export type Arm = keyof typeof arms

export const arms = {
  idle: [
    [10, 20],
    [10, 23],
    [10, 24],
  ],
  type: [
    [10, 20],
    [9, 22],
    [11, 24],
    [12, 25],
  ],
  typeUp: [
    [10, 20],
    [9, 22],
    [11, 23],
    [12, 24],
  ],
  hold: [
    [10, 20],
    [9, 22],
    [11, 23],
  ],
  raise: [
    [10, 20],
    [8, 18],
    [8, 13],
    [8, 10],
  ],
  wave: [
    [10, 20],
    [8, 18],
    [7, 14],
    [6, 11],
  ],
  head: [
    [10, 20],
    [7, 18],
    [7, 13],
    [9, 10],
  ],
  chin: [
    [10, 20],
    [9, 22],
    [12, 20],
    [13, 18],
  ],
  cross: [
    [10, 20],
    [10, 23],
    [13, 23],
    [15, 23],
  ],
  talk0: [
    [10, 20],
    [8, 22],
    [6, 21],
  ],
  talk1: [
    [10, 20],
    [8, 21],
    [6, 18],
  ],
  fold: [
    [10, 22],
    [10, 25],
    [14, 25],
  ],
} satisfies Record<string, [number, number][]>

export type Face =
  | 'neutral'
  | 'blink'
  | 'talk'
  | 'open'
  | 'talkBig'
  | 'ask'
  | 'lookL'
  | 'lookR'
  | 'shock'
  | 'focus'
  | 'down'
  | 'sleep'

/** One drawing of a character at a desk from the front: its arms, its face, and how far its head is moved. */
export type Pose = {
  left: Arm
  right: Arm
  face?: Face
  headX?: number
  headY?: number
  /** The body is one pixel lower, as in a breath. */
  breath?: boolean
  book?: 'closed' | 'turning'
  sweat?: 0 | 1
  asleep?: 0 | 1
  /** A mug in the right hand: held, or at the mouth. */
  mug?: 'held' | 'up'
}

/** At a desk, whose edge cuts the body off; on its feet; or on a sofa. */
export type Posture = 'desk' | 'stand' | 'sit'

/** What a character can do, as the drawings of each act. */
export const acts = {
  idle: [
    { left: 'idle', right: 'idle' },
    { left: 'idle', right: 'idle', breath: true },
    { left: 'idle', right: 'idle', face: 'blink' },
  ],
  type: [
    { left: 'type', right: 'type', face: 'focus' },
    { left: 'typeUp', right: 'type', face: 'focus' },
    { left: 'type', right: 'typeUp', face: 'focus', headY: 1 },
  ],
  read: [
    { left: 'hold', right: 'hold', face: 'down', book: 'closed', headY: 1 },
    { left: 'hold', right: 'hold', face: 'down', book: 'turning', headY: 1 },
  ],
  talk: [
    { left: 'idle', right: 'talk0', face: 'talk' },
    { left: 'idle', right: 'talk1', face: 'open' },
    { left: 'talk0', right: 'talk0', face: 'talkBig' },
  ],
  think: [
    { left: 'cross', right: 'chin', face: 'lookL' },
    { left: 'cross', right: 'chin', face: 'lookR', headX: 1 },
  ],
  wait: [
    { left: 'idle', right: 'raise', face: 'ask' },
    { left: 'idle', right: 'wave', face: 'ask', headY: -1 },
  ],
  error: [
    { left: 'head', right: 'head', face: 'shock', headX: -1, sweat: 0 },
    { left: 'head', right: 'head', face: 'shock', headX: 1, sweat: 1 },
  ],
  sleep: [
    { left: 'fold', right: 'fold', face: 'sleep', asleep: 0 },
    { left: 'fold', right: 'fold', face: 'sleep', asleep: 1 },
  ],
  doze: [
    { left: 'idle', right: 'idle', face: 'sleep', headY: 1 },
    { left: 'idle', right: 'idle', face: 'sleep', headY: 1, breath: true },
  ],
  coffee: [
    { left: 'idle', right: 'hold', mug: 'held' },
    { left: 'idle', right: 'chin', face: 'blink', mug: 'up' },
  ],
} satisfies Record<string, Pose[]>

export type Act = keyof typeof acts
