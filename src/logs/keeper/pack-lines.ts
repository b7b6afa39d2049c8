import type { LogLine } from '../log-line.ts'

/** A line as it is kept: the level is its place in the order of levels. */
export type KeptLine = Pick<LogLine, 'no' | 'at' | 'text' | 'json'> & { dated: number; level: number }

type Row = [no: number, at: number, dated: number, level: number, text: string, json: string | null]

/** Lines as a block of packed JSON. */
export const pack = (lines: readonly KeptLine[]): Uint8Array =>
  Bun.zstdCompressSync(
    JSON.stringify(lines.map(({ no, at, dated, level, text, json }): Row => [no, at, dated, level, text, json])),
    { level: 3 },
  )

/** The JSON of a block, for who only wants to know whether something stands in it. */
export const unpackText = (packed: Uint8Array): string => Bun.zstdDecompressSync(packed).toString()

export const linesIn = (text: string): KeptLine[] =>
  (JSON.parse(text) as Row[]).map(([no, at, dated, level, text, json]) => ({ no, at, dated, level, text, json }))

export const unpack = (packed: Uint8Array): KeptLine[] => linesIn(unpackText(packed))
