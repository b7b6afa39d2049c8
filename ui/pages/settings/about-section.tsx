import { Show } from 'solid-js'
import { ago } from '../../../src/lib/format.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery, type Key, type Query } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import { type DoctorReport, versionSentence } from './doctor-report.ts'
import { Section, Setting } from './section.tsx'

/** The version of this Wheelhouse, and where its data is. */
export function AboutSection(props: { doctor: Query<Key, DoctorReport> }) {
  const { overview } = useOverview()
  const described = createQuery({
    key: () => ['openapi'],
    fetcher: async (_key, signal) =>
      (await ask(api['openapi.json'].get({ fetch: { signal } }))) as { info?: { version?: string } },
  })
  const isKnown = () =>
    (described.data() || described.problem()) && (props.doctor.data() || props.doctor.problem()) && overview()
  return (
    <Section title="About" sub="this Wheelhouse">
      <ProblemNote text={described.problem()?.message} />
      {/* All rows appear at once, so that none moves the others. */}
      <Show when={isKnown()}>{rows()}</Show>
    </Section>
  )

  function rows() {
    return (
      <>
        <Setting name="Version" about={<Show when={overview()}>{(known) => <>Build {known().build}</>}</Show>}>
          {() => <b>{described.data()?.info?.version ?? '–'}</b>}
        </Setting>
        <Show when={overview()}>
          {(known) => (
            <Setting name="Running" about={`On ${known().host}; a day begins at midnight in ${known().timezone}`}>
              {() => (
                <time title={new Date(known().health.startedAt).toISOString()}>
                  started {ago(known().health.startedAt, now())}
                </time>
              )}
            </Setting>
          )}
        </Show>
        <Setting
          name="Your data stays here"
          about="Wheelhouse reads files on this machine and sends nothing anywhere: no account, no telemetry"
        >
          {() => <span class="words">{props.doctor.data() ? versionSentence(props.doctor.data()!) : '–'}</span>}
        </Setting>
        <Setting name="API" about="What these pages show, for scripts with a token; described as OpenAPI">
          {() => <code>/api/openapi.json</code>}
        </Setting>
      </>
    )
  }
}
