import { createSignal, Show } from 'solid-js'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createAttempt } from '../../data/create-attempt.ts'

/** Adds a gateway by its address and its token, once it has answered. */
export function AddGateway(props: { onAdded(id: string): void }) {
  const [name, setName] = createSignal('')
  const [address, setAddress] = createSignal('')
  const [token, setToken] = createSignal('')
  const [answers, setAnswers] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)
  const { problem, attempt } = createAttempt(() => void setBusy(false))

  const doing = (act: () => Promise<unknown>) => {
    setBusy(true)
    setAnswers(undefined)
    return attempt(act)
  }
  const test = () =>
    doing(async () => {
      const { version, methods } = await ask(api.gateways.test.post({ address: address(), token: token() }))
      setAnswers(`It answers: OpenClaw ${version ?? 'of an unknown version'}, ${methods} calls.`)
    })
  const add = (event: SubmitEvent) => {
    event.preventDefault()
    return doing(async () => {
      const { id } = await ask(
        api.gateways.post({ name: name().trim() || hostOf(address()), address: address(), token: token() }),
      )
      toast({ text: 'The gateway is added.' })
      setName('')
      setAddress('')
      setToken('')
      props.onAdded(id)
    })
  }
  return (
    <Panel title="Add a gateway" sub="on another machine, or under another user">
      <form class="form add-gateway" onSubmit={add}>
        <label>
          Address
          <input
            class="field mono"
            required
            maxlength="500"
            autocomplete="off"
            spellcheck={false}
            placeholder="wss://host.example:18789"
            value={address()}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        </label>
        <label>
          Token
          <input
            class="field mono"
            type="password"
            autocomplete="off"
            maxlength="2000"
            value={token()}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <label>
          Name
          <input
            class="field"
            maxlength="60"
            placeholder="The attic"
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <ProblemNote text={problem()} />
        <Show when={answers()}>
          {(words) => (
            <output class="answers">
              <StateMark mark="healthy" label="" /> {words()}
            </output>
          )}
        </Show>
        <div class="row">
          <button class="button" type="button" disabled={isBusy() || address().trim() === ''} onClick={test}>
            Test
          </button>
          <button class="button" data-kind="primary" type="submit" disabled={isBusy() || address().trim() === ''}>
            {isBusy() ? 'Knocking' : 'Add gateway'}
          </button>
        </div>
        <p class="quiet">
          The token stays in a file of this machine that only you can read. Wheelhouse connects to that address from now
          on; nothing else leaves this machine.
        </p>
      </form>
    </Panel>
  )
}

function hostOf(address: string): string {
  return address
    .replace(/^\w+:\/\//, '')
    .split('/')[0]!
    .slice(0, 60)
}
