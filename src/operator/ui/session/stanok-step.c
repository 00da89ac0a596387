/* stanok-step.c: what an order is to the person at this terminal, and what he can do with it next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ui/session/stanok-step.h"

static gboolean
is_leased_to (const StanokOrder *order,
              const char        *device_id,
              gint64             server_now_ms)
{
  return order->lease_device != NULL && order->lease_until_ms > server_now_ms &&
         g_strcmp0 (order->lease_device, device_id) == 0;
}

static gboolean
is_leased_elsewhere (const StanokOrder  *order,
                     const StanokViewer *viewer)
{
  return order->lease_device != NULL && order->lease_until_ms > viewer->server_now_ms &&
         g_strcmp0 (order->lease_device, viewer->device_id) != 0;
}

gboolean
stanok_step_is_mine (const StanokRow    *row,
                     const StanokViewer *viewer)
{
  return row->order != NULL && viewer->operator_id != NULL &&
         g_strcmp0 (row->order->holder_operator, viewer->operator_id) == 0;
}

static StanokStatus
get_life_status (const StanokOrder *order)
{
  switch (order->state)
    {
    case STANOK_STATE_MANUFACTURING_COMPLETED:
      return STANOK_STATUS_DONE;
    case STANOK_STATE_PACKAGING:
      return STANOK_STATUS_PACKING;
    case STANOK_STATE_SHIPPED:
      return STANOK_STATUS_SHIPPED;
    case STANOK_STATE_CLOSED:
      return STANOK_STATUS_CLOSED;
    case STANOK_STATE_MANUFACTURING_APPROVED:
    case STANOK_STATE_MANUFACTURING_STARTED:
      return STANOK_STATUS_AVAILABLE;
    case STANOK_STATE_INITIATED:
    case STANOK_STATE_FILE_UPLOADED:
    case STANOK_STATE_SUBMITTED:
    case STANOK_STATE_PRICE_CALCULATED:
    default:
      return STANOK_STATUS_NOT_READY;
    }
}

static StanokStatus
get_mine_status (const StanokRow *row)
{
  if (row->asked)
    return STANOK_STATUS_ASKED;
  if (row->order->run == STANOK_RUN_RUNNING)
    return STANOK_STATUS_RUNNING;
  if (row->order->run == STANOK_RUN_PAUSED)
    return STANOK_STATUS_PAUSED;
  return STANOK_STATUS_TAKEN;
}

StanokStatus
stanok_step_get_status (const StanokRow    *row,
                        const StanokViewer *viewer)
{
  const StanokOrder *order = row->order;
  StanokStatus life;

  if (row->needs_person)
    return STANOK_STATUS_ATTENTION;
  if (order == NULL)
    return STANOK_STATUS_NODATA;
  if (order->cancelled)
    return STANOK_STATUS_CANCELLED;
  if (order->held_reason != NULL)
    return STANOK_STATUS_HOLD;
  if (stanok_step_is_mine (row, viewer))
    return get_mine_status (row);
  life = get_life_status (order);
  if (life != STANOK_STATUS_AVAILABLE)
    return life;
  if (order->holder_operator != NULL || is_leased_elsewhere (order, viewer))
    return STANOK_STATUS_OTHERS;
  if (is_leased_to (order, viewer->device_id, viewer->server_now_ms))
    return STANOK_STATUS_RESERVED;
  return STANOK_STATUS_AVAILABLE;
}

static StanokStep
get_mine (const StanokRow *row)
{
  if (row->order->state == STANOK_STATE_MANUFACTURING_APPROVED)
    return row->asked ? STANOK_STEP_START_UNSURE : STANOK_STEP_START;
  switch (row->order->run)
    {
    case STANOK_RUN_RUNNING:
      return STANOK_STEP_COMPLETE;
    case STANOK_RUN_PAUSED:
      return STANOK_STEP_RESUME;
    case STANOK_RUN_IDLE:
    default:
      return STANOK_STEP_START;
    }
}

static StanokBar
find_bar (const StanokRow    *row,
          const StanokViewer *viewer)
{
  const StanokOrder *order = row->order;

  if (order == NULL || row->is_stub)
    return STANOK_BAR_GONE;
  if (viewer->operator_id == NULL)
    return STANOK_BAR_NOBODY;
  if (order->cancelled)
    return STANOK_BAR_CANCELLED;
  if (order->held_reason != NULL)
    return STANOK_BAR_HELD;
  if (order->state < STANOK_STATE_MANUFACTURING_APPROVED)
    return STANOK_BAR_NOT_READY;
  if (order->state > STANOK_STATE_MANUFACTURING_STARTED)
    return STANOK_BAR_DONE;
  if (stanok_step_is_mine (row, viewer))
    return STANOK_BAR_NONE;
  if (order->holder_operator != NULL || order->state == STANOK_STATE_MANUFACTURING_STARTED)
    return STANOK_BAR_OTHERS;
  return is_leased_elsewhere (order, viewer) ? STANOK_BAR_RESERVED : STANOK_BAR_NONE;
}

StanokStep
stanok_step_get (const StanokRow    *row,
                 const StanokViewer *viewer,
                 StanokBar          *bar)
{
  StanokBar found = find_bar (row, viewer);

  if (bar != NULL)
    *bar = found;
  if (found != STANOK_BAR_NONE)
    return STANOK_STEP_NONE;
  if (stanok_step_is_mine (row, viewer))
    return get_mine (row);
  if (viewer->is_online || is_leased_to (row->order, viewer->device_id, viewer->server_now_ms))
    return STANOK_STEP_TAKE;
  return STANOK_STEP_ASK;
}

gint64
stanok_step_get_elapsed_ms (const StanokOrder *order,
                            gint64             server_now_ms)
{
  gint64 open_ms = 0;

  if (order->run == STANOK_RUN_RUNNING && order->run_since_ms > 0)
    open_ms = MAX (server_now_ms - order->run_since_ms, 0);
  return order->elapsed_ms + open_ms;
}
