/** The names of the places in which people talk with agents, by what runtimes call them. */
const names: Readonly<Record<string, string>> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  slack: 'Slack',
  discord: 'Discord',
  signal: 'Signal',
  imessage: 'iMessage',
  matrix: 'Matrix',
  msteams: 'Microsoft Teams',
  googlechat: 'Google Chat',
  email: 'e-mail',
  webchat: 'the gateway’s own chat',
}

/** What a channel is called; one that is not known here keeps its name. */
export const channelName = (channel: string) => names[channel.toLowerCase()] ?? channel

/** Whether what is said there comes from outside of the programs that we and the gateway have for it. */
export const isFromOutside = (channel: string | null): channel is string =>
  channel !== null && !/^(webchat|internal|main|unknown)$/i.test(channel)
