import { type Component, createContext, useContext } from 'solid-js'
import type { Session } from '../../../../src/sessions/session.ts'

/** What every line of a transcript knows of the transcript that it stands in; that of a sub-agent has its own. */
export type TranscriptState = {
  sessionId(): string
  session(): Session | undefined
  agentName(): string
  timezone(): string
  /** Whether a tool call without a result may still get one. */
  running(): boolean
  /** 0 for the transcript of the page, one more for each sub-agent that is open around it. */
  depth: number
  /** Whether an item was expanded or collapsed by hand; undefined where its state decides. */
  expanded(itemId: string): boolean | undefined
  expand(itemId: string, isOpen: boolean): void
  /** What the turn that begins at an item cost, in US dollars; undefined where that is not known (yet). */
  turnCost(itemId: string): number | undefined
  /** What a sub-agent cost; undefined where that is not known (yet). */
  subagentCost(sessionId: string): number | null | undefined
  /** Whether an item is the one that the address or a jump points at. */
  isMarked(itemId: string): boolean
  isBookmarked(itemId: string): boolean
  bookmark(itemId: string): void
  /** The transcript of a sub-agent, in its place; a part of its own, because it is made of the lines that show it. */
  Subagent: Component<{ sessionId: string }>
}

/** Sub-agents within sub-agents open in place this deep, and deeper ones on their own page. */
export const maxDepth = 3

export const TranscriptContext = createContext<TranscriptState>()

export function useTranscript(): TranscriptState {
  const state = useContext(TranscriptContext)
  if (!state) throw new Error('useTranscript stands outside <TranscriptContext.Provider>.')
  return state
}
