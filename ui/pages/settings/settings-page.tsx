import { A, useParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { settingsSections } from '../../components/settings-sections.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { lazyPart } from '../../data/load-part.ts'
import { createQuery } from '../../data/query.ts'
import { AboutSection } from './about-section.tsx'
import { AccessSection } from './access-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { ApprovalsSection } from './approvals-section.tsx'
import { type DoctorReport, warningsAndErrors } from './doctor-report.ts'
import { ForecastSection } from './forecast-section.tsx'
import { HooksSection } from './hooks-section.tsx'
import { SourcesSection } from './sources-section.tsx'

const AskSection = lazyPart(() => import('./ask/ask-section.tsx'))
const NotificationsSection = lazyPart(() => import('./notifications/notifications-section.tsx'))

/** The settings, one section at a time. The address names the section. */
export default function SettingsPage() {
  const params = useParams<{ section?: string }>()
  const doctor = createQuery({
    key: () => ['doctor'],
    fetcher: (_key, signal): Promise<DoctorReport> => ask(api.doctor.get({ fetch: { signal } })),
  })
  const findings = () => (doctor.data() ? warningsAndErrors(doctor.data()!).length : 0)

  return (
    <div class="settings">
      <nav class="panel" aria-label="Settings">
        <For each={settingsSections}>
          {({ path, name }) => (
            <A href={path === '' ? '/settings' : `/settings/${path}`} end>
              {name}
              <Show when={name === 'Sources' && findings() > 0}>
                <span class="findings-count">
                  <StateMark mark="waiting" label="" /> {findings()}{' '}
                  <span>{findings() === 1 ? 'finding' : 'findings'}</span>
                </span>
              </Show>
            </A>
          )}
        </For>
      </nav>
      <Switch fallback={<AppearanceSection />}>
        <Match when={params.section === 'sources'}>
          <SourcesSection doctor={doctor} />
        </Match>
        <Match when={params.section === 'hooks'}>
          <HooksSection />
        </Match>
        <Match when={params.section === 'approvals'}>
          <ApprovalsSection />
        </Match>
        <Match when={params.section === 'notifications'}>
          <NotificationsSection />
        </Match>
        <Match when={params.section === 'ask'}>
          <AskSection />
        </Match>
        <Match when={params.section === 'forecast'}>
          <ForecastSection />
        </Match>
        <Match when={params.section === 'access'}>
          <AccessSection />
        </Match>
        <Match when={params.section === 'about'}>
          <AboutSection doctor={doctor} />
        </Match>
      </Switch>
    </div>
  )
}
