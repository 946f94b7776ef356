import { useParams } from 'react-router'

import { Await } from '@/components/Await'

import { useEntity } from '../studio'
import { Editor } from './Editor'

/** One metric of the draft, to be changed. */
export function Metric() {
  const { id = '' } = useParams()
  return <Await query={useEntity('metric', id, true, true)}>{(entity) => <Editor key={id} entity={entity} />}</Await>
}
