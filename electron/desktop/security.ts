import type { App, Session, WebContents } from 'electron'
import type { Log } from '../core/ports.ts'
import { isAppUrl } from './app-origin.ts'

type Permission = Parameters<Exclude<Parameters<Session['setPermissionRequestHandler']>[0], null>>[1]

/** All that the page is ever granted: the copy buttons. Electron's own default is to grant everything. */
const granted: ReadonlySet<Permission> = new Set<Permission>(['clipboard-sanitized-write'])

export function isGranted(permission: Permission, origin: string): boolean {
  return granted.has(permission) && isAppUrl(origin)
}

/** Requests, checks and devices are three doors in Electron; a session is closed only when all of them are. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_, permission, callback, details) => {
    callback(details.isMainFrame && isGranted(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_, permission, origin) => isGranted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.setBluetoothPairingHandler((_, callback) => callback({ confirmed: false }))
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => [...protectedClasses])
  // The page saves nothing by itself; a download would bring a file dialog or a file.
  session.on('will-download', (event) => event.preventDefault())
  for (const device of ['select-hid-device', 'select-serial-port', 'select-usb-device'] as const) {
    refuseDevice(session, device)
  }
}

function refuseDevice(session: Session, name: 'select-hid-device' | 'select-serial-port' | 'select-usb-device'): void {
  // Without a listener Electron picks the first device there is.
  if (name === 'select-hid-device') session.on(name, (event, _, callback) => (event.preventDefault(), callback(null)))
  if (name === 'select-usb-device') session.on(name, (event, _, callback) => (event.preventDefault(), callback()))
  if (name === 'select-serial-port')
    session.on(name, (event, _, __, callback) => (event.preventDefault(), callback('')))
}

/** The page stays the page: it goes nowhere, opens nothing, embeds nothing. Links leave through `system.openLink`. */
export function denyNavigation(contents: WebContents, log: Log): void {
  const refused = (what: string) => log.warn('navigation.refused', { what })
  contents.setWindowOpenHandler(() => {
    refused('window')
    return { action: 'deny' }
  })
  contents.on('will-frame-navigate', (event) => {
    // The main frame may load our own page again; no other frame has anything to load from here.
    if (event.isMainFrame && isAppUrl(event.url)) return
    event.preventDefault()
    refused('frame')
  })
  contents.on('will-navigate', (event) => {
    if (isAppUrl(event.url)) return
    event.preventDefault()
    refused('page')
  })
  contents.on('will-redirect', (event) => {
    if (isAppUrl(event.url)) return
    event.preventDefault()
    refused('redirect')
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refused('webview')
  })
  contents.on('select-bluetooth-device', (event, _, callback) => {
    event.preventDefault()
    callback('')
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** Every web contents and no exception, whoever makes it. */
export function guardContents({ app, log }: { app: App; log: Log }): void {
  app.on('web-contents-created', (_, contents) => {
    denyNavigation(contents, log)
    if (app.isPackaged) contents.on('devtools-opened', () => contents.closeDevTools())
  })
  app.on('certificate-error', (event, _, __, ___, ____, callback) => {
    event.preventDefault()
    callback(false)
  })
  app.on('login', (event, _, __, ___, callback) => {
    event.preventDefault()
    callback()
  })
}
