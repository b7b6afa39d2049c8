/** The sides that are drawn. Who faces left is mirrored from one who faces right. */
export type Facing = 'down' | 'up' | 'right'

/** On its feet; on a sofa or a chair; or at a desk, whose edge cuts off the body of who faces down. */
export type Stance = 'stand' | 'sit' | 'desk'

export type Act =
  | 'idle'
  | 'walk'
  | 'carry'
  | 'coffee'
  | 'talk'
  | 'wait'
  | 'think'
  | 'error'
  | 'cheer'
  | 'type'
  | 'read'
  | 'sleep'
  | 'doze'

/** What a character does, how it holds itself, and the side it faces. */
export type CharacterPose = {
  stance: Stance
  act: Act
  direction: Facing | 'left'
  /** As the strip shows it: without tail and skirt, and with a small cup. */
  isPlain?: true
}

/** The position of an arm. */
export type Arm =
  | 'idle'
  | 'forward'
  | 'back'
  | 'type'
  | 'typeUp'
  | 'hold'
  | 'mug'
  | 'raise'
  | 'wave'
  | 'cheerLow'
  | 'cheerHigh'
  | 'head'
  | 'chin'
  | 'cross'
  | 'talk0'
  | 'talk1'
  | 'fold'

export type Face =
  | 'blink'
  | 'smile'
  | 'happy'
  | 'happyOpen'
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

/** What is held in both hands or in the right one; the cup is that of the strip. */
export type Prop = 'book' | 'turningBook' | 'papers' | 'mug' | 'mugAtMouth' | 'cup' | 'cupAtMouth'

/** One drawing of an act: arms on the left and right of the screen, the face, and how far the head is moved. */
export type Frame = {
  left: Arm
  right: Arm
  face?: Face
  headX?: number
  headY?: number
  /** The head is one pixel lower, as in a breath. */
  breath?: true
  /** Both feet are off the ground. */
  leaps?: true
  /** Which of the four drawings of two steps its legs are in. */
  step?: 0 | 1 | 2 | 3
  prop?: Prop
  sweat?: 0 | 1
  asleep?: 0 | 1
  /** What is different from behind. */
  behind?: Partial<Frame>
}

/** What a drawing program draws: the drawing with this number of an act. */
export type View = { frame: Frame; number: number; facing: Facing; stance: Stance; isPlain: boolean }

export const isSeated = ({ stance }: View) => stance !== 'stand'

/** A desk hides the legs of who sits at it and faces down. */
export const isBehindDesk = ({ stance, facing }: View) => stance === 'desk' && facing === 'down'

/** In every second drawing of a walk the body is one pixel higher. */
export const isMidStep = ({ frame }: View) => frame.step === 1 || frame.step === 3

export const isHeldInBothHands = (prop: Prop | undefined) =>
  prop === 'book' || prop === 'turningBook' || prop === 'papers'
