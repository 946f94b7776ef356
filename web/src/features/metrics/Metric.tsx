import { ArrowLeftOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'

import { useMe } from '@/client/me'
import type { MetricDetail } from '@/client/types'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'

import { Breakdown } from './Breakdown'
import { Controls } from './Controls'
import { Definition } from './Definition'
import { useMetric, useSeries } from './metrics'
import { askedOf, OverTime } from './OverTime'
import { useView } from './useView'
import { Why } from './why/Why'

/** One metric: its number, its line, what it is made of, and why. */
export function Metric() {
  const { id = '' } = useParams()
  return <Await query={useMetric(id)}>{(metric) => <Opened key={metric.id} metric={metric} />}</Await>
}

function Opened({ metric }: { metric: MetricDetail }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { data: me } = useMe()
  const view = useView(metric, me?.world.today ?? '')
  const asked = askedOf(view)
  const series = useSeries(metric.id, asked)
  return (
    <>
      <PageHead
        title={said(metric.name)}
        about={said(metric.description ?? metric.sentence)}
        above={
          <Link to="/metrics">
            <ArrowLeftOutlined /> {t('metrics.back')}
          </Link>
        }
      />
      <Controls metric={metric} view={view} series={series.data} />
      <OverTime metric={metric} asked={asked} series={series} />
      {!series.isError && metric.dimensions.length > 0 && <Breakdown metric={metric} view={view} />}
      <Definition metric={metric} />
      <Why metric={metric} />
    </>
  )
}
