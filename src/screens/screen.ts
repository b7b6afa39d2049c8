/** What a screen on a wall can show, one page at a time. */
export const screenPages = ['bridge', 'office', 'needs', 'costs', 'crons', 'clock'] as const
export type ScreenPage = (typeof screenPages)[number]

/** One step of a rotation. A page that is off keeps its place and its time. */
export type ScreenStep = { page: ScreenPage; seconds: number; on: boolean }

/** A time of day on the screen's own clock, in minutes since midnight; `from` may be later than `to`. */
export type Span = { fromMinute: number; toMinute: number }

/** What people set for a screen. */
export type ScreenSettings = {
  name: string
  /** Screens of one group can be told something together. */
  group: string | null
  rotation: ScreenStep[]
  /** The page that it stays on, instead of rotating. */
  pinned: ScreenPage | null
  /** How bright it is, 10 to 100. */
  brightnessPercent: number
  /** When it is dimmed, and to what. */
  dimmed: (Span & { percent: number }) | null
  /** When it shows the clock and the office only, without a sound, and nothing interrupts. */
  quiet: (Span & { percent: number }) | null
  /** How loud its bell is when somebody begins to wait; null is silent. */
  bellPercent: number | null
  theme: string
  /** For its scale: texts are read from so far away. */
  diagonalInches: number | null
  distanceMetres: number | null
  /** Whether a PIN is needed before touch does anything. The PIN itself is never told. */
  hasPin: boolean
  /** Whether a need or failure interrupts the rotation. */
  interrupts: boolean
  /** Whether its picture moves by some pixels every 90 seconds. */
  shifts: boolean
}

/** What a screen says of itself, twice a minute. */
export type ScreenReport = {
  /** What it shows now. */
  page: ScreenPage
  /** Whether it stays on that page, and why. */
  stays: 'pinned' | 'held' | 'alert' | 'quiet' | null
  /** When the rotation goes on, in ms. */
  nextAt: number | null
  widthPx: number
  heightPx: number
  pixelRatio: number
  /** Such as `Chromium 131`. */
  browser: string
  frameRate: number | null
  memoryBytes: number | null
  /** Whether the system keeps the screen on. `insecure`: the browser allows it over https only. */
  wakeLock: 'held' | 'refused' | 'insecure' | 'unknown'
  /** The build of the page it runs. */
  build: string
  /** How old the data was that it showed, in ms; null while it is live. */
  staleMs: number | null
}

/** A line of what happened on a screen lately. */
export type ScreenMoment = { at: number; text: string }

export type Screen = ScreenSettings & {
  id: string
  pairedAt: number
  pairedBy: string
  /** Where it was when it was last heard of. */
  address: string | null
  lastSeenAt: number | null
  /** `live`: heard of within the last minute. */
  state: 'live' | 'dark' | 'never seen'
  report: ScreenReport | null
  moments: ScreenMoment[]
}

/** What a screen can be told from elsewhere. What it is told is done once, and does not last beyond it. */
export type ScreenCommand =
  | { do: 'next' | 'previous' | 'hold' | 'go on' | 'reload' | 'identify' }
  | { do: 'show'; page: ScreenPage }
  /** Shown in large letters for so long. */
  | { do: 'say'; text: string; seconds: number }

/** A screen that asks to be paired: what the page that shows the code gets. */
export type Pairing = { id: string; code: string; secret: string; until: number; page: string }

/** How it went on: the sign-in comes once, when somebody has paired the screen. */
export type PairingState = { state: 'waiting' | 'over' } | { state: 'paired'; screen: Screen; key: string }

export type ScreenEvent =
  | { kind: 'screen.changed'; screen: Screen }
  | { kind: 'screen.gone'; id: string }
  /** Heard by that screen alone. */
  | { kind: 'screen.told'; id: string; number: number | null; command: ScreenCommand }
