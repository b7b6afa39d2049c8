import { expect, test } from 'bun:test'
import { buildRequest } from './build-request.ts'
import type { Recipe } from './recipes/recipe.ts'
import { recipes } from './recipes/recipes.ts'
import { TemplateError } from './template.ts'
import { noticeAs } from './testing/channel-as.ts'
import { valuesOf } from './values.ts'

const hostile = 'a", "admin": true, "x": "\\\r\nX-Evil: 1\u2028</script>{{secret}}'
const values = valuesOf(
  { notice: noticeAs({ title: hostile, text: hostile }), turn: 0, dedupeKey: 'n', channelId: 'c' },
  { address: 'http://ship:1', host: 'ship', isSettled: false, now: 1_000_000 },
)
const recipe = (rest: Partial<Recipe['request']> & { fields?: Recipe['fields'] }): Recipe => {
  const { fields = [], ...request } = rest
  return {
    id: 'x',
    name: 'X',
    group: 'general',
    docs: '',
    fields,
    request: { method: 'POST', url: 'https://example.com/', ...request },
  }
}
const webhook = recipes.find(({ id }) => id === 'webhook')!

test('what somebody wrote stays one text within JSON, a form and an address', () => {
  const body = JSON.parse(buildRequest(recipe({ body: { as: 'json', value: { t: '{{title}}' } } }), {}, values).body!)
  expect(body).toEqual({ t: hostile })
  const form = new URLSearchParams(
    buildRequest(recipe({ body: { as: 'form', value: { t: '{{title}}' } } }), {}, values).body,
  )
  expect([...form]).toEqual([['t', hostile]])
  const { url } = buildRequest(
    recipe({ url: 'https://example.com/a/{{title}}/b', query: { q: '{{title}}' } }),
    {},
    values,
  )
  expect([url.host, url.pathname.split('/').length, url.searchParams.get('q')]).toEqual(['example.com', 4, hostile])
})

test('a value of an address cannot climb out of its place, and cannot name another host', () => {
  const fields = [{ name: 'key', label: 'Key', kind: 'secret' as const }]
  const at = (key: string) =>
    buildRequest(recipe({ url: 'https://example.com/v1/{{key}}/send', fields }), { key }, values).url.href
  expect(at('../../admin')).toBe('https://example.com/v1/..%2F..%2Fadmin/send')
  expect(at('..')).not.toContain('/v1/../')
  expect(new URL(at('x@evil.example/#?')).host).toBe('example.com')
})

test('a line break in a header is refused, and a text of another alphabet is written as mail does', () => {
  const header = (value: string) =>
    buildRequest(
      recipe({ headers: { 'x-title': '{{t}}' }, fields: [{ name: 't', label: 'T', kind: 'text' }] }),
      { t: value },
      values,
    ).headers['x-title']
  expect(() => header('a\r\nX-Evil: 1')).toThrow('The header x-title would have a line break in it.')
  expect(header('Grüße')).toBe(`=?UTF-8?B?${Buffer.from('Grüße').toString('base64')}?=`)
})

test.each([
  ['{"text": {{title}}}', /no JSON.*A \{\{name\}\} stands within quotation marks/],
  ['{"text": "{{titel}}"}', /names \{\{titel\}\}, which there is not\. There are at, /],
  ['{"text": "{{title"}', /without its other half/],
  ['{"text": "{{title|shout}}"}', /names the filter shout, which there is not/],
  ['{"text": "{{constructor}}"}', /which there is not/],
])('a template that is none is refused with a sentence: %s', (body, words) => {
  const make = () => buildRequest(webhook, { url: 'https://example.com/', body }, values)
  expect(make).toThrow(TemplateError)
  expect(make).toThrow(words)
})

test('a body of one’s own is filled in, and what is put in is not a template again', () => {
  const request = buildRequest(
    webhook,
    { url: 'https://example.com/', secret: 's', body: '{"a": ["{{title}}", 1], "{{b}}": null}' },
    values,
  )
  expect(JSON.parse(request.body!)).toEqual({ a: [hostile, 1], '{{b}}': null })
})

test('the signature is that of Standard Webhooks', () => {
  const { headers, body } = buildRequest(
    webhook,
    { url: 'https://example.com/', secret: `whsec_${Buffer.from('key').toString('base64')}` },
    values,
  )
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-signature']).toBe(
    `v1,${new Bun.CryptoHasher('sha256', 'key').update(signed).digest('base64')}`,
  )
})

test('the same delivery has the same key each time, and another turn another one', () => {
  const keyOf = (turn: number) =>
    valuesOf(
      { notice: noticeAs(), turn, dedupeKey: 'n', channelId: 'c' },
      { address: '', host: '', isSettled: false, now: turn },
    ).key
  const [first, again, other] = [0, 0, 1].map(keyOf)
  expect([first === again, first === other]).toEqual([true, false])
  expect(keyOf(0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
})
