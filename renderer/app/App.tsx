import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { Toaster } from '../ui/Toaster.tsx'
import { Frame } from './Frame.tsx'

/** The address after `#`, so that the same page works under http:// and app://, and a reload stays where it was. */
export function App() {
  return (
    <Router hook={useHashLocation}>
      <Frame />
      <Toaster />
    </Router>
  )
}
