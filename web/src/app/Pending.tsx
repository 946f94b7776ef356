import { Skeleton } from 'antd'

/** While the first page is on its way. */
export function Pending() {
  return (
    <div style={{ maxWidth: 720, margin: '96px auto', padding: '0 24px' }}>
      <Skeleton active title={false} paragraph={{ rows: 5 }} />
    </div>
  )
}
