import Play from 'lucide-solid/icons/play'
import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, createUniqueId, Match, on, Show, Switch } from 'solid-js'
import type { CronDetail } from '../../../src/crons/cron.ts'
import { whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useOverview } from '../../data/overview-context.ts'
import { AgentAvatar } from '../../office/agent-avatar.tsx'
import { createActs } from './create-acts.ts'
import type { Crons } from './create-crons.ts'
import { DeadMansSwitch } from './dead-mans-switch.tsx'
import { JobEditor } from './job-editor.tsx'
import { JobRuns } from './job-runs.tsx'

type Tab = 'runs' | 'form' | 'json'

/** One job: how it ran, what it is, and what can be done about it. */
export function JobPanel(props: {
  id: string
  crons: Crons
  /** Whether the address asks for a run, as the palette does. */
  wantsRun: boolean
  onClose(): void
  onDuplicate(): void
}) {
  const { detail } = props.crons
  return (
    <section class="panel job-panel" aria-label="Job">
      <Switch fallback={<span class="skeleton" />}>
        <Match when={detail.data()}>
          {(job) => (
            <Job
              job={job()}
              crons={props.crons}
              wantsRun={props.wantsRun}
              onClose={props.onClose}
              onDuplicate={props.onDuplicate}
            />
          )}
        </Match>
        <Match when={detail.problem()}>
          {(problem) => (
            <div class="body">
              <RetryNotice onRetry={detail.refetch}>{problem().message}</RetryNotice>
              <button class="button" type="button" onClick={props.onClose}>
                Back to the list
              </button>
            </div>
          )}
        </Match>
      </Switch>
    </section>
  )
}

function Job(props: { job: CronDetail; crons: Crons; wantsRun: boolean; onClose(): void; onDuplicate(): void }) {
  const { overview } = useOverview()
  const title = createUniqueId()
  const acts = createActs(props.crons)
  const [tab, setTab] = createSignal<Tab>('runs')
  const agent = () => overview()?.agents.find(({ id }) => id === props.job.agentId)
  const mayChange = () => props.crons.mayAct() && props.job.present && !props.job.system
  const mayRun = () => props.crons.mayAct() && props.job.present
  const whyNot = () => props.crons.whyNot() ?? (props.job.system ? 'OpenClaw makes this job for itself.' : undefined)
  const tabs = () => [
    { value: 'runs', name: 'Runs' },
    ...(mayChange() && props.job.definition ? [{ value: 'form', name: 'Form' }] : []),
    ...(props.job.definition ? [{ value: 'json', name: 'JSON' }] : []),
  ]
  createEffect(
    on(
      () => props.wantsRun && mayRun(),
      (wants) => wants && void acts.run(props.job.id),
    ),
  )

  return (
    <>
      <header>
        <AgentAvatar agentId={props.job.agentId} size={32} />
        <div class="who">
          <h2 id={title} class="cut">
            <bdi>{oneLine(props.job.name)}</bdi>
          </h2>
          <p class="label cut">
            {[agent()?.name, `${whole(props.job.runsKnown)} runs kept`].filter(Boolean).join(', ')}
          </p>
        </div>
        <Segmented labelledBy={title} options={tabs()} value={tab()} onChoose={(value) => setTab(value as Tab)} />
        <button class="icon-button" type="button" aria-label="Close" onClick={props.onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div class="content">
        <ProblemNote text={acts.problem()} />
        <Switch>
          <Match when={tab() === 'runs'}>
            <JobRuns job={props.job} crons={props.crons} asked={acts.askedOf(props.job.id)} />
            <DeadMansSwitch job={props.job} crons={props.crons} acts={acts} />
          </Match>
          <Match when={props.job.definition}>
            {(definition) => (
              <JobEditor
                as={tab() === 'json' ? 'json' : 'form'}
                definition={definition()}
                job={props.job}
                readOnly={!mayChange()}
                problem={undefined}
                isBusy={acts.busy() === 'save'}
                verb="Save job"
                onSave={(patch) =>
                  acts.save(props.job.id, props.job.name, patch, props.job.revision ?? '', () => setTab('runs'))
                }
              />
            )}
          </Match>
        </Switch>
      </div>
      <footer class="job-verbs">
        <button
          class="button"
          type="button"
          data-kind={tab() === 'runs' ? 'primary' : undefined}
          disabled={!mayRun() || acts.busy() !== undefined}
          title={props.crons.whyNot()}
          onClick={() => acts.run(props.job.id)}
        >
          <Play size={14} aria-hidden="true" /> {acts.busy() === 'run' ? 'Starting' : 'Run now'}
        </button>
        <button
          class="button"
          type="button"
          disabled={!mayChange() || acts.busy() !== undefined}
          title={whyNot()}
          onClick={() => acts.setEnabled(props.job.id, props.job.name, !props.job.enabled)}
        >
          {props.job.enabled ? 'Switch off' : 'Switch on'}
        </button>
        <Show when={props.job.definition && !props.job.hidesSecret}>
          <button
            class="button"
            type="button"
            disabled={!props.crons.mayAct()}
            title={whyNot()}
            onClick={props.onDuplicate}
          >
            Duplicate
          </button>
        </Show>
        <button
          class="button delete"
          type="button"
          data-kind="danger"
          disabled={!mayChange() || acts.busy() !== undefined}
          title={whyNot()}
          onClick={() => acts.remove(props.job.id, props.job.name, props.onClose)}
        >
          Delete
        </button>
      </footer>
      <ConfirmDialog pending={acts.pending()} />
    </>
  )
}
