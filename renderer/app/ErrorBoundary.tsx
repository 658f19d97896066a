import { Component, type ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { BarHeader, ListToggle } from '../ui/SectionFrame.tsx'

type Props = { children: ReactNode; /** A new value tries again, such as another route. */ resetKey: string }
type State = { failedAt: string | null; message: string }

/** Keeps a fault in one screen from taking the app with it: the rail, the strip and every other screen go on. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failedAt: null, message: '' }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { failedAt: '', message: error instanceof Error ? error.message : String(error) }
  }

  static getDerivedStateFromProps({ resetKey }: Props, { failedAt }: State): Partial<State> | null {
    if (failedAt === '') return { failedAt: resetKey }
    return failedAt !== null && failedAt !== resetKey ? { failedAt: null } : null
  }

  override render(): ReactNode {
    if (this.state.failedAt === null) return this.props.children
    return (
      <main className="flex min-w-0 flex-1 flex-col bg-surface">
        <BarHeader className="pl-6">
          <ListToggle />
        </BarHeader>
        <div className="grid flex-1 place-items-center overflow-y-auto p-6">
          <Notice
            className="max-w-column"
            title={t('crash.title')}
            actions={
              <>
                <Button onClick={() => this.setState({ failedAt: null })}>{t('common.tryAgain')}</Button>
                <Button variant="ghost" onClick={() => location.reload()}>
                  {t('crash.reload')}
                </Button>
              </>
            }
          >
            <p>{t('crash.body')}</p>
            <p className="mt-2 font-mono text-12 break-words text-text-3">{this.state.message}</p>
          </Notice>
        </div>
      </main>
    )
  }
}
