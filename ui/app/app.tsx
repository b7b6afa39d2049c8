import { Route, Router } from '@solidjs/router'
import { ErrorBoundary, type JSX, Match, Show, Suspense, Switch } from 'solid-js'
import { Notice } from '../components/notice.tsx'
import { settingsSections } from '../components/settings-sections.ts'
import { createOverview } from '../data/create-overview.ts'
import { lazyPage } from '../data/lazy-page.ts'
import { isPartMissing } from '../data/load-part.ts'
import { OverviewContext } from '../data/overview-context.ts'
import BridgePage from '../pages/bridge/bridge-page.tsx'
import { Shell } from '../shell/shell.tsx'
import { createLinkSignIn } from './create-link-sign-in.ts'

const AgentPage = lazyPage(() => import('../pages/agent/agent-page.tsx'))
const AlertsPage = lazyPage(() => import('../pages/alerts/alerts-page.tsx'))
const ApprovalsPage = lazyPage(() => import('../pages/approvals/approvals-page.tsx'))
const AskPage = lazyPage(() => import('../pages/ask/ask-page.tsx'))
const AuditPage = lazyPage(() => import('../pages/audit/audit-page.tsx'))
const CostsPage = lazyPage(() => import('../pages/costs/costs-page.tsx'))
const CronsPage = lazyPage(() => import('../pages/crons/crons-page.tsx'))
const FilesPage = lazyPage(() => import('../pages/files/files-page.tsx'))
const GatewayPage = lazyPage(() => import('../pages/gateway/gateway-page.tsx'))
const HeadroomPage = lazyPage(() => import('../pages/headroom/headroom-page.tsx'))
const LogsPage = lazyPage(() => import('../pages/logs/logs-page.tsx'))
const NeedsPage = lazyPage(() => import('../pages/needs/needs-page.tsx'))
const OfficePage = lazyPage(() => import('../pages/office/office-page.tsx'))
const ReconcilePage = lazyPage(() => import('../pages/reconcile/reconcile-page.tsx'))
const ServicesPage = lazyPage(() => import('../pages/services/services-page.tsx'))
const SearchPage = lazyPage(() => import('../pages/search/search-page.tsx'))
const SessionsPage = lazyPage(() => import('../pages/sessions/sessions-page.tsx'))
const SignInPage = lazyPage(() => import('../pages/sign-in/sign-in-page.tsx'))
const SystemPage = lazyPage(() => import('../pages/system/system-page.tsx'))
const SettingsPage = lazyPage(() => import('../pages/settings/settings-page.tsx'))

/** A sign-in link in the address is exchanged first; everything else is loaded with the role that it gives. */
export function App() {
  const linkSignIn = createLinkSignIn()
  return (
    <Show when={!linkSignIn.pending()}>
      <Pages notice={linkSignIn.notice()} />
    </Show>
  )
}

function Pages(props: { notice: string | undefined }) {
  const overview = createOverview()
  const mustSignIn = () => overview.problem()?.status === 401

  return (
    <OverviewContext.Provider value={overview}>
      <Switch>
        <Match when={mustSignIn()}>
          <Suspense fallback={<Waiting />}>
            <SignInPage notice={props.notice} onDone={overview.reload} />
          </Suspense>
        </Match>
        <Match when={true}>
          <Router
            root={(page) => (
              <Shell notice={props.notice}>
                <PageErrorBoundary>{page.children}</PageErrorBoundary>
              </Shell>
            )}
          >
            <Route path="/" component={BridgePage} />
            <Route path="/alerts/:tab?/:id?" component={AlertsPage} matchFilters={{ tab: ['incidents', 'rules'] }} />
            <Route path="/approvals/:id?" component={ApprovalsPage} />
            <Route path="/ask/:id?" component={AskPage} />
            <Route path="/audit" component={AuditPage} />
            <Route path="/costs" component={CostsPage} />
            <Route path="/costs/headroom" component={HeadroomPage} />
            <Route path="/costs/reconcile" component={ReconcilePage} />
            <Route path="/crons/:id?" component={CronsPage} />
            <Route path="/files" component={FilesPage} />
            <Route
              path="/gateway/:tab?"
              component={GatewayPage}
              matchFilters={{ tab: ['config', 'agents', 'devices', 'models'] }}
            />
            <Route path="/logs" component={LogsPage} />
            <Route path="/needs" component={NeedsPage} />
            <Route path="/office" component={OfficePage} />
            <Route path="/search" component={SearchPage} />
            <Route path="/services" component={ServicesPage} />
            <Route path="/system" component={SystemPage} />
            <Route path="/sessions/:id?" component={SessionsPage} />
            <Route path="/agents/:id" component={AgentPage} />
            <Route
              path="/settings/:section?"
              component={SettingsPage}
              matchFilters={{ section: settingsSections.map(({ path }) => path) }}
            />
            <Route path="*" component={NoSuchPage} />
          </Router>
        </Match>
      </Switch>
    </OverviewContext.Provider>
  )
}

/** An error of a page is shown in its place and leaves the rest of the program alone. */
function PageErrorBoundary(props: { children: JSX.Element }) {
  return (
    <ErrorBoundary
      fallback={(error: Error) => (
        <Notice title="This page cannot be shown" text={error.message}>
          <button class="button" type="button" onClick={() => location.reload()}>
            Load it again
          </button>
        </Notice>
      )}
    >
      <Suspense fallback={<Waiting />}>{props.children}</Suspense>
    </ErrorBoundary>
  )
}

/** Nothing while a page is on its way; where it does not come, that it does not, and what happens then. */
const Waiting = () => (
  <Show when={isPartMissing()}>
    <Notice
      title="This page is not here yet"
      text="Part of it could not be loaded: the server is away or has been updated. Trying again until it is there."
    >
      <button class="button" type="button" onClick={() => location.reload()}>
        Load it again
      </button>
    </Notice>
  </Show>
)

function NoSuchPage() {
  return (
    <Notice title="There is no page at this address" text="It may have moved, or the address is mistyped.">
      <a class="button" href="/">
        Go to the Bridge
      </a>
    </Notice>
  )
}
