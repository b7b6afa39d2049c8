import { type JSX, Match, Switch } from 'solid-js'
import { clock } from '../../../src/lib/format.ts'

/** What a panel shows around an answer: its shape while there is none, and why where there will be none. */
export function QueryState<Data>(props: {
  data: Data | undefined
  /** When it was given, to say how old it is once asking fails. */
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
