import { For } from 'solid-js'
import type { Snippet } from '../../../src/search/match.ts'
import { piecesOf } from './found.ts'

/** The words around what was found, with that marked. */
export const MarkedText = (props: { snippet: Snippet }) => (
  <For each={piecesOf(props.snippet.text, props.snippet.marks)}>
    {(piece) => (piece.isMarked ? <mark>{piece.text}</mark> : piece.text)}
  </For>
)
