import { noFTL } from 'bun:jsc'

/**
 * Keeps functions out of the engine's highest compiler. It takes a second of processor time for the large functions that
 * read and write a history of a few seconds, which end before it pays off.
 */
export function skipTopCompiler(...functions: ((...words: never[]) => unknown)[]) {
  for (const one of functions) noFTL(one as Parameters<typeof noFTL>[0])
}
