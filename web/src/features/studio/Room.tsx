import { Outlet } from 'react-router'

import { DraftBar } from './bar/DraftBar'

/** The studio: whatever is done here is done to the draft, as the bar above it says. */
export function Room() {
  return (
    <>
      <DraftBar />
      <Outlet />
    </>
  )
}
