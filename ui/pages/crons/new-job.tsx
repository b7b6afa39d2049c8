import X from 'lucide-solid/icons/x'
import { createSignal, createUniqueId, Show } from 'solid-js'
import type { CronDefinition } from '../../../src/facts/cron-definition.ts'
import { parseAgentId } from '../../../src/ids.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { createActs } from './create-acts.ts'
import type { Crons } from './create-crons.ts'
import { newDefinition } from './draft.ts'
import { JobEditor } from './job-editor.tsx'

/** A job that is added, empty or as a copy of another one. */
export function NewJob(props: {
  crons: Crons
  /** The job that it is a copy of. */
  from: string | undefined
  onClose(): void
  onAdded(id: string): void
}) {
  const { overview } = useOverview()
  const title = createUniqueId()
  const acts = createActs(props.crons)
  const [as, setAs] = createSignal<'form' | 'json'>('form')
  const empty = () => {
    const slug = (overview()?.agents ?? []).flatMap(({ id, runtime }) =>
      runtime === 'openclaw' ? (parseAgentId(id)?.slug ?? []) : [],
    )
    return newDefinition(slug[0] ?? '', Intl.DateTimeFormat().resolvedOptions().timeZone)
  }
  const copied = (): CronDefinition | undefined => {
    const definition = props.from === undefined ? undefined : props.crons.detail.data()?.definition
    return definition ? { ...definition, name: `${String(definition.name ?? 'job')} copy`, enabled: false } : undefined
  }
  const definition = () => (props.from === undefined ? empty() : copied())

  return (
    <section class="panel job-panel" aria-labelledby={title}>
      <header>
        <div class="who">
          <h2 id={title}>{props.from === undefined ? 'New job' : 'Copy of a job'}</h2>
          <p class="label">
            {props.from === undefined ? 'OpenClaw runs it at its time' : 'off until you switch it on'}
          </p>
        </div>
        <Segmented
          labelledBy={title}
          options={[
            { value: 'form', name: 'Form' },
            { value: 'json', name: 'JSON' },
          ]}
          value={as()}
          onChoose={(value) => setAs(value as 'form' | 'json')}
        />
        <button class="icon-button" type="button" aria-label="Close" onClick={props.onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="content">
        <Show when={definition()} keyed fallback={<span class="skeleton" />}>
          {(definition) => (
            <JobEditor
              as={as()}
              definition={definition}
              job={undefined}
              readOnly={!props.crons.mayAct()}
              problem={acts.problem()}
              isBusy={acts.busy() === 'add'}
              verb="Add job"
              onSave={(_patch, whole) => acts.add(whole, props.onAdded)}
            />
          )}
        </Show>
      </div>
      <ConfirmDialog pending={acts.pending()} />
    </section>
  )
}
