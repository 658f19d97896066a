import type { ModelId } from '../../../electron/contract/ids.ts'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { modelsTopic } from '../../rpc/topics.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/class-names.ts'
import { column, gutter } from './column.ts'

export type EmptyChatProps = { model: ModelId | null; onAsk: (text: string) => void }

const questions = ['empty.question1', 'empty.question2', 'empty.question3'] as const

/** Before the first word. The starter model knows little, so it says what it can be asked. */
export function EmptyChat({ model, onAsk }: EmptyChatProps) {
  const starter = useTopic(modelsTopic).value?.models.some(({ id, source }) => id === model && source === 'starter')
  return (
    <div className={cx('flex min-h-0 flex-1 flex-col overflow-y-auto', gutter)}>
      <div className={cx(column, 'my-auto py-4')}>
        <h2 className="text-16">{t('empty.title')}</h2>
        <p className="mt-1 text-14 leading-prose text-text-2">{t(starter ? 'empty.starter' : 'empty.body')}</p>
        {starter && (
          <div className="mt-3 flex flex-wrap gap-2">
            {questions.map((question) => (
              <Button key={question} size="sm" onClick={() => onAsk(t(question))}>
                {t(question)}
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
