import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

/** A mail, and the server that takes it at one address. */
export type Mail = {
  /** Where to connect: an address that was judged. */
  address: string
  /** The name that the certificate has to have. */
  name: string
  port: number
  encryption: 'STARTTLS' | 'TLS' | 'none'
  user: string
  password: string
  from: string
  to: string[]
  subject: string
  text: string
  messageId: string
  /** What mails about the same thing have in common. */
  thread: string
  isUrgent: boolean
  at: number
  ca?: string | undefined
}

/** At which word of the conversation something was refused. */
type MailStep = 'hello' | 'encryption' | 'sign-in' | 'sender' | 'receiver' | 'message'

/** What a server of mail says. */
export type MailAnswer =
  | { kind: 'taken'; answer: string; refused: { to: string; answer: string }[] }
  | { kind: 'not-taken'; step: MailStep; status: number | null; answer: string }
  /** It was reached, and then nothing came any more. */
  | { kind: 'silent'; mayHaveArrived: boolean }

export type SendMail = typeof sendMail

const steps: Record<string, MailStep> = {
  STARTTLS: 'encryption',
  'MAIL FROM': 'sender',
  'RCPT TO': 'receiver',
  DATA: 'message',
}

type MailError = {
  code?: string | undefined
  originalCode?: string | undefined
  command?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
  timeoutType?: string | undefined
  recipient?: string | undefined
}

/**
 * Sends a mail over a connection of its own. Throws what the system says where the server is not reached or the connection
 * ends.
 */
export async function sendMail(
  mail: Mail,
  { stepMs, signal }: { stepMs: number; signal: AbortSignal },
): Promise<MailAnswer> {
  signal.throwIfAborted()
  const { user, password, from, to } = mail
  const message = await compose(mail)
  const connection = connectionFor(mail, stepMs)
  let isSending = false
  const broken = new Promise<never>((_, reject) => {
    connection.on('error', reject)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  try {
    await Promise.race([broken, finished((done) => connection.connect(done))])
    // Where no sign-in is offered it is asked for all the same: the mail does not go without.
    if (user !== '') await Promise.race([broken, finished((done) => connection.login({ user, pass: password }, done))])
    isSending = true
    const taken = finished<Taken>((done) => connection.send({ from, to }, message, done))
    const { response = '', rejectedErrors = [] } = await Promise.race([broken, taken])
    const refused = rejectedErrors.map((error: MailError) => ({
      to: error.recipient ?? '',
      answer: error.response ?? '',
    }))
    return { kind: 'taken', answer: response, refused }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    return notTaken(error as MailError, isSending)
  } finally {
    connection.close()
  }
}

type Taken = { response?: string | undefined; rejectedErrors?: MailError[] | undefined }

function connectionFor({ address, name, port, encryption, ca }: Mail, stepMs: number) {
  return new SMTPConnection({
    host: address,
    port,
    secure: encryption === 'TLS',
    requireTLS: encryption === 'STARTTLS',
    ignoreTLS: encryption === 'none',
    tls: { ...(name !== address && { servername: name }), ...(ca !== undefined && { ca }) },
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    logger: false,
  })
}

const compose = (mail: Mail) =>
  finished<Buffer>((done) =>
    new MailComposer({
      from: { name: 'Wheelhouse', address: mail.from },
      to: mail.to.map((address) => ({ name: '', address })),
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.messageId}>`,
      references: `<${mail.thread}>`,
      date: new Date(mail.at),
      headers: { 'Auto-Submitted': 'auto-generated', ...(mail.isUrgent && { Importance: 'high' }) },
      xMailer: false,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build(done),
  )

/** What is called back, as a promise. */
const finished = <Value = unknown>(begin: (done: (error?: Error | null, value?: Value) => void) => void) =>
  new Promise<Value>((resolve, reject) => {
    begin((error, value) => (error ? reject(error) : resolve(value as Value)))
  })

/** What the server refused; where it said nothing, the error of the system is thrown. */
function notTaken(error: MailError, isSending: boolean): MailAnswer {
  const { code, originalCode, command = '', response = '', responseCode = null, timeoutType } = error
  if (response !== '' || code === 'EAUTH') {
    const step = code === 'EAUTH' ? 'sign-in' : (steps[command] ?? 'hello')
    return { kind: 'not-taken', step, status: responseCode, answer: response }
  }
  if (timeoutType !== undefined && timeoutType !== 'CONNECT_TIMEOUT')
    return { kind: 'silent', mayHaveArrived: isSending }
  throw Object.assign(new Error('The connection failed', { cause: error }), { code: originalCode ?? code })
}
