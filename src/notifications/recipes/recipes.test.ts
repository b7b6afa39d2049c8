import { afterAll, expect, test } from 'bun:test'
import { buildRequest } from '../build-request.ts'
import { judgeAnswer } from '../judge-answer.ts'
import type { Trouble } from '../outcome.ts'
import { noticeAs } from '../testing/channel-as.ts'
import { valuesOf } from '../values.ts'
import { recipes } from './recipes.ts'

/**
 * What each provider documents that it must receive, and what it answers when all is well and when not. A server of that shape
 * receives what our recipe sends, and its answers are judged.
 */
type Contract = {
  given: Record<string, string>
  /** Method, host, path and query. */
  at: string
  headers?: Record<string, string>
  /** What the body holds, as JSON, as the fields of a form, or as a text. */
  body?: unknown
  well: [number, unknown]
  bad: [number, unknown, Trouble][]
}

const now = Date.UTC(2026, 10, 20, 12)
const title = 'Clawdia says "go" & <waits>'
const text = 'May I run `make`?\nNow.'
const link = 'http://ship:4747/needs'
const notice = noticeAs({ dedupeKey: 'need:1', title, text, severity: 'severe', at: now - 60_000 })

const valuesFor = (turn: number) =>
  valuesOf(
    { notice, turn, dedupeKey: notice.dedupeKey, channelId: 'c' },
    { address: 'http://ship:4747', host: 'ship', isSettled: false, now },
  )
const { key, dedupe, keyNumber } = valuesFor(0) as { key: string; dedupe: string; keyNumber: string }
const basic = (words: string) => `Basic ${Buffer.from(words).toString('base64')}`
const hook = 'https://'
const denied: [number, unknown, Trouble] = [401, { message: 'no' }, 'not-signed-in']
const many: [number, unknown, Trouble] = [429, {}, 'too-many']
const sms = 'Clawdia says "go" & <waits> http://ship:4747/needs'
const phone = '+43660123456'

const contracts: Record<string, Contract> = {
  ntfy: {
    given: { server: 'https://ntfy.example.com/', topic: 'ship', token: 'tk_abc' },
    at: 'POST ntfy.example.com/',
    headers: { authorization: 'Bearer tk_abc', 'content-type': 'application/json' },
    body: { topic: 'ship', title, message: text, priority: 5, click: link },
    well: [200, { id: 'x', event: 'message', topic: 'ship' }],
    bad: [
      [403, { code: 40301, error: 'forbidden' }, 'not-signed-in'],
      [429, { code: 42901, error: 'limit reached' }, 'too-many'],
      [200, '<html>', 'unreadable-answer'],
    ],
  },
  gotify: {
    given: { server: 'http://10.0.0.2:8080', token: 'A1' },
    at: 'POST 10.0.0.2:8080/message',
    headers: { 'x-gotify-key': 'A1' },
    body: { title, message: text, priority: 8 },
    well: [200, { id: 25, appid: 5, message: 'x' }],
    bad: [[401, { error: 'Unauthorized', errorDescription: 'you need to provide a valid token' }, 'not-signed-in']],
  },
  pushover: {
    given: { token: 'a'.repeat(30), user: 'u'.repeat(30) },
    at: 'POST api.pushover.net/1/messages.json',
    body: {
      token: 'a'.repeat(30),
      user: 'u'.repeat(30),
      title,
      message: text,
      priority: 1,
      url: link,
      timestamp: (now - 60_000) / 1_000,
    },
    well: [200, { status: 1, request: 'x' }],
    bad: [
      [400, { user: 'invalid', errors: ['user identifier is invalid'], status: 0 }, 'refused-by-answer'],
      [200, { status: 0, errors: ['x'] }, 'refused-by-answer'],
      [500, {}, 'server-error'],
    ],
  },
  pushbullet: {
    given: { token: 'o.x' },
    at: 'POST api.pushbullet.com/v2/pushes',
    headers: { 'access-token': 'o.x' },
    body: { type: 'note', title, body: text },
    well: [200, { iden: 'ujpah72o0sjAoRtnM0jc', active: true }],
    bad: [[401, { error: { message: 'Access token is missing or invalid.' } }, 'not-signed-in']],
  },
  bark: {
    given: { server: 'https://api.day.app', deviceKey: 'k1' },
    at: 'POST api.day.app/push',
    body: { device_key: 'k1', title, body: text, level: 'timeSensitive', url: link },
    well: [200, { code: 200, message: 'success', timestamp: 1 }],
    bad: [
      [400, { code: 400, message: 'failed to get device token' }, 'refused-by-answer'],
      [200, { code: 400, message: 'x' }, 'refused-by-answer'],
    ],
  },
  simplepush: {
    given: { apiKey: 'HuxgBB' },
    at: 'POST api.simplepush.io/send',
    body: { key: 'HuxgBB', title, msg: text },
    well: [200, { status: 'OK' }],
    bad: [[200, { status: 'BadRequest', message: 'x' }, 'refused-by-answer']],
  },
  serverchan: {
    given: { sendKey: 'SCT1x' },
    at: 'POST sctapi.ftqq.com/SCT1x.send',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: { title, desp: `${title}\n${text}` },
    well: [200, { code: 0, message: '', data: { pushid: '1' } }],
    bad: [[200, { code: 40001, message: 'bad pushtoken' }, 'refused-by-answer']],
  },
  pushplus: {
    given: { token: 't1' },
    at: 'POST www.pushplus.plus/send',
    body: { token: 't1', title, content: text, template: 'txt' },
    well: [200, { code: 200, msg: '请求成功', data: 'x' }],
    bad: [
      [200, { code: 903, msg: '用户token错误' }, 'refused-by-answer'],
      [200, { code: 900, msg: '请求次数过多' }, 'too-many'],
    ],
  },
  pushdeer: {
    given: { server: 'https://api2.pushdeer.com', pushKey: 'PDU1' },
    at: 'POST api2.pushdeer.com/message/push',
    body: { pushkey: 'PDU1', text: title, desp: text, type: 'text' },
    well: [200, { code: 0, content: { result: ['x'] } }],
    bad: [[200, { code: 80501, error: 'AUTH' }, 'refused-by-answer']],
  },
  wxpusher: {
    given: { appToken: 'AT_1', uids: 'UID_1, UID_2' },
    at: 'POST wxpusher.zjiecode.com/api/send/message',
    body: { appToken: 'AT_1', contentType: 1, uids: ['UID_1', 'UID_2'], content: `${title}\n${text}` },
    well: [200, { code: 1000, msg: '处理成功', success: true }],
    bad: [[200, { code: 1001, msg: 'appToken 错误' }, 'refused-by-answer']],
  },
  lunasea: {
    given: { target: 'user', targetId: 'abc' },
    at: 'POST notify.lunasea.app/v1/custom/user/abc',
    body: { title, body: text },
    well: [200, { status: 'OK' }],
    bad: [[400, {}, 'refused-by-answer']],
  },
  pushy: {
    given: { apiKey: 'a1', token: 'd1' },
    at: 'POST api.pushy.me/push?api_key=a1',
    body: { to: 'd1', notification: { title, body: text } },
    well: [200, { success: true, id: '1' }],
    bad: [
      [400, { error: 'The device does not exist' }, 'refused-by-answer'],
      [200, { error: 'x' }, 'refused-by-answer'],
    ],
  },
  alertzy: {
    given: { accountKey: 'a1' },
    at: 'POST alertzy.app/send',
    body: { accountKey: 'a1', title, message: text, priority: '2', link },
    well: [200, { response: 'success', sentTo: ['a1'] }],
    bad: [[200, { response: 'fail', error: { a1: 'invalid key' } }, 'refused-by-answer']],
  },
  pushsafer: {
    given: { privateKey: 'p1' },
    at: 'POST www.pushsafer.com/api',
    body: { k: 'p1', t: title, m: text, u: link, pr: '2' },
    well: [200, { status: 1, success: 'message transmitted' }],
    bad: [[250, { status: 0, error: 'invalid key' }, 'refused-by-answer']],
  },
  onesignal: {
    given: { appId: '00000000-0000-0000-0000-000000000001', apiKey: 'os1', segment: 'Total Subscriptions' },
    at: 'POST api.onesignal.com/notifications',
    headers: { authorization: 'Key os1' },
    body: {
      included_segments: ['Total Subscriptions'],
      headings: { en: title },
      contents: { en: text },
      idempotency_key: key,
    },
    well: [200, { id: 'x', external_id: null }],
    bad: [[200, { id: '', errors: ['All included players are not subscribed'] }, 'refused-by-answer'], denied],
  },
  prowl: {
    given: { apiKey: 'a'.repeat(40) },
    at: 'POST api.prowlapp.com/publicapi/add',
    body: { apikey: 'a'.repeat(40), application: 'Wheelhouse', event: title, description: text, priority: '2' },
    well: [200, '<?xml version="1.0"?><prowl><success code="200" remaining="999"/></prowl>'],
    bad: [
      [401, '<prowl><error code="401">Invalid API key</error></prowl>', 'not-signed-in'],
      [406, '<prowl/>', 'refused-by-answer'],
    ],
  },
  techulus: {
    given: { apiKey: 'a1' },
    at: 'POST push.techulus.com/api/v1/notify',
    headers: { 'x-api-key': 'a1' },
    body: { title, body: text, link },
    well: [200, { success: true, message: 'Notification sent' }],
    bad: [[200, { success: false, message: 'Invalid API Key' }, 'refused-by-answer']],
  },
  join: {
    given: { apiKey: 'a1', device: 'group.all' },
    at: `GET joinjoaomgcd.appspot.com/_ah/api/messaging/v1/sendPush?${new URLSearchParams({ apikey: 'a1', deviceId: 'group.all', title, text, url: link })}`,
    well: [200, { success: true, kind: 'messaging#messagingItem' }],
    bad: [[200, { success: false, errorMessage: 'User key is not valid' }, 'refused-by-answer']],
  },
  chanify: {
    given: { server: 'https://api.chanify.net', token: 'tok' },
    at: 'POST api.chanify.net/v1/sender/tok',
    body: { title, text },
    well: [200, { 'request-uid': 'x' }],
    bad: [[401, { res: 401, msg: 'invalid token' }, 'not-signed-in']],
  },
  'home-assistant': {
    given: { server: 'http://homeassistant.local:8123', service: 'mobile_app_phone', token: 'ey.1' },
    at: 'POST homeassistant.local:8123/api/services/notify/mobile_app_phone',
    headers: { authorization: 'Bearer ey.1' },
    body: { title, message: text, data: { url: link } },
    well: [200, []],
    bad: [
      [401, '401: Unauthorized', 'not-signed-in'],
      [400, '400: Bad Request', 'refused-by-answer'],
    ],
  },
  telegram: {
    given: { token: '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', chat: '-100123', thread: '7' },
    at: 'POST api.telegram.org/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/sendMessage',
    body: {
      chat_id: '-100123',
      message_thread_id: 7,
      parse_mode: 'HTML',
      disable_notification: false,
      text: `<b>Clawdia says &quot;go&quot; &amp; &lt;waits&gt;</b>\n${text}\n${link}`,
    },
    well: [200, { ok: true, result: { message_id: 1 } }],
    bad: [
      [400, { ok: false, error_code: 400, description: 'Bad Request: chat not found' }, 'refused-by-answer'],
      [
        429,
        { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 31 } },
        'too-many',
      ],
      [404, { ok: false, error_code: 404, description: 'Not Found' }, 'not-found'],
      [200, { ok: false, description: 'x' }, 'refused-by-answer'],
    ],
  },
  slack: {
    given: { url: `${hook}hooks.slack.com/services/T/B/X` },
    at: 'POST hooks.slack.com/services/T/B/X',
    body: { text: `*Clawdia says "go" &amp; &lt;waits&gt;*\n${text}\n${link}` },
    well: [200, 'ok'],
    bad: [
      [404, 'no_service', 'not-found'],
      [400, 'invalid_payload', 'refused-by-answer'],
      [403, 'action_prohibited', 'not-signed-in'],
      [200, 'no_text', 'refused-by-answer'],
      many,
    ],
  },
  'slack-bot': {
    given: { token: 'xoxb-1', channel: 'C1' },
    at: 'POST slack.com/api/chat.postMessage',
    headers: { authorization: 'Bearer xoxb-1', 'content-type': 'application/json; charset=utf-8' },
    body: { channel: 'C1' },
    well: [200, { ok: true, channel: 'C1', ts: '1' }],
    bad: [
      [200, { ok: false, error: 'channel_not_found' }, 'refused-by-answer'],
      [200, { ok: false, error: 'ratelimited' }, 'too-many'],
    ],
  },
  discord: {
    given: { url: `${hook}discord.com/api/webhooks/1/x` },
    at: 'POST discord.com/api/webhooks/1/x?wait=true',
    body: {
      username: 'Wheelhouse',
      embeds: [{ title, description: text, url: link, color: 0xff6b6b }],
      allowed_mentions: { parse: [] },
    },
    well: [200, { id: '1' }],
    bad: [
      [404, { message: 'Unknown Webhook', code: 10015 }, 'not-found'],
      [429, { message: 'You are being rate limited.', retry_after: 1.5, global: false }, 'too-many'],
    ],
  },
  teams: {
    given: { url: `${hook}prod-1.westeurope.logic.azure.com/workflows/x?sig=1` },
    at: 'POST prod-1.westeurope.logic.azure.com/workflows/x?sig=1',
    body: {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard', actions: [{ type: 'Action.OpenUrl', url: link }] },
        },
      ],
    },
    well: [202, ''],
    bad: [[401, { error: { code: 'DirectApiAuthorizationRequired', message: 'x' } }, 'not-signed-in'], many],
  },
  matrix: {
    given: { server: 'https://matrix.org', room: '!abc:matrix.org', token: 'syt_1' },
    at: `PUT matrix.org/_matrix/client/v3/rooms/!abc:matrix.org/send/m.room.message/${key}`,
    headers: { authorization: 'Bearer syt_1' },
    body: { msgtype: 'm.text', format: 'org.matrix.custom.html' },
    well: [200, { event_id: '$1' }],
    bad: [
      [403, { errcode: 'M_FORBIDDEN', error: 'not in room' }, 'not-signed-in'],
      [429, { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 2000 }, 'too-many'],
      [200, {}, 'refused-by-answer'],
    ],
  },
  mattermost: {
    given: { url: 'http://10.0.0.2:8065/hooks/x', channel: 'ops' },
    at: 'POST 10.0.0.2:8065/hooks/x',
    body: { username: 'Wheelhouse', channel: 'ops' },
    well: [200, 'ok'],
    bad: [[400, { id: 'web.incoming_webhook.invalid.app_error', message: 'Invalid webhook' }, 'refused-by-answer']],
  },
  'rocket-chat': {
    given: { url: `${hook}chat.example.com/hooks/a/b` },
    at: 'POST chat.example.com/hooks/a/b',
    body: { text: title, attachments: [{ text, title_link: link, color: '#ff6b6b' }] },
    well: [200, { success: true }],
    bad: [[400, { success: false, error: 'Invalid integration id or token provided.' }, 'refused-by-answer']],
  },
  'google-chat': {
    given: { url: `${hook}chat.googleapis.com/v1/spaces/A/messages?key=k&token=t` },
    at: `POST chat.googleapis.com/v1/spaces/A/messages?key=k&token=t&requestId=${key}`,
    body: { text: `*${title}*\n${text}\n${link}` },
    well: [200, { name: 'spaces/A/messages/B' }],
    bad: [[403, { error: { code: 403, message: 'x', status: 'PERMISSION_DENIED' } }, 'not-signed-in'], many],
  },
  zulip: {
    given: { server: 'https://z.zulipchat.com', email: 'bot@z.org', apiKey: 'k', stream: 'ops', topic: 'Wheelhouse' },
    at: 'POST z.zulipchat.com/api/v1/messages',
    headers: { authorization: basic('bot@z.org:k') },
    body: { type: 'stream', to: 'ops', topic: 'Wheelhouse' },
    well: [200, { id: 42, msg: '', result: 'success' }],
    bad: [
      [400, { code: 'STREAM_DOES_NOT_EXIST', msg: 'Channel does not exist', result: 'error' }, 'refused-by-answer'],
    ],
  },
  webex: {
    given: { token: 't', room: 'R' },
    at: 'POST webexapis.com/v1/messages',
    headers: { authorization: 'Bearer t' },
    body: { roomId: 'R' },
    well: [200, { id: 'x', roomId: 'R' }],
    bad: [denied, [404, { message: 'Could not find a room' }, 'not-found']],
  },
  feishu: {
    given: { url: `${hook}open.feishu.cn/open-apis/bot/v2/hook/x`, secret: 's3' },
    at: 'POST open.feishu.cn/open-apis/bot/v2/hook/x',
    body: {
      timestamp: String(now / 1_000),
      sign: new Bun.CryptoHasher('sha256', `${now / 1_000}\ns3`).update('').digest('base64'),
      msg_type: 'text',
      content: { text: `${title}\n${text}\n${link}` },
    },
    well: [200, { code: 0, msg: 'success', data: {} }],
    bad: [
      [200, { code: 19021, msg: 'sign match fail or timestamp is not within one hour' }, 'refused-by-answer'],
      [200, { code: 11232, msg: 'frequency limited' }, 'too-many'],
    ],
  },
  dingtalk: {
    given: { url: `${hook}oapi.dingtalk.com/robot/send?access_token=x`, secret: 'SECx' },
    at: `POST oapi.dingtalk.com/robot/send?access_token=x&timestamp=${now}&sign=${encodeURIComponent(new Bun.CryptoHasher('sha256', 'SECx').update(`${now}\nSECx`).digest('base64'))}`,
    body: { msgtype: 'markdown', markdown: { title } },
    well: [200, { errcode: 0, errmsg: 'ok' }],
    bad: [
      [200, { errcode: 310000, errmsg: 'sign not match' }, 'refused-by-answer'],
      [200, { errcode: 130101, errmsg: 'send too fast' }, 'too-many'],
    ],
  },
  wecom: {
    given: { url: `${hook}qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x` },
    at: 'POST qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x',
    body: { msgtype: 'text', text: { content: `${title}\n${text}\n${link}` } },
    well: [200, { errcode: 0, errmsg: 'ok' }],
    bad: [
      [200, { errcode: 93000, errmsg: 'invalid webhook url' }, 'refused-by-answer'],
      [200, { errcode: 45009, errmsg: 'api freq out of limit' }, 'too-many'],
    ],
  },
  line: {
    given: { token: 't', to: `U${'0'.repeat(32)}` },
    at: 'POST api.line.me/v2/bot/message/push',
    headers: { authorization: 'Bearer t', 'x-line-retry-key': key },
    body: { to: `U${'0'.repeat(32)}`, messages: [{ type: 'text', text: `${title}\n${text}\n${link}` }] },
    well: [409, { message: 'The retry key is already accepted' }],
    bad: [[400, { message: 'The property, to, in the request body is invalid' }, 'refused-by-answer'], many],
  },
  signal: {
    given: { server: 'http://10.0.0.2:8080', number: phone, recipients: `${phone}, group.x` },
    at: 'POST 10.0.0.2:8080/v2/send',
    body: { number: phone, recipients: [phone, 'group.x'], message: `${title}\n${text}\n${link}` },
    well: [201, { timestamp: '1' }],
    bad: [[400, { error: 'Untrusted Identity' }, 'refused-by-answer']],
  },
  whatsapp: {
    given: { phoneId: '12345', token: 't', to: phone },
    at: 'POST graph.facebook.com/v21.0/12345/messages',
    headers: { authorization: 'Bearer t' },
    body: { messaging_product: 'whatsapp', to: phone, type: 'text' },
    well: [200, { messaging_product: 'whatsapp', messages: [{ id: 'wamid.x' }] }],
    bad: [
      [
        400,
        { error: { message: '(#131030) Recipient phone number not in allowed list', code: 131030 } },
        'refused-by-answer',
      ],
      [200, {}, 'refused-by-answer'],
    ],
  },
  'nextcloud-talk': {
    given: { server: 'https://cloud.example.com', user: 'bob', password: 'p', room: 'abcd' },
    at: 'POST cloud.example.com/ocs/v2.php/apps/spreed/api/v1/chat/abcd',
    headers: { authorization: basic('bob:p'), 'ocs-apirequest': 'true' },
    body: { message: `${title}\n${text}\n${link}` },
    well: [201, { ocs: { meta: { status: 'ok' } } }],
    bad: [[404, { ocs: { meta: { status: 'failure', message: 'x' } } }, 'not-found'], denied],
  },
  'synology-chat': {
    given: {
      url: `${hook}nas.example.com:5001/webapi/entry.cgi?api=SYNO.Chat.External&method=incoming&version=2&token=x`,
    },
    at: 'POST nas.example.com:5001/webapi/entry.cgi?api=SYNO.Chat.External&method=incoming&version=2&token=x',
    body: { payload: JSON.stringify({ text: `${title}\n${text}\n${link}` }) },
    well: [200, { success: true }],
    bad: [[200, { success: false, error: { code: 404, errors: 'invalid token' } }, 'refused-by-answer']],
  },
  mastodon: {
    given: { server: 'https://mastodon.social', token: 't', visibility: 'direct', mention: '@me@mastodon.social' },
    at: 'POST mastodon.social/api/v1/statuses',
    headers: { authorization: 'Bearer t', 'idempotency-key': key },
    body: { visibility: 'direct', status: `@me@mastodon.social ${title}\n${text}` },
    well: [200, { id: '1', content: 'x' }],
    bad: [
      [401, { error: 'The access token is invalid' }, 'not-signed-in'],
      [422, { error: 'Validation failed' }, 'refused-by-answer'],
    ],
  },
  misskey: {
    given: { server: 'https://misskey.io', token: 't', visibility: 'specified' },
    at: 'POST misskey.io/api/notes/create',
    body: { i: 't', visibility: 'specified' },
    well: [200, { createdNote: { id: 'x' } }],
    bad: [[403, { error: { message: 'Access denied.', code: 'ACCESS_DENIED' } }, 'not-signed-in']],
  },
  stoat: {
    given: { server: 'https://api.stoat.chat', token: 't', channel: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
    at: 'POST api.stoat.chat/channels/01ARZ3NDEKTSV4RRFFQ69G5FAV/messages',
    headers: { 'x-bot-token': 't', 'idempotency-key': key },
    body: {},
    well: [200, { _id: 'x', channel: 'x' }],
    bad: [[403, { type: 'MissingPermission' }, 'not-signed-in'], many],
  },
  flock: {
    given: { url: `${hook}api.flock.com/hooks/sendMessage/x` },
    at: 'POST api.flock.com/hooks/sendMessage/x',
    body: { text: `${title}\n${text}\n${link}` },
    well: [200, { uid: 'x' }],
    bad: [[400, { error: 'InvalidToken', description: 'x' }, 'refused-by-answer']],
  },
  pumble: {
    given: { url: `${hook}api.pumble.com/workspaces/a/incomingWebhooks/postMessage/b` },
    at: 'POST api.pumble.com/workspaces/a/incomingWebhooks/postMessage/b',
    body: { text: `${title}\n${text}\n${link}` },
    well: [200, ''],
    bad: [[404, { message: 'x' }, 'not-found']],
  },
  bitrix24: {
    given: { url: `${hook}b.bitrix24.com/rest/1/x/`, user: '1' },
    at: 'POST b.bitrix24.com/rest/1/x/im.notify.system.add.json',
    body: { USER_ID: '1' },
    well: [200, { result: 123, time: {} }],
    bad: [
      [401, { error: 'INVALID_CREDENTIALS', error_description: 'x' }, 'not-signed-in'],
      [200, { error: 'QUERY_LIMIT_EXCEEDED' }, 'too-many'],
    ],
  },
  'zoho-cliq': {
    given: { url: `${hook}cliq.zoho.com/api/v2/channelsbyname/ops/message?zapikey=x` },
    at: 'POST cliq.zoho.com/api/v2/channelsbyname/ops/message?zapikey=x',
    body: { bot: { name: 'Wheelhouse' } },
    well: [204, ''],
    bad: [[400, { message: 'x', code: 'error' }, 'refused-by-answer']],
  },
  vk: {
    given: { token: 't', peer: '2000000001' },
    at: 'POST api.vk.com/method/messages.send',
    body: { access_token: 't', peer_id: '2000000001', random_id: keyNumber, v: '5.199' },
    well: [200, { response: 12 }],
    bad: [
      [
        200,
        { error: { error_code: 901, error_msg: "Can't send messages for users without permission" } },
        'refused-by-answer',
      ],
      [200, { error: { error_code: 6, error_msg: 'Too many requests per second' } }, 'too-many'],
    ],
  },
  threema: {
    given: { from: '*WHEELHS', to: 'ECHOECHO', apiSecret: 's' },
    at: 'POST msgapi.threema.ch/send_simple',
    body: { from: '*WHEELHS', to: 'ECHOECHO', secret: 's', text: `${title}\n${text}\n${link}` },
    well: [200, '0123456789abcdef'],
    bad: [
      [401, '', 'not-signed-in'],
      [402, 'no credits', 'refused-by-answer'],
    ],
  },
  chatwork: {
    given: { token: 't', room: '42' },
    at: 'POST api.chatwork.com/v2/rooms/42/messages',
    headers: { 'x-chatworktoken': 't' },
    body: { body: `[info][title]${title}[/title]${text}\n${link}[/info]` },
    well: [200, { message_id: '1' }],
    bad: [[401, { errors: ['Invalid API token'] }, 'not-signed-in'], many],
  },
  campfire: {
    given: { url: `${hook}camp.example.com/rooms/1/bot-key/messages` },
    at: 'POST camp.example.com/rooms/1/bot-key/messages',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `${title}\n${text}\n${link}`,
    well: [201, ''],
    bad: [[404, '', 'not-found']],
  },
  basecamp: {
    given: { url: `${hook}3.basecamp.com/1/integrations/x/buckets/1/chats/2/lines` },
    at: 'POST 3.basecamp.com/1/integrations/x/buckets/1/chats/2/lines',
    body: { content: `<b>Clawdia says &quot;go&quot; &amp; &lt;waits&gt;</b><br>${text}<br>${link}` },
    well: [201, ''],
    bad: [[404, '', 'not-found'], many],
  },
  pagerduty: {
    given: { routingKey: 'r'.repeat(32), region: 'events.eu.pagerduty.com' },
    at: 'POST events.eu.pagerduty.com/v2/enqueue',
    body: {
      routing_key: 'r'.repeat(32),
      event_action: 'trigger',
      dedup_key: dedupe,
      payload: { summary: title, source: 'ship', severity: 'critical' },
      links: [{ href: link, text: 'Wheelhouse' }],
    },
    well: [202, { status: 'success', message: 'Event processed', dedup_key: 'x' }],
    bad: [
      [
        400,
        { status: 'invalid event', message: 'Event object is invalid', errors: ["'routing_key' is missing"] },
        'refused-by-answer',
      ],
      many,
    ],
  },
  opsgenie: {
    given: { region: 'api.opsgenie.com', apiKey: 'g' },
    at: 'POST api.opsgenie.com/v2/alerts',
    headers: { authorization: 'GenieKey g' },
    body: { message: title, alias: dedupe, priority: 'P1', source: 'ship' },
    well: [202, { result: 'Request will be processed', took: 0.3, requestId: 'x' }],
    bad: [
      [422, { message: 'Key format is not valid!' }, 'refused-by-answer'],
      [401, { message: 'x' }, 'not-signed-in'],
    ],
  },
  'jira-service-management': {
    given: { apiKey: 'g' },
    at: 'POST api.atlassian.com/jsm/ops/integration/v2/alerts',
    headers: { authorization: 'GenieKey g' },
    body: { message: title, alias: dedupe, priority: 'P1' },
    well: [202, { result: 'Request will be processed' }],
    bad: [denied],
  },
  'splunk-on-call': {
    given: { apiKey: 'k', routing: 'default' },
    at: 'POST alert.victorops.com/integrations/generic/20131114/alert/k/default',
    body: { message_type: 'CRITICAL', entity_id: dedupe, entity_display_name: title, monitoring_tool: 'Wheelhouse' },
    well: [200, { result: 'success', entity_id: 'x' }],
    bad: [[200, { result: 'failure', message: 'x' }, 'refused-by-answer']],
  },
  alertmanager: {
    given: { server: 'http://10.0.0.2:9093' },
    at: 'POST 10.0.0.2:9093/api/v2/alerts',
    body: [
      {
        labels: { alertname: 'waiting', severity: 'critical', instance: 'ship', key: dedupe },
        annotations: { summary: title, description: text },
        startsAt: '2026-11-20T11:59:00.000Z',
        generatorURL: link,
      },
    ],
    well: [200, ''],
    bad: [
      [400, '"bad label"', 'refused-by-answer'],
      [503, '', 'server-error'],
    ],
  },
  'grafana-irm': {
    given: { url: `${hook}oncall.grafana.net/oncall/integrations/v1/formatted_webhook/x/` },
    at: 'POST oncall.grafana.net/oncall/integrations/v1/formatted_webhook/x/',
    body: { alert_uid: dedupe, title, message: text, state: 'alerting', link_to_upstream_details: link },
    well: [200, 'Ok.'],
    bad: [[404, '', 'not-found']],
  },
  squadcast: {
    given: { url: `${hook}api.squadcast.com/v2/incidents/api/x` },
    at: 'POST api.squadcast.com/v2/incidents/api/x',
    body: { message: title, event_id: dedupe, status: 'trigger', priority: 'P1' },
    well: [202, {}],
    bad: [[400, { meta: { status: 400, error_message: 'x' } }, 'refused-by-answer']],
  },
  'incident-io': {
    given: { source: '0'.repeat(26), token: 't' },
    at: `POST api.incident.io/v2/alert_events/http/${'0'.repeat(26)}`,
    headers: { authorization: 'Bearer t' },
    body: { title, deduplication_key: dedupe, status: 'firing', metadata: { severity: 'severe' } },
    well: [202, { deduplication_key: 'x', message: 'Event accepted for processing', status: 'success' }],
    bad: [[401, { errors: [{ message: 'x' }] }, 'not-signed-in']],
  },
  'better-stack': {
    given: { token: 't', email: 'a@b.org' },
    at: 'POST uptime.betterstack.com/api/v3/incidents',
    headers: { authorization: 'Bearer t' },
    body: { requester_email: 'a@b.org', name: title },
    well: [201, { data: { id: '1' } }],
    bad: [[422, { errors: { requester_email: ['x'] } }, 'refused-by-answer']],
  },
  signl4: {
    given: { url: `${hook}connect.signl4.com/webhook/x` },
    at: 'POST connect.signl4.com/webhook/x',
    body: { Title: title, Message: text, 'X-S4-ExternalID': dedupe, 'X-S4-Status': 'new' },
    well: [201, { eventId: '1' }],
    bad: [[200, {}, 'refused-by-answer']],
  },
  ilert: {
    given: { integrationKey: 'k' },
    at: 'POST api.ilert.com/api/events',
    body: { integrationKey: 'k', eventType: 'ALERT', summary: title, alertKey: dedupe, priority: 'HIGH' },
    well: [202, { alertUrl: 'x' }],
    bad: [[400, { message: 'x', code: 'BAD' }, 'refused-by-answer']],
  },
  alerta: {
    given: { server: 'https://alerta.example.com/api', apiKey: 'k', environment: 'Production' },
    at: 'POST alerta.example.com/api/alert',
    headers: { authorization: 'Key k' },
    body: {
      resource: dedupe,
      event: 'waiting',
      environment: 'Production',
      severity: 'critical',
      service: ['Wheelhouse'],
    },
    well: [201, { status: 'ok', id: 'x' }],
    bad: [
      [400, { status: 'error', message: 'x' }, 'refused-by-answer'],
      [202, { status: 'error', message: 'suppressed' }, 'refused-by-answer'],
    ],
  },
  zenduty: {
    given: { integrationKey: 'k' },
    at: 'POST www.zenduty.com/api/events/k/',
    body: { alert_type: 'critical', message: title, entity_id: dedupe },
    well: [201, { message: 'Accepted' }],
    bad: [[404, {}, 'not-found']],
  },
  pagertree: {
    given: { url: `${hook}api.pagertree.com/integration/int_x` },
    at: 'POST api.pagertree.com/integration/int_x',
    body: { event_type: 'create', id: dedupe, title, urgency: 'critical' },
    well: [201, {}],
    bad: [[404, {}, 'not-found']],
  },
  goalert: {
    given: { server: 'https://goalert.example.com', token: 'x' },
    at: 'POST goalert.example.com/api/v2/generic/incoming?token=x',
    body: { summary: title, dedup: dedupe },
    well: [204, ''],
    bad: [[401, '', 'not-signed-in']],
  },
  datadog: {
    given: { site: 'datadoghq.eu', apiKey: 'k' },
    at: 'POST api.datadoghq.eu/api/v1/events',
    headers: { 'dd-api-key': 'k' },
    body: { title, alert_type: 'error', aggregation_key: dedupe, host: 'ship' },
    well: [202, { status: 'ok', event: { id: 1 } }],
    bad: [
      [403, { errors: ['Forbidden'] }, 'not-signed-in'],
      [202, { status: 'error' }, 'refused-by-answer'],
    ],
  },
  'gitlab-alert': {
    given: { url: `${hook}gitlab.com/g/p/alerts/notify/x/y.json`, token: 't' },
    at: 'POST gitlab.com/g/p/alerts/notify/x/y.json',
    headers: { authorization: 'Bearer t' },
    body: { title, severity: 'critical', fingerprint: dedupe, monitoring_tool: 'Wheelhouse' },
    well: [200, []],
    bad: [denied, [422, {}, 'refused-by-answer']],
  },
  twilio: {
    given: { sid: `AC${'0'.repeat(32)}`, token: 't', from: phone, to: phone },
    at: `POST api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`,
    headers: { authorization: basic(`AC${'0'.repeat(32)}:t`) },
    body: { From: phone, To: phone, Body: sms },
    well: [201, { sid: 'SMx', status: 'queued', error_code: null }],
    bad: [
      [400, { code: 21211, message: "The 'To' number is not valid" }, 'refused-by-answer'],
      [401, { code: 20003, message: 'Authenticate' }, 'not-signed-in'],
      many,
    ],
  },
  vonage: {
    given: { apiKey: 'k', apiSecret: 's', from: 'Wheelhouse', to: phone },
    at: 'POST rest.nexmo.com/sms/json',
    body: { api_key: 'k', api_secret: 's', to: phone, text: sms },
    well: [200, { 'message-count': '1', messages: [{ status: '0', 'message-id': 'x' }] }],
    bad: [
      [200, { messages: [{ status: '4', 'error-text': 'Bad Credentials' }] }, 'refused-by-answer'],
      [200, { messages: [{ status: '1', 'error-text': 'Throughput Rate Exceeded' }] }, 'too-many'],
    ],
  },
  bird: {
    given: { apiKey: 'k', from: 'Wheelhouse', to: phone },
    at: 'POST rest.messagebird.com/messages',
    headers: { authorization: 'AccessKey k' },
    body: { originator: 'Wheelhouse', recipients: phone, body: sms },
    well: [201, { id: 'x' }],
    bad: [[422, { errors: [{ code: 9, description: 'no (correct) recipients found' }] }, 'refused-by-answer']],
  },
  plivo: {
    given: { authId: 'MAXXXXXXXXXX', token: 't', from: phone, to: phone },
    at: 'POST api.plivo.com/v1/Account/MAXXXXXXXXXX/Message/',
    headers: { authorization: basic('MAXXXXXXXXXX:t') },
    body: { src: phone, dst: phone, text: sms },
    well: [202, { message: 'message(s) queued', message_uuid: ['x'] }],
    bad: [[400, { error: 'dst is invalid' }, 'refused-by-answer']],
  },
  clickatell: {
    given: { apiKey: 'k', to: phone },
    at: 'POST platform.clickatell.com/messages',
    headers: { authorization: 'k' },
    body: { content: sms, to: [phone] },
    well: [202, { messages: [{ accepted: true, to: phone }] }],
    bad: [
      [
        202,
        { messages: [{ accepted: false, error: { code: 105, description: 'Invalid Destination Address' } }] },
        'refused-by-answer',
      ],
    ],
  },
  sinch: {
    given: { region: 'eu.sms.api.sinch.com', plan: '0'.repeat(32), token: 't', from: phone, to: phone },
    at: `POST eu.sms.api.sinch.com/xms/v1/${'0'.repeat(32)}/batches`,
    headers: { authorization: 'Bearer t' },
    body: { from: phone, to: [phone], body: sms },
    well: [201, { id: 'x' }],
    bad: [[400, { code: 'syntax_invalid_parameter_format', text: 'x' }, 'refused-by-answer']],
  },
  telnyx: {
    given: { apiKey: 'KEY', from: phone, to: phone },
    at: 'POST api.telnyx.com/v2/messages',
    headers: { authorization: 'Bearer KEY' },
    body: { from: phone, to: phone, text: sms },
    well: [200, { data: { id: 'x' } }],
    bad: [[422, { errors: [{ code: '40310', detail: 'Invalid to' }] }, 'refused-by-answer']],
  },
  '46elks': {
    given: { user: 'u', password: 'p', from: 'Wheelhouse', to: phone },
    at: 'POST api.46elks.com/a1/sms',
    headers: { authorization: basic('u:p') },
    body: { from: 'Wheelhouse', to: phone, message: sms },
    well: [200, { id: 'x', status: 'created' }],
    bad: [[403, 'Not enough credits', 'not-signed-in']],
  },
  seven: {
    given: { apiKey: 'k', to: phone },
    at: 'POST gateway.seven.io/api/sms',
    headers: { 'x-api-key': 'k', accept: 'application/json' },
    body: { to: phone, text: sms },
    well: [200, { success: '100', messages: [] }],
    bad: [[200, { success: '900' }, 'refused-by-answer']],
  },
  'free-mobile': {
    given: { user: '12345678', password: 'p' },
    at: `GET smsapi.free-mobile.fr/sendmsg?${new URLSearchParams({ user: '12345678', pass: 'p', msg: sms })}`,
    well: [200, ''],
    bad: [
      [403, '', 'not-signed-in'],
      [402, '', 'refused-by-answer'],
    ],
  },
  callmebot: {
    given: { to: phone, apiKey: 'k' },
    at: `GET api.callmebot.com/whatsapp.php?${new URLSearchParams({ phone, apikey: 'k', text: `${title}\n${text}` })}`,
    well: [200, 'Message queued.'],
    bad: [[203, 'APIKey is invalid.', 'refused-by-answer']],
  },
  resend: {
    given: { apiKey: 're_1', from: 'w@b.org', to: 'me@b.org' },
    at: 'POST api.resend.com/emails',
    headers: { authorization: 'Bearer re_1', 'idempotency-key': key },
    body: { from: 'w@b.org', to: ['me@b.org'], subject: title, text: `${text}\n\n${link}\n` },
    well: [200, { id: 'x' }],
    bad: [
      [403, { name: 'validation_error', message: 'The domain is not verified' }, 'not-signed-in'],
      [422, { message: 'x' }, 'refused-by-answer'],
    ],
  },
  sendgrid: {
    given: { apiKey: 'SG.1', from: 'w@b.org', to: 'me@b.org' },
    at: 'POST api.sendgrid.com/v3/mail/send',
    headers: { authorization: 'Bearer SG.1' },
    body: { personalizations: [{ to: [{ email: 'me@b.org' }] }], from: { email: 'w@b.org' }, subject: title },
    well: [202, ''],
    bad: [
      [401, { errors: [{ message: 'authorization required' }] }, 'not-signed-in'],
      [200, '', 'refused-by-answer'],
    ],
  },
  mailgun: {
    given: { region: 'api.eu.mailgun.net', domain: 'mg.b.org', apiKey: 'k', from: 'w@b.org', to: 'me@b.org' },
    at: 'POST api.eu.mailgun.net/v3/mg.b.org/messages',
    headers: { authorization: basic('api:k') },
    body: { from: 'w@b.org', to: 'me@b.org', subject: title },
    well: [200, { id: '<x>', message: 'Queued. Thank you.' }],
    bad: [
      [401, 'Forbidden', 'not-signed-in'],
      [400, { message: "'to' parameter is not a valid address" }, 'refused-by-answer'],
    ],
  },
  postmark: {
    given: { token: 't', from: 'w@b.org', to: 'me@b.org' },
    at: 'POST api.postmarkapp.com/email',
    headers: { 'x-postmark-server-token': 't' },
    body: { From: 'w@b.org', To: 'me@b.org', Subject: title },
    well: [200, { ErrorCode: 0, Message: 'OK', MessageID: 'x' }],
    bad: [
      [422, { ErrorCode: 406, Message: 'inactive' }, 'refused-by-answer'],
      [200, { ErrorCode: 406, Message: 'inactive' }, 'refused-by-answer'],
    ],
  },
  brevo: {
    given: { apiKey: 'k', from: 'w@b.org', to: 'me@b.org' },
    at: 'POST api.brevo.com/v3/smtp/email',
    headers: { 'api-key': 'k' },
    body: { sender: { email: 'w@b.org' }, to: [{ email: 'me@b.org' }], subject: title },
    well: [201, { messageId: '<x>' }],
    bad: [[400, { code: 'invalid_parameter', message: 'sender is invalid' }, 'refused-by-answer']],
  },
  webhook: {
    given: {
      url: `${hook}example.com/hook`,
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      authorization: 'Bearer z',
    },
    at: 'POST example.com/hook',
    headers: {
      authorization: 'Bearer z',
      'webhook-id': key,
      'webhook-timestamp': String(now / 1_000),
      'idempotency-key': key,
    },
    body: {
      type: 'wheelhouse.notice',
      id: key,
      event: 'trigger',
      dedupe,
      severity: 'severe',
      title,
      text,
      link,
      host: 'ship',
    },
    well: [204, ''],
    bad: [
      [302, '', 'redirected'],
      [500, '', 'server-error'],
      [410, '', 'not-found'],
    ],
  },
  apprise: {
    given: { server: 'http://10.0.0.2:8000', configKey: 'ops' },
    at: 'POST 10.0.0.2:8000/notify/ops',
    body: { title, body: `${text}\n${link}`, type: 'failure' },
    well: [200, { error: '', details: [] }],
    bad: [
      [204, '', 'refused-by-answer'],
      [424, { error: 'One or more notification could not be sent' }, 'refused-by-answer'],
    ],
  },
  ifttt: {
    given: { eventName: 'wheelhouse', apiKey: 'k' },
    at: 'POST maker.ifttt.com/trigger/wheelhouse/json/with/key/k',
    body: { title, text, severity: 'severe' },
    well: [200, 'Congratulations!'],
    bad: [[401, { errors: [{ message: 'You sent an invalid key.' }] }, 'not-signed-in']],
  },
  zapier: {
    given: { url: `${hook}hooks.zapier.com/hooks/catch/1/x/` },
    at: 'POST hooks.zapier.com/hooks/catch/1/x/',
    body: { title },
    well: [200, { status: 'success', id: 'x', attempt: 'y' }],
    bad: [[200, { status: 'error' }, 'refused-by-answer']],
  },
  make: {
    given: { url: `${hook}hook.eu1.make.com/x` },
    at: 'POST hook.eu1.make.com/x',
    body: { title },
    well: [200, 'Accepted'],
    bad: [
      [200, 'Queue is full.', 'refused-by-answer'],
      [410, '', 'not-found'],
    ],
  },
  n8n: {
    given: { url: 'http://10.0.0.2:5678/webhook/x', token: 't' },
    at: 'POST 10.0.0.2:5678/webhook/x',
    headers: { authorization: 'Bearer t' },
    body: { title },
    well: [200, { message: 'Workflow was started' }],
    bad: [[404, { code: 404, message: 'The requested webhook is not registered.' }, 'not-found']],
  },
  pipedream: {
    given: { url: `${hook}eo1.m.pipedream.net` },
    at: 'POST eo1.m.pipedream.net/',
    body: { title },
    well: [200, { success: true }],
    bad: [[400, '', 'refused-by-answer']],
  },
  'github-issue': {
    given: { owner: 'me', repository: 'ship', token: 'ghp_1' },
    at: 'POST api.github.com/repos/me/ship/issues',
    headers: { authorization: 'Bearer ghp_1', accept: 'application/vnd.github+json' },
    body: { title },
    well: [201, { number: 1 }],
    bad: [
      [404, { message: 'Not Found' }, 'not-found'],
      [410, { message: 'Issues are disabled' }, 'not-found'],
    ],
  },
  'plain-text': {
    given: { url: 'http://10.0.0.2:1880/x' },
    at: 'POST 10.0.0.2:1880/x',
    body: `${title}\n${text}`,
    well: [200, ''],
    bad: [[503, '', 'server-error']],
  },
}

let received: { at: string; headers: Headers; text: string } | undefined
let answer: [number, unknown] = [200, '']
const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    const { pathname, search } = new URL(request.url)
    received = {
      at: `${request.method} ${request.headers.get('x-host')}${pathname}${search}`,
      headers: request.headers,
      text: await request.text(),
    }
    const [status, body] = answer
    return new Response(status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body), { status })
  },
})
afterAll(() => server.stop(true))

/** Sends what a recipe makes to the server that stands for its provider. */
async function send(id: string, turn = 0) {
  const recipe = recipes.find((one) => one.id === id)!
  const request = buildRequest(recipe, contracts[id]!.given, valuesFor(turn))
  const here = new URL(`${request.url.pathname}${request.url.search}`, server.url)
  const response = await fetch(here, {
    method: request.method,
    headers: { ...request.headers, 'x-host': request.url.host },
    redirect: 'manual',
    ...(request.body !== undefined && { body: request.body }),
  })
  return judgeAnswer(recipe, { status: response.status, headers: response.headers, text: await response.text() }, now)
}

function bodyReceived() {
  const { text, headers } = received!
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) return JSON.parse(text)
  return type.startsWith('application/x-www-form') ? Object.fromEntries(new URLSearchParams(text)) : text
}

test('every recipe has a contract, there are at least sixty, and no two have one id', () => {
  expect(Object.keys(contracts).toSorted()).toEqual(recipes.map(({ id }) => id).toSorted())
  expect(recipes.length).toBeGreaterThanOrEqual(60)
})

for (const [id, contract] of Object.entries(contracts))
  test(`${id} receives what it documents, and each of its answers is understood`, async () => {
    answer = contract.well
    const outcome = await send(id)
    expect(received!.at).toBe(contract.at)
    for (const [name, value] of Object.entries(contract.headers ?? {}))
      expect([name, received!.headers.get(name)]).toEqual([name, value])
    const body = bodyReceived()
    if (contract.body === undefined || typeof contract.body === 'string') expect(body).toBe(contract.body ?? '')
    else expect(body).toMatchObject(contract.body as object)
    expect([outcome.kind, outcome.words]).toEqual(['sent', null])
    for (const [status, said, trouble] of contract.bad) {
      answer = [status, said]
      const bad = await send(id)
      expect([status, said, bad.trouble]).toEqual([status, said, trouble])
      expect(bad.kind).toBe(trouble === 'too-many' || trouble === 'server-error' ? 'retry' : 'refused')
    }
  })

test('a provider that tells the end hears that the same thing has settled', async () => {
  for (const { id, tellsEnd } of recipes.filter(({ tellsEnd }) => tellsEnd === true)) {
    answer = contracts[id]!.well
    expect([id, tellsEnd, (await send(id, -1)).kind]).toEqual([id, true, 'sent'])
    const whole = `${received!.at} ${received!.text}`
    expect([id, /resolve|RESOLVE|RECOVERY|close|cleared|"ok"|success|endsAt|end_time/.test(whole)]).toEqual([id, true])
    expect([id, whole.includes(dedupe)]).toEqual([id, true])
  }
})

test('a secret stands in the address only where the provider has no other place for it', () => {
  const inAddress = recipes
    .filter(({ fields, request }) =>
      fields.some(
        ({ name, kind }) =>
          kind === 'secret' && `${request.url} ${JSON.stringify(request.query ?? {})}`.includes(`{{${name}}}`),
      ),
    )
    .map(({ id }) => id)
  expect(inAddress.toSorted()).toEqual(
    [
      'callmebot',
      'chanify',
      'free-mobile',
      'goalert',
      'ifttt',
      'join',
      'lunasea',
      'pushy',
      'serverchan',
      'splunk-on-call',
      'telegram',
      'zenduty',
    ].toSorted(),
  )
})
