import { Trouble } from '@/client/trouble'
import { TroubleView } from '@/components/TroubleView'

const missing = new Trouble({ status: 404, code: 'missing' })

/** No such page. */
export function Missing() {
  return <TroubleView error={missing} />
}
