export type TimeOfDay = 'dawn' | 'day' | 'dusk' | 'night'

/** Red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number]

/** The light of one moment. Strengths are shares of one; colours are names of the palette. */
export type Daylight = {
  /** The colour everything is multiplied with before lights are added. */
  ambient: Rgb
  /** The light of the sky itself, behind the glass. */
  glass: Rgb
  /** How bright lamps burn; 0 by day. */
  lamp: number
  lampColour: string
  /** How bright screens shine. */
  screen: number
  /** What falls from a window onto the floor below it. */
  sky: string
  pool: number
  /** The beams that come through the windows. */
  shaft: number
  shaftColour: string
}

/** The hour at which each time of day begins, in the configured zone. */
const begins: readonly (readonly [number, TimeOfDay])[] = [
  [5, 'dawn'],
  [8, 'day'],
  [18, 'dusk'],
  [21, 'night'],
]

export const timeOfDay = (hour: number): TimeOfDay =>
  begins.reduce<TimeOfDay>((time, [from, next]) => (hour >= from ? next : time), 'night')

const lights: Record<TimeOfDay | 'dim day', Daylight> = {
  day: {
    ambient: [255, 252, 244],
    lamp: 0,
    lampColour: 'gold1',
    screen: 0.25,
    glass: [255, 255, 255],
    sky: 'slate5',
    pool: 0.1,
    shaft: 0.34,
    shaftColour: 'gold2',
  },
  // What a bright day is in a dark theme: cool and dim, so that the scene does not outshine the panels around it.
  'dim day': {
    ambient: [138, 142, 190],
    lamp: 0.5,
    lampColour: 'gold0',
    screen: 0.6,
    glass: [176, 190, 226],
    sky: 'slate3',
    pool: 0.16,
    shaft: 0.2,
    shaftColour: 'slate4',
  },
  dawn: {
    ambient: [206, 190, 214],
    lamp: 0.4,
    lampColour: 'gold0',
    screen: 0.5,
    glass: [244, 238, 248],
    sky: 'pink1',
    pool: 0.24,
    shaft: 0.3,
    shaftColour: 'pink1',
  },
  dusk: {
    ambient: [226, 168, 158],
    lamp: 0.55,
    lampColour: 'gold0',
    screen: 0.5,
    glass: [255, 244, 240],
    sky: 'gold1',
    pool: 0.24,
    shaft: 0.4,
    shaftColour: 'gold1',
  },
  night: {
    ambient: [92, 94, 158],
    lamp: 1,
    lampColour: 'gold1',
    screen: 0.85,
    glass: [236, 238, 255],
    sky: 'blue3',
    pool: 0.3,
    shaft: 0.16,
    shaftColour: 'blue3',
  },
}

/** The light of a time of day as such. `isDim` is a dark theme around the picture. */
export const lightOf = (time: TimeOfDay, isDim = false): Daylight => lights[time === 'day' && isDim ? 'dim day' : time]

/** The hour of the day in a zone at a moment (ms), with its minutes as a fraction. */
export function hourIn(timezone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(at)
  const partOf = (type: 'hour' | 'minute') => Number(parts.find((part) => part.type === type)!.value)
  return partOf('hour') + partOf('minute') / 60
}

/** How long one time of day goes over into the next, in hours around its beginning. */
const twilightHours = 1

/** The sky of a moment: what it was, what it becomes, and how much of that is reached. */
export type Sky = { from: TimeOfDay; to: TimeOfDay; share: number }

/** The sky at an hour of the day, with its minutes as a fraction. */
export function skyAt(hour: number): Sky {
  for (const [start, to] of begins) {
    const since = hour - (start - twilightHours / 2)
    if (since >= 0 && since < twilightHours)
      return { from: timeOfDay(start - twilightHours), to, share: since / twilightHours }
  }
  const time = timeOfDay(hour)
  return { from: time, to: time, share: 1 }
}

const mix = (a: number, b: number, share: number) => a + (b - a) * share
const mixed = (a: Rgb, b: Rgb, share: number): Rgb => [0, 1, 2].map((k) => mix(a[k]!, b[k]!, share)) as never

/** The light at an hour of the day: between two times of day, a mixture of both. */
export function daylightAt(hour: number, isDim = false): Daylight {
  const { from, to, share } = skyAt(hour)
  const before = lightOf(from, isDim)
  const after = lightOf(to, isDim)
  if (before === after) return after
  const named = share < 0.5 ? before : after
  return {
    ambient: mixed(before.ambient, after.ambient, share),
    glass: mixed(before.glass, after.glass, share),
    lamp: mix(before.lamp, after.lamp, share),
    lampColour: named.lampColour,
    screen: mix(before.screen, after.screen, share),
    sky: named.sky,
    pool: mix(before.pool, after.pool, share),
    shaft: mix(before.shaft, after.shaft, share),
    shaftColour: named.shaftColour,
  }
}

/** A new moon, in ms, and how long it is to the next one. */
const newMoonAt = Date.UTC(2000, 0, 6, 18, 14)
const synodicMonthMs = 29.530588853 * 86_400_000

/** How far the moon is in its month: 0 is new, 0.5 full. */
export const moonPhaseAt = (at: number) => ((((at - newMoonAt) / synodicMonthMs) % 1) + 1) % 1
