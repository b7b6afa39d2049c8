import type { Block, Inline } from './markdown.ts'

/** The words of Markdown without its signs, as they are pasted into a letter. */
export const markdownAsText = (blocks: Block[]): string => blocks.map((block) => blockAsText(block)).join('\n\n')

function blockAsText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return words(block.children)
    case 'code':
      return block.text
    case 'quote':
      return markdownAsText(block.blocks)
    case 'rule':
      return '—'
    case 'list':
      return block.items
        .map(({ isChecked, blocks }, at) => {
          const sign = block.ordered ? `${block.start + at}. ` : isChecked === null ? '- ' : isChecked ? '[x] ' : '[ ] '
          return (
            sign +
            blocks
              .map((inner) => blockAsText(inner))
              .join('\n')
              .replaceAll('\n', '\n  ')
          )
        })
        .join('\n')
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map((cell) => words(cell)).join('\t')).join('\n')
  }
}

const words = (nodes: Inline[]): string =>
  nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
        case 'code':
          return node.text
        case 'break':
          return '\n'
        case 'image':
          return node.name
        default:
          return words(node.children)
      }
    })
    .join('')
