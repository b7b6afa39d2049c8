import { useNavigate, useParams } from '@solidjs/router'
import { AskView } from '../../ask/ask-view.tsx'
import { asking } from '../../ask/asking.ts'

/** Questions on a page of their own. The address names the conversation. */
export default function AskPage() {
  const params = useParams<{ id?: string }>()
  const navigate = useNavigate()
  asking.close()
  return (
    <div class="asking-page panel">
      <AskView
        conversationId={params.id}
        onShow={(id) => navigate(id === undefined ? '/ask' : `/ask/${id}`)}
        onFollow={() => {}}
        isPage
      />
    </div>
  )
}
