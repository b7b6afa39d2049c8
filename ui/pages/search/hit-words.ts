import FilePen from 'lucide-solid/icons/file-pen'
import FileText from 'lucide-solid/icons/file-text'
import Globe from 'lucide-solid/icons/globe'
import Heading from 'lucide-solid/icons/heading'
import Info from 'lucide-solid/icons/info'
import MessageSquare from 'lucide-solid/icons/message-square'
import SquareTerminal from 'lucide-solid/icons/square-terminal'
import Terminal from 'lucide-solid/icons/terminal'
import { oneLine } from '../../../src/lib/plain-text.ts'
import type { SearchHit } from '../../../src/search/answer.ts'
import type { DocumentKind } from '../../../src/search/document.ts'
import type { SearchPlace } from '../../../src/search/places.ts'
import { type Activity, activityOf } from '../../../src/sessions/state.ts'

export const placeWords: Record<SearchPlace, string> = {
  all: 'Everywhere',
  titles: 'Titles',
  words: 'What was said',
  tools: 'Tool calls',
  results: 'Tool output',
}

/** What a hit is, in a word. */
export const kindWords: Record<DocumentKind, string> = {
  title: 'title',
  prompt: 'prompt',
  answer: 'answer',
  thinking: 'thoughts',
  note: 'note',
  call: 'call',
  output: 'output',
}

/** Who or what a hit stands in: `You`, the agent, `Edit reconnect.ts`. */
export function labelOf({ kind, tool }: Pick<SearchHit, 'kind' | 'tool'>, agentName: string): string {
  switch (kind) {
    case 'prompt':
      return 'Prompt'
    case 'answer':
      return agentName
    case 'title':
      return 'Title'
    case 'thinking':
      return `${agentName} thinking`
    case 'note':
      return 'Note'
    case 'call':
    case 'output':
      return [oneLine(tool?.name ?? 'Tool'), fileIn(tool?.about ?? '')].filter(Boolean).join(' ')
  }
}

/** The name of a file, of what is a path. */
const fileIn = (about: string) => /^[^\s]*[/\\]([^\s/\\]+)$/.exec(about.trim())?.[1] ?? ''

const ofActivity: Record<Activity, typeof FilePen> = {
  typing: FilePen,
  reading: FileText,
  running: SquareTerminal,
  browsing: Globe,
  talking: MessageSquare,
}

export function iconOf({ kind, tool }: Pick<SearchHit, 'kind' | 'tool'>): typeof FilePen {
  if (kind === 'title') return Heading
  if (kind === 'note') return Info
  if (kind === 'output') return Terminal
  return kind === 'call' ? ofActivity[activityOf(tool?.name ?? '')] : MessageSquare
}

/** Whether a hit stands in what a machine reads or writes. */
export const isCode = ({ kind }: Pick<SearchHit, 'kind'>) => kind === 'call' || kind === 'output'
