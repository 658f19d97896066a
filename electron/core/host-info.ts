import type { DataNotice, HostInfo } from '../contract/system.ts'
import type { HostPorts } from './ports.ts'

const platforms: Partial<Record<NodeJS.Platform, HostInfo['platform']>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'win32',
}

export function hostInfo(ports: HostPorts, modelsFolder: string, notice: DataNotice | null): HostInfo {
  const { node, v8, electron, chrome } = process.versions
  const versions = Object.entries({ Ingle: ports.version, Electron: electron, Chromium: chrome, Node: node, V8: v8 })
  return {
    kind: ports.kind,
    version: ports.version,
    versions: Object.fromEntries(versions.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    capabilities: ports.capabilities,
    dataFolder: ports.paths.data,
    modelsFolder,
    platform: platforms[process.platform] ?? 'linux',
    notice,
  }
}
