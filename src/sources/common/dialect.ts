import type { Fact } from '../../facts/fact.ts'
import type { Runtime } from '../../facts/runtimes.ts'
import type { Finding, Unread } from '../../facts/source.ts'
import type { CloseLater, TranscriptStore } from './transcript/store.ts'

/** Where a file lies: its path, the root it was found below, and its path from there. */
export type Place = { path: string; root: string; inside: string }

/** What a line comes to; `reason` says why it, or a part of it, cannot be read. */
export type ParsedLine = { facts: Fact[] } | { reason: string; facts?: Fact[] }

/** What can be seen of an answer's line without parsing it. */
export type Skimmed = {
  /** The line without what `take` need not look at in the middle of a transcript. */
  text: string
  /** What all lines of one answer have in common, each part equal; undefined where that cannot be told. */
  same: string[] | undefined
  /** Of two lines of one answer the one with more tokens holds its count; of equal ones the first that is whole. */
  tokens: number
  isWhole: boolean
}

/**
 * How one runtime writes its transcripts into files. `State` is what has to be known of the lines before to understand
 * the next: plain data that is stored in the cursor.
 */
export type Dialect<State extends object> = {
  runtime: Runtime
  /** What people call the runtime. */
  name: string
  /** Folders in which transcripts may lie, however deep. */
  roots: string[]
  /** What to do where nothing is found. */
  fix: string
  isTranscript(inside: string): boolean
  begin(place: Place): State
  /** Whether the lines so far have said all that the first lines of a transcript say; the next are of the middle then. */
  isKnown?(state: State): boolean
  /** A line that contains none of these, and is neither among the first nor the last, is not parsed. */
  marks: string[]
  /** How most lines of a conversation begin, and the marks that are looked for in these alone. */
  usual?: { start: string; marks: string[] }
  /**
   * Looks at a marked line without parsing it. Asked only for lines in the middle of what is new, where a line of an
   * answer of which a better one follows or precedes is skipped. Undefined where the line has to be parsed as a whole.
   */
  skim?(line: Buffer, start: number, end: number): Skimmed | undefined
  /** Takes one parsed line, `at` its byte offset, and writes into `state` what later lines need. */
  take(line: Record<string, unknown>, state: State, place: Place, at: number): ParsedLine
  /** What the lines so far say of the session and its agent. */
  conclude(state: State, place: Place): Fact[]
  /** Facts that waited for the next line and wait no longer; `later` while they still do. */
  settle?(state: State, place: Place, now: number): Fact[] | 'later'
  /** Files that are rewritten as a whole, and what is new in one of them. */
  whole?: {
    is(inside: string): boolean
    take(record: Record<string, unknown>, state: State, place: Place): { facts: Fact[]; unread: Omit<Unread, 'unit'>[] }
  }
  /** Chooses the transcripts to read, where several are copies of one. */
  pick?(places: Place[]): Place[]
  /** How a transcript is shown; left out while the words of this runtime are not read. */
  transcript?: {
    /** What the name of a file says of the id of its session; null where it says nothing, and any may be there. */
    namedBy(place: Place): string | null
    /** What it would say of this one: of the last part of our id. */
    nameOf(uuid: string): string
    /** The folder in which its session works, where relative paths lie; left out where tools name whole paths. */
    folderOf?(state: State): string | null
    /** Our id of the session that a file holds; null while its lines have not named it. */
    sessionIdOf(state: State, place: Place): string | null
    /** The transcript in one file, which holds this session. */
    storeOf(place: Place, sessionId: string, closeLater: CloseLater): TranscriptStore
  }
  /** A finding about the transcripts whose lines end in such a state. */
  concern?: { of(state: State): boolean; finding(transcripts: number): Finding }
}
