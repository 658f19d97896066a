export function StartPage(props: { reason: 'signedOut' | 'unreachable'; onRetry: () => void }) {
  return <button onClick={props.onRetry}>{props.reason}</button>
}
