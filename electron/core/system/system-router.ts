import { readFile } from 'node:fs/promises'
import { implement } from '@orpc/server'
import { AppError } from '../../contract/errors.ts'
import { systemContract } from '../../contract/system.ts'
import type { HostInfo, Licence } from '../../contract/system.ts'
import { checkLink } from '../open-link.ts'
import type { Paths, Shell } from '../ports.ts'
import type { Topic } from '../topic.ts'
import { readDataUse } from './data-use.ts'

export type SystemDeps = {
  host: Topic<HostInfo>
  paths: Paths
  shell: Shell | null
  modelsFolder(): string
  logTail(): Promise<string>
  eraseEverything(): Promise<void>
}

const unsupported = () => new AppError('NOT_SUPPORTED', 'This host cannot do that')

export function systemRouter({ host, paths, shell, modelsFolder, logTail, eraseEverything }: SystemDeps) {
  const api = implement(systemContract)
  return api.router({
    host: api.host.handler(({ signal }) => host.watch(signal)),
    dataUse: api.dataUse.handler(() => readDataUse(paths)),
    reveal: api.reveal.handler(async ({ input }) => {
      if (shell === null) throw unsupported()
      await shell.revealPath({ data: paths.data, logs: paths.logs, models: modelsFolder() }[input.what])
    }),
    openLink: api.openLink.handler(async ({ input }) => {
      if (shell === null) throw unsupported()
      await shell.openLink(checkLink(input.url))
    }),
    logs: api.logs.handler(async () => ({ text: await logTail(), folder: paths.logs })),
    licences: api.licences.handler(async () => JSON.parse(await readFile(paths.licences, 'utf8')) as Licence[]),
    eraseEverything: api.eraseEverything.handler(() => eraseEverything()),
  })
}
