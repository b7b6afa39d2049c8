import ArrowDown from 'lucide-solid/icons/arrow-down'
import { Show } from 'solid-js'
import { StateMark } from '../../../components/state-mark.tsx'

/** Whether the end is followed, the way back to it, and the records that the text leaves out. */
export function TranscriptFoot(props: {
  isFollowing: boolean
  isWorking: boolean
  /** The words of the way back: `14 new, End to follow`. */
  follow: string
  onFollow(): void
  /** How many of the runtime's own records are left out of what is loaded. */
  hidden: number
  showsRecords: boolean
  onRecords(shows: boolean): void
}) {
  return (
    <footer class="transcript-foot">
      <Show
        when={props.isFollowing}
        fallback={
          <button class="follow" type="button" onClick={props.onFollow}>
            <ArrowDown size={14} aria-hidden="true" />
            {props.follow}
          </button>
        }
      >
        <span class="following" data-live={props.isWorking ? '' : undefined}>
          <StateMark mark={props.isWorking ? 'working' : 'idle'} label="" />
          {props.isWorking ? 'Following live' : 'At the end'}
        </span>
      </Show>
      <Show when={props.hidden > 0 || props.showsRecords}>
        <span class="quiet records-hidden">
          {props.showsRecords
            ? 'Internal records are shown'
            : `${props.hidden} internal ${props.hidden === 1 ? 'record' : 'records'} hidden`}{' '}
          <button class="link-button" type="button" onClick={() => props.onRecords(!props.showsRecords)}>
            {props.showsRecords ? 'Hide' : 'Show'}
          </button>
        </span>
      </Show>
    </footer>
  )
}
