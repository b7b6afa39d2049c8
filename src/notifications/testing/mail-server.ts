import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** Made for these tests; nobody trusts it but who is told to. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBnjCCAUSgAwIBAgIUU6FB4otzOabzPE9jB8wVraQoVzYwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMbWFpbC5leGFtcGxlMCAXDTI0MDEwMTAwMDAwMFoYDzIxMjMx
MjA4MDAwMDAwWjAXMRUwEwYDVQQDDAxtYWlsLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQxqQf1vH5QwUMCWltuvUrl+HrV0Px7zv22yWUuK6Y6luaV
i/oeV26yDE77odp98yafmtogtpT5yQ2RIiTjAM8Po2wwajAdBgNVHQ4EFgQUOFDf
LWIW5gp5b3l9ifYA/ILCcnIwHwYDVR0jBBgwFoAUOFDfLWIW5gp5b3l9ifYA/ILC
cnIwDwYDVR0TAQH/BAUwAwEB/zAXBgNVHREEEDAOggxtYWlsLmV4YW1wbGUwCgYI
KoZIzj0EAwIDSAAwRQIhAIGIUJXW0gdOFiJVHZ0viMUbhkyGNaFDGPe22adci0y8
AiB6Pzc0b3eCOy4HtlDzgLfKjQ6NQXFo3TUcJE4d8SzJUw==
-----END CERTIFICATE-----
`
const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqGnbzyCBaMe1vGpV
cStq96mcak48/wpavquuguy6QAShRANCAAQxqQf1vH5QwUMCWltuvUrl+HrV0Px7
zv22yWUuK6Y6luaVi/oeV26yDE77odp98yafmtogtpT5yQ2RIiTjAM8P
-----END PRIVATE KEY-----
`

/** A mail as it came in: who it is for, and all of its bytes. */
export type Received = { from: string; to: string[]; raw: string; user: string | undefined; isSecure: boolean }

/** A real server of mail on this machine, which keeps what it takes. Its certificate is one of `mail.example`. */
export async function openMailServer(options: SMTPServerOptions = {}) {
  const mails: Received[] = []
  const server = new SMTPServer({
    key: privateKey,
    cert: certificate,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth({ username, password }, _, done) {
      if (username === 'skipper' && password === 'hunter22hunter22') return done(null, { user: username })
      done(Object.assign(new Error(`no entry for ${password}`), { responseCode: 535 }))
    },
    onData(stream, session, done) {
      const pieces: Uint8Array[] = []
      stream.on('data', (piece: Uint8Array) => pieces.push(piece))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(pieces).toString('utf8'),
          user: session.user,
          isSecure: session.secure,
        })
        done()
      })
    },
    ...options,
  })
  // What clients break off is no trouble of a server.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return {
    port,
    mails,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
