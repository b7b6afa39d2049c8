import { createHash, generateKeyPairSync, sign } from 'node:crypto'

type Frame = {
  type: string
  id?: string
  ok?: boolean
  event?: string
  payload?: Record<string, unknown>
  error?: { code: string; message: string }
}

const scopes = ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals', 'operator.pairing']

/** A client of a gateway's socket that may do anything: the hand of the person who uses OpenClaw. */
export async function openRpc(port: number, token: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  const waiting = new Map<string, (frame: Frame) => void>()
  const heard: Frame[] = []
  let numbered = 0
  const challenged = Promise.withResolvers<{ nonce: string; ts: number }>()
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data)) as Frame
    if (frame.event === 'connect.challenge') challenged.resolve(frame.payload as { nonce: string; ts: number })
    else if (frame.type === 'res') waiting.get(frame.id!)?.(frame)
    else heard.push(frame)
  }
  socket.onclose = ({ code, reason }) => {
    const why = `the gateway closed the socket: ${code} ${reason}`
    challenged.reject(new Error(why))
    for (const answer of waiting.values()) answer({ type: 'res', ok: false, error: { code: 'CLOSED', message: why } })
  }

  async function ask<T>(method: string, params: object = {}): Promise<T> {
    const id = String(++numbered)
    const { promise, resolve } = Promise.withResolvers<Frame>()
    waiting.set(id, resolve)
    socket.send(JSON.stringify({ type: 'req', id, method, params }))
    const { ok, payload, error } = await promise
    waiting.delete(id)
    if (!ok) throw new Error(`${method} was refused: ${error?.code} ${error?.message}`)
    return payload as T
  }

  const { nonce, ts } = await challenged.promise
  await ask('connect', introduction(token, nonce, ts))

  return {
    ask,
    /** Begins a turn; resolves when the gateway has taken it, with the id of its run. */
    async send(sessionKey: string, message: string): Promise<string> {
      const sent = await ask<{ runId?: string }>('chat.send', {
        sessionKey,
        message,
        idempotencyKey: crypto.randomUUID(),
      })
      return sent.runId ?? ''
    },
    heard: () => heard,
    close: () => socket.close(),
  }
}

function introduction(token: string, nonce: string, ts: number) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const id = createHash('sha256').update(raw).digest('hex')
  const client = { id: 'gateway-client', mode: 'backend', version: '1', platform: 'linux' }
  const signed = ['v3', id, client.id, client.mode, 'operator', scopes.join(','), ts, token, nonce, client.platform, '']
  return {
    minProtocol: 3,
    maxProtocol: 4,
    client,
    role: 'operator',
    scopes,
    caps: ['tool-events'],
    auth: { token },
    device: {
      id,
      publicKey: raw.toString('base64url'),
      signature: sign(null, Buffer.from(signed.join('|')), privateKey).toString('base64url'),
      signedAt: ts,
      nonce,
    },
    locale: 'en',
    userAgent: 'test',
  }
}
