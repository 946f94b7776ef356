import { useRouteError } from 'react-router'

import { TroubleView } from '@/components/TroubleView'

/** A page that fell over: the rest of the house stands, and the error is told. */
export function Broken() {
  const error = useRouteError()
  return <TroubleView error={error} retry={() => window.location.reload()} />
}
