import { isRecord } from '@quorum/engine'
import { begun, type CardProps, ended, Line, Nothing, notCompleted, Strip } from '../card/props.tsx'
import { firstLines, listIn, numberIn, textIn } from '../card/text.tsx'

/** Who sits at the table, who has the floor, and how often each was heard. */
export function GroupChatCard({ params, run, inner }: CardProps) {
  const names = listIn(params, 'participants').map((one) => textIn(one, 'name') ?? '')
  const most = numberIn(params, 'maxTurns') ?? 12
  if (!begun(run)) return <Nothing text={`${names.length || 3} are at the table`} />
  const ending = notCompleted(run)
  if (ending) return <Nothing text={ending} />
  const now = ended(run) && isRecord(run.detail) ? run.detail : inner('note')?.detail
  const heard = listIn(now, 'speakers').map(String)
  const turns = numberIn(now, 'turns') ?? 0
  const choosing = inner('moderator')?.status === 'running'
  const last = heard.at(-1)
  const floor =
    ended(run) || choosing ? undefined : params.selection === 'agent' ? undefined : names[turns % names.length]
  return (
    <Strip>
      <ol className="flex gap-1.5 overflow-hidden">
        {names.slice(0, 6).map((name) => (
          <li
            key={name}
            className={`truncate rounded-full border px-1.5 text-meta ${name === floor ? 'border-running font-medium' : name === last ? 'border-line-strong' : 'border-line text-muted'}`}
          >
            {`${name} ${heard.filter((one) => one === name).length}`}
          </li>
        ))}
      </ol>
      {ended(run) ? (
        <Line>{`${textIn(now, 'why') === 'agreed' ? 'Agreed' : 'Ended'} after ${turns} turns: ${firstLines(run.text ?? textIn(now, 'last') ?? '', 1)[0] ?? ''}`}</Line>
      ) : (
        <Line tone="text-muted">{`Turn ${Math.min(turns + 1, most)} of ${most}${choosing ? ' · the moderator chooses' : ''}`}</Line>
      )}
    </Strip>
  )
}
