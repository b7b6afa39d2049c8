import { type JSX, Match, Switch } from 'solid-js'
import { clock } from '../../../src/lib/format.ts'

/** What a panel shows around an answer: a skeleton until the first one, the reason where a request failed, a note on its age. */
export function QueryState<Data>(props: {
  data: Data | undefined
  /** When the data arrived, in ms. It is shown once a request has failed. */
  at: number | undefined
  problem: string | undefined
  what: string
  onRetry(): void
  skeleton: JSX.Element
  children: (data: () => Data) => JSX.Element
}) {
  return (
    <Switch fallback={<div class="query-loading">{props.skeleton}</div>}>
      <Match when={props.data}>
        {(data) => (
          <div class="query-data" data-stale={props.problem === undefined ? undefined : ''}>
            <Switch>
              <Match when={props.problem}>
                <p class="stale-note">
                  <span class="cut" title={props.problem}>
                    {props.what} as of {clock(props.at ?? 0)}
                  </span>
                  <button class="link" type="button" onClick={props.onRetry}>
                    Retry
                  </button>
                </p>
              </Match>
            </Switch>
            {props.children(data as () => Data)}
          </div>
        )}
      </Match>
      <Match when={props.problem}>
        {(problem) => (
          <div class="query-failed" role="alert">
            <p>
              {props.what} cannot be shown. {problem()}
            </p>
            <button class="button" type="button" onClick={props.onRetry}>
              Retry
            </button>
          </div>
        )}
      </Match>
    </Switch>
  )
}
