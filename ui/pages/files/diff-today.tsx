import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import type { FileDetail, FileSession, FileTouch } from '../../../src/files/file.ts'
import { whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { linesWords } from '../../components/change-words.ts'
import { makeScrollable } from '../../components/panel.tsx'
import { now } from '../../platform/now.ts'
import { ChangeBody } from './change-body.tsx'
import { createChange } from './create-change.ts'
import { todayOf } from './today.ts'
import { TouchLine } from './touch-line.tsx'

const pageLength = 10

/** What was changed in a file today, the newest first, each change as its transcript has it. */
export function DiffToday(props: { detail: FileDetail; timezone: string }) {
  const [shown, setShown] = createSignal(pageLength)
  const day = createMemo(() => dayOf(now(), props.timezone))
  const today = createMemo(() => todayOf(props.detail.touches, day(), props.timezone))
  const people = createMemo(() => new Map(props.detail.people.map((one) => [one.id, one])))
  const left = () => today().touches.length - shown()
  return (
    <div class="diff-today" ref={(element) => onCleanup(makeScrollable(element))}>
      <Show
        when={today().touches.length > 0}
        fallback={<p class="empty">Nothing was changed in this file today. Its history has what came before.</p>}
      >
        <p class="label">
          {whole(today().touches.length)} {today().touches.length === 1 ? 'change' : 'changes'} today
          <Show when={linesWords(today().added, today().removed)}>
            {(words) => (
              <>
                , <span class="mono">{words()}</span> lines
              </>
            )}
          </Show>
        </p>
        <For each={today().touches.slice(0, shown())}>
          {(touch) => (
            <OneChange
              path={props.detail.path}
              touch={touch}
              session={people().get(touch.sessionId)}
              timezone={props.timezone}
            />
          )}
        </For>
        <Show when={left() > 0}>
          <button class="button" type="button" onClick={() => setShown((count) => count + pageLength)}>
            Show {whole(Math.min(pageLength, left()))} more
          </button>
        </Show>
      </Show>
    </div>
  )
}

function OneChange(props: { path: string; touch: FileTouch; session: FileSession | undefined; timezone: string }) {
  const change = createChange(() => ({ path: props.path, touch: props.touch }))
  return (
    <section class="one-change">
      <TouchLine touch={props.touch} session={props.session} timezone={props.timezone} />
      <Show when={props.touch.how !== 'outside'}>
        <ChangeBody
          change={change.data()}
          problem={change.problem()?.message}
          unknown="The transcript does not have its lines."
        />
      </Show>
    </section>
  )
}
