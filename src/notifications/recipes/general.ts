import type { Recipe } from './recipe.ts'

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
]
