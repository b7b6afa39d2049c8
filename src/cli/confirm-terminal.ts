import { ApiError } from './api-error.ts'
import type { Client } from './client.ts'

type Deps = {
  /** The command as it was given, for the page to show. */
  command: string
  notice: (text: string) => void
  sleep?: (ms: number) => Promise<void>
}

/**
 * A client whose changes are made once a person has confirmed this terminal: where the server asks for it, the code is
 * shown, and the command waits until the code is confirmed on a signed-in page. Throws an ApiError where it is refused.
 */
export function withConfirmation(client: Client, { command, notice, sleep = Bun.sleep }: Deps): Client {
  let headers: Record<string, string> = {}
  return {
    ...client,
    async ask(path, request) {
      const send = () => client.ask<never>(path, { ...request, headers })
      try {
        return await send()
      } catch (error) {
        if (!(error instanceof ApiError) || error.problem.code !== 'terminal-unconfirmed') throw error
      }
      headers = { 'x-wheelhouse-terminal': await confirmed() }
      return send()
    },
  }

  async function confirmed(): Promise<string> {
    const { id, code, secret, page } = await client.ask<{ id: string; code: string; secret: string; page: string }>(
      '/api/auth/terminals',
      { method: 'POST', body: { command: command.slice(0, 300) } },
    )
    notice(`To change something, confirm the code ${code} on a signed-in page: ${page}\nWaiting for that…\n`)
    while (true) {
      await sleep(500)
      const { state } = await client.ask<{ state: 'waiting' | 'confirmed' | 'refused' }>(`/api/auth/terminals/${id}`)
      if (state === 'confirmed') return secret
      if (state === 'refused')
        throw new ApiError(403, { code: 'forbidden', detail: 'It was refused on the page. Nothing was changed.' })
    }
  }
}
