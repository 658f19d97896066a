import { writeSync } from 'node:fs'
import { openParentPort } from '../engine-child-port.ts'
import { serveScriptedEngine } from './scripted-engine.ts'
import { machineTimers } from './timing.ts'

/** The scripted engine as a process of its own: `INGLE_ENGINE=fake`. */
const stderr = 2

const number = (name: string, otherwise: number): number => {
  const value = Number(process.env[name])
  return Number.isFinite(value) && value > 0 ? value : otherwise
}

serveScriptedEngine({
  port: openParentPort(),
  timers: machineTimers,
  speed: { tokensPerSecond: number('INGLE_FAKE_TPS', 60), loadMs: number('INGLE_FAKE_LOAD_MS', 200) },
  end(code, lastWords) {
    writeSync(stderr, lastWords)
    if (code === 'SIGKILL') process.kill(process.pid, code)
    else process.exit(code)
  },
  grow() {
    const taken: Uint8Array[] = []
    for (;;) taken.push(new Uint8Array(2 ** 24).fill(1))
  },
  hang: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
})
