import Anser from 'anser'
import { plainText } from './plain-text.ts'

/** What a terminal would show of an output: its text in runs of one look. Colours are the eight that a theme has. */
export type TerminalRun = {
  text: string
  colour: TerminalColour | null
  background: TerminalColour | null
  isBold: boolean
  isDim: boolean
  isItalic: boolean
  isUnderlined: boolean
}

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
type TerminalColour = (typeof colours)[number]

/** After so many changes of the look the rest of an output is shown without any. */
export const maxLooks = 2_000

/** Sets colours and the look of letters: the only sequence that stays. */
const looks = /\x1b\[[\d;:]{0,40}m/g
/** An operating-system command, such as a title or a link; a text without its end goes to the end of the line. */
const commands = /\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?/g
/** Other sequences: they move the cursor or clear the screen. */
const moves = /\x1b(?:\[[\x30-\x3f]{0,60}[\x20-\x2f]{0,4}[\x40-\x6c\x6e-\x7e]|[()#%][\w@]|[78=>cDEHMNOZ])/g

/** Takes an output of any origin apart. It never throws, and its length and time are bounded by those of the text. */
export function parseTerminal(output: string): TerminalRun[] {
  const text = afterReturns(output.replace(commands, '').replace(moves, ''))
  let end = text.length
  let count = 0
  for (const { index } of text.matchAll(looks))
    if (++count > maxLooks) {
      end = index
      break
    }
  const runs = Anser.ansiToJson(text.slice(0, end)).map(runOf)
  const rest = plainText(text.slice(end))
  return joined(rest === '' ? runs : [...runs, { ...plain, text: rest }])
}

const plain: Omit<TerminalRun, 'text'> = {
  colour: null,
  background: null,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
}

function runOf({ content, fg, bg, decorations }: Anser.AnserJsonEntry): TerminalRun {
  return {
    text: plainText(content),
    colour: fg ? nearest(fg) : null,
    background: bg ? nearest(bg) : null,
    isBold: decorations.includes('bold'),
    isDim: decorations.includes('dim'),
    isItalic: decorations.includes('italic'),
    isUnderlined: decorations.includes('underline'),
  }
}

/** Runs of the same look become one; what shows nothing is left out. */
function joined(runs: TerminalRun[]): TerminalRun[] {
  const all: TerminalRun[] = []
  for (const run of runs) {
    if (run.text === '') continue
    const last = all.at(-1)
    if (last && isSameLook(last, run)) all[all.length - 1] = { ...last, text: last.text + run.text }
    else all.push(run)
  }
  return all
}

const isSameLook = (one: TerminalRun, other: TerminalRun) =>
  (Object.keys(plain) as (keyof typeof plain)[]).every((key) => one[key] === other[key])

/** A line that was written over, as by a progress bar, shows what was written last. */
const afterReturns = (text: string) =>
  text
    .split('\n')
    .map((line) => {
      const written = line.replace(/\r+$/, '')
      return written.slice(written.lastIndexOf('\r') + 1)
    })
    .join('\n')

/** The colour of a theme that is nearest to red, green and blue, as in `187, 0, 0`. */
function nearest(rgb: string): TerminalColour {
  const [red = 0, green = 0, blue = 0] = rgb.split(',').map(Number)
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  if (most - least < 48) return most < 150 ? 'black' : 'white'
  // A part counts where it is nearer to the strongest than to the weakest; each part is a bit of the number.
  const middle = (most + least) / 2
  return colours[(red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0)] ?? 'white'
}
