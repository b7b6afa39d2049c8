import { bearer, bySeverity, hookUrl, json, secret, server, text } from './fields.ts'
import type { Recipe } from './recipe.ts'

/** What flows of automation get: one object with everything. */
const everything = {
  id: '{{key}}',
  event: '{{event}}',
  severity: '{{severity}}',
  kind: '{{kind}}',
  subject: '{{subject}}',
  title: '{{title}}',
  text: '{{text}}',
  link: '{{link}}',
  host: '{{host}}',
  at: '{{at}}',
}

/** Receivers of one's own, and services that pass a notice on to something else. */
export const generalRecipes: readonly Recipe[] = [
  {
    id: 'webhook',
    name: 'Webhook',
    group: 'general',
    docs: 'https://www.standardwebhooks.com',
    about:
      'Posts JSON to an address of yours, signed by HMAC-SHA256 over id, time and body as Standard Webhooks describe it. The id stays the same when it is sent again.',
    fields: [
      { name: 'url', label: 'Address', kind: 'url', hint: 'https://example.com/hook' },
      { name: 'secret', label: 'Secret for the signature', kind: 'secret', isOptional: true },
      { name: 'authorization', label: 'Authorization header', kind: 'secret', isOptional: true, hint: 'Bearer …' },
      { name: 'body', label: 'Body', kind: 'json', isOptional: true, hint: '{"text": "{{title}}"}' },
    ],
    request: {
      method: 'POST',
      url: '{{url}}',
      headers: { authorization: '{{authorization}}' },
      body: {
        as: 'typed-json',
        field: 'body',
        otherwise: {
          type: 'wheelhouse.notice',
          id: '{{key}}',
          event: '{{event}}',
          dedupe: '{{dedupe}}',
          severity: '{{severity}}',
          kind: '{{kind}}',
          subject: '{{subject}}',
          title: '{{title}}',
          text: '{{text}}',
          link: '{{link}}',
          host: '{{host}}',
          at: '{{at}}',
        },
      },
    },
    sign: 'webhook',
    knowsRepeats: true,
    tellsEnd: true,
  },
  {
    id: 'apprise',
    name: 'Apprise API',
    group: 'general',
    docs: 'https://github.com/caronc/apprise-api',
    about: 'Passes a notice on to more than a hundred other services.',
    fields: [
      server('Server', { hint: 'http://192.168.1.10:8000' }),
      text('configKey', 'Configuration key', { pattern: '[\\w-]{1,64}' }),
      text('tag', 'Tag', { isOptional: true }),
    ],
    request: {
      method: 'POST',
      url: '{{server}}/notify/{{configKey}}',
      headers: { accept: 'application/json' },
      body: json({
        title: '{{title}}',
        body: '{{text}}\n{{link}}',
        type: bySeverity('info', 'warning', 'failure'),
        tag: { $optional: '{{tag}}' },
      }),
    },
    // 204 says that there is no such configuration.
    ok: { status: [200] },
    reason: 'error',
  },
  {
    id: 'ifttt',
    name: 'IFTTT',
    group: 'general',
    docs: 'https://ifttt.com/maker_webhooks',
    fields: [text('eventName', 'Event name', { pattern: '\\w{1,100}' }), secret('apiKey', 'Key')],
    request: {
      method: 'POST',
      url: 'https://maker.ifttt.com/trigger/{{eventName}}/json/with/key/{{apiKey}}',
      body: json(everything),
    },
    reason: 'errors.0.message',
  },
  {
    id: 'zapier',
    name: 'Zapier',
    group: 'general',
    docs: 'https://help.zapier.com/hc/en-us/articles/8496288690317',
    fields: [hookUrl('https://hooks.zapier.com/hooks/catch/…', 'https://hooks\\.zapier\\.com/hooks/.+')],
    request: { method: 'POST', url: '{{url}}', body: json(everything) },
    ok: { json: { path: 'status', in: ['success'] } },
  },
  {
    id: 'make',
    name: 'Make',
    group: 'general',
    docs: 'https://apps.make.com/gateway',
    fields: [hookUrl('https://hook.eu1.make.com/…', 'https://hook\\.\\w+\\.make\\.(com|celonis\\.com)/.+')],
    request: { method: 'POST', url: '{{url}}', body: json(everything) },
    ok: { status: [200], text: 'Accepted' },
  },
  {
    id: 'n8n',
    name: 'n8n',
    group: 'general',
    docs: 'https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.webhook/',
    fields: [
      hookUrl('https://n8n.example.com/webhook/…', 'https?://.+/webhook(-test)?/.+'),
      secret('token', 'Bearer token', { isOptional: true }),
    ],
    request: {
      method: 'POST',
      url: '{{url}}',
      headers: { authorization: { prefix: 'Bearer ', value: '{{token}}' } },
      body: json(everything),
    },
    reason: 'message',
  },
  {
    id: 'pipedream',
    name: 'Pipedream',
    group: 'general',
    docs: 'https://pipedream.com/docs/workflows/building-workflows/triggers#http',
    fields: [hookUrl('https://….m.pipedream.net', 'https://\\w+\\.m\\.pipedream\\.net.*')],
    request: { method: 'POST', url: '{{url}}', body: json(everything) },
  },
  {
    id: 'github-issue',
    name: 'GitHub issue',
    group: 'general',
    docs: 'https://docs.github.com/rest/issues/issues#create-an-issue',
    fields: [
      text('owner', 'Owner', { pattern: '[\\w-]{1,39}' }),
      text('repository', 'Repository', { pattern: '[\\w.-]{1,100}' }),
      secret('token', 'Token that may write issues'),
    ],
    request: {
      method: 'POST',
      url: 'https://api.github.com/repos/{{owner}}/{{repository}}/issues',
      headers: { ...bearer('token'), accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
      body: json({ title: '{{title}}', body: '{{text|markdown}}\n\n{{link}}' }),
    },
    ok: { status: [201] },
    reason: 'message',
  },
  {
    id: 'plain-text',
    name: 'Plain text by POST',
    group: 'general',
    docs: 'https://unifiedpush.org',
    about: 'Posts the words and nothing else: for scripts, Node-RED, and receivers that take what comes.',
    fields: [hookUrl('https://example.com/push', 'https?://.+')],
    request: {
      method: 'POST',
      url: '{{url}}',
      body: { as: 'text', value: '{{message}}' },
    },
  },
]
