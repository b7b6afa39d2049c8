import { For } from 'solid-js'
import type { Todo } from '../../../../../src/facts/tool-action.ts'
import { oneLine } from '../../../../../src/lib/plain-text.ts'
import { type Mark, StateMark } from '../../../../components/state-mark.tsx'

const marks: Record<Todo['state'], { mark: Mark; words: string }> = {
  open: { mark: 'idle', words: 'open' },
  active: { mark: 'working', words: 'in progress' },
  done: { mark: 'healthy', words: 'done' },
  cancelled: { mark: 'unknown', words: 'cancelled' },
}

/** The steps of a list, each with its state. */
export function Checklist(props: { todos: Todo[] }) {
  return (
    <ul class="checklist">
      <For each={props.todos}>
        {(todo) => (
          <li data-state={todo.state}>
            <StateMark mark={marks[todo.state].mark} label={marks[todo.state].words} />
            <span dir="auto">{oneLine(todo.text) || 'A step without words'}</span>
          </li>
        )}
      </For>
    </ul>
  )
}
