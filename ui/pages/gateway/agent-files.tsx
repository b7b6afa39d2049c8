import { createSignal, For, Show } from 'solid-js'
import type { AgentFile } from '../../../src/gateways/agent-acts.ts'
import { ago, bytes } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import type { Gateways } from './create-gateways.ts'
import { Empty } from './overview-tab.tsx'

/** What an agent is told by the files of its workspace: SOUL.md, AGENTS.md and the others. */
export function AgentFiles(props: { gateways: Gateways; agent: string }) {
  const { gateways } = props
  const { problem, attempt } = createAttempt()
  const [opened, setOpened] = createSignal<AgentFile>()
  const [text, setText] = createSignal('')
  const door = () => api.gateways({ id: gateways.chosen()!.id }).agents({ agent: props.agent }).files
  const files = createQuery({
    key: () => {
      const id = gateways.reachable()
      return id === undefined ? undefined : (['gateways/files', id, props.agent] as const)
    },
    fetcher: async ([, id, agent], signal) =>
      (await ask(api.gateways({ id }).agents({ agent }).files.get({ fetch: { signal } }))).items,
  })
  const isChanged = () => opened() !== undefined && opened()!.content !== text()

  const open = (file: string) =>
    attempt(async () => {
      const read = await ask(door()({ file }).get())
      setOpened(read)
      setText(read.content)
    })
  const save = () =>
    attempt(async () => {
      const { name: file, revision } = opened()!
      const body = { content: text(), revision }
      const written = await gateways.withConfirm((confirm) =>
        ask(door()({ file }).put(confirm === undefined ? body : { ...body, confirm })),
      )
      if (!written) return
      setOpened(written)
      setText(written.content)
      toast({ text: `${written.name} is written.` })
      await files.refetch()
    })

  return (
    <Panel title="Files" sub="what it is told">
      <ProblemNote text={problem() ?? files.problem()?.message} />
      <Empty of={files.data()} isAsked={gateways.isThere()} none="The gateway lists no files of it.">
        <ul class="agent-files">
          <For each={files.data()}>
            {(file) => (
              <li>
                <button type="button" aria-pressed={opened()?.name === file.name} onClick={() => open(file.name)}>
                  <span class="mono">{file.name}</span>{' '}
                  <span class="quiet">
                    {file.isMissing
                      ? 'not there yet'
                      : [bytes(file.size, 1000), file.at === null ? '' : ago(file.at, now())]
                          .filter(Boolean)
                          .join(', ')}
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Empty>
      <Show when={opened()}>
        {(file) => (
          <div class="agent-file">
            <label>
              <span class="label">{file().name}</span>
              <textarea
                class="field mono"
                rows={16}
                spellcheck={false}
                readOnly={!gateways.mayChange() || file().isHidden}
                value={text()}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </label>
            <Show when={file().isHidden}>
              <p class="quiet">It holds something like a key, which is hidden here. Edit it where it lies.</p>
            </Show>
            <Show when={gateways.mayChange() && !file().isHidden}>
              <div class="row">
                <button class="button" data-kind="primary" type="button" disabled={!isChanged()} onClick={save}>
                  Review and write…
                </button>
                <button class="button" type="button" disabled={!isChanged()} onClick={() => setText(file().content)}>
                  Undo changes
                </button>
                <button class="button" type="button" onClick={() => open(file().name)}>
                  Load it again
                </button>
              </div>
            </Show>
          </div>
        )}
      </Show>
    </Panel>
  )
}
