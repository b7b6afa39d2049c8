import { createContext, For, type JSX, Show, useContext } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Block, Inline } from '../../../../../src/lib/markdown.ts'
import { CodeBlock } from '../code/code-block.tsx'

/** What a view shows in the place of some code marks of its own; undefined for those that are code. */
export const InlineCode = createContext<(text: string) => JSX.Element | undefined>(() => undefined)

/** Whether links lead out of the program; where they do not, their words and addresses are text. */
export const LeadsOutside = createContext(true)

/** Blocks of Markdown as elements. There is no way from a text to HTML: a node is an element that stands here, or text. */
export function Markdown(props: { blocks: Block[] }) {
  return <For each={props.blocks}>{(block) => <BlockView block={block} />}</For>
}

function BlockView(props: { block: Block }): JSX.Element {
  const { block } = props
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir="auto">
          <Inlines nodes={block.children} />
        </p>
      )
    case 'heading':
      return (
        <p class="md-heading" data-depth={block.depth} dir="auto">
          <Inlines nodes={block.children} />
        </p>
      )
    case 'quote':
      return (
        <blockquote>
          <Markdown blocks={block.blocks} />
        </blockquote>
      )
    case 'code':
      return <CodeBlock text={block.text} language={block.language} />
    case 'rule':
      return <hr />
    case 'list':
      return (
        <Dynamic
          component={block.ordered ? 'ol' : 'ul'}
          start={block.ordered ? block.start : undefined}
          class="md-list"
        >
          <For each={block.items}>
            {(item) => (
              <li dir="auto" data-task={item.isChecked === null ? undefined : ''}>
                <Show when={item.isChecked !== null}>
                  <input
                    type="checkbox"
                    checked={item.isChecked ?? false}
                    disabled
                    aria-label={item.isChecked ? 'Done' : 'Not done'}
                  />
                </Show>
                <Markdown blocks={item.blocks} />
              </li>
            )}
          </For>
        </Dynamic>
      )
    case 'table':
      return <Table table={block} />
  }
}

function Table(props: { table: Extract<Block, { kind: 'table' }> }) {
  const alignOf = (column: number) => props.table.align[column] ?? undefined
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard */}
      <div class="md-table" tabIndex={0} role="group" aria-label="Table">
        <table>
          <thead>
            <tr>
              <For each={props.table.head}>
                {(cell, column) => (
                  <th data-align={alignOf(column())}>
                    <Inlines nodes={cell} />
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody>
            <For each={props.table.rows}>
              {(row) => (
                <tr>
                  <For each={row}>
                    {(cell, column) => (
                      <td data-align={alignOf(column())}>
                        <Inlines nodes={cell} />
                      </td>
                    )}
                  </For>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <Show when={props.table.rowsLeftOut > 0}>
        <p class="quiet cut-note">
          The first {props.table.rows.length} of {props.table.rows.length + props.table.rowsLeftOut} rows. The others
          are in the text, which can be copied.
        </p>
      </Show>
    </>
  )
}

function Inlines(props: { nodes: Inline[] }) {
  return <For each={props.nodes}>{(node) => <InlineView node={node} />}</For>
}

function InlineView(props: { node: Inline }): JSX.Element {
  const { node } = props
  switch (node.kind) {
    case 'text':
      return node.text
    case 'code':
      return useContext(InlineCode)(node.text) ?? <code>{node.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      )
    case 'deleted':
      return (
        <del>
          <Inlines nodes={node.children} />
        </del>
      )
    case 'link':
      return (
        <Away href={node.href}>
          <Inlines nodes={node.children} />
        </Away>
      )
    case 'image':
      return <Away href={node.href}>Picture{node.name ? `: ${node.name}` : ''}</Away>
  }
}

/** A link that leaves the program. Its address stands in its title: the words of a foreign text may say another. */
export function Away(props: { href: string; children: JSX.Element }) {
  if (!useContext(LeadsOutside))
    return (
      <>
        {props.children} ({props.href})
      </>
    )
  return (
    <a href={props.href} target="_blank" rel="noopener noreferrer nofollow" title={props.href}>
      {props.children}
    </a>
  )
}
