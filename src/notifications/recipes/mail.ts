import { bearer, form, json, secret, text } from './fields.ts'
import type { Recipe } from './recipe.ts'

/** E-mail by the interface of a service that sends it. */

const from = text('from', 'From', { pattern: '[^@<>\\s]+@[^@<>\\s]+', hint: 'wheelhouse@example.com' })
const to = text('to', 'To', { pattern: '[^@<>\\s]+@[^@<>\\s]+', hint: 'you@example.com' })
const words = '{{text}}\n\n{{link}}\n'

export const mailRecipes: readonly Recipe[] = [
  {
    id: 'resend',
    name: 'E-mail by Resend',
    group: 'mail',
    docs: 'https://resend.com/docs/api-reference/emails/send-email',
    fields: [secret('apiKey', 'API key', { hint: 're_…' }), from, to],
    request: {
      method: 'POST',
      url: 'https://api.resend.com/emails',
      headers: { ...bearer('apiKey'), 'idempotency-key': '{{key}}' },
      body: json({ from: '{{from}}', to: ['{{to}}'], subject: '{{title}}', text: words }),
    },
    ok: { present: 'id' },
    reason: 'message',
    knowsRepeats: true,
    atMost: { count: 2, perSeconds: 1 },
  },
  {
    id: 'sendgrid',
    name: 'E-mail by SendGrid',
    group: 'mail',
    docs: 'https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send',
    fields: [secret('apiKey', 'API key', { hint: 'SG.…' }), from, to],
    request: {
      method: 'POST',
      url: 'https://api.sendgrid.com/v3/mail/send',
      headers: bearer('apiKey'),
      body: json({
        personalizations: [{ to: [{ email: '{{to}}' }] }],
        from: { email: '{{from}}' },
        subject: '{{title}}',
        content: [{ type: 'text/plain', value: words }],
      }),
    },
    ok: { status: [202] },
    reason: 'errors.0.message',
  },
  {
    id: 'mailgun',
    name: 'E-mail by Mailgun',
    group: 'mail',
    docs: 'https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages',
    fields: [
      {
        name: 'region',
        label: 'Region',
        kind: 'choice',
        options: ['api.mailgun.net', 'api.eu.mailgun.net'],
        initial: 'api.mailgun.net',
      },
      text('domain', 'Domain', { pattern: '[a-z0-9.-]{3,200}' }),
      secret('apiKey', 'API key'),
      from,
      to,
    ],
    request: {
      method: 'POST',
      url: 'https://{{region}}/v3/{{domain}}/messages',
      headers: { authorization: { basic: ['api', '{{apiKey}}'] } },
      body: form({ from: '{{from}}', to: '{{to}}', subject: '{{title}}', text: words }),
    },
    ok: { present: 'id' },
    reason: 'message',
  },
  {
    id: 'postmark',
    name: 'E-mail by Postmark',
    group: 'mail',
    docs: 'https://postmarkapp.com/developer/api/email-api',
    fields: [secret('token', 'Server token'), from, to],
    request: {
      method: 'POST',
      url: 'https://api.postmarkapp.com/email',
      headers: { 'x-postmark-server-token': '{{token}}', accept: 'application/json' },
      body: json({ From: '{{from}}', To: '{{to}}', Subject: '{{title}}', TextBody: words }),
    },
    ok: { json: { path: 'ErrorCode', in: [0] } },
    reason: 'Message',
  },
  {
    id: 'brevo',
    name: 'E-mail by Brevo',
    group: 'mail',
    docs: 'https://developers.brevo.com/reference/sendtransacemail',
    fields: [secret('apiKey', 'API key'), from, to],
    request: {
      method: 'POST',
      url: 'https://api.brevo.com/v3/smtp/email',
      headers: { 'api-key': '{{apiKey}}', accept: 'application/json' },
      body: json({
        sender: { email: '{{from}}', name: 'Wheelhouse' },
        to: [{ email: '{{to}}' }],
        subject: '{{title}}',
        textContent: words,
      }),
    },
    ok: { status: [201, 202] },
    reason: 'message',
  },
]
