import Hash from 'lucide-solid/icons/hash'
import Mail from 'lucide-solid/icons/mail'
import MessageCircle from 'lucide-solid/icons/message-circle'
import Phone from 'lucide-solid/icons/phone'
import Send from 'lucide-solid/icons/send'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { channelName, isFromOutside } from '../../components/channels.ts'

const icons: Readonly<Record<string, typeof Send>> = {
  telegram: Send,
  whatsapp: Phone,
  slack: Hash,
  discord: Hash,
  email: Mail,
}

/** Where somebody's conversation takes place, on its plate; nothing where it is held with ourselves. */
export const ChannelMark = (props: { channel: string | null }) => (
  <Show when={isFromOutside(props.channel) && props.channel}>
    {(channel) => (
      <span class="channel-mark" title={channelName(channel())}>
        <Dynamic component={icons[channel().toLowerCase()] ?? MessageCircle} size={11} aria-hidden="true" />
        <span class="hidden">, in {channelName(channel())}</span>
      </span>
    )}
  </Show>
)
