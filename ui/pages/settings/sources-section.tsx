import { For, Show } from 'solid-js'
import type { Diagnosis } from '../../../src/doctor/doctor.ts'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { clock } from '../../../src/lib/format.ts'
import { CodeText } from '../../components/code-text.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { nameOf, sourceStatusLabels } from '../../components/runtime-labels.ts'
import { type Mark, StateMark } from '../../components/state-mark.tsx'
import type { Key, Query } from '../../data/query.ts'
import { type DoctorReport, findingsIn, findingsSummary, warningsAndErrors } from './doctor-report.ts'
import { Section } from './section.tsx'

/** The sources that Wheelhouse reads, and the findings of its doctor. */
export function SourcesSection(props: { doctor: Query<Key, DoctorReport> }) {
  return (
    <Section
      title="Sources"
      sub="where Wheelhouse reads, never writes"
      end={
        <>
          <a class="button" href="/gateway">
            Gateways
          </a>
          <button class="button" type="button" disabled={props.doctor.isAsking()} onClick={props.doctor.refetch}>
            Look again
          </button>
        </>
      }
    >
      <ProblemNote text={props.doctor.problem()?.message} />
      <Show when={props.doctor.data()} fallback={<ReportSkeleton problem={props.doctor.problem()?.message} />}>
        {(report) => (
          <>
            <ul class="rows source-list">
              <For each={report().sources}>
                {(source) => (
                  <li>
                    <StateMark mark={sourceStatusLabels[source.state].mark} label="" />
                    <b>{nameOf(source)}</b>
                    <span class="quiet">{sourceStatusLabels[source.state].word}</span>
                    <span class="detail">{source.detail}</span>
                  </li>
                )}
              </For>
            </ul>
            <header class="doctor">
              <h2>Doctor</h2>
              <output class="verdict-line">{findingsSummary(report())}</output>
              <span class="end quiet">
                <Show when={props.doctor.at()}>{(at) => <>as of {clock(at())}, </>}</Show>
                the same as <code>wheelhouse doctor</code>
              </span>
            </header>
            <ul class="rows findings">
              <For each={findingsIn(report())}>{(finding) => <DiagnosisRow finding={finding} />}</For>
              <Show when={warningsAndErrors(report()).length === 0}>
                <li>
                  <StateMark mark="healthy" label="" />
                  <p>No problems: everything that was found can be read.</p>
                </li>
              </Show>
            </ul>
          </>
        )}
      </Show>
    </Section>
  )
}

const levels: Record<Diagnosis['level'], { mark: Mark; word: string }> = {
  error: { mark: 'stopped', word: 'wrong' },
  warn: { mark: 'waiting', word: 'look at this' },
  info: { mark: 'unknown', word: 'note' },
}

function DiagnosisRow(props: { finding: Diagnosis }) {
  const about = () =>
    props.finding.about === 'gateway'
      ? 'Gateway'
      : ((runtimeLabels as Record<string, { name: string }>)[props.finding.about]?.name ?? 'Wheelhouse')
  return (
    <li>
      <StateMark mark={levels[props.finding.level].mark} label={levels[props.finding.level].word} />
      <div>
        <p>
          <CodeText text={props.finding.message} />
        </p>
        <Show when={props.finding.fix}>
          {(fix) => (
            <p class="fix">
              <CodeText text={fix()} />
            </p>
          )}
        </Show>
      </div>
      <span class="label">{about()}</span>
    </li>
  )
}

function ReportSkeleton(props: { problem: string | undefined }) {
  return (
    <Show when={props.problem === undefined}>
      <div class="body" aria-busy="true">
        <For each={[1, 2, 3, 4]}>{() => <span class="skeleton" />}</For>
      </div>
    </Show>
  )
}
