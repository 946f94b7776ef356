import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { components } from '@/client/schema'

export type Form = components['schemas']['Form']

const formsQuery = queryOptions({ queryKey: ['forms'], queryFn: () => told(api.GET('/api/v1/forms')) })

/** The forms that the viewer may fill in. */
export const useForms = () => useQuery(formsQuery)

/** Tells what was filled in; what is empty was not said. */
export const useTell = (form: string) =>
  useMutation({
    mutationFn: (values: Record<string, string>) => {
      const filled = Object.fromEntries(Object.entries(values).filter(([, text]) => text.trim() !== ''))
      return told(api.POST('/api/v1/forms/{form}', { params: { path: { form } }, body: { values: filled } }))
    },
  })
